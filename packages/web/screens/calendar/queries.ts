import { keepPreviousData, queryOptions, useQueries } from '@tanstack/react-query'
import { api, type PublicationCard, type State } from '../../app/api.ts'
import { keys, useChannels } from '../../app/queries.ts'
import { instantsOf } from './range.ts'

export interface Filter {
  readonly channel: string | undefined
  readonly state: State | undefined
}
const given = ({ channel, state }: Filter) => ({ ...(channel && { channel }), ...(state && { state }) })

/** For a month: counts of each day and the three that matter most, never the rows. */
export const daysQuery = (ws: string, days: readonly string[], zone: string, filter: Filter) => {
  const [from = '', to = from] = [days[0], days.at(-1)]
  return queryOptions({
    queryKey: keys.of(ws, 'calendar', 'days', from, to, zone, filter),
    queryFn: async ({ signal }) => {
      const query = { from, to, zone, ...given(filter) }
      const { data } = await api('GET /api/v1/workspaces/{workspaceId}/calendar/days', {
        params: { workspaceId: ws },
        query,
        signal,
      })
      return new Map(data.days.map((day) => [day.day, day]))
    },
    placeholderData: keepPreviousData,
  })
}

/** As many as fit an answer of 100 kB. */
const pageSize = 250

/** All publications on some days, page after page. */
export const rangeQuery = (ws: string, days: readonly string[], zone: string, filter: Filter) => {
  const { from, to } = instantsOf(days, zone)
  return queryOptions({
    queryKey: keys.of(ws, 'calendar', 'range', from, to, filter),
    queryFn: async ({ signal }) => {
      const items: PublicationCard[] = []
      let cursor: string | null = null
      do {
        const query: { from: string; to: string; limit: number; cursor?: string } = {
          from,
          to,
          limit: pageSize,
          ...given(filter),
        }
        if (cursor !== null) query.cursor = cursor
        const { data } = await api('GET /api/v1/workspaces/{workspaceId}/calendar', {
          params: { workspaceId: ws },
          query,
          signal,
        })
        items.push(...data.items)
        cursor = data.next
      } while (cursor !== null)
      return items
    },
  })
}

export interface FreeSlot {
  readonly at: string
  readonly channelId: string
}

/** How far ahead free slots are asked for, by channel. */
const slotsAhead = 60

/** Weekly times of the channels that nothing is planned for; none unless asked for. */
export function useFreeSlots(ws: string, on: boolean, channel: string | undefined): readonly FreeSlot[] {
  const channels = (useChannels(ws).data ?? []).filter(
    (one) => on && one.slots > 0 && one.state !== 'disconnected' && (channel === undefined || one.id === channel),
  )
  return useQueries({
    queries: channels.map(({ id }) => ({
      queryKey: keys.of(ws, 'free-slots', id, slotsAhead),
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const params = { workspaceId: ws, id }
        const route = 'GET /api/v1/workspaces/{workspaceId}/channels/{id}/free-slots'
        const { data } = await api(route, { params, query: { count: slotsAhead }, signal })
        return data.slots.map((slot): FreeSlot => ({ at: slot.at, channelId: id }))
      },
      staleTime: 60_000,
    })),
    combine: (answers) => answers.flatMap((answer) => answer.data ?? []),
  })
}
