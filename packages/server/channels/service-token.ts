/** Tokens for other services of a network, asked for with a channel's own and kept for as long as they hold. */
import type { Call, Channel, Platform } from '@posthorn/platforms/interface'
import { CallFailed } from '../publishing/work.ts'
import { fieldsOf } from './grant.read.ts'
import { lifeOf } from './jwt.ts'
import { Secret } from './secret.ts'
import type { ChannelKey, TokenParts } from './stored.ts'
import type { Access } from './access.ts'

interface Wanted extends ChannelKey {
  readonly channel: Channel
  readonly platform: Platform
  readonly audience: string
  readonly method: string
}

/** How long a token holds that does not say it, and how long before its end it is not used any more; in ms. */
const unlessTold = 60_000
const margin = 10_000
const keepAtMost = 5_000

interface Minted {
  readonly token: string
  readonly until: number
}
const caches = new WeakMap<object, Map<string, Minted>>()

/** The token of a channel for a service, minted if the last one is about to end. `call` speaks as the channel. */
export async function serviceToken(
  parts: TokenParts,
  { workspaceId, channelId, channel, platform, audience, method }: Wanted,
  call: Call,
): Promise<Access> {
  const cache = caches.get(parts.worker) ?? new Map<string, Minted>()
  caches.set(parts.worker, cache)
  const name = JSON.stringify([workspaceId, channelId, audience, method])
  const now = parts.now().getTime()
  const known = cache.get(name)
  const accessOf = (token: string): Access => ({
    fence: '',
    authorization: new Secret(`Bearer ${token}`),
    query: {},
    onRefused: () => void cache.delete(name),
  })
  if (known && known.until > now) return accessOf(known.token)
  const wire = platform.mint?.(channel, audience, method, parts.now())
  if (!wire || wire.as !== 'channel') throw new Error(`${platform.rules.id} mints nothing for ${audience}`)
  const reply = await call.send(wire)
  const { token } = fieldsOf(reply.body)
  if (typeof token !== 'string' || token === '') throw new CallFailed({ wire, sent: true, reply })
  if (cache.size >= keepAtMost) cache.clear()
  cache.set(name, { token, until: now + (lifeOf(token) ?? unlessTold) - margin })
  return accessOf(token)
}
