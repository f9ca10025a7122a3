/** The web server as one function from request to answer: the API of the contract, then the web app's files. */
import { Hono } from 'hono'
import { uuidv7 } from 'uuidv7'
import type { RouteTable } from '@posthorn/contract/route.ts'
import { problem } from '@posthorn/domain/problems.ts'
import type { Parts } from '../parts.ts'
import { callerFinder } from '../team/sessions.ts'
import { bind, type BindParts, type Env } from './bind.ts'
import type { Handlers } from './handler.ts'
import { protect } from './headers.ts'
import { logProblem, problemResponse } from './problem-response.ts'
import { proxyMatcher } from './source.ts'

export interface AppOptions {
  /** Answers what the API does not: the web app. */
  readonly pages?: (request: Request) => Promise<Response | undefined>
}

type Add = <T extends RouteTable>(table: T, handlers: Handlers<T>) => void

/** `addRoutes` binds each module's table. An address that no table names is not there, whatever the method. */
export function createApp(
  parts: Pick<Parts, 'web' | 'settings' | 'log'> & { readonly sandbox?: { readonly origin: string } | undefined },
  addRoutes: (add: Add) => void,
  { pages = async () => undefined }: AppOptions = {},
): Hono<Env> {
  const { settings, log, sandbox } = parts
  const app = new Hono<Env>()
  const bindParts: BindParts = {
    ...parts,
    findCaller: callerFinder(parts),
    isOurProxy: proxyMatcher(settings.trustedProxies),
  }
  const headers = { https: settings.backendUrl.startsWith('https:'), imageOrigins: sandbox ? [sandbox.origin] : [] }

  app.use(async (c, next) => {
    const began = performance.now()
    const requestId = uuidv7()
    c.set('requestId', requestId)
    await next()
    // A Response that came from elsewhere may have frozen headers.
    c.res = new Response(c.res.body, c.res)
    protect(c.res.headers, headers)
    c.res.headers.set('x-request-id', requestId)
    // The route and not the address: a link's secret may be part of that.
    const ms = Math.round(performance.now() - began)
    const about = { requestId, route: c.get('route') ?? 'page', status: c.res.status, ms, person: c.get('personId') }
    log[c.res.status >= 500 ? 'warn' : 'debug'](about, 'request')
  })
  addRoutes((table, handlers) => bind(app, table, handlers, bindParts))
  app.notFound(async (c) => {
    const page = c.req.path.startsWith('/api/') ? undefined : await pages(c.req.raw)
    return page ?? problemResponse(problem('request.no-route'), c.get('requestId'))
  })
  app.onError((error, c) => {
    logProblem(log, error, { requestId: c.get('requestId'), route: c.get('route') ?? c.req.method })
    return problemResponse(error, c.get('requestId'))
  })
  return app
}
