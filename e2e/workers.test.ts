/** Worker processes together, and without their database. The networks' ledgers are the judge. */
import { expect, test, vi } from 'vitest'
import { exams } from '@posthorn/platforms/exams'
import { judge, linesOf, settle, supervise } from '../bench/torture-judge.ts'
import { setTortureStage } from '../bench/torture-stage.ts'
import { until } from './real/until.ts'
import type { WorkerProcess } from './real/worker.ts'

vi.setConfig({ testTimeout: 180_000 })

/** Networks that can be searched: whatever happens, the end is known. */
const searched = exams.filter(({ platform, accounts: [account] }) => {
  const { kind, handle } = account.person
  const channel = { id: '', remoteId: '1', kind, via: account.via, handle, facts: {} }
  return platform.promise({ parts: [{ text: 'x', media: [] }], settings: {} }, channel) === 'searched'
})

async function endAll(alive: readonly WorkerProcess[]): Promise<void> {
  await Promise.all(alive.map((worker) => worker.kill()))
}

test('two workers on 20 lanes never speak for one account at once, and keep each lane’s order', async () => {
  await using stage = await setTortureStage(20)
  const alive: WorkerProcess[] = []
  await using ends = new AsyncDisposableStack()
  ends.defer(() => endAll(alive))
  for (const [platform, { tell }] of Object.entries(stage.networks)) await tell('settings', { platform, latencyMs: 30 })
  await supervise(stage, alive, 2)
  await stage.plan(Array.from({ length: 120 }, (_, n) => ({ text: `post ${n}`, inSeconds: 1 + n / 40 })))
  await settle(stage, alive, 2)

  expect(await judge(stage)).toEqual({ posts: 120, published: 120, needsYou: 0, lost: 0, doubled: 0, overlaps: 0 })
  const lanes = Map.groupBy(await linesOf(stage), ({ account }) => account)
  expect(lanes.size).toBe(20)
  for (const lines of lanes.values()) {
    const order = lines.map(({ text }) => Number(text.split(' ')[1]))
    expect(order).toEqual(order.toSorted((a, b) => a - b))
  }
})

test('the database dies with a request under way and posts due, and comes back: all are out, once', async () => {
  await using stage = await setTortureStage(5, searched)
  const alive: WorkerProcess[] = []
  await using ends = new AsyncDisposableStack()
  ends.defer(() => endAll(alive))
  await supervise(stage, alive, 2)
  for (const { fault } of Object.values(stage.networks)) await fault('delay', { seconds: 2 })
  await stage.plan(Array.from({ length: 20 }, (_, n) => ({ text: `post ${n}`, inSeconds: n / 5 })))
  const isUnderWay = async () => (await linesOf(stage)).some(({ endedAt }) => endedAt === null)
  await until(isUnderWay, { what: 'a request' })
  await stage.killDatabase()
  await settle(stage, alive, 2)
  expect(await judge(stage)).toEqual({ posts: 20, published: 20, needsYou: 0, lost: 0, doubled: 0, overlaps: 0 })
})
