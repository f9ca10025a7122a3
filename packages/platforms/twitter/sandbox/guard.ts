/** What stands before every route: token, scopes, credits, rate limits; and the headers of every answer. */
import { createMiddleware } from 'hono/factory'
import { bearer, type Grant } from '../../sandbox/oauth.ts'
import type { Visit } from '../../sandbox/ledger.ts'
import { forbidden, outOfCredits, tooMany, unauthorized } from './problems.ts'
import type { Caller, State, XEnv } from './state.ts'

export interface Needs {
  readonly scopes: readonly string[]
  /** Requests of one user in 15 minutes (sheet 10.1). */
  readonly perUser: number
  /** Name of the shared window; routes with one name share it. */
  readonly as: string
  /** US$ of one successful call; a create and the reads are billed by their handlers. */
  readonly usd?: number
}

const windowSeconds = 900

/** Finds the caller, or answers 401. The faults `token_revoked` and `token_expired` become true here. */
function identify(state: State, visit: Visit, header: string | undefined): Caller {
  const token = state.grants.token(bearer(header) ?? '')
  if (!token || token.is !== 'access') throw unauthorized()
  if (state.world.fault(visit, 'token_revoked')) token.grant.revoked = true
  if (state.world.fault(visit, 'token_expired')) token.until = state.world.now()
  if (token.grant.revoked || token.until <= state.world.now()) throw unauthorized()
  const user = state.users.get(token.grant.person)
  if (!user) throw unauthorized()
  visit.account = user.id
  return { user, grant: token.grant }
}

interface Window {
  used: number
  resetAt: number
}
function windowOf(state: State, user: string, as: string): Window {
  const now = state.world.now()
  const key = `${user} ${as}`
  const old = state.windows.get(key)
  if (old && old.resetAt > now) return old
  const fresh = { used: 0, resetAt: now + windowSeconds * 1000 }
  state.windows.set(key, fresh)
  return fresh
}

/** Writes a successful call on the bill. */
export function charge(state: State, grant: Grant, what: string, usd: number): void {
  if (usd === 0) return
  state.spent += usd
  state.bills.push({ at: state.world.now(), app: grant.app.clientId, what, usd })
}

export function guard(state: State, needs: Needs) {
  return createMiddleware<XEnv>(async (c, next) => {
    const caller = identify(state, c.env.visit, c.req.header('authorization'))
    c.set('caller', caller)
    const missing = needs.scopes.filter((scope) => !caller.grant.scopes.includes(scope))
    if (missing.length > 0) throw forbidden('Forbidden')
    if (state.spent >= state.settings.creditsUsd) return outOfCredits(state)
    const window = windowOf(state, caller.user.id, needs.as)
    const full = state.settings.rateLimits && window.used >= needs.perUser
    window.used += 1
    if (full) c.res = tooMany()
    else await next()
    if (c.res.status < 300 && needs.usd !== undefined) charge(state, caller.grant, needs.as, needs.usd)
    c.header('x-rate-limit-limit', String(needs.perUser))
    c.header('x-rate-limit-remaining', String(Math.max(0, needs.perUser - window.used)))
    c.header('x-rate-limit-reset', String(Math.ceil(window.resetAt / 1000)))
    return undefined
  })
}
