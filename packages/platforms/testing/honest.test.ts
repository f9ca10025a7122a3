/** The judge of the bad days is not fooled. */
import { expect, test } from 'vitest'
import { expectHeld, expectHonest } from './honest.ts'
import type { Honest } from './honest.ts'
import type { Outcome, Written } from './world.ts'

const line = (id: string, text: string, kind = 'post'): Written => ({ kind, id, text, notes: [] })
const told = (outcome: Partial<Outcome>, ...written: readonly Written[]): Honest => ({
  outcome: { publication: 'p', state: 'published', remotes: [], notes: [], struck: true, ...outcome },
  written,
  since: () => Promise.resolve(written),
  planned: { steps: [], ends: 'published' },
  texts: { parts: ['Hello'], comments: ['More'] },
})
const hello = line('1', 'Hello')
const refused = { problem: 'network.refused: no' } as const

test.each([
  ['out, with its comment', told({}, hello, line('2', 'More'))],
  ['out, and the missing comment is told', told({ notes: ['comment: network.permission'] }, hello)],
  ['failed, and nothing is out', told({ state: 'failed', ...refused })],
  ['failed, and what was out is taken back', told({ state: 'failed', ...refused }, hello, line('1', '', 'delete'))],
  ['asked, because nobody can look', told({ state: 'needs_you', problem: 'network.cannot-tell' }, hello)],
])('honest: %s', (_, one) => {
  expect(() => expectHonest(one)).not.toThrow()
})

test.each([
  ['out twice', told({ notes: ['comment: network.permission'] }, hello, line('2', 'Hello'))],
  ['published, and nothing is out', told({})],
  ['a comment is missing in silence', told({}, hello)],
  ['failed, and yet out', told({ state: 'failed', ...refused }, hello)],
  ['failed without a word', told({ state: 'failed' })],
  ['a code without a sentence', told({ state: 'failed', problem: 'network.nobody-knows' })],
  ['the program broke', told({ state: 'needs_you', problem: 'publishing.broke' }, hello)],
  ['half out, and nothing is', told({ state: 'needs_you', ...refused })],
  ['under way for ever', told({ state: 'publishing' })],
])('not honest: %s', (_, one) => {
  expect(() => expectHonest(one)).toThrow()
})

test('what waits has nothing out', () => {
  expect(() => expectHeld(told({ state: 'waiting' }))).not.toThrow()
  expect(() => expectHeld(told({ state: 'waiting' }, hello))).toThrow()
})
