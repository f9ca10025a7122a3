/**
 * The outline: what the sources say, sentence by sentence, each with its exact place. Made without a model, also when
 * a model will write: these are the facts it may use and the ones its text is held against.
 */
import { atoms, isFigure, type Atom } from '@posthorn/domain/text/atoms.ts'
import { rulesOf } from '@posthorn/domain/text/languages/all.ts'
import type { LanguageRules } from '@posthorn/domain/text/languages/language.ts'
import { sentences } from '@posthorn/domain/text/sentences.ts'
import { cut, type Span } from '@posthorn/domain/text/spans.ts'
import { mentions, terms, words } from '@posthorn/domain/text/words.ts'
import { compress } from './plain/compress.ts'
import { standalone } from './plain/standalone.ts'
import { centrality, mostSentences, overlap, position, weights } from './salience.ts'
import type { Source } from './source.ts'

export type ClaimKind = 'event' | 'figure' | 'quote' | 'date' | 'howto' | 'opinion' | 'background'

export interface Claim extends Span {
  /** Index of the source it stands in. */
  readonly source: number
  readonly block: number
  /** Place in source order, from 0; shown as F1, F2 … */
  readonly ordinal: number
  /** As in the source. */
  readonly text: string
  readonly isList: boolean
  readonly kind: ClaimKind
  readonly atoms: readonly Atom[]
  readonly terms: ReadonlySet<string>
  readonly salience: number
  readonly attribution: string | null
  readonly hedged: boolean
  readonly negated: boolean
  /** It cannot open a text: it points back at something. */
  readonly dangling: boolean
  /** Able to stand alone, and the same shortened. Both only leave out or put a name for a pronoun. */
  readonly alone: string
  readonly short: string
}

export interface Outline {
  readonly language: string
  readonly title: string
  readonly site: string | null
  readonly publishedAt: string | null
  readonly claims: readonly Claim[]
  readonly brief: string
}

const longestClaim = 320
const shortestClaim = 25
const mostClaims = 24
/** Steps of a how-to and features of a README live in lists; a few more of them may be claims. */
const mostListClaims = 12

type Draft = Omit<Claim, 'salience' | 'ordinal'> & {
  readonly index: number
  readonly count: number
  readonly bag: readonly string[]
}

export function outline(
  sources: readonly Source[],
  { brief = '', language }: { brief?: string; language?: string } = {},
): Outline {
  const first = sources[0]
  const code = language ?? first?.language.code ?? 'und'
  const title = first?.title ?? ''
  const drafts = sources.flatMap((source, index) => draftsOf(source, index))
  const central = centrality(drafts.map((draft) => draft.bag))
  const titleTerms = new Set(terms(`${title} ${first?.og.title ?? ''}`, rulesOf(code)))
  const briefTerms = new Set(terms(brief, rulesOf(code)))
  const scored = drafts.map((draft, index) => ({
    draft,
    salience: score(
      draft,
      central[index] ?? 0,
      titleTerms,
      briefTerms,
      rulesOf(sources[draft.source]?.language.code ?? code),
    ),
  }))
  const usable = scored.filter(({ salience }) => salience > 0)
  const best = usable.toSorted((a, b) => b.salience - a.salience || a.draft.start - b.draft.start)
  const prose = best.filter(({ draft }) => !draft.isList).slice(0, mostClaims)
  const lists = best.filter(({ draft }) => draft.isList).slice(0, Math.max(mostListClaims, mostClaims - prose.length))
  const claims = [...prose, ...lists]
    .sort((a, b) => a.draft.source - b.draft.source || a.draft.start - b.draft.start)
    .slice(0, mostClaims + mostListClaims)
    .map(({ draft, salience }, ordinal) => {
      const { index: _, count: __, bag: ___, ...claim } = draft
      return { ...claim, ordinal, salience: Number(salience.toFixed(4)) }
    })
  return {
    language: code,
    title,
    site: first?.site ?? null,
    publishedAt: first?.publishedAt ?? null,
    claims,
    brief: brief.trim(),
  }
}

function draftsOf(source: Source, index: number): Draft[] {
  const rules = rulesOf(source.language.code)
  const found: Omit<Draft, 'count'>[] = []
  for (const [block, { kind, start, end }] of source.blocks.entries()) {
    if (kind === 'heading' || kind === 'code' || kind === 'caption') continue
    const text = source.text.slice(start, end)
    let before: string | undefined
    for (const span of sentences(text, source.language.code)) {
      if (found.length >= mostSentences) break
      const own = cut(text, span)
      const place = { start: start + span.start, end: start + span.end }
      const made = draft(own, before, place, kind === 'list', rules)
      // The second sentence of a list's item leans on the first.
      const dangling = made.dangling || (kind === 'list' && before !== undefined)
      found.push({ ...made, dangling, source: index, block, index: found.length })
      before = own
    }
  }
  return found.map((item) => ({ ...item, count: found.length }))
}

function draft(
  text: string,
  before: string | undefined,
  place: Span,
  isList: boolean,
  rules: LanguageRules,
): Omit<Draft, 'source' | 'block' | 'index' | 'count'> {
  const own = atoms(text, rules)
  const { text: alone, dangling } = standalone(text, before, rules)
  const bag = terms(text, rules)
  return {
    ...place,
    text,
    isList,
    kind: kindOf(text, own, isList, rules),
    atoms: own,
    terms: new Set(bag),
    bag,
    attribution: attributionOf(text, own, rules),
    hedged: mentions(text, rules.hedges),
    negated: mentions(text, rules.negations),
    dangling,
    alone,
    short: compress(alone, rules),
  }
}

function kindOf(text: string, own: readonly Atom[], isList: boolean, rules: LanguageRules): ClaimKind {
  if (own.some((atom) => atom.kind === 'quote')) return 'quote'
  if (own.some((atom) => atom.kind === 'date') && rules.future.test(text)) return 'date'
  if (own.some((atom) => atom.kind === 'number' || atom.kind === 'money')) return 'figure'
  if (isList) return 'howto'
  if (mentions(text, rules.hedges)) return 'opinion'
  return rules.past.test(text) ? 'event' : 'background'
}

/** Who says so: the name beside a verb of speech or after "according to". */
function attributionOf(text: string, own: readonly Atom[], rules: LanguageRules): string | null {
  if (!mentions(text, rules.speech) && !mentions(text, rules.attributions)) return null
  const quotes = own.filter((atom) => atom.kind === 'quote')
  const name = own.find(
    (atom) => atom.kind === 'name' && !quotes.some((quote) => atom.start >= quote.start && atom.end <= quote.end),
  )
  return name === undefined ? null : cut(text, name)
}

function score(
  draft: Draft,
  central: number,
  title: ReadonlySet<string>,
  brief: ReadonlySet<string>,
  rules: LanguageRules,
): number {
  const { text } = draft
  const count = words(text).length
  const unspaced = count <= 3 && text.length > 12
  const badLength =
    text.length > longestClaim || text.length < shortestClaim || (count < 5 && !unspaced && !draft.isList)
  // An address may only come from the plan, so a sentence built around one cannot be used; text for machines never is.
  const unusable =
    rules.toMachines.test(text) ||
    filePath.test(text) ||
    draft.atoms.some((atom) => atom.kind === 'url' || atom.kind === 'email' || atom.kind === 'handle')
  if (unusable || text.length > longestClaim * 1.5) return 0
  return Math.max(
    0.01,
    0.1 +
      weights.centrality * central +
      weights.title * overlap(draft.bag, title) +
      weights.position * position(draft.index, draft.count) +
      (draft.atoms.some(isFigure) ? weights.figure : 0) +
      (draft.kind === 'quote' && draft.attribution !== null ? weights.quote : 0) +
      weights.brief * overlap(draft.bag, brief) +
      (draft.dangling || isUnfinished(text) ? weights.dangling : 0) +
      (badLength ? weights.length : 0) +
      (rules.boilerplate.test(text) ? weights.boilerplate : 0),
  )
}

/** "See docs/GUIDE.md" sends readers of a post nowhere. */
const filePath = /\S\/\S+\.(?:md|html?|txt|pdf)\b/i

/** A question, or a line that announces what follows it. */
const isUnfinished = (text: string): boolean => /(?:[?:]["”“»]?|…)$/.test(text)
