import { describe, expect, test } from 'vitest'
import type { Channel, Json, Rendition, Reply, Step, Wire } from '../interface.ts'
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
import { instagram } from './adapter.ts'
import type { Settings } from './compose.ts'
import { account, missing } from './fixtures/answers.ts'
import { samples } from './fixtures/samples.ts'

const ours = channel({ remoteId: account, kind: 'business', via: 'instagram', handle: 'ada.makes' })
const behind: Channel = { ...ours, via: 'facebook' }
const ig = 'https://graph.instagram.com/v25.0'
const fb = 'https://graph.facebook.com/v25.0'
const sample = (name: string) => samples[name] ?? version('', {})
const planOf = (of: ReturnType<typeof sample>, where = ours) => instagram.plan(freeze(of), where)
const names = (steps: readonly Step[]): readonly string[] =>
  steps.map((step) => `${step.repeat === 'never' ? '!' : ''}${step.name}`)
const valueOf = (wire: Wire | undefined): unknown => (wire?.body?.is === 'json' ? wire.body.value : undefined)

describe('plan', () => {
  test.each([
    ['image', ours, ['limit', 'container', 'ready', '!publish', 'permalink', '!comment']],
    ['reel', ours, ['limit', 'container', 'ready', '!publish', 'permalink']],
    ['reel', behind, ['limit', 'container', 'upload', 'ready', '!publish', 'permalink']],
    ['story', behind, ['limit', 'container', 'upload', 'ready', '!publish', 'permalink']],
    [
      'carousel',
      behind,
      ['limit', 'item:0', 'ready:0', 'item:1', 'upload:1', 'ready:1', 'container', 'ready', '!publish', 'permalink'],
    ],
  ])('%s', (name, where, expected) => expect(names(planOf(sample(name), where))).toEqual(expected))
  test('comments are turned off last', () => {
    const of = version('x', { commentsOff: true }, [image('a')])
    expect(names(planOf(of)).at(-1)).toBe('comments-off')
  })
})

describe('what lies in a container', () => {
  const kept = memory({ 'item:0': { id: '11' }, 'item:1': { id: '12' } })
  const made = async (
    settings: Settings,
    media: readonly Rendition[],
    where = ours,
    step = 'container',
    files = {},
  ) => {
    const call = storedCall(reply(200, { id: '900' }))
    await freeStep(planOf(version('Hi #x', settings, media, { files }), where), step).run(call, kept)
    return { url: call.sent[0]?.url, body: valueOf(call.sent[0]) }
  }
  const url = (id: string): string => `https://media.example/${id}`

  test('a picture, with all it may have', async () => {
    const settings: Settings = {
      aiGenerated: true,
      collaborators: ['@bob'],
      location: '55',
      tags: [{ username: '@eve', x: 0, y: 1 }],
      paidPartnership: true,
      sponsors: ['7'],
    }
    expect(await made(settings, [image('a', { alt: 'A view' })], behind)).toEqual({
      url: `${fb}/${account}/media`,
      body: {
        caption: 'Hi #x',
        image_url: url('a'),
        alt_text: 'A view',
        is_ai_generated: true,
        collaborators: ['bob'],
        location_id: '55',
        user_tags: [{ username: 'eve', x: 0, y: 1 }],
        is_paid_partnership: true,
        branded_content_sponsor_ids: ['7'],
      },
    })
  })
  test('nothing that was not chosen', async () => {
    expect(await made({ aiGenerated: false, collaborators: [], tags: [] }, [image('a')])).toEqual({
      url: `${ig}/${account}/media`,
      body: { caption: 'Hi #x', image_url: url('a') },
    })
  })
  test('a reel: fetched at the one login, pushed at the other', async () => {
    const shared = { media_type: 'REELS', share_to_feed: true, caption: 'Hi #x' }
    expect((await made({}, [video('a')])).body).toEqual({ ...shared, video_url: url('a') })
    expect((await made({}, [video('a')], behind)).body).toEqual({ ...shared, upload_type: 'resumable' })
  })
  test('a reel, with all it may have', async () => {
    const settings: Settings = {
      shareToFeed: false,
      coverSeconds: 1.5,
      audioName: 'Workshop',
      trial: 'MANUAL',
      audio: { id: '3', volume: 0.5 },
      tags: [{ username: 'eve' }],
    }
    const body = {
      media_type: 'REELS',
      share_to_feed: false,
      thumb_offset: 1500,
      audio_name: 'Workshop',
      trial_params: { graduation_strategy: 'MANUAL' },
      audio_configuration: { audio_id: '3', audio_volume: 0.5 },
      user_tags: [{ username: 'eve' }],
    }
    expect((await made(settings, [video('a')], behind)).body).toMatchObject(body)
    const covered = (await made(settings, [video('a')], behind, 'container', { cover: image('c') })).body
    expect(covered).toMatchObject({ cover_url: url('c') })
    expect(covered).not.toHaveProperty('thumb_offset')
  })
  test('a story has no words', async () => {
    expect((await made({ story: true, collaborators: ['bob'] }, [image('a', { alt: 'x' })])).body).toEqual({
      media_type: 'STORIES',
      image_url: url('a'),
    })
  })
  test('a carousel: items first, then what holds them', async () => {
    const media = [image('a', { alt: 'A view' }), video('b')]
    const settings: Settings = { tags: [{ username: 'eve', x: 0, y: 0 }], collaborators: ['bob'], aiGenerated: true }
    expect((await made(settings, media, ours, 'item:0')).body).toEqual({
      is_carousel_item: true,
      image_url: url('a'),
      alt_text: 'A view',
      user_tags: [{ username: 'eve', x: 0, y: 0 }],
    })
    expect((await made(settings, media, ours, 'item:1')).body).toEqual({
      is_carousel_item: true,
      media_type: 'VIDEO',
      video_url: url('b'),
    })
    expect((await made(settings, media)).body).toEqual({
      media_type: 'CAROUSEL',
      children: '11,12',
      caption: 'Hi #x',
      collaborators: ['bob'],
      is_ai_generated: true,
    })
  })
})

describe('publishing', () => {
  const step = onceStep(planOf(sample('image')), 'publish')
  const kept = memory({ container: { id: '900' } })
  test('one request, always the same', () => {
    expect(isPure(step, kept)).toBe(true)
    expect(step.request(kept)).toEqual({
      method: 'POST',
      url: `${ig}/${account}/media_publish`,
      as: 'channel',
      body: { is: 'json', value: { creation_id: '900' } },
    })
  })
  test('its answer is the medium; an answer without one is none', () => {
    expect(step.read(reply(200, { id: '800' }), kept)).toEqual({
      is: 'live',
      remote: { id: '800', at: 'public' },
      value: { id: '800' },
    })
    expect(() => step.read(reply(200, {}), kept)).toThrow('no id')
  })
  test('never sent again on a mere absence from lists', () => {
    expect(step.resend).toBeUndefined()
    expect(step.replay).toBeUndefined()
  })
})

describe('after the post', () => {
  const steps = planOf({ ...sample('image'), settings: { commentsOff: true } })
  const run = (name: string, kept: Readonly<Record<string, Json>>, ...answers: readonly Reply[]) => {
    const call = storedCall(...answers)
    return freeStep(steps, name)
      .run(call, memory(kept))
      .then((progress) => ({ progress, sent: call.sent }))
  }
  const publish = { id: '800' }
  test('the link is asked for', async () => {
    const url = 'https://www.instagram.com/p/abc/'
    const { progress, sent } = await run('permalink', { publish }, reply(200, { id: '800', permalink: url }))
    expect(progress).toEqual({ is: 'live', remote: { id: '800', url, at: 'public' } })
    expect(sent[0]?.url).toBe(`${ig}/800?fields=id%2Cpermalink`)
  })
  test('and done without', async () => {
    const none = reply(400, missing)
    expect((await run('permalink', { publish }, none)).progress).toEqual({
      is: 'wait',
      seconds: 3,
      value: { asked: 1 },
    })
    expect((await run('permalink', { publish, permalink: { asked: 3 } }, none)).progress).toEqual({
      is: 'done',
      value: null,
    })
    expect((await run('permalink', { publish: { id: '' } })).progress).toEqual({ is: 'done', value: null })
  })
  test('the first comment is a message and nothing else', () => {
    const step = onceStep(steps, 'comment')
    const wire = step.request(memory({ publish }))
    expect(wire).toMatchObject({ url: `${ig}/800/comments`, body: { value: { message: 'More on the website.' } } })
    expect(valueOf(wire)).not.toHaveProperty('fields')
    expect(step.read(reply(200, { id: '5' }), memory({ publish }))).toEqual({ is: 'done', value: { id: '5' } })
    expect(step.request(memory({ publish: { id: '' } })).url).toBe(`${ig}/0/comments`)
  })
  test('comments are turned off', async () => {
    const { sent } = await run('comments-off', { publish }, reply(200, { success: true }))
    expect(sent[0]).toMatchObject({ method: 'POST', url: `${ig}/800`, body: { value: { comment_enabled: false } } })
  })
})
