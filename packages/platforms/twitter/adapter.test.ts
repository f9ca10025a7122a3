import { describe, expect, test } from 'vitest'
import type { Progress, Rendition, Step } from '../interface.ts'
import {
  channel,
  freeStep,
  freeze,
  image,
  intent,
  isPure,
  memory,
  onceStep,
  reply,
  storedCall,
  version,
  video,
} from '../testing/stored.ts'
import { chunkSize } from './adapter.media.ts'
import { twitter } from './adapter.ts'
import * as answers from './fixtures/answers.ts'
import { samples } from './fixtures/samples.ts'
import { complaints } from './openapi.testing.ts'

const me = channel({ remoteId: '2244994945', handle: 'example_co' })
const uploaded = { id: '1988000000000000001', key: '3_1988000000000000001', state: '', after: 0 }
const names = (steps: readonly Step[]): readonly string[] =>
  steps.map((step) => `${step.repeat === 'never' ? '!' : ''}${step.name}`)

describe('plan', () => {
  test.each([
    ['text', ['!part:0']],
    ['images', ['media:0.0', 'alt:0.0', 'media:0.1', 'media:0.2', 'media:0.3', '!part:0', 'gap:comment', '!comment']],
    ['video', ['media:0.0', 'ready:0.0', '!part:0']],
    ['thread', ['media:0.0', 'alt:0.0', '!part:0', 'gap:1', '!part:1', 'media:2.0', 'ready:2.0', 'gap:2', '!part:2']],
  ])('%s', (sample, expected) => {
    const of = samples[sample] ?? version('', {})
    expect(names(twitter.plan(freeze(of), me))).toEqual(expected)
  })
  test('what may fail alone is an extra', () => {
    const steps = twitter.plan(freeze(samples['images'] ?? version('', {})), me)
    expect(steps.filter((step) => step.for === 'extra').map((step) => step.name)).toEqual([
      'alt:0.0',
      'gap:comment',
      'comment',
    ])
  })
})

describe('every request of every sample', () => {
  const kept = memory({
    ...Object.fromEntries(['0.0', '0.1', '0.2', '0.3', '2.0'].map((n) => [`media:${n}`, uploaded])),
    ...Object.fromEntries(['part:0', 'part:1', 'part:2'].map((name) => [name, { id: '1988111111111111111' }])),
  })
  const steps = Object.entries(samples).flatMap(([name, of]) =>
    twitter.plan(freeze(of), me).map((step) => [`${name} ${step.name}`, step] as const),
  )
  test.each(steps)('%s is what X documents', async (_, step) => {
    if (step.repeat === 'never') {
      expect(complaints(step.request(kept))).toEqual([])
      expect(isPure(step, kept)).toBe(true)
      return
    }
    const call = storedCall(reply(200, answers.finalized), reply(200, answers.finalized))
    await step.run(call, kept)
    for (const wire of call.sent) expect(complaints(wire)).toEqual([])
  })
  test('so is looking, measuring, removing and identifying', async () => {
    const call = storedCall(...Array.from({ length: 6 }, () => reply(200, answers.emptyTimeline)))
    const step = onceStep(twitter.plan(freeze(version('Hi', {})), me), 'part:0')
    await step.find(call, memory(), intent(step.request(memory())))
    await twitter.identify(call, 'oauth')
    await twitter.measure?.(call, me, [{ id: '1', at: 'public' }])
    await twitter.measureChannel?.(call, me)
    await twitter.remove?.(call, me, [
      { id: '1', at: 'public' },
      { id: '2', at: 'public' },
    ])
    expect(call.sent).toHaveLength(6)
    expect(call.sent.flatMap(complaints)).toEqual([])
    expect(call.sent.slice(-2).map((wire) => `${wire.method} ${wire.url}`)).toEqual([
      'DELETE https://api.x.com/2/tweets/2',
      'DELETE https://api.x.com/2/tweets/1',
    ])
  })
  test('and the check can fail', () => {
    expect(
      complaints({
        method: 'POST',
        url: 'https://api.x.com/2/tweets',
        as: 'channel',
        body: { is: 'json', value: { text: 'a', reply_settings: 'everyone' } },
      }),
    ).not.toEqual([])
    expect(complaints({ method: 'GET', url: 'https://api.x.com/2/nothing', as: 'channel' })).not.toEqual([])
  })
})

describe('request', () => {
  const bodyOf = (of: Parameters<typeof freeze>[0], step = 'part:0', values = {}): unknown => {
    const { body } = onceStep(twitter.plan(freeze(of), me), step).request(memory(values))
    return body?.is === 'json' ? body.value : undefined
  }
  test('text alone', () => {
    expect(bodyOf(version('Release 1.2 is out', {}))).toEqual({ text: 'Release 1.2 is out' })
  })
  test('all settings', () => {
    const settings = {
      replies: 'mentionedUsers',
      madeWithAi: true,
      paidPartnership: true,
      community: '7',
      shareWithFollowers: true,
      taggedUsers: ['2244994945'],
    }
    expect(bodyOf(version('Views', settings, [image('a')]), 'part:0', { 'media:0.0': uploaded })).toEqual({
      text: 'Views',
      media: { media_ids: ['1988000000000000001'], tagged_user_ids: ['2244994945'] },
      reply_settings: 'mentionedUsers',
      made_with_ai: true,
      paid_partnership: true,
      community_id: '7',
      share_with_followers: true,
    })
  })
  test('a poll', () => {
    expect(bodyOf(samples['poll'] ?? version('', {}))).toEqual({
      text: 'Which day?',
      poll: { options: ['Monday', 'Friday'], duration_minutes: 1440 },
    })
  })
  test('a later part answers the one before and repeats no audience', () => {
    expect(bodyOf(samples['thread'] ?? version('', {}), 'part:1', { 'part:0': { id: '11' } })).toEqual({
      text: 'Two',
      reply: { in_reply_to_tweet_id: '11' },
    })
  })
  test('the first comment answers the last part', () => {
    expect(
      bodyOf(version(['One', 'Two'], {}, [], { firstComment: 'And' }), 'comment', { 'part:1': { id: '12' } }),
    ).toEqual({ text: 'And', reply: { in_reply_to_tweet_id: '12' } })
  })
})

describe('read', () => {
  const step = onceStep(twitter.plan(freeze(version('Hi', {})), me), 'part:0')
  test('the id, and where it is', () => {
    expect(step.read(reply(201, answers.created), memory())).toEqual({
      is: 'live',
      remote: { id: '1988111111111111111', url: 'https://x.com/example_co/status/1988111111111111111', at: 'public' },
      value: { id: '1988111111111111111' },
    })
  })
  test('a protected account is seen by followers only', () => {
    const hidden = onceStep(twitter.plan(freeze(version('Hi', {})), channel({ facts: { protected: true } })), 'part:0')
    expect(hidden.read(reply(201, answers.created), memory())).toMatchObject({ remote: { at: 'restricted' } })
  })
  test.each([[{ errors: [{ title: 'x' }] }], [null], ['<html>'], [{ data: { id: 5 } }]])(
    'no id, no outcome: %j',
    (body) => {
      expect(() => step.read(reply(201, body), memory())).toThrow('without the id')
    },
  )
})

describe('media', () => {
  const run = async (
    file: Rendition,
    values: Record<string, never> | Record<string, object>,
    notes: Record<string, string>,
    name: string,
    ...stored: readonly unknown[]
  ): Promise<{ progress: Progress; sent: readonly object[] }> => {
    const call = storedCall(...stored.map((body) => reply(200, body)))
    const steps = twitter.plan(freeze(version('x', {}, [file])), me)
    const progress = await freeStep(steps, name).run(call, memory(values as Record<string, never>, notes))
    return { progress, sent: call.sent }
  }
  test('a picture goes in one request with nothing but its category', async () => {
    const { progress, sent } = await run(image('a'), {}, {}, 'media:0.0', answers.simpleUpload)
    expect(progress).toEqual({ is: 'done', value: uploaded })
    expect(sent).toEqual([
      {
        method: 'POST',
        url: 'https://api.x.com/2/media/upload',
        as: 'channel',
        body: {
          is: 'multipart',
          fields: { media_category: 'tweet_image' },
          file: { rendition: 'a' },
          fileField: 'media',
        },
      },
    ])
  })
  test('a film is initialized, appended in 4 MiB chunks, finalized', async () => {
    const film = video('f')
    const steps = freeStep(twitter.plan(freeze(version('x', {}, [film])), me), 'media:0.0')
    const call = storedCall(
      reply(200, answers.initialized),
      reply(204),
      reply(204),
      reply(204),
      reply(201, answers.finalized),
    )
    let value: Progress = await steps.run(call, memory())
    while (value.is === 'more') value = await steps.run(call, memory({ 'media:0.0': value.value }))
    expect(value).toEqual({
      is: 'done',
      value: { id: '1988000000000000002', key: '7_1988000000000000002', state: 'pending', after: 1 },
    })
    expect(
      call.sent.map((wire) =>
        wire.body?.is === 'multipart'
          ? [wire.body.fields['segment_index'], wire.body.file.from, wire.body.file.to]
          : wire.url.split('/').at(-1),
      ),
    ).toEqual([
      'initialize',
      ['0', 0, 4_194_304],
      ['1', 4_194_304, 8_388_608],
      ['2', 8_388_608, 10_485_760],
      'finalize',
    ])
  })
  test('a GIF says so', async () => {
    const { sent } = await run(image('g', { type: 'image/gif' }), {}, {}, 'media:0.0', answers.initialized)
    expect(sent[0]).toMatchObject({
      body: { value: { media_type: 'image/gif', total_bytes: 174_575, media_category: 'tweet_gif' } },
    })
  })
  test('chunks: small after a refusal, never more than a thousand, never above the maximum', () => {
    expect(chunkSize(10_000_000, undefined)).toBe(4_194_304)
    expect(chunkSize(10_000_000, 'small')).toBe(1_048_576)
    expect(chunkSize(6_000_000_000, undefined)).toBe(6_000_000)
    expect(chunkSize(16_000_000_000, undefined)).toBe(8_000_000)
  })
  test.each([
    ['pending', 1, {}, { is: 'wait', seconds: 5, value: 2 }],
    ['in_progress', 2, { check_after_secs: 90 }, { is: 'wait', seconds: 30, value: 3 }],
    ['succeeded', 3, {}, { is: 'done', value: 3 }],
    [
      'failed',
      1,
      { error: { message: 'InvalidMedia' } },
      { is: 'refused', problem: 'network.media-processing', words: 'InvalidMedia' },
    ],
    ['failed', 1, {}, { is: 'refused', problem: 'network.media-processing', words: 'X names no reason' }],
  ])('processing %s', async (state, asked, more, expected) => {
    const step = freeStep(twitter.plan(freeze(version('x', {}, [video('f')])), me), 'ready:0.0')
    const call = storedCall(reply(200, answers.status(state, more)))
    expect(await step.run(call, memory({ 'media:0.0': { id: '5', state: 'pending' }, 'ready:0.0': asked }))).toEqual(
      expected,
    )
  })
  test('ready at once where finalize names no processing; else X says when to ask', async () => {
    const step = freeStep(twitter.plan(freeze(version('x', {}, [video('f')])), me), 'ready:0.0')
    expect(await step.run(storedCall(), memory({ 'media:0.0': { id: '5', state: '' } }))).toEqual({
      is: 'done',
      value: 0,
    })
    expect(await step.run(storedCall(), memory({ 'media:0.0': { id: '5', state: 'pending', after: 3 } }))).toEqual({
      is: 'wait',
      seconds: 3,
      value: 1,
    })
  })
  test('a description has its envelope, and its refusal is told without stopping the post', async () => {
    const step = freeStep(twitter.plan(freeze(version('x', {}, [image('a', { alt: 'A view' })])), me), 'alt:0.0')
    const call = storedCall(reply(200, {}), reply(404, { detail: 'Not Found' }))
    const kept = memory({ 'media:0.0': uploaded })
    expect(await step.run(call, kept)).toEqual({ is: 'done', value: true })
    expect(await step.run(call, kept)).toEqual({ is: 'refused', problem: 'network.refused', words: 'Not Found' })
    expect(call.sent[0]?.body).toEqual({
      is: 'json',
      value: { id: uploaded.id, metadata: { alt_text: { text: 'A view' } } },
    })
  })
  test('the parts of a thread keep two seconds apart', async () => {
    const step = freeStep(twitter.plan(freeze(version(['a', 'b'], {})), me), 'gap:1')
    expect(await step.run(storedCall(), memory())).toEqual({ is: 'wait', seconds: 2, value: true })
    expect(await step.run(storedCall(), memory({ 'gap:1': true }))).toEqual({ is: 'done', value: true })
  })
})

describe('identify and measure', () => {
  test('one consent is one account', async () => {
    expect(await twitter.identify(storedCall(reply(200, answers.me)), 'oauth')).toEqual([
      {
        remoteId: '2244994945',
        kind: 'member',
        handle: 'example_co',
        facts: {
          name: 'Example Co',
          avatar: 'https://pbs.twimg.com/profile_images/1/abc_400x400.jpg',
          subscription: 'Premium',
          verified: 'blue',
          protected: false,
        },
      },
    ])
  })
  test.each([
    [
      'tweet',
      { retweet_count: 3, reply_count: 2, like_count: 5, quote_count: 1, bookmark_count: 4, impression_count: 100 },
    ],
    [
      'post',
      { repost_count: 3, reply_count: 2, like_count: 5, quote_count: 1, bookmark_count: 4, impression_count: 100 },
    ],
  ])('measures in the %s vocabulary', async (_, metrics) => {
    const call = storedCall(
      reply(200, { data: [{ id: '1', public_metrics: metrics }], errors: [{ resource_id: '2' }] }),
    )
    expect(
      await twitter.measure?.(call, me, [
        { id: '1', at: 'public' },
        { id: '2', at: 'public' },
      ]),
    ).toEqual([
      { remoteId: '1', values: { impressions: 100, likes: 5, comments: 2, shares: 3, quotes: 1, bookmarks: 4 } },
    ])
  })
  test('measures of the account', async () => {
    expect(await twitter.measureChannel?.(storedCall(reply(200, answers.me)), me)).toEqual({
      remoteId: '2244994945',
      values: { followers: 120, following: 10, posts: 42 },
    })
  })
})
