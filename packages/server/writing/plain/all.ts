/** The built-in versions of a whole run: one a channel, each checked, siblings unlike each other where the network asks. */
import { bareText, check, type Checked, type CheckContext, type Sibling } from '../check/check.ts'
import { groundsOf, type Grounds } from '../check/grounds.ts'
import type { Outline } from '../claims.ts'
import type { Content } from '../content.ts'
import { planFor, type Plan, type RunOptions, type Target } from '../plan.ts'
import { repair } from '../repair.ts'
import type { Source } from '../source.ts'
import { plainVoice, type VoiceRules } from '../voice.ts'
import { writePlain } from './write.ts'

export interface PlainInput {
  readonly sources: readonly Source[]
  readonly outline: Outline
  readonly targets: readonly Target[]
  readonly link: string | null
  readonly options?: RunOptions
  readonly voice?: VoiceRules
  readonly now: Date
  /** Where a channel begins in the list of leads: "other lead" walks down. */
  readonly leads?: ReadonlyMap<string, number>
  readonly siblings?: readonly Sibling[]
}
export interface PlainVersion extends Checked {
  readonly target: Target
  readonly plan: Plan
  readonly content: Content
  readonly used: readonly number[]
}
export interface PlainResult {
  readonly grounds: Grounds
  readonly versions: readonly PlainVersion[]
  /** Channels for which the source has no (other) lead. */
  readonly leftOut: readonly string[]
}

/** How far down the list of leads a sibling may look for something of its own. */
const mostTries = 8

export function writeAll(input: PlainInput): PlainResult {
  const { sources, outline, options = {}, voice = plainVoice, link } = input
  const grounds = groundsOf(sources, {
    brief: outline.brief,
    voice,
    urls: link === null ? [] : [link],
    language: options.language ?? outline.language,
  })
  const versions: PlainVersion[] = []
  const leftOut: string[] = []
  const siblings: Sibling[] = [...(input.siblings ?? [])]
  for (const [turn, target] of input.targets.entries()) {
    const from = input.leads?.get(target.channel.id) ?? 0
    const found = firstThatHolds(from, (leadRank) =>
      oneVersion({ ...input, options, voice }, target, { leadRank, turn, grounds, siblings }),
    )
    if (found === undefined) {
      leftOut.push(target.channel.id)
      continue
    }
    versions.push(found)
    siblings.push({ channelId: target.channel.id, platform: target.platform, text: bareText(found.content) })
  }
  return { grounds, versions, leftOut }
}

function firstThatHolds(from: number, attempt: (rank: number) => PlainVersion | undefined): PlainVersion | undefined {
  for (let rank = from; rank < from + mostTries; rank += 1) {
    const version = attempt(rank)
    if (version === undefined) return undefined
    if (version.state !== 'blocked') return version
  }
  return undefined
}

interface Turn {
  readonly leadRank: number
  readonly turn: number
  readonly grounds: Grounds
  readonly siblings: readonly Sibling[]
}

function oneVersion(
  input: PlainInput & { voice: VoiceRules; options: RunOptions },
  target: Target,
  { leadRank, turn, grounds, siblings }: Turn,
): PlainVersion | undefined {
  const { outline, link, options, voice, now } = input
  const plan = planFor(target, { outline, link, options, voice, leadRank, turn })
  const written = writePlain(outline, plan, { voice })
  if (written === undefined) return undefined
  const context: CheckContext = {
    plan,
    composer: target.composer,
    channel: target.channel,
    grounds,
    voice,
    siblings,
    now,
    ...(options.scheduledFor !== undefined && { scheduledFor: options.scheduledFor }),
  }
  const first = check(written.content, context)
  if (first.state !== 'blocked') return { target, plan, ...written, ...first }
  const { content, findings, evidence, state } = repair(written.content, context)
  return { target, plan, content, used: written.used, findings, evidence, state }
}
