import type { Found, Intent, OnceStep, Verdict } from '@posthorn/platforms/interface'
import { askRenewing } from '../channels/asking.ts'
import { stepDone } from './done.ts'
import { nowhere } from './drive.ts'
import { write } from './fenced.store.ts'
import { openIntent } from './intent.ts'
import { closeLanes } from './lanes.store.ts'
import { replay } from './replay.ts'
import { takenRemotes } from './results.store.ts'
import { troubleOf } from './problem.ts'
import { act, parked, skipExtra } from './trouble.ts'
import { byStatus, wordsOf } from './verdict.ts'
import { CallFailed, memoryOf, type After, type Turn, type Work } from './work.ts'

/** Looks beyond a step's own schedule when the network could not be asked, and the seconds between them. */
const extraLooks = 5
const extraSeconds = 300

/** Finds out at the network what became of an intent, and settles it with what was seen. */
export async function look(turn: Turn, work: Work, step: OnceStep): Promise<After> {
  const replayed = await replay(turn, work, step)
  if (replayed) return replayed
  const { due } = work
  const found = await ask(turn, work, step)
  if (found.is === 'closed') return wait(turn, work, step, found)
  const number = due.looks + 1
  const scheduled = step.look.length
  const last = number >= scheduled
  const seen = found.is === 'unsure' ? found.why : found.seen
  const event = { kind: 'looked', step: step.name, data: { found: found.is, seen, number, of: scheduled } }
  if (found.is === 'done' || found.is === 'live') {
    if (!(await write(turn.parts.worker.pool, turn.lane, due, { events: [event] }))) return 'stop'
    return stepDone(turn, work, step, {
      how: 'look',
      value: found.value,
      seen,
      ...(found.is === 'live' ? { remote: found.remote } : {}),
    })
  }
  if (found.is === 'redo') {
    if (!(await write(turn.parts.worker.pool, turn.lane, due, { events: [event] }))) return 'stop'
    return act(turn, work, step, { is: 'redo', from: found.from }, { during: step.name, wire: nowhere, sent: true })
  }
  const trouble = found.is === 'unsure' && found.trouble === true
  if (!last || (trouble && number < scheduled + extraLooks)) {
    const at = step.look[number]
    const since = due.sentAt ? (turn.parts.now().getTime() - due.sentAt.getTime()) / 1000 : 0
    const wakeIn = at === undefined ? extraSeconds : Math.max(1, at - since)
    return (await write(turn.parts.worker.pool, turn.lane, due, { set: { looks: number }, wakeIn, events: [event] }))
      ? parked(work)
      : 'stop'
  }
  if (step.for === 'extra') {
    if (!(await write(turn.parts.worker.pool, turn.lane, due, { events: [event] }))) return 'stop'
    return skipExtra(
      turn,
      work,
      step,
      troubleOf({ code: 'network.cannot-tell', values: { why: seen }, step: step.name }),
    )
  }
  const asked = due.reason === 'person_absent'
  const resend =
    found.is === 'absent' && found.sure ? true : asked || (found.is === 'absent' && step.resend === true && !due.resent)
  if (resend) {
    // Certainly absent, or the network itself refuses a double, or a person looked: sent again, once, by the late policy of now.
    const again = {
      sending_step: null,
      intent: null,
      looks: 0,
      resent: true,
      reason: null,
      state: work.live || asked ? 'publishing' : 'scheduled',
    } as const
    const events = [
      event,
      {
        kind: 'resend',
        step: step.name,
        data: { because: asked ? 'person' : found.is === 'absent' && found.sure ? 'absent' : 'guarded' },
      },
    ]
    return (await write(turn.parts.worker.pool, turn.lane, due, { set: again, wakeIn: 0, events }))
      ? parked(work)
      : 'stop'
  }
  const problem = troubleOf({ code: 'network.cannot-tell', values: { why: seen }, step: step.name })
  const change = {
    set: { state: 'needs_you', looks: number, problem } as const,
    wakeIn: null,
    hold: false,
    events: [event, { kind: 'needs_you', step: step.name, data: problem }],
  }
  return (await write(turn.parts.worker.pool, turn.lane, due, change)) ? 'away' : 'stop'
}

type Closed = Extract<Verdict, { is: 'closed' }>
type Answer = (Found & { readonly trouble?: boolean }) | Closed

/** The network takes no more questions for a while: the look is made later, and none is used up. */
async function wait(turn: Turn, work: Work, step: OnceStep, closed: Closed): Promise<After> {
  const { pool } = turn.parts.worker
  const { scope, afterSeconds: seconds, why } = closed
  await closeLanes(pool, turn.lane, { scope, seconds, why })
  const event = { kind: 'trouble', step: step.name, data: { verdict: 'closed', words: why } }
  await write(pool, turn.lane, work.due, { wakeIn: seconds, events: [event] })
  return 'stop'
}

async function ask(turn: Turn, work: Work, step: OnceStep): Promise<Answer> {
  const { due } = work
  const wire = await openIntent(turn.parts.seal, due)
  if (!wire || due.sentAt === null) return { is: 'unsure', why: 'the request is no longer known' }
  const taken = await takenRemotes(turn.parts.worker.pool, turn.lane, due)
  const intent: Intent = { sentAt: due.unclearSince ?? due.sentAt, wire, taken }
  const find = () => step.find(work.network.call, memoryOf(work), intent)
  try {
    return await askRenewing(work.network, work.platform, step.name, find)
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error
    const { reply } = error.failure
    const failure = { ...error.failure, during: step.name }
    const verdict = work.platform.classify(failure) ?? byStatus(failure, false, turn.parts.now())
    if (verdict.is === 'closed') return verdict
    return {
      is: 'unsure',
      why: reply ? `the network answered ${reply.status}: ${wordsOf(reply)}` : 'the network did not answer',
      trouble: true,
    }
  }
}
