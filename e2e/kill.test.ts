/**
 * Workers are killed at every moment around every irrevocable request, and frozen for longer than their lease; another
 * one goes on. The network's ledger is the judge: never two, and never none without a word.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account, Exam } from '@posthorn/platforms/conformance'
import type { Version } from '@posthorn/platforms/interface'
import { exams } from '@posthorn/platforms/exams'
import { image, version } from '@posthorn/platforms/testing/stored.ts'
import { readPublication } from '@posthorn/server/publishing/publications.store.ts'
import { buildGates, closeGate, type Gate } from './real/gates.ts'
import { openGround, type Connected, type Ground } from './real/ground.ts'
import { afterLease, heir } from './real/heir.ts'
import { until } from './real/until.ts'
import { startWorker, type WorkerProcess } from './real/worker.ts'

/** Longer than the engine believes that nothing happened between storing an intent and sending it (20 s). */
const longSleepMs = 20_500

/** What a worker can be doing when it dies. */
const moments = [
  'before the intent is stored',
  'after the intent, before the request',
  'during the request',
  'after the answer, before it is stored',
  'after the answer is stored',
] as const
type Moment = (typeof moments)[number]

/** Nobody but the network knows then what became of the request. */
const unclear: readonly Moment[] = moments.slice(1, 4)

interface Story {
  readonly exam: Exam
  readonly account: Account
  readonly of: (words: string) => Version
  /** Its irrevocable steps. */
  readonly steps: readonly string[]
}

const examOf = (id: string): Exam => {
  const exam = exams.find(({ platform }) => platform.rules.id === id)
  if (!exam) throw new Error(`no exam of ${id}`)
  return exam
}
const accountOf = (exam: Exam, name: string): Account => {
  const account = exam.accounts.find((one) => one.name === name)
  if (!account) throw new Error(`no account ${name}`)
  return account
}
const story = (id: string, account: string, of: Story['of'], steps: readonly string[]): Story => {
  const exam = examOf(id)
  return { exam, account: accountOf(exam, account), of, steps }
}
const commented = (words: string) => version(words, {}, [], { firstComment: `More ${words}` })
const thread = (words: string): Version => ({
  parts: [
    { text: `One ${words}`, media: [image('one')] },
    { text: `Two ${words}`, media: [image('two')] },
    { text: `Three ${words}`, media: [image('three')] },
  ],
  settings: {},
  firstComment: `Four ${words}`,
})

const text = ['X, one text', story('twitter', 'a person', (words) => version(words, {}), ['part:0'])] as const
const stories: readonly (readonly [string, Story])[] = [
  ['LinkedIn, a member with a first comment', story('linkedin', 'a member', commented, ['create', 'comment'])],
  ['LinkedIn, a page with a first comment', story('linkedin', 'a page', commented, ['create', 'comment'])],
  text,
  [
    'X, a thread of three with pictures and a first comment',
    story('twitter', 'a person', thread, ['part:0', 'part:1', 'part:2', 'comment']),
  ],
]

/** Ends a worker that stands before this gate, in this moment of this step. */
async function killAt(ground: Ground, worker: WorkerProcess, gate: Gate, moment: Moment): Promise<void> {
  if (moment === 'during the request') {
    const accepted = (await ground.control.lines()).length
    await ground.control.fault('delay', { seconds: 3 })
    await gate.open()
    const isUnderWay = async () =>
      (await ground.control.lines()).slice(accepted).some(({ endedAt }) => endedAt === null)
    await until(isUnderWay, { what: 'the request' })
    return worker.kill()
  }
  await worker.kill()
  const stays = moment === 'after the intent, before the request' || moment === 'after the answer is stored'
  await (stays ? gate.open() : gate.cut())
}

describe.each(stories)('%s', (_, { exam, account, of, steps }) => {
  const { platform } = exam
  let ground: Ground
  let connected: Connected
  let count = 0
  beforeAll(async () => {
    ground = await openGround(platform.rules.id)
    await buildGates(ground.db)
    connected = await ground.connect(account)
  })
  afterAll(() => ground[Symbol.asyncDispose]())

  const cases = steps.flatMap((step) => moments.map((moment) => [step, moment] as const))
  test.each(cases)('killed at %s, %s', async (step, moment) => {
    const { channel } = connected
    const before = (await ground.control.lines()).length
    await using worker = await startWorker(ground.environment)
    const gate = await closeGate(ground.db, moment.startsWith('after the answer') ? 'answer' : 'intent', step)
    const sample = of(`no ${++count}`)
    const id = await ground.schedule(sample, channel)
    await ground.hurry(channel.laneId, gate.isReached)
    await killAt(ground, worker, gate, moment)
    await ground.pass(afterLease)
    await ground.settle(channel.laneId, heir(ground))

    const row = await ground.inWorkspace((trx) => readPublication(trx, id))
    const written = (await ground.control.lines()).slice(before)
    const texts = written.map(({ text }) => text)
    expect(new Set(texts).size).toBe(texts.length)
    const isExtra = step === 'comment'
    const asks = platform.promise(sample, channel) === 'asks you'
    if (unclear.includes(moment) && asks && !isExtra) {
      expect(row).toMatchObject({ state: 'needs_you', problem: { code: 'network.cannot-tell' } })
      expect(texts).toHaveLength(moment === 'after the intent, before the request' ? 0 : 1)
      return
    }
    expect(row).toMatchObject({ state: 'published' })
    // A comment that nobody can look for may be missing, but not in silence.
    const missing = steps.length - texts.length
    expect(missing).toBeGreaterThanOrEqual(0)
    expect(missing).toBeLessThanOrEqual(isExtra ? (row?.notes.length ?? 0) : 0)
  })
})

describe('a worker that is frozen for longer than its lease', () => {
  const [, { exam, account, of }] = text

  /** Goes on for the frozen one, wakes it up, and sees that it works again. Answers what the network accepted. */
  async function goOn(ground: Ground, worker: WorkerProcess, { channel }: Connected, id: string, frozenAt: number) {
    await ground.pass(afterLease)
    await ground.settle(channel.laneId, heir(ground))
    const row = await ground.inWorkspace((trx) => readPublication(trx, id))
    expect(row).toMatchObject({ state: 'published' })
    // How long it slept is the one thing that it measures by its own clock, which no test can move.
    await until(() => Promise.resolve(performance.now() - frozenAt > longSleepMs), { patienceMs: 2 * longSleepMs })
    worker.thaw()
    const next = await ground.schedule(of('next'), channel)
    const isOut = async () => (await ground.inWorkspace((trx) => readPublication(trx, next)))?.state === 'published'
    await until(isOut, { what: 'the next post' })
    expect(await ground.inWorkspace((trx) => readPublication(trx, id))).toMatchObject({ ...row, wakeAt: row?.wakeAt })
    return (await ground.control.lines()).map(({ text }) => text)
  }

  test.each([
    ['between the intent and the request', 'after the intent, before the request'],
    ['during the request', 'during the request'],
  ] as const)('%s sends nothing and changes nothing when it wakes up', async (_, moment) => {
    await using ground = await openGround(exam.platform.rules.id)
    await buildGates(ground.db)
    const connected = await ground.connect(account)
    await using worker = await startWorker(ground.environment)
    const gate = await closeGate(ground.db, 'intent', 'part:0')
    const id = await ground.schedule(of('frozen'), connected.channel)
    await ground.hurry(connected.channel.laneId, gate.isReached)
    if (moment === 'during the request') {
      await ground.control.fault('delay', { seconds: 3 })
      await gate.open()
      await until(async () => (await ground.control.lines()).length === 1, { what: 'the request' })
      worker.freeze()
    } else {
      worker.freeze()
      await gate.open()
    }
    const texts = await goOn(ground, worker, connected, id, performance.now())
    expect(texts).toEqual(['frozen', 'next'])
  })
})
