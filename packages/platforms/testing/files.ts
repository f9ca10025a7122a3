/** Real files for the renditions of samples: small, but what they claim to be. */
import { createHash } from 'node:crypto'
import sharp from 'sharp'
import type { Rendition } from '../interface.ts'

export interface MadeFile {
  readonly rendition: Rendition
  readonly bytes: Buffer
}

/** Makes the file; its rendition is the given one with the true size and hash. */
export async function makeFile(wanted: Rendition): Promise<MadeFile> {
  const bytes = await contentOf(wanted)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { bytes, rendition: { ...wanted, bytes: bytes.length, sha256 } }
}

function contentOf(wanted: Rendition): Promise<Buffer> | Buffer {
  if (wanted.kind === 'video') return film(wanted.bytes, wanted.seconds ?? 1)
  if (wanted.kind === 'document') return pages()
  return picture(wanted)
}

function picture({ id, type, size = [640, 480] }: Rendition): Promise<Buffer> {
  const [width, height] = size
  // Different files for different ids: networks compare bytes.
  const hue = createHash('sha256').update(id).digest()
  const frame = { width, height, channels: 3 as const, background: { r: hue[0] ?? 0, g: hue[1] ?? 0, b: hue[2] ?? 0 } }
  const image = sharp({ create: frame })
  if (type === 'image/png') return image.png().toBuffer()
  if (type === 'image/webp') return image.webp().toBuffer()
  return type === 'image/gif' ? animation(width, height) : image.jpeg().toBuffer()
}

/** Two frames, black and white. */
function animation(width: number, height: number): Promise<Buffer> {
  const raw = Buffer.alloc(width * height * 3 * 2)
  raw.fill(255, width * height * 3)
  const shape = { width, height: height * 2, channels: 3 as const, pageHeight: height }
  return sharp(raw, { raw: shape })
    .gif({ delay: [200, 200] })
    .toBuffer()
}

const box = (type: string, content: Buffer): Buffer => {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(content.length + 8)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, content])
}

/** An MP4 with a true header and no pictures. */
function film(bytes: number, seconds: number): Buffer {
  const header = Buffer.alloc(100)
  header.writeUInt32BE(1000, 12)
  header.writeUInt32BE(Math.round(seconds * 1000), 16)
  const start = Buffer.concat([box('ftyp', Buffer.from('isom\0\0\0\0isommp42')), box('moov', box('mvhd', header))])
  return Buffer.concat([start, box('mdat', Buffer.alloc(Math.max(0, bytes - start.length - 8)))])
}

/** A PDF of two empty pages. */
const pages = (): Buffer =>
  Buffer.from(
    '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>endobj\n' +
      '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>endobj\n4 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>endobj\n' +
      'trailer<</Root 1 0 R>>\n%%EOF\n',
  )
