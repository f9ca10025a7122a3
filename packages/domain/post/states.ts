/**
 * The life of a publication. Moves are data: the server refuses any other, and a trigger in the database,
 * whose table is compared with this one by a test, refuses it too.
 */
export const states = [
  'draft',
  'awaiting_approval',
  'scheduled',
  'publishing',
  'waiting',
  'unconfirmed',
  'needs_you',
  'published',
  'handed_over',
  'failed',
  'missed',
  'cancelled',
  'removed',
] as const
export type State = (typeof states)[number]

export const moves: Readonly<Record<State, readonly State[]>> = {
  draft: ['scheduled', 'awaiting_approval'],
  awaiting_approval: ['scheduled', 'draft', 'missed'],
  scheduled: ['publishing', 'cancelled', 'missed', 'draft'],
  publishing: ['published', 'handed_over', 'waiting', 'unconfirmed', 'failed', 'needs_you', 'cancelled', 'missed'],
  waiting: ['publishing', 'cancelled', 'needs_you'],
  unconfirmed: ['published', 'publishing', 'scheduled', 'needs_you'],
  needs_you: ['published', 'publishing', 'scheduled', 'cancelled'],
  missed: ['scheduled', 'cancelled'],
  published: ['removed'],
  handed_over: [],
  failed: [],
  cancelled: [],
  removed: [],
}

/** Nothing moves a publication out of these; "try again" makes a new run. */
export const finalStates: readonly State[] = states.filter((state) => moves[state].length === 0)

/** States in which the lane still has work to do or to wait for. */
export const openStates = ['scheduled', 'publishing', 'waiting', 'unconfirmed'] as const satisfies readonly State[]

/** States in which followers may see something at the network. */
export const liveStates = ['published', 'handed_over', 'removed'] as const satisfies readonly State[]

/** True if a publication may go from one state to the other. */
export const mayMove = (from: State, to: State): boolean => moves[from].includes(to)

/** Why a publication waits; shown on the screen. */
export const waitReasons = ['processing', 'slow_down', 'reconnect', 'credits', 'retry', 'paused'] as const
export type WaitReason = (typeof waitReasons)[number]

/** What Posthorn can know about an outcome if the network's answer is lost. */
export const promises = ['exact', 'searched', 'asks you'] as const
export type Promised = (typeof promises)[number]
