import { expect, test } from 'vitest'
import type { Post, PublicationCard, State } from '../../app/api.ts'
import { latestRuns, modeOf } from './publications.ts'

const card = (id: string, channelId: string, state: State) => ({ id, channelId, state }) as PublicationCard
const runs = (...cards: PublicationCard[]) => latestRuns({ publications: cards } as unknown as Post)

test('the latest run of a channel counts', () => {
  const latest = runs(card('2', 'x', 'scheduled'), card('1', 'x', 'failed'), card('3', 'in', 'cancelled'))
  expect(latest.get('x')?.state).toBe('scheduled')
  expect(latest.get('in')?.state).toBe('cancelled')
})
test('only a post that is out everywhere is read and not edited', () => {
  expect(modeOf(['x', 'in'], runs(card('1', 'x', 'published'), card('2', 'in', 'unconfirmed')))).toBe('out')
  expect(modeOf(['x', 'in'], runs(card('1', 'x', 'published'), card('2', 'in', 'failed')))).toBe('draft')
  expect(modeOf(['x', 'in'], runs(card('1', 'x', 'published')))).toBe('draft')
})
test('one planned channel keeps the post from saving by itself', () => {
  expect(modeOf(['x', 'in'], runs(card('1', 'x', 'published'), card('2', 'in', 'scheduled')))).toBe('planned')
  expect(modeOf(['x'], runs(card('1', 'x', 'cancelled')))).toBe('draft')
  expect(modeOf([], runs())).toBe('draft')
})
