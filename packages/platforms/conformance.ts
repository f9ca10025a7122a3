/**
 * The stories every platform has to pass, told over a `World`: the same suite runs straight against the imitation
 * (`testing/direct-world.ts`) and through the real engine, database and door (the server's tests).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Channel, Step, Version } from './interface.ts'
import type { Account, Death, Exam, Fault, Outcome, Trouble, World, Written } from './testing/world.ts'

export type { Account, Death, Exam, Fault, Outcome, Person, Trouble, World, Written } from './testing/world.ts'

/** Stories a platform cannot tell, each with the reason. */
export type Gaps = Readonly<
  Partial<Record<'remove' | 'measure' | 'measureChannel' | 'expire' | 'revoke' | 'rate', string>>
>

const unclear: readonly Fault[] = ['lose_answer', 'error_after', 'truncated_body']
const undone: readonly Fault[] = ['error_before', 'reset']
const deaths: readonly Death[] = ['before', 'sent', 'after']
const writes = (written: readonly Written[]): readonly Written[] => written.filter(({ kind }) => kind !== 'delete')

let marks = 0
/** Networks refuse the same words twice, so each telling of a story has words of its own. */
function marked(version: Version): Version {
  marks += 1
  const mark = (text: string): string => `${text} ${marks.toString(36)}x`.trim()
  const [head, ...rest] = version.parts
  const { firstComment } = version
  return {
    ...version,
    parts: [{ ...head, text: mark(head.text) }, ...rest.map((part) => ({ ...part, text: mark(part.text) }))],
    ...(firstComment === undefined ? {} : { firstComment: mark(firstComment) }),
  }
}

export function describePlatform(exam: Exam, startWorld: (exam: Exam) => Promise<World>, gaps: Gaps = {}): void {
  const { platform, samples, accounts } = exam
  const unless = (gap: keyof Gaps): typeof test | typeof test.skip => (gaps[gap] === undefined ? test : test.skip)

  describe(`${platform.rules.label} and the stories every platform passes`, () => {
    let world: World
    beforeAll(async () => {
      world = await startWorld(exam)
    }, 60_000)
    afterAll(() => world[Symbol.asyncDispose]())

    test('every form has a sample', () => {
      const forms = Object.entries(samples).map(([name, version]) => [name, platform.form(version)])
      expect(forms).toEqual(Object.keys(samples).map((name) => [name, name]))
      expect(Object.keys(samples).sort()).toEqual(Object.keys(platform.rules.forms).sort())
    })

    describe.each(accounts)('as $name', (account) => {
      let channel: Channel
      beforeAll(async () => {
        channel = await world.connect(account)
      }, 60_000)

      test('connecting tells who it is', () => {
        expect(channel.remoteId).not.toBe('')
        expect(channel.handle).not.toBe('')
        expect(channel.via).toBe(account.via)
      })

      describe.each(Object.entries(samples))('%s', (_, sample) => {
        const run = (trouble?: Trouble): Promise<Told> => tell(world, channel, marked(sample), trouble)
        const planned = (): readonly Step[] => stepsOf(exam, account, sample)

        test('goes out once and is known', async () => {
          const version = marked(sample)
          const told = await tell(world, channel, version)
          expectPublished(told, planned())
          const { parts } = platform.preview(version, channel)
          const { firstComment } = version
          expect(told.written.map(({ text }) => text)).toEqual([
            ...parts.map(({ text }) => text),
            ...(firstComment === undefined ? [] : [firstComment]),
          ])
          expect(told.outcome.notes).toEqual([])
          expect(told.written.flatMap(({ notes }) => notes)).toEqual([])
        })

        const onceSteps = planned()
          .filter((step) => step.repeat === 'never')
          .map(({ name }) => name)
        const allSteps = planned().map(({ name }) => name)
        const promise = (): string => platform.promise(sample, channel)

        test.each(cross(onceSteps, unclear))('%s done, answer suffers: %s', async (step, fault) => {
          const told = await run({ step, fault })
          expect(told.outcome.struck).toBe(true)
          expectNeverTwice(told, planned(), step, promise())
        })
        test.each(cross(allSteps, undone))('%s not done: %s', async (step, fault) => {
          const told = await run({ step, fault })
          if (!onceSteps.includes(step)) return expectPublished(told, planned())
          expect(told.outcome.struck).toBe(true)
          expectNeverTwice(told, planned(), step, promise())
        })
        test.each(cross(allSteps, deaths))('killed at %s: %s', async (step, death) => {
          const told = await run({ step, death })
          expect(told.outcome.struck).toBe(true)
          if (death === 'sent' && onceSteps.includes(step)) expectNeverTwice(told, planned(), step, promise())
          else expectPublished(told, planned())
        })
        unless('rate').each(['rate_limit', 'rate_limit_bare'] as const)('%s is waited for', async (fault) => {
          const told = await run({ step: onceSteps[0] ?? '', fault })
          expect(told.outcome.struck).toBe(true)
          expectPublished(told, planned())
        })
      })

      const [plain] = Object.entries(samples)
        .filter(([, version]) => version.parts.length === 1)
        .map(([, version]) => version)
      const first = plain ?? { parts: [{ text: 'Hello', media: [] }], settings: {} }

      unless('expire')('a token that is too old is renewed, or asked for', async () => {
        const steps = stepsOf(exam, account, first)
        const way = platform.connect.find(({ via }) => via === account.via)
        const renews = !(way && 'renew' in way && way.renew === 'none')
        const told = await tell(world, channel, marked(first), { step: firstOnce(steps), fault: 'token_expired' })
        if (renews) return expectPublished(told, steps)
        expect(told.outcome.state).toBe('waiting')
        await world.reconnect(channel)
        expectPublished(
          { ...told, outcome: await world.outcome(told.outcome.publication), written: await told.since() },
          steps,
        )
      })

      unless('revoke')('withdrawn access waits for a new sign-in, then goes on', async () => {
        const steps = stepsOf(exam, account, first)
        const told = await tell(world, channel, marked(first), { step: firstOnce(steps), fault: 'token_revoked' })
        expect(told.outcome.state).toBe('waiting')
        expect(told.written).toEqual([])
        await world.reconnect(channel)
        expectPublished(
          { ...told, outcome: await world.outcome(told.outcome.publication), written: await told.since() },
          steps,
        )
      })

      unless('measure')('measures are numbers or an honest word', async () => {
        const { outcome } = await tell(world, channel, marked(first))
        const [measures] = await world.measure(outcome.publication)
        expect(measures?.remoteId).toBe(outcome.remotes[0]?.id)
        expect(Object.keys(measures?.values ?? {}).sort()).toEqual([...platform.rules.measures.post].sort())
        for (const value of Object.values(measures?.values ?? {})) expectMeasure(value)
      })
      unless('measureChannel')('so are those of the account', async () => {
        const { remoteId, values } = await world.measureChannel(channel)
        expect(remoteId).toBe(channel.remoteId)
        expect(Object.keys(values).sort()).toEqual([...platform.rules.measures.channel].sort())
        for (const value of Object.values(values)) expectMeasure(value)
      })

      unless('remove')('what is out can be taken down, and once more', async () => {
        expect(platform.rules.can.remove).toBe(true)
        const told = await tell(world, channel, marked(first))
        await world.remove(told.outcome.publication)
        await world.remove(told.outcome.publication)
        expect((await told.since()).some(({ kind }) => kind === 'delete')).toBe(true)
      })
    })
  })
}

interface Told {
  readonly outcome: Outcome
  readonly written: readonly Written[]
  since(): Promise<readonly Written[]>
}

async function tell(world: World, channel: Channel, version: Version, trouble?: Trouble): Promise<Told> {
  const before = (await world.ledger(channel)).length
  const since = async (): Promise<readonly Written[]> => (await world.ledger(channel)).slice(before)
  const outcome = await world.publish(version, channel, trouble)
  return { outcome, written: await since(), since }
}

/** The plan as the account will get it: shape only, so a stand-in for the channel is enough. */
function stepsOf({ platform }: Exam, account: Account, version: Version): readonly Step[] {
  const way = platform.connect.find(({ via }) => via === account.via)
  const scopes = way && 'scopes' in way ? way.scopes : []
  const who = account.page ?? account.person
  const channel: Channel = {
    id: 'plan',
    remoteId: '1',
    kind: who.kind,
    via: account.via,
    handle: who.handle,
    facts: { scopes },
  }
  return platform.plan({ ...version, key: 'plan', at: new Date(0) }, channel)
}

const firstOnce = (steps: readonly Step[]): string => steps.find((step) => step.repeat === 'never')?.name ?? ''
const cross = <A, B>(as: readonly A[], bs: readonly B[]): (readonly [A, B])[] =>
  as.flatMap((a) => bs.map((b) => [a, b] as const))
const onceCount = (steps: readonly Step[], kind: Step['for']): number =>
  steps.filter((step) => step.repeat === 'never' && step.for === kind).length

/** Out, and out once: the network's ledger has exactly the parts and extras of the plan, and we know their ids. */
function expectPublished({ outcome, written }: Told, steps: readonly Step[]): void {
  expect(outcome).toMatchObject({ state: 'published' })
  expect(writes(written)).toHaveLength(onceCount(steps, 'post') + onceCount(steps, 'extra'))
  const ids = written.map(({ id }) => id)
  for (const remote of outcome.remotes) if (remote.id !== undefined) expect(ids).toContain(remote.id)
}

/** After an unclear end of one request: settled where we promised to look, asked where we cannot, never a second one. */
function expectNeverTwice({ outcome, written }: Told, steps: readonly Step[], step: string, promise: string): void {
  const all = onceCount(steps, 'post') + onceCount(steps, 'extra')
  expect(new Set(writes(written).map(({ id }) => id)).size).toBe(writes(written).length)
  expect(writes(written).length).toBeLessThanOrEqual(all)
  const extra = steps.find(({ name }) => name === step)?.for === 'extra'
  if (extra || promise !== 'asks you') expect(outcome).toMatchObject({ state: 'published' })
  else expect(outcome).toMatchObject({ state: 'needs_you', problem: 'network.cannot-tell' })
  if (!extra && promise !== 'asks you') expect(writes(written)).toHaveLength(all)
}

function expectMeasure(value: number | string): void {
  if (typeof value === 'number') expect(value).toBeGreaterThanOrEqual(0)
  else expect(['unsupported', 'not yet']).toContain(value)
}
