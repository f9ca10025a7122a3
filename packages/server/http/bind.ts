/** Binds a table of routes: for each request first the right to ask, then a strict reading, then the handler, once. */
import type { Hono } from 'hono'
import type { HttpBindings } from '@hono/node-server'
import { atLeast, type Policy, type Route, type RouteTable } from '@posthorn/contract/route.ts'
import { problem } from '@posthorn/domain/problems.ts'
import type { Parts } from '../parts.ts'
import type { Caller, FindCaller } from '../team/sessions.ts'
import type { Handler, HandlerCall, Handlers } from './handler.ts'
import { once, readIdempotencyKey } from './idempotency.ts'
import { parserFor, type RequestParser } from './parse.ts'
import { logProblem, problemResponse } from './problem-response.ts'
import { refuseCrossSite } from './same-site.ts'
import { sourceOf } from './source.ts'

export interface Env {
  Bindings: Partial<HttpBindings>
  Variables: { requestId: string; route: string; personId: string | undefined }
}

export interface BindParts extends Pick<Parts, 'web' | 'settings' | 'log'> {
  readonly findCaller: FindCaller
  readonly isOurProxy: (address: string) => boolean
}

interface Asked {
  readonly request: Request
  readonly rawParams: Readonly<Record<string, string>>
  readonly peer: string | undefined
  readonly requestId: string
  readonly notePerson: (id: string) => void
}

/** Every key of the table, or it does not compile; nothing that is not in the table. */
export function bind<T extends RouteTable>(app: Hono<Env>, table: T, handlers: Handlers<T>, parts: BindParts): void {
  for (const [key, route] of Object.entries(table) as [keyof T & string, Route][]) {
    // The table pairs each handler with its own route, which a loop over both cannot express.
    const answer = answerer(key, route, handlers[key] as unknown as Handler<Route>, parts)
    const { method, path } = placeOf(key)
    app.on(method, path, async (c) => {
      const requestId = c.get('requestId')
      c.set('route', key)
      try {
        return await answer({
          request: c.req.raw,
          rawParams: c.req.param(),
          peer: c.env?.incoming?.socket.remoteAddress,
          requestId,
          notePerson: (id) => c.set('personId', id),
        })
      } catch (error) {
        logProblem(parts.log, error, { requestId, route: key })
        return problemResponse(error, requestId)
      }
    })
  }
}

/** `GET /a/{b}` in the contract is GET and `/a/:b` in the router. */
export function placeOf(key: string): { method: string; path: string } {
  const [method = '', path = ''] = key.split(' ')
  return { method, path: path.replaceAll(/\{(\w+)\}/g, ':$1') }
}

function answerer(key: string, route: Route, handler: Handler<Route>, parts: BindParts) {
  const parser = parserFor(route)
  const changes = !key.startsWith('GET ')
  const ownOrigin = new URL(parts.settings.backendUrl).origin
  return async ({ request, rawParams, peer, requestId, notePerson }: Asked): Promise<Response> => {
    refuseCrossSite(request, ownOrigin)
    const caller = await parts.findCaller(request.headers.get('cookie') ?? undefined, workspaceOf(rawParams))
    if (caller) notePerson(caller.person.id)
    refuse(route.policy, caller)
    const { call, body } = await read(route, parser, request, rawParams)
    const source = sourceOf(peer, request.headers.get('x-forwarded-for'), parts.isOurProxy)
    const whole = { ...call, person: caller?.person, role: caller?.role, requestId, source, request }
    const act = () => perform(route, handler, whole as HandlerCall<Route>, parts)
    const idempotencyKey = changes && route.idempotency !== 'off' ? readIdempotencyKey(request) : undefined
    if (idempotencyKey === undefined || !caller) return act()
    const { pathname, search } = new URL(request.url)
    const description = [request.method, pathname + search, request.headers.get('if-match') ?? '', body]
    return once(
      parts,
      { actor: caller.person.id, key: idempotencyKey, request: description, isUpload: route.is === 'upload' },
      () => act().catch((error: unknown) => asResponse(error, parts, { requestId, route: key })),
    )
  }
}

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i
const workspaceOf = ({ workspaceId }: Readonly<Record<string, string>>): string | undefined =>
  workspaceId !== undefined && uuid.test(workspaceId) ? workspaceId : undefined

/** A workspace of others is as absent as one that never was. */
function refuse(policy: Policy, caller: Caller | undefined): void {
  if (policy === 'public') return
  if (!caller) throw problem('access.sign-in')
  if (policy === 'person') return
  if (policy === 'owner-of-instance') {
    if (!caller.ownsInstance) throw problem('access.refused')
    return
  }
  if (!caller.role) throw problem('access.not-here')
  if (!atLeast(caller.role, policy)) throw problem('access.refused')
}

async function read(
  route: Route,
  parser: RequestParser,
  request: Request,
  rawParams: Readonly<Record<string, string>>,
) {
  const params = parser.params(rawParams)
  const query = parser.query(new URL(request.url))
  const revision = route.revision === 'required' ? readIfMatch(request) : undefined
  const unread = request.method === 'GET' || request.method === 'HEAD' || route.is === 'upload'
  const { value: input, text: body } = unread ? { value: undefined, text: '' } : await parser.body(request)
  return { call: { params, query, input, revision, workspaceId: rawParams['workspaceId'] ?? '' }, body }
}

/** `"r7"`, as the ETag says it. Any other word is a revision that never was. */
function readIfMatch(request: Request): number {
  const given = request.headers.get('if-match')
  if (given === null || given === '*') throw problem('request.precondition-required')
  const [, digits] = /^"r(\d{1,9})"$/.exec(given) ?? []
  if (digits === undefined) throw problem('request.revision-conflict')
  return Number(digits)
}

/** Answers hold what the contract names and nothing else, whatever a handler returns. */
async function perform(
  { answer, status = 200, revision }: Route,
  handler: Handler<Route>,
  call: HandlerCall<Route>,
  { log }: BindParts,
): Promise<Response> {
  const given: unknown = await handler(call)
  if (given instanceof Response) return given
  if (!answer) return new Response(null, { status: 204 })
  const shown = answer.safeParse(given)
  if (!shown.success) {
    log.error({ requestId: call.requestId, issues: shown.error.issues.slice(0, 5) }, 'an answer breaks the contract')
    throw problem('system.broken', {}, { cause: shown.error })
  }
  return Response.json(shown.data, { status, headers: revision ? etagOf(shown.data) : {} })
}

const etagOf = (answer: unknown): Record<string, string> =>
  typeof answer === 'object' && answer !== null && 'revision' in answer ? { etag: `"r${String(answer.revision)}"` } : {}

function asResponse(error: unknown, { log }: BindParts, about: { requestId: string; route: string }): Response {
  logProblem(log, error, about)
  return problemResponse(error, about.requestId)
}
