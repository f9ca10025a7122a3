/** Chance that can be repeated: the same seed gives the same tokens, ids and engagement. */
export interface Chance {
  /** At least 0, below 1. */
  number(): number
  /** Letters and digits. */
  text(length: number): string
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** mulberry32: 32 bits of state are plenty for a practice server. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0
  function number(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  function text(length: number): string {
    let out = ''
    while (out.length < length) out += letters.charAt(Math.floor(number() * letters.length))
    return out
  }
  return { number, text }
}

/** A number between 0 and 1 that belongs to a text for ever (FNV-1a, then mixed so that like texts differ). */
export function share(of: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < of.length; i++) hash = Math.imul(hash ^ of.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 4294967296
}
