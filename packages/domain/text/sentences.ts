/**
 * Sentences of a text. The platform's segmenter knows punctuation but not abbreviations: it ends a sentence after
 * "Dr.", "Mio.", "am 3." or inside "z. B."; a second pass puts such pieces together again.
 */
import { rulesOf } from './languages/all.ts'
import type { LanguageRules } from './languages/language.ts'
import { trimmed, type Span } from './spans.ts'

/** A quotation may hold several sentences; beyond this the quotation mark was a slip. */
const longestMerged = 420

const segmenters = new Map<string, Intl.Segmenter>()
function segmenter(code: string): Intl.Segmenter {
  const known = segmenters.get(code)
  if (known) return known
  const made = new Intl.Segmenter(Intl.Segmenter.supportedLocalesOf(code).length > 0 ? code : 'en', {
    granularity: 'sentence',
  })
  segmenters.set(code, made)
  return made
}

export function sentences(text: string, language: string): Span[] {
  const rules = rulesOf(language)
  const merged: { start: number; end: number }[] = []
  for (const { segment, index } of segmenter(rules.code || 'en').segment(text)) {
    const piece = { start: index, end: index + segment.length }
    const last = merged.at(-1)
    if (last && belongs(text.slice(last.start, last.end), segment, rules)) last.end = piece.end
    else merged.push(piece)
  }
  return merged.map((span) => trimmed(text, span)).filter((span) => span.end > span.start)
}

/** Does the next piece go on with the same sentence? */
function belongs(before: string, next: string, rules: LanguageRules): boolean {
  if (/\n\s*$/.test(before)) return false
  const head = before.trimEnd()
  const tail = next.trimStart()
  if (head === '') return true
  if (isOpen(head) && head.length + tail.length < longestMerged) return true
  if (/^[\p{Ll}]/u.test(tail) && /[.!?…]["”“»’)]*$/u.test(head)) return true
  if (!head.endsWith('.')) return false
  const word = /([^\s(„“"«]+)\.$/u.exec(head)?.[1] ?? ''
  if (/^\p{L}$/u.test(word) || /^(?:\p{L}\.)+\p{L}$/u.test(word))
    return !isStop(word, tail, rules) && !endsTime(word, tail, rules)
  if (rules.abbreviations.includes(word.toLowerCase())) return !endsClause(word, tail, rules)
  return (
    /^\d{1,2}$/.test(word) && (/^\p{Ll}/u.test(tail) || startsWithMonth(tail, rules) || isOrdinal(word, tail, rules))
  )
}

const startsWithMonth = (tail: string, rules: LanguageRules): boolean => {
  const word = /^\p{L}+/u.exec(tail)?.[0].toLowerCase() ?? ''
  return rules.months.some((month) => month.includes(word))
}
/** "der 3. Platz": a number with a full stop before a noun, where ordinals are written so. */
const isOrdinal = (word: string, tail: string, rules: LanguageRules): boolean =>
  rules.nounsCapitalised && Number(word) <= 31 && /^\p{Lu}\p{Ll}/u.test(tail) && !rules.stopWords.has(firstWord(tail))
const firstWord = (tail: string): string => /^\p{L}+/u.exec(tail)?.[0].toLowerCase() ?? ''

/** "in the U.S. The council": an abbreviation of initials may end a sentence when an ordinary word opens the next. */
const isStop = (word: string, tail: string, rules: LanguageRules): boolean =>
  word.includes('.') && /^\p{Lu}/u.test(tail) && rules.stopWords.has(firstWord(tail))

/** "5 p.m. Riders can …": a time ends a sentence unless a day or a zone follows. */
const endsTime = (word: string, tail: string, rules: LanguageRules): boolean =>
  /^[ap]\.m$/i.test(word) &&
  /^\p{Lu}\p{Ll}/u.test(tail) &&
  ![...rules.weekdays, ...rules.months].some((names) => names.includes(firstWord(tail)))

/** "etc.", "inc." end a sentence when a word opens the next that is written large only there. */
const endsClause = (word: string, tail: string, rules: LanguageRules): boolean =>
  /^(?:etc|usw|inc|ltd|co|corp|st|ave|jr|sr)$/i.test(word) &&
  /^\p{Lu}/u.test(tail) &&
  (rules.stopWords.has(firstWord(tail)) || /^(?:etc|usw)$/i.test(word))

const pairs: readonly (readonly [string, string])[] = [
  ['(', ')'],
  ['[', ']'],
  ['„', '“'],
  ['«', '»'],
  ['「', '」'],
]
function isOpen(text: string): boolean {
  const count = (mark: string) => text.split(mark).length - 1
  if (pairs.some(([open, close]) => count(open) > count(close) + (open === '„' ? count('”') : 0))) return true
  // “ opens in English and closes in German; where „ stands it was counted above.
  if (!text.includes('„') && count('“') > count('”')) return true
  return count('"') % 2 === 1
}
