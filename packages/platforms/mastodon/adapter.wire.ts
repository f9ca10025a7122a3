/** How a Mastodon server is spoken to: addresses at the account's own host, and what an instance tells about itself. */
import type { Call, Channel, Reply, Wire } from '../interface.ts'
import { get, obj, str } from '../reply.ts'

/** `id@host`: ids are unique on one server only. */
export const accountOf = ({ remoteId }: Channel): string => remoteId.slice(0, remoteId.indexOf('@'))
export const hostOf = ({ host, remoteId }: Channel): string => host ?? remoteId.slice(remoteId.indexOf('@') + 1)

export const apiAt = (host: string, path: string): string => `https://${host}/api/${path}`
export const api = (channel: Channel, path: string): string => apiAt(hostOf(channel), path)

/** Answers of servers that do not know an address, however they put it. */
export const unknown = [400, 401, 403, 404, 405, 406, 410, 422, 501]

/** True if the body is what an API answers, not the page of a proxy. */
export const isJson = ({ body }: Reply): boolean => typeof body === 'object' && body !== null

/** What the server tells about itself: the newer address, else the older; undefined where it knows neither. */
export async function askInstance(call: Call, host: string, as: Wire['as']): Promise<object | undefined> {
  for (const path of ['v2/instance', 'v1/instance']) {
    const reply = await call.send(get(apiAt(host, path), as), unknown)
    if (reply.status === 200 && str(obj(reply.body)['version']) !== '') return obj(reply.body)
  }
  return undefined
}
