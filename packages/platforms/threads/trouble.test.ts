/** Trouble only Threads makes; what every network makes is in the shared suite. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Channel, Version } from '../interface.ts'
import { startDirectWorld } from '../testing/direct-world.ts'
import { image, version } from '../testing/stored.ts'
import type { World } from '../testing/world.ts'
import { exam } from './fixtures/exam.ts'
import { samples } from './fixtures/samples.ts'
import { container } from './rules.ts'

describe('trouble at Threads', () => {
  let world: World
  let channel: Channel
  beforeAll(async () => {
    world = await startDirectWorld(exam, fetch)
    channel = await world.connect(exam.accounts[0])
  })
  afterAll(() => world[Symbol.asyncDispose]())

  const sample = (name: string): Version => samples[name] ?? version('', {})
  const written = async (): Promise<number> => (await world.ledger(channel)).length
  const since = async (before: number) => (await world.ledger(channel)).slice(before)

  test.each([
    ['a finished container that is not found is asked about and published', 'text', 'part:0', 'container_not_found'],
    ['an image that fails without a reason is made again', 'images', 'container:0', 'media_unknown'],
    ['an image that cannot be fetched is tried again', 'images', 'container:0', 'media_unreachable'],
    ['so is a part of a carousel', 'carousel', 'child:0.1', 'media_unknown'],
    ['and the carousel itself', 'carousel', 'container:0', 'media_unknown'],
    ['slow processing is waited for', 'video', 'container:0', 'media_slow'],
    ['so is a slow carousel', 'carousel', 'container:0', 'carousel_slow'],
    ['so is a full day', 'text', 'part:0', 'publish_quota'],
  ])('%s', async (_, name, step, fault) => {
    const before = await written()
    const outcome = await world.publish(sample(name), channel, { step, fault })
    expect(outcome).toMatchObject({ state: 'published', struck: true, notes: [] })
    expect(await since(before)).toHaveLength(sample(name).firstComment === undefined ? 1 : 2)
  })

  test.each([
    ['a film Threads cannot read', 'video', 'container:0', 'media_fails', /^network\.media-processing.*H\.264/],
    ['a restricted profile', 'text', 'part:0', 'restricted', /^network\.account-restricted/],
    ['what looks like spam', 'text', 'part:0', 'spam', /^network\.account-restricted/],
    ['what a policy forbids', 'text', 'part:0', 'policy_block', /^network\.account-restricted/],
  ])('%s ends before anything is out', async (_, name, step, fault, problem) => {
    const before = await written()
    const outcome = await world.publish(sample(name), channel, { step, fault })
    expect(outcome).toMatchObject({ state: 'failed', struck: true, problem: expect.stringMatching(problem) })
    expect(await since(before)).toEqual([])
  })

  test.each(['session_gone', 'password_changed', 'token_expired'])(
    '%s in the middle of a thread waits for a new sign-in, and goes on where it stopped',
    async (fault) => {
      const before = await written()
      const stopped = await world.publish(sample('thread'), channel, { step: 'part:1', fault })
      expect(stopped).toMatchObject({ state: 'waiting', struck: true })
      expect(await since(before)).toHaveLength(1)
      await world.reconnect(channel)
      expect(await world.outcome(stopped.publication)).toMatchObject({ state: 'published' })
      expect((await since(before)).map(({ kind }) => kind)).toEqual(['post', 'reply', 'reply'])
    },
  )

  test('containers that expired while access was gone are made again', async () => {
    const before = await written()
    const stopped = await world.publish(sample('carousel'), channel, { step: 'part:0', fault: 'token_revoked' })
    expect(stopped).toMatchObject({ state: 'waiting' })
    // Asking for numbers lets an hour pass.
    for (let hours = 0; hours < container.hours; hours += 1) await world.measure(stopped.publication)
    await world.reconnect(channel)
    expect(await world.outcome(stopped.publication)).toMatchObject({ state: 'published', notes: [] })
    expect(await since(before)).toHaveLength(1)
  })

  test('a thread whose third part is refused asks a person, and knows what is out', async () => {
    const before = await written()
    const outcome = await world.publish(sample('thread'), channel, { step: 'part:2', fault: 'restricted' })
    const out = await since(before)
    expect(outcome).toMatchObject({ state: 'needs_you', remotes: out.map(({ id }) => ({ id })) })
    expect(out).toHaveLength(2)
    await world.remove(outcome.publication)
    expect((await since(before)).filter(({ kind }) => kind === 'delete')).toHaveLength(2)
  })

  test('a first comment that is refused is a note; the post stays published', async () => {
    const before = await written()
    const outcome = await world.publish(sample('images'), channel, { step: 'comment', fault: 'restricted' })
    expect(outcome).toMatchObject({ state: 'published', notes: [expect.stringMatching(/^comment: network\.account/)] })
    expect(await since(before)).toHaveLength(1)
  })

  test('an address that is not told yet is no trouble', async () => {
    const slow = await world.publish(sample('text'), channel, { step: 'part:0', fault: 'readback_lag' })
    expect(slow).toMatchObject({
      state: 'published',
      notes: [],
      remotes: [{ url: `https://www.threads.com/@${channel.handle}` }],
    })
    const usual = await world.publish(sample('text'), channel)
    expect(usual.remotes).toMatchObject([{ url: expect.stringMatching(/\/@\w+\/post\/\w+$/) }])
  })

  test('a post of ours can be quoted by its address', async () => {
    const quoted = await world.publish(sample('text'), channel)
    const quote = quoted.remotes[0]?.url ?? ''
    const outcome = await world.publish(version('As we said', { quote }), channel)
    expect(outcome).toMatchObject({ state: 'published', notes: [] })
    const gone = await world.publish(version('As nobody said', { quote: `${quote}x` }), channel)
    expect(gone).toMatchObject({ state: 'failed', problem: expect.stringMatching(/^network\.quote-missing/) })
  })

  test('what is gone has no numbers, and is taken down without complaint', async () => {
    const outcome = await world.publish(version('Short-lived', {}, [image('gone')]), channel)
    await world.remove(outcome.publication)
    await world.remove(outcome.publication)
    expect(await world.measure(outcome.publication)).toEqual([])
  })

  test('a profile without an Instagram account has views and no followers', async () => {
    const person = { kind: 'profile', handle: 'alone', entitlements: { instagram: false } }
    const alone = await world.connect({ name: 'alone', via: 'oauth', person })
    const { values } = await world.measureChannel(alone)
    expect(values).toEqual({ followers: 'unsupported', views: expect.any(Number) })
  })
})

describe('a Threads that says less', () => {
  let world: World
  let channel: Channel
  beforeAll(async () => {
    const settings = { ...exam.settings, statusVanishes: true, namesAsCodes: true, sayExpiresIn: false }
    world = await startDirectWorld({ ...exam, settings }, fetch)
    channel = await world.connect(exam.accounts[0])
  })
  afterAll(() => world[Symbol.asyncDispose]())

  test.each(['text', 'carousel', 'thread'])('%s: a container without a status is out, and found', async (name) => {
    const outcome = await world.publish(samples[name] ?? version('', {}), channel, {
      step: 'part:0',
      fault: 'lose_answer',
    })
    expect(outcome).toMatchObject({ state: 'published', struck: true, notes: [] })
    const ids = (await world.ledger(channel)).map(({ id }) => id)
    expect(ids).toEqual([...new Set(ids)])
    expect(ids).toContain(outcome.remotes[0]?.id)
  })

  test('errors that have names instead of numbers are read', async () => {
    const person = { kind: 'profile', handle: 'alone', entitlements: { instagram: false } }
    const alone = await world.connect({ name: 'alone', via: 'oauth', person })
    const outcome = await world.publish(version('Also there', { story: 'light' }), alone)
    expect(outcome).toMatchObject({ state: 'failed', problem: expect.stringMatching(/^network\.permission/) })
    expect((await world.measureChannel(alone)).values['followers']).toBe('unsupported')
  })
})
