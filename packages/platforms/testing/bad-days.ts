/** Bad days: every fault the network is known for, tokens and files in trouble, refusals half way, clocks that differ. */
import { describe, expect, test } from 'vitest'
import type { Platform, Version } from '../interface.ts'
import { troubles } from '../sandbox/faults.ts'
import type { Trouble as Known } from '../sandbox/faults.ts'
import type { Imitation } from '../sandbox/imitation.ts'
import { imitations } from '../sandbox.gen.ts'
import { expectHeld, expectHonest, expectWorded, tellHonestly } from './honest.ts'
import type { Honest } from './honest.ts'
import { expectPublished, goOn, marked, plannedFor, simplest, tell, unless, writes } from './telling.ts'
import type { Stage } from './telling.ts'
import { outlives, samplesFor } from './world.ts'
import type { Account, Exam, Fault, Trouble } from './world.ts'

const all: Readonly<Record<string, Imitation>> = imitations
const day = 24 * 60 * 60

/** Told at every step of every form. */
const toldElsewhere: readonly Fault[] = [
  'lose_answer',
  'error_after',
  'truncated_body',
  'error_before',
  'reset',
  'rate_limit',
  'rate_limit_bare',
  'token_expired',
  'token_revoked',
]

/** Late, and not refused: all is well in the end. */
const onlyLate: readonly string[] = ['delay', 'media_slow']

type Listed = readonly [name: string, known: Known]
const faultsOf = ({ rules }: Platform): readonly Listed[] =>
  Object.entries<Known>({ ...troubles, ...all[rules.id]?.troubles }).filter(
    ([name]) => !toldElsewhere.some((fault) => fault === name),
  )

const hasFiles = ({ parts, files }: Version): boolean =>
  files !== undefined || parts.some(({ media }) => media.length > 0)
const samplesOf = (exam: Exam, account: Account): readonly Version[] =>
  samplesFor(exam, account).map(([, sample]) => sample)

export function describeBadDays(stage: Stage): void {
  describe('every fault of the network', () => describeFaults(stage))
  describeLateTokens(stage)
  describeRefusals(stage)
  describeClocks(stage)
}

/** Where a fault may be met, the most telling place first: the request that cannot be taken back. */
function ambushes({ exam, account }: Stage, [fault, known]: Listed): readonly (readonly [Version, Trouble])[] {
  const { hits, seconds } = known
  const plain = simplest(exam, account)
  const step = firstOnce(exam, account, plain)
  // Late answers are late in earnest.
  const amount = seconds === 'amount' ? { seconds: fault === 'delay' ? 0.2 : 60 } : {}
  const ambush = { ...amount, lurks: true }
  if (isOfRenewal(known)) return [[plain, { ...ambush, step, fault: 'token_expired', with: fault }]]
  if (fault === 'readback_lag') return [[plain, { ...ambush, step, fault: 'lose_answer', with: fault }]]
  const samples = samplesOf(exam, account)
  const [files, words] = [samples.filter(hasFiles), samples.filter((sample) => !hasFiles(sample))]
  const anywhere = (sample: Version) => [sample, { ...ambush, fault }] as const
  if (hits.includes('upload')) return [...files, ...words].map(anywhere)
  return [[plain, { ...ambush, step, fault }], ...[...words, ...files].map(anywhere)]
}

const isOfRenewal = ({ hits }: Known): boolean => hits.every((area) => area === 'oauth')
const isRenewed = ({ platform }: Exam, { via }: Account): boolean =>
  platform.connect.some((way) => way.via === via && outlives(way))

const firstOnce = (exam: Exam, account: Account, sample: Version): string =>
  plannedFor(exam, account, sample).steps.find(({ repeat }) => repeat === 'never')?.name ?? ''

/** Each on an account of its own: some leave it changed. */
function describeFaults(stage: Stage): void {
  const { exam, account } = stage
  test.for(faultsOf(exam.platform))('%s', async (listed, { skip }) => {
    const [name, known] = listed
    const { world } = stage
    if (isOfRenewal(known) && !isRenewed(exam, account)) return skip('no token is renewed once it has ended')
    const untold = exam.untold?.[name]
    if (untold !== undefined && world.isReal) return skip(untold)
    const isLast = exam.losesAccount?.includes(name) === true
    const told = await firstStruck({ ...stage, channel: await world.connect(account) }, listed, isLast)
    if (told) {
      expect(`${name} strikes: ${untold ?? 'so it is told'}`).toBe(`${name} strikes: so it is told`)
      if (onlyLate.includes(name)) expect(told.outcome.state).toBe(told.planned.ends)
      return isLast ? expectHeld(told) : expectHonest(told)
    }
    if (known.hits.some((area) => area === 'oauth') && !world.isReal) return skip('signing in is not played here')
    expect(untold, `${name} strikes nowhere`).toBeDefined()
  })
}

async function firstStruck(stage: Stage, listed: Listed, isLast: boolean): Promise<Honest | undefined> {
  for (const [sample, trouble] of ambushes(stage, listed)) {
    const told = await tellHonestly(stage, sample, trouble, isLast)
    if (told.outcome.struck) return told
    expectHonest(told)
  }
  return undefined
}

/** In the middle of what comes before the post, of the version with most of it. */
function describeLateTokens(stage: Stage): void {
  const { exam, account } = stage
  const [longest] = samplesOf(exam, account)
    .map((sample) => ({ sample, ...preparedFor(exam, account, sample) }))
    .toSorted((one, other) => other.prepared.length - one.prepared.length)
  const step = longest?.prepared[Math.floor((longest.prepared.length - 1) / 2)]
  if (!longest || !step) return

  unless(stage, 'expire')('a token that gets too old between files is renewed, or asked for', async () => {
    const trouble = { step: step.name, fault: 'token_expired', lurks: true }
    const told = await tell(stage, marked(exam.platform, longest.sample), trouble)
    expect(told.outcome.struck).toBe(true)
    if (isRenewed(exam, account)) return expectPublished(told, longest.planned)
    expect(told.outcome.state).toBe('waiting')
    expectPublished(await goOn(stage, told), longest.planned)
  })
}

function preparedFor(exam: Exam, account: Account, sample: Version) {
  const planned = plannedFor(exam, account, sample)
  const first = planned.steps.findIndex(({ repeat }) => repeat === 'never')
  return { planned, prepared: planned.steps.slice(0, first) }
}

/** Refused for good half way: what is out stays out and is told, and only what is missing follows. */
function describeRefusals(stage: Stage): void {
  const { exam, account } = stage
  const { part = '', comment = '' } = exam.refusals ?? {}
  const thread = samplesOf(exam, account).find(({ parts }) => parts.length > 2)
  const commented = samplesOf(exam, account).find(({ firstComment }) => firstComment !== undefined)
  const onceNames = (sample: Version, kind: 'post' | 'extra'): readonly string[] =>
    plannedFor(exam, account, sample)
      .steps.filter((step) => step.repeat === 'never' && step.for === kind)
      .map(({ name }) => name)

  if (thread)
    unless(stage, 'part')(
      'the third part of a thread is refused: it asks, and goes on with what is missing',
      async () => {
        const step = onceNames(thread, 'post')[2] ?? ''
        const told = await tell(stage, marked(exam.platform, thread), { step, fault: part })
        expect(told.outcome).toMatchObject({ state: 'needs_you', struck: true })
        expectWorded(told.outcome.problem)
        expect(writes(told.written)).toHaveLength(2)
        await stage.world.retry(told.outcome.publication)
        const outcome = await stage.world.outcome(told.outcome.publication)
        expectPublished({ ...told, outcome, written: await told.since() }, plannedFor(exam, account, thread))
      },
    )
  if (commented)
    unless(stage, 'comment')('a first comment is refused: the post stays and says so', async () => {
      const step = onceNames(commented, 'extra').at(-1) ?? ''
      const told = await tellHonestly(stage, commented, { step, fault: comment })
      expect(told.outcome).toMatchObject({ state: told.planned.ends, struck: true })
      expect(told.outcome.notes).toHaveLength(1)
      expect(writes(told.written)).toHaveLength(told.texts.parts.length)
      expectHonest(told)
    })
}

/** The network's clock is a day ahead from one step to the next. */
function describeClocks(stage: Stage): void {
  const { exam, account } = stage
  const samples = [simplest(exam, account), ...samplesOf(exam, account).filter(hasFiles).slice(0, 1)]
  const versions = [...new Set(samples)].map((sample) => [exam.platform.form(sample), sample] as const)

  test.each(versions)('%s, a clock that jumps: still once', async (_, sample) => {
    const told = await tellHonestly(stage, sample, { step: firstOnce(exam, account, sample), jump: day })
    expect(told.outcome.struck).toBe(true)
    expectHonest(told)
  })
  test.each(versions)('%s, a clock that jumps and an answer that is lost: never twice', async (_, sample) => {
    const step = firstOnce(exam, account, sample)
    expectHonest(await tellHonestly(stage, sample, { step, jump: day, fault: 'lose_answer', lurks: true }))
  })
}
