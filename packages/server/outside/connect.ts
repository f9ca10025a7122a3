/** Opens connections that the guard admits, and looks at the peer once more when they stand. */
import { lookup as systemLookup } from 'node:dns/promises'
import type { LookupFunction } from 'node:net'
import { callbackify } from 'node:util'
import { buildConnector } from 'undici'
import { refused, type Guard } from './guard.ts'

interface Resolved {
  readonly address: string
  readonly family: number
}
/** All addresses of a name. */
export type Lookup = (hostname: string) => Promise<readonly Resolved[]>

const resolveAll: Lookup = (hostname) => systemLookup(hostname, { all: true })

type Admits = (address: string) => boolean

/**
 * Hands on what a name resolves to only if each answer is admitted: one internal answer among public ones is a trap.
 * All of them, because the connector tries one after the other (`autoSelectFamily`).
 */
const guardedLookup = (lookup: Lookup, admits: Admits) =>
  callbackify(async (hostname: string, _options: unknown) => {
    const found = await lookup(hostname)
    if (found.length === 0 || !found.every(({ address }) => admits(address))) throw refused()
    return [...found]
  }) as LookupFunction

interface ConnectOptions {
  readonly guard: Guard
  readonly lookup?: Lookup | undefined
  readonly timeoutMs: number
  /** Whoever connects accepts http to public addresses. */
  readonly plain: boolean
}

/** One connector for all clients that share its rules; TLS sessions are resumed across them. A bad certificate is fatal. */
export function createConnector({ guard, lookup = resolveAll, timeoutMs, plain }: ConnectOptions) {
  const connectors = new Map<string, { connect: buildConnector.connector; admits: Admits }>()

  // The rules of a host never change while the program runs, and building a connector costs more than connecting.
  function connectorOf(target: buildConnector.Options) {
    const key = `${target.protocol}//${target.hostname}:${target.port}`
    const known = connectors.get(key)
    if (known) return known
    const admits = guard.admits(target, plain)
    const options = { allowH2: false, autoSelectFamily: true, rejectUnauthorized: true, timeout: timeoutMs }
    const made = { connect: buildConnector({ ...options, lookup: guardedLookup(lookup, admits) }), admits }
    if (connectors.size >= mostConnectors) connectors.clear()
    connectors.set(key, made)
    return made
  }

  const connector: buildConnector.connector = (target, callback) => {
    let found
    try {
      found = connectorOf(target)
    } catch (error) {
      return callback(error instanceof Error ? error : refused(error), null)
    }
    const { connect, admits } = found
    return connect(target, (...[error, socket]) => {
      if (error !== null) return callback(error, null)
      if (admits(socket.remoteAddress ?? '')) return callback(null, socket)
      socket.destroy()
      return callback(refused(), null)
    })
  }
  return connector
}

/** Sources name ever new hosts; what is kept about them stays small. */
const mostConnectors = 500
