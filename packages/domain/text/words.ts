/** Words, their folded form, and how alike two texts are. No dictionary: a light folding that works everywhere. */
import type { Span } from './spans.ts'
import type { LanguageRules } from './languages/language.ts'

export interface Word extends Span {
  readonly text: string
}

const wordPattern = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:[-'’·][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*/gu
const scriptWithoutSpaces =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}]/u

export const words = (text: string): Word[] =>
  [...text.matchAll(wordPattern)].map((match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }))

/** Words as a person would count them; scripts without spaces count two characters a word. */
export const countWords = (text: string): number =>
  words(text).reduce((sum, word) => sum + (writtenWithoutSpaces(word.text) ? Math.ceil(word.text.length / 2) : 1), 0)

export const writtenWithoutSpaces = (text: string): boolean => scriptWithoutSpaces.test(text)

/** Lower case, no diacritics, straight apostrophes, no genitive ending. */
export const fold = (word: string): string =>
  word
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('’', "'")
    .replace(/'s?$/, '')

const endings =
  /(?:ations?|ements?|ungen|ischen|ischer|isches|ingly|ings?|edly|ments?|ungs?|ische|isch|lichen|licher|liche|lich|ens|ern|ers|est|eux|euse|ions?|ies|ied|ing|ely|ed|es|er|en|em|ez|ly|e|s|n|a|o|i)$/

/** A rough stem: enough to see that "approved" and "approves" speak of the same thing. */
export function stem(word: string): string {
  const folded = fold(word)
  const short = folded.replace(endings, '')
  if (short.length >= 4) return short
  const singular = folded.replace(/(?<=[sxz])es$|(?<=[^s])s$/, '')
  return singular.length >= 3 ? singular : folded
}

/** Terms that carry meaning: stems of words that are not stop words; pairs of characters where no spaces are written. */
export function terms(text: string, rules: LanguageRules): string[] {
  const found: string[] = []
  for (const { text: word } of words(text)) {
    if (writtenWithoutSpaces(word)) {
      for (let at = 0; at < word.length - 1; at += 1) found.push(word.slice(at, at + 2))
      continue
    }
    const lower = word.toLowerCase()
    if (rules.stopWords.has(lower) || (lower.length < 3 && !/\d/.test(lower))) continue
    for (const piece of lower.split(/['’]/)) {
      if (piece.length > 2 && !rules.stopWords.has(piece)) found.push(stem(piece))
      else if (/\d/.test(piece)) found.push(piece)
    }
  }
  return found
}

/** Runs of n folded words. */
export function shingles(text: string, n = 5): ReadonlySet<string> {
  const folded = words(text).map((word) => fold(word.text))
  if (folded.length > 0 && folded.length < n) return new Set([folded.join(' ')])
  const found = new Set<string>()
  for (let at = 0; at + n <= folded.length; at += 1) found.add(folded.slice(at, at + n).join(' '))
  return found
}

/** Size of the intersection over size of the union, 0 to 1. */
export function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 && b.size === 0) return 0
  const shared = a.intersection(b).size
  return shared / (a.size + b.size - shared)
}

/** Does one of these words or phrases stand in the text as whole words? Case does not matter. */
export function mentions(text: string, phrases: readonly string[]): boolean {
  const lower = text.toLowerCase()
  return phrases.some((phrase) => {
    for (let at = lower.indexOf(phrase); at !== -1; at = lower.indexOf(phrase, at + 1)) {
      if (isWhole(lower, at, phrase)) return true
    }
    return false
  })
}

const letter = /[\p{L}\p{N}]/u
function isWhole(text: string, at: number, phrase: string): boolean {
  const before = text.charAt(at - 1)
  const after = text.charAt(at + phrase.length)
  const opens = at === 0 || !letter.test(before) || !letter.test(phrase.charAt(0))
  return opens && (after === '' || !letter.test(after) || !letter.test(phrase.at(-1) ?? ''))
}

/** The phrase a text begins with, as written, if it is one of these and ends at a word's edge. The longest wins. */
export function opensWith(text: string, phrases: readonly string[]): string | undefined {
  const lower = text.toLowerCase().replaceAll("'", '’')
  const found = phrases
    .filter((phrase) => lower.startsWith(phrase) && !letter.test(lower.charAt(phrase.length)))
    .sort((a, b) => b.length - a.length)[0]
  return found === undefined ? undefined : text.slice(0, found.length)
}
