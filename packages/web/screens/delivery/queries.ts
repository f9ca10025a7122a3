import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, type Publication, type State } from '../../app/api.ts'
import { keys } from '../../app/queries.ts'
import { randomKey } from '../composer/random-key.ts'

export interface Filter {
  readonly state?: State | undefined
  readonly channel?: string | undefined
  readonly post?: string | undefined
}

const given = (filter: Filter) => ({
  ...(filter.state !== undefined && { state: filter.state }),
  ...(filter.channel !== undefined && { channel: filter.channel }),
  ...(filter.post !== undefined && { post: filter.post }),
})

export const publicationsQuery = (ws: string, filter: Filter) =>
  infiniteQueryOptions({
    queryKey: keys.of(ws, 'publications', 'list', filter),
    queryFn: async ({ signal, pageParam }) => {
      const query = { limit: 100, ...given(filter), ...(pageParam !== null && { cursor: pageParam }) }
      const path = 'GET /api/v1/workspaces/{workspaceId}/publications'
      return (await api(path, { params: { workspaceId: ws }, query, signal })).data
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })

export const publicationQuery = (ws: string, id: string) =>
  queryOptions({
    queryKey: keys.of(ws, 'publications', id),
    queryFn: async ({ signal }) =>
      (await api('GET /api/v1/workspaces/{workspaceId}/publications/{id}', { params: { workspaceId: ws, id }, signal }))
        .data,
  })

/** Acts that need no more than the publication. */
export type PlainAct = 'cancel' | 'look' | 'remove'
type Resolve = { answer: 'there'; link?: string } | { answer: 'not-there' } | { answer: 'leave' }
export type Act =
  | { readonly is: PlainAct }
  | { readonly is: 'retry' }
  | { readonly is: 'publish-now' }
  | { readonly is: 'reschedule'; readonly wallTime: string; readonly zone: string; readonly fold?: 'first' | 'second' }
  | { readonly is: 'resolve'; readonly resolve: Resolve }

function send(workspaceId: string, id: string, act: Act) {
  const common = { params: { workspaceId, id }, idempotencyKey: randomKey() }
  const base = '/api/v1/workspaces/{workspaceId}/publications/{id}' as const
  switch (act.is) {
    case 'retry':
      return api(`POST ${base}/retry`, { ...common, body: {} })
    case 'publish-now':
      return api(`POST ${base}/reschedule`, { ...common, body: { when: { is: 'now' } } })
    case 'reschedule': {
      const { wallTime, zone, fold } = act
      const when = { is: 'at' as const, wallTime, zone, ...(fold !== undefined && { fold }) }
      return api(`POST ${base}/reschedule`, { ...common, body: { when } })
    }
    case 'resolve':
      return api(`POST ${base}/resolve`, { ...common, body: act.resolve })
    case 'look':
      return api(`POST ${base}/look`, common)
    case 'remove':
      return api(`POST ${base}/remove`, common)
    default:
      return api(`POST ${base}/cancel`, common)
  }
}

/** Never optimistic: the page says what the server says. */
export function useAct(ws: string, id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (act: Act): Promise<Publication> => (await send(ws, id, act)).data,
    onSuccess: (answer) => client.setQueryData(publicationQuery(ws, answer.id).queryKey, answer),
    onSettled: () => client.invalidateQueries({ queryKey: keys.all(ws) }),
  })
}
