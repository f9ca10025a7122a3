import type { Failure, OnceStep, Step, Verdict } from '@posthorn/platforms/interface'
import type { Json } from '@posthorn/domain/json.ts'
import { closeLanes } from './lanes.store.ts'
import { write, type Change, type Columns, type StepRow } from './fenced.store.ts'
import { stepDone } from './done.ts'
import { troubleOf, type Trouble } from './problem.ts'
import type { Due } from './due.store.ts'
import { backOffSeconds, wordsOf } from './verdict.ts'
import { takenRemotes } from './results.store.ts'
import { stepSeal, type After, type Turn, type Work } from './work.ts'

/** Tries of one step without a trace at the network, once something is out, before a person is asked. */
const patienceWhenLive = 8
/** How often a step may be done over from an earlier one before it counts as refused. */
const mostRedone = 3

const idle = { sending_step: null, intent: null } as const satisfies Columns

/** Acts on a verdict about a step that did not simply succeed. */
export async function act(turn: Turn, work: Work, step: Step, verdict: Verdict, failure: Failure): Promise<After> {
  const words = failure.reply ? wordsOf(failure.reply) : undefined
  const status = failure.reply?.status
  const told = {
    verdict: verdict.is,
    ...(status === undefined ? {} : { status }),
    ...(words === undefined ? {} : { words }),
  }
  const save = (change: Change, then: After) => save_(turn, work, step, told, change, then)
  switch (verdict.is) {
    case 'unknown':
      return unclear(turn, work, step, told)
    case 'renew': {
      if (work.renewed) return reconnect(turn, work, step, told, words)
      work.renewed = true
      const how = await work.network.renew()
      if (how === 'reconnect') return reconnect(turn, work, step, told, words)
      if (how === 'later') return again(turn, work, step, told, undefined)
      return save({ set: idle }, 'on')
    }
    case 'reconnect':
      // A person may just have connected again, while this process still held the old token.
      if (!work.renewed && (await work.network.hasAnother())) {
        work.renewed = true
        return save({ set: idle }, 'on')
      }
      return reconnect(turn, work, step, told, words)
    case 'retry':
      return again(turn, work, step, told, verdict.afterSeconds)
    case 'closed': {
      await closeLanes(turn.parts.worker.pool, turn.lane, {
        scope: verdict.scope,
        seconds: verdict.afterSeconds,
        why: verdict.why,
      })
      await save(
        {
          set: { ...idle, ...waiting(work, verdict.why === 'credits' ? 'credits' : 'slow_down') },
          wakeIn: verdict.afterSeconds,
        },
        'stop',
      )
      return 'stop'
    }
    case 'redo': {
      const from = work.steps.findIndex((other) => other.name === verdict.from)
      if (from < 0 || work.due.redone >= mostRedone)
        return refuse(turn, work, step, {
          code: 'network.refused',
          words: words ?? 'done over too often',
          ...(status === undefined ? {} : { status }),
        })
      const again = work.steps.slice(from)
      // A request that is made again has not been taken.
      const untaken = again.some((other) => other.repeat === 'never' && other.for === 'post')
      const set = { ...idle, redone: work.due.redone + 1, ...(untaken ? { taken_at: null } : {}) }
      const noted = verdict.note !== undefined
      // One statement may touch a row once only: the step with the note is written, the others are forgotten.
      const forget = again.slice(noted ? 1 : 0).map((other) => other.name)
      const saved = await save({ set, forget, ...(noted ? { step: await noteOf(turn, work, verdict) } : {}) }, 'on')
      again.forEach(({ name }) => work.results.delete(name))
      if (saved === 'on' && noted) work.results.set(verdict.from, { state: 'more', note: verdict.note })
      return saved
    }
    case 'exists': {
      const taken =
        verdict.remote.id !== undefined &&
        (await takenRemotes(turn.parts.worker.pool, turn.lane, work.due)).has(verdict.remote.id)
      // Somebody else's equal post is no proof of ours: only after an unclear send of our own does a double prove it.
      if (work.due.resent && verdict.remote.id !== undefined && !taken)
        return stepDone(turn, work, step, {
          how: 'duplicate',
          remote: verdict.remote,
          ...(words ? { seen: words } : {}),
        })
      // It exists, but the network does not say where: the next part of a thread needs its id, so it is looked for.
      if (work.due.resent && verdict.remote.id === undefined) return unclear(turn, work, step, told)
      const url = verdict.remote.url
      return refuse(turn, work, step, {
        code: 'network.duplicate',
        ...(words ? { words } : {}),
        ...(url ? { permalink: work.network.openable(url) } : {}),
      })
    }
    case 'refused':
      return refuse(turn, work, step, {
        code: verdict.problem,
        ...(verdict.values ? { values: verdict.values } : {}),
        ...(verdict.field ? { field: verdict.field } : {}),
        ...((verdict.words ?? words) ? { words: verdict.words ?? words ?? '' } : {}),
        ...(status === undefined ? {} : { status }),
      })
  }
}

/** The row of the step to begin again from, with what it has to know. */
async function noteOf(turn: Turn, work: Work, { from, note }: Extract<Verdict, { is: 'redo' }>): Promise<StepRow> {
  const forWhat = work.steps.find(({ name }) => name === from)?.for ?? 'post'
  const sealed = await turn.parts.seal.seal(note ?? null, stepSeal(work.due, from))
  return { name: from, for: forWhat, state: 'more', value: null, note: sealed }
}

async function save_(turn: Turn, work: Work, step: Step, told: Json, change: Change, then: After): Promise<After> {
  const saved = await write(turn.parts.worker.pool, turn.lane, work.due, {
    ...change,
    set: { ...work.begin, ...change.set },
    events: change.events ?? [{ kind: 'trouble', step: step.name, data: told }],
  })
  work.begin = undefined
  work.due = { ...work.due, ...remembered(change) }
  return saved ? then : 'stop'
}

/** What later steps of the same turn need to know of a write. */
const remembered = ({ set = {} }: Change): Partial<Due> => ({
  ...(set.retries === undefined ? {} : { retries: set.retries }),
  ...(set.redone === undefined ? {} : { redone: set.redone }),
  ...(set.taken_at === null ? { takenAt: null } : {}),
  ...(set.sending_step === null ? { sendingStep: null } : {}),
})

/** A published post stays published while its extras wait. */
const waiting = (work: Work, reason: string): Columns =>
  work.due.state === 'published' || isOut(work) ? { reason } : { state: 'waiting', reason }

/** All of the post itself is out; only extras remain. */
export const isOut = (work: Work): boolean =>
  work.steps.every(
    (step) => step.for === 'extra' || ['done', 'live'].includes(work.results.get(step.name)?.state ?? ''),
  )

async function again(turn: Turn, work: Work, step: Step, told: Json, afterSeconds: number | undefined): Promise<After> {
  const retries = work.due.retries + 1
  const isTaken = work.due.takenAt !== null && !work.live
  if ((work.live || isTaken || step.for === 'extra') && retries > patienceWhenLive) {
    const trouble: Trouble = isTaken
      ? { code: 'network.cannot-tell', values: { why: 'the network took it and then did not answer' } }
      : { code: 'network.refused', words: 'no answer after many tries' }
    return refuse(turn, work, step, trouble, work.live || isTaken)
  }
  const wakeIn = Math.max(afterSeconds ?? 0, backOffSeconds(retries, turn.chance()))
  return save_(turn, work, step, told, { set: { ...idle, ...waiting(work, 'retry'), retries }, wakeIn }, parked(work))
}

/** The channel has to be connected again: it says so, and its publications wait without a time. */
export async function reconnect(
  turn: Turn,
  work: Work,
  step: Step,
  told: Json,
  words: string | undefined,
): Promise<After> {
  const { due } = work
  await turn.parts.worker.inWorkspace(due.workspaceId, (trx) =>
    trx
      .updateTable('channel')
      .set({ state: 'reconnect', stateWhy: words ?? 'the network no longer accepts our access' })
      .where('id', '=', due.channelId)
      .where('state', '=', 'connected')
      .execute(),
  )
  return save_(turn, work, step, told, { set: { ...idle, ...waiting(work, 'reconnect') }, wakeIn: null }, 'stop')
}

/** Where the request itself may be repeated with leave, that is the first question, and it has a time of its own. */
const firstLook = ({ look: [first], replay }: OnceStep, { repeatsUnclear }: Due): number =>
  replay?.ask === true && repeatsUnclear ? Math.max(first, replay.fromSeconds + 1) : first

/** An unclear end is never an immediate retry: it is looked at, on the network's own schedule. */
export async function unclear(turn: Turn, work: Work, step: Step, told: Json): Promise<After> {
  const first = step.repeat === 'never' ? firstLook(step, work.due) : 0
  const since = work.due.sentAt ? (turn.parts.now().getTime() - work.due.sentAt.getTime()) / 1000 : 0
  const unclearSince = work.due.unclearSince ?? work.due.sentAt
  const change: Change = {
    set:
      isOut(work) || step.for === 'extra'
        ? { looks: 0, unclear_since: unclearSince }
        : {
            state: 'unconfirmed',
            reason: work.due.reason === 'person_absent' ? 'person_absent' : null,
            looks: 0,
            unclear_since: unclearSince,
          },
    wakeIn: Math.max(0, first - since),
    events: [{ kind: 'unclear', step: step.name, data: told }],
    ...(work.live && step.for === 'post' ? { hold: true } : {}),
  }
  return save_(turn, work, step, told, change, parked(work))
}

/** While a thread is half out, its lane serves nothing else. */
export const parked = (work: Work): After => (work.live && !isOut(work) ? 'stop' : 'away')

/** Refused for good: failed if nothing is out; a person decides if something is; a note if it was only an extra. */
export async function refuse(turn: Turn, work: Work, step: Step, trouble: Trouble, asks = work.live): Promise<After> {
  const told = troubleOf({ ...trouble, step: step.name })
  if (step.for === 'extra') return skipExtra(turn, work, step, told)
  const change: Change = asks
    ? { set: { ...idle, state: 'needs_you', problem: told }, wakeIn: null, hold: false }
    : { set: { ...idle, state: 'failed', reason: null, problem: told }, wakeIn: null, ended: true, clean: true }
  const row = { name: step.name, for: step.for, state: 'refused', value: null } as const
  const events = [{ kind: asks ? 'needs_you' : 'failed', step: step.name, data: told }]
  return save_(turn, work, step, told, { ...change, step: row, events }, 'away')
}

/** An extra's trouble is a note on the outcome; the post stays published. */
export async function skipExtra(turn: Turn, work: Work, step: Step, told: Json): Promise<After> {
  work.results.set(step.name, { state: 'refused' })
  const ended = work.steps.every((other) =>
    ['done', 'live', 'refused', 'skipped'].includes(work.results.get(other.name)?.state ?? ''),
  )
  const saved = await write(turn.parts.worker.pool, turn.lane, work.due, {
    set: { ...idle, ...work.begin, notes: [...work.due.notes, told] },
    step: { name: step.name, for: 'extra', state: 'refused', value: null },
    events: [{ kind: 'note', step: step.name, data: told }],
    ...(ended && isOut(work) ? { ended: true, wakeIn: null, clean: true } : {}),
  })
  return saved ? 'on' : 'stop'
}
