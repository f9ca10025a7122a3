import { expect, test } from 'vitest'
import type { PostSummary } from '../../app/api.ts'
import { isView, nextTimeOf, queryOf } from './views.ts'

const post = (...publications: [state: string, dueAt: string][]) =>
  ({ at: null, publications: publications.map(([state, dueAt]) => ({ state, dueAt })) }) as unknown as PostSummary
const now = Date.parse('2026-11-23T10:00:00Z')

test('the next time to come is shown, else the last that was', () => {
  const both = post(
    ['published', '2026-11-20T09:00:00Z'],
    ['scheduled', '2026-11-25T09:00:00Z'],
    ['scheduled', '2026-11-24T09:00:00Z'],
  )
  expect(nextTimeOf(both, now)).toBe('2026-11-24T09:00:00Z')
  expect(nextTimeOf(post(['published', '2026-11-20T09:00:00Z'], ['failed', '2026-11-21T09:00:00Z']), now)).toBe(
    '2026-11-21T09:00:00Z',
  )
})
test('a cancelled publication has no time, a draft none at all', () => {
  expect(nextTimeOf(post(['cancelled', '2026-11-25T09:00:00Z']), now)).toBeNull()
  expect(nextTimeOf(post(), now)).toBeNull()
})
test('views ask for what they are called', () => {
  expect(queryOf('drafts')).toEqual({ unplanned: 'true' })
  expect(queryOf('needs_you')).toEqual({ state: 'needs_you' })
  expect(isView('nothing')).toBe(false)
})
