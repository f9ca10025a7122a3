/** Trouble only Facebook makes; what every network makes is in the shared suite. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Channel, FreeStep, Platform, Version } from '../interface.ts'
import { startDirectWorld } from '../testing/direct-world.ts'
import { version, video } from '../testing/stored.ts'
import type { Exam, Fault, Outcome, World } from '../testing/world.ts'
import { facebook } from './adapter.ts'
import type { Settings } from './compose.ts'
import { exam } from './fixtures/exam.ts'
import { filmStory, samples } from './fixtures/samples.ts'

const [account] = exam.accounts
/** A world with one Page in it. */
interface Stage extends AsyncDisposable {
  readonly world: World
  readonly channel: Channel
  publish(
    of: Version<Settings>,
    trouble?: Parameters<World['publish']>[2],
  ): Promise<Outcome & { readonly written: number }>
}
async function open(of: Exam = exam): Promise<Stage> {
  const world = await startDirectWorld(of, fetch)
  const channel = await world.connect(account)
  return {
    world,
    channel,
    async publish(sample, trouble) {
      const before = (await world.ledger(channel)).length
      const outcome = await world.publish(sample, channel, trouble)
      return { ...outcome, written: (await world.ledger(channel)).length - before }
    },
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  }
}

let told = 0
/** The sample with words of its own, so that it is no double; stories have none. */
function fresh(name: string): Version<Settings> {
  const of = name === 'film story' ? filmStory : (samples[name] ?? version('', {}))
  told += 1
  const mark = (text: string): string => (name.includes('story') ? text : `${text} ${told}x`)
  const { firstComment } = of
  return {
    ...of,
    parts: [{ ...of.parts[0], text: mark(of.parts[0].text) }],
    ...(firstComment === undefined ? {} : { firstComment: mark(firstComment) }),
  }
}

describe('trouble at Facebook', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await open()
  }, 60_000)
  afterAll(() => stage[Symbol.asyncDispose]())

  test.each([
    ['a gateway gives up, and the post is found', 'link', 'create', 'gateway_after', 'published', 1],
    ['nothing was done, and words alone do not prove it', 'link', 'create', 'gateway_before', 'needs_you', 0],
    ['code 2 after commit, a reel', 'reel', 'finish', 'error_after', 'published', 2],
    ['too fast is waited for', 'link', 'create', 'too_fast', 'published', 1],
    ['the application is at its limit', 'link', 'create', 'app_limit', 'published', 1],
    ['odd traffic', 'link', 'create', 'odd_traffic', 'published', 1],
    ['a permission that lapsed waits for a new sign-in', 'link', 'create', 'permission_lapsed', 'waiting', 0],
    ['so does an account that has to be checked', 'link', 'create', 'checkpoint', 'waiting', 0],
    ['Page Publishing Authorization', 'link', 'create', 'publishing_authorization', 'failed', 0],
    ['blocked as abusive', 'link', 'create', 'blocked', 'failed', 0],
    ['limited for days', 'images', 'create', 'limited_for_days', 'failed', 0],
    ['the double of somebody’s post', 'link', 'create', 'duplicate', 'failed', 0],
    ['an upload that stumbles', 'video', 'upload', 'upload_problem', 'published', 1],
    ['a service that is away', 'reel', 'start', 'service_unavailable', 'published', 2],
    ['a film that is not there yet', 'reel', 'seen', 'fresh_missing', 'published', 2],
    ['a film worked on for long', 'reel', 'finish', 'media_slow', 'published', 2],
    ['a check for copyrights that never ends', 'reel', 'finish', 'copyright_stuck', 'published', 2],
    ['a photo that cannot be read', 'images', 'photo:1', 'media_fails', 'failed', 0],
    ['a film that cannot be read', 'video', 'finish', 'media_fails', 'failed', 0],
    ['the ratio of a reel', 'reel', 'finish', 'reel_ratio', 'failed', 0],
    ['the pictures of a film story', 'film story', 'finish', 'reel_frame_rate', 'failed', 0],
  ])('%s', async (_, name, step, fault, state, written) => {
    expect(await stage.publish(fresh(name), { step, fault })).toMatchObject({ state, written, struck: true })
  })

  test('a film that is stuck is taken back', async () => {
    const outcome = await stage.publish(fresh('reel'), { step: 'finish', fault: 'processing_stuck' })
    expect(outcome).toMatchObject({ state: 'failed', problem: expect.stringContaining('network.media-stuck') })
    const kinds = (await stage.world.ledger(stage.channel)).slice(-2).map(({ kind }) => kind)
    expect(kinds).toEqual(['post', 'delete'])
  })

  test.each<Fault | 'before' | 'sent'>([
    'lose_answer',
    'error_after',
    'truncated_body',
    'error_before',
    'reset',
    'before',
    'sent',
  ])('a film as a story goes out once: %s', async (trouble) => {
    const how = trouble === 'before' || trouble === 'sent' ? { death: trouble } : { fault: trouble }
    const outcome = await stage.publish(fresh('film story'), { step: 'finish', ...how })
    expect(outcome).toMatchObject({ state: 'published', written: 1 })
    expect(outcome.remotes).toMatchObject([{ url: expect.stringContaining('/stories/') }])
  })

  test.each(['comment_check', 'blocked', 'permission_lapsed'])(
    'a first comment that fails leaves the post and says so: %s',
    async (fault) => {
      const outcome = await stage.publish(fresh('text'), { step: 'comment', fault })
      expect(outcome).toMatchObject({
        state: 'published',
        written: 1,
        notes: [expect.stringMatching(/^comment: network\./)],
      })
    },
  )
  test('a first comment that meets a post not yet everywhere is tried again', async () => {
    const outcome = await stage.publish(fresh('text'), { step: 'create', fault: 'readback_lag' })
    expect(outcome).toMatchObject({ state: 'published', notes: [], written: 2 })
  })
  test('a cover that fails leaves the film', async () => {
    const outcome = await stage.publish(fresh('video'), { step: 'cover', fault: 'media_fails' })
    expect(outcome).toMatchObject({ state: 'published', written: 1, notes: [expect.stringContaining('cover')] })
  })
  test('collaborators are asked once the reel is out', async () => {
    const of = fresh('reel')
    const settings: Settings = { ...of.settings, collaborators: ['5550000000001', '5550000000002'] }
    expect(await stage.publish({ ...of, settings })).toMatchObject({ state: 'published', notes: [], written: 2 })
  })
  test('a title, a place and an audience are taken by every form that has them', async () => {
    const settings: Settings = {
      title: 'T',
      place: '5550000000001',
      sponsor: '5550000000002',
      audience: { countries: ['FR'], minimumAge: '21' },
    }
    const size = { size: [1080, 1920], seconds: 4 } as const
    for (const of of [
      version<Settings>('A film', settings, [video('f', size)]),
      version<Settings>('A reel', { ...settings, form: 'reel' }, [video('g', size)]),
    ])
      expect(await stage.publish(of)).toMatchObject({ state: 'published', written: 1 })
    expect((await stage.world.ledger(stage.channel)).flatMap(({ notes }) => notes)).toEqual([])
  })
})

/** The same platform, whose publications rest for more than a day before one of their steps. */
function resting(before: string): Exam {
  const rests = { name: 'rest', for: 'post', repeat: 'freely' } as const
  let isRested = false
  const rest: FreeStep = {
    ...rests,
    run: () => {
      const seconds = isRested ? 0 : 25 * 60 * 60
      isRested = true
      return Promise.resolve(seconds > 0 ? { is: 'wait', seconds } : { is: 'done', value: true })
    },
  }
  const platform: Platform = {
    ...facebook,
    plan: (frozen, channel) =>
      facebook.plan(frozen, channel).flatMap((step) => (step.name === before ? [rest, step] : [step])),
  }
  return { ...exam, platform }
}

describe('what was prepared a day ago', () => {
  test.each([
    ['photos are staged again', 'images', 'create', 1],
    ['the upload of a reel is opened again', 'reel', 'upload', 2],
    ['the end of a video comes too late, and it is sent again', 'video', 'finish', 1],
  ])('%s', async (_, name, before, written) => {
    await using stage = await open(resting(before))
    expect(await stage.publish(fresh(name))).toMatchObject({ state: 'published', written })
  })
})

describe('what ends the access to a Page', () => {
  test.each(['password_changed', 'role_lost'])('%s waits for a new sign-in', async (fault) => {
    await using stage = await open()
    expect(await stage.publish(fresh('images'), { step: 'create', fault })).toMatchObject({
      state: 'waiting',
      written: 0,
    })
  })
  test('a Page that vanished is told, and nothing else is tried', async () => {
    const elsewhere: Platform = {
      ...facebook,
      plan: (frozen, channel) => facebook.plan(frozen, { ...channel, remoteId: '404' }),
    }
    await using stage = await open({ ...exam, platform: elsewhere })
    for (const name of ['text', 'images', 'reel', 'video'])
      expect(await stage.publish(fresh(name))).toMatchObject({
        state: 'failed',
        problem: expect.stringContaining('network.account-gone'),
        written: 0,
      })
  })
  test('access that was given back is gone', async () => {
    await using stage = await open({ ...exam, platform: withRevoke })
    await stage.world.remove((await stage.publish(fresh('text'))).publication)
    expect(await stage.publish(fresh('text'))).toMatchObject({ state: 'waiting', written: 0 })
  })
})
/** Gives the access back where posts would be removed: the world has a call for the one and not for the other. */
const withRevoke: Platform = {
  ...facebook,
  remove: async (call, channel) => facebook.revoke?.(call, channel),
}
