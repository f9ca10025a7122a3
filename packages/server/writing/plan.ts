/** What a version on a channel should be: a pure function of the platform's data, the sources and a person's wishes. */
import { count } from '@posthorn/domain/text/count.ts'
import { findLinks } from '@posthorn/domain/text/links.ts'
import type { Channel, Composer, FormRules, PlatformRules, WritingHints } from '@posthorn/platforms/interface'
import type { Outline } from './claims.ts'
import { plainVoice, type VoiceRules } from './voice.ts'

/** A channel with the composer of its platform. */
export interface Target {
  readonly channel: Channel
  readonly platform: string
  readonly composer: Composer
}

export interface RunOptions {
  readonly goal?: string
  readonly callToAction?: string
  readonly link?: 'auto' | 'none' | 'comment'
  readonly thread?: boolean
  readonly language?: string
  /** ISO 8601 */
  readonly scheduledFor?: string
}

export interface Plan {
  readonly channelId: string
  readonly platform: string
  readonly family: WritingHints['family']
  readonly language: string
  /** In the network's own count. */
  readonly count: (text: string) => number
  /** Most a text may have, with links and hashtags in it. */
  readonly max: number
  readonly target: readonly [least: number, most: number]
  readonly lead: number
  readonly parts: number
  readonly link: { readonly url: string; readonly place: 'text' | 'card' | 'comment'; readonly title: string } | null
  readonly hashtags: readonly [least: number, most: number]
  /** Which of the strong claims leads: siblings begin differently. */
  readonly leadRank: number
  /** Which facts come second: the same family on another network tells another one. */
  readonly turn: number
  readonly needsMedia: boolean
  readonly noCopies: boolean
}

export function planFor(
  target: Target,
  {
    outline,
    link,
    options = {},
    voice = plainVoice,
    leadRank = 0,
    turn = 0,
  }: {
    outline: Outline
    link: string | null
    options?: RunOptions
    voice?: VoiceRules
    leadRank?: number
    turn?: number
  },
): Plan {
  const rules = target.composer.limits(target.channel)
  const form = textForm(rules)
  const hints = rules.writing ?? middleWay(rules, form)
  const unit = form.text.count
  const linkCost = form.text.linkCost
  const counter = (text: string) =>
    count(text, unit) + (unit === 'weighted' || linkCost === undefined ? 0 : reserved(text, linkCost))
  const wished = options.link ?? 'auto'
  const place = wished === 'comment' && rules.can.firstComment ? 'comment' : hints.link
  const [least, most] = hints.hashtags
  const mostTags = Math.min(most, voice.hashtags?.most ?? most)
  return {
    channelId: target.channel.id,
    platform: target.platform,
    family: hints.family,
    language: options.language ?? outline.language,
    count: counter,
    max: form.text.max,
    target: [Math.min(hints.target[0], form.text.max), Math.min(hints.target[1], form.text.max)],
    lead: hints.lead,
    parts: options.thread === true ? mostParts(rules) : 1,
    link: link === null || place === 'none' || wished === 'none' ? null : { url: link, place, title: outline.title },
    hashtags: [Math.min(least, mostTags), mostTags],
    leadRank,
    turn,
    needsMedia: Object.values(rules.forms).every(
      (each) => Object.values(each.media).length > 0 && Object.values(each.media).every((media) => media.count[0] > 0),
    ),
    noCopies: hints.noCopies ?? false,
  }
}

/** Networks that count every address as so many characters. */
const reserved = (text: string, cost: number): number =>
  findLinks(text)
    .filter((link) => link.scheme)
    .reduce((sum, link) => sum + cost - count(link.text, 'graphemes'), 0)

/** The form a plain text would take: the one without media if there is one, else the first. */
function textForm(rules: PlatformRules): FormRules {
  const forms = Object.values(rules.forms)
  const bare = forms.find((form) => form.text.max > 0 && Object.keys(form.media).length === 0)
  const found = bare ?? forms.find((form) => form.text.max > 0) ?? forms[0]
  if (found === undefined) throw new TypeError(`${rules.id} has no forms`)
  return found
}

const longestThread = 8
const mostParts = (rules: PlatformRules): number =>
  Math.min(longestThread, Math.max(1, ...Object.values(rules.forms).map((form) => form.parts)))

/** For a platform that says nothing of its readers. */
function middleWay(rules: PlatformRules, form: FormRules): WritingHints {
  const { max, linkCost } = form.text
  const media = Object.values(rules.forms).every((each) =>
    Object.values(each.media).some((limits) => limits.count[0] > 0),
  )
  if (media) return { family: 'visual', target: [300, Math.min(900, max)], lead: 110, link: 'none', hashtags: [2, 5] }
  if (max > 1000)
    return {
      family: 'long',
      target: [400, 1000],
      lead: 140,
      link: linkCost === undefined ? 'card' : 'text',
      hashtags: [1, 3],
    }
  return {
    family: 'short',
    target: [Math.round(max * 0.5), Math.round(max * 0.9)],
    lead: 140,
    link: 'text',
    hashtags: [0, 2],
  }
}
