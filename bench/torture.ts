/**
 * Does anything go out twice, or get lost, when everything goes wrong? `posts` publications on 20 accounts of all
 * networks, while worker processes are killed, the database is killed, answers are lost and posts are slow to be seen,
 * by a seeded chance. The ledgers of the networks are the judge: every text says which one it is.
 *
 *   npm run torture -- [--posts 200] [--kills 8] [--seed 1] [--json]
 */
import { parseArgs } from 'node:util'
import { createChance } from '../packages/platforms/sandbox/chance.ts'
import type { WorkerProcess } from '../e2e/real/worker.ts'
import { load } from './stage.ts'
import { judge, settle, supervise } from './torture-judge.ts'
import { setTortureStage, type TortureStage } from './torture-stage.ts'

const { values } = parseArgs({
  options: {
    posts: { type: 'string', default: '200' },
    kills: { type: 'string', default: '8' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
})
const [posts, kills, seed] = [Number(values.posts), Number(values.kills), Number(values.seed)]
const lanes = 20
const workers = 2
/** Everything is due within so many seconds: long enough for all kills to come while there is work. */
const spreadSeconds = Math.max(5, kills * 2.5)
const say = (line: string): void => void (values.json ? 0 : process.stdout.write(`${line}\n`))
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const chance = createChance(seed)
const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(chance.number() * from.length)]

const troubles: readonly (readonly [fault: string, more: object])[] = [
  ['lose_answer', {}],
  ['error_after', {}],
  ['truncated_body', {}],
  ['delay', { seconds: 1 }],
  ['error_before', {}],
  ['reset', {}],
  ['readback_lag', { seconds: 30 }],
]

/** Orders a few troubles, then kills: a worker, all of them, or the database. The killed are followed by others. */
async function strike(stage: TortureStage, alive: WorkerProcess[]): Promise<void> {
  for (let n = 0; n < 3; n++) {
    const [fault, more] = pick(troubles) ?? ['reset', {}]
    await pick(Object.values(stage.networks))?.fault(fault, more)
  }
  await sleep(chance.number() * 1500)
  const lot = chance.number()
  if (lot < 0.25) {
    say('the database is killed')
    return stage.killDatabase()
  }
  const victims = lot < 0.75 ? alive.splice(Math.floor(chance.number() * alive.length), 1) : alive.splice(0)
  say(`${victims.length} of ${workers} workers are killed`)
  await Promise.all(victims.map((worker) => worker.kill()))
  await supervise(stage, alive, workers)
}

await using stage = await setTortureStage(lanes)
await using ends = new AsyncDisposableStack()
const alive: WorkerProcess[] = []
ends.defer(() => Promise.all(alive.map((worker) => worker.kill())).then(() => undefined))
await supervise(stage, alive, workers)
say(`${posts} posts on ${lanes} accounts, ${kills} kills, seed ${seed} …`)
const started = performance.now()
await stage.plan(
  Array.from({ length: posts }, (_, n) => ({
    text: `Torture ${seed}, post ${n} ${chance.text(12)}`,
    inSeconds: chance.number() * spreadSeconds,
  })),
)
for (let n = 0; n < kills; n++) await strike(stage, alive)
await settle(stage, alive, workers)
const seconds = Math.round((performance.now() - started) / 1000)
const verdict = { ...(await judge(stage)), seconds, load: load() }
process.stdout.write(`${values.json ? JSON.stringify(verdict) : JSON.stringify(verdict, null, 2)}\n`)
process.exitCode = verdict.lost + verdict.doubled + verdict.overlaps === 0 ? 0 : 1
