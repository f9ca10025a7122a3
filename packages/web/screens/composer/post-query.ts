import { queryOptions } from '@tanstack/react-query'
import { api, type Post } from '../../app/api.ts'
import { keys } from '../../app/queries.ts'

/** A post together with the revision a change has to name. */
export interface Tagged {
  readonly post: Post
  readonly etag: string
}
export const tagged = (post: Post, etag: string | undefined): Tagged => ({
  post,
  etag: etag ?? `"r${post.revision}"`,
})

/** The post as it is now. */
export async function readPost(workspaceId: string, id: string, signal: AbortSignal): Promise<Tagged> {
  const path = 'GET /api/v1/workspaces/{workspaceId}/posts/{id}'
  const { data, etag } = await api(path, { params: { workspaceId, id }, signal })
  return tagged(data, etag)
}

export const postQuery = (ws: string, id: string) =>
  queryOptions({ queryKey: keys.of(ws, 'posts', id), queryFn: ({ signal }) => readPost(ws, id, signal) })
