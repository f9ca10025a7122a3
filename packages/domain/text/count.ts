/** How long a text is, in the unit its network counts. Pure; used by browser and server. */
import { countGraphemes, graphemeSegments } from 'unicode-segmenter/grapheme'
import { weighted } from './count-weighted.ts'

export type CountUnit = 'graphemes' | 'utf16' | 'weighted' | 'bytes' | 'emojiBytes'

/** User-perceived characters (extended grapheme clusters). */
export const graphemes = (text: string): number => countGraphemes(text)

/** UTF-16 code units. */
export const utf16 = (text: string): number => text.length

/** Bytes of the UTF-8 form; a lone surrogate counts as the replacement character it becomes. */
export function bytes(text: string): number {
  let sum = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code < 0x80) sum += 1
    else if (code < 0x8_00) sum += 2
    else if (code >= 0xd8_00 && code < 0xdc_00 && (text.charCodeAt(at + 1) & 0xfc_00) === 0xdc_00) {
      sum += 4
      at += 1
    } else sum += 3
  }
  return sum
}

const emoji = /^\p{RGI_Emoji}/v
const hasOnlyAscii = /^[\x20-\x7E\s]*$/

/** Code points, but an emoji with all it is joined of counts as the bytes of its UTF-8 form. Source: Threads Posts. */
export function emojiBytes(text: string): number {
  if (hasOnlyAscii.test(text)) return text.length
  let sum = 0
  for (const { segment } of graphemeSegments(text))
    sum += emoji.test(segment) ? bytes(segment) : Array.from(segment).length
  return sum
}

const counters: Readonly<Record<CountUnit, (text: string) => number>> = {
  graphemes,
  utf16,
  weighted,
  bytes,
  emojiBytes,
}

/** The length of a text in a unit. */
export const count = (text: string, unit: CountUnit): number => counters[unit](text)
