/** The way of every Graph call (sheet 15): path, token, proof, throttle, scope, object; then its own rules. */
import type { Context } from 'hono'
import {
  deadToken,
  malformedToken,
  noObject,
  noScope,
  noToken,
  refuse,
  respond,
  throttled,
  unknownPath,
} from '../../sandbox/graph/errors.ts'
import { parseFields, type Field } from '../../sandbox/graph/fields.ts'
import { readParameters, type Parameters } from '../../sandbox/graph/parameters.ts'
import { checkProof, sentToken } from '../../sandbox/graph/token.ts'
import { appUsage, businessUsage, percent } from '../../sandbox/graph/usage.ts'
import { Answered } from '../../sandbox/answered.ts'
import type { Visit } from '../../sandbox/ledger.ts'
import { find, isKnown, pageOf } from './life.ts'
import type { FacebookEnv, State } from './state.ts'
import { endOf, kill, pagesOf } from './tokens.ts'
import type { Page, Task, Thing, Token, User } from './things.ts'

export interface Call<T extends Thing = Thing> {
  readonly state: State
  readonly visit: Visit
  readonly token: Token
  readonly user: User
  readonly parameters: Parameters
  readonly node: T
  /** What stands behind the edge: a permission, in `/me/permissions/email`. */
  readonly rest: string | undefined
  /** The network's own address of this call, for links to further pages. */
  readonly url: string
}
type Answer = object | Response
export interface Route {
  readonly scopes: readonly string[]
  /** What the person has to be allowed on the Page. */
  readonly task?: Task
  /** Only with the token of a Page. */
  readonly asPage?: boolean
  run(call: Call): Promise<Answer> | Answer
}
/** By method, kind of node and edge: 'POST page feed'; the node itself: 'GET post'. */
export type Routes = Readonly<Record<string, Route>>

/** Keeps the kind of node that a route's key names. */
export const on =
  <K extends Thing['kind']>(kind: K, run: (call: Call<Extract<Thing, { kind: K }>>) => Promise<Answer> | Answer) =>
  (call: Call): Promise<Answer> | Answer => {
    if (call.node.kind !== kind) throw noObject(call.node.id, call.visit.method)
    return run(call as unknown as Call<Extract<Thing, { kind: K }>>)
  }

/** Throws 190 for whatever ended the token; plays the faults about tokens. */
export function liveToken(state: State, visit: Visit, value: string | undefined): Token {
  if (value === undefined) throw noToken()
  const token = state.tokens.get(value)
  if (!token) throw malformedToken()
  if (state.world.fault(visit, 'token_revoked')) token.grant.dead ??= 458
  if (state.world.fault(visit, 'token_expired')) token.until = state.world.now()
  if (state.world.fault(visit, 'password_changed')) kill(state, token.grant.user, 460)
  if (state.world.fault(visit, 'role_lost')) token.page?.roles.delete(token.grant.user.id)
  const end = endOf(state, token)
  if (end !== undefined) throw deadToken(end)
  visit.account = token.page?.id ?? token.grant.user.id
  return token
}

const day = 24 * 60 * 60
/** Counts the call; answers the headers about it, or throws when there were too many. */
function metered(state: State, { page, grant }: Token): Record<string, string> {
  const { pageCallsPerDay, appCallsPerHour } = state.settings
  if (page) {
    const share = percent(state.meter.count(page.id, day), pageCallsPerDay)
    const minutes = share > 100 ? state.meter.minutes(page.id, day) : 0
    const headers = businessUsage(page.id, 'pages', share, minutes)
    if (share > 100) throw new Answered(respond(throttled(80001, headers), state.world.chance))
    return headers
  }
  const share = percent(state.meter.count(grant.app.clientId, 60 * 60), appCallsPerHour)
  if (share > 100) throw new Answered(respond(throttled(4, appUsage(share)), state.world.chance))
  return appUsage(share)
}

export function needScopes(token: Token, scopes: readonly string[]): void {
  const lacking = scopes.filter((scope) => !token.grant.scopes.has(scope))
  if (lacking.length > 0) throw noScope(lacking)
}

/** Throws what a person hears whose role on the Page is too small. */
function needTask(token: Token, page: Page, task: Task): void {
  const role = page.roles.get(token.grant.user.id)
  if (!role) throw deadToken(492)
  if (!role.has(task))
    throw refuse(200, `(#200) The user must have the task ${task} on the Page to do this.`, { status: 403 })
}

/** The thing of an id, if this token may see it. */
function visible(state: State, token: Token, id: string): Thing | undefined {
  const me = token.page ?? token.grant.user
  if (id === 'me') return me
  const thing = find(state, id)
  if (!thing || !isKnown(state, thing)) return undefined
  if (thing.kind === 'user') return thing === token.grant.user ? thing : undefined
  if (thing.kind === 'business') return thing
  const page = pageOf(thing)
  const mine = token.page ? token.page.id === page : pagesOf(state, token.grant).some((one) => one.id === page)
  return mine ? thing : undefined
}

/** A route for any node that has this edge, so that a scope is refused before an object is looked for. */
function routeOf(routes: Routes, method: string, edge: string, thing: Thing | undefined): Route | undefined {
  const end = edge === '' ? '' : ` ${edge}`
  if (thing) return routes[`${method} ${thing.kind}${end}`]
  return Object.entries(routes).find(([key]) => edge !== '' && key.startsWith(`${method} `) && key.endsWith(end))?.[1]
}

const knownEdge = (routes: Routes, edge: string) => Object.keys(routes).some((key) => key.endsWith(` ${edge}`))
/** GET and DELETE may be asked for by POST. */
const methodOf = (visit: Visit, parameters: Parameters) => (parameters.text('method') ?? visit.method).toUpperCase()

interface Caller {
  readonly token: Token
  readonly parameters: Parameters
  readonly headers: Readonly<Record<string, string>>
}
/** Token, proof and throttle, which come before anything is looked for. */
async function enter(state: State, c: Context<FacebookEnv>): Promise<Caller> {
  const parameters = await readParameters(c.req.raw)
  const token = liveToken(state, c.env.visit, sentToken(parameters, c.req.header('authorization')))
  const { clientSecret: secret } = token.grant.app
  checkProof(parameters, { secret, token: token.value, required: state.settings.requireProof })
  return { token, parameters, headers: metered(state, token) }
}

function send(answer: Answer, headers: Caller['headers']): Response {
  const response = answer instanceof Response ? answer : Response.json(answer)
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value)
  return response
}

async function serve(state: State, routes: Routes, c: Context<FacebookEnv>): Promise<Response> {
  const { visit } = c.env
  const { node: id = '', edge = '', rest } = c.req.param() as Readonly<Record<string, string | undefined>>
  if (edge !== '' && !knownEdge(routes, edge)) throw unknownPath(`${id}/${edge}`)
  const { token, parameters, headers } = await enter(state, c)
  const method = methodOf(visit, parameters)
  const thing = visible(state, token, id)
  const route = routeOf(routes, method, edge, thing)
  if (route) needScopes(token, route.scopes)
  if (!thing || !route || (method === 'GET' && state.world.fault(visit, 'fresh_missing'))) throw noObject(id, method)
  allow(route, token)
  const url = `https://graph.facebook.com${visit.path}${new URL(c.req.url).search}`
  const call = { state, visit, token, user: token.grant.user, parameters, node: thing, rest, url }
  const answer = await route.run(call)
  noteUnread(visit, method, parameters)
  return send(answer, headers)
}

/** `GET /?ids=1,2`: several nodes at once, of which each counts as a call. */
async function serveMany(state: State, routes: Routes, c: Context<FacebookEnv>): Promise<Response> {
  const { visit } = c.env
  const { token, parameters, headers } = await enter(state, c)
  const ids = parameters.needed('ids').split(',')
  const found: Record<string, Answer> = {}
  let latest = headers
  for (const [index, id] of ids.entries()) {
    if (index > 0) latest = metered(state, token)
    const thing = visible(state, token, id)
    const route = thing && routes[`GET ${thing.kind}`]
    if (!route) throw noObject(id)
    needScopes(token, route.scopes)
    const call = {
      state,
      visit,
      token,
      user: token.grant.user,
      parameters,
      node: thing,
      rest: undefined,
      url: c.req.url,
    }
    found[id] = await route.run(call)
  }
  return send(found, latest)
}

function allow(route: Route, token: Token): void {
  if (route.asPage === true && !token.page) throw refuse(1705, '(#1705) The call has to be made as the Page.')
  if (token.page && route.task !== undefined) needTask(token, token.page, route.task)
}

/** Graph ignores what it does not know. Nobody means to send such, so the log says it. */
function noteUnread(visit: Visit, method: string, parameters: Parameters): void {
  if (method === 'GET') return
  const unread = parameters.unread()
  if (unread.length > 0) visit.notes.push(`ignored: ${unread.join(', ')}`)
}

export const createGate = (state: State, routes: Routes) => ({
  one: (c: Context<FacebookEnv>) => serve(state, routes, c),
  many: (c: Context<FacebookEnv>) => serveMany(state, routes, c),
})

export const askedFields = ({ parameters }: Pick<Call, 'parameters'>): readonly Field[] | undefined => {
  const text = parameters.text('fields')
  return text === undefined || text === '' ? undefined : parseFields(text)
}
