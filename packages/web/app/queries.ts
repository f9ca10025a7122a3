/** What screens ask the server, with the one key each answer is kept under. */
import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, type Channel, type Me } from './api.ts'

/** Everything of a workspace stands under `['ws', id]`, so that leaving it or an event can renew it at once. */
export const keys = {
  authState: ['auth-state'],
  me: ['me'],
  platforms: ['platforms'],
  all: (ws: string) => ['ws', ws] as const,
  of: (ws: string, area: string, ...rest: readonly unknown[]) => ['ws', ws, area, ...rest] as const,
} as const

export const authStateQuery = queryOptions({
  queryKey: keys.authState,
  queryFn: async ({ signal }) => (await api('GET /api/v1/auth/state', { signal })).data,
  staleTime: 0,
})
export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: async ({ signal }) => (await api('GET /api/v1/me', { signal })).data,
  staleTime: 60_000,
  // Its refusal is how a visitor is told from a member; see `SignedIn`.
  meta: { quiet: true },
})
export const platformsQuery = queryOptions({
  queryKey: keys.platforms,
  queryFn: async ({ signal }) => (await api('GET /api/v1/platforms', { signal })).data.platforms,
  staleTime: 300_000,
})

/** All pages of the channels: a workspace has dozens, not thousands. */
async function allChannels(workspaceId: string, signal: AbortSignal): Promise<Channel[]> {
  const items: Channel[] = []
  let cursor: string | null = null
  do {
    const query: { limit: number; cursor?: string } = cursor === null ? { limit: 500 } : { limit: 500, cursor }
    const { data } = await api('GET /api/v1/workspaces/{workspaceId}/channels', {
      params: { workspaceId },
      query,
      signal,
    })
    items.push(...data.items)
    cursor = data.next
  } while (cursor !== null)
  return items
}
export const channelsQuery = (ws: string) =>
  queryOptions({ queryKey: keys.of(ws, 'channels'), queryFn: ({ signal }) => allChannels(ws, signal) })

export const todayQuery = (ws: string) =>
  queryOptions({
    queryKey: keys.of(ws, 'today'),
    queryFn: async ({ signal }) =>
      (await api('GET /api/v1/workspaces/{workspaceId}/today', { params: { workspaceId: ws }, signal })).data,
  })

/** The person; everything inside `SignedIn` may ask. */
export function useMe(): Me {
  const { data } = useQuery(meQuery)
  if (!data) throw new Error('used outside of a session')
  return data
}
export const usePlatforms = () => useQuery(platformsQuery)
export const useChannels = (ws: string) => useQuery(channelsQuery(ws))
export const useToday = (ws: string) => useQuery(todayQuery(ws))
