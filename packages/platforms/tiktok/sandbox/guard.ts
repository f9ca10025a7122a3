/** What stands before every call (sheet 7.7, 1 to 3): the token, the scope, the rate. */
import type { MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { Visit } from '../../sandbox/ledger.ts'
import { bearer, type Token } from '../../sandbox/oauth.ts'
import { refusal, refuse } from './answers.ts'
import type { Caller, State, TikTokEnv } from './state.ts'

export interface Needs {
  /** One of them is enough. */
  readonly scopes: readonly string[]
  /** Calls in any minute. */
  readonly perMinute: number
  /** Whose calls are counted together. */
  readonly of: 'user' | 'app'
  readonly as: string
}

/** TikTok's tokens say by their first letters what they are. */
export const prefixes = { access: 'act.', refresh: 'rft.' } as const
export function tokenOf(state: State, value: string, is: Token['is']): Token | undefined {
  const prefix = prefixes[is]
  const token = value.startsWith(prefix) ? state.grants.token(value.slice(prefix.length)) : undefined
  return token?.is === is ? token : undefined
}

/** Finds the caller, or answers 401. The faults `token_revoked` and `token_expired` become true here. */
function identify(state: State, visit: Visit, header: string | undefined): Caller {
  const token = tokenOf(state, bearer(header) ?? '', 'access')
  const creator = token && state.creators.get(token.grant.person)
  if (!token || !creator) throw refuse(state, 'access_token_invalid')
  visit.account = creator.id
  if (state.world.fault(visit, 'token_revoked')) token.grant.revoked = true
  if (state.world.fault(visit, 'token_expired')) token.until = state.world.now()
  if (token.grant.revoked || token.until <= state.world.now()) throw refuse(state, 'access_token_invalid')
  return { creator, grant: token.grant }
}

export const holds = ({ grant }: Caller, ...scopes: readonly string[]) =>
  scopes.some((scope) => grant.scopes.includes(scope))

const minute = 60_000

/** Counts this call; whether it was one too many. A refused call does not count. */
function tooFast(state: State, { creator, grant }: Caller, { of, as, perMinute }: Needs): boolean {
  const now = state.world.now()
  const key = `${as} ${grant.app.clientId} ${of === 'user' ? creator.id : ''}`
  const recent = (state.calls.get(key) ?? []).filter((at) => at > now - minute)
  state.calls.set(key, recent)
  if (state.settings.rateLimits && recent.length >= perMinute) return true
  recent.push(now)
  return false
}

export function guard(state: State, needs: Needs): MiddlewareHandler<TikTokEnv> {
  return createMiddleware<TikTokEnv>(async (c, next) => {
    const caller = identify(state, c.env.visit, c.req.header('authorization'))
    c.set('caller', caller)
    if (!holds(caller, ...needs.scopes)) throw refuse(state, 'scope_not_authorized')
    if (tooFast(state, caller, needs)) return refusal(state, 'rate_limit_exceeded')
    await next()
    return undefined
  })
}
