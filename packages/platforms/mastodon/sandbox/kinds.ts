/** What a file really is, with the kinds that Mastodon alone takes: HEIC, AVIF, WebM and sound. */
import { look, type Seen } from '../../sandbox/files.ts'
import { audio, images, video } from '../rules.ts'
import type { MediaType } from './state.ts'

/** Brands of the box that every file of the MP4 family begins with. */
const brands: readonly (readonly [RegExp, string])[] = [
  [/^(?:heic|heix|hevc|hevx)/, 'image/heic'],
  [/^(?:mif1|msf1)/, 'image/heif'],
  [/^avi[fs]/, 'image/avif'],
  [/^M4V/, 'video/x-m4v'],
  [/^M4[AB]/, 'audio/mp4'],
  [/^3gp/, 'audio/3gpp'],
]
const heads: readonly (readonly [RegExp, string])[] = [
  [/^.E\xdf\xa3/, 'video/webm'],
  [/^ID3|^\xff[\xfb\xf3\xf2]/, 'audio/mpeg'],
  [/^\xff[\xf1\xf9]/, 'audio/aac'],
  [/^OggS/, 'audio/ogg'],
  [/^fLaC/, 'audio/flac'],
  [/^RIFF[^]{4}WAVE/, 'audio/wav'],
]
const find = (table: typeof heads, text: string) => table.find(([pattern]) => pattern.test(text))?.[1]

export async function recognise(bytes: Uint8Array): Promise<Seen> {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  const special = head.slice(4, 8) === 'ftyp' ? find(brands, head.slice(8)) : find(heads, head)
  if (special !== undefined && !special.startsWith('video/')) return { type: special }
  const seen = await look(bytes)
  return { ...seen, type: special ?? seen.type }
}

const pictures: ReadonlySet<string> = new Set(images.types)
const films: ReadonlySet<string> = new Set(video.types)
const sounds: ReadonlySet<string> = new Set(audio.types)

/** A GIF becomes a silent film. */
export function typeOf({ type }: Seen): MediaType | undefined {
  if (type === 'image/gif') return 'gifv'
  if (pictures.has(type)) return 'image'
  if (films.has(type)) return 'video'
  return sounds.has(type) ? 'audio' : undefined
}
