/** Uploaded files, in memory, and what they really are. What a client says about a file is never believed. */
import sharp from 'sharp'
import { movie, type Movie } from './movie.ts'

export interface Seen extends Movie {
  readonly type: string // by content; 'application/octet-stream' when unknown
  readonly frames?: number
  /** Seconds of a video. */
  readonly seconds?: number
  /** Pages of a PDF. */
  readonly pages?: number
}
export interface StoredFile extends Seen {
  readonly bytes: Uint8Array<ArrayBuffer>
}

const ascii = (bytes: Uint8Array, from: number, to: number) => Buffer.from(bytes.subarray(from, to)).toString('latin1')

function sniff(bytes: Uint8Array): string {
  const head = ascii(bytes, 0, 12)
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (head.startsWith('GIF8')) return 'image/gif'
  if (head.startsWith('RIFF') && head.endsWith('WEBP')) return 'image/webp'
  if (head.startsWith('%PDF-')) return 'application/pdf'
  if (head.slice(4, 8) === 'ftyp') return head.slice(8, 10) === 'qt' ? 'video/quicktime' : 'video/mp4'
  if (head.startsWith('PK\x03\x04')) return 'application/zip' // docx, pptx
  if (head.startsWith('\xd0\xcf\x11\xe0')) return 'application/x-ole' // doc, ppt
  if (/^(\ufeff|ï»¿)?WEBVTT/.test(head)) return 'text/vtt'
  if (/^\d+\r?\n\d\d:/.test(head)) return 'text/srt'
  return 'application/octet-stream'
}

/** Duration from the movie header box (`mvhd`), wherever it lies in the file. */
function movieSeconds(bytes: Uint8Array): number | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const at = buffer.indexOf('mvhd')
  if (at < 0 || at + 32 > buffer.length) return undefined
  const long = buffer.readUInt8(at + 4) === 1
  const scale = buffer.readUInt32BE(at + (long ? 24 : 16))
  const length = long ? Number(buffer.readBigUInt64BE(at + 28)) : buffer.readUInt32BE(at + 20)
  return scale === 0 ? undefined : length / scale
}

/** Looks into a file. An image that cannot be read has no width. */
export async function look(bytes: Uint8Array): Promise<Seen> {
  const type = sniff(bytes)
  if (type.startsWith('video/')) {
    const seconds = movieSeconds(bytes)
    return seconds === undefined ? { type } : { type, seconds, ...movie(bytes) }
  }
  if (type === 'application/pdf') {
    return {
      type,
      pages:
        Buffer.from(bytes)
          .toString('latin1')
          .match(/\/Type\s*\/Page[^s]/g)?.length ?? 0,
    }
  }
  if (!type.startsWith('image/')) return { type }
  try {
    // The declared pixels are read from the header only; nothing is decoded, so a small file cannot fill the memory.
    const image = await sharp(bytes, { limitInputPixels: false, animated: true }).metadata()
    return { type, width: image.width, height: image.pageHeight ?? image.height, frames: image.pages ?? 1 }
  } catch {
    return { type }
  }
}

const shelfBytes = 256 * 1024 * 1024

/** Keeps the newest files up to a quarter of a gigabyte; an older one is forgotten, its post stays. */
export function createShelf(maxBytes = shelfBytes) {
  const files = new Map<string, StoredFile>()
  let total = 0
  return {
    put(key: string, file: StoredFile): void {
      if (file.bytes.byteLength > maxBytes / 4) return
      files.set(key, file)
      total += file.bytes.byteLength
      for (const [oldest, { bytes }] of files) {
        if (total <= maxBytes) break
        files.delete(oldest)
        total -= bytes.byteLength
      }
    },
    get: (key: string): StoredFile | undefined => files.get(key),
  }
}
export type Shelf = ReturnType<typeof createShelf>

const shown = new Set([
  'image/jpeg',
  'image/png',
  'image/gif',
  'image/webp',
  'image/avif',
  'video/mp4',
  'video/quicktime',
  'video/webm',
  'audio/mpeg',
  'audio/mp4',
  'audio/aac',
  'audio/ogg',
  'audio/flac',
  'audio/wav',
])

/** Serves a stored file so that nothing in it can act: its own type only if it is a picture, a film or sound. */
export function fileResponse(file: StoredFile | undefined): Response {
  if (!file) return new Response('Not here (any more).', { status: 404 })
  return new Response(file.bytes, {
    headers: {
      'content-type': shown.has(file.type) ? file.type : 'application/octet-stream',
      'content-disposition': shown.has(file.type) ? 'inline' : 'attachment',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, max-age=3600',
    },
  })
}
