import { queryOptions, useQueries } from '@tanstack/react-query'
import type { z } from 'zod'
import type * as schemas from '@posthorn/contract/schemas/channels.ts'
import { api, type Channel } from '../../app/api.ts'
import { usePlatforms } from '../../app/queries.ts'

export type LiveOptions = z.output<typeof schemas.Options>

/** What an account may choose, asked of its network each time a draft is opened, and never remembered beyond it. */
export const optionsQuery = (ws: string, id: string) =>
  queryOptions({
    // Not below the workspace's other answers: an event there must not ask the network again.
    queryKey: ['options', ws, id],
    queryFn: async ({ signal }) => {
      const params = { workspaceId: ws, id }
      return (await api('GET /api/v1/workspaces/{workspaceId}/channels/{id}/options', { params, signal })).data.options
    },
    staleTime: 60_000,
    gcTime: 0,
    retry: 1,
    meta: { quiet: true },
  })

const none: ReadonlyMap<string, LiveOptions> = new Map()

/** The live choices of the channels that have such. */
export function useOptions(
  ws: string,
  chosen: readonly string[],
  channels: ReadonlyMap<string, Channel>,
): ReadonlyMap<string, LiveOptions> {
  const { data: platforms } = usePlatforms()
  const asking = chosen.filter((id) => {
    const channel = channels.get(id)
    return channel?.state === 'connected' && platforms?.find((one) => one.id === channel.platform)?.options === true
  })
  return useQueries({
    queries: asking.map((id) => optionsQuery(ws, id)),
    combine: (answers) => {
      const told = answers.flatMap(({ data }, n) => (data ? [[asking[n] ?? '', data] as const] : []))
      return told.length === 0 ? none : new Map(told)
    },
  })
}
