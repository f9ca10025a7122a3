import type { Json } from '@posthorn/domain/json.ts'
import type { Call, Channel, Failure, Frozen, Platform, Reply, Step, Wire } from '@posthorn/platforms/interface'
import type { Parts } from '../parts.ts'
import type { Due } from './due.store.ts'
import type { Beginning } from './intent.store.ts'
import type { Lane } from './lanes.store.ts'
import type { PlanStep } from './plan.ts'

/** How a turn speaks to the network for one channel. */
export interface Network {
  readonly call: Call
  /** One irrevocable request on a connection of its own: no redirect, no retry. Throws `CallFailed`. */
  once(wire: Wire, timeoutMs: number): Promise<Reply>
  /** Fetches a new token after one was refused. */
  renew(): Promise<'renewed' | 'reconnect' | 'later'>
  /** True if another token has meanwhile taken the place of the one that was just refused. */
  hasAnother(): Promise<boolean>
  /** An address of the network as people open it: of a sandbox channel, the practice timeline. */
  openable(url: string): string
  /** Where a real network would fetch files of ours. */
  readonly mediaUrl?: string | undefined
}

/** A call that failed; what the platform's `classify` judges, but for the step's name. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed'
  readonly failure: Omit<Failure, 'during'>
  constructor(failure: Omit<Failure, 'during'>, cause?: unknown) {
    super('The network did not do what was asked.', { cause })
    this.failure = failure
  }
}

export interface Turn {
  readonly parts: Pick<Parts, 'worker' | 'platforms' | 'seal' | 'log' | 'now'>
  readonly lane: Lane
  readonly network: (due: Due, channel: Channel) => Network
  /** Calls made to the network in this turn: daily caps count them. */
  readonly calls: () => number
  /** Aborted when the lane is lost or the program stops. */
  readonly signal: AbortSignal
  /** In [0, 1). */
  readonly chance: () => number
}

/** A publication in the hands of a turn. */
export interface Work {
  /** As the row stands; replaced when a write of ours changes it. */
  due: Due
  readonly platform: Platform
  readonly channel: Channel
  readonly frozen: Frozen
  readonly steps: readonly Step[]
  readonly plan: readonly PlanStep[]
  readonly network: Network
  /** Results of steps, in their order: value, note and whether they are finished. */
  readonly results: Map<string, StepResult>
  /** What has not been written yet of the beginning: it goes along with the first write. */
  begin: Beginning | undefined
  /** Becomes true with the first part that followers can see. */
  live: boolean
  renewed: boolean
}

export interface StepResult {
  readonly state: 'done' | 'more' | 'wait' | 'live' | 'sending' | 'unknown' | 'refused' | 'skipped'
  readonly value?: Json | undefined
  readonly note?: Json | undefined
  readonly remoteId?: string | undefined
}

/** What follows: `on` with this plan; `away`: this publication waits or has ended, the next one of the lane; `stop`: let go of the lane. */
export type After = 'on' | 'away' | 'stop'

const finishedStates = new Set(['done', 'live', 'skipped', 'refused'])
export const isFinished = (result: StepResult | undefined): boolean =>
  result !== undefined && finishedStates.has(result.state)

/** The first step that still has to run. */
export const nextStep = (work: Work): Step | undefined =>
  work.steps.find((step) => !isFinished(work.results.get(step.name)))

/** True if nothing of the post itself would remain after this step. */
export const endsPost = (work: Work, name: string): boolean =>
  !work.steps.some((step) => step.for === 'post' && step.name !== name && !isFinished(work.results.get(step.name)))

/** True if nothing at all would remain after this step. */
export const endsAll = (work: Work, name: string): boolean =>
  !work.steps.some((step) => step.name !== name && !isFinished(work.results.get(step.name)))

/** What an adapter may remember. */
export const memoryOf = (work: Work) => ({
  get: (step: string) => work.results.get(step)?.value,
  note: (step: string) => work.results.get(step)?.note,
})

export const stepSeal = (due: Due, step: string): string => `step:${due.workspaceId}:${due.id}:${step}`
export const intentSeal = (due: Due): string => `intent:${due.workspaceId}:${due.id}`
