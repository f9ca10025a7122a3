/**
 * The built-in writer: no key, no network, no chance, no clock. It takes sentences of the source, makes them stand alone,
 * puts the fact first and shows structure by line breaks. Same input, same bytes.
 */
import type { Outline } from '../claims.ts'
import type { Content } from '../content.ts'
import { composedTexts } from '../content.ts'
import type { Plan } from '../plan.ts'
import { plainVoice, type VoiceRules } from '../voice.ts'
import { hashtagsFor } from './hashtags.ts'
import { hooksOf, leadsOf, type Lead } from './leads.ts'
import { longText } from './long.ts'
import { shortText, visualText } from './short.ts'

export interface Written {
  readonly content: Content
  /** Ordinals of the claims used. */
  readonly used: readonly number[]
}

/** Nothing: no claim that may lead, or no other lead is left. */
export function writePlain(
  outline: Outline,
  plan: Plan,
  { voice = plainVoice }: { voice?: VoiceRules } = {},
): Written | undefined {
  const leads = leadsOf(outline, plan, voice)
  const lead = leads[plan.leadRank]
  if (lead === undefined) return undefined
  const hashtags = hashtagsFor(outline, plan.hashtags[1], voice.hashtags?.own)
  const shell: Content = {
    parts: [''],
    hashtags,
    firstComment: '',
    link: plan.link,
    hooks: hooksOf(leads, lead),
    cardText: plan.needsMedia ? cardText(lead) : '',
  }
  // The room a text has, once link and hashtags have theirs.
  const full = (text: string): Content => ({ ...shell, parts: [withSignOff(text, voice)] })
  const fits = (text: string): boolean => {
    const [composed] = composedTexts(full(text), plan.family)
    return plan.count(composed) <= plan.max && plan.count(text) <= plan.target[1]
  }
  const shape = plan.family === 'long' ? longText : plan.family === 'visual' ? visualText : shortText
  const { text, used } = shape(outline, lead, { plan, fits, voice })
  return { content: trimTags(full(text), plan), used }
}

const withSignOff = (text: string, voice: VoiceRules): string => [text, voice.signOff].filter(Boolean).join('\n\n')

/** A text that is only too long with its hashtags loses hashtags. */
export function trimTags(content: Content, plan: Plan): Content {
  const [last] = composedTexts(content, plan.family).slice(-1)
  if (content.hashtags.length === 0 || plan.count(last ?? '') <= plan.max) return content
  return trimTags({ ...content, hashtags: content.hashtags.slice(0, -1) }, plan)
}

const cardWords = 12
const cardText = (lead: Lead): string => {
  const all = lead.text.split(' ')
  return all.length <= cardWords
    ? lead.text
    : `${all
        .slice(0, cardWords)
        .join(' ')
        .replace(/[,;:.]$/, '')} …`
}
