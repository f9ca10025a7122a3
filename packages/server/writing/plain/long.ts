/** Long texts: a first line, one or two paragraphs, a voice, facts, and what comes next. */
import { atoms, isFigure } from '@posthorn/domain/text/atoms.ts'
import { rulesOf } from '@posthorn/domain/text/languages/all.ts'
import type { LanguageRules } from '@posthorn/domain/text/languages/language.ts'
import type { Claim, Outline } from '../claims.ts'
import { diverse, sameTerms } from '../salience.ts'
import { compress } from './compress.ts'
import type { Lead } from './leads.ts'
import {
  asBullet,
  bySource,
  fewestListed,
  fewestTerms,
  longestLongBullet,
  takenBy,
  usable,
  type Shaped,
  type Shaping,
  type Taken,
} from './shape.ts'

/** A first line, one or two paragraphs, a voice, facts, and what comes next. */
export function longText(outline: Outline, lead: Lead, { plan, fits, voice }: Shaping): Shaped {
  const rules = rulesOf(outline.language)
  const taken = takenBy(lead)
  const all = usable(outline, voice)
  const prose = all.filter((claim) => claim.kind !== 'quote' && !claim.isList)
  const next = upcoming(all, outline, rules).find((claim) => taken.isNew(claim))
  const sections: Sections = { lead: lead.text, body: [], quote: '', facts: '', next: '' }
  const tryAdd = (change: Partial<Sections>, claims: readonly Claim[]): void => {
    if (claims.length === 0 || !fits(joined({ ...sections, ...change }))) return
    Object.assign(sections, change)
    taken.add(...claims)
  }
  const body = opening(
    outline,
    lead,
    prose.filter((claim) => claim !== next),
    taken,
  )
  tryAdd({ body: [paragraph(body, rules)] }, body)
  const quote = diverse(
    all.filter((claim) => claim.kind === 'quote' && claim.attribution !== null && taken.isNew(claim)),
    1,
  )[0]
  if (quote) tryAdd({ quote: quote.short }, [quote])
  const list = factList(
    lead,
    usable(outline, voice, { steps: lead.isLabel }).filter(
      (claim) => claim !== next && taken.isNew(claim, lead.isLabel ? 0.9 : sameTerms),
    ),
  )
  const heading = lead.isLabel ? '' : (rules.phrases?.facts ?? '')
  if (list.length >= 2)
    tryAdd({ facts: [heading, ...list.map((claim) => asBullet(claim.short))].filter(Boolean).join('\n') }, list)
  if (next && taken.isNew(next))
    tryAdd({ next: [rules.phrases?.next ?? '', next.short].filter(Boolean).join(' ') }, [next])
  // Still thin: the body goes on with the strongest sentences that are left; a list of steps says enough.
  for (const claim of lead.isLabel && sections.facts !== '' ? [] : diverse(prose, 8)) {
    if (plan.count(joined(sections)) >= plan.target[0]) break
    if (!taken.isNew(claim) || claim.terms.size < fewestTerms) continue
    const second = behind(outline, claim)
    const pair = mayFollow(second, taken) ? [claim, second] : [claim]
    tryAdd({ body: [...sections.body, paragraph(pair, rules)] }, pair)
  }
  return { text: joined(sections), used: taken.ordinals }
}

interface Paragraph {
  /** Its place in the sources. */
  readonly at: number
  readonly text: string
}
interface Sections {
  readonly lead: string
  readonly body: readonly Paragraph[]
  readonly quote: string
  readonly facts: string
  readonly next: string
}
function joined({ lead, body, quote, facts, next }: Sections): string {
  const paragraphs = body.toSorted((a, b) => a.at - b.at).map(({ text }) => text)
  return [lead, ...paragraphs, quote, facts, next].filter(Boolean).join('\n\n')
}

/** Sources are shorter than this, so places in different ones do not mix. */
const sourceSpace = 1e6

/** What stands right behind its first sentence may lean on it, so it keeps its opening. */
function paragraph(claims: readonly Claim[], rules: LanguageRules): Paragraph {
  const [first] = claims
  const texts = claims.map((claim, index) =>
    index === 0 && !claim.dangling ? claim.short : compress(claim.text, rules),
  )
  return { at: first === undefined ? 0 : first.source * sourceSpace + first.start, text: texts.join(' ') }
}

/** The sentence right behind this one in its paragraph. */
const behind = (outline: Outline, first: Claim): Claim | undefined =>
  outline.claims.find(
    (claim) =>
      claim.source === first.source &&
      claim.block === first.block &&
      claim.start > first.end &&
      claim.start <= first.end + 2,
  )

const mayFollow = (claim: Claim | undefined, taken: Taken): claim is Claim =>
  claim !== undefined &&
  claim.terms.size >= fewestTerms &&
  claim.kind !== 'quote' &&
  !claim.isList &&
  !/[?:…]$/.test(claim.text) &&
  taken.isNew(claim, 0.8)

/** Sentences nearly as strong as the strongest; the first of them opens the body. */
const nearlyAsStrong = 0.6

/** What stands right behind the lead; else the first strong sentence and the one behind it. */
function opening(outline: Outline, lead: Lead, claims: readonly Claim[], taken: Taken): Claim[] {
  const next = lead.claim && behind(outline, lead.claim)
  if (mayFollow(next, taken)) return [next]
  // A title is told again by the sentence that gives its figures, and by no other.
  const says = (claim: Claim) =>
    taken.isNew(claim, 0.8) || (lead.from === 'title' && claim.atoms.filter(isFigure).length >= 2)
  const open = claims.filter(says)
  const strongest = Math.max(...open.map((claim) => claim.salience))
  const first = open.find((claim) => claim.salience >= strongest * nearlyAsStrong)
  if (!first) return []
  const second = behind(outline, first)
  return mayFollow(second, taken) ? [first, second] : [first]
}

/** Three facts from different paragraphs in the order of the source; the source's own list where it has one. */
function factList(lead: Lead, claims: readonly Claim[]): Claim[] {
  const own = claims.filter((claim) => claim.isList && claim.short.length <= longestLongBullet)
  if (lead.isLabel) return own
  if (own.length >= fewestListed) return own.slice(0, 4)
  const isFact = (claim: Claim) =>
    claim.atoms.some((atom) => isFigure(atom) && !(atom.kind === 'date' && atom.weekday !== undefined)) &&
    claim.kind !== 'quote' &&
    claim.terms.size >= fewestTerms &&
    claim.short.length <= longestLongBullet
  const chosen: Claim[] = []
  for (const claim of diverse(claims.filter(isFact), 8)) {
    if (chosen.length < 3 && chosen.every((other) => other.block !== claim.block || other.source !== claim.source))
      chosen.push(claim)
  }
  return chosen.sort(bySource)
}

/** Sentences about what is still to come, the latest day first. */
function upcoming(claims: readonly Claim[], outline: Outline, rules: LanguageRules): Claim[] {
  const published = outline.publishedAt === null ? undefined : Date.parse(outline.publishedAt)
  const when = (claim: Claim): number | undefined => {
    const days = atoms(claim.alone, rules).flatMap((atom) => {
      if (atom.kind !== 'date' || atom.month === undefined) return []
      const year = atom.year ?? (published === undefined ? 0 : new Date(published).getUTCFullYear())
      return [Date.UTC(year, atom.month - 1, atom.day ?? 1)]
    })
    return days.length === 0 ? undefined : Math.max(...days)
  }
  return claims
    .flatMap((claim) => {
      const day = when(claim)
      const isFuture = rules.future.test(claim.alone) && claim.kind !== 'quote' && !claim.isList
      return day !== undefined && isFuture && (published === undefined || day >= published) ? [{ claim, day }] : []
    })
    .sort((a, b) => b.day - a.day || a.claim.start - b.claim.start)
    .map(({ claim }) => claim)
}
