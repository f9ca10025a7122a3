/** Brings the server back when it has died under us: killed for memory, or stopped by somebody else. */
import { setTimeout as wait } from 'node:timers/promises'

export interface Watched {
  /** Cheap: asked every second. */
  readonly alive: () => boolean
  readonly restart: () => Promise<void>
  readonly log: (line: string) => void
}

const everyMs = 1000
const longestPauseMs = 30_000

/** Watches until the returned function is called; that one waits for a restart that is under way. */
export function keepAlive({ alive, restart, log }: Watched): () => Promise<void> {
  const stop = new AbortController()
  const watching = (async () => {
    let failures = 0
    while (await pause(Math.min(everyMs * 2 ** failures, longestPauseMs), stop.signal)) {
      if (alive()) continue
      try {
        log('PostgreSQL is gone; starting it again')
        await restart()
        log('PostgreSQL is back')
        failures = 0
      } catch (error) {
        failures += 1
        log(`PostgreSQL could not be started again: ${String(error)}`)
      }
    }
  })()
  return () => {
    stop.abort()
    return watching
  }
}

/** False when the watch is over. Does not keep the program from ending. */
const pause = (ms: number, signal: AbortSignal): Promise<boolean> =>
  wait(ms, true, { signal, ref: false }).catch(() => false)
