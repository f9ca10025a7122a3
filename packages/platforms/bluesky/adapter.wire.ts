/** How the network is spoken to: the account's own server, the public view of all of them, the video service. */
import type { Call, Channel, Json, Reply, Wire } from '../interface.ts'
import { address, at, get, str } from '../reply.ts'

/** Reads for everybody, without a token; it hears of new posts after some seconds. */
const view = 'public.api.bsky.app'
export const videoHost = 'video.bsky.app'
const videoService = `did:web:${videoHost}`
export const uploadMethod = 'com.atproto.repo.uploadBlob'

/** The entryway speaks for accounts of which no server is known. */
export const hostOf = ({ host }: Channel): string => host ?? 'bsky.social'

export const xrpcAt = (host: string, method: string, query: Readonly<Record<string, string>> = {}): string =>
  address(`https://${host}/xrpc/${method}`, query)
export const xrpc = (channel: Channel, method: string, query: Readonly<Record<string, string>> = {}): string =>
  xrpcAt(hostOf(channel), method, query)
export const atView = (method: string, query: Readonly<Record<string, string>> = {}): string =>
  xrpcAt(view, method, query)

/** Answers of servers that do not know something or do not want to say it. */
export const refusals = [400, 401, 403, 404, 405, 406, 410, 421, 422, 501]

/** What a server calls itself when tokens are made for it; asked for at connect. */
const serverDid = (channel: Channel): string =>
  str(at(channel.facts['server'], 'did')) || `did:web:${encodeURIComponent(hostOf(channel))}`

/** A token with which the video service may bring a film to the account's server. It has to name this very method. */
export const asUploader = (channel: Channel): Wire['as'] => ({ audience: serverDid(channel), method: uploadMethod })
export const asVideoCaller = (method: string): Wire['as'] => ({ audience: videoService, method })

/** The service brings the film to the account's server with the same token, after it has worked on it. */
const tokenSeconds = 30 * 60
export const mint = (channel: Channel, audience: string, method: string, now: Date): Wire =>
  get(
    xrpc(channel, 'com.atproto.server.getServiceAuth', {
      aud: audience,
      lxm: method,
      exp: String(Math.floor(now.getTime() / 1000) + tokenSeconds),
    }),
  )

/** Who a handle is; undefined if nobody. */
export async function resolveHandle(call: Call, host: string, handle: string): Promise<string | undefined> {
  const url = xrpcAt(host, 'com.atproto.identity.resolveHandle', { handle })
  const did = str(at((await call.send(get(url, 'nobody'), refusals)).body, 'did'))
  return did === '' ? undefined : did
}
export const resolveAtView = (call: Call, handle: string): Promise<string | undefined> =>
  resolveHandle(call, view, handle)

/** One answer of the public view, which may be out of reach: what it tells is nice to have. */
export async function tryGet(call: Call, url: string, as: Wire['as'] = 'nobody'): Promise<Json | undefined> {
  const reply: Reply = await call.send(get(url, as), [...refusals, 500, 502, 503, 504])
  return reply.status === 200 ? (reply.body as Json) : undefined
}
