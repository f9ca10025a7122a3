/** One request and its answer, with exact knowledge of whether anything left. */
import { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import { OutsideFailure, TimedOut, TooLarge } from './failure.ts'
import { inflate } from './inflate.ts'

export type OutBody = Uint8Array | string | AsyncIterable<Uint8Array>

export interface Ask {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: OutBody | undefined
  readonly contentLength?: number | undefined
  /** For everything, from the first lookup to the last byte of the answer. */
  readonly timeoutMs: number
  /** Of the answer's body, before and after decompression. */
  readonly maxBytes: number
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((bytesSent: number) => void) | undefined
  /** Told at once when the answer is whole, before anything else happens to its connection. */
  readonly onWhole?: (() => void) | undefined
  /** Announces that the connection serves this request only. */
  readonly close?: boolean | undefined
}
export interface Answer {
  readonly status: number
  /** Lower-case names; repeated headers joined by a comma. */
  readonly headers: Record<string, string>
  readonly body: Uint8Array
}

/** Throws OutsideFailure. An answer of any status is an answer. */
export async function exchange(dispatcher: Dispatcher, ask: Ask): Promise<Answer> {
  const { status, headers, chunks } = await converse(dispatcher, ask)
  const raw = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
  try {
    return { status, headers, body: await inflate(raw, headers['content-encoding'], ask.maxBytes) }
  } catch (cause) {
    throw new OutsideFailure(true, cause)
  }
}

interface Heard {
  status: number
  headers: Record<string, string>
  readonly chunks: Buffer[]
}

function converse(dispatcher: Dispatcher, ask: Ask): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const heard: Heard = { status: 0, headers: {}, chunks: [] }
    let received = 0
    let bytesSent = 0
    let ended = false
    let controller: Dispatcher.DispatchController | undefined

    function end(act: () => void): void {
      if (ended) return
      ended = true
      clearTimeout(timer)
      ask.signal?.removeEventListener('abort', onAbort)
      act()
    }
    const fail = (cause: unknown) =>
      end(() => {
        controller?.abort(cause instanceof Error ? cause : new Error('aborted', { cause }))
        reject(new OutsideFailure(controller !== undefined, cause))
      })
    const onAbort = () => fail(ask.signal?.reason)
    const timer = setTimeout(() => fail(new TimedOut(`no answer within ${ask.timeoutMs} ms`)), ask.timeoutMs)
    if (ask.signal?.aborted === true) return onAbort()
    ask.signal?.addEventListener('abort', onAbort, { once: true })

    dispatcher.dispatch(optionsOf(ask), {
      // Called when a connection stands and the next thing is to write: before it nothing has left, after it all may have.
      onRequestStart(started) {
        if (ended) return started.abort(new Error('given up before it was sent'))
        controller = started
      },
      onBodySent(chunk) {
        bytesSent += chunk.length
        ask.onProgress?.(bytesSent)
      },
      onResponseStart(_, status, headers) {
        heard.status = status
        heard.headers = flat(headers)
      },
      onResponseData(_, chunk) {
        received += chunk.length
        if (received > ask.maxBytes) return fail(new TooLarge(`more than ${ask.maxBytes} bytes`))
        heard.chunks.push(chunk)
      },
      onResponseEnd: () =>
        end(() => {
          ask.onWhole?.()
          resolve(heard)
        }),
      onResponseError: (_, error) => fail(error),
    })
  })
}

function optionsOf({ url, method, headers, body, contentLength, close }: Ask): Dispatcher.DispatchOptions {
  const streamed = body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array)
  return {
    origin: url.origin,
    path: url.pathname + url.search,
    method,
    headers:
      streamed && contentLength !== undefined ? { ...headers, 'content-length': String(contentLength) } : headers,
    body: streamed ? Readable.from(body, { objectMode: false }) : (body ?? null),
    // One clock for the whole exchange (`timeoutMs`); the coarse ones inside would only blur it.
    headersTimeout: 0,
    bodyTimeout: 0,
    ...(close === true ? { reset: true } : {}),
  }
}

function flat(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const result: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) result[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return result
}
