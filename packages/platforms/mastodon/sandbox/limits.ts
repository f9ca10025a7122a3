/** Rate limits (sheet section 10): fixed windows; the headers tell of the one that is nearest to full. */
import { createMiddleware } from 'hono/factory'
import { bearer } from '../../sandbox/oauth.ts'
import { deletes, rules } from '../rules.ts'
import type { MastodonEnv, State } from './state.ts'

interface Limit {
  readonly key: string
  readonly max: number
  readonly seconds: number
}
const [publish, , upload] = rules.quotas

const publishing = (account: string): Limit => ({
  key: `publish ${account}`,
  max: publish.max,
  seconds: publish.perSeconds,
})

/** Every limit a request counts against. Only a post that came to be counts as published. */
function limitsOf(state: State, request: Request, path: string): readonly Limit[] {
  const token = state.grants.token(bearer(request.headers.get('authorization') ?? undefined) ?? '')
  if (!token) return [{ key: 'address', max: 300, seconds: 300 }]
  const { person } = token.grant
  const paged = /[?&](?:max_id|min_id|since_id)=/.test(request.url)
  const { method } = request
  return [
    { key: `token ${token.value}`, max: 300, seconds: 300 },
    { key: `user ${person}`, max: 1500, seconds: 300 },
    ...(method === 'POST' && /\/api\/v\d\/media$/.test(path)
      ? [{ key: `upload ${person}`, max: upload.max, seconds: upload.perSeconds }]
      : []),
    ...(method === 'DELETE' && /\/api\/v1\/statuses\/[^/]+$/.test(path)
      ? [{ key: `delete ${person}`, max: deletes.max, seconds: deletes.perSeconds }]
      : []),
    ...(paged ? [{ key: `page ${person}`, max: 300, seconds: 900 }] : []),
  ]
}

const windowKey = (now: number, { key, seconds }: Limit) => `${key} ${Math.floor(now / 1000 / seconds)}`
const used = (state: State, limit: Limit) => state.windows.get(windowKey(state.world.now(), limit)) ?? 0
function count(state: State, limit: Limit): number {
  const next = used(state, limit) + 1
  state.windows.set(windowKey(state.world.now(), limit), next)
  return next
}

/** The end of the window, with six digits of a second as Ruby writes it. */
export const resetAt = (now: number, seconds: number): string =>
  new Date((Math.floor(now / 1000 / seconds) + 1) * seconds * 1000).toISOString().replace(/\.\d+Z$/, '.000000Z')

/** The three headers; `used` may be above the limit. */
export const limitHeaders = (now: number, { max, seconds }: Omit<Limit, 'key'>, taken: number) => ({
  'x-ratelimit-limit': String(max),
  'x-ratelimit-remaining': String(Math.max(0, max - taken)),
  'x-ratelimit-reset': resetAt(now, seconds),
})

export const tooMany = (headers: Record<string, string> = {}) =>
  Response.json({ error: 'Too many requests' }, { status: 429, headers })

const headersOf = (state: State, limit: Limit) => limitHeaders(state.world.now(), limit, used(state, limit))

/** Refuses when a window is full and puts the headers of the nearest one on the answer. */
export function limited(state: State) {
  return createMiddleware<MastodonEnv>(async (c, next) => {
    const counted = limitsOf(state, c.req.raw, c.req.path).map((limit) => ({ limit, taken: count(state, limit) }))
    const full = counted.find(({ limit, taken }) => taken > limit.max)
    if (state.settings.rateLimits && full) return tooMany(headersOf(state, full.limit))
    await next()
    const nearest = counted.toSorted((a, b) => a.limit.max - a.taken - (b.limit.max - b.taken))[0]
    if (!nearest || c.res.headers.has('x-ratelimit-limit')) return undefined
    for (const [name, value] of Object.entries(headersOf(state, nearest.limit))) c.header(name, value)
    return undefined
  })
}

/** The limit of posts, in the answer to a post: how it stands after this one. */
export function countPublished(state: State, account: string): { readonly full: boolean } {
  const limit = publishing(account)
  if (state.settings.rateLimits && used(state, limit) >= limit.max) return { full: true }
  count(state, limit)
  return { full: false }
}
export const publishHeaders = (state: State, account: string) => headersOf(state, publishing(account))
