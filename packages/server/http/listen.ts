/** The socket people reach us on. It is taken first, so that every address we hand out is known before anything starts. */
import { once } from 'node:events'
import { createAdaptorServer } from '@hono/node-server'
import { problem } from '@posthorn/domain/problems.ts'

type Answer = (request: Request, env: object) => Response | Promise<Response>

export interface Listening extends AsyncDisposable {
  readonly port: number
  /** From now on this answers; before, visitors are asked to wait. */
  use(answer: Answer): void
}

export interface ListenOptions {
  readonly host: string
  readonly port: number
  /** True: this port or none. False: the next free one. */
  readonly isFixed: boolean
}

/** How many ports are tried after a taken one. */
const tries = 50
/** What is under way may end; then connections are cut. */
const graceMs = 2000
/** A large film over a slow line takes this long; a body that falls silent is given up where it is read. */
const slowestMs = 12 * 3_600_000

export async function listen({ host, port, isFixed }: ListenOptions): Promise<Listening> {
  let answer: Answer = starting
  let closing: Promise<void> | undefined
  const server = createAdaptorServer({
    fetch: (request, env) => answer(request, env),
    overrideGlobalObjects: false,
    serverOptions: { requestTimeout: slowestMs },
  })
  const taken = await bindFirstFree(server, host, port, isFixed || port === 0 ? 1 : tries)
  return {
    port: taken,
    use: (next) => (answer = next),
    [Symbol.asyncDispose]: () => (closing ??= close()),
  }

  async function close(): Promise<void> {
    const closed = once(server, 'close')
    server.close()
    const cut = 'closeAllConnections' in server ? setTimeout(() => server.closeAllConnections(), graceMs) : undefined
    if ('closeIdleConnections' in server) server.closeIdleConnections()
    await closed
    clearTimeout(cut)
  }
}

async function bindFirstFree(
  server: ReturnType<typeof createAdaptorServer>,
  host: string,
  first: number,
  count: number,
): Promise<number> {
  for (let port = first; port < first + count; port++) {
    try {
      server.listen(port, host)
      await once(server, 'listening')
      const address = server.address()
      return typeof address === 'object' && address ? address.port : port
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
    }
  }
  throw problem('system.port-taken', { port: first, name: 'PORT' })
}

const starting: Answer = (request) =>
  new URL(request.url).pathname.endsWith('/health')
    ? Response.json({ status: 'down' }, { status: 503, headers: { 'retry-after': '1' } })
    : new Response(
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="1"><title>Posthorn starts</title><p>Posthorn is starting …</p></html>',
        { status: 503, headers: { 'content-type': 'text/html; charset=utf-8', 'retry-after': '1' } },
      )
