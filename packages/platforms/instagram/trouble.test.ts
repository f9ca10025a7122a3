/** Trouble only Instagram makes; what every network makes is in the shared suite. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Channel, Platform, Step, Version } from '../interface.ts'
import { startDirectWorld } from '../testing/direct-world.ts'
import { version } from '../testing/stored.ts'
import type { Account, Exam, World } from '../testing/world.ts'
import { instagram } from './adapter.ts'
import { exam } from './fixtures/exam.ts'
import { samples } from './fixtures/samples.ts'
import { container } from './rules.ts'

const [byInstagram, byFacebook = byInstagram] = exam.accounts
const sample = (name: string): Version => samples[name] ?? version('', {})

/** A world with one account in it. */
async function open(account: Account = byInstagram, of: Partial<Exam> = {}) {
  const world = await startDirectWorld({ ...exam, ...of, settings: { ...exam.settings, ...of.settings } }, fetch)
  const channel = await world.connect(account)
  return {
    world,
    channel,
    async publish(name: string, trouble?: Parameters<World['publish']>[2]) {
      const before = (await world.ledger(channel)).length
      const outcome = await world.publish(sample(name), channel, trouble)
      return { ...outcome, written: (await world.ledger(channel)).length - before }
    },
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  }
}

describe('trouble at Instagram', () => {
  let stage: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    stage = await open()
  })
  afterAll(() => stage[Symbol.asyncDispose]())

  test.each([
    ['a picture that could not be fetched is offered again', 'image', 'container', 'fetch_flaps', 2],
    ['so is one that took too long', 'image', 'container', 'fetch_timeout', 2],
    ['a container that failed is made again', 'carousel', 'item:0', 'container_failed', 1],
    ['a film that failed is laid into another one', 'reel', 'container', 'media_fails', 1],
    ['slow processing is waited for', 'reel', 'container', 'media_slow', 1],
    ['a container that is not shown is asked about on', 'reel', 'ready', 'container_unseen', 1],
    ['a server error: the container says that nothing was published', 'story', 'publish', 'server_error', 1],
    ['a server error after publishing: the container says so', 'image', 'publish', 'publish_error', 2],
    ['"not ready" is not believed, but looked at', 'carousel', 'publish', 'not_ready', 1],
    ['nor is "gone"', 'carousel', 'publish', 'container_gone', 1],
    ['nor "not there"', 'image', 'publish', 'media_missing', 2],
    ['media that expired are all laid out anew', 'carousel', 'publish', 'media_expired', 1],
    ['a full day is waited for', 'image', 'publish', 'quota_reached', 2],
    ['so is an application over its limit', 'image', 'publish', 'app_limit', 2],
  ])('%s', async (_, name, step, fault, written) => {
    expect(await stage.publish(name, { step, fault })).toMatchObject({
      state: 'published',
      struck: true,
      notes: [],
      written,
    })
  })

  test.each([
    ['a restricted account', 'restricted'],
    ['what looks like spam', 'spam'],
    ['what a policy forbids', 'policy_block'],
  ])('%s ends before anything is out', async (_, fault) => {
    const outcome = await stage.publish('image', { step: 'publish', fault })
    expect(outcome).toMatchObject({ state: 'failed', struck: true, written: 0 })
    expect(outcome.problem).toMatch(/^network\.account-restricted/)
  })

  test.each(['session_invalidated', 'checkpointed', 'permission_lapsed', 'not_professional'])(
    '%s waits for a new sign-in, then goes on',
    async (fault) => {
      const stopped = await stage.publish('image', { step: 'publish', fault })
      expect(stopped).toMatchObject({ state: 'waiting', written: 0 })
      await stage.world.reconnect(stage.channel)
      expect(await stage.world.outcome(stopped.publication)).toMatchObject({ state: 'published', notes: [] })
    },
  )

  test('a first comment that is not allowed is a note; the post stays published', async () => {
    const outcome = await stage.publish('image', { step: 'comment', fault: 'permission_lapsed' })
    expect(outcome).toMatchObject({ state: 'published', written: 1 })
    expect(outcome.notes).toEqual([expect.stringMatching(/^comment: network\.permission/)])
  })
  test('too few viewers of a story are no zeros', async () => {
    const { publication } = await stage.publish('story')
    const [measures] = await stage.world.measure(publication)
    expect(measures?.values).toMatchObject({ likes: 'unsupported', comments: 'unsupported', saves: 'unsupported' })
  })
})

/** A plan that lies still for more than a day just before it publishes, once. */
function delayed(): Platform {
  let isOver = false
  const delay: Step = {
    name: 'delay',
    for: 'post',
    repeat: 'freely',
    run: () => {
      const wait = !isOver
      isOver = true
      return Promise.resolve(
        wait ? { is: 'wait', seconds: container.seconds + 60, value: true } : { is: 'done', value: true },
      )
    },
  }
  return {
    ...instagram,
    plan: (frozen, channel: Channel) =>
      instagram.plan(frozen, channel).flatMap((step) => (step.name === 'publish' ? [delay, step] : [step])),
  }
}

describe('bad days', () => {
  test.each([
    ['image', 2, byInstagram],
    ['carousel', 1, byFacebook],
  ] as const)(
    'containers that expired before they were published are made anew: %s',
    async (name, written, account) => {
      await using stage = await open(account, { platform: delayed() })
      expect(await stage.publish(name)).toMatchObject({ state: 'published', notes: [], written })
    },
  )
  test('processing that ends late', async () => {
    await using stage = await open(byFacebook, { settings: { videoSeconds: 240 } })
    expect(await stage.publish('reel')).toMatchObject({ state: 'published', written: 1 })
  })
  test('processing that never ends', async () => {
    await using stage = await open(byInstagram, { settings: { videoSeconds: 100_000 } })
    expect(await stage.publish('reel')).toMatchObject({
      state: 'failed',
      problem: expect.stringMatching(/^network\.media-processing/),
      written: 0,
    })
  })
  test('a film that Instagram cannot read', async () => {
    await using stage = await open(byInstagram, { settings: { failureCode: 2_207_026 } })
    expect(await stage.publish('carousel', { step: 'item:1', fault: 'media_fails' })).toMatchObject({
      state: 'failed',
      problem: expect.stringMatching(/^network\.media-processing.*2207026/),
      written: 0,
    })
  })
  test('a Page whose token sees no container: the person’s does', async () => {
    await using stage = await open(byFacebook, { settings: { pageTokenBlind: true } })
    for (const name of ['carousel', 'story'])
      expect(await stage.publish(name, { step: 'publish', fault: 'lose_answer' })).toMatchObject({
        state: 'published',
        written: 1,
      })
  })
  test('a medium that is not listed: out for certain, its link unknown, and the first comment says why it is missing', async () => {
    await using stage = await open(byInstagram, { settings: { readbackSeconds: 100_000 } })
    const outcome = await stage.publish('image', { step: 'publish', fault: 'lose_answer' })
    expect(outcome).toMatchObject({ state: 'published', written: 1, remotes: [{ at: 'public' }] })
    expect(outcome.notes).toEqual([expect.stringMatching(/^comment: network\.no-link/)])
  })
  test('a day that is full from the start makes no containers', async () => {
    await using stage = await open(byInstagram, { settings: { quotaTotal: 1 } })
    expect(await stage.publish('story')).toMatchObject({ state: 'published' })
    expect(await stage.publish('story')).toMatchObject({
      state: 'failed',
      problem: 'network.refused: tried too often',
      written: 0,
    })
  })
})
