/** Everything a text may say: the sources sentence by sentence, the brief, the voice's own words, the planned link. */
import { atoms, type Atom } from '@posthorn/domain/text/atoms.ts'
import { rulesOf } from '@posthorn/domain/text/languages/all.ts'
import type { LanguageRules } from '@posthorn/domain/text/languages/language.ts'
import { sentences } from '@posthorn/domain/text/sentences.ts'
import { fold, mentions, stem, terms, words } from '@posthorn/domain/text/words.ts'
import type { Source } from '../source.ts'
import type { VoiceRules } from '../voice.ts'
import type { Place } from './finding.ts'

export interface GroundSentence {
  readonly place: Place
  readonly text: string
  readonly folded: string
  readonly terms: ReadonlySet<string>
  readonly atoms: readonly Atom[]
  readonly negated: boolean
  readonly hedged: boolean
  /** From the person, not from a source. */
  readonly trusted: boolean
}

export interface Grounds {
  readonly rules: LanguageRules
  readonly sentences: readonly GroundSentence[]
  /** Folded words of everything, joined by single spaces and framed by them. */
  readonly foldedWords: string
  readonly stems: ReadonlySet<string>
  /** Folded parts of every name. */
  readonly names: readonly (readonly string[])[]
  readonly foldedText: string
  readonly text: string
  readonly urls: ReadonlySet<string>
  /** What a person wrote: handles and addresses in it may be used. */
  readonly trustedText: string
  readonly publishedAt: string | null
  weight(term: string): number
}

export function groundsOf(
  sources: readonly Source[],
  {
    brief = '',
    voice,
    urls = [],
    language,
  }: { brief?: string; voice?: VoiceRules; urls?: readonly string[]; language?: string } = {},
): Grounds {
  const rules = rulesOf(language ?? sources[0]?.language.code ?? 'und')
  const all: GroundSentence[] = []
  const add = (text: string, place: Place, own: LanguageRules, trusted: boolean) => {
    if (text.trim() !== '') all.push({ ...known(text, own), place, trusted })
  }
  for (const [index, source] of sources.entries()) {
    const own = rulesOf(source.language.code)
    add(source.title, { source: index, in: 'title', start: 0, end: source.title.length }, own, false)
    for (const block of source.blocks) {
      const text = source.text.slice(block.start, block.end)
      for (const span of sentences(text, own.code)) {
        const place: Place = { source: index, in: 'text', start: block.start + span.start, end: block.start + span.end }
        add(source.text.slice(place.start, place.end), place, own, false)
      }
    }
  }
  const trustedText = [
    brief,
    ...(voice ? [...voice.known, voice.signOff, voice.disclosure, ...(voice.hashtags?.own ?? [])] : []),
  ]
    .filter(Boolean)
    .join('\n')
  for (const span of sentences(trustedText, rules.code)) {
    add(trustedText.slice(span.start, span.end), { source: -1, in: 'text', ...span }, rules, true)
  }
  const text = [
    ...sources.flatMap((source) => [source.title, source.text, source.site ?? '', source.byline ?? '']),
    trustedText,
  ].join('\n')
  const counts = new Map<string, number>()
  for (const sentence of all) for (const term of sentence.terms) counts.set(term, (counts.get(term) ?? 0) + 1)
  const tokens = words(text).flatMap(({ text: word }) => [word, ...(word.includes('-') ? word.split('-') : [])])
  return {
    rules,
    sentences: all,
    foldedWords: ` ${words(text)
      .map((word) => fold(word.text))
      .join(' ')} `,
    names: all.flatMap((sentence) => sentence.atoms.flatMap((atom) => (atom.kind === 'name' ? [atom.parts] : []))),
    stems: new Set(tokens.flatMap((word) => [fold(word), stem(word)])),
    foldedText: foldQuote(text),
    text,
    urls: new Set(urls),
    trustedText,
    publishedAt: sources[0]?.publishedAt ?? null,
    weight: (term) => Math.log(1 + (all.length + 1) / ((counts.get(term) ?? 0) + 1)),
  }
}

function known(text: string, rules: LanguageRules): Omit<GroundSentence, 'place' | 'trusted'> {
  return {
    text,
    folded: foldQuote(text),
    terms: new Set(terms(text, rules)),
    atoms: atoms(text, rules),
    negated: mentions(text, rules.negations),
    hedged: mentions(text, rules.hedges),
  }
}

/** For comparing word for word: one kind of quotation mark, apostrophe, dash and space. */
export const foldQuote = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[“”„«»"「」‘‹›]/g, '')
    .replace(/[’']/g, "'")
    .replace(/[–—]/g, '-')
    .replace(/…/g, '...')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase()
