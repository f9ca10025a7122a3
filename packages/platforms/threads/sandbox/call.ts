/** What stands before every call: parameters from wherever they are, the token, the scope, the count of calls. */
import type { Context, Handler } from 'hono'
import { deadToken, malformedToken, noObject, refuse, throttled } from '../../sandbox/graph/errors.ts'
import { readParameters, type Parameters } from '../../sandbox/graph/parameters.ts'
import { checkProof, sentToken } from '../../sandbox/graph/token.ts'
import { appUsage, percent } from '../../sandbox/graph/usage.ts'
import type { Visit } from '../../sandbox/ledger.ts'
import { rules } from '../rules.ts'
import { answerProblem, noPermission } from './problems.ts'
import type { Caller, Person, State, ThreadsEnv } from './state.ts'

const callsADay = rules.quotas.find((quota) => quota.of === 'call')?.max ?? Number.POSITIVE_INFINITY
const daySeconds = 86_400

/** The faults `token_revoked` and `token_expired` become true here. */
function identify(state: State, visit: Visit, ask: Parameters, header: string | undefined): Caller {
  const value = sentToken(ask, header)
  if (value === undefined || value === '')
    throw refuse(190, 'Error validating access token: no access token was given.')
  const token = state.grants.token(value)
  if (!token) throw malformedToken()
  if (state.world.fault(visit, 'token_revoked')) token.grant.revoked = true
  if (state.world.fault(visit, 'token_expired')) token.until = state.world.now()
  if (token.grant.revoked) throw deadToken(458)
  if (token.until <= state.world.now()) throw deadToken(463)
  const person = state.people.get(token.grant.person)
  if (!person) throw deadToken(467)
  checkProof(ask, { secret: token.grant.app.clientSecret, token: value, required: false })
  visit.account = person.id
  return { person, grant: token.grant, token }
}

export function need(caller: Caller, ...scopes: readonly string[]): void {
  const absent = scopes.find((scope) => !caller.grant.scopes.includes(scope))
  if (absent !== undefined) throw noPermission(absent)
}

/** `me`, or the caller's own id; anybody else's profile is not there. */
export function own(caller: Caller, id: string, verb?: string): Person {
  if (id !== 'me' && id !== caller.person.id) throw noObject(id, verb)
  return caller.person
}

/** Names that no reader asked for: noted, or refused where the sandbox is to be strict. */
export function checkUnread(state: State, visit: Visit, ask: Parameters): void {
  const unread = ask.unread()
  if (unread.length === 0) return
  if (state.settings.strict) throw refuse(100, `(#100) Unknown parameter: ${unread.join(', ')}`)
  visit.notes.push(`unknown parameters: ${unread.join(', ')}`)
}

type Answering = (c: Context<ThreadsEnv>, caller: Caller, ask: Parameters) => Response | Promise<Response>

/** A route of the API, for a caller with these scopes. */
export function call(state: State, scopes: readonly string[], answering: Answering): Handler<ThreadsEnv> {
  return async (c) => {
    const ask = await readParameters(c.req.raw)
    const caller = identify(state, c.env.visit, ask, c.req.header('authorization'))
    const used = state.meter.count(`${caller.grant.app.clientId} ${caller.person.id}`, daySeconds)
    const headers = appUsage(percent(used, callsADay))
    if (state.settings.rateLimits && used > callsADay) return answerProblem(state, throttled(4, headers))
    need(caller, ...scopes)
    const response = await answering(c, caller, ask)
    for (const [name, value] of Object.entries(headers)) response.headers.set(name, value)
    return response
  }
}
