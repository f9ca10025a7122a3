import { expect, test } from 'vitest'
import type { PublicationCard, State } from '../../app/api.ts'
import { groupCards, isMovable, movableCards } from './groups.ts'

const card = (id: string, postId: string, state: State, dueAt = '2026-11-27T08:00:00Z'): PublicationCard => ({
  id,
  postId,
  channelId: `channel-${id}`,
  platform: 'made-up',
  state,
  reason: null,
  dueAt,
  zone: 'Europe/Rome',
  wallTime: '2026-11-27T09:00',
  words: 'Three things',
  media: 0,
  permalink: null,
  latenessMs: null,
})

test('one post at one time is one card, at two times two', () => {
  const groups = groupCards([
    card('1', 'a', 'scheduled'),
    card('2', 'a', 'scheduled'),
    card('3', 'a', 'scheduled', '2026-11-27T09:00:00Z'),
    card('4', 'b', 'scheduled'),
  ])
  expect(groups.map((group) => group.cards.map((one) => one.id))).toEqual([['1', '2'], ['3'], ['4']])
})

test('the state that needs a person is the one shown', () => {
  expect(groupCards([card('1', 'a', 'published'), card('2', 'a', 'needs_you')])[0]?.state).toBe('needs_you')
  expect(groupCards([card('1', 'a', 'published'), card('2', 'a', 'scheduled')])[0]?.state).toBe('scheduled')
})

test.each(['publishing', 'unconfirmed', 'needs_you', 'published', 'removed', 'failed', 'handed_over'] as const)(
  'what is %s stays where it happened',
  (state) => {
    expect(groupCards([card('1', 'a', state)]).some(isMovable)).toBe(false)
  },
)

test('of a post that is partly out only the rest moves', () => {
  const [group] = groupCards([card('1', 'a', 'published'), card('2', 'a', 'scheduled')])
  expect(group && movableCards(group).map((one) => one.id)).toEqual(['2'])
})
