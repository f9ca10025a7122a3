/** What the shapes of a text share: claims that may be used, and which of them were said. */
import { isFigure } from '@posthorn/domain/text/atoms.ts'
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
export interface Shaped {
  readonly text: string
  readonly used: readonly number[]
}

const bullet = '• '
export const fewestInBullet = 20
export const longestBullet = 130
export const longestLongBullet = 150

/** A fact for a list: whole, short, and without the full stop a list does not need. */
export const asBullet = (text: string): string => bullet + text.replace(/([^.])\.$/, '$1')

/** The claims a text holds so far, so that no two say the same. */
export interface Taken {
  readonly ordinals: readonly number[]
  isNew(claim: Claim, same?: number): boolean
  add(...claims: readonly Claim[]): void
}
export function takenBy(lead: Lead): Taken {
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
export const bySource = (a: Claim, b: Claim): number => a.source - b.source || a.start - b.start

export const usable = (outline: Outline, voice: VoiceRules, { steps = false } = {}): Claim[] => {
  const rules = rulesOf(outline.language)
  return outline.claims.filter(
    (claim) =>
      // Steps of a list lean on the ones before them and stand beside them.
      (!claim.dangling || (steps && claim.isList)) &&
      !/[?:…]["”“»]?$/.test(claim.alone) &&
      !isBanned(claim.alone, voice) &&
      isSaying(claim, rules),
  )
}
/** Fragments of a table or a menu are no facts. */
const isSaying = (claim: Claim, rules: LanguageRules): boolean =>
  claim.isList || rules.stopWords.size === 0 || claim.alone.split(' ').length >= 5

/** A source with a list of its own says there what matters most. */
export const fewestListed = 3
/** Fewer terms than this tell a reader little without what stood around them. */
export const fewestTerms = 4

/** What may follow the lead, strongest first; after a label the list in its own order. */
export function factsFor(outline: Outline, lead: Lead, voice: VoiceRules): Claim[] {
  const rules = rulesOf(outline.language)
  const all = usable(outline, voice, { steps: lead.isLabel })
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
