/** Letting a tortured stage come to rest, and what the networks' ledgers say then. */
import type { Line } from '../e2e/real/control.ts'
import { ageDatabase } from '../e2e/real/time.ts'
import { startWorker, type WorkerProcess } from '../e2e/real/worker.ts'
import type { TortureStage } from './torture-stage.ts'

/** If nothing has moved for so long, all that is held is held by the dead: time may pass. */
const quietMs = 3000
const longestMs = 30 * 60_000

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export interface Verdict {
  readonly posts: number
  readonly published: number
  readonly needsYou: number
  /** Neither out and known nor shown to a person. */
  readonly lost: number
  readonly doubled: number
  /** Writes of one account that were under way at the same time. */
  readonly overlaps: number
}

/** As whatever supervises a program does: those that are gone are started again, until they run. */
export async function supervise(stage: TortureStage, alive: WorkerProcess[], workers: number): Promise<void> {
  const gone = alive.filter((worker) => !worker.isAlive())
  for (const worker of gone) alive.splice(alive.indexOf(worker), 1)
  for (let tries = 0; alive.length < workers; tries++) {
    try {
      alive.push(await startWorker(stage.environment))
    } catch (error) {
      // The database is not back yet.
      if (tries >= 50) throw error
      await sleep(500)
    }
  }
}

/** Accepted writes of all networks. */
export const linesOf = async (stage: TortureStage): Promise<readonly Line[]> =>
  (await Promise.all(Object.values(stage.networks).map(({ lines }) => lines()))).flat()

/** What would be different if anything had moved. */
async function stateOf(stage: TortureStage): Promise<{ print: string; seconds: number | null; open: number }> {
  const [row] = await stage.ask<{ print: string; seconds: number | null; open: number }>(
    `select coalesce(sum(fence), 0) || ' ' || (select string_agg(concat(state, looks, retries), '' order by id) from publication) as print,
       extract(epoch from min(wake_at) filter (where wake_at < 'infinity') - clock_timestamp())::float8 as seconds,
       count(*) filter (where wake_at < 'infinity')::int as open
     from lane`,
  )
  if (!row) throw new Error('there are no lanes')
  const lines = await linesOf(stage)
  const underWay = lines.filter(({ endedAt }) => endedAt === null).length
  return { ...row, print: `${row.print} ${lines.length} ${underWay}` }
}

/** Lets time pass whenever nothing moves, until nothing moves by itself any more. */
export async function settle(stage: TortureStage, alive: WorkerProcess[], workers: number): Promise<void> {
  const end = performance.now() + longestMs
  let last = ''
  let since = performance.now()
  let ahead = 0
  while (performance.now() < end) {
    const { print, seconds, open } = await stateOf(stage)
    if (open === 0) return
    await supervise(stage, alive, workers)
    if (print !== last) [last, since] = [print, performance.now()]
    else if (seconds !== null && seconds > 0 && performance.now() - since > quietMs) {
      await ageDatabase(stage.pool, Math.ceil(seconds), ahead)
      await Object.values(stage.networks)[0]?.tell('clock', { advanceSeconds: Math.ceil(seconds) })
      ahead += Math.ceil(seconds)
      since = performance.now()
    }
    await sleep(250)
  }
  throw new Error('it never came to rest')
}

/** Two requests of one account that were under way at the same time. */
function countOverlaps(lines: readonly Line[]): number {
  const byAccount = Map.groupBy(lines, ({ account }) => account)
  return [...byAccount.values()].reduce((sum, own) => {
    const sorted = own.toSorted((a, b) => a.startedAt - b.startedAt)
    return sum + sorted.filter(({ startedAt }, n) => startedAt < (sorted[n - 1]?.endedAt ?? 0)).length
  }, 0)
}

/** What became of all posts, by our own books and by the networks'. */
export async function judge(stage: TortureStage): Promise<Verdict> {
  const rows = await stage.ask<{ text: string; state: string }>(
    `select s.base #>> '{parts,0,text}' as text, p.state from publication p join post s on s.id = p.post_id`,
  )
  const lines = (await linesOf(stage)).filter(({ kind }) => kind !== 'delete')
  const times = new Map<string, number>()
  for (const { text } of lines) times.set(text, (times.get(text) ?? 0) + 1)
  const published = rows.filter(({ state, text }) => state === 'published' && times.has(text)).length
  const needsYou = rows.filter(({ state }) => state === 'needs_you').length
  return {
    posts: rows.length,
    published,
    needsYou,
    lost: rows.length - published - needsYou,
    doubled: [...times.values()].filter((count) => count > 1).length,
    overlaps: countOverlaps(lines),
  }
}
