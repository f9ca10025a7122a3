/** What holds after any trouble: what the ledger has and what we say agree, nothing is there twice, and words exist for it. */
import { isProblemCode } from '@posthorn/domain/problems.ts'
import { expect } from 'vitest'
import type { Version } from '../interface.ts'
import { goOn, marked, plannedFor, tell, writes } from './telling.ts'
import type { Planned, Stage, Told } from './telling.ts'
import type { Trouble, Written } from './world.ts'

/** A story of one version, with what its followers should read. */
export interface Honest extends Told {
  readonly planned: Planned
  readonly texts: { readonly parts: readonly string[]; readonly comments: readonly string[] }
}

/** Tells it to its end: what waits for a new sign-in gets one, unless there is no account any more (`isLast`). */
export async function tellHonestly(stage: Stage, sample: Version, trouble: Trouble, isLast = false): Promise<Honest> {
  const { exam, account, channel } = stage
  const version = marked(exam.platform, sample)
  const told = await tell(stage, version, trouble)
  const ended = told.outcome.state === 'waiting' && !isLast ? await goOn(stage, told) : told
  const { firstComment } = version
  return {
    ...ended,
    outcome: { ...ended.outcome, struck: told.outcome.struck },
    planned: plannedFor(exam, account, version),
    texts: {
      parts: exam.platform.preview(version, channel).parts.map(({ text }) => text),
      comments: firstComment === undefined ? [] : [firstComment],
    },
  }
}

/** Still to be seen at the network. */
function standing(written: readonly Written[]): readonly Written[] {
  const gone = new Set(written.filter(({ kind }) => kind === 'delete').map(({ id }) => id))
  return writes(written).filter(({ id }) => !gone.has(id))
}

/** What is in `all` and not, as often, in `some`. */
function without(all: readonly string[], some: readonly string[]): readonly string[] {
  const left = [...all]
  for (const one of some) {
    const at = left.indexOf(one)
    if (at >= 0) left.splice(at, 1)
  }
  return left
}

/** The code at the head of what is said, which has to have a sentence; that the program broke is none. */
export function expectWorded(says: string | undefined): void {
  const code = /[a-z]+\.[a-z-]+/.exec(says ?? '')?.[0] ?? `no code in "${says}"`
  expect(isProblemCode(code) ? code : `${code} has no sentence`).toBe(code)
  expect(code).not.toBe('publishing.broke')
}

/** It waits for the account to come back, and nothing is out. */
export function expectHeld({ outcome, written }: Honest): void {
  expect(outcome.state).toBe('waiting')
  expect(standing(written)).toEqual([])
}

export function expectHonest({ outcome, written, planned, texts }: Honest): void {
  const out = standing(written)
  const read = out.map(({ text }) => text)
  expect(without(read, [...texts.parts, ...texts.comments])).toEqual([])
  expect(new Set(out.map(({ id }) => id)).size).toBe(out.length)
  for (const note of outcome.notes) expectWorded(note)
  switch (outcome.state) {
    case 'published':
    case 'handed_over': {
      expect(outcome.state).toBe(planned.ends)
      expect(without(texts.parts, read)).toEqual([])
      const missing = without(texts.comments, without(read, texts.parts))
      if (missing.length > 0) expect(outcome.notes).not.toEqual([])
      return
    }
    case 'failed':
      expectWorded(outcome.problem)
      return expect(out).toEqual([])
    case 'needs_you':
      expectWorded(outcome.problem)
      if (outcome.problem !== 'network.cannot-tell') expect(out).not.toEqual([])
      return
    default:
      expect(outcome.state).toBe('an end')
  }
}
