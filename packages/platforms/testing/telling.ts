/** What all stories are told with: a stage, a version with words of its own, what became of it, and what it should. */
import { expect, test } from 'vitest'
import type { Channel, Platform, Step, Version } from '../interface.ts'
import { samplesFor } from './world.ts'
import type { Account, Exam, Gaps, Outcome, Trouble, World, Written } from './world.ts'

/** One account of one platform. World and channel are there once the tests run. */
export interface Stage {
  readonly exam: Exam
  readonly account: Account
  readonly world: World
  readonly channel: Channel
}

/** What followers may see. */
export const writes = (written: readonly Written[]): readonly Written[] =>
  written.filter(({ kind }) => kind !== 'delete')

let marks = 0
/** Networks refuse the same words twice, so each telling of a story has words of its own. */
export function marked(platform: Platform, version: Version): Version {
  marks += 1
  const hasText = platform.rules.forms[platform.form(version)]?.text.max !== 0
  const mark = (text: string): string => (hasText ? `${text} ${marks.toString(36)}x`.trim() : text)
  const [head, ...rest] = version.parts
  const { firstComment } = version
  return {
    ...version,
    parts: [{ ...head, text: mark(head.text) }, ...rest.map((part) => ({ ...part, text: mark(part.text) }))],
    ...(firstComment === undefined ? {} : { firstComment: mark(firstComment) }),
  }
}

export const unless = ({ exam }: Stage, gap: keyof Gaps): typeof test | typeof test.skip =>
  exam.gaps?.[gap] === undefined ? test : test.skip

/** Short and simple: what the stories about tokens, measures and removal publish. */
export function simplest(exam: Exam, account: Account): Version {
  const all = samplesFor(exam, account).map(([, sample]) => sample)
  return (
    all.find(({ parts }) => parts.length === 1 && parts[0].media.length === 0) ??
    all[0] ?? { parts: [{ text: 'Hello', media: [] }], settings: {} }
  )
}

/** Signs in again and tells the same story to its end. */
export async function goOn({ world, channel }: Stage, told: Told): Promise<Told> {
  await world.reconnect(channel)
  return { ...told, outcome: await world.outcome(told.outcome.publication), written: await told.since() }
}

export interface Told {
  readonly outcome: Outcome
  readonly written: readonly Written[]
  since(): Promise<readonly Written[]>
}

export async function tell({ world, channel }: Stage, version: Version, trouble?: Trouble): Promise<Told> {
  const before = (await world.ledger(channel)).length
  const since = async (): Promise<readonly Written[]> => (await world.ledger(channel)).slice(before)
  const outcome = await world.publish(version, channel, trouble)
  return { outcome, written: await since(), since }
}

export interface Planned {
  readonly steps: readonly Step[]
  /** The state in which all is well. */
  readonly ends: 'published' | 'handed_over'
}

/** Stands for the account's channel where only its shape matters. */
function standIn({ connect }: Platform, { via, page, person }: Account): Channel {
  const way = connect.find((one) => one.via === via)
  const { kind, handle } = page ?? person
  const scopes = way && 'scopes' in way ? way.scopes : []
  const host = way && way.how !== 'oauth' ? { host: 'host.example' } : {}
  return { id: 'plan', remoteId: '1', kind, via, handle, ...host, facts: { scopes } }
}

/** The plan as the account will get it. */
export function plannedFor({ platform, handedOver = [] }: Exam, account: Account, version: Version): Planned {
  return {
    steps: platform.plan({ ...version, key: 'plan', at: new Date(0) }, standIn(platform, account)),
    ends: handedOver.includes(platform.form(version)) ? 'handed_over' : 'published',
  }
}

/** No account before it has all its forms with the same promises. */
export function isFirstOfItsKind(exam: Exam, account: Account): boolean {
  const kindOf = (one: Account): readonly string[] =>
    samplesFor(exam, one).map(([form, of]) => `${form}: ${exam.platform.promise(of, standIn(exam.platform, one))}`)
  const own = kindOf(account)
  const first = exam.accounts.find((one) => new Set(kindOf(one)).isSupersetOf(new Set(own)))
  return first === account
}

export const cross = <A, B>(as: readonly A[], bs: readonly B[]): (readonly [A, B])[] =>
  as.flatMap((a) => bs.map((b) => [a, b] as const))
export const onceCount = (steps: readonly Step[], kind: Step['for']): number =>
  steps.filter((step) => step.repeat === 'never' && step.for === kind).length

/** Out, and out once: the network's ledger has exactly the parts and extras of the plan, and we know their ids. */
export function expectPublished({ outcome, written }: Told, { steps, ends }: Planned): void {
  expect(outcome).toMatchObject({ state: ends })
  expect(writes(written)).toHaveLength(onceCount(steps, 'post') + onceCount(steps, 'extra'))
  const ids = written.map(({ id }) => id)
  for (const remote of outcome.remotes) if (remote.id !== undefined) expect(ids).toContain(remote.id)
}
