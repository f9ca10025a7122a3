/** The stories themselves; each registers its tests and plays them on a stage that stands when they run. */
import { expect, test } from 'vitest'
import type { Version } from '../interface.ts'
import {
  cross,
  expectPublished,
  goOn,
  marked,
  onceCount,
  plannedFor,
  simplest,
  tell,
  unless,
  writes,
} from './telling.ts'
import type { Planned, Stage, Told } from './telling.ts'
import { outlives } from './world.ts'
import type { Death, Fault, Trouble } from './world.ts'

const unclear: readonly Fault[] = ['lose_answer', 'error_after', 'truncated_body']
const undone: readonly Fault[] = ['error_before', 'reset']
const deaths: readonly Death[] = ['before', 'sent', 'after']

/** One form: once without trouble, then every request of its plan lost, refused and interrupted. */
export function describeForm(stage: Stage, sample: Version): void {
  const { platform } = stage.exam
  const planned = plannedFor(stage.exam, stage.account, sample)
  const allSteps = planned.steps.map(({ name }) => name)
  const onceSteps = planned.steps.filter((step) => step.repeat === 'never').map(({ name }) => name)
  const run = async (trouble: Trouble, always = true): Promise<Told> => {
    const told = await tell(stage, marked(platform, sample), trouble)
    if (always) expect(told.outcome.struck).toBe(true)
    return told
  }
  const expectSettled = (told: Told, step: string, isDone: boolean): void =>
    expectNeverTwice(told, planned, { step, isDone, promise: platform.promise(sample, stage.channel) })

  test('goes out once and is known', async () => {
    const version = marked(platform, sample)
    const told = await tell(stage, version)
    expectPublished(told, planned)
    const { parts } = platform.preview(version, stage.channel)
    const { firstComment } = version
    expect(told.written.map(({ text }) => text)).toEqual([
      ...parts.map(({ text }) => text),
      ...(firstComment === undefined ? [] : [firstComment]),
    ])
    expect(told.outcome.notes).toEqual([])
    expect(told.written.flatMap(({ notes }) => notes)).toEqual([])
  })

  test.each(cross(onceSteps, unclear))('%s done, answer suffers: %s', async (step, fault) => {
    expectSettled(await run({ step, fault }), step, true)
  })
  test.each(cross(allSteps, undone))('%s not done: %s', async (step, fault) => {
    const once = onceSteps.includes(step)
    // A free step may have nothing to ask, so nothing may have hit it.
    const told = await run({ step, fault }, once)
    if (once) expectSettled(told, step, false)
    else expectPublished(told, planned)
  })
  test.each(cross(allSteps, deaths))('killed at %s: %s', async (step, death) => {
    const told = await run({ step, death })
    if (death === 'sent' && onceSteps.includes(step)) expectSettled(told, step, true)
    else expectPublished(told, planned)
  })
  unless(stage, 'rate').each(['rate_limit', 'rate_limit_bare'] as const)('%s is waited for', async (fault) => {
    expectPublished(await run({ step: onceSteps[0] ?? '', fault }), planned)
  })
}

export function describeTokens(stage: Stage): void {
  const { exam, account } = stage
  const sample = simplest(exam, account)
  const planned = plannedFor(exam, account, sample)
  const step = planned.steps.find(({ repeat }) => repeat === 'never')?.name ?? ''

  unless(stage, 'expire')('a token that is too old is renewed, or asked for', async () => {
    const way = exam.platform.connect.find(({ via }) => via === account.via)
    const told = await tell(stage, marked(exam.platform, sample), { step, fault: 'token_expired' })
    if (way && outlives(way)) return expectPublished(told, planned)
    expect(told.outcome.state).toBe('waiting')
    expectPublished(await goOn(stage, told), planned)
  })
  unless(stage, 'revoke')('withdrawn access waits for a new sign-in, then goes on', async () => {
    const told = await tell(stage, marked(exam.platform, sample), { step, fault: 'token_revoked' })
    expect(told.outcome.state).toBe('waiting')
    expect(told.written).toEqual([])
    expectPublished(await goOn(stage, told), planned)
  })
}

export function describeAfterwards(stage: Stage): void {
  const { platform, handedOver = [] } = stage.exam
  const sample = simplest(stage.exam, stage.account)
  // What a person has yet to finish has no numbers.
  const measured = handedOver.includes(platform.form(sample)) ? test.skip : unless(stage, 'measure')

  measured('measures are numbers or an honest word', async () => {
    const { outcome } = await tell(stage, marked(platform, sample))
    const [measures] = await stage.world.measure(outcome.publication)
    expect(measures?.remoteId).toBe(outcome.remotes[0]?.id)
    expect(Object.keys(measures?.values ?? {}).sort()).toEqual([...platform.rules.measures.post].sort())
    for (const value of Object.values(measures?.values ?? {})) expectMeasure(value)
  })
  unless(stage, 'measureChannel')('so are those of the account', async () => {
    const { remoteId, values } = await stage.world.measureChannel(stage.channel)
    expect(remoteId).toBe(stage.channel.remoteId)
    expect(Object.keys(values).sort()).toEqual([...platform.rules.measures.channel].sort())
    for (const value of Object.values(values)) expectMeasure(value)
  })

  unless(stage, 'remove')('what is out can be taken down, and once more', async () => {
    expect(platform.rules.can.remove).toBe(true)
    const told = await tell(stage, marked(platform, sample))
    const remove = () => stage.world.remove(told.outcome.publication)
    const isGone = async () => (await told.since()).some(({ kind }) => kind === 'delete')
    // What one way of connecting cannot do is never taken for done.
    if (!platform.limits(stage.channel).can.remove) {
      await expect(remove()).rejects.toThrow()
      expect(await isGone()).toBe(false)
      return
    }
    await remove()
    await remove()
    expect(await isGone()).toBe(true)
  })
}

interface Unclear {
  readonly step: string
  readonly promise: string
  /** Whether the network has carried it out. */
  readonly isDone: boolean
}

/** After an unclear end of one request: settled where we promised to look, asked where we cannot, never a second one. */
function expectNeverTwice({ outcome, written }: Told, { steps, ends }: Planned, unclear: Unclear): void {
  const { promise, isDone } = unclear
  const all = onceCount(steps, 'post') + onceCount(steps, 'extra')
  expect(new Set(writes(written).map(({ id }) => id)).size).toBe(writes(written).length)
  expect(writes(written).length).toBeLessThanOrEqual(all)
  const step = steps.find(({ name }) => name === unclear.step)
  const extra = step?.for === 'extra'
  // Searched and not found is no proof: it goes again only where the network itself refuses a double.
  const resends = step?.repeat === 'never' && (step.resend === true || step.replay?.ask === false)
  const isSettled = promise === 'exact' || (promise === 'searched' && (isDone || resends))
  if (extra || isSettled) expect(outcome).toMatchObject({ state: ends })
  else expect(outcome).toMatchObject({ state: 'needs_you', problem: 'network.cannot-tell' })
  if (!extra && isSettled) expect(writes(written)).toHaveLength(all)
}

function expectMeasure(value: number | string): void {
  if (typeof value === 'number') expect(value).toBeGreaterThanOrEqual(0)
  else expect(['unsupported', 'not yet']).toContain(value)
}
