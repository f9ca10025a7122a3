/**
 * Atoms: the pieces of a text that are either in the source or invented: numbers, dates, amounts, names,
 * quotations, addresses. Each with its exact place.
 */
import { dates, times, type DateAtom, type TimeAtom } from './dates.ts'
import type { LanguageRules } from './languages/language.ts'
import { findLinks } from './links.ts'
import { names, type NameAtom } from './names.ts'
import { quantities, type Quantity } from './numbers.ts'
import { overlaps, type Span } from './spans.ts'
import { words } from './words.ts'

export interface QuoteAtom extends Span {
  readonly kind: 'quote'
  /** Between the quotation marks. */
  readonly text: string
}
/** Exact strings: a version, a model, a phone number. */
export interface CodeAtom extends Span {
  readonly kind: 'code'
  readonly text: string
}
export interface AddressAtom extends Span {
  readonly kind: 'url' | 'email' | 'handle' | 'hashtag'
  readonly text: string
}
export type Atom = Quantity | DateAtom | TimeAtom | NameAtom | QuoteAtom | CodeAtom | AddressAtom

const email = /(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g
const handle = /(?<![\p{L}\p{N}@/])@[\p{L}\p{N}_][\p{L}\p{N}_.-]*(?:@[\w.-]+)?/gu
const hashtag = /(?<![\p{L}\p{N}&/])[#＃][\p{L}\p{M}\p{N}_]*\p{L}[\p{L}\p{M}\p{N}_]*/gu
const codes: readonly RegExp[] = [
  /\+\d[\d\s()/-]{6,}\d/g,
  /(?<![\p{L}\p{N}.,])v?\d+\.\d+\.\d+(?:\.\d+)*(?:-[A-Za-z][\w.]*)?(?![\p{L}\p{N}])/gu,
  /(?<![\p{L}\p{N}])(?=[A-Za-z.-]*\d)[A-Za-z][A-Za-z]*(?:[-.]?\d+)+[A-Za-z]*(?:[-.][A-Za-z0-9]+)*(?![\p{L}\p{N}])/gu,
  /(?<![\p{L}\p{N}.,-])\d+(?!(?:[KM]|[MGT]B|[MGk]?Wh?|G?Hz)(?![\p{L}\p{N}]))[A-Z][A-Za-z]*(?![\p{L}\p{N}])/gu,
]
/** "12.500.000" is a number with groups, not a version. */
const isGrouped = (text: string): boolean => /^\d{1,3}(?:\.\d{3})+$/.test(text)

const quoteMarks: readonly RegExp[] = [
  /„([^“”„]{2,600})[“”]/g,
  /“([^“”]{2,600})”/g,
  /«\s?([^«»]{2,600}?)\s?»/g,
  /»([^«»]{2,600})«/g,
  /"([^"\n]{2,600})"/g,
  /「([^「」]{2,600})」/g,
  /(?<!\p{L})‘([^‘’]{2,200}(?:’\p{L}[^‘’]*)*)’(?!\p{L})/gu,
]
const quoteWords = 3

/** Quotations of three words and more; shorter ones are names of things. */
export function quotations(text: string): QuoteAtom[] {
  const found: QuoteAtom[] = []
  for (const mark of quoteMarks) {
    for (const match of text.matchAll(mark)) {
      const atom: QuoteAtom = {
        kind: 'quote',
        text: (match[1] ?? '').trim(),
        start: match.index,
        end: match.index + match[0].length,
      }
      const long = words(atom.text).length >= quoteWords || (mark.source.startsWith('「') && atom.text.length > 5)
      if (long && !found.some((other) => overlaps(other, atom))) found.push(atom)
    }
  }
  return found.sort((a, b) => a.start - b.start)
}

/** Addresses and codes: what has to stand in the source letter by letter. */
function exact(text: string): (CodeAtom | AddressAtom)[] {
  const found: (CodeAtom | AddressAtom)[] = []
  const add = (kind: (CodeAtom | AddressAtom)['kind'], start: number, value: string) => {
    const atom = { kind, text: value, start, end: start + value.length }
    if (!found.some((other) => overlaps(other, atom))) found.push(atom)
  }
  for (const match of text.matchAll(email)) add('email', match.index, match[0])
  for (const link of findLinks(text)) add('url', link.start, link.text)
  for (const match of text.matchAll(/\b(?:https?|ftp|javascript|data):[^\s<>"]*[^\s<>".,;:!?)]/gi))
    add('url', match.index, match[0])
  for (const match of text.matchAll(handle)) add('handle', match.index, match[0].replace(/[.-]+$/, ''))
  for (const match of text.matchAll(hashtag)) add('hashtag', match.index, match[0])
  return found
}

export function atoms(text: string, rules: LanguageRules): Atom[] {
  const addresses = exact(text)
  const days = dates(text, rules).filter((date) => !addresses.some((other) => overlaps(other, date)))
  const clock = times(text).filter((time) => ![...addresses, ...days].some((other) => overlaps(other, time)))
  const strings: CodeAtom[] = []
  for (const pattern of codes) {
    for (const match of text.matchAll(pattern)) {
      const atom: CodeAtom = { kind: 'code', text: match[0], start: match.index, end: match.index + match[0].length }
      if (
        !isGrouped(atom.text) &&
        ![...addresses, ...days, ...clock, ...strings].some((other) => overlaps(other, atom))
      ) {
        strings.push(atom)
      }
    }
  }
  const taken = [...addresses, ...days, ...clock, ...strings]
  const numbers = quantities(text, rules, taken)
  const people = names(text, rules, [...taken, ...numbers])
  return [...taken, ...numbers, ...people, ...quotations(text)].sort((a, b) => a.start - b.start || b.end - a.end)
}

/** Atoms that can be wrong like a figure: what the facts of a text are counted by. */
export const isFigure = (atom: Atom): atom is Quantity | DateAtom | TimeAtom =>
  atom.kind === 'number' || atom.kind === 'money' || atom.kind === 'date' || atom.kind === 'time'
