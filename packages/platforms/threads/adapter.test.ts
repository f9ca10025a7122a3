import { describe, expect, test } from 'vitest'
import type { Frozen, Memory, Step, Wire } from '../interface.ts'
import {
  channel,
  freeStep,
  freeze,
  image,
  isPure,
  memory,
  onceStep,
  reply,
  storedCall,
  version,
  video,
} from '../testing/stored.ts'
import { threads } from './adapter.ts'
import type { Settings } from './compose.ts'
import * as answers from './fixtures/answers.ts'
import { samples } from './fixtures/samples.ts'

const me = channel({ kind: 'profile', handle: 'ann', remoteId: '17841405793187218' })
const plan = (of: Parameters<typeof freeze<Settings>>[0]): readonly Step[] => threads.plan(freeze(of), me)
const names = (steps: readonly Step[]): readonly string[] =>
  steps.map((step) => `${step.repeat === 'never' ? '!' : ''}${step.name}`)
const api = 'https://graph.threads.net/v1.0'

describe('plan', () => {
  test.each([
    ['text', ['container:0', 'ready:0', '!part:0', 'permalink']],
    ['images', ['container:0', 'ready:0', '!part:0', 'permalink', 'container:comment', 'ready:comment', '!comment']],
    [
      'carousel',
      ['child:0.0', 'child:0.1', 'ready:0.0', 'ready:0.1', 'container:0', 'ready:0', '!part:0', 'permalink'],
    ],
    [
      'thread',
      [
        'quota',
        'container:0',
        'ready:0',
        '!part:0',
        'container:1',
        'ready:1',
        '!part:1',
        'container:2',
        'ready:2',
        '!part:2',
        'permalink',
      ],
    ],
  ])('%s', (sample, expected) => {
    expect(names(plan(samples[sample] ?? version('', {})))).toEqual(expected)
  })
  test('what may fail alone is an extra', () => {
    const extras = plan(samples['images'] ?? version('', {})).filter((step) => step.for === 'extra')
    expect(names(extras)).toEqual(['permalink', 'container:comment', 'ready:comment', '!comment'])
  })
})

/** The fields of the container that a step makes. */
async function made(
  of: Omit<Frozen<Settings>, 'key' | 'at'>,
  name = 'container:0',
  kept: Memory = memory(),
): Promise<unknown> {
  const call = storedCall(reply(200, answers.created('180001')))
  expect(await freeStep(plan(of), name).run(call, kept)).toEqual({ is: 'done', value: { id: '180001', note: null } })
  const [wire] = call.sent
  expect(wire).toMatchObject({ method: 'POST', url: `${api}/me/threads`, as: 'channel' })
  return wire?.body?.is === 'form' ? wire.body.fields : undefined
}

describe('containers', () => {
  test('text alone, never published at once', async () => {
    expect(await made(version('Hello', {}))).toEqual({ media_type: 'TEXT', text: 'Hello' })
  })
  test('every choice', async () => {
    const chosen: Settings = {
      topic: '#coffee',
      replies: 'mentioned_only',
      approvals: true,
      spoilers: ['butler'],
      ghost: true,
      place: '7',
      countries: ['DE', 'FR'],
      story: 'dark',
      link: 'https://example.com/a',
      longText: { text: 'All of it' },
    }
    expect(await made(version('The butler', chosen))).toEqual({
      media_type: 'TEXT',
      text: 'The butler',
      topic_tag: 'coffee',
      reply_control: 'mentioned_only',
      enable_reply_approvals: 'true',
      text_entities: '[{"entity_type":"SPOILER","offset":4,"length":6}]',
      is_ghost_post: 'true',
      location_id: '7',
      allowlisted_country_codes: 'DE,FR',
      crossreshare_to_ig: 'true',
      crossreshare_to_ig_dark_mode: 'true',
      link_attachment: 'https://example.com/a',
      text_attachment: '{"plaintext":"All of it"}',
    })
  })
  test('what hangs on a text', async () => {
    expect(await made(version('', { poll: { options: ['a ', 'b', 'c'] } }))).toEqual({
      media_type: 'TEXT',
      poll_attachment: '{"option_a":"a","option_b":"b","option_c":"c"}',
    })
    expect(await made(version('x', { gif: 'https://giphy.com/gifs/cat-3o7aD2saalBwwftBIY' }))).toMatchObject({
      gif_attachment: '{"gif_id":"3o7aD2saalBwwftBIY","provider":"GIPHY"}',
    })
    expect(await made(version('x', { longText: { text: 'y', link: 'https://a.org' } }))).toMatchObject({
      text_attachment: '{"plaintext":"y","link_attachment_url":"https://a.org"}',
    })
  })
  test('a picture, a film', async () => {
    expect(await made(version('Look', { hideMedia: true }, [image('a', { alt: 'A view' })]))).toEqual({
      media_type: 'IMAGE',
      image_url: 'https://media.example/a',
      alt_text: 'A view',
      text: 'Look',
      is_spoiler_media: 'true',
    })
    expect(await made(version('', {}, [video('b')]))).toEqual({
      media_type: 'VIDEO',
      video_url: 'https://media.example/b',
    })
  })
  test('a carousel of both', async () => {
    const of = version('Two', {}, [image('a'), video('b', { alt: 'Waves' })])
    expect(await made(of, 'child:0.1')).toEqual({
      media_type: 'VIDEO',
      video_url: 'https://media.example/b',
      alt_text: 'Waves',
      is_carousel_item: 'true',
    })
    const children = memory({ 'child:0.0': { id: '11' }, 'child:0.1': { id: '12' } })
    expect(await made(of, 'container:0', children)).toEqual({ media_type: 'CAROUSEL', children: '11,12', text: 'Two' })
  })
  test('a further part and the first comment answer what is out; choices belong to the head', async () => {
    const of = version<Settings>(['One', 'Two'], { topic: 'a', replies: 'followers_only', link: 'https://a.org' }, [], {
      firstComment: 'Three',
    })
    const kept = memory({ 'part:0': { id: '901' }, 'part:1': { id: '902' } })
    expect(await made(of, 'container:1', kept)).toEqual({ media_type: 'TEXT', text: 'Two', reply_to_id: '901' })
    expect(await made(of, 'container:comment', kept)).toEqual({ media_type: 'TEXT', text: 'Three', reply_to_id: '902' })
  })
  test('without a known parent nothing is said, so that no reply becomes a post', async () => {
    const call = storedCall()
    const step = freeStep(plan(version(['One', 'Two'], {})), 'container:1')
    expect(await step.run(call, memory({ 'part:0': { id: '' } }))).toMatchObject({
      is: 'refused',
      problem: 'network.no-link',
    })
    expect(call.sent).toEqual([])
  })
  test('a file that cannot be fetched is tried three times', async () => {
    const unreachable = reply(400, { error: { code: 9004, message: 'The media could not be fetched from this URI' } })
    const step = freeStep(plan(version('', {}, [image('a')])), 'container:0')
    const run = (kept: Memory) => step.run(storedCall(unreachable), kept)
    expect(await run(memory({}, { 'container:0': 'expired' }))).toEqual({
      is: 'wait',
      seconds: 20,
      value: { tried: 1, note: 'expired' },
    })
    expect(await run(memory({ 'container:0': { tried: 1, note: 'expired' } }))).toMatchObject({
      seconds: 40,
      value: { note: 'expired' },
    })
    expect(await run(memory({ 'container:0': { tried: 2 } }))).toMatchObject({
      is: 'refused',
      problem: 'network.media-unreachable',
    })
  })
})

describe('publishing', () => {
  const step = onceStep(plan(version(['One', 'Two'], {})), 'part:1')
  const kept = memory({ 'container:1': { id: '180001' }, 'ready:1': {} })
  const out = memory({
    'container:1': { id: '180001' },
    'ready:1': { out: true, id: '7', permalink: 'https://www.threads.net/@ann/post/D7' },
  })
  test('is one request about one container', () => {
    expect(step.request(kept)).toEqual({
      method: 'POST',
      url: `${api}/me/threads_publish`,
      as: 'channel',
      body: { is: 'form', fields: { creation_id: '180001' } },
    } satisfies Wire)
    expect(isPure(step, kept)).toBe(true)
    expect(step.resend).toBeUndefined()
    expect(step.replay).toBeUndefined()
  })
  test('its answer is the id of another object', () => {
    expect(step.read(reply(200, { id: '180777' }), kept)).toEqual({
      is: 'live',
      remote: { id: '180777', url: 'https://www.threads.com/@ann', at: 'public' },
      value: { id: '180777' },
    })
    expect(() => step.read(reply(200, {}), kept)).toThrow('has no id')
  })
  test('what is out already is asked about, not sent', () => {
    expect(step.request(out)).toEqual({ method: 'GET', url: `${api}/180001?fields=id`, as: 'channel' })
    expect(step.read(reply(200, { id: '180001' }), out)).toEqual({
      is: 'live',
      remote: { id: '7', url: 'https://www.threads.net/@ann/post/D7', at: 'public' },
      value: { id: '7' },
    })
  })
  test.each(Object.entries(samples))('%s: same memory, same bytes', (_, of) => {
    const filled = memory(
      Object.fromEntries(['0', '1', '2', 'comment'].map((key) => [`container:${key}`, { id: key }])),
    )
    const once = plan(of).flatMap((one) => (one.repeat === 'never' ? [one] : []))
    expect(once.length).toBeGreaterThan(0)
    for (const one of once) expect(isPure(one, filled)).toBe(true)
  })
})

describe('before and after', () => {
  test('a thread that does not fit into the day waits, before anything is out', async () => {
    const step = freeStep(plan(version(['a', 'b', 'c'], {})), 'quota')
    const run = (posts: number, replies: number) =>
      step.run(storedCall(reply(200, answers.quota(posts, replies))), memory())
    expect(await run(249, 998)).toEqual({ is: 'done', value: true })
    expect(await run(250, 0)).toEqual({ is: 'wait', seconds: 1800 })
    expect(await run(0, 999)).toEqual({ is: 'wait', seconds: 1800 })
    expect(await step.run(storedCall(reply(200, { data: [{}] })), memory())).toEqual({ is: 'done', value: true })
  })
  test('a post of ours is quoted by its number, which the list of own posts tells', async () => {
    const of = version<Settings>('See', { quote: 'https://www.threads.com/@ann/post/D7?x=1' })
    const step = freeStep(plan(of), 'quote')
    const full = Array.from({ length: 100 }, (_, n) => ({ id: `${n + 100}`, shortcode: `E${n}` }))
    const call = storedCall(reply(200, answers.list(...full)), reply(200, answers.list({ id: '7', shortcode: 'D7' })))
    expect(await step.run(call, memory())).toEqual({ is: 'done', value: { id: '7' } })
    expect(new URL(call.sent[1]?.url ?? '').searchParams.get('after')).toBe('b')
    expect(await made(of, 'container:0', memory({ quote: { id: '7' } }))).toMatchObject({ quote_post_id: '7' })
    const nothing = () => storedCall(reply(200, answers.list()))
    expect(await step.run(nothing(), memory())).toEqual({ is: 'wait', seconds: 60, value: { id: '' } })
    expect(await step.run(nothing(), memory({ quote: { id: '' } }))).toMatchObject({
      is: 'refused',
      problem: 'network.quote-missing',
    })
  })
  test('the address comes later, or never', async () => {
    const step = freeStep(plan(version('a', {})), 'permalink')
    const kept = memory({ 'part:0': { id: '7' } })
    expect(await step.run(storedCall(reply(200, answers.post('7', 'a'))), kept)).toMatchObject({
      is: 'live',
      remote: { id: '7', url: 'https://www.threads.net/@ann/post/D7' },
    })
    expect(await step.run(storedCall(reply(400, answers.missing)), kept)).toEqual({ is: 'done', value: null })
    expect(await step.run(storedCall(), memory({ 'part:0': { id: '' } }))).toEqual({ is: 'done', value: null })
  })
})
