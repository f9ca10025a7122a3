/** What stands before every Graph call: whose token by which way in, proof, limit, scopes; and what a call may see. */
import type { Context } from 'hono'
import { parseFields, type Field } from '../../sandbox/graph/fields.ts'
import { deadToken, malformedToken, noObject, noScope, noToken, throttled } from '../../sandbox/graph/errors.ts'
import { GraphRefusal } from '../../sandbox/graph/errors.ts'
import { readParameters, type Parameters } from '../../sandbox/graph/parameters.ts'
import { checkProof, sentToken } from '../../sandbox/graph/token.ts'
import { appUsage, businessUsage, percent } from '../../sandbox/graph/usage.ts'
import type { Visit } from '../../sandbox/ledger.ts'
import type { Token } from '../../sandbox/oauth.ts'
import { noTask } from './problems.ts'
import { daySeconds, type Account, type Caller, type InstagramEnv, type State, type Way } from './state.ts'

/** What something needs, by the way in (sheet 2.1). */
export const needs = {
  identity: { facebook: ['instagram_basic'], instagram: ['instagram_business_basic'] },
  publish: {
    facebook: ['instagram_basic', 'instagram_content_publish', 'pages_read_engagement'],
    instagram: ['instagram_business_basic', 'instagram_business_content_publish'],
  },
  comments: {
    facebook: ['instagram_basic', 'instagram_manage_comments'],
    instagram: ['instagram_business_basic', 'instagram_business_manage_comments'],
  },
  insights: {
    facebook: ['instagram_basic', 'instagram_manage_insights'],
    instagram: ['instagram_business_basic', 'instagram_business_manage_insights'],
  },
  remove: { facebook: ['instagram_basic', 'instagram_manage_contents'], instagram: [] },
  pages: { facebook: ['pages_show_list'], instagram: [] },
  businesses: { facebook: ['business_management'], instagram: [] },
  nothing: { facebook: [], instagram: [] },
} as const satisfies Record<string, Readonly<Record<Way, readonly string[]>>>
export type Need = keyof typeof needs
/** Any of these lets somebody act for an account whose Page belongs to a business portfolio. */
const portfolioScopes = ['ads_management', 'ads_read', 'business_management']

export interface Call {
  readonly state: State
  readonly visit: Visit
  readonly caller: Caller
  readonly parameters: Parameters
  readonly verb: string
  /** What was asked for with `fields`. */
  readonly fields: readonly Field[] | undefined
  /** The call's address as the network's own, for `paging.next`. */
  readonly url: string
  /** Of the answer. */
  readonly headers: Readonly<Record<string, string>>
}

export const has = (call: Call, scope: string) => call.caller.grant.scopes.includes(scope)
export function demand(call: Call, need: Need): void {
  const missing = needs[need][call.caller.way].filter((scope) => !has(call, scope))
  if (missing.length > 0) throw noScope(missing)
}

/** Throws for a token that has ended. The faults `token_revoked` and `token_expired` become true here. */
export function living(state: State, visit: Visit, value: string, way: Way): Token {
  const token = state.grants.token(value)
  if (token?.is !== 'access') throw malformedToken()
  const { grant } = token
  if (state.accounts.has(grant.person) !== (way === 'instagram')) throw malformedToken()
  if (state.world.fault(visit, 'token_revoked')) grant.revoked = true
  if (state.world.fault(visit, 'token_expired')) token.until = state.world.now()
  const ended = state.ended.get(grant)
  if (ended !== undefined) throw deadToken(ended)
  if (grant.revoked) throw deadToken(458)
  if (token.until <= state.world.now()) throw deadToken(463)
  return token
}

function callerOf(state: State, token: Token, way: Way): Caller {
  const { grant } = token
  return {
    grant,
    way,
    token: token.value,
    account: state.accounts.get(grant.person),
    person: state.persons.get(grant.person),
    page: state.pageTokens.get(token.value),
  }
}

/** Counts the call and answers the headers that tell it. Throws code 80002 above the limit. */
function meter(state: State, { grant, account, page }: Caller): Record<string, string> {
  const id = account?.id ?? page?.account?.id ?? grant.person
  const key = `${grant.app.clientId} ${id}`
  const share = percent(state.meter.count(key, daySeconds), state.settings.callsTotal)
  if (share > 100) {
    const minutes = state.meter.minutes(key, daySeconds)
    throw new GraphRefusal(throttled(80_002, businessUsage(id, 'instagram', share, minutes)))
  }
  return { ...appUsage(share), ...businessUsage(id, 'instagram', share) }
}

const hostOf: Readonly<Record<Way, string>> = { instagram: 'graph.instagram.com', facebook: 'graph.facebook.com' }

export async function begin(state: State, c: Context<InstagramEnv>, way: Way): Promise<Call> {
  const { visit } = c.env
  const parameters = await readParameters(c.req.raw)
  const value = sentToken(parameters, c.req.header('authorization'))
  if (value === undefined || value === '') throw noToken()
  const token = living(state, visit, value, way)
  const caller = callerOf(state, token, way)
  checkProof(parameters, {
    secret: caller.grant.app.clientSecret,
    token: value,
    required: state.settings.requireProof,
  })
  visit.account = (caller.account ?? caller.page?.account ?? caller.person)?.id ?? caller.grant.person
  const headers = meter(state, caller)
  const asked = parameters.text('fields')
  return {
    state,
    visit,
    caller,
    parameters,
    verb: (parameters.text('method') ?? c.req.method).toUpperCase(), // DELETE may be asked for by POST
    fields: asked === undefined || asked === '' ? undefined : parseFields(asked),
    url: `https://${hostOf[way]}${visit.path}${new URL(c.req.url).search}`,
    headers,
  }
}

/** The Pages a Facebook token reaches: its own, or those of the person. */
export function pagesOf(call: Call) {
  const { page, person } = call.caller
  if (page) return [page]
  const all = [...call.state.pages.values()].filter((one) => one.owner === person)
  return all.filter((one) => !one.portfolio || has(call, 'business_management'))
}

/** Whether the token may see this account. */
export function reaches({ state, caller }: Call, account: Account): boolean {
  if (caller.way === 'instagram') return caller.account === account
  if (caller.page) return caller.page.account === account
  return [...state.pages.values()].some((page) => page.account === account && page.owner === caller.person)
}

/** The account that is named: `me` is the caller's own at the Instagram login. Else 100/33. */
export function accountOf(call: Call, id: string): Account | undefined {
  const { state, caller } = call
  const own = caller.account
  if (own && (id === 'me' || id === own.id || id === own.scopedId)) return own
  const found = state.accounts.get(id)
  return found && caller.way === 'facebook' && reaches(call, found) ? found : undefined
}

/** For everything that followers will see: scope and, at Facebook, a task on the Page. */
export function demandPublishing(call: Call, account: Account): void {
  demand(call, 'publish')
  if (call.caller.way === 'instagram') return
  const page = [...call.state.pages.values()].find((one) => one.account === account)
  if (!page) throw noObject(account.id, call.verb)
  if (!page.tasks.some((task) => task === 'MANAGE' || task === 'CREATE_CONTENT')) throw noTask()
  if (page.portfolio && !portfolioScopes.some((scope) => has(call, scope))) throw noScope(portfolioScopes)
}
