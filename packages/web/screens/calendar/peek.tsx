import { useQuery } from '@tanstack/react-query'
import { CalendarClock, Copy, FileText } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { api } from '../../app/api.ts'
import { useNames } from '../../app/channels.ts'
import { keys } from '../../app/queries.ts'
import { cityOf, showTime } from '../../app/time.ts'
import { useAddress, useWorkspace } from '../../app/workspace.tsx'
import { Button, LinkButton } from '../../components/button.tsx'
import { PlatformGlyph } from '../../components/platform-glyph.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { TimeText } from '../../components/time-text.tsx'
import { useActs } from './acts.ts'
import { Anchored } from './anchored.tsx'
import { isMovable, type Group } from './groups.ts'
import { useDuplicate } from './use-duplicate.ts'

interface Props {
  group: Group
  anchor: HTMLElement
  onClose: () => void
}

/** A post without leaving the calendar: its whole text, each channel's state, what can be done. */
export default function Peek({ group, anchor, onClose }: Props) {
  const { t } = useTranslation('calendar')
  const { zone, may, move } = useActs()
  const { id: workspaceId } = useWorkspace()
  const address = useAddress()
  const names = useNames()
  const duplicate = useDuplicate()
  const id = group.cards[0]?.id ?? ''
  const text = useQuery({
    queryKey: keys.of(workspaceId, 'publication', id),
    queryFn: async ({ signal }) =>
      (await api('GET /api/v1/workspaces/{workspaceId}/publications/{id}', { params: { workspaceId, id }, signal }))
        .data,
  }).data?.sentTexts.join('\n\n')
  return (
    <Anchored title={group.words || t('no-text')} anchor={anchor} onClose={onClose}>
      <p className="text-ink-2">
        <TimeText at={group.dueAt} zone={zone} shape="day-time" withZone />
      </p>
      {text !== undefined && text !== group.words && (
        <p dir="auto" className="max-h-48 overflow-y-auto py-2 whitespace-pre-wrap">
          {text}
        </p>
      )}
      <ul className="mt-2 border-t border-line py-1">
        {group.cards.map((card) => (
          <li key={card.id} className="flex min-h-8 items-center gap-2">
            <PlatformGlyph platform={card.platform} label={names.platform(card.platform)} />
            <Link href={address(`/delivery/${card.id}`)} className="min-w-0 flex-1 truncate">
              {names.nameOf(card.channelId)}
            </Link>
            {card.zone !== zone && (
              <span className="figures text-row text-ink-2">
                {t('there', { time: showTime(card.dueAt, card.zone), city: cityOf(card.zone) })}
              </span>
            )}
            <StateMark state={card.state} />
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2 pt-1">
        <LinkButton size="small" href={address(`/posts/${group.postId}`)}>
          <FileText aria-hidden size={14} />
          {t('open')}
        </LinkButton>
        {may && (
          <>
            <Button
              size="small"
              reason={isMovable(group) ? undefined : t('stays')}
              onClick={() => {
                onClose()
                move(group, anchor)
              }}
            >
              <CalendarClock aria-hidden size={14} />
              {t('move-to')}
            </Button>
            <Button size="small" busy={duplicate.isPending} onClick={() => duplicate.mutate(group.postId)}>
              <Copy aria-hidden size={14} />
              {t('duplicate')}
            </Button>
          </>
        )}
      </div>
      {may && !isMovable(group) && <p className="pt-2 text-row text-ink-2">{t('stays')}</p>}
    </Anchored>
  )
}
