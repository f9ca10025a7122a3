/** An MP4 whose boxes describe tracks, for imitations that judge films. There are no pictures in it. */
import { film } from './practice.testing.ts'

export interface Filmed {
  readonly seconds?: number
  readonly width?: number
  readonly height?: number
  readonly fps?: number
  /** Four letters of the picture's codec. */
  readonly codec?: string
  /** Of the sound; 0: a silent film. */
  readonly channels?: number
  /** Held upright: the sides are exchanged when it is shown. */
  readonly turned?: boolean
}

function box(type: string, ...content: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(content.reduce((sum, part) => sum + part.length, 8))
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, ...content])
}
const words = (...values: readonly number[]) => {
  const out = Buffer.alloc(values.length * 4)
  values.forEach((value, index) => out.writeInt32BE(value, index * 4))
  return out
}
const one = 0x10000

function trak(kind: 'vide' | 'soun', size: readonly [number, number], turned: boolean, rate: number, seconds: number) {
  const matrix = turned ? words(0, one, 0, -one, 0, 0, 0, 0, 0x40000000) : words(one, 0, 0, 0, one, 0, 0, 0, 0x40000000)
  const header = box('tkhd', Buffer.alloc(40), matrix, words(size[0] * one, size[1] * one))
  return (entry: Buffer) => {
    const stbl = box('stbl', box('stsd', words(0, 1), entry), box('stts', words(0, 1, Math.round(rate * seconds), 1)))
    const mdhd = box('mdhd', words(0, 0, 0, 1000, Math.round(seconds * 1000), 0))
    const hdlr = box('hdlr', words(0, 0), Buffer.from(kind), Buffer.alloc(13))
    return box('trak', header, box('mdia', mdhd, hdlr, box('minf', stbl)))
  }
}

export function filmed(wanted: Filmed = {}): Uint8Array<ArrayBuffer> {
  const { seconds = 5, width = 1280, height = 720, fps = 30, codec = 'avc1', channels = 2, turned = false } = wanted
  const picture = trak('vide', [width, height], turned, fps, seconds)(box(codec, Buffer.alloc(78)))
  const sample = Buffer.alloc(28)
  sample.writeUInt16BE(channels, 16)
  const sound = channels === 0 ? [] : [trak('soun', [0, 0], false, 44_100 / 1024, seconds)(box('mp4a', sample))]
  // The plain film brings `ftyp` and the movie header; the tracks go into its `moov`.
  const plain = Buffer.from(film(seconds))
  const at = plain.indexOf('moov') - 4
  const length = plain.readUInt32BE(at)
  const moov = box('moov', plain.subarray(at + 8, at + length), picture, ...sound)
  return new Uint8Array(Buffer.concat([plain.subarray(0, at), moov, box('mdat', Buffer.alloc(64))]))
}
