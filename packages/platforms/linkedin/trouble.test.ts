/** Trouble only LinkedIn makes; what every network makes is in the shared suite. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Channel } from '../interface.ts'
import { startDirectWorld } from '../testing/direct-world.ts'
import { version } from '../testing/stored.ts'
import type { World } from '../testing/world.ts'
import { exam } from './fixtures/exam.ts'
import { samples } from './fixtures/samples.ts'

describe('trouble at LinkedIn', () => {
  let world: World
  const channels = new Map<string, Channel>()
  beforeAll(async () => {
    world = await startDirectWorld(exam, fetch)
    for (const account of exam.accounts) channels.set(account.name, await world.connect(account))
  })
  afterAll(() => world[Symbol.asyncDispose]())
  const channelOf = (name: string): Channel => {
    const channel = channels.get(name)
    if (!channel) throw new Error(`no account ${name}`)
    return channel
  }

  let told = 0
  const sample = (name: string, comment = false) => {
    const { parts, firstComment, ...rest } = samples[name] ?? version('', {})
    told += 1
    const said = comment ? { firstComment: `${firstComment ?? 'First'} ${told}x` } : {}
    return { ...rest, ...said, parts: [{ ...parts[0], text: `${parts[0].text} ${told}x` }] as const }
  }

  test.each([
    ['an answer without the URN: a page looks', 'a page', 'text', 'create', 'created_without_id', 'published', 1],
    [
      'an answer without the URN: a member is asked',
      'a member',
      'text',
      'create',
      'created_without_id',
      'needs_you',
      1,
    ],
    ['a gateway gives up: a page looks', 'a page', 'text', 'create', 'gateway_timeout', 'published', 1],
    ['a gateway gives up: a member is asked', 'a member', 'text', 'create', 'gateway_timeout', 'needs_you', 1],
    ['a write conflict: a page looks, then sends again', 'a page', 'text', 'create', 'write_conflict', 'published', 1],
    ['a write conflict: a member is asked', 'a member', 'text', 'create', 'write_conflict', 'needs_you', 0],
    ['a passing 403 is tried again', 'a member', 'text', 'create', 'flaky_forbidden', 'published', 1],
    ['an upload address too old is opened again', 'a page', 'images', 'upload:0', 'upload_expired', 'published', 1],
    ['an upload address of a film, too', 'a member', 'video', 'upload:0', 'upload_expired', 'published', 1],
    ['slow processing is waited for', 'a page', 'video', 'upload:0', 'media_slow', 'published', 1],
    ['failed processing ends before anything is out', 'a page', 'images', 'upload:0', 'media_fails', 'failed', 0],
    ['so for a film of a member', 'a member', 'video', 'upload:0', 'media_fails', 'failed', 0],
    ['the day of the member is used up', 'a member', 'text', 'create', 'member_day_quota', 'published', 1],
    ['the day of the app is used up', 'a page', 'text', 'create', 'app_day_quota', 'published', 1],
    ['a retired version waits for the operator', 'a page', 'text', 'create', 'version_retired', 'published', 1],
  ])('%s', async (_, account, name, step, fault, state, count) => {
    const channel = channelOf(account)
    const before = (await world.ledger(channel)).length
    const outcome = await world.publish(sample(name), channel, { step, fault })
    expect(outcome).toMatchObject({ state, struck: true })
    expect((await world.ledger(channel)).length - before).toBe(count)
  })

  test('a post that never shows is told', async () => {
    const outcome = await world.publish(sample('images'), channelOf('a page'), {
      step: 'create',
      fault: 'publish_failed',
    })
    expect(outcome).toMatchObject({ state: 'published', notes: [expect.stringContaining('PUBLISH_FAILED')] })
  })

  test.each(['comment_forbidden', 'activity_missing', 'comment_throttle'])(
    'the first comment gets through: %s',
    async (fault) => {
      const channel = channelOf('a page')
      const before = (await world.ledger(channel)).length
      const outcome = await world.publish(sample('text', true), channel, { step: 'comment', fault })
      expect(outcome).toMatchObject({ state: 'published', notes: [], struck: true })
      expect((await world.ledger(channel)).length - before).toBe(2)
    },
  )
})
