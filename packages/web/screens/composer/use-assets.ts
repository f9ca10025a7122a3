import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { api } from '../../app/api.ts'
import { keys } from '../../app/queries.ts'
import type { Asset } from './verdict.ts'

/** How many pages of the library are looked through for the files of one post. */
const mostPages = 20

async function findAssets(workspaceId: string, ids: readonly string[], signal: AbortSignal): Promise<Asset[]> {
  const wanted = new Set(ids)
  const found: Asset[] = []
  let cursor: string | undefined
  for (let n = 0; n < mostPages && wanted.size > 0; n += 1) {
    const { data } = await api('GET /api/v1/workspaces/{workspaceId}/assets', {
      params: { workspaceId },
      query: { limit: 500, ...(cursor !== undefined && { cursor }) },
      signal,
    })
    for (const asset of data.items) if (wanted.delete(asset.id)) found.push(asset)
    if (data.next === null) break
    cursor = data.next
  }
  return found
}

/** The files a draft uses: those it opened with, and those added since. */
export function useAssets(ws: string, opened: readonly string[]) {
  const client = useQueryClient()
  const [added, setAdded] = useState<readonly Asset[]>([])
  const { data } = useQuery({
    queryKey: keys.of(ws, 'assets', 'of-post', opened),
    queryFn: ({ signal }) => findAssets(ws, opened, signal),
    enabled: opened.length > 0,
    staleTime: Infinity,
  })
  const assets = useMemo(() => new Map([...(data ?? []), ...added].map((asset) => [asset.id, asset])), [data, added])
  const addAsset = useCallback(
    (asset: Asset) => {
      setAdded((list) => [...list, asset])
      void client.invalidateQueries({ queryKey: keys.of(ws, 'assets', 'library') })
    },
    [client, ws],
  )
  return { assets, addAsset }
}
