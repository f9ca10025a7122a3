/** The server all imitations share. Loopback only; it never opens a connection itself. */
import { createAdaptorServer, type HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { controlRoutes } from './control.ts'
import { faceRoutes } from './face/routes.ts'
import { createHandler, type Say } from './handle.ts'
import type { Imitation } from './imitation.ts'
import { createStage } from './stage.ts'

export interface SandboxOptions {
  /** 0: any free port. */
  readonly port?: number
  readonly seed?: number
  /** The real clock, in ms. */
  readonly time?: () => number
  /** Gets one line a request. */
  readonly say?: Say
}
export interface Sandbox extends AsyncDisposable {
  readonly url: string
}

const ours = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** A web page somewhere else must not be able to steer the sandbox through the person's browser (DNS rebinding, forged forms). */
function foreign(request: Request): boolean {
  const origin = request.headers.get('origin')
  const named = ours.has(new URL(request.url).hostname)
  return !named || (origin !== null && (!URL.canParse(origin) || !ours.has(new URL(origin).hostname)))
}

/** Starts a sandbox; leaving the scope of `await using` stops it. */
export async function startSandbox(
  imitations: Readonly<Record<string, Imitation>>,
  { port = 0, seed = randomInt(2 ** 31), time, say }: SandboxOptions = {},
): Promise<Sandbox> {
  const stage = createStage(imitations, time ? { seed, time } : { seed })
  const common = new Hono()
  common.use('/_sandbox/*', async (c, next) => (foreign(c.req.raw) ? c.text('Loopback only.', 403) : await next()))
  common.route('/_sandbox', controlRoutes(stage))
  common.route('/', faceRoutes(stage))
  const handle = createHandler(stage, (request: Request, env: HttpBindings) => common.fetch(request, env), say)

  const server = createAdaptorServer({
    fetch: (request, env) => handle(request, env as HttpBindings), // HTTP/1 only
    overrideGlobalObjects: false,
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The sandbox listens on no port.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      if ('closeAllConnections' in server) server.closeAllConnections()
      await closed
    },
  }
}
