/** One pure function says all there is to say about a version; it never throws, whatever the text. */
import type { Channel, Composer } from '@posthorn/platforms/interface'
import { jaccard, shingles } from '@posthorn/domain/text/words.ts'
import { composedTexts, toVersion, type Content } from '../content.ts'
import type { Plan } from '../plan.ts'
import type { VoiceRules } from '../voice.ts'
import { isGroundedTag } from './atom.ts'
import { isBlocked, type Evidence, type Finding } from './finding.ts'
import { formFindings } from './form.ts'
import type { Grounds } from './grounds.ts'
import { guard } from './guard.ts'
import { bannedFindings, staleFindings, stockFindings } from './style.ts'

export interface CheckContext {
  readonly plan: Plan
  readonly composer: Composer
  readonly channel: Channel
  readonly grounds: Grounds
  readonly voice: VoiceRules
  /** Finished texts of other channels in this run. */
  readonly siblings?: readonly Sibling[]
  readonly scheduledFor?: string
  readonly now: Date
  readonly canary?: string
}
export interface Sibling {
  readonly channelId: string
  readonly platform: string
  readonly text: string
}
export interface Checked {
  readonly findings: readonly Finding[]
  readonly evidence: readonly Evidence[]
  readonly state: 'ok' | 'warn' | 'blocked'
}

/** Networks that forbid near-copies across accounts call this similar; between others only whole families are noted. */
const nearCopy = 0.35
const sameText = 0.75

export function check(content: Content, context: CheckContext): Checked {
  const { grounds, voice } = context
  const findings: Finding[] = []
  const evidence: Evidence[] = []
  findings.push(...limitFindings(content, context))
  for (const [part, text] of [...content.parts, content.firstComment].entries()) {
    if (text === '') continue
    const guarded = guard(text, part, grounds)
    evidence.push(...guarded.evidence)
    findings.push(
      ...formFindings(text, part, context.canary === undefined ? {} : { canary: context.canary }),
      ...guarded.findings,
      ...bannedFindings(text, part, voice),
      ...stockFindings(text, part, grounds.rules),
      ...staleFindings(text, part, grounds.rules, {
        publishedAt: grounds.publishedAt,
        now: context.now,
        ...(context.scheduledFor !== undefined && { scheduledFor: context.scheduledFor }),
      }),
    )
  }
  findings.push(...tagFindings(content, grounds), ...siblingFindings(content, context))
  const state = isBlocked(findings) ? 'blocked' : findings.some((finding) => finding.level === 'warn') ? 'warn' : 'ok'
  return { findings, evidence, state }
}

const whole = { start: 0, end: 0 } as const

/**
 * The same function that guards publishing. What a text cannot cure is told and does not block it: missing
 * media, and what only a person may choose (who sees it on TikTok). */
function limitFindings(content: Content, { composer, channel, plan }: CheckContext): Finding[] {
  const version = toVersion(content, plan, composer)
  const found = composer.validate(version, channel).map((violation): Finding => {
    const ofMedia = /media|alt|file/.test(`${violation.problem} ${violation.field ?? ''}`)
    return {
      code: ofMedia ? 'writer.no-media' : violation.problem,
      level: !violation.blocks ? 'note' : ofMedia || violation.field?.startsWith('settings.') ? 'warn' : 'block',
      part: violation.part ?? 0,
      ...whole,
      values: violation.values ?? {},
    }
  })
  const isEmpty = content.parts.some((part) => part.trim() === '')
  return isEmpty && !found.some((finding) => finding.level === 'block')
    ? [...found, { code: 'post.text-empty', level: 'block', part: 0, ...whole, values: {} }]
    : found
}

const tagFindings = (content: Content, grounds: Grounds): Finding[] =>
  content.hashtags
    .filter((tag) => !isGroundedTag(tag, grounds))
    .map((tag) => ({
      code: 'writer.not-in-source',
      level: 'block',
      part: content.parts.length - 1,
      ...whole,
      values: { what: 'hashtag', text: `#${tag}` },
      fix: 'remove',
    }))

/** Links and tags do not make two texts different. */
export const bareText = (content: Content): string =>
  content.parts
    .join('\n')
    .replace(/https?:\/\/\S+|#[\p{L}\p{N}_]+/gu, '')
    .trim()

function siblingFindings(content: Content, { plan, siblings = [] }: CheckContext): Finding[] {
  const mine = bareText(content)
  const own = shingles(mine, 3)
  return siblings.flatMap((sibling): Finding[] => {
    if (sibling.channelId === plan.channelId) return []
    const alike = jaccard(own, shingles(sibling.text, 3))
    const forbidden =
      plan.noCopies && sibling.platform === plan.platform && (alike >= nearCopy || sibling.text === mine)
    if (!forbidden && alike <= sameText) return []
    return [
      {
        code: 'writer.near-copy',
        level: forbidden ? 'block' : 'note',
        part: 0,
        ...whole,
        values: { percent: Math.round(alike * 100) },
      },
    ]
  })
}

/** The text of the whole version, as it will stand. */
export const fullText = (content: Content, plan: Plan): string => composedTexts(content, plan.family).join('\n\n')
