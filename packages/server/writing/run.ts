/** A draft run: what it was asked, what it knows, what it suggests. */
import type { Claim } from './claims.ts'
import type { Evidence, Finding } from './check/finding.ts'
import type { Content } from './content.ts'
import type { RunOptions } from './plan.ts'
import type { VoiceRules } from './voice.ts'

export type RunState =
  | 'queued'
  | 'reading'
  | 'outlining'
  | 'writing'
  | 'checking'
  | 'repairing'
  | 'done'
  | 'done_with_warnings'
  | 'failed'
  | 'cancelled'

export const isOver = (state: RunState): boolean =>
  state === 'done' || state === 'done_with_warnings' || state === 'failed' || state === 'cancelled'

/** A sentence for the person, as a code of the problem table. */
export interface Note {
  readonly code: string
  readonly values: Readonly<Record<string, string | number>>
  readonly channelId?: string
}

/** What a person asked for after a first result. */
export interface Again {
  readonly channelIds: readonly string[]
  /** The next strong sentence leads. */
  readonly otherLead: boolean
  readonly instruction: string
}

export interface Run {
  readonly id: string
  readonly state: RunState
  readonly sourceIds: readonly string[]
  readonly brief: string
  readonly channelIds: readonly string[]
  readonly voice: VoiceRules
  readonly options: RunOptions & { readonly again?: Again }
  readonly cancelAsked: boolean
  readonly writer: string
  readonly model: string | null
  readonly promptVersion: string | null
  readonly seed: number
  readonly costMicros: number | null
  readonly tokens: number
  readonly timings: Readonly<Record<string, number>>
  readonly problem: Note | null
  readonly notes: readonly Note[]
  readonly createdAt: Date
  readonly endedAt: Date | null
}

export interface Suggestion {
  readonly id: string
  readonly channelId: string
  readonly ordinal: number
  readonly content: Content
  /** Ordinals of claims. */
  readonly used: readonly number[]
  readonly evidence: readonly Evidence[]
  readonly findings: readonly Finding[]
  readonly state: 'ok' | 'warn' | 'blocked'
  /** 'built_in', or the provider and model. */
  readonly writer: string
  readonly current: boolean
  readonly acceptedAt: Date | null
}

export type StoredClaim = Pick<
  Claim,
  'ordinal' | 'text' | 'kind' | 'salience' | 'attribution' | 'hedged' | 'negated' | 'start' | 'end'
> & { readonly sourceId: string }

/** Progress of a run, in order. `suggestion.partial` is unchecked, not stored, and has no number. */
export type RunEvent =
  | { readonly kind: 'run.state'; readonly state: RunState }
  | {
      readonly kind: 'source.read'
      readonly sourceId: string
      readonly title: string
      readonly words: number
      readonly language: string
      readonly access: string
      readonly warnings: readonly string[]
    }
  | { readonly kind: 'claims.ready'; readonly count: number }
  | {
      readonly kind: 'suggestion.plain' | 'suggestion.checked'
      readonly channelId: string
      readonly suggestionId: string
      readonly state: string
      readonly writer: string
    }
  | { readonly kind: 'suggestion.partial'; readonly channelId: string; readonly text: string }
  | { readonly kind: 'usage'; readonly costMicros: number | null; readonly tokens: number }
  | {
      readonly kind: 'problem'
      readonly code: string
      readonly values: Readonly<Record<string, string | number>>
      readonly channelId?: string
    }
  | { readonly kind: 'run.done'; readonly state: RunState }
export type NumberedEvent = RunEvent & { readonly seq?: number }
