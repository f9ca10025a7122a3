/**
 * The grounding guard: every number, date, amount, name, quotation and address of a text has to be in the sources, beside
 * the words it belongs to. It never asks what a name is; only whether the source has it.
 */
import { atoms, isFigure, type Atom, type QuoteAtom } from '@posthorn/domain/text/atoms.ts'
import type { Quantity } from '@posthorn/domain/text/numbers.ts'
import { sentences } from '@posthorn/domain/text/sentences.ts'
import { cut, inside, type Span } from '@posthorn/domain/text/spans.ts'
import { mentions, terms, words } from '@posthorn/domain/text/words.ts'
import { holdersOf, isSameUnit, judge } from './atom.ts'
import type { Evidence, Finding } from './finding.ts'
import { foldQuote, type Grounds, type GroundSentence } from './grounds.ts'

export interface Guarded {
  readonly findings: readonly Finding[]
  readonly evidence: readonly Evidence[]
}

/** Below this share of its weighty words a sentence is not from the source. */
const leastCoverage = 0.35
/** Words on each side of a figure that say what it counts. */
const wide = 8

export function guard(text: string, part: number, grounds: Grounds): Guarded {
  const findings: Finding[] = []
  const evidence: Evidence[] = []
  for (const span of linesAndSentences(text, grounds)) {
    const sentence = cut(text, span)
    const own = atoms(sentence, grounds.rules)
    const at = (atom: Span): Span => ({ start: span.start + atom.start, end: span.start + atom.end })
    const found = own.flatMap((atom) =>
      atomFindings(atom, sentence, own, grounds).map((finding) => ({ ...finding, ...at(finding), part })),
    )
    const aligned = align(sentence, grounds)
    findings.push(
      ...found,
      ...sentenceFindings(sentence, own, aligned, grounds).map((finding) => ({ ...finding, ...span, part })),
    )
    if (aligned.best && aligned.coverage >= leastCoverage && !aligned.best.trusted) {
      const how = aligned.best.folded.includes(foldQuote(sentence).replace(/[.!?]$/, '')) ? 'found' : 'reworded'
      evidence.push({ part, ...span, place: aligned.best.place, how })
    }
  }
  return { findings, evidence }
}

/** Sentences line by line, without list marks and the frame words the writer itself puts around them. */
export function linesAndSentences(text: string, grounds: Pick<Grounds, 'rules'>): Span[] {
  const frame = Object.values(grounds.rules.phrases ?? {})
  const spans: Span[] = []
  for (const match of text.matchAll(/[^\n]+/g)) {
    const line = match[0]
    const label =
      frame.find((phrase) => phrase.endsWith(':') && line.startsWith(phrase)) ??
      (line.startsWith(`${grounds.rules.phrases?.source}: `) ? `${grounds.rules.phrases?.source}:` : '')
    const skip = label.length + (/^\s*(?:[•·*–-]\s+|\d{1,2}[.)]\s+)?/.exec(line.slice(label.length))?.[0].length ?? 0)
    const rest = line.slice(skip)
    for (const span of sentences(rest, grounds.rules.code)) {
      spans.push({ start: match.index + skip + span.start, end: match.index + skip + span.end })
    }
  }
  return spans
}

type Bare = Omit<Finding, 'part'>

function atomFindings(atom: Atom, sentence: string, own: readonly Atom[], grounds: Grounds): Bare[] {
  const text = cut(sentence, atom)
  const place = { start: atom.start, end: atom.end }
  // Inside a quotation the quotation itself is what is compared.
  const quoted = own.some((other) => other.kind === 'quote' && other !== atom && inside(atom, other))
  const verdict = judge(atom, sentence, grounds)
  if (verdict === 'absent') {
    const isAddress = atom.kind === 'url' || atom.kind === 'email' || atom.kind === 'handle' || atom.kind === 'hashtag'
    if (quoted && atom.kind === 'name') return []
    return [
      {
        code: 'writer.not-in-source',
        level: 'block',
        ...place,
        values: { what: atom.kind, text },
        fix: isAddress ? 'remove' : 'cut-sentence',
      },
    ]
  }
  if (verdict === 'unsure') return [{ code: 'writer.name-unsure', level: 'warn', ...place, values: { text } }]
  if (atom.kind === 'quote') return speakerFindings(atom, sentence, own, grounds)
  if ((atom.kind === 'number' || atom.kind === 'money') && !quoted) return bindingFindings(atom, sentence, grounds)
  return []
}

/** Who is named beside a quotation has to be named beside it in the source. */
function speakerFindings(quote: QuoteAtom, sentence: string, own: readonly Atom[], grounds: Grounds): Bare[] {
  const speakers = own.filter((atom) => atom.kind === 'name' && !inside(atom, quote))
  if (speakers.length === 0) return []
  const folded = foldQuote(quote.text)
    .replace(/[.,;:!?-]+$/, '')
    .slice(0, 60)
  const near = grounds.sentences.flatMap((known, index) =>
    known.folded.includes(folded) ? grounds.sentences.slice(Math.max(0, index - 2), index + 3) : [],
  )
  if (near.length === 0) return []
  const around = near.map((known) => known.folded).join(' ')
  const isNear = speakers.some((speaker) => around.includes(foldQuote(cut(sentence, speaker)).split(' ').at(-1) ?? ''))
  return isNear
    ? []
    : [
        {
          code: 'writer.wrong-speaker',
          level: 'block',
          start: quote.start,
          end: quote.end,
          values: { text: quote.text },
          fix: 'cut-sentence',
        },
      ]
}

/** A figure has to stand beside the words it counts in the source; beside those of another figure it was swapped. */
function bindingFindings(atom: Quantity, sentence: string, grounds: Grounds): Bare[] {
  const place = { start: atom.start, end: atom.end, values: { text: cut(sentence, atom) } }
  const holders = holdersOf(atom, sentence, grounds)
  const swapped = holders.length > 0 && holders.every((known) => isSwappedWithin(atom, sentence, known, grounds))
  if (swapped)
    return [
      {
        code: 'writer.swapped',
        level: 'block',
        ...place,
        ...(holders[0] && { evidence: holders[0].place }),
        fix: 'cut-sentence',
      },
    ]
  const mine = around(sentence, atom, grounds)
  if (mine.size === 0) return []
  const near = (known: GroundSentence): ReadonlySet<string> => {
    const index = grounds.sentences.indexOf(known)
    return grounds.sentences
      .slice(Math.max(0, index - 1), index + 2)
      .reduce<ReadonlySet<string>>((all, each) => all.union(each.terms), new Set())
  }
  if (holders.some((known) => mine.intersection(near(known)).size > 0)) return []
  const rival = grounds.sentences.find((known) =>
    known.atoms.some(
      (other) =>
        (other.kind === 'number' || other.kind === 'money') &&
        isSameUnit(atom, other) &&
        mine.intersection(around(known.text, other, grounds)).size >= 2,
    ),
  )
  return rival
    ? [{ code: 'writer.swapped', level: 'block', ...place, evidence: rival.place, fix: 'cut-sentence' }]
    : [{ code: 'writer.swapped', level: 'warn', ...place }]
}

/** Words right beside a figure, where two of a kind stand in one sentence. */
const beside = 4
function isSwappedWithin(atom: Quantity, sentence: string, known: GroundSentence, grounds: Grounds): boolean {
  const mine = around(sentence, atom, grounds, beside)
  const alike = known.atoms.filter((other): other is Quantity => other.kind === atom.kind && isSameUnit(atom, other))
  const nearness = (other: Span) => mine.intersection(around(known.text, other, grounds, beside)).size
  const own = alike.filter((other) => other.value === atom.value)
  const others = alike.filter((other) => other.value !== atom.value)
  return own.length > 0 && own.every((other) => nearness(other) === 0) && others.some((other) => nearness(other) > 0)
}

/** Stems of the words around a place, figures left out. */
function around(text: string, span: Span, grounds: Grounds, nearby = wide): ReadonlySet<string> {
  const all = words(text)
  const first = all.findIndex((word) => word.end > span.start)
  const last = all.findLastIndex((word) => word.start < span.end)
  const from = all[Math.max(0, first - nearby)]
  const to = all[Math.min(all.length - 1, last + nearby)]
  if (!from || !to) return new Set()
  const beside = `${text.slice(from.start, Math.max(from.start, span.start))} ${text.slice(span.end, Math.max(span.end, to.end))}`
  return new Set(terms(beside, grounds.rules).filter((term) => !/^[\d.,]+$/.test(term)))
}

interface Aligned {
  readonly best: GroundSentence | undefined
  readonly coverage: number
  /** With the next best sentence beside it. */
  readonly together: number
}

/** The source sentence with the most of this sentence's weighty words. */
function align(sentence: string, grounds: Grounds): Aligned {
  const own = new Set(terms(sentence, grounds.rules))
  const total = sum(own, grounds)
  if (total === 0) return { best: undefined, coverage: 1, together: 1 }
  const ranked = grounds.sentences
    .map((known) => ({ known, weight: sum(own.intersection(known.terms), grounds) }))
    .sort((a, b) => b.weight - a.weight)
  const [first, second] = ranked
  if (!first) return { best: undefined, coverage: 0, together: 0 }
  const both = second ? sum(own.intersection(first.known.terms.union(second.known.terms)), grounds) : first.weight
  return { best: first.weight > 0 ? first.known : undefined, coverage: first.weight / total, together: both / total }
}
const sum = (set: ReadonlySet<string>, grounds: Grounds): number =>
  [...set].reduce((total, term) => total + grounds.weight(term), 0)

type Whole = Omit<Finding, 'part' | 'start' | 'end'>

function sentenceFindings(
  sentence: string,
  own: readonly Atom[],
  { best, coverage, together }: Aligned,
  grounds: Grounds,
): Whole[] {
  const count = words(sentence).length
  if (together < leastCoverage) {
    const isClaim = own.some((atom) => isFigure(atom) || atom.kind === 'name' || atom.kind === 'quote')
    // A short line without a fact in it is a hook or a call to action.
    if (!isClaim && (count <= 6 || /\?["”»]?$/.test(sentence))) return []
    return [
      {
        code: 'writer.not-covered',
        level: isClaim ? 'block' : 'warn',
        values: { text: sentence.slice(0, 120) },
        fix: 'cut-sentence',
      },
    ]
  }
  if (!best || coverage < 0.5) return []
  const { rules } = grounds
  const found: Whole[] = []
  const says = { evidence: best.place, values: { text: sentence.slice(0, 120) } }
  const negated = mentions(sentence, rules.negations)
  if (negated && !best.negated) found.push({ code: 'writer.negation', level: 'block', ...says, fix: 'cut-sentence' })
  if (!negated && best.negated && tellsTheDenied(sentence, best, grounds))
    found.push({ code: 'writer.negation', level: 'block', ...says, fix: 'cut-sentence' })
  if (best.hedged && !mentions(sentence, rules.hedges) && coverage > 0.7)
    found.push({ code: 'writer.hedge-lost', level: 'warn', ...says })
  for (const [list, what] of [
    [rules.superlatives, 'superlative'],
    [rules.causes, 'cause'],
  ] as const) {
    if (mentions(sentence, list) && !mentions(best.text, list))
      found.push({ code: 'writer.stronger', level: 'warn', ...says, values: { what, text: sentence.slice(0, 120) } })
  }
  return found
}

/** Does the sentence tell what the source denies? The words around the "not" decide; another clause may be told without it. */
function tellsTheDenied(sentence: string, best: GroundSentence, grounds: Grounds): boolean {
  const all = words(best.text)
  const at = all.findIndex((word) => mentions(word.text, grounds.rules.negations))
  const from = all[Math.max(0, at - 2)]
  const to = all[Math.min(all.length - 1, at + 4)]
  if (at === -1 || !from || !to) return false
  const denied = new Set(
    terms(best.text.slice(from.start, to.end), grounds.rules).filter((term) => !grounds.rules.negations.includes(term)),
  )
  const told = new Set(terms(sentence, grounds.rules))
  return denied.size > 0 && denied.intersection(told).size / denied.size > 0.6
}
