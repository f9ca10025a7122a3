import { fateOfLate } from '@posthorn/domain/schedule/late.ts'
import type { Due } from './due.store.ts'
import { write, type Change, type Columns } from './fenced.store.ts'
import type { Beginning } from './intent.store.ts'
import { troubleOf, type Trouble } from './problem.ts'
import type { After, Turn } from './work.ts'

const save = async (turn: Turn, due: Due, change: Change, then: After): Promise<After> =>
  (await write(turn.parts.worker.pool, turn.lane, due, change)) ? then : 'stop'

const nothingOut = (due: Due): boolean =>
  due.liveAt === null && due.takenAt === null && due.state !== 'published' && due.state !== 'handed_over'

/** Puts a publication aside: cancelled for good, or without a time of its own until a stop or a reconnection ends. */
export async function park(turn: Turn, due: Due, why: 'cancelled' | 'paused' | 'reconnect'): Promise<After> {
  if (why === 'cancelled') {
    if (!nothingOut(due)) return save(turn, due, { wakeIn: null, set: { state: 'needs_you' }, hold: false }, 'away')
    if (due.state === 'unconfirmed') return 'away'
    return save(
      turn,
      due,
      {
        set: { state: 'cancelled', reason: null },
        wakeIn: null,
        ended: true,
        clean: true,
        events: [{ kind: 'cancelled' }],
      },
      'away',
    )
  }
  // What had begun waits; what had not stays scheduled, with the reason beside its time.
  const waits = why === 'reconnect' && due.state === 'scheduled'
  if (waits && !(await write(turn.parts.worker.pool, turn.lane, due, { set: { state: 'publishing' } }))) return 'stop'
  const begun = waits || due.state === 'publishing'
  const set: Columns = { reason: why, ...(begun ? { state: 'waiting' } : {}) }
  return save(
    turn,
    begun ? { ...due, state: 'publishing' } : due,
    { set, wakeIn: null, events: [{ kind: 'parked', data: { why } }] },
    'away',
  )
}

/** Too late to begin: missed, and a person is asked unless the policy says to skip. */
export async function miss(turn: Turn, due: Due, begin?: Beginning): Promise<After> {
  // From waiting there is no way to missed but through publishing.
  const waits = due.state === 'waiting'
  if (waits && !(await write(turn.parts.worker.pool, turn.lane, due, { set: { state: 'publishing' } }))) return 'stop'
  const now: Due = waits ? { ...due, state: 'publishing' } : due
  const fate = fateOfLate({ policy: due.latePolicy, windowSeconds: due.lateWindowSeconds }, due.lateMs)
  const reason = fate === 'skip' ? 'skipped' : 'ask'
  const lateSeconds = Math.round(due.lateMs / 1000)
  return save(
    turn,
    now,
    {
      set: { ...begin, state: 'missed', reason },
      wakeIn: null,
      events: [{ kind: 'missed', data: { lateSeconds, reason } }],
    },
    'away',
  )
}

/** Hands a publication to a person. */
export async function ask(turn: Turn, due: Due, trouble: Pick<Trouble, 'code' | 'values'>): Promise<After> {
  const problem = troubleOf(trouble)
  const asked = await write(turn.parts.worker.pool, turn.lane, due, {
    set: { state: 'needs_you', reason: null, problem },
    wakeIn: null,
    hold: false,
    events: [{ kind: 'needs_you', data: problem }],
  })
  return asked ? 'away' : 'stop'
}
