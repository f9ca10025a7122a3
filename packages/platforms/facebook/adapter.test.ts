import { describe, expect, test } from 'vitest'
import type { Step, Version, Wire } from '../interface.ts'
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
import { facebook } from './adapter.ts'
import type { Settings } from './compose.ts'
import { feedAnswer } from './fixtures/answers.ts'
import { filmStory, samples } from './fixtures/samples.ts'

const page = channel({ remoteId: '555', kind: 'page', via: 'pages' })
const graph = 'https://graph.facebook.com/v26.0'
const planOf = (of: Version<Settings>): readonly Step[] => facebook.plan(freeze(of), page)
const names = (steps: readonly Step[]): string =>
  steps.map((step) => `${step.repeat === 'never' ? '!' : ''}${step.name}`).join(' ')
const valueOf = (wire: Wire): unknown => (wire.body?.is === 'json' ? wire.body.value : undefined)
const kept = memory({
  'photo:0': { id: '801' },
  'photo:1': { id: '802' },
  start: { id: '4444', session: '44441' },
})
function asked(of: Version<Settings>, name: string): Wire {
  const step = onceStep(planOf(of), name)
  expect(isPure(step, kept)).toBe(true)
  return step.request(kept)
}

describe('plan', () => {
  test.each([
    ['text', '!create permalink !comment'],
    ['link', '!create permalink'],
    ['images', 'photo:0 photo:1 staged !create permalink'],
    ['video', 'start upload staged !finish seen cover'],
    ['reel', 'start upload arrived staged !finish seen !comment'],
    ['story', 'photo:0 staged !create permalink'],
  ])('%s', (name, expected) => {
    expect(names(planOf(samples[name] ?? version('', {})))).toBe(expected)
  })
  test('a film as a story, and a reel with guests', () => {
    expect(names(planOf(filmStory))).toBe('start upload arrived staged !finish seen')
    const reel = version<Settings>('x', { form: 'reel', collaborators: ['7'] }, [video('a')], {
      files: { cover: image('c') },
    })
    expect(names(planOf(reel))).toBe('start upload arrived staged !finish seen cover invite')
  })
  test('one post follows one request, and only staged photos are sent again on a search', () => {
    const posts = [...Object.values(samples), filmStory].map((of) =>
      planOf(of).filter((step) => step.repeat === 'never' && step.for === 'post'),
    )
    expect(posts.map((steps) => steps.length)).toEqual(posts.map(() => 1))
    expect(posts.flat().map((step) => 'resend' in step)).toEqual([false, false, true, false, false, true, false])
  })
})

describe('requests', () => {
  test('a text, with nothing empty in it and no question that could fail beside it', () => {
    const wire = asked(version('Hi', {}), 'create')
    expect(wire).toMatchObject({ method: 'POST', url: `${graph}/555/feed`, as: 'channel' })
    expect(valueOf(wire)).toEqual({ message: 'Hi' })
  })
  test('a link with a button, for some people at a place, with a partner', () => {
    const chosen: Settings = {
      link: 'https://example.org',
      button: 'SIGN_UP',
      place: '9',
      sponsor: '8',
      audience: { countries: ['FR'], minimumAge: '18' },
    }
    expect(valueOf(asked(version('', chosen), 'create'))).toEqual({
      link: 'https://example.org',
      call_to_action: { type: 'SIGN_UP', value: { link: 'https://example.org' } },
      targeting: { geo_locations: { countries: ['FR'] }, age_min: 18 },
      place: '9',
      sponsor_id: '8',
    })
  })
  test('an audience that limits nothing is none', () => {
    expect(valueOf(asked(version('x', { audience: { countries: [] } }), 'create'))).toEqual({ message: 'x' })
  })
  test('photos go by the numbers they were staged under, and an empty text not at all', () => {
    const of = version<Settings>(' ', {}, [image('a'), image('b')])
    expect(valueOf(asked(of, 'create'))).toEqual({ attached_media: [{ media_fbid: '801' }, { media_fbid: '802' }] })
  })
  test('a photo as a story', () => {
    const wire = asked(version('', { form: 'story' }, [image('a')]), 'create')
    expect([wire.url, valueOf(wire)]).toEqual([`${graph}/555/photo_stories`, { photo_id: '801' }])
  })
  test('the end of a reel', () => {
    const wire = asked(version('x', { form: 'reel', title: 'T' }, [video('a')]), 'finish')
    expect([wire.url, valueOf(wire)]).toEqual([
      `${graph}/555/video_reels`,
      { upload_phase: 'finish', video_id: '4444', video_state: 'PUBLISHED', description: 'x', title: 'T' },
    ])
  })
  test('the end of a film story', () => {
    const wire = asked(filmStory, 'finish')
    expect([wire.url, valueOf(wire)]).toEqual([
      `${graph}/555/video_stories`,
      { upload_phase: 'finish', video_id: '4444' },
    ])
  })
  test('the end of a video, at the host of long films', () => {
    const wire = asked(version('x', { place: '9' }, [video('a')]), 'finish')
    expect([wire.url, valueOf(wire)]).toEqual([
      'https://graph-video.facebook.com/v26.0/555/videos',
      { upload_phase: 'finish', upload_session_id: '44441', description: 'x', place: '9' },
    ])
  })
  test.each([
    ['a post', { create: { id: '555_901' } }],
    ['a reel', { seen: { post: '555_901', video: '4444' } }],
  ])('the first comment stands under %s', (_, values) => {
    const step = onceStep(planOf(version('x', {}, [], { firstComment: 'More' })), 'comment')
    const wire = step.request(memory(values))
    expect([wire.url, valueOf(wire)]).toEqual([`${graph}/555_901/comments`, { message: 'More' }])
  })
})

describe('answers', () => {
  const read = (of: Version<Settings>, name: string, body: unknown) =>
    onceStep(planOf(of), name).read(reply(200, body), kept)

  test('a post', () => {
    expect(read(version('x', {}), 'create', feedAnswer)).toEqual({
      is: 'live',
      remote: { id: '555_901', url: 'https://www.facebook.com/555/posts/901', at: 'public' },
      value: { id: '555_901' },
    })
    expect(read(version('x', {}), 'create', { id: '555_901' })).toMatchObject({
      remote: { url: 'https://www.facebook.com/555_901' },
    })
    expect(() => read(version('x', {}), 'create', {})).toThrow('has no id')
  })
  test('a photo story', () => {
    const of = version<Settings>('', { form: 'story' }, [image('a')])
    expect(read(of, 'create', { success: true, post_id: 1234 })).toEqual({
      is: 'live',
      remote: { id: '1234', at: 'public' },
      value: { id: '1234' },
    })
    expect(() => read(of, 'create', { success: true })).toThrow('has no post_id')
  })
  test('success is no post yet', () => {
    expect(read(filmStory, 'finish', { success: true, post_id: 1234 })).toEqual({ is: 'done', value: { post: '1234' } })
    expect(read(filmStory, 'finish', { success: true })).toEqual({ is: 'done', value: { post: '' } })
    expect(() => read(filmStory, 'finish', { id: '1' })).toThrow('without success')
  })
  test('a comment', () => {
    const of = version<Settings>('x', {}, [], { firstComment: 'More' })
    expect(read(of, 'comment', { id: '901_77' })).toEqual({ is: 'done', value: { id: '901_77' } })
  })
})

describe('extras', () => {
  test('the cover is made the preferred one', async () => {
    const call = storedCall(reply(200, { success: true }))
    await freeStep(planOf(samples['video'] ?? version('', {})), 'cover').run(call, kept)
    expect(call.sent).toMatchObject([
      {
        method: 'POST',
        url: `${graph}/4444/thumbnails`,
        body: { is: 'multipart', fields: { is_preferred: 'true' }, file: { rendition: 'cover' }, fileField: 'source' },
      },
    ])
  })
  test('nobody is invited twice', async () => {
    const of = version<Settings>('x', { form: 'reel', collaborators: ['7', '8', '9'] }, [video('a')])
    const step = freeStep(planOf(of), 'invite')
    const listed = reply(200, { data: [{ collaborator_id: '8', collaborator_status: 'Pending' }] })
    const call = storedCall(listed, reply(200, { success: true, collaborator_id: '7' }))
    expect(await step.run(call, kept)).toEqual({ is: 'more', value: ['7'] })
    expect(call.sent.map((wire) => [wire.method, valueOf(wire)])).toEqual([
      ['GET', undefined],
      ['POST', { target_id: '7' }],
    ])
    expect(await step.run(storedCall(listed), memory({ invite: ['7', '9'] }))).toEqual({
      is: 'done',
      value: ['7', '9'],
    })
  })
})
