/** What a text may open with, strongest first: the brief's first sentence, the title as a sentence, then the claims. */
import { atoms, isFigure } from '@posthorn/domain/text/atoms.ts'
import { rulesOf } from '@posthorn/domain/text/languages/all.ts'
import type { LanguageRules } from '@posthorn/domain/text/languages/language.ts'
import { sentences } from '@posthorn/domain/text/sentences.ts'
import { cut } from '@posthorn/domain/text/spans.ts'
import { mentions, terms, words, writtenWithoutSpaces } from '@posthorn/domain/text/words.ts'
import type { Claim, Outline } from '../claims.ts'
import type { Plan } from '../plan.ts'
import { diverse, sameTerms, shared } from '../salience.ts'
import type { VoiceRules } from '../voice.ts'
import { mayStand } from './compress.ts'

export interface Lead {
  readonly text: string
  readonly from: 'brief' | 'title' | 'claim'
  readonly claim: Claim | undefined
  readonly terms: ReadonlySet<string>
  /** Opens a list instead of saying something: "How to prune an apple tree". */
  readonly isLabel: boolean
}

const mostLeads = 12
const longestTitle = 160
const fewestTitleWords = 4

export function leadsOf(outline: Outline, plan: Plan, voice: VoiceRules): Lead[] {
  const rules = rulesOf(outline.language)
  const usable = outline.claims.filter(
    (claim) => !claim.dangling && !claim.isList && isStatement(claim.alone, rules) && !isBanned(claim.alone, voice),
  )
  const strong = diverse(
    usable.length > 0 ? usable : outline.claims.filter((claim) => !isBanned(claim.alone, voice)),
    mostLeads,
  )
  const fromClaims = strong.map((claim): Lead => ({
    text: claim.short,
    from: 'claim',
    claim,
    terms: claim.terms,
    isLabel: false,
  }))
  const title = titleLead(outline, rules)
  const brief = briefLead(outline.brief, rules)
  const [first] = fromClaims
  const titleLeads =
    title !== undefined &&
    !isBanned(title.text, voice) &&
    (first === undefined || title.isLabel || isStronger(title, first, rules))
  const rest = titleLeads ? fromClaims.filter((lead) => shared(lead.terms, title.terms) < 0.85) : fromClaims
  return [...(brief ? [brief] : []), ...(titleLeads ? [title] : []), ...rest].filter(
    (lead) => plan.count(lead.text) <= plan.max,
  )
}

/** The title leads unless the strongest sentence holds more that can be checked. */
const isStronger = (title: Lead, claim: Lead, rules: LanguageRules): boolean =>
  figures(title.text, rules) >= figures(claim.text, rules) - 1
/** "7-2" is one figure. */
const figures = (text: string, rules: LanguageRules): number =>
  atoms(text.replace(/(\d)[-:–](\d)/g, '$1$2'), rules).filter(isFigure).length

const isStatement = (text: string, rules: LanguageRules): boolean =>
  !/[?:…]["”“»]?$/.test(text) && (mayStand(text, rules) || rules.stopWords.size === 0)

function titleLead(outline: Outline, rules: LanguageRules): Lead | undefined {
  const title = outline.title.trim()
  const spaced = !writtenWithoutSpaces(title)
  if (title === '' || title.length > longestTitle || title.endsWith('?') || rules.toMachines.test(title))
    return undefined
  if (spaced ? words(title).length < fewestTitleWords : title.length < 8) return undefined
  const isSentence = mayStand(title, rules) && !rules.label.test(title)
  const list = outline.claims.filter((claim) => claim.isList)
  const isLabel = !isSentence && list.length >= 3
  // A title that is neither a sentence nor announces a list says less than the first sentence does.
  if (spaced && !isSentence && !isLabel) return undefined
  const text = isLabel
    ? title.replace(/[.:]$/, '')
    : /[.!…]["”“»]?$/.test(title)
      ? title
      : title + (spaced ? '.' : '。')
  return { text, from: 'title', claim: undefined, terms: new Set(terms(title, rules)), isLabel }
}

function briefLead(brief: string, rules: LanguageRules): Lead | undefined {
  const [first] = sentences(brief, rules.code)
  if (first === undefined) return undefined
  const text = cut(brief, first)
  // "Please announce …" is an instruction to a writer, and this one only copies.
  if (words(text).length < 5 || isInstruction(text)) return undefined
  return { text, from: 'brief', claim: undefined, terms: new Set(terms(text, rules)), isLabel: false }
}
const isInstruction = (text: string): boolean =>
  /^(?:please|write|announce|mention|focus|emphasi[sz]e|highlight|make|keep|explain|tell|use|don['’]t|avoid|bitte|schreib\w*|erwähn\w*|betone\w*|écri\w+|mentionne\w*|escrib\w+|scriv\w+|escrev\w+|schrijf\w*)\b/i.test(
    text,
  )

export const isBanned = (text: string, voice: VoiceRules): boolean =>
  mentions(
    text,
    voice.banned.map((phrase) => phrase.toLowerCase()),
  )

/** Three first lines of different kinds: the figure, the quotation, the question that stands in the source. */
export function hooksOf(leads: readonly Lead[], chosen: Lead): string[] {
  const others = leads.filter((lead) => lead !== chosen && shared(lead.terms, chosen.terms) < sameTerms)
  const figure = others.find((lead) => lead.claim?.kind === 'figure')
  const quote = others.find((lead) => lead.claim?.kind === 'quote')
  return [...new Set([chosen, figure, quote, ...others].flatMap((lead) => (lead ? [lead.text] : [])))].slice(0, 3)
}
