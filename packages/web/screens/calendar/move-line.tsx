import { useQuery } from '@tanstack/react-query'
import { wallAt } from '@posthorn/domain/schedule/wall.ts'
import { Temporal } from 'temporal-polyfill'
import { useTranslation } from 'react-i18next'
import { api, type PublicationCard } from '../../app/api.ts'
import { useNames } from '../../app/channels.ts'
import { keys } from '../../app/queries.ts'
import { cityOf, showTime } from '../../app/time.ts'
import { useWorkspace } from '../../app/workspace.tsx'
import { PlatformGlyph } from '../../components/platform-glyph.tsx'
import { useActs } from './acts.ts'
import { crowdedMilliseconds } from './moving.ts'

/** What the new time means for one channel: its own clock, its slots, its neighbours. */
export function MoveLine({ card, at }: { card: PublicationCard; at: Date | undefined }) {
  const { t } = useTranslation('calendar')
  const { zone } = useActs()
  const names = useNames()
  const outside = useIsOutsideSlots(card, at)
  const neighbour = useNeighbour(card, at)
  return (
    <li className="flex min-h-7 flex-wrap items-center gap-x-2 text-row">
      <PlatformGlyph platform={card.platform} label={names.platform(card.platform)} size={14} />
      <bdi className="font-medium">{names.nameOf(card.channelId)}</bdi>
      {at && card.zone !== zone && (
        <span className="figures text-ink-2">
          {t('own-zone', { time: showTime(at, card.zone, 'weekday-time'), city: cityOf(card.zone) })}
        </span>
      )}
      {outside && <span className="text-waiting">{t('outside-slots')}</span>}
      {neighbour && (
        <span className="figures text-waiting">{t('also-at', { time: showTime(neighbour.dueAt, zone) })}</span>
      )}
    </li>
  )
}

/** True if the channel has weekly times and this is none of them. */
function useIsOutsideSlots({ channelId, zone }: PublicationCard, at: Date | undefined): boolean {
  const { id: workspaceId } = useWorkspace()
  const { data: slots } = useQuery({
    queryKey: keys.of(workspaceId, 'slots', channelId),
    queryFn: async ({ signal }) => {
      const params = { workspaceId, id: channelId }
      return (await api('GET /api/v1/workspaces/{workspaceId}/channels/{id}/slots', { params, signal })).data.slots
    },
  })
  if (!at || !slots || slots.length === 0) return false
  const wall = wallAt(at, zone)
  const weekday = Temporal.PlainDate.from(wall.slice(0, 10)).dayOfWeek
  return !slots.some((slot) => slot.weekday === weekday && slot.time === wall.slice(11, 16))
}

/** Another post of the same channel within the hour before or after. */
function useNeighbour({ id, channelId }: PublicationCard, at: Date | undefined): PublicationCard | undefined {
  const { id: workspaceId } = useWorkspace()
  const around = (by: number): string => new Date((at?.getTime() ?? 0) + by).toISOString()
  const [from, to] = [around(-crowdedMilliseconds), around(crowdedMilliseconds)]
  const { data } = useQuery({
    queryKey: keys.of(workspaceId, 'calendar', 'near', channelId, from),
    queryFn: async ({ signal }) => {
      const query = { from, to, channel: channelId, limit: 10 }
      return (await api('GET /api/v1/workspaces/{workspaceId}/calendar', { params: { workspaceId }, query, signal }))
        .data.items
    },
    enabled: at !== undefined,
  })
  return data?.find((card) => card.id !== id && card.state !== 'cancelled' && card.state !== 'removed')
}
