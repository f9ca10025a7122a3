import type { Channel } from '@posthorn/platforms/interface'
import { fateOfLate } from '@posthorn/domain/schedule/late.ts'
import { breakDown } from './broken.ts'
import { drive } from './drive.ts'
import { loadDue, type Due } from './due.store.ts'
import { leaseSeconds, releaseLane, renewLane, type Lane } from './lanes.store.ts'
import { look } from './look.ts'
import { ask, miss, park } from './park.ts'
import { prepare } from './prepare.ts'
import { quotaOf, type Quotas } from './quotas.ts'
import { unclear } from './trouble.ts'
import type { After, Network, Turn, Work } from './work.ts'

/** A turn drains at most this many publications or milliseconds, then lets go: fairness. */
const mostPublications = 20
const mostMs = 10_000

export interface TurnDeps extends Pick<Turn, 'parts' | 'chance'> {
  /** How to speak for a channel of this lane; `onCall` is told of every request. */
  readonly network: (due: Due, channel: Channel, lane: Lane, signal: AbortSignal, onCall: () => void) => Network
}

/** One turn on a lane: works on what is due, earliest first, and lets go with the next waking set. */
export async function takeTurn(deps: TurnDeps, lane: Lane, stop: AbortSignal): Promise<void> {
  const lost = new AbortController()
  const { pool } = deps.parts.worker
  const renewals = setInterval(
    () => {
      renewLane(pool, lane).then(
        (ours) => ours || lost.abort(new Error('the lane was lost')),
        () => undefined,
      )
    },
    (leaseSeconds * 1000) / 4,
  )
  let calls = 0
  const signal = AbortSignal.any([stop, lost.signal])
  const turn: Turn = {
    parts: deps.parts,
    chance: deps.chance,
    lane,
    signal,
    calls: () => calls,
    // A stop lets the request in flight end; only a lost lane cuts it off.
    network: (due, channel) => deps.network(due, channel, lane, lost.signal, () => void calls++),
  }
  try {
    await work(turn)
    // A turn that broke lets its lease run out: what broke it would break the next one at once, and the next.
    if (!lost.signal.aborted) await releaseLane(pool, lane, calls)
  } finally {
    clearInterval(renewals)
  }
}

async function work(turn: Turn): Promise<void> {
  const { pool } = turn.parts.worker
  const started = performance.now()
  const platform = turn.parts.platforms[turn.lane.platform]
  const quotas: Quotas | undefined = platform && quotaOf(turn, platform)
  let served = 0
  while (served < mostPublications && performance.now() - started < mostMs) {
    const places = mostPublications - served
    const due = await loadDue(pool, turn.lane, places)
    for (const one of due) {
      if (turn.signal.aborted || performance.now() - started >= mostMs) return
      served++
      const after = await serveSafely(turn, one, quotas)
      if (after === 'stop') return
    }
    // What became due meanwhile wakes the lane again as soon as it is let go.
    if (due.length < places) return
  }
}

/** A publication that breaks us must not break the others of its lane: it is set aside for a while. */
async function serveSafely(turn: Turn, due: Due, quotas: Quotas | undefined): Promise<After> {
  try {
    return await serve(turn, due, quotas)
  } catch (error) {
    return breakDown(turn, due, error)
  }
}

async function serve(turn: Turn, due: Due, quotas: Quotas | undefined): Promise<After> {
  const platform = turn.parts.platforms[turn.lane.platform]
  if (!platform) return ask(turn, due, { code: 'channel.unknown-platform' })
  const out = due.state === 'published' || due.state === 'handed_over'
  const unclearStep = due.sendingStep
  if (unclearStep === null) {
    // What the network has taken can no longer be kept back; it goes on to its end.
    const isTaken = due.takenAt !== null && due.liveAt === null
    if (due.cancelAsked && !out && !isTaken) return park(turn, due, 'cancelled')
    if (due.stopped && !out) return park(turn, due, 'paused')
    if (due.channel.state !== 'connected') return park(turn, due, 'reconnect')
    const rule = { policy: due.latePolicy, windowSeconds: due.lateWindowSeconds }
    const isLate = fateOfLate(rule, due.lateMs) !== 'publish'
    if (due.liveAt === null && !isTaken && !out && isLate) return miss(turn, due)
    const full = await quotas?.full()
    if (quotas && full) return quotas.hold(due, full)
  }
  const work = await prepare(turn, due, platform)
  if (typeof work === 'string') return work
  if (unclearStep !== null) {
    const settled = await settle(turn, work, unclearStep)
    if (settled !== 'on') return settled
  }
  const after = await drive(turn, work)
  quotas?.note(work)
  return after
}

/** An intent without an answer: the worker died in mid-call, or its looks are due. */
async function settle(turn: Turn, work: Work, name: string): Promise<After> {
  const step = work.steps.find((one) => one.name === name)
  if (step?.repeat !== 'never') return ask(turn, work.due, { code: 'publishing.plan-changed' })
  if (work.due.state === 'publishing')
    return unclear(turn, work, step, { verdict: 'unknown', words: 'the worker stopped in mid-call' })
  return look(turn, work, step)
}
