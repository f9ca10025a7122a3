import { open } from 'node:fs/promises'
import sharp from 'sharp'
import { problem } from '@posthorn/domain/problems.ts'

export interface Probed {
  readonly kind: 'image'
  readonly type: string
  readonly width: number
  readonly height: number
}

/** Pictures beyond this many pixels are refused before they are decoded: a small file can unfold to gigabytes. */
const mostPixels = 120_000_000
/** Frames of an animation beyond this are refused. */
const mostFrames = 1_000

const types: Readonly<Record<string, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
}

/**
 * What a file really is, judged by its bytes and never by its name or declared type. Throws post.media-type for what is
 * no picture that can be published. SVG and everything else that can carry a script is refused.
 */
export async function probe(path: string): Promise<Probed> {
  const type = await sniff(path)
  if (!type)
    throw problem(
      'post.media-type',
      { type: 'of this kind', types: Object.values(types).join(', ') },
      { field: 'body' },
    )
  try {
    const picture = sharp(path, { limitInputPixels: mostPixels, animated: true, failOn: 'error' })
    const { format, width, height, pages = 1, pageHeight } = await picture.metadata()
    const found = format && types[format]
    if (!found || found !== type || pages > mostFrames) throw new Error(`a ${format} of ${pages} frames`)
    return { kind: 'image', type, width, height: pageHeight ?? height }
  } catch (cause) {
    throw problem(
      'post.media-type',
      { type: `${type} that cannot be read`, types: Object.values(types).join(', ') },
      { field: 'body', cause },
    )
  }
}

/** The type that the first bytes show. */
async function sniff(path: string): Promise<string | undefined> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0)
    const head = buffer.subarray(0, bytesRead)
    if (head.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return types['jpeg']
    if (head.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))) return types['png']
    if (/^GIF8[79]a/.test(head.toString('latin1'))) return types['gif']
    if (head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP') return types['webp']
    return undefined
  } finally {
    await file.close()
  }
}

/**
 * Writes a copy that is upright and carries no metadata (place, camera, comments, a tail behind the picture).
 * Animations keep their frames.
 */
export async function clean(path: string, target: string, { type }: Probed): Promise<void> {
  const picture = sharp(path, {
    limitInputPixels: mostPixels,
    animated: type === 'image/gif' || type === 'image/webp',
  }).autoOrient()
  if (type === 'image/jpeg') await picture.jpeg({ quality: 92, mozjpeg: false }).toFile(target)
  else if (type === 'image/png') await picture.png().toFile(target)
  else if (type === 'image/gif') await picture.gif().toFile(target)
  else await picture.webp({ quality: 92 }).toFile(target)
}
