/**
 * The only door out: every request of the server leaves here. Addresses are checked on each connection (guard.ts),
 * sizes and times are bounded, redirects are followed by `get` alone, and nothing is ever sent again by the door.
 */
import type { Socket } from 'node:net'
import { Agent, Client, fetch as undiciFetch, Headers, type RequestInfo, type RequestInit } from 'undici'
import { problem, ProblemError } from '@posthorn/domain/problems.ts'
import { createConnector, type Lookup } from './connect.ts'
import { exchange, type Answer, type Ask, type OutBody } from './exchange.ts'
import { OutsideFailure, TimedOut, TooLarge } from './failure.ts'
import { createGuard, refused } from './guard.ts'
import { acceptedEncodings } from './inflate.ts'

export { OutsideFailure, TimedOut, TooLarge } from './failure.ts'
export type { Answer, OutBody } from './exchange.ts'

export interface GetOptions {
  readonly accept?: readonly string[]
  readonly maxBytes: number
  /** For all hops together. */
  readonly timeoutMs: number
  /** Go to the first host only. */
  readonly headers?: Readonly<Record<string, string>>
  /** Accept plain http to public addresses. A redirect from https to http is refused all the same. */
  readonly httpAllowed?: boolean
  /** Redirects followed at most; 5 by default. */
  readonly hops?: number
}
export interface RequestOptions {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: OutBody
  /** Of a streamed body; without it the body goes in chunks. */
  readonly contentLength?: number
  readonly timeoutMs: number
  readonly maxBytes: number
  /** A connection of its own, for what cannot be taken back: a kept one may be dead, and then nobody knows what left. */
  readonly fresh?: boolean
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((bytesSent: number) => void) | undefined
}

export interface Door extends AsyncDisposable {
  /**
   * A whole small answer, redirects followed and checked. Throws ProblemError: system.address-not-allowed,
   * system.outside-failed, source.too-large, source.timeout.
   */
  get(url: string, options: GetOptions): Promise<Answer & { readonly finalUrl: string }>
  /** One request; no redirect, no second try. Any status is an answer. Throws OutsideFailure. */
  request(options: RequestOptions): Promise<Answer>
  /** For libraries: same guard; a redirect is an error unless `redirect: 'manual'`, so that no header changes hosts. */
  readonly fetch: typeof fetch
}

export interface DoorOptions {
  /** OUTSIDE_ALLOW: hosts, addresses and networks let through, plain http included. */
  readonly allow: readonly string[]
  readonly sandboxOrigin?: string | undefined
  readonly userAgent: string
  readonly lookup?: Lookup | undefined
  /** Until a connection stands, TLS included; 10 s by default. */
  readonly connectTimeoutMs?: number
}

export function createDoor({ allow, sandboxOrigin, userAgent, lookup, connectTimeoutMs = 10_000 }: DoorOptions): Door {
  const guard = createGuard({ allow, ...(sandboxOrigin === undefined ? {} : { sandboxOrigin }) })
  const rules = { guard, lookup, timeoutMs: connectTimeoutMs }
  const [strict, plain] = [false, true].map((plain) => createConnector({ ...rules, plain })) as [Connector, Connector]
  const kept = { pipelining: 1, allowH2: false, keepAliveTimeout: 10_000, keepAliveMaxTimeout: 60_000 }
  const agent = new Agent({ ...kept, connect: strict })
  const plainAgent = new Agent({ ...kept, connect: plain })

  async function alone(ask: Ask): Promise<Answer> {
    let own: Socket | undefined
    const connect: Connector = (target, callback) =>
      strict(target, (...[error, socket]) => {
        if (error !== null) return callback(error, null)
        own = socket
        return callback(null, socket)
      })
    const client = new Client(ask.url.origin, { pipelining: 1, allowH2: false, connect })
    try {
      // Closed here, at once: the client would make errors with stacks of it, a third of what the request costs.
      return await exchange(client, { ...ask, close: true, onWhole: () => own?.destroy() })
    } catch (error) {
      void client.destroy()
      throw error
    }
  }

  async function request({ fresh = false, ...options }: RequestOptions): Promise<Answer> {
    let url
    try {
      url = guard.read(options.url)
    } catch (cause) {
      throw new OutsideFailure(false, cause)
    }
    const ask = { ...options, url, headers: { 'user-agent': userAgent, ...options.headers } }
    return fresh ? await alone(ask) : await exchange(agent, ask)
  }

  async function get(address: string, options: GetOptions): Promise<Answer & { finalUrl: string }> {
    const { accept, httpAllowed = false, hops = 5, timeoutMs, maxBytes } = options
    const deadline = performance.now() + timeoutMs
    const own = { 'user-agent': userAgent, 'accept-encoding': acceptedEncodings, accept: accept?.join(', ') ?? '*/*' }
    let url = guard.read(address)
    let headers: Record<string, string> = { ...own, ...options.headers }
    for (let hop = 0; hop <= hops; hop += 1) {
      const left = Math.max(1, deadline - performance.now())
      const ask = { method: 'GET', url, headers, timeoutMs: left, maxBytes }
      const answer = await exchange(httpAllowed ? plainAgent : agent, ask).catch((error: unknown) => {
        throw asProblem(error, url, options)
      })
      const next = redirectOf(answer, url)
      if (next === undefined) return { ...answer, finalUrl: url.href }
      if (url.protocol === 'https:' && next.startsWith('http:')) throw refused()
      const target = guard.read(next)
      if (target.origin !== url.origin) headers = own
      url = target
    }
    throw problem('system.outside-failed', { host: url.host }, { cause: new Error(`more than ${hops} redirects`) })
  }

  return {
    get,
    request,
    fetch: fetchThrough(agent, userAgent),
    async [Symbol.asyncDispose]() {
      await Promise.all([agent.destroy(), plainAgent.destroy()])
    },
  }
}

type Connector = ReturnType<typeof createConnector>

function redirectOf({ status, headers }: Answer, from: URL): string | undefined {
  const location = [301, 302, 303, 307, 308].includes(status) ? headers['location'] : undefined
  if (location === undefined) return undefined
  if (!URL.canParse(location, from.href)) throw refused()
  return new URL(location, from.href).href
}

function asProblem(error: unknown, url: URL, { maxBytes, timeoutMs }: GetOptions): ProblemError {
  const cause = error instanceof OutsideFailure ? error.cause : error
  if (cause instanceof ProblemError) return cause
  if (cause instanceof TooLarge) return problem('source.too-large', { limit: `${maxBytes} bytes` }, { cause })
  if (cause instanceof TimedOut) return problem('source.timeout', { seconds: Math.round(timeoutMs / 1000) }, { cause })
  return problem('system.outside-failed', { host: url.host }, { cause })
}

/**
 * The libraries' `fetch`. undici's own types and the global ones describe the same standard but are not assignable to
 * each other, hence the one cast.
 */
function fetchThrough(agent: Agent, userAgent: string): typeof fetch {
  const through = (input: RequestInfo, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    if (!headers.has('user-agent')) headers.set('user-agent', userAgent)
    const redirect = init.redirect === 'manual' ? 'manual' : 'error'
    return undiciFetch(input, { ...init, headers, redirect, dispatcher: agent })
  }
  return through as unknown as typeof fetch
}
