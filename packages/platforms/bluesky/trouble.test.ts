/** Trouble only Bluesky makes; what every network makes is in the shared suite. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Channel, Version } from '../interface.ts'
import { startDirectWorld } from '../testing/direct-world.ts'
import { image, version, video } from '../testing/stored.ts'
import type { Outcome, Trouble, World } from '../testing/world.ts'
import type { Settings } from './compose.ts'
import { exam } from './fixtures/exam.ts'
import { samples } from './fixtures/samples.ts'

describe('trouble at Bluesky', () => {
  let world: World
  let channel: Channel
  beforeAll(async () => {
    world = await startDirectWorld(exam, fetch)
    channel = await world.connect(exam.accounts[1] ?? exam.accounts[0])
  })
  afterAll(() => world[Symbol.asyncDispose]())

  const sample = (name: string) => samples[name] ?? version('', {})
  const written = async (of: Version<Settings>, trouble?: Trouble): Promise<{ outcome: Outcome; count: number }> => {
    const before = (await world.ledger(channel)).length
    const outcome = await world.publish(of, channel, trouble)
    return { outcome, count: (await world.ledger(channel)).length - before }
  }

  test.each([
    ['a picture that is gone is brought again', 'images', { step: 'part:0', fault: 'blob_lost' }],
    ['so is the picture of a card', 'link', { step: 'part:0', fault: 'blob_lost' }],
    ['so is a film, which then goes to the server itself', 'video', { step: 'part:0', fault: 'blob_lost' }],
    ['a server without resources is looked at', 'text', { step: 'part:0', fault: 'no_resources' }],
  ])('%s', async (_, name, trouble) => {
    const { outcome, count } = await written(sample(name), trouble)
    expect(outcome).toMatchObject({ state: 'published', struck: true })
    expect(count).toBe(name === 'text' ? 2 : 1)
  })
  test('a film that cannot be brought to the server goes there by itself', async () => {
    const of = version('x', {}, [video('not-stored', { bytes: 2_000_000 })])
    expect(await written(of, { step: 'media:0.0', fault: 'video_not_stored' })).toMatchObject({
      outcome: { state: 'published', struck: true },
      count: 1,
    })
  })
  test('work that takes long is waited for', async () => {
    const of = version('x', {}, [video('slow', { bytes: 1_500_000 })])
    expect(await written(of, { step: 'media:0.0', fault: 'media_slow' })).toMatchObject({
      outcome: { state: 'published', struck: true },
      count: 1,
    })
  })
  test('a film above a hundred megabytes goes in parts, also if there is no room at first', async () => {
    const of = version('x', {}, [video('large', { bytes: 101_000_000 })])
    expect(await written(of, { step: 'media:0.0', fault: 'video_overloaded' })).toMatchObject({
      outcome: { state: 'published', struck: true },
      count: 1,
    })
  }, 60_000)
  test('a film that cannot be worked on ends before anything is out', async () => {
    const { outcome, count } = await written(version('x', {}, [video('bad', { bytes: 1_000_000 })]), {
      step: 'media:0.0',
      fault: 'media_fails',
    })
    expect(outcome.state).toBe('failed')
    expect(outcome.problem).toMatch(/^network.media-processing/)
    expect(count).toBe(0)
  })

  test.each([
    ['a deactivated account is told', { step: 'part:0', fault: 'deactivated' }, 'failed'],
    ['so is one that was taken down', { step: 'part:0', fault: 'takendown' }, 'failed'],
    ['a permission that is missing is asked for', { step: 'part:0', fault: 'scope_missing' }, 'waiting'],
    ['so is an account that moved away', { step: 'part:0', fault: 'account_gone' }, 'waiting'],
  ])('%s, and nothing is out', async (_, trouble, state) => {
    const { outcome, count } = await written(version('x', {}), trouble)
    expect(outcome).toMatchObject({ state, struck: true })
    expect(count).toBe(0)
    await world.reconnect(channel)
    expect((await world.outcome(outcome.publication)).state).toBe(state === 'waiting' ? 'published' : state)
  })

  const three = version(['One', 'Two', 'Three'], {})
  test('a thread whose third part is refused waits with two parts out', async () => {
    const { outcome, count } = await written(three, { step: 'part:2', fault: 'deactivated' })
    expect(outcome.state).toBe('needs_you')
    expect(outcome.remotes).toHaveLength(2)
    expect(count).toBe(2)
  })
  test('a thread that lost its permission goes on after connecting again', async () => {
    const { outcome, count } = await written(three, { step: 'part:2', fault: 'scope_missing' })
    expect(outcome.state).toBe('waiting')
    expect(count).toBe(2)
    await world.reconnect(channel)
    const done = await world.outcome(outcome.publication)
    expect(done.state).toBe('published')
    expect(new Set(done.remotes.map(({ id }) => id)).size).toBe(3)
  })

  test('a comment, a gate or a mention that fails leaves the post out, and the outcome says so', async () => {
    const comment = await written(sample('text'), { step: 'comment', fault: 'deactivated' })
    expect(comment).toMatchObject({ outcome: { state: 'published' }, count: 1 })
    expect(comment.outcome.notes).toEqual([expect.stringMatching(/^comment: network.account-restricted/)])
    const gate = await written(sample('text'), { step: 'replies', fault: 'deactivated' })
    expect(gate).toMatchObject({ outcome: { state: 'published' }, count: 2 })
    expect(gate.outcome.notes).toEqual([expect.stringMatching(/^replies: network.account-restricted/)])
    const mention = await written(version('Hi @nobody-here.bsky.social and @practice.bsky.social', {}))
    expect(mention).toMatchObject({ outcome: { state: 'published' }, count: 1 })
    expect(mention.outcome.notes).toEqual(['mention:0: network.mention-unknown: @nobody-here.bsky.social'])
  })

  test('a post is quoted beside a picture; one that is gone is told before anything is out', async () => {
    const first = await written(version('Quote me', {}))
    await world.measure(first.outcome.publication)
    const quote = first.outcome.remotes[0]?.url ?? ''
    const quoting = version('Look', { quote }, [image('beside')])
    expect(await written(quoting)).toMatchObject({ outcome: { state: 'published', notes: [] }, count: 1 })
    await world.remove(first.outcome.publication)
    const { outcome, count } = await written(quoting)
    expect(outcome).toMatchObject({ state: 'failed', problem: `network.quote-missing: ${quote}` })
    expect(count).toBe(0)
  })
})
