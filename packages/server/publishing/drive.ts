import type { Json } from '@posthorn/domain/json.ts'
import { lateAfterSeconds } from '@posthorn/domain/schedule/late.ts'
import type { Failure, FreeStep, OnceStep, Progress, Step } from '@posthorn/platforms/interface'
import { stepDone } from './done.ts'
import { write } from './fenced.store.ts'
import { storeIntent, type Blocked } from './intent.store.ts'
import { miss, park } from './park.ts'
import { act, parked, refuse, unclear } from './trouble.ts'
import { byStatus } from './verdict.ts'
import {
  CallFailed,
  intentSeal,
  isFinished,
  memoryOf,
  nextStep,
  stepSeal,
  type After,
  type Turn,
  type Work,
} from './work.ts'

/** Milliseconds one irrevocable request may take, counted from before its intent was stored. */
const onceDeadlineMs = 30_000
/** If the clock shows more than this between the statement and the request, the process was frozen: nothing is sent. */
const frozenMs = 20_000

/** Runs a publication's plan from where it stands until it ends, waits, or is out of our hands. */
export async function drive(turn: Turn, work: Work): Promise<After> {
  for (;;) {
    if (turn.signal.aborted) return 'stop'
    const step = nextStep(work)
    if (!step) return 'away'
    const after = step.repeat === 'never' ? await once(turn, work, step) : await freely(turn, work, step)
    if (after !== 'on') return after
  }
}

async function freely(turn: Turn, work: Work, step: FreeStep): Promise<After> {
  if (!(await begin(turn, work))) return 'stop'
  let progress: Progress
  try {
    progress = await step.run(work.network.call, memoryOf(work))
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error
    if (turn.signal.aborted) return 'stop'
    const failure: Failure = { ...error.failure, during: step.name }
    return act(turn, work, step, work.platform.classify(failure) ?? byStatus(failure, false, turn.parts.now()), failure)
  }
  return record(turn, work, step, progress)
}

/** Writes the frozen version and the plan's shape before the first free step, and takes a waiting one up again. */
async function begin(turn: Turn, work: Work): Promise<boolean> {
  const takesUp = ['scheduled', 'waiting', 'unconfirmed'].includes(work.due.state)
  if (!work.begin && !takesUp) return true
  const set = { ...work.begin, ...(takesUp ? { state: 'publishing' as const, reason: null } : {}) }
  const events = work.begin ? [{ kind: 'begun', data: { steps: work.plan.map((step) => step.name) } }] : []
  if (!(await write(turn.parts.worker.pool, turn.lane, work.due, { set, events }))) return false
  work.begin = undefined
  work.due = { ...work.due, ...(takesUp ? { state: 'publishing' } : {}) }
  return true
}

async function record(turn: Turn, work: Work, step: Step, progress: Progress): Promise<After> {
  switch (progress.is) {
    case 'done':
      return stepDone(turn, work, step, { how: 'answer', value: progress.value })
    case 'live':
      return stepDone(turn, work, step, { how: 'answer', remote: progress.remote, value: progress.value })
    case 'refused':
      return refuse(turn, work, step, { code: progress.problem, words: progress.words })
    case 'redo': {
      const failure = { during: step.name, wire: nowhere, sent: true }
      return act(
        turn,
        work,
        step,
        { is: 'redo', from: progress.from, ...(progress.note === undefined ? {} : { note: progress.note }) },
        failure,
      )
    }
    case 'more':
      return keep(turn, work, step, 'more', progress.value)
    case 'wait': {
      const value = progress.value ?? work.results.get(step.name)?.value ?? null
      return keep(turn, work, step, 'wait', value, progress.seconds)
    }
  }
}

/** Stands for a request where none was refused. */
export const nowhere = { method: 'GET', url: '', as: 'nobody' } as const

/** Remembers part of a step's result; with `seconds`, frees the lane until then. */
async function keep(
  turn: Turn,
  work: Work,
  step: Step,
  state: 'more' | 'wait',
  value: Json,
  seconds?: number,
): Promise<After> {
  const out = work.due.state === 'published' || work.due.state === 'handed_over'
  const waits =
    seconds === undefined
      ? {}
      : { wakeIn: seconds, set: { reason: 'processing', ...(out ? {} : { state: 'waiting' as const }) } }
  const row = {
    name: step.name,
    for: step.for,
    state,
    value: await turn.parts.seal.seal(value, stepSeal(work.due, step.name)),
  }
  if (!(await write(turn.parts.worker.pool, turn.lane, work.due, { ...waits, step: row }))) return 'stop'
  work.results.set(step.name, { ...work.results.get(step.name), state, value })
  return seconds === undefined ? 'on' : parked(work)
}

/** The irrevocable request: stored, committed, then sent exactly once. */
async function once(turn: Turn, work: Work, step: OnceStep): Promise<After> {
  const wire = step.request(memoryOf(work))
  const started = performance.now()
  const intent = await turn.parts.seal.seal({ step: step.name, wire: wire as unknown as Json }, intentSeal(work.due))
  const rule = { policy: work.due.latePolicy, windowSeconds: work.due.lateWindowSeconds }
  const row = { begin: work.begin, step, intent, lateAfterSeconds: lateAfterSeconds(rule) }
  const stored = await storeIntent(turn.parts.worker.pool, turn.lane, work.due, row)
  if ('blocked' in stored) return blocked(turn, work, stored.blocked)
  const out = work.due.state === 'published' || work.due.state === 'handed_over'
  work.begin = undefined
  work.due = { ...work.due, sentAt: stored.sentAt, sendingStep: step.name, ...(out ? {} : { state: 'publishing' }) }
  const elapsed = performance.now() - started
  const notSent: Failure = { during: step.name, wire, sent: false }
  if (elapsed > frozenMs || turn.signal.aborted) return act(turn, work, step, { is: 'retry' }, notSent)
  let reply
  try {
    reply = await work.network.once(wire, onceDeadlineMs - elapsed)
  } catch (error) {
    const failure: Failure =
      error instanceof CallFailed ? { ...error.failure, during: step.name } : { ...notSent, sent: true }
    return act(turn, work, step, work.platform.classify(failure) ?? byStatus(failure, true, turn.parts.now()), failure)
  }
  const failure: Failure = { during: step.name, wire, sent: true, reply }
  if (work.platform.failed?.(reply) ?? reply.status >= 400) {
    return act(turn, work, step, work.platform.classify(failure) ?? byStatus(failure, true, turn.parts.now()), failure)
  }
  if (reply.status >= 300) return act(turn, work, step, { is: 'unknown' }, failure)
  let progress: Progress
  try {
    progress = step.read(reply, memoryOf(work))
  } catch {
    return unclear(turn, work, step, {
      verdict: 'unknown',
      status: reply.status,
      words: 'the answer could not be read',
    })
  }
  return record(turn, work, step, progress)
}

/** What becomes of a publication that the point of no return refused. */
async function blocked(turn: Turn, work: Work, why: Blocked): Promise<After> {
  switch (why) {
    case 'lost':
      return 'stop'
    case 'late':
      return miss(turn, work.due, work.begin)
    case 'cancelled':
    case 'paused':
    case 'reconnect':
      return park(turn, work.due, why)
    case 'moved':
      // A person edited, moved or cancelled it while we were busy: it is read anew with the lane's next turn.
      return [...work.results.values()].some(isFinished) ? 'stop' : 'away'
  }
}
