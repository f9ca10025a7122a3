import { CalendarClock, Copy, Ellipsis, FileText, ListChecks } from 'lucide-react'
import { lazy, memo, Suspense, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { showTime } from '../../app/time.ts'
import { useAddress } from '../../app/workspace.tsx'
import { Button } from '../../components/button.tsx'
import { PlatformGlyph } from '../../components/platform-glyph.tsx'
import { StateGlyph } from '../../components/state-mark.tsx'
import { useActs } from './acts.ts'
import { isMovable, type Group } from './groups.ts'
import { useDuplicate } from './use-duplicate.ts'

const Menu = lazy(async () => ({ default: (await import('../../components/menu.tsx')).Menu }))

/** One post in a line, with everything that can be done to it in a menu. */
export const Row = memo(function Row({ group }: { group: Group }) {
  const { zone, names, t } = useActs()
  const address = useAddress()
  return (
    <li className="flex min-h-(--row) items-center gap-2.5 border-b border-line py-1 [contain-intrinsic-size:auto_2.25rem] [content-visibility:auto] last:border-0">
      <time dateTime={group.dueAt} className="w-14 shrink-0 text-end font-medium">
        {showTime(group.dueAt, zone)}
      </time>
      <StateGlyph state={group.state} word={t(`common:state.${group.state}`)} />
      <span className="flex shrink-0 flex-wrap items-center gap-1">
        {group.cards.map((card) => (
          <PlatformGlyph
            key={card.id}
            platform={card.platform}
            label={`${names.platform(card.platform)}, ${names.nameOf(card.channelId)}`}
            size={14}
          />
        ))}
      </span>
      <Link
        href={address(`/posts/${group.postId}`)}
        dir="auto"
        data-card={group.id}
        className="min-w-0 flex-1 truncate text-ink no-underline"
      >
        {group.words || t('no-text')}
      </Link>
      <RowMenu group={group} />
    </li>
  )
})

function RowMenu({ group }: { group: Group }) {
  const { t } = useTranslation('calendar')
  const { move, may } = useActs()
  const address = useAddress()
  const duplicate = useDuplicate()
  const [wanted, want] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const trigger = (
    <Button
      ref={button}
      look="quiet"
      size="small-icon"
      aria-label={t('deeds', { words: group.words })}
      aria-haspopup="menu"
    >
      <Ellipsis aria-hidden size={16} />
    </Button>
  )
  if (!wanted)
    return (
      <Button
        ref={button}
        look="quiet"
        size="small-icon"
        aria-label={t('deeds', { words: group.words })}
        aria-haspopup="menu"
        onClick={() => want(true)}
      >
        <Ellipsis aria-hidden size={16} />
      </Button>
    )
  return (
    <Suspense fallback={trigger}>
      <Menu
        defaultOpen
        align="end"
        trigger={trigger}
        groups={[
          [
            { label: t('open'), icon: FileText, href: address(`/posts/${group.postId}`) },
            { label: t('see-delivery'), icon: ListChecks, href: address(`/delivery/${group.cards[0]?.id ?? ''}`) },
          ],
          may
            ? [
                {
                  label: t('move-to'),
                  icon: CalendarClock,
                  keys: 'r',
                  reason: isMovable(group) ? undefined : t('stays'),
                  run: () => button.current && move(group, button.current),
                },
                { label: t('duplicate'), icon: Copy, run: () => duplicate.mutate(group.postId) },
              ]
            : [],
        ]}
      />
    </Suspense>
  )
}
