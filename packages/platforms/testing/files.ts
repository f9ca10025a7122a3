/** Real files for the renditions of samples: small, but what they claim to be. */
import { createHash } from 'node:crypto'
import sharp from 'sharp'
import type { Rendition } from '../interface.ts'
import { makeFilm } from './film.ts'

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
  if (wanted.kind === 'video') return film(wanted)
  if (wanted.kind === 'document') return pages(wanted)
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

/** A film of the size, length and tracks it claims; filled up to its bytes by a box that players pass over. */
async function film({ codecs, bytes, ...wanted }: Rendition): Promise<Buffer> {
  const made = await makeFilm({ ...wanted, sound: codecs?.includes('aac') === true })
  const missing = bytes - made.length
  if (missing < 8) return made
  const free = Buffer.alloc(missing)
  free.writeUInt32BE(missing)
  free.write('free', 4, 'latin1')
  return Buffer.concat([made, free])
}

/** A PDF of empty pages: two, if nobody says how many. */
function pages({ id, pages: count = 2 }: Rendition): Buffer {
  const numbers = Array.from({ length: count }, (_, n) => n + 3)
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Kids[${numbers.map((number) => `${number} 0 R`).join(' ')}]/Count ${count}>>`,
    ...numbers.map(() => '<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>'),
  ]
  let text = `%PDF-1.4\n% ${id}\n`
  const places: number[] = []
  for (const [n, object] of objects.entries()) {
    places.push(Buffer.byteLength(text))
    text += `${n + 1} 0 obj${object}endobj\n`
  }
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  const start = Buffer.byteLength(text)
  text += `xref\n0 ${size}\n0000000000 65535 f \n${table}`
  return Buffer.from(`${text}trailer<</Root 1 0 R/Size ${size}>>\nstartxref\n${start}\n%%EOF\n`)
}
