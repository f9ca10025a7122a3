import { expect, test } from 'vitest'
import { addChannel, baseTab, emptyDraft, setText } from './draft.ts'
import { issuesOf } from './problems.ts'
import type { Finding, Verdict } from './verdict.ts'

const draft = addChannel(addChannel(emptyDraft(), 'x'), 'in')
const says = (channelId: string, finding: Partial<Finding>): Verdict =>
  ({
    channelId,
    findings: [{ channelId, code: 'c', says: 'Too long.', blocks: true, ...finding }],
  }) as unknown as Verdict
const of = (...list: Verdict[]) => new Map(list.map((one) => [one.channelId, one]))

test('what is wrong on every channel with the base’s text is said once and mended in the base', () => {
  expect(issuesOf(draft, of(says('x', {}), says('in', {})))).toMatchObject([{ channelIds: ['x', 'in'], tab: baseTab }])
})
test('what one channel says, or a channel with its own text, is mended in its tab', () => {
  expect(issuesOf(draft, of(says('x', {})))).toMatchObject([{ tab: 'x', field: 'text', part: 0 }])
  const own = setText(draft, 'in', 0, 'own')
  expect(issuesOf(own, of(says('in', {}), says('x', {})))[0]?.tab).toBe('in')
})
test('a setting belongs to its channel, and what blocks stands first', () => {
  const setting = { field: 'settings.mood', says: 'Mood.' }
  const list = issuesOf(draft, of(says('x', { ...setting, blocks: false }), says('in', { part: 1 })))
  expect(list).toMatchObject([
    { blocks: true, tab: 'in', part: 1 },
    { blocks: false, tab: 'x', field: 'settings.mood' },
  ])
})
