/** Trouble only X makes; what every network makes is in the shared suite. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Channel } from '../interface.ts'
import { startDirectWorld } from '../testing/direct-world.ts'
import { version } from '../testing/stored.ts'
import type { World } from '../testing/world.ts'
import { exam } from './fixtures/exam.ts'
import { samples } from './fixtures/samples.ts'

describe('trouble at X', () => {
  let world: World
  let channel: Channel
  beforeAll(async () => {
    world = await startDirectWorld(exam, fetch)
    channel = await world.connect(exam.accounts[0])
  })
  afterAll(() => world[Symbol.asyncDispose]())

  let told = 0
  const sample = (name: string) => {
    const { parts, ...rest } = samples[name] ?? version('', {})
    told += 1
    return { ...rest, parts: [{ ...parts[0], text: `${parts[0].text} ${told}x` }] as const }
  }

  test.each([
    ['an answer without an id is looked for', 'text', { step: 'part:0', fault: 'created_without_id' }, 'published'],
    [
      'a chunk too big goes again in small ones',
      'video',
      { step: 'media:0.0', fault: 'segment_too_large' },
      'published',
    ],
    ['slow processing is waited for', 'video', { step: 'media:0.0', fault: 'media_slow' }, 'published'],
    ['failed processing ends before anything is out', 'video', { step: 'media:0.0', fault: 'media_fails' }, 'failed'],
    [
      'a file X cannot read ends before anything is out',
      'video',
      { step: 'media:0.0', fault: 'plain_text_400' },
      'failed',
    ],
    ['an empty 404 after sending is looked for', 'text', { step: 'part:0', fault: 'not_found_empty' }, 'published'],
    [
      'an unknown authentication is renewed',
      'text',
      { step: 'part:0', fault: 'unsupported_authentication' },
      'published',
    ],
    ['a burst of 401 is renewed once', 'text', { step: 'part:0', fault: 'unauthorized_burst' }, 'published'],
    ['no credits are waited for', 'text', { step: 'part:0', fault: 'credits_depleted' }, 'published'],
    ['so is a spending limit', 'text', { step: 'part:0', fault: 'spend_cap' }, 'published'],
    ['so is a monthly cap', 'text', { step: 'part:0', fault: 'usage_cap' }, 'published'],
    ['so is a daily cap', 'text', { step: 'part:0', fault: 'daily_cap' }, 'published'],
    ['so is the old form of a rate limit', 'text', { step: 'part:0', fault: 'rate_limit_v1' }, 'published'],
    ['a suspended account is told', 'text', { step: 'part:0', fault: 'suspended' }, 'failed'],
    ['a locked account is told', 'text', { step: 'part:0', fault: 'locked' }, 'failed'],
    ['the catch-all refusal is told', 'text', { step: 'part:0', fault: 'not_permitted' }, 'failed'],
    ['an app without a project is told', 'text', { step: 'part:0', fault: 'client_not_enrolled' }, 'failed'],
  ])('%s', async (_, name, trouble, state) => {
    const before = (await world.ledger(channel)).length
    const outcome = await world.publish(sample(name), channel, trouble)
    expect(outcome).toMatchObject({ state, struck: true })
    expect((await world.ledger(channel)).length - before).toBe(state === 'published' ? 1 : 0)
  })

  test('the same words twice are refused, and nothing is sent again', async () => {
    const twice = sample('text')
    expect(await world.publish(twice, channel)).toMatchObject({ state: 'published' })
    expect(await world.publish(twice, channel)).toMatchObject({ state: 'failed', problem: 'network.duplicate' })
  })
})
