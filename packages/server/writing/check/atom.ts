/** Is this piece of a text in the sources? One answer per kind of atom. */
import type { Atom } from '@posthorn/domain/text/atoms.ts'
import { covers, type DateAtom } from '@posthorn/domain/text/dates.ts'
import type { NameAtom } from '@posthorn/domain/text/names.ts'
import type { Quantity } from '@posthorn/domain/text/numbers.ts'
import { fold, mentions, stem } from '@posthorn/domain/text/words.ts'
import { tagWords } from '../plain/hashtags.ts'
import { foldQuote, type Grounds, type GroundSentence } from './grounds.ts'

export type Verdict = 'in-source' | 'absent' | 'unsure'

/** `sentence`: the text around it, for the words that make a figure rough. */
export function judge(atom: Atom, sentence: string, grounds: Grounds): Verdict {
  switch (atom.kind) {
    case 'number':
    case 'money':
      return holdersOf(atom, sentence, grounds).length > 0 ? 'in-source' : 'absent'
    case 'date':
      return isKnownDate(atom, grounds) ? 'in-source' : 'absent'
    case 'time':
      return grounds.sentences.some((known) =>
        known.atoms.some((other) => other.kind === 'time' && other.minutes === atom.minutes),
      )
        ? 'in-source'
        : 'absent'
    case 'code':
      return grounds.text.includes(atom.text) ? 'in-source' : 'absent'
    case 'name':
      return judgeName(atom, grounds)
    case 'quote':
      return isVerbatim(atom.text, grounds) ? 'in-source' : 'absent'
    case 'url':
      return grounds.urls.has(atom.text) || grounds.trustedText.includes(atom.text) ? 'in-source' : 'absent'
    case 'email':
    case 'handle':
      return grounds.trustedText.includes(atom.text) ? 'in-source' : 'absent'
    default:
      return isGroundedTag(atom.text.replace(/^[#＃]/, ''), grounds) ? 'in-source' : 'absent'
  }
}

/** Rounding needs a word that says so, and may be this far off. */
const roundingShare = 0.03

/** The sentences that hold this figure. */
export function holdersOf(atom: Quantity, sentence: string, grounds: Grounds): GroundSentence[] {
  const rough = mentions(sentence, grounds.rules.hedges)
  return grounds.sentences.filter((known) =>
    known.atoms.some((other) => {
      if (other.kind === 'date')
        return (
          atom.unit === undefined && atom.kind === 'number' && (other.year === atom.value || other.day === atom.value)
        )
      if (other.kind !== 'number' && other.kind !== 'money') return false
      return (
        isSameUnit(atom, other) &&
        (isEqual(atom.value, other.value) ||
          (rough && Math.abs(atom.value - other.value) <= Math.abs(other.value) * roundingShare))
      )
    }),
  )
}

const isEqual = (a: number, b: number): boolean => Math.abs(a - b) <= Math.abs(b) * 1e-9

/** Per cent and money must say so on both sides; a measure may lose its unit where the source has the bare number. */
export function isSameUnit(a: Quantity, b: Quantity): boolean {
  if (a.currency !== b.currency) return false
  if (a.unit === b.unit) return true
  if (a.unit === '%' || b.unit === '%') return false
  return a.unit === undefined || b.unit === undefined
}

function isKnownDate(atom: DateAtom, grounds: Grounds): boolean {
  const all = grounds.sentences.flatMap((known) => known.atoms.filter((other) => other.kind === 'date'))
  const published = publishedDate(grounds.publishedAt)
  const candidates = published === undefined ? all : [...all, published, ...all.map((date) => inYear(date, published))]
  return candidates.some((known) => covers(known, atom))
}

const publishedDate = (iso: string | null): DateAtom | undefined => {
  if (iso === null) return undefined
  const day = new Date(iso)
  return {
    kind: 'date',
    start: 0,
    end: 0,
    year: day.getUTCFullYear(),
    month: day.getUTCMonth() + 1,
    day: day.getUTCDate(),
  }
}

/** A day without a year is the next one after the page was published. */
function inYear(date: DateAtom, published: DateAtom): DateAtom {
  if (date.year !== undefined || date.month === undefined || published.year === undefined) return date
  return { ...date, year: date.month < (published.month ?? 1) ? published.year + 1 : published.year }
}

function judgeName(atom: NameAtom, grounds: Grounds): Verdict {
  const [first = '', ...rest] = atom.parts
  const has = (parts: readonly string[]): boolean =>
    parts.length > 0 && grounds.foldedWords.includes(` ${parts.join(' ')} `)
  if (has(atom.parts) || grounds.names.some((name) => isWithin(atom.parts, name))) return 'in-source'
  // The word that opens a sentence is large for that alone, unless the source knows it as part of a name.
  if (atom.opening && has(rest) && !grounds.names.some((name) => name.includes(first))) return 'in-source'
  const known = (part: string) =>
    grounds.stems.has(part) || grounds.stems.has(stem(part)) || grounds.stems.has(part.replace(/s$/, ''))
  if (atom.parts.length === 1) {
    if (known(first) || isInitials(atom.text, grounds)) return 'in-source'
    return grounds.rules.nounsCapitalised ? 'unsure' : 'absent'
  }
  // German writes every noun large: a run of nouns the source has one by one is no new name.
  if (grounds.rules.nounsCapitalised && atom.parts.every(known)) return 'in-source'
  return 'absent'
}

/** "Mayor Adeyemi" of "Mayor Helen Adeyemi": parts left out, none added. */
function isWithin(parts: readonly string[], name: readonly string[]): boolean {
  let from = 0
  return parts.every((part) => {
    const at = name.indexOf(part, from)
    from = at + 1
    return at !== -1
  })
}

/** "WHO" where the source writes World Health Organization. */
function isInitials(text: string, grounds: Grounds): boolean {
  if (!/^\p{Lu}{2,6}$/u.test(text)) return false
  const pattern = Array.from(text, (letter) => `${fold(letter)}[^ ]*`).join(' (?:of |and |for |the |de |für |und )?')
  return new RegExp(` ${pattern} `).test(grounds.foldedWords)
}

/** An ellipsis has to skip real text, in order. */
function isVerbatim(quote: string, grounds: Grounds): boolean {
  const pieces = foldQuote(quote)
    .replace(/^[\s.,;:!?-]+|[\s.,;:!?-]+$/g, '')
    .split(/\s*(?:\.\.\.|\[\.\.\.\])\s*/)
  let from = 0
  return pieces.every((piece) => {
    const at = grounds.foldedText.indexOf(piece, from)
    from = at + piece.length
    return at !== -1
  })
}

/** Every word of a tag stands in the source, or the person's voice has the tag. */
export function isGroundedTag(tag: string, grounds: Grounds): boolean {
  if (grounds.trustedText.toLowerCase().includes(tag.toLowerCase())) return true
  const joined = grounds.foldedWords.replaceAll(' ', '')
  return (
    tagWords(tag).every((word) => grounds.stems.has(fold(word)) || grounds.stems.has(stem(word))) ||
    joined.includes(fold(tag))
  )
}
