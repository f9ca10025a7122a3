/** The forms a text takes: one point and two facts; a few paragraphs; a caption. */
import { atoms, isFigure } from '@posthorn/domain/text/atoms.ts'
import { rulesOf } from '@posthorn/domain/text/languages/all.ts'
import type { LanguageRules } from '@posthorn/domain/text/languages/language.ts'
import { mentions } from '@posthorn/domain/text/words.ts'
import type { Claim, Outline } from '../claims.ts'
import type { Plan } from '../plan.ts'
import { diverse, sameTerms, shared } from '../salience.ts'
import type { VoiceRules } from '../voice.ts'
import { isBanned, type Lead } from './leads.ts'

export interface Shaping {
  readonly plan: Plan
  readonly fits: (text: string) => boolean
  readonly voice: VoiceRules
}
interface Shaped {
  readonly text: string
  readonly used: readonly number[]
}

const bullet = '• '
const fewestInBullet = 20
const longestBullet = 130
const longestLongBullet = 150

/** A fact for a list: whole, short, and without the full stop a list does not need. */
const asBullet = (text: string): string => bullet + text.replace(/([^.])\.$/, '$1')

/** The claims a text holds so far, so that no two say the same. */
interface Taken {
  readonly ordinals: readonly number[]
  isNew(claim: Claim, same?: number): boolean
  add(...claims: readonly Claim[]): void
}
function takenBy(lead: Lead): Taken {
  const ordinals: number[] = lead.claim ? [lead.claim.ordinal] : []
  const said: ReadonlySet<string>[] = [lead.terms]
  return {
    ordinals,
    isNew: (claim, same = sameTerms) =>
      !ordinals.includes(claim.ordinal) && said.every((other) => shared(claim.terms, other) < same),
    add: (...claims) => {
      ordinals.push(...claims.map((claim) => claim.ordinal))
      said.push(...claims.map((claim) => claim.terms))
    },
  }
}
const bySource = (a: Claim, b: Claim): number => a.source - b.source || a.start - b.start

const usable = (outline: Outline, voice: VoiceRules): Claim[] => {
  const rules = rulesOf(outline.language)
  return outline.claims.filter(
    (claim) =>
      !claim.dangling && !/[?:…]["”“»]?$/.test(claim.alone) && !isBanned(claim.alone, voice) && isSaying(claim, rules),
  )
}
/** Fragments of a table or a menu are no facts. */
const isSaying = (claim: Claim, rules: LanguageRules): boolean =>
  claim.isList || rules.stopWords.size === 0 || claim.alone.split(' ').length >= 5

/** One point; then two facts as a list, or one more sentence where only one fits. */
export function shortText(outline: Outline, lead: Lead, { plan, fits, voice }: Shaping): Shaped {
  const ranked = factsFor(outline, lead, voice)
  // Steps belong together: a list of steps is shown whole or not at all.
  const steps = ranked.filter((claim) => claim.isList)
  if (lead.isLabel && fits(listText(`${lead.text}:`, steps)))
    return { text: listText(`${lead.text}:`, steps), used: steps.map((claim) => claim.ordinal) }
  const prose = usable(outline, voice).filter((claim) => !claim.isList)
  const turned = [...ranked.slice(plan.turn), ...ranked.slice(0, plan.turn)]
  const ranks = lead.isLabel ? prose : turned
  const mostFacts = plan.target[1] > 300 ? 3 : 2
  const suits = (claim: Claim) =>
    claim.short.length >= fewestInBullet && claim.short.length <= longestBullet && claim.kind !== 'quote'
  const collect = (from: number): Claim[] => {
    const taken = takenBy(lead)
    const facts: Claim[] = []
    for (const claim of ranks.slice(from).filter(suits)) {
      if (facts.length >= mostFacts || !taken.isNew(claim) || !fits(listText(lead.text, [...facts, claim]))) continue
      facts.push(claim)
      taken.add(claim)
    }
    return facts
  }
  // A long strongest fact may leave no room for a second one; two that fit say more.
  const facts = [0, 1, 2].map(collect).find((found) => found.length >= 2)
  const own = takenBy(lead).ordinals
  if (facts) return { text: listText(lead.text, facts), used: [...own, ...facts.map((claim) => claim.ordinal)] }
  const more = ranks.find((claim) => takenBy(lead).isNew(claim) && fits(`${lead.text}\n\n${claim.short}`))
  return more ? { text: `${lead.text}\n\n${more.short}`, used: [...own, more.ordinal] } : { text: lead.text, used: own }
}

const listText = (opening: string, claims: readonly Claim[]): string =>
  [
    opening,
    claims
      .toSorted(bySource)
      .map((claim) => asBullet(claim.short))
      .join('\n'),
  ]
    .filter(Boolean)
    .join('\n\n')

/** A source with a list of its own says there what matters most. */
const fewestListed = 3
/** Fewer terms than this tell a reader little without what stood around them. */
const fewestTerms = 4

/** What may follow the lead, strongest first; after a label the list in its own order. */
function factsFor(outline: Outline, lead: Lead, voice: VoiceRules): Claim[] {
  const rules = rulesOf(outline.language)
  const all = usable(outline, voice)
  const listed = all.filter((claim) => claim.isList && claim.short.length <= longestBullet)
  if (lead.isLabel) return listed
  const worth = (claim: Claim): number =>
    claim.salience +
    (claim.atoms.some(isFigure) ? 0.1 : 0) -
    (claim.kind === 'quote' ? 0.1 : 0) +
    (claim.isList && listed.length >= fewestListed ? 0.25 : 0) -
    (claim.terms.size < fewestTerms && !claim.isList ? 0.2 : 0) -
    (mentions(claim.short, Object.keys(rules.relativeDays)) ? 0.2 : 0)
  return diverse(
    all.map((claim) => ({ ...claim, salience: worth(claim) })),
    10,
  )
}

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
  tryAdd({ body: [body] }, body)
  const quote = diverse(
    all.filter((claim) => claim.kind === 'quote' && claim.attribution !== null && taken.isNew(claim)),
    1,
  )[0]
  if (quote) tryAdd({ quote: quote.alone }, [quote])
  const list = factList(
    lead,
    all.filter((claim) => claim !== next && taken.isNew(claim, lead.isLabel ? 0.9 : sameTerms)),
  )
  const heading = lead.isLabel ? '' : (rules.phrases?.facts ?? '')
  if (list.length >= 2)
    tryAdd({ facts: [heading, ...list.map((claim) => asBullet(claim.short))].filter(Boolean).join('\n') }, list)
  if (next && taken.isNew(next))
    tryAdd({ next: [rules.phrases?.next ?? '', next.alone].filter(Boolean).join(' ') }, [next])
  // Still thin: the body goes on with the strongest sentences that are left.
  for (const claim of diverse(prose, 8)) {
    if (plan.count(joined(sections)) >= plan.target[0]) break
    if (taken.isNew(claim) && claim.terms.size >= fewestTerms) tryAdd({ body: [...sections.body, [claim]] }, [claim])
  }
  return { text: joined(sections), used: taken.ordinals }
}

interface Sections {
  readonly lead: string
  readonly body: readonly (readonly Claim[])[]
  readonly quote: string
  readonly facts: string
  readonly next: string
}
function joined({ lead, body, quote, facts, next }: Sections): string {
  const paragraphs = body
    .toSorted(([a], [b]) => (a && b ? bySource(a, b) : 0))
    // What stands right behind its first sentence may lean on it, so it keeps its own words.
    .map((claims) => claims.map((claim, index) => (index === 0 ? claim.alone : claim.text)).join(' '))
  return [lead, ...paragraphs, quote, facts, next].filter(Boolean).join('\n\n')
}

/** Sentences nearly as strong as the strongest; the first of them opens the body. */
const nearlyAsStrong = 0.75

/** The first strong sentence and the one right behind it. */
function opening(outline: Outline, lead: Lead, claims: readonly Claim[], taken: Taken): Claim[] {
  const behind = (first: Claim): Claim | undefined =>
    outline.claims.find(
      (claim) =>
        claim.source === first.source &&
        claim.block === first.block &&
        claim.start > first.end &&
        claim.start <= first.end + 2,
    )
  const suits = (claim: Claim | undefined): claim is Claim =>
    claim !== undefined &&
    claim.kind !== 'quote' &&
    !claim.isList &&
    !/[?:…]$/.test(claim.text) &&
    taken.isNew(claim, 0.8)
  if (lead.claim) {
    const second = behind(lead.claim)
    if (suits(second)) return [{ ...second, alone: second.text }]
  }
  // A title is told again by the sentence that gives its figures, and by no other.
  const says = (claim: Claim) =>
    taken.isNew(claim, 0.8) || (lead.from === 'title' && claim.atoms.filter(isFigure).length >= 2)
  const open = claims.filter(says)
  const strongest = Math.max(...open.map((claim) => claim.salience))
  const first = open.find((claim) => claim.salience >= strongest * nearlyAsStrong)
  if (!first) return []
  const second = behind(first)
  return suits(second) ? [first, second] : [first]
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

/** A hook, facts one a line, and where they come from. */
export function visualText(outline: Outline, lead: Lead, { plan, fits, voice }: Shaping): Shaped {
  const taken = takenBy(lead)
  const rules = rulesOf(outline.language)
  const label = rules.phrases?.source ?? ''
  const credit = outline.site === null || label === '' ? '' : `${label}: ${outline.site}`
  const lines: string[] = []
  const text = (more: readonly string[]) => [lead.text, ...more, credit].filter(Boolean).join('\n\n')
  for (const claim of factsFor(outline, lead, voice)) {
    if (lines.length >= 4 || plan.count(text(lines)) >= plan.target[0]) break
    if (!taken.isNew(claim) || !fits(text([...lines, claim.short]))) continue
    lines.push(claim.short)
    taken.add(claim)
  }
  return { text: fits(text(lines)) ? text(lines) : [lead.text, ...lines].join('\n\n'), used: taken.ordinals }
}
