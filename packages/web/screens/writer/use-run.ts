import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '../../app/api.ts'
import { keys } from '../../app/queries.ts'
import { randomKey } from '../composer/random-key.ts'
import { isRunning, type DraftRun, type SourceInput } from './writer-state.ts'

/** Also without the event stream a run is seen to go on. */
const pollMs = 1500

/** The names under which the server tells of progress. */
const eventKinds = ['run.state', 'run.done', 'source.read', 'suggestion.plain', 'suggestion.checked'] as const

/** One draft run: begun, watched, stopped, asked for another lead. */
export function useRun(ws: string, first: string | null) {
  const client = useQueryClient()
  const [id, setId] = useState(first)
  const key = keys.of(ws, 'draft-runs', id)
  const run = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const path = 'GET /api/v1/workspaces/{workspaceId}/draft-runs/{id}'
      return (await api(path, { params: { workspaceId: ws, id: id ?? '' }, signal })).data
    },
    enabled: id !== null,
    refetchInterval: ({ state }) => (isRunning(state.data) ? pollMs : false),
  })
  const running = isRunning(run.data)

  useEffect(() => {
    if (id === null || !running) return undefined
    const base = import.meta.env.BASE_URL.replace(/\/$/, '')
    const source = new EventSource(`${base}/api/v1/workspaces/${ws}/draft-runs/${id}/events`)
    const renew = () => void client.invalidateQueries({ queryKey: keys.of(ws, 'draft-runs', id) })
    for (const kind of eventKinds) source.addEventListener(kind, renew)
    return () => source.close()
  }, [client, ws, id, running])

  const take = (data: DraftRun): void => {
    client.setQueryData(keys.of(ws, 'draft-runs', data.id), data)
    setId(data.id)
  }
  const params = { workspaceId: ws, id: id ?? '' }
  const begin = useMutation({
    mutationFn: async (body: { sources: SourceInput[]; brief: string; channelIds: string[] }) => {
      const path = 'POST /api/v1/workspaces/{workspaceId}/draft-runs'
      return (await api(path, { params: { workspaceId: ws }, body, idempotencyKey: randomKey() })).data
    },
    onSuccess: take,
  })
  const again = useMutation({
    mutationFn: async (body: { channelIds: string[]; lead?: boolean; instruction?: string }) => {
      const path = 'POST /api/v1/workspaces/{workspaceId}/draft-runs/{id}/retry'
      return (await api(path, { params, body, idempotencyKey: randomKey() })).data
    },
    onSuccess: take,
  })
  const stop = useMutation({
    mutationFn: async () => {
      const path = 'POST /api/v1/workspaces/{workspaceId}/draft-runs/{id}/cancel'
      return (await api(path, { params, idempotencyKey: randomKey() })).data
    },
    onSuccess: take,
  })
  return { run: run.data, loadError: run.error, running: running || begin.isPending, begin, again, stop }
}
