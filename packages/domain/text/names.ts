/**
 * Names: runs of words written with capitals. No dictionary of people and places is needed, because the only question
 * asked of a name is whether the source has it too.
 */
import type { LanguageRules } from './languages/language.ts'
import { overlaps, type Span } from './spans.ts'
import { fold, words, type Word } from './words.ts'

export interface NameAtom extends Span {
  readonly kind: 'name'
  readonly text: string
  /** Folded words of the name, particles included. */
  readonly parts: readonly string[]
  /** It stands where every word is written with a capital: the beginning of a sentence. */
  readonly opening: boolean
}

const capital = /^\p{Lu}/u
const particles = new Set(
  'de of von van der den du la le di da do dos des del della dello y af av zu zur zum al bin ibn the'.split(' '),
)
const opener = /(?:^|[.!?…:;\n•·–—|(]|["“„«»‘])\s*$/u

export function names(text: string, rules: LanguageRules, taken: readonly Span[] = []): NameAtom[] {
  const all = words(text)
  const found: NameAtom[] = []
  for (let at = 0; at < all.length; at += 1) {
    const first = all[at]
    if (!first || !isCapital(first) || taken.some((span) => overlaps(span, first))) continue
    const run = runFrom(text, all, at, taken)
    at += run.length - 1
    const opening = opener.test(text.slice(Math.max(0, first.start - 3), first.start))
    const kept = withoutOrdinary(run, opening, rules)
    const start = kept[0]
    const last = kept.at(-1)
    if (!start || !last || last.end - start.start < 2) continue
    const stillOpening = opening && start === first
    if (kept.length === 1 && stillOpening && !isAcronym(start.text)) continue
    found.push({
      kind: 'name',
      text: text.slice(start.start, last.end),
      start: start.start,
      end: last.end,
      parts: kept.map((word) => fold(word.text)),
      opening: stillOpening,
    })
  }
  return found
}

const isCapital = (word: Word): boolean => capital.test(word.text)
const isAcronym = (text: string): boolean => /^\p{Lu}{2,}$/u.test(text)

/** The longest run from here: capitals next to each other, with particles in between. */
function runFrom(text: string, all: readonly Word[], at: number, taken: readonly Span[]): Word[] {
  const run: Word[] = []
  let pending: Word[] = []
  for (let next = at; next < all.length; next += 1) {
    const word = all[next]
    const before = all[next - 1]
    if (!word || taken.some((span) => overlaps(span, word))) break
    if (run.length > 0 && before && !/^(?: |\. ?|-| & )$/.test(text.slice(before.end, word.start))) break
    // "Dr. Weber" goes on after the full stop, "… in Rome. The council" does not.
    if (run.length > 0 && before && text.slice(before.end, word.start) === '. ' && before.text.length > 3) break
    if (isCapital(word)) {
      run.push(...pending, word)
      pending = []
    } else if (run.length > 0 && pending.length < 2 && particles.has(word.text)) pending.push(word)
    else break
  }
  return run
}

/** Drops ordinary words at the edges: the article that opens a sentence, "Am" before a German noun. */
function withoutOrdinary(run: readonly Word[], opening: boolean, rules: LanguageRules): readonly Word[] {
  let from = 0
  const ordinary = (word: Word | undefined) =>
    word !== undefined &&
    !isAcronym(word.text) &&
    (rules.stopWords.has(word.text.toLowerCase()) || particles.has(word.text.toLowerCase()))
  if (opening || run.length > 1) while (from < run.length && ordinary(run[from])) from += 1
  if (!opening && run.length === 1 && ordinary(run[0])) return []
  let to = run.length
  while (to > from && ordinary(run[to - 1])) to -= 1
  return run.slice(from, to)
}
