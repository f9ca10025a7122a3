/** Undoes the compression of an answer, bounded: a small body must not become a large one. */
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate as zlibInflate } from 'node:zlib'
import { TooLarge } from './failure.ts'

const decoders = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(zlibInflate),
  br: promisify(brotliDecompress),
} as const

/** Text rarely shrinks to less than a fortieth; bombs to a thousandth. Below `ratioFrom` a ratio says nothing. */
const mostRatio = 200
const ratioFrom = 64 * 1024

/** What we say we can undo. */
export const acceptedEncodings = 'gzip, br'

/** Throws TooLarge, or an error for bytes that are not what the encoding says. */
export async function inflate(bytes: Uint8Array, encoding: string | undefined, maxBytes: number): Promise<Uint8Array> {
  const name = encoding?.trim().toLowerCase() ?? 'identity'
  if (name === 'identity' || name === '' || bytes.length === 0) return bytes
  const decode = isKnown(name) ? decoders[name] : undefined
  if (!decode) throw new Error(`the answer is encoded as ${name.slice(0, 40)}`)
  const limit = Math.min(maxBytes, Math.max(ratioFrom, bytes.length * mostRatio))
  try {
    return await decode(bytes, { maxOutputLength: limit })
  } catch (error) {
    const tooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    throw tooLarge ? new TooLarge(`more than ${limit} bytes when unpacked`) : error
  }
}

const isKnown = (name: string): name is keyof typeof decoders => Object.hasOwn(decoders, name)
