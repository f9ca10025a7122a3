/** What stands before every call: token, version, protocol, quota (sheet 7.7, 1 to 3). */
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { bearer } from '../../sandbox/oauth.ts'
import { badQuery, coded, notEnough, refuse } from './envelopes.ts'
import { role } from './people.ts'
import type { Actor, Caller, LinkedInEnv, State } from './state.ts'

/** The caller of a token, or 401 in LinkedIn's four ways. */
export function identify(state: State, c: Context<LinkedInEnv>): Omit<Caller, 'version'> {
  const value = bearer(c.req.header('authorization'))
  if (value === undefined) throw refuse(401, undefined, 'Empty oauth2_access_token', 401)
  const token = state.grants.token(value)
  const member = token?.is === 'access' ? state.members.get(token.grant.person) : undefined
  if (!token || !member) throw refuse(401, 'INVALID_ACCESS_TOKEN', 'Invalid access token', 65600)
  if (state.world.fault(c.env.visit, 'token_revoked')) token.grant.revoked = true
  if (state.world.fault(c.env.visit, 'token_expired')) token.until = state.world.now()
  if (token.grant.revoked)
    throw refuse(401, 'REVOKED_ACCESS_TOKEN', 'The token used in the request has been revoked by the user', 65601)
  if (token.until <= state.world.now())
    throw refuse(401, 'EXPIRED_ACCESS_TOKEN', 'The token used in the request has expired', 65602)
  c.env.visit.account = member.urn
  return { member, grant: token.grant }
}

function version(state: State, c: Context<LinkedInEnv>): string {
  const asked = c.req.header('linkedin-version')
  if (asked === undefined)
    throw refuse(
      400,
      'VERSION_MISSING',
      'A version must be present. Please specify a version by adding the LinkedIn-Version header.',
    )
  if (!state.settings.activeVersions.split(',').includes(asked))
    throw refuse(426, 'NONEXISTENT_VERSION', `Requested version ${asked}01 is not active`)
  return asked
}

function protocol(c: Context<LinkedInEnv>): void {
  if (c.req.header('x-restli-protocol-version') !== '2.0.0')
    throw refuse(400, undefined, 'Invalid Rest.li protocol version')
}

export const dayLimit = (who: 'APPLICATION' | 'MEMBER') =>
  coded(429, undefined, `Resource level throttle ${who} DAY limit for calls to this resource is reached.`, 101)

/** Two counters, application and member; both start again at 00:00 UTC. */
function overQuota(state: State, { member, grant }: Omit<Caller, 'version'>): Response | undefined {
  const day = new Date(state.world.now()).toISOString().slice(0, 10)
  const count = (who: string) => {
    const key = `${day} ${grant.app.clientId} ${who}`
    const used = (state.calls.get(key) ?? 0) + 1
    state.calls.set(key, used)
    return used
  }
  const [all, own] = [count('*'), count(member.id)]
  if (all > state.settings.appDayQuota) return dayLimit('APPLICATION')
  return own > state.settings.memberDayQuota ? dayLimit('MEMBER') : undefined
}

/** A URN in a path has to be percent-encoded whole; in a query only `List( , )` stays literal. */
function syntax(c: Context<LinkedInEnv>): void {
  const [path = '', query = ''] = (c.env.incoming.url ?? '').split('?')
  if (/urn:li|[()]/.test(path)) throw refuse(400, undefined, 'Syntax exception in path variables')
  if (/List%28|%28.*List|^[^=]+=List\([^)]*urn:/i.test(query) || /[?&]?\w+=urn:li:/.test(query))
    throw badQuery('values inside List() and URNs have to be encoded, List( , ) itself not')
}

/** For `/rest`: versioned. */
export const rest = (state: State) =>
  createMiddleware<LinkedInEnv>(async (c, next) => {
    const who = identify(state, c)
    const asked = version(state, c)
    protocol(c)
    const over = overQuota(state, who)
    if (over) return over
    syntax(c)
    c.set('caller', { ...who, version: asked })
    await next()
    return undefined
  })

/** For `/v2`: without a version; one that is sent is not looked at. */
export const unversioned = (state: State) =>
  createMiddleware<LinkedInEnv>(async (c, next) => {
    const who = identify(state, c)
    const over = overQuota(state, who)
    if (over) return over
    syntax(c)
    c.set('caller', { ...who, version: '' })
    await next()
    return undefined
  })

export const has = ({ grant }: Caller, ...scopes: readonly string[]) =>
  scopes.some((scope) => grant.scopes.includes(scope))

/** `partnerApi….CREATE.20260901`, as the refusals name an operation. */
export const operation = (caller: Caller, name: string) =>
  caller.version === '' ? `${name}.NO_VERSION` : `${name}.${caller.version}01`

/** Whether the caller may write as this actor with the scope of its kind; else 403. */
export function writeAs(
  caller: Caller,
  as: Actor | undefined,
  suffix: '' | '_feed',
  name: string,
  may: (found: string) => boolean,
): Actor {
  const scope = `w_${as?.kind ?? 'member'}_social${suffix}`
  const found = as && role(caller.member, as)
  const allowed = found !== undefined && (found === 'SELF' || may(found)) && has(caller, scope)
  if (!as || !allowed) throw notEnough(operation(caller, name))
  return as
}

/** The method header may be left out where the request says it all, but it must not say something else. */
export function method(c: Context<LinkedInEnv>, expected: string, needed = false): void {
  const said = c.req.header('x-restli-method')?.toUpperCase()
  if (said === undefined ? needed : said !== expected)
    throw refuse(400, undefined, `X-RestLi-Method has to be ${expected}`)
}

/** Only the parameters a resource knows. */
export function parameters(c: Context<LinkedInEnv>, known: readonly string[]): Readonly<Record<string, string>> {
  const query = c.req.query()
  const unknown = Object.keys(query).find((name) => !known.includes(name))
  if (unknown !== undefined) throw badQuery(unknown)
  return query
}
export const listOf = (value: string | undefined): string[] => {
  const inner = /^List\((.*)\)$/s.exec(value ?? '')?.[1]
  if (inner === undefined) throw badQuery('a List() is expected')
  return inner === '' ? [] : inner.split(',')
}
