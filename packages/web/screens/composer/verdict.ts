/** What a channel says to a draft, as the screen shows it. `judge.ts` finds it out. */
import type { Promised } from '@posthorn/domain/post/states.ts'
import type * as platform from '@posthorn/platforms/interface'
import type { z } from 'zod'
import type * as schemas from '@posthorn/contract/schemas/posts.ts'

export type Asset = z.output<typeof schemas.Asset>

export interface Finding {
  readonly channelId: string
  readonly code: string
  readonly says: string
  readonly todo?: string
  /** What is said at its field, if that is shorter. */
  readonly atField?: string
  readonly part?: number
  readonly field?: string
  readonly blocks: boolean
}
/** The room in one part. */
export interface Room {
  /** How many characters are left, by the network's own counting; negative: over. */
  readonly left: number
  readonly max: number
  /** Where the text stops fitting, in UTF-16 units; only of one that is over. */
  readonly overFrom?: number
}
export interface Poll {
  readonly question?: string
  readonly options: readonly string[]
}
export interface Verdict {
  readonly channelId: string
  readonly form: string | null
  /** It is handed over: a person finishes it in the network's app. */
  readonly inbox: boolean
  readonly rules: platform.PlatformRules
  readonly left: readonly Room[]
  readonly findings: readonly Finding[]
  readonly preview: platform.Preview
  /** A poll that goes with it. */
  readonly poll?: Poll
  readonly promise: Promised
  /** What a person agrees to by publishing it. */
  readonly consent?: platform.Sentence
  /** US$; undefined where the network charges nothing. */
  readonly price?: number
}

/** Where a part is over the tightest of several channels' limits, or undefined if it fits everywhere. */
export function overFrom(part: number, verdicts: readonly Verdict[]): number | undefined {
  const marks = verdicts.flatMap((verdict) => verdict.left[part]?.overFrom ?? [])
  return marks.length > 0 ? Math.min(...marks) : undefined
}
