import { useQueries } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, type PublicationCard } from '../../app/api.ts'
import { useNames } from '../../app/channels.ts'
import { keys, useChannels } from '../../app/queries.ts'
import { useNow } from '../../app/now.ts'
import { dayOf } from '../../app/time.ts'
import { useAddress, useMay, useWorkspace, useZone } from '../../app/workspace.tsx'
import { LinkButton } from '../../components/button.tsx'
import { PlatformGlyph } from '../../components/platform-glyph.tsx'
import { TimeText } from '../../components/time-text.tsx'

/** Offers of the day, not a wall of empty hours. */
const shownAtMost = 3
const askedChannels = 8

/** Today's next weekly times that nothing is planned for, each with a way to fill it. */
export function FreeSlots({ taken }: { taken: readonly PublicationCard[] }) {
  const { t } = useTranslation('today')
  const ws = useWorkspace().id
  const [zone] = useZone()
  const names = useNames()
  const address = useAddress()
  const may = useMay('contributor')
  const channels = (useChannels(ws).data ?? []).filter(
    (one) => one.slots > 0 && one.state === 'connected' && one.pausedAt === null,
  )
  const answers = useQueries({
    queries: channels.slice(0, askedChannels).map(({ id }) => ({
      queryKey: keys.of(ws, 'free-slots', id, 2),
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        (
          await api('GET /api/v1/workspaces/{workspaceId}/channels/{id}/free-slots', {
            params: { workspaceId: ws, id },
            query: { count: 2 },
            signal,
          })
        ).data.slots.map((slot) => ({ ...slot, channelId: id })),
      staleTime: 60_000,
    })),
  })
  const now = useNow()
  const today = dayOf(now, zone)
  const busy = new Set(taken.map((card) => `${card.channelId} ${new Date(card.dueAt).getTime()}`))
  const free = answers
    .flatMap((answer) => answer.data ?? [])
    .filter((slot) => dayOf(slot.at, zone) === today && !busy.has(`${slot.channelId} ${new Date(slot.at).getTime()}`))
    .sort((a, b) => a.at.localeCompare(b.at))
    .slice(0, shownAtMost)
  return free.map((slot) => {
    const channel = names.channel(slot.channelId)
    return (
      <li
        key={`${slot.channelId} ${slot.at}`}
        className="flex min-h-(--row) items-center gap-2.5 border-b border-line py-1 text-ink-3 last:border-0"
      >
        <TimeText at={slot.at} zone={zone} className="w-20 shrink-0 text-end" />
        <span aria-hidden className="size-4 shrink-0 rounded-full border border-dashed border-ctrl" />
        {channel && <PlatformGlyph platform={channel.platform} />}
        <span className="min-w-0 flex-1 truncate">{t('free-slot', { channel: names.nameOf(slot.channelId) })}</span>
        {may && (
          <LinkButton
            size="small"
            href={address(`/posts/new?channels=${slot.channelId}&at=${encodeURIComponent(slot.at)}`)}
          >
            {t('fill')}
          </LinkButton>
        )}
      </li>
    )
  })
}
