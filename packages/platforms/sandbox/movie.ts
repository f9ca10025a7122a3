/** What the boxes of an MP4 or QuickTime file say about its tracks. Only headers are read, never a picture. */

export interface Movie {
  /** Pixels as shown: a turned film has its sides exchanged. */
  readonly width?: number
  readonly height?: number
  /** Pictures per second. */
  readonly fps?: number
  /** Short names of what its tracks are made with: 'h264', 'hevc', 'aac'; others by their four letters. */
  readonly codecs?: readonly string[]
  /** Channels of its sound. */
  readonly channels?: number
}

interface Box {
  readonly type: string
  readonly body: Buffer
}
interface Track {
  readonly kind: string // 'vide', 'soun'
  readonly codec: string
  readonly width: number
  readonly height: number
  readonly channels: number
  readonly rate: number // samples per second
}

const shortNames: Readonly<Record<string, string>> = {
  avc1: 'h264',
  avc3: 'h264',
  hvc1: 'hevc',
  hev1: 'hevc',
  vp09: 'vp9',
  av01: 'av1',
  mp4a: 'aac',
}

/** The boxes that lie side by side; a broken one ends the walk. */
function* boxes(bytes: Buffer): Generator<Box> {
  let at = 0
  while (at + 8 <= bytes.length) {
    const short = bytes.readUInt32BE(at)
    const long = short === 1 && at + 16 <= bytes.length
    const size = long ? Number(bytes.readBigUInt64BE(at + 8)) : short === 0 ? bytes.length - at : short
    const head = long ? 16 : 8
    if (size < head || at + size > bytes.length) return
    yield { type: bytes.toString('latin1', at + 4, at + 8), body: bytes.subarray(at + head, at + size) }
    at += size
  }
}

function find(bytes: Buffer, ...path: readonly string[]): Buffer | undefined {
  let here: Buffer | undefined = bytes
  for (const type of path) here = here && [...boxes(here)].find((box) => box.type === type)?.body
  return here
}

/** Samples in the whole track: the sum over the runs of `stts`. */
function samples(table: Buffer | undefined): number {
  if (!table || table.length < 8) return 0
  const runs = Math.min(table.readUInt32BE(4), Math.floor((table.length - 8) / 8))
  let sum = 0
  for (let run = 0; run < runs; run++) sum += table.readUInt32BE(8 + run * 8)
  return sum
}

/** Seconds of a track, from its media header. */
function lasting(header: Buffer | undefined): number {
  if (!header) return 0
  const long = header[0] === 1
  if (header.length < (long ? 32 : 20)) return 0
  const scale = header.readUInt32BE(long ? 20 : 12)
  const units = long ? Number(header.readBigUInt64BE(24)) : header.readUInt32BE(16)
  return scale === 0 ? 0 : units / scale
}

/** Width and height are the last eight bytes, in 16.16; before them stands the matrix that turns the picture. */
function sides(header: Buffer | undefined): readonly [number, number] {
  if (!header || header.length < 84) return [0, 0]
  const end = header.length
  const [width, height] = [header.readUInt32BE(end - 8) / 65_536, header.readUInt32BE(end - 4) / 65_536]
  const turned = header.readInt32BE(end - 44) === 0 && header.readInt32BE(end - 40) !== 0
  return turned ? [height, width] : [width, height]
}

function track(trak: Buffer): Track {
  const stbl = find(trak, 'mdia', 'minf', 'stbl') ?? Buffer.alloc(0)
  const [entry] = boxes((find(stbl, 'stsd') ?? Buffer.alloc(0)).subarray(8))
  const seconds = lasting(find(trak, 'mdia', 'mdhd'))
  const [width, height] = sides(find(trak, 'tkhd'))
  return {
    kind: find(trak, 'mdia', 'hdlr')?.toString('latin1', 8, 12) ?? '',
    codec: entry ? (shortNames[entry.type] ?? entry.type.trim()) : '',
    width,
    height,
    channels: entry && entry.body.length >= 18 ? entry.body.readUInt16BE(16) : 0,
    rate: seconds === 0 ? 0 : samples(find(stbl, 'stts')) / seconds,
  }
}

/** What is known of a film; a fact its boxes do not tell is left out. */
export function movie(bytes: Uint8Array): Movie {
  const moov = find(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), 'moov')
  if (!moov) return {}
  const tracks = [...boxes(moov)].filter((box) => box.type === 'trak').map((box) => track(box.body))
  const picture = tracks.find((one) => one.kind === 'vide')
  const sound = tracks.find((one) => one.kind === 'soun')
  const codecs = [picture?.codec, sound?.codec].filter((codec): codec is string => codec !== undefined && codec !== '')
  return {
    ...(picture && picture.width > 0 && picture.height > 0 ? { width: picture.width, height: picture.height } : {}),
    ...(picture && picture.rate > 0 ? { fps: picture.rate } : {}),
    ...(codecs.length > 0 ? { codecs } : {}),
    ...(sound && sound.channels > 0 ? { channels: sound.channels } : {}),
  }
}
