import type { Platform, Quota } from '@posthorn/platforms/interface'
import { borrow } from './quotas.store.ts'
import type { Due } from './due.store.ts'
import { write } from './fenced.store.ts'
import { closeLanes } from './lanes.store.ts'
import { sentWithin } from './results.store.ts'
import type { After, Turn, Work } from './work.ts'

/** Share of a daily call cap that publishing may use; the rest is kept for looks, measures and renewals. */
const callShare = 0.9

export interface Quotas {
  /** The cap that is reached, and the seconds until it opens; undefined: go on. */
  full(): Promise<{ why: string; seconds: number } | undefined>
  /** Closes the lane until the cap opens; the publication waits and says why. */
  hold(due: Due, full: { why: string; seconds: number }): Promise<After>
  /** Counts what a publication has sent. */
  note(work: Work): void
}

/** The caps of a lane during one turn. The lane is ours alone, so what was sent is counted once and then kept here. */
export function quotaOf(turn: Turn, platform: Platform): Quotas {
  const posting = platform.rules.quotas.filter((quota) => quota.of === 'publish')
  const own = posting.filter((quota) => quota.scope === 'channel')
  const shared = posting.filter((quota) => quota.scope === 'app')
  const daily = platform.rules.quotas.find(
    (quota) => quota.of === 'call' && quota.scope === 'channel' && quota.perSeconds === 86_400,
  )
  const sent = new Map<Quota, { count: number; oldestAgo: number }>()
  let here = 0
  let lent = 0
  return {
    async full() {
      if (daily && turn.lane.callsToday + turn.calls() >= daily.max * callShare) {
        return { why: 'slow_down', seconds: secondsToMidnight(turn.parts.now()) }
      }
      for (const quota of own) {
        const before = sent.get(quota) ?? (await sentWithin(turn.parts.worker.pool, turn.lane, quota.perSeconds))
        sent.set(quota, before)
        if (before.count + here >= quota.max)
          return { why: 'slow_down', seconds: Math.max(1, quota.perSeconds - before.oldestAgo) }
      }
      if (shared.length > 0 && here >= lent) {
        const block = await borrow(turn.parts.worker.pool, turn.lane, shared)
        if ('seconds' in block) return { why: 'slow_down', seconds: block.seconds }
        lent += block.lent
      }
      return undefined
    },
    async hold(due, { why, seconds }) {
      await closeLanes(turn.parts.worker.pool, turn.lane, { scope: 'channel', seconds, why })
      await write(turn.parts.worker.pool, turn.lane, due, {
        set: { reason: why },
        wakeIn: seconds,
        events: [{ kind: 'parked', data: { why, seconds: Math.round(seconds) } }],
      })
      return 'stop'
    },
    note(work) {
      here += work.steps.filter((step) => step.repeat === 'never' && work.results.has(step.name)).length || 1
    },
  }
}

const secondsToMidnight = (now: Date): number => 86_400 - Math.floor((now.getTime() / 1000) % 86_400) + 5
