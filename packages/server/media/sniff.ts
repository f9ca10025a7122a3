/** What the first bytes of a file show; never its name, never what a client says. */
// oxlint-disable no-control-regex -- files begin with such characters
import { open } from 'node:fs/promises'

/** A family of files; what a file is exactly, its reader finds. */
export type Sniffed =
  | { readonly is: 'picture'; readonly type: string }
  | { readonly is: 'film' | 'pdf' | 'zip' | 'ole' }
  /** Known by name, so that a refusal can say it, and not read here. */
  | { readonly is: 'foreign'; readonly label: string }

const picture = (type: string): Sniffed => ({ is: 'picture', type })
const foreign = (label: string): Sniffed => ({ is: 'foreign', label })
const film: Sniffed = { is: 'film' }

/** Brands of pictures in the box format that films use too. */
const brands: Readonly<Record<string, Sniffed>> = {
  avif: picture('image/avif'),
  avis: picture('image/avif'),
  heic: foreign('HEIC'),
  heix: foreign('HEIC'),
  hevc: foreign('HEIC'),
  mif1: foreign('HEIF'),
  msf1: foreign('HEIF'),
}

/** In their order: the first that matches. */
const beginnings: readonly (readonly [RegExp, Sniffed])[] = [
  [/^\xff\xd8\xff/, picture('image/jpeg')],
  [/^\x89PNG\r\n\x1a\n/, picture('image/png')],
  [/^GIF8[79]a/, picture('image/gif')],
  [/^RIFF.{4}WEBP/s, picture('image/webp')],
  [/^(?:II[*+]\0|MM\0[*+])/, picture('image/tiff')],
  [/^BM.{4}\0{4}/s, foreign('BMP')],
  [/^RIFF.{4}AVI /s, foreign('AVI')],
  [/^RIFF.{4}WAVE/s, foreign('sound')],
  [/^(?:ID3|fLaC|OggS|\xff[\xf1\xf9\xfb\xf3])/, foreign('sound')],
  [/^\x30\x26\xb2\x75/, foreign('WMV')],
  [/^FLV/, foreign('FLV')],
  [/^\x1a\x45\xdf\xa3/, film],
  [/^G.{187}G/s, film],
  // Boxes that stand first in films of the QuickTime family, with or without a brand.
  [/^.{4}(?:ftyp|moov|mdat|wide|free|skip)/s, film],
  [/^%PDF-/, { is: 'pdf' }],
  [/^PK\x03\x04/, { is: 'zip' }],
  [/^\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1/, { is: 'ole' }],
]

export async function sniff(path: string): Promise<Sniffed | undefined> {
  await using file = await open(path)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0)
  const head = buffer.toString('latin1', 0, bytesRead)
  const brand = /^.{4}ftyp(.{4})/s.exec(head)?.[1]
  if (brand !== undefined && brands[brand]) return brands[brand]
  return beginnings.find(([pattern]) => pattern.test(head))?.[1]
}
