/** Short texts: one point and two facts; and captions: a hook and facts one a line. */
import { rulesOf } from '@posthorn/domain/text/languages/all.ts'
import type { Claim, Outline } from '../claims.ts'
import type { Lead } from './leads.ts'
import {
  asBullet,
  bySource,
  factsFor,
  fewestInBullet,
  longestBullet,
  takenBy,
  usable,
  type Shaped,
  type Shaping,
} from './shape.ts'

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
