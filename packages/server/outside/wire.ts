/** Turns a request as data (`Wire`) into one request, and its answer into data (`Reply`). */
import type { Json } from '@posthorn/domain/json.ts'
import type { Reply, Wire } from '@posthorn/platforms/interface'
import { bodyOf, type OpenFile } from './body.ts'
import { OutsideFailure, type Answer, type Door } from './door.ts'
import { refused } from './guard.ts'
import { locate, type World } from './sandbox.ts'

export type { OpenFile, OpenedFile } from './body.ts'

export interface WireRoute {
  readonly door: Pick<Door, 'request'>
  readonly world: World
  /** The hosts a wire may name: `rules.hosts` and the channel's own. `any`: while a server is sought. */
  readonly hosts: readonly string[] | 'any'
}
export interface SendOptions {
  /** The whole header, such as 'Bearer …'. */
  readonly authorization?: string | undefined
  /** That the token in it is ours (DPoP). */
  readonly proof?: string | undefined
  /** Added to the query by the caller, such as Meta's `appsecret_proof`. */
  readonly query?: Readonly<Record<string, string>> | undefined
  readonly openFile: OpenFile
  /** From here to the last byte of the answer. */
  readonly timeoutMs: number
  readonly fresh?: boolean | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((bytesSent: number) => void) | undefined
}

/** No readable answer. `sent` is false only if certainly nothing left. */
export class WireFailure extends Error {
  override readonly name = 'WireFailure'
  readonly sent: boolean
  readonly reply: Reply | undefined
  constructor(sent: boolean, cause: unknown, reply?: Reply) {
    super(cause instanceof Error ? cause.message : 'the request failed', { cause })
    this.sent = sent
    this.reply = reply
  }
}

/** Answers of networks are small; the largest known (a page of 100 posts with everything) has about 1 MB. */
const answerBytes = 8_000_000

/** Headers that belong to the connection or to whoever holds the token. */
const notTheirs = new Set([
  'authorization',
  'connection',
  'content-length',
  'cookie',
  'dpop',
  'host',
  'transfer-encoding',
])

/** One request, no redirect, no second try. Any status is a reply. Throws WireFailure. */
export async function sendWire(route: WireRoute, wire: Wire, options: SendOptions): Promise<Reply> {
  try {
    const url = addressOf(route, wire, options.query)
    const body = wire.body && (await bodyOf(wire.body, options.openFile))
    const answer = await route.door.request({
      method: wire.method,
      url,
      headers: {
        accept: 'application/json, */*;q=0.5',
        ...(body?.type === undefined ? {} : { 'content-type': body.type }),
        ...headersOf(wire),
        ...(options.authorization === undefined ? {} : { authorization: options.authorization }),
        ...(options.proof === undefined ? {} : { dpop: options.proof }),
      },
      ...(body === undefined ? {} : { body: body.content }),
      ...(body?.length === undefined ? {} : { contentLength: body.length }),
      timeoutMs: options.timeoutMs,
      maxBytes: answerBytes,
      fresh: options.fresh ?? false,
      signal: options.signal,
      onProgress: options.onProgress,
    })
    return replyOf(answer)
  } catch (cause) {
    if (cause instanceof OutsideFailure) throw new WireFailure(cause.sent, cause.cause)
    throw new WireFailure(false, cause)
  }
}

function addressOf({ world, hosts }: WireRoute, wire: Wire, query: SendOptions['query'] = {}): string {
  const url = new URL(wire.url)
  const atSandbox = world.network === 'sandbox' && url.origin === world.link.origin
  if (!atSandbox && hosts !== 'any' && !hosts.includes(url.host))
    throw refused(new Error(`${url.host} is not a host of this platform`))
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  return locate(world, url.href)
}

function headersOf(wire: Wire): Record<string, string> {
  const entries = Object.entries(wire.headers ?? {}).map(([name, value]): [string, string] => [
    name.toLowerCase(),
    value,
  ])
  const foreign = entries.find(([name]) => notTheirs.has(name))
  if (foreign) throw new Error(`a wire may not set the header ${foreign[0]}`)
  return Object.fromEntries(entries)
}

export function replyOf({ status, headers, body }: Answer): Reply {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString()
  return { status, headers, body: text === '' ? null : readBody(text) }
}

const mayBeJson = /^\s*[[{"\d-]/
/** A number that a double cannot hold: Meta sends ids as bare numbers beyond 2^53. */
const longNumber = /[:[,]\s*-?\d{16,}/

/** JSON where it is, whatever its content type says, else the text. Numbers too long for a double become strings. */
function readBody(text: string): unknown {
  if (!mayBeJson.test(text)) return text
  try {
    return longNumber.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text)
  } catch {
    return text
  }
}

/** The third argument has the number as it was written (ES2025; the library of types does not know it yet). */
function keepDigits(_: string, value: unknown, ...[context]: { source?: string }[]): unknown {
  return typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
    ? context?.source
    : value
}

/** Names whose values let their holder act. */
const secretName = /token|secret|password|passwd|code|proof|signature|^sig$|authorization|credential|^key$/i

/** What of a wire may be stored and shown: no token, no pre-signed address. */
export function wireForRecord(wire: Wire): Json {
  const url = new URL(wire.url)
  // A request that needs no token carries its right in the address.
  if (wire.as === 'nobody' && url.search !== '') url.search = '?…'
  for (const name of url.searchParams.keys()) if (secretName.test(name)) url.searchParams.set(name, '…')
  return {
    method: wire.method,
    url: url.href,
    headers: withoutSecrets(wire.headers ?? {}),
    ...(wire.body === undefined ? {} : { body: bodyForRecord(wire.body) }),
  }
}

function bodyForRecord(body: NonNullable<Wire['body']>): Json {
  if (body.is === 'json') return { is: body.is, value: withoutSecrets(body.value) }
  if (body.is === 'form') return { is: body.is, fields: withoutSecrets(body.fields) }
  const { rendition, from, to } = body.file
  const file = { rendition, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
  if (body.is === 'multipart') return { is: body.is, fields: withoutSecrets(body.fields), file }
  return { is: body.is, type: body.type, file }
}

function withoutSecrets(value: Json): Json {
  if (value === null || typeof value !== 'object') return value
  if (isList(value)) return value.map(withoutSecrets)
  const entries = Object.entries(value)
  return Object.fromEntries(entries.map(([name, one]) => [name, secretName.test(name) ? '…' : withoutSecrets(one)]))
}

const isList = (value: object): value is readonly Json[] => Array.isArray(value)
