/** Record keys and revisions that sort by time: microseconds and a clock id, in base32-sortable (sheet 7.1). */
const letters = '234567abcdefghijklmnopqrstuvwxyz'

const encode = (value: bigint): string => {
  let out = ''
  for (let rest = value, index = 0; index < 13; index++, rest >>= 5n) out = letters.charAt(Number(rest & 31n)) + out
  return out
}

/** Makes keys that never repeat, even where two are made in one millisecond. */
export function createTids(now: () => number, clockId: number): () => string {
  let last = 0n
  return () => {
    const micros = BigInt(Math.floor(now())) * 1000n
    last = micros > last ? micros : last + 1n
    return encode((last << 10n) | BigInt(clockId & 1023))
  }
}
