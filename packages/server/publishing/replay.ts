/**
 * The surest question about an unclear end, where a network makes the identical request harmless for a while
 * (Mastodon's Idempotency-Key, LinkedIn's refusal of doubles): the same request once more, whose answer is the first
 * one's.
 */
import type { OnceStep, Reply, Wire } from '@posthorn/platforms/interface'
import { stepDone, type Success } from './done.ts'
import { write } from './fenced.store.ts'
import { openIntent } from './intent.ts'
import { takenRemotes } from './results.store.ts'
import { CallFailed, memoryOf, type After, type Turn, type Work } from './work.ts'

/** Milliseconds the request may take: well below a lease. */
const deadlineMs = 30_000
/** If writing took longer than this, in ms, the process was frozen, and the window may have passed meanwhile. */
const frozenMs = 20_000

/** Settles the step if the network answers like the first time; undefined if that tells nothing. */
export async function replay(turn: Turn, work: Work, step: OnceStep): Promise<After | undefined> {
  const { due } = work
  if (!mayReplay(work, step)) return undefined
  const wire = await openIntent(turn.parts.seal, due)
  if (!wire) return undefined
  // Written first, under the fence. One that needs leave is counted, so that it is sent a single time even if we die now.
  const looks = step.replay?.ask === true ? due.looks + 1 : due.looks
  const event = { kind: 'replayed', step: step.name }
  const started = performance.now()
  if (!(await write(turn.parts.worker.pool, turn.lane, due, { set: { looks }, events: [event] }))) return 'stop'
  work.due = { ...due, looks }
  if (performance.now() - started > frozenMs || turn.signal.aborted) return 'stop'
  const success = await ask(turn, work, step, wire)
  return success && (await stepDone(turn, work, step, success))
}

function mayReplay({ due }: Work, { replay: window }: OnceStep): boolean {
  if (!window || due.sinceSentMs === null) return false
  const since = due.sinceSentMs / 1000
  const isLeft = window.ask ? due.repeatsUnclear && due.looks === 0 : true
  return isLeft && since >= window.fromSeconds && since <= window.toSeconds
}

/** What the repeated request tells. No answer, or one that cannot be read: as little as we knew before. */
async function ask(turn: Turn, work: Work, step: OnceStep, wire: Wire): Promise<Success | undefined> {
  const reply = await heard(work.network.once(wire, deadlineMs))
  if (!reply) return undefined
  const verdict = work.platform.classify({ during: step.name, wire, sent: true, reply })
  if (verdict?.is === 'exists' && verdict.remote.id !== undefined) {
    const taken = await takenRemotes(turn.parts.worker.pool, turn.lane, work.due)
    return taken.has(verdict.remote.id) ? undefined : { how: 'duplicate', remote: verdict.remote }
  }
  if (reply.status >= 300 || work.platform.failed?.(reply) === true) return undefined
  return successOf(step, reply, work)
}

async function heard(asking: Promise<Reply>): Promise<Reply | undefined> {
  try {
    return await asking
  } catch (error) {
    if (error instanceof CallFailed) return undefined
    throw error
  }
}

const seen = 'the same request, answered again'

function successOf(step: OnceStep, reply: Reply, work: Work): Success | undefined {
  try {
    const progress = step.read(reply, memoryOf(work))
    if (progress.is === 'live') return { how: 'answer', remote: progress.remote, value: progress.value, seen }
    return progress.is === 'done' ? { how: 'answer', value: progress.value, seen } : undefined
  } catch {
    return undefined
  }
}
