/**
 * Parameters of a Graph call, which may come in the query, a urlencoded form, a multipart form or JSON. Nested values
 * are JSON in a string, or `a[0]` and `a[0][b]`. A name that nobody reads is ignored, as Graph does, and noted.
 */
import { badParameter, missing, mustBe } from './errors.ts'

export type Bytes = Uint8Array<ArrayBuffer>

type Values = Map<string, unknown>

/** The map below a key; one is made where there is none. */
function inside(values: Values, key: string): Values {
  const there = values.get(key)
  const found: Values = there instanceof Map ? (there as Values) : new Map()
  values.set(key, found)
  return found
}

/** Puts `attached_media[0][media_fbid]` where it belongs; `[]` is the next number. */
function put(values: Values, name: string, value: unknown): void {
  const [, root, rest = ''] = /^([^[\]]+)((?:\[[^[\]]*\])+)$/.exec(name) ?? []
  if (root === undefined) return void values.set(name, value)
  let [at, last] = [values, root]
  for (const [, key = ''] of rest.matchAll(/\[([^[\]]*)\]/g)) {
    at = inside(at, last)
    last = key === '' ? String(at.size) : key
  }
  at.set(last, value)
}

/** Maps become lists where all keys are numbers, objects elsewhere. */
function plain(value: unknown): unknown {
  if (!(value instanceof Map)) return value
  const entries = [...(value as Values)].map(([key, inner]) => [key, plain(inner)] as const)
  return entries.every(([key]) => /^\d+$/.test(key)) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries)
}

async function readBody(request: Request, values: Values, files: Map<string, Bytes>): Promise<void> {
  const type = request.headers.get('content-type') ?? ''
  if (/^multipart\/form-data\b/i.test(type)) {
    const form = await request.formData().catch(() => {
      throw badParameter('The multipart body cannot be read')
    })
    for (const [name, value] of form) {
      if (typeof value === 'string') put(values, name, value)
      else files.set(name, new Uint8Array(await value.arrayBuffer()))
    }
  } else if (/^application\/json\b/i.test(type)) {
    const text = await request.text()
    const body: unknown = text === '' ? {} : parse(text)
    if (typeof body !== 'object' || body === null || Array.isArray(body))
      throw badParameter('The JSON body has to be an object')
    for (const [name, value] of Object.entries(body)) values.set(name, value)
  } else if (/^application\/x-www-form-urlencoded\b/i.test(type) || type === '') {
    for (const [name, value] of new URLSearchParams(await request.text())) put(values, name, value)
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw badParameter('The body is not valid JSON')
  }
}

const looksJson = (text: string) => /^\s*[[{"]/.test(text)
function unpacked(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => unpacked(name, one))
  if (typeof value !== 'string' || !looksJson(value)) return value
  try {
    return JSON.parse(value) as unknown
  } catch {
    throw mustBe(name, 'valid JSON')
  }
}

/** The parameters of one call. Every reader throws Graph's own code 100 for a value of the wrong kind. */
export interface Parameters {
  /** Sent at all, be it null or empty. */
  has(name: string): boolean
  /** Text; a number becomes text, as Graph takes either. undefined: not sent or null. */
  text(name: string): string | undefined
  needed(name: string): string
  number(name: string): number | undefined
  flag(name: string): boolean | undefined
  oneOf<T extends string>(name: string, allowed: readonly T[]): T | undefined
  /** UNIX seconds, or a date as text; answered in ms. */
  time(name: string): number | undefined
  /** Lists and objects, however they were packed. */
  value(name: string): unknown
  file(name: string): Bytes | undefined
  /** Names that were sent and that no reader has asked for. */
  unread(): string[]
}

/** Names that mean something to every call, and the node's own `id`, which Meta's SDK puts into every body. */
const common = [
  'access_token',
  'appsecret_proof',
  'fields',
  'format',
  'method',
  'id',
  'locale',
  'pretty',
  'suppress_http_code',
  'include_headers',
  'debug',
  'summary',
]

function readers(values: ReadonlyMap<string, unknown>, files: ReadonlyMap<string, Bytes>): Parameters {
  const asked = new Set(common)
  const raw = (name: string): unknown => {
    asked.add(name)
    return plain(values.get(name)) ?? undefined
  }
  const text = (name: string): string | undefined => {
    const value = raw(name)
    if (value === undefined) return undefined
    if (typeof value === 'string') return value
    if (typeof value === 'number' || typeof value === 'boolean') return String(value)
    throw mustBe(name, 'a string')
  }
  const number = (name: string): number | undefined => {
    const value = text(name)
    if (value === undefined) return undefined
    if (!/^-?\d+(\.\d+)?$/.test(value)) throw mustBe(name, 'a number')
    return Number(value)
  }
  return {
    has: (name) => {
      asked.add(name)
      return values.has(name) || files.has(name)
    },
    text,
    needed(name) {
      const value = text(name)
      if (value === undefined || value === '') throw missing(name)
      return value
    },
    number,
    flag(name) {
      const value = text(name)?.toLowerCase()
      if (value === undefined) return undefined
      if (!['true', 'false', '1', '0'].includes(value)) throw mustBe(name, 'a boolean')
      return value === 'true' || value === '1'
    },
    oneOf(name, allowed) {
      const value = text(name)
      if (value === undefined) return undefined
      const found = allowed.find((one) => one.toUpperCase() === value.toUpperCase())
      if (found === undefined) throw mustBe(name, `one of {${allowed.join(', ')}} - got "${value}".`)
      return found
    },
    time(name) {
      const value = text(name)
      if (value === undefined) return undefined
      const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value)
      if (!Number.isFinite(ms)) throw mustBe(name, 'a valid time')
      return ms
    },
    value: (name) => unpacked(name, raw(name)),
    file: (name) => {
      asked.add(name)
      return files.get(name)
    },
    unread: () => [...values.keys(), ...files.keys()].filter((name) => !asked.has(name)),
  }
}

/** Reads everything that was sent; a name in the body wins over the query. A raw body (bytes) is left untouched. */
export async function readParameters(request: Request): Promise<Parameters> {
  const values: Values = new Map()
  const files = new Map<string, Bytes>()
  for (const [name, value] of new URL(request.url).searchParams) put(values, name, value)
  if (request.method !== 'GET' && request.method !== 'HEAD') await readBody(request, values, files)
  return readers(values, files)
}

/** Parameters from the query alone, for calls whose body is a file. */
export function queryParameters(url: string): Parameters {
  const values: Values = new Map()
  for (const [name, value] of new URL(url).searchParams) put(values, name, value)
  return readers(values, new Map())
}
