/** X's weighted length: twitter-text configuration 3, as data, and the walk over it. */
import { findLinks } from './links.ts'

/** Source: twitter-text 3.1.0, config/v3.json (2018, in force 2026). Weights in hundredths of a character. */
export const weights = {
  scale: 100,
  otherwise: 200,
  emoji: 200,
  link: 2300,
  ranges: [
    [0x00_00, 0x10_ff, 100],
    [0x20_00, 0x20_0d, 100],
    [0x20_10, 0x20_1f, 100],
    [0x20_32, 0x20_37, 100],
  ],
} as const

/**
 * One emoji however it is composed: flag, keycap, skin tone, family. A lone emoji weighs what any character outside
 * the ranges weighs, so the slow pattern runs only where something is composed.
 * A family written without its variation selectors counts as its members: the safe side.
 */
const emoji = /\p{RGI_Emoji}|[#*0-9]\u{FE0F}?\u{20E3}/gv
const composing = /\u{200D}|\u{FE0F}|\u{20E3}|[\u{1F1E6}-\u{1F1FF}]|\p{Emoji_Modifier}/u

function weightOf(code: number): number {
  for (const [from, to, weight] of weights.ranges) if (code >= from && code <= to) return weight
  return weights.otherwise
}

/** Characters X refuses anywhere in a text. */
export const hasForbidden = (text: string): boolean => /[\uFFFE\uFEFF\uFFFF]/.test(text)

/**
 * The weighted length of a text: every link 23, every emoji 2, CJK and most symbols 2, the rest 1; after NFC.
 * Whole numbers only, since every weight is a multiple of the scale.
 */
export function weighted(text: string): number {
  const normal = text.normalize('NFC')
  const links = findLinks(normal)
  let sum = links.length * weights.link
  let at = 0
  for (const link of links) {
    sum += plain(normal.slice(at, link.start))
    at = link.end
  }
  return (sum + plain(normal.slice(at))) / weights.scale
}

function plain(text: string): number {
  let sum = 0
  const rest = composing.test(text)
    ? text.replace(emoji, () => {
        sum += weights.emoji
        return ''
      })
    : text
  for (let at = 0; at < rest.length; at += 1) {
    const code = rest.codePointAt(at) ?? 0
    if (code > 0xff_ff) at += 1
    sum += weightOf(code)
  }
  return sum
}
