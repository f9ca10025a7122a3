/** Record keys, chosen by us before anything is sent: whatever happens, a post of ours has one place where it can be. */
import { fingerprint } from '../fingerprint.ts'

const alphabet = '234567abcdefghijklmnopqrstuvwxyz'

/** Microseconds that the key may add to the time; the rest of a millisecond is for the parts of a thread. */
const room = 900n

/**
 * A TID: microseconds, then ten bits that stand for whoever made it, in an alphabet that sorts. Time and key take the
 * place of clock and chance; parts (at most 100) follow one another.
 */
export function tidOf(at: Date, key: string, part: number): string {
  const hash = fingerprint(key)
  const microseconds = BigInt(at.getTime()) * 1000n + (hash % room) + BigInt(part)
  const bits = (microseconds << 10n) | (hash >> 54n)
  return Array.from({ length: 13 }, (_, n) => alphabet.charAt(Number((bits >> BigInt(60 - 5 * n)) & 31n))).join('')
}
