/**
 * An H.264 film of nothing but grey, written bit by bit: any size, any length, a few bytes a picture, and every decoder
 * shows it. The numbers of clauses are those of ITU-T H.264.
 */

/** Bits in a row, as the standard names their kinds: u(n), ue(v), se(v). */
function createBits() {
  const bits: number[] = []
  const u = (value: number, count: number): void => {
    for (let at = count - 1; at >= 0; at--) bits.push((value >> at) & 1)
  }
  const ue = (value: number): void => {
    const length = 32 - Math.clz32(value + 1)
    u(0, length - 1)
    u(value + 1, length)
  }
  /** The bytes of a unit: header, stop bit, and no three bytes in a row that would look like a start (7.4.1). */
  function unit(header: number): Buffer {
    u(1, 1)
    while (bits.length % 8 !== 0) bits.push(0)
    const bytes = [header]
    for (let at = 0; at < bits.length; at += 8) {
      const byte = bits.slice(at, at + 8).reduce((sum, bit) => sum * 2 + bit, 0)
      if (byte <= 3 && bytes.at(-1) === 0 && bytes.at(-2) === 0) bytes.push(3)
      bytes.push(byte)
    }
    return Buffer.from(bytes)
  }
  return { u, ue, unit }
}

const blocks = (pixels: number): number => Math.ceil(pixels / 16)
/** 5.1 takes the largest pictures that networks take. */
const level = 51
const baseline = 66

/** 7.3.2.1.1: how large the pictures are. */
function sequenceSet(width: number, height: number): Buffer {
  const { u, ue, unit } = createBits()
  u(baseline, 8)
  u(0xc0, 8)
  u(level, 8)
  for (const value of [0, 0, 2, 1]) ue(value)
  u(0, 1)
  ue(blocks(width) - 1)
  ue(blocks(height) - 1)
  u(0b11, 2)
  const cut = [blocks(width) * 16 - width, blocks(height) * 16 - height] as const
  u(1, 1)
  for (const value of [0, cut[0] / 2, 0, cut[1] / 2]) ue(Math.floor(value))
  u(0, 1)
  return unit(0x67)
}

/** 7.3.2.2 */
function pictureSet(): Buffer {
  const { u, ue, unit } = createBits()
  ue(0)
  ue(0)
  u(0, 2)
  for (const value of [0, 0, 0]) ue(value)
  u(0, 3)
  for (const value of [0, 0, 0]) ue(value)
  u(0b100, 3)
  return unit(0x68)
}

/** 7.3.3, an I slice: each block is predicted from its neighbours with nothing added, so all are grey. */
function firstPicture(count: number): Buffer {
  const { u, ue, unit } = createBits()
  for (const value of [0, 7, 0]) ue(value)
  u(0, 4)
  ue(0)
  u(0, 2)
  ue(0)
  ue(1)
  for (let block = 0; block < count; block++) u(0b00100_1_1_1, 8)
  return unit(0x65)
}

/** 7.3.3, a P slice that skips every block: the picture before it, again. */
function sameAgain(number: number, count: number): Buffer {
  const { u, ue, unit } = createBits()
  for (const value of [0, 5, 0]) ue(value)
  u(number % 16, 4)
  u(0, 3)
  ue(0)
  ue(1)
  ue(count)
  return unit(0x41)
}

export interface Grey {
  /** For WebCodecs: 'avc1.42C033'. */
  readonly codec: string
  /** The decoder's configuration (avcC). */
  readonly description: Uint8Array
  /** One picture after another; the first alone stands by itself. */
  readonly picture: (index: number) => Buffer
}

/** `width` and `height` are even. */
export function greyFilm(width: number, height: number): Grey {
  const [sequence, picture] = [sequenceSet(width, height), pictureSet()]
  const sized = (bytes: Buffer, length: 2 | 4): Buffer => {
    const head = Buffer.alloc(length)
    head.writeUIntBE(bytes.length, 0, length)
    return Buffer.concat([head, bytes])
  }
  const count = blocks(width) * blocks(height)
  const first = firstPicture(count)
  return {
    codec: `avc1.42C0${level.toString(16)}`,
    description: Buffer.concat([
      Buffer.from([1, baseline, 0xc0, level, 0xff, 0xe1]),
      sized(sequence, 2),
      Buffer.from([1]),
      sized(picture, 2),
    ]),
    picture: (index) => sized(index === 0 ? first : sameAgain(index, count), 4),
  }
}
