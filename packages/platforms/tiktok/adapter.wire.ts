/** How TikTok is spoken to: one host, one envelope, and ids that no JavaScript number can hold. */
import type { Json, Reply, Wire } from '../interface.ts'
import { address, at, obj, post, str } from '../reply.ts'
import type { Obj } from '../reply.ts'

const api = 'https://open.tiktokapis.com/v2'
const publish = `${api}/post/publish`

export const paths = {
  user: `${api}/user/info/`,
  creator: `${publish}/creator_info/query/`,
  video: `${publish}/video/init/`,
  inboxVideo: `${publish}/inbox/video/init/`,
  content: `${publish}/content/init/`,
  status: `${publish}/status/fetch/`,
  cancel: `${publish}/cancel/`,
  list: `${api}/video/list/`,
  query: `${api}/video/query/`,
} as const

/** The account's own call: it takes no body. */
export const askCreator: Wire = { method: 'POST', url: paths.creator, as: 'channel' }
export const askStatus = (publishId: string): Wire => post(paths.status, { publish_id: publishId })
export const askVideos = (path: string, fields: readonly string[], body: Json): Wire =>
  post(address(path, { fields: fields.join(',') }), body)

/** Of the API's envelope, or of the flat answers about tokens. */
export const codeOf = (reply: Reply): string => str(at(reply.body, 'error', 'code')) || str(at(reply.body, 'error'))
export const dataOf = (reply: Reply): Obj => obj(at(reply.body, 'data'))

/** The body tells whether a call succeeded, whatever the status says; uploads are answered without one. */
export const failed = (reply: Reply): boolean =>
  reply.status >= 400 || (reply.body !== null && reply.body !== '' && codeOf(reply) !== 'ok')

/**
 * The ids of a finished publish that everyone can see, in both spellings, as list or bare. An id that came as a
 * number beyond 2^53 was rounded on its way and is no id.
 */
export function publicIds(data: Obj): readonly string[] {
  const told = data['publicaly_available_post_id'] ?? data['publicly_available_post_id'] ?? []
  return (Array.isArray(told) ? told : [told])
    .map((id) => (Number.isSafeInteger(id) ? String(id) : str(id)))
    .filter(isPostId)
}
/** Publish ids of drafts stand beside them, and have letters. */
export const isPostId = (id: string): boolean => /^[1-9]\d*$/.test(id)

const web = 'https://www.tiktok.com'
/** Addresses have the username in them; whoever did not show it to us has none that we know. */
export const profile = (username: string): string | undefined => (username === '' ? undefined : `${web}/@${username}`)
export const permalink = (username: string, kind: 'video' | 'photo', id: string): string | undefined =>
  username === '' ? undefined : `${web}/@${username}/${kind}/${id}`
export const linked = (url: string | undefined): { readonly url?: string } => (url === undefined ? {} : { url })
