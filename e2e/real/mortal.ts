/** A worker that can die at any moment, as SIGKILL ends a process: nothing it asked is answered, nothing more is asked. */
import type { Database } from '@posthorn/server/database/open.ts'

export interface Mortal {
  /** The worker's way to the database, for as long as it lives. */
  readonly worker: Database
  /** Lets an answer of the world through to the living; of the dead, waits for ever. */
  hear<T>(ask: () => Promise<T>): Promise<T>
  /** Dies now. */
  die(): void
  /** Dies as soon as the database has committed what comes next. */
  dieAfterWrite(): void
  readonly isDead: () => boolean
  readonly died: Promise<void>
  /** Lets what still hangs end, so that its timers go. */
  bury(): void
}

/** What the code of a dead process meets when its world is put away. */
class Buried extends Error {}

export function createMortal(database: Database): Mortal {
  let dead = false
  let nextWriteKills = false
  const death = Promise.withResolvers<void>()
  const grave = Promise.withResolvers<never>()
  // Nobody may be waiting in it.
  grave.promise.catch(() => undefined)

  const die = (): void => {
    dead = true
    death.resolve()
  }
  async function hear<T>(ask: () => Promise<T>): Promise<T> {
    if (dead) return grave.promise
    try {
      const answer = await ask()
      return dead ? await grave.promise : answer
    } catch (error) {
      if (dead) return grave.promise
      throw error
    }
  }
  const write = <T>(ask: () => Promise<T>): Promise<T> =>
    hear(async () => {
      const answer = await ask()
      if (nextWriteKills) die()
      return answer
    })

  const ask = database.pool.query.bind(database.pool) as (...words: readonly unknown[]) => Promise<unknown>
  const query = (...words: readonly unknown[]) => write(() => ask(...words))
  const pool = new Proxy(database.pool, {
    get: (target, name) => (name === 'query' ? query : Reflect.get(target, name, target)),
  })
  return {
    worker: {
      ...database,
      pool,
      inWorkspace: (workspaceId, work) => write(() => database.inWorkspace(workspaceId, work)),
    },
    hear,
    die,
    dieAfterWrite: () => void (nextWriteKills = true),
    isDead: () => dead,
    died: death.promise,
    bury() {
      die()
      grave.reject(new Buried())
    },
  }
}
