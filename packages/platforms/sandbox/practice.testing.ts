/** A sandbox for one test, spoken to with raw HTTP, never with our adapters. */
import sharp from 'sharp'
import { imitations } from '../sandbox.gen.ts'
import { startSandbox } from './server.ts'

export interface Asking {
  readonly method?: string
  readonly token?: string
  readonly json?: unknown
  readonly form?: Readonly<Record<string, string>>
  readonly body?: string | FormData | Uint8Array<ArrayBuffer>
  readonly headers?: Readonly<Record<string, string>>
}
export interface Told {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The body as JSON, loosely typed: tests look into it with `toMatchObject`. */
  readonly body: Readonly<Record<string, unknown>>
}

const readJson = (text: string): Readonly<Record<string, unknown>> => {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return {}
  }
}

export async function practice() {
  const sandbox = await startSandbox(imitations, { seed: 7 })

  async function ask(path: string, asking: Asking = {}): Promise<Told> {
    const { token, json, form } = asking
    const headers = new Headers(asking.headers)
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`)
    if (json !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json')
    const body = asking.body ?? (form ? new URLSearchParams(form) : json === undefined ? null : JSON.stringify(json))
    const method = asking.method ?? (body === null ? 'GET' : 'POST')
    const answer = await fetch(sandbox.url + path, { method, headers, body, redirect: 'manual' })
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, text, body: readJson(text) }
  }
  const control = async (path: string, json?: unknown) => {
    const told = await ask(`/_sandbox${path}`, json === undefined ? {} : { json })
    if (told.status >= 400) throw new Error(told.text)
    return told.body
  }

  return {
    url: sandbox.url,
    ask,
    control,
    fault: (platform: string, fault: string, more: object = {}) => control('/faults', { platform, fault, ...more }),
    settings: (platform: string, values: object) => control('/settings', { platform, ...values }),
    advance: (advanceSeconds: number) => control('/clock', { advanceSeconds }),
    async ledger(platform: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
      return JSON.parse((await ask(`/_sandbox/ledger?platform=${platform}`)).text) as Record<string, unknown>[]
    },
    async mint(platform: string, person: string, scopes: readonly string[]): Promise<string> {
      return String((await control('/tokens', { platform, person, scopes }))['accessToken'])
    },
    [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose](),
  }
}
export type Practice = Awaited<ReturnType<typeof practice>>

/** What the connection ends in when an answer is lost. */
export const lost = (asking: Promise<unknown>) =>
  asking.then(
    () => 'answered',
    () => 'lost',
  )

export const picture = async (
  format: 'jpeg' | 'png' | 'webp' | 'gif' = 'jpeg',
  width = 64,
  height = 48,
): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(
    await sharp({ create: { width, height, channels: 3, background: '#0b5e6e' } })
      .toFormat(format)
      .toBuffer(),
  )

/** The boxes of an MP4 that say what it is and how long; padded to a size. */
export function film(seconds: number, size = 0): Uint8Array<ArrayBuffer> {
  const box = (type: string, content: Buffer) => {
    const head = Buffer.alloc(8)
    head.writeUInt32BE(content.length + 8)
    head.write(type, 4, 'latin1')
    return Buffer.concat([head, content])
  }
  const header = Buffer.alloc(100)
  header.writeUInt32BE(1000, 12) // time scale
  header.writeUInt32BE(Math.round(seconds * 1000), 16)
  const parts = [box('ftyp', Buffer.from('isom\0\0\0\0isom')), box('moov', box('mvhd', header))]
  const rest = Math.max(0, size - Buffer.concat(parts).length - 8)
  return new Uint8Array(Buffer.concat([...parts, box('mdat', Buffer.alloc(rest))]))
}
