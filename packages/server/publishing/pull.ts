import type { Logger } from 'pino'
import { nextWake, takeLanes } from './lanes.store.ts'
import { takeTurn, type TurnDeps } from './turn.ts'

export interface DeliveryOptions {
  /** Lanes worked on at once in this process. */
  readonly places?: number
  /** Milliseconds between two pulls while nothing is due sooner. */
  readonly idleMs?: number
}

/** The delivery engine of this process. Disposing it lets running turns finish their request, then stops. */
export interface Delivery extends AsyncDisposable {
  /** Pulls at once: a hint that something became due. */
  nudge(): void
}

/**
 * Pulls lanes that want attention and gives each a turn, for as long as it lives. Workers on other machines do the
 * same; PostgreSQL decides who gets which lane.
 */
export function startPulling(deps: TurnDeps, { places = 256, idleMs = 250 }: DeliveryOptions = {}): Delivery {
  const stop = new AbortController()
  const turns = new Set<Promise<void>>()
  const log: Logger = deps.parts.log
  const { pool } = deps.parts.worker
  let wake: () => void = () => undefined

  const pull = async (): Promise<number> => {
    const free = places - turns.size
    if (free <= 0) return idleMs
    const lanes = await takeLanes(pool, free)
    for (const lane of lanes) {
      const turn = takeTurn(deps, lane, stop.signal)
        .catch((error: unknown) =>
          log.error({ err: error, lane: lane.id }, 'a turn broke; the lane wakes again when its lease ends'),
        )
        .finally(() => {
          turns.delete(turn)
          wake()
        })
      turns.add(turn)
    }
    if (lanes.length === free) return 0
    const next = await nextWake(pool)
    return next === undefined ? idleMs : Math.min(idleMs, Math.max(1, next))
  }

  const loop = async () => {
    let troubled = 0
    while (!stop.signal.aborted) {
      const awake = new Promise<void>((resolve) => (wake = resolve))
      let wait: number
      try {
        wait = await pull()
        troubled = 0
      } catch (error) {
        // The database is gone: it comes back, and so do we. What is in flight is settled by looking.
        wait = Math.min(5000, 250 * 2 ** troubled++)
        if (troubled === 1) log.error({ err: error }, 'delivery cannot reach the database; trying again')
      }
      if (wait > 0) await Promise.race([awake, timer(wait, stop.signal)])
    }
  }
  const running = loop()
  return {
    nudge: () => wake(),
    async [Symbol.asyncDispose]() {
      stop.abort(new Error('Posthorn is stopping'))
      wake()
      await running
      await Promise.allSettled(turns)
    },
  }
}

const timer = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timeout)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timeout = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })
