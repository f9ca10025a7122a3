/** WebM: elements of an id, a length and a content, the first two of variable size. Only headers are read. */
import type { Seen } from '../../sandbox/files.ts'

export const isMatroska = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, 4)).toString('hex') === '1a45dfa3'

const shortNames: Readonly<Record<string, string>> = {
  'V_MPEG4/ISO/AVC': 'h264',
  'V_MPEGH/ISO/HEVC': 'hevc',
  V_VP8: 'vp8',
  V_VP9: 'vp9',
  V_AV1: 'av1',
}
const element = {
  segment: 0x18538067,
  info: 0x1549a966,
  tracks: 0x1654ae6b,
  track: 0xae,
  video: 0xe0,
  cluster: 0x1f43b675,
}
const value = {
  docType: 0x4282,
  scale: 0x2ad7b1,
  duration: 0x4489,
  codec: 0x86,
  frame: 0x23e383,
  width: 0xb0,
  height: 0xba,
}
const masters = new Set([0x1a45dfa3, element.segment, element.info, element.tracks, element.track, element.video])

/** Tells every value with the element it stands in; false where it ended early: at the pictures, or at nonsense. */
function walk(of: Buffer, inside: number, tell: (id: number, content: Buffer, inside: number) => void): boolean {
  let at = 0
  while (at + 2 <= of.length) {
    const idLength = Math.clz32(of.readUInt8(at)) - 23
    if (idLength > 4 || at + idLength >= of.length) return false
    const id = of.readUIntBE(at, idLength)
    if (id === element.cluster) return false
    at += idLength
    const lengthLength = Math.clz32(of.readUInt8(at)) - 23
    if (lengthLength > 8 || at + lengthLength > of.length) return false
    const length = bits(of.subarray(at, at + lengthLength))
    at += lengthLength
    const content = of.subarray(at, length === undefined ? of.length : at + length)
    at += content.length
    if (!masters.has(id)) tell(id, content, inside)
    else if (!walk(content, id, tell)) return false
  }
  return true
}
/** Without the leading one; undefined where all others are ones, which means "until the end". */
function bits(of: Buffer): number | undefined {
  const all = BigInt(`0x${of.toString('hex')}`)
  const mask = (1n << BigInt(7 * of.length)) - 1n
  return (all & mask) === mask ? undefined : Number(all & mask)
}
const integer = (of: Buffer) => (of.length === 0 || of.length > 6 ? 0 : of.readUIntBE(0, of.length))
const float = (of: Buffer) => (of.length === 8 ? of.readDoubleBE() : of.length === 4 ? of.readFloatBE() : 0)

/** What the headers of a Matroska file say; WebM is one kind of them. */
export function webm(bytes: Uint8Array): Seen {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const film = { docType: '', scale: 1_000_000, ticks: 0, codec: '', frame: 0, width: 0, height: 0 }
  walk(buffer, 0, (id, content, inside) => {
    if (id === value.docType) film.docType = content.toString('latin1').replaceAll('\0', '')
    if (id === value.scale) film.scale = integer(content)
    if (id === value.duration) film.ticks = float(content)
    // The picture's, or that of the sound if there is nothing else.
    if (id === value.codec && !film.codec.startsWith('V_')) film.codec = content.toString('latin1')
    if (id === value.frame && inside === element.track && film.frame === 0) film.frame = integer(content)
    if (id === value.width) film.width = integer(content)
    if (id === value.height) film.height = integer(content)
  })
  return {
    type: film.docType === 'webm' ? 'video/webm' : 'video/x-matroska',
    ...(film.ticks > 0 ? { seconds: (film.ticks * film.scale) / 1e9 } : {}),
    ...(film.codec === '' ? {} : { codecs: [shortNames[film.codec] ?? film.codec] }),
    ...(film.width > 0 && film.height > 0 ? { width: film.width, height: film.height } : {}),
    ...(film.frame > 0 ? { fps: 1e9 / film.frame } : {}),
  }
}
