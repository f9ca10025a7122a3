/** Pictures: read by their header, and written anew so that nothing but the picture remains. */
import sharp from 'sharp'

/** Pictures beyond this many pixels are refused before they are decoded: a small file can unfold to gigabytes. */
const mostPixels = 120_000_000
/** Frames of an animation beyond this are refused. */
const mostFrames = 1_000

export interface PictureFacts {
  readonly width: number
  readonly height: number
  /** Of an animation. */
  readonly frames?: number
  readonly seconds?: number
}

const formats: Readonly<Record<string, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  heif: 'image/avif',
  tiff: 'image/tiff',
}
const moves = (type: string): boolean => type === 'image/gif' || type === 'image/webp'

/** Throws if it is not the picture its first bytes promise, or more than we would decode. */
export async function readPicture(path: string, type: string): Promise<PictureFacts> {
  const picture = sharp(path, { limitInputPixels: mostPixels, animated: moves(type), failOn: 'error' })
  const { format, width, height, pages = 1, pageHeight, delay = [] } = await picture.metadata()
  if (!format || formats[format] !== type || pages > mostFrames) throw new Error(`a ${format} of ${pages} frames`)
  if (pages === 1 || !moves(type)) return { width, height }
  return { width, height: pageHeight ?? height, frames: pages, seconds: delay.reduce((sum, ms) => sum + ms, 0) / 1000 }
}

/**
 * Writes a copy that is upright and carries no metadata (place, camera, comments, a tail behind the picture), and
 * answers its type. Animations keep their frames. What networks hardly take (AVIF, TIFF) becomes a JPEG, or a PNG where
 * something shines through.
 */
export async function cleanPicture(path: string, target: string, type: string): Promise<string> {
  const picture = sharp(path, { limitInputPixels: mostPixels, animated: moves(type) }).autoOrient()
  switch (type) {
    case 'image/gif':
      await picture.gif().toFile(target)
      return type
    case 'image/webp':
      await picture.webp({ quality: 92 }).toFile(target)
      return type
    case 'image/png':
      await picture.png().toFile(target)
      return type
    default: {
      const { hasAlpha } = await picture.metadata()
      await (hasAlpha ? picture.png() : picture.jpeg({ quality: 92 })).toFile(target)
      return hasAlpha ? 'image/png' : 'image/jpeg'
    }
  }
}
