/** The imitation as a process of its own, and the way to it. */
import { createAdaptorServer } from '@hono/node-server'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Body, FileRange, Reply, Wire } from '../interface.ts'
import { at, obj, str } from '../reply.ts'

export type Fetch = typeof globalThis.fetch

/** What a caller puts into a request: the whole Authorization header, and what the network wants in the query. */
export interface Key {
  readonly authorization?: string
  readonly query?: Readonly<Record<string, string>>
}

export interface Network extends AsyncDisposable {
  /** Files that wires may name, by the id of their rendition. */
  readonly files: Map<string, Buffer>
  /** `/_sandbox/…`: GET without a body, POST with one, or the method that is named. */
  control(path: string, body?: object, method?: 'DELETE'): Promise<unknown>
  /** One request on a fresh connection, no redirect. `hosts`: those it may name. */
  send(wire: Wire, hosts: readonly string[], key: Key): Promise<{ readonly reply?: Reply; readonly sent: boolean }>
  /** The hosts that the network has here. */
  readonly hosts: readonly string[]
  /** Where the network can fetch a file. */
  publicUrl(rendition: string): string
  now(): Date
  /** Lets time pass, here and at the network. */
  pass(seconds: number): Promise<void>
  /** The network's clock jumps ahead. */
  jump(seconds: number): Promise<void>
  /** Ours follows. */
  follow(): void
}

/** Starts the sandbox on a free port; it ends with us. `fetch` is an argument: only tests and the server's door hold one. */
export async function openNetwork(fetch: Fetch, platform: string): Promise<Network> {
  const main = new URL('../sandbox/main.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [main, '--port', '0', '--with-parent'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), ended])) as unknown[]
  if (typeof line !== 'string') throw new Error('the sandbox did not start')
  const origin = str(at(JSON.parse(line), 'url'))

  const control: Network['control'] = async (path, body, method) => {
    const json = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const reply = await fetch(`${origin}/_sandbox/${path}`, body ? json : { method: method ?? 'GET' })
    const answer: unknown = await reply.json()
    if (!reply.ok) throw new Error(`sandbox, ${path}: ${JSON.stringify(answer)}`)
    return answer
  }
  const places = obj(await control(`hosts?platform=${platform}`))
  const files = new Map<string, Buffer>()
  const shelf = await openShelf(files)
  await control('media', { origin: shelf.origin })
  let passed = 0
  let jumped = 0

  const locate = (address: string, hosts: readonly string[], query: Key['query'] = {}): string => {
    const url = new URL(address)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    if (url.origin === origin) return url.href
    if (!hosts.includes(url.host)) throw new Error(`a wire names ${url.host}, which is not a host of the platform`)
    return `${origin}${str(places[url.host])}${url.pathname}${url.search}`
  }
  const range = ({ rendition, from, to }: FileRange): Buffer => {
    const file = files.get(rendition)
    if (!file) throw new Error(`no file ${rendition}`)
    return file.subarray(from, to)
  }

  return {
    files,
    hosts: Object.keys(places),
    publicUrl: (rendition) => `${shelf.origin}/${encodeURIComponent(rendition)}`,
    control,
    async send(wire, hosts, { authorization, query }) {
      const url = locate(wire.url, hosts, query)
      const body = wire.body && encode(wire.body, range)
      const headers = {
        connection: 'close',
        ...body?.headers,
        ...wire.headers,
        ...(authorization === undefined ? {} : { authorization }),
      }
      const init = {
        method: wire.method,
        redirect: 'manual',
        headers,
        ...(body ? { body: new Uint8Array(body.content) } : {}),
      } as const
      try {
        const answer = await fetch(url, init)
        const reply = {
          status: answer.status,
          headers: Object.fromEntries(answer.headers),
          body: read(await answer.text()),
        }
        return { sent: true, reply }
      } catch {
        return { sent: true }
      }
    },
    now: () => new Date(Date.now() + passed),
    async pass(seconds) {
      passed += seconds * 1000
      await control('clock', { advanceSeconds: seconds })
    },
    async jump(seconds) {
      jumped += seconds * 1000
      await control('clock', { advanceSeconds: seconds })
    },
    follow() {
      passed += jumped
      jumped = 0
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await ended
      await shelf.close()
    },
  }
}

const typeOf = (bytes: Buffer): string => {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg'
  if (bytes.toString('latin1', 1, 4) === 'PNG') return 'image/png'
  return bytes.toString('latin1', 4, 8) === 'ftyp' ? 'video/mp4' : 'application/octet-stream'
}

/** Serves the files to networks that fetch them. */
async function openShelf(files: ReadonlyMap<string, Buffer>) {
  const server = createAdaptorServer({
    overrideGlobalObjects: false,
    fetch(request: Request) {
      const bytes = files.get(decodeURIComponent(new URL(request.url).pathname.slice(1)))
      if (!bytes) return new Response(null, { status: 404 })
      return new Response(new Uint8Array(bytes), { headers: { 'content-type': typeOf(bytes) } })
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the shelf listens on no port')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      await closed
    },
  }
}

/** Ids of 64 bits come as numbers; as the door does, those that a double cannot hold are kept as strings. */
function keepDigits(_: string, value: unknown, ...[context]: { source?: string }[]): unknown {
  const digits = context?.source ?? ''
  return typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(digits) ? digits : value
}

function read(text: string): unknown {
  try {
    return JSON.parse(text, keepDigits)
  } catch {
    return text
  }
}

function encode(
  body: Body,
  range: (file: FileRange) => Buffer,
): { readonly headers: Record<string, string>; readonly content: Buffer } {
  switch (body.is) {
    case 'json':
      return { headers: { 'content-type': 'application/json' }, content: Buffer.from(JSON.stringify(body.value)) }
    case 'form':
      return {
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        content: Buffer.from(new URLSearchParams({ ...body.fields }).toString()),
      }
    case 'bytes':
      return { headers: { 'content-type': body.type }, content: range(body.file) }
    default: {
      const boundary = `world-${randomBytes(12).toString('hex')}`
      const head = (name: string, more = '', type = ''): string =>
        `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n${type}\r\n`
      const fields = Object.entries(body.fields).map(([name, value]) => `${head(name)}${value}\r\n`)
      const file = head(body.fileField, '; filename="file"', 'Content-Type: application/octet-stream\r\n')
      return {
        headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
        content: Buffer.concat([
          Buffer.from(fields.join('') + file),
          range(body.file),
          Buffer.from(`\r\n--${boundary}--\r\n`),
        ]),
      }
    }
  }
}
