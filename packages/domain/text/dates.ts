/** Dates and times of day as people write them, in a normal form with the precision they were written in. */
import { asciiDigits } from './numbers.ts'
import type { LanguageRules } from './languages/language.ts'
import type { Span } from './spans.ts'

export interface DateAtom extends Span {
  readonly kind: 'date'
  readonly year?: number
  /** 1 to 12. */
  readonly month?: number
  readonly day?: number
  /** 1 Monday to 7 Sunday, where only a weekday was named. */
  readonly weekday?: number
}
export interface TimeAtom extends Span {
  readonly kind: 'time'
  /** Minutes after midnight. */
  readonly minutes: number
}

const escape = (words: readonly string[]): string =>
  [...words]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replaceAll('.', '\\.'))
    .join('|')

interface Patterns {
  readonly dayMonth: RegExp
  readonly monthDay: RegExp
  readonly monthYear: RegExp
  readonly month: RegExp
  readonly weekday: RegExp
}
const made = new Map<string, Patterns | undefined>()
function patterns(rules: LanguageRules): Patterns | undefined {
  if (!made.has(rules.code)) made.set(rules.code, rules.months.length === 0 ? undefined : build(rules))
  return made.get(rules.code)
}
function build(rules: LanguageRules): Patterns {
  const month = `(?<month>${escape(rules.months.flat())})\\.?(?!\\p{L})`
  const day = String.raw`(?<![\d.,])(?<day>0?[1-9]|[12]\d|3[01])`
  const year = String.raw`(?<year>(?:1[6-9]|20)\d\d)(?!\d)`
  // "3. November 2026", "3 de noviembre de 2026", "1er mars", "3rd of November"
  const link = String.raw`(?:\.|º|ª|er|st|nd|rd|th)?\s*(?:de\s+|of\s+)?`
  const alone =
    rules.code === 'en'
      ? String.raw`(?<=\b(?:in|by|since|until|till|from|of|early|late|mid|next|last|this|every|to|between)[\s-])`
      : String.raw`(?<!\p{L})`
  return {
    dayMonth: new RegExp(`${day}${link}${month}(?:,?\\s*(?:de\\s+)?${year})?`, 'giu'),
    monthDay: new RegExp(
      `(?<!\\p{L})${month}\\s+(?<day>0?[1-9]|[12]\\d|3[01])(?:st|nd|rd|th)?(?![\\d.]\\d|\\d)(?:,?\\s+${year})?`,
      'giu',
    ),
    monthYear: new RegExp(`(?<!\\p{L})${month}\\s+(?:de\\s+)?${year}`, 'giu'),
    month: new RegExp(`${alone}${month}`, rules.code === 'de' ? 'gu' : 'giu'),
    weekday: new RegExp(`(?<!\\p{L})(?<weekday>${escape(rules.weekdays.flat())})(?!\\p{L})`, 'giu'),
  }
}

const iso = /(?<!\d)(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?!\d)/g
const dotted = /(?<![\d.])(?<day>\d{1,2})\.\s?(?<month>\d{1,2})\.(?<year>\d{4}|\d{2}(?!\d))?(?!\d)/g
const slashed = /(?<![\d/])(?<day>\d{1,2})\/(?<month>\d{1,2})\/(?<year>\d{4})(?![\d/])/g
const han = /(?:(?<year>\d{4})年)?(?<month>\d{1,2})月(?:(?<day>\d{1,2})日)?/g
const hanYear = /(?<year>\d{4})年/g

export function dates(text: string, rules: LanguageRules): DateAtom[] {
  const ascii = asciiDigits(text)
  const known = patterns(rules)
  const found: DateAtom[] = []
  const add = (pattern: RegExp) => {
    for (const match of ascii.matchAll(pattern)) {
      const atom = toDate(match, rules)
      if (atom && !found.some((other) => atom.start < other.end && other.start < atom.end)) found.push(atom)
    }
  }
  for (const pattern of [iso, slashed, han, hanYear]) add(pattern)
  if (rules.decimal === ',') add(dotted)
  if (known)
    for (const pattern of [known.dayMonth, known.monthDay, known.monthYear, known.month, known.weekday]) add(pattern)
  return found.sort((a, b) => a.start - b.start)
}

function toDate(match: RegExpExecArray, rules: LanguageRules): DateAtom | undefined {
  const { year, month, day, weekday } = match.groups ?? {}
  const span = { start: match.index, end: match.index + match[0].trimEnd().length }
  const index = (table: readonly (readonly string[])[], word: string) =>
    table.findIndex((names) => names.includes(word.toLowerCase().replace(/\.$/, ''))) + 1
  if (weekday !== undefined) return { kind: 'date', ...span, weekday: index(rules.weekdays, weekday) }
  const m = month === undefined ? undefined : /^\d/.test(month) ? Number(month) : index(rules.months, month)
  if (m !== undefined && (m < 1 || m > 12)) return undefined
  if (day !== undefined && (Number(day) < 1 || Number(day) > 31)) return undefined
  // A lone lower-case "may" or "march" is a verb in English; others write months small.
  if (rules.code === 'en' && month !== undefined && day === undefined && !/^\p{Lu}|^\d/u.test(month)) return undefined
  return {
    kind: 'date',
    ...span,
    ...(year !== undefined && { year: Number(year) < 100 ? 2000 + Number(year) : Number(year) }),
    ...(m !== undefined && { month: m }),
    ...(day !== undefined && { day: Number(day) }),
  }
}

const clocks: readonly RegExp[] = [
  /(?<![\d:.,])(?<h>[01]?\d|2[0-3])[:.](?<m>[0-5]\d)\s?(?<half>[ap]\.?m\b\.?)/gi,
  /(?<![\d:.,])(?<h>[01]?\d|2[0-3])[:.](?<m>[0-5]\d)(?:\s?Uhr\b)/g,
  /(?<![\d:])(?<h>[01]?\d|2[0-3]):(?<m>[0-5]\d)(?![:\d])/g,
  /(?<![\d:.,])(?<h>1[0-2]|0?[1-9])\s?(?<half>[ap]\.?m\b\.?)/gi,
  /(?<![\d:.,])(?<h>[01]?\d|2[0-3])\s?(?:Uhr\b|heures\b|h(?<m>[0-5]\d)?(?![\p{L}\d]))/gu,
]

export function times(text: string): TimeAtom[] {
  const ascii = asciiDigits(text)
  const found: TimeAtom[] = []
  for (const pattern of clocks) {
    for (const match of ascii.matchAll(pattern)) {
      const start = match.index
      const end = start + match[0].length
      if (found.some((other) => start < other.end && other.start < end)) continue
      const half = match.groups?.['half']?.toLowerCase()
      const hour = Number(match.groups?.['h']) % (half === undefined ? 24 : 12)
      const minutes = (hour + (half?.startsWith('p') === true ? 12 : 0)) * 60 + Number(match.groups?.['m'] ?? 0)
      found.push({ kind: 'time', start, end, minutes })
    }
  }
  return found.sort((a, b) => a.start - b.start)
}

/** Is `said` the same day as `known`, or a less precise way to name it? */
export const covers = (known: DateAtom, said: DateAtom): boolean => {
  if (said.weekday !== undefined) {
    return known.weekday === said.weekday || (known.weekday === undefined && weekdayOf(known) === said.weekday)
  }
  return (
    known.weekday === undefined &&
    (said.year === undefined || said.year === known.year) &&
    (said.month === undefined || said.month === known.month) &&
    (said.day === undefined || said.day === known.day)
  )
}

/** 1 Monday to 7 Sunday of a whole date. */
export function weekdayOf(date: DateAtom): number | undefined {
  const { year, month, day } = date
  if (year === undefined || month === undefined || day === undefined) return undefined
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7
}
