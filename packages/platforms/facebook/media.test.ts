import { describe, expect, test } from 'vitest'
import type { Reply } from '../interface.ts'
import {
  channel,
  failure,
  freeStep,
  freeze,
  image,
  memory,
  reply,
  storedCall,
  version,
  video,
} from '../testing/stored.ts'
import { facebook } from './adapter.ts'
import type { Settings } from './compose.ts'
import { foundFilm, readFilm } from './adapter.film.ts'
import { chunkStart, film, filmAtWork, filmOut, reelStart, stories } from './fixtures/answers.ts'
import { filmStory } from './fixtures/samples.ts'

const page = channel({ remoteId: '555', kind: 'page', via: 'pages' })
const graph = 'https://graph.facebook.com/v26.0'
const photos = facebook.plan(freeze(version<Settings>('x', {}, [image('a', { alt: 'A' }), image('b')])), page)
const reel = facebook.plan(freeze(version<Settings>('x', { form: 'reel' }, [video('r', { bytes: 1000 })])), page)
const long = facebook.plan(freeze(version<Settings>('x', {}, [video('v', { bytes: 1_500_000 })])), page)
const story = facebook.plan(freeze(version<Settings>('', { form: 'story' }, [image('s')])), page)
const missing = reply(400, { error: { code: 100, error_subcode: 33, message: 'does not exist' } })
const opened = { start: { id: '4444', url: reelStart.upload_url } }

describe('photos', () => {
  test('are staged with their descriptions', async () => {
    const call = storedCall(reply(200, { id: '801' }), reply(200, { id: '802' }))
    expect(await freeStep(photos, 'photo:0').run(call, memory())).toEqual({ is: 'done', value: { id: '801' } })
    await freeStep(photos, 'photo:1').run(call, memory())
    expect(call.sent.map(({ body }) => body?.is === 'multipart' && body.fields)).toEqual([
      { published: 'false', alt_text_custom: 'A' },
      { published: 'false' },
    ])
  })
})

describe('reels and stories', () => {
  test('the number comes first', async () => {
    const call = storedCall(reply(200, reelStart))
    expect(await freeStep(reel, 'start').run(call, memory())).toEqual({
      is: 'done',
      value: { id: '4444', url: reelStart.upload_url },
    })
    expect(call.sent).toMatchObject([{ url: `${graph}/555/video_reels`, body: { value: { upload_phase: 'start' } } }])
  })
  test('the token goes to no other host', async () => {
    const elsewhere = { ...reelStart, upload_url: 'https://rupload.example/v/1' }
    await expect(freeStep(reel, 'start').run(storedCall(reply(200, elsewhere)), memory())).rejects.toThrow(
      'another host',
    )
  })
  test.each([
    ['nothing yet', missing, 0],
    ['a part', reply(200, film('uploading', { uploading_phase: { bytes_transferred: 400 } })), 400],
    [
      'a part, as the documents spell it',
      reply(200, film('uploading', { uploading_phase: { bytes_transfered: 400 } })),
      400,
    ],
  ])('goes on from where Facebook stands: %s', async (_, state, from) => {
    const call = storedCall(state, reply(200, { success: true }))
    expect(await freeStep(reel, 'upload').run(call, memory(opened))).toEqual({ is: 'done', value: 1000 })
    expect(call.sent[1]).toMatchObject({
      url: reelStart.upload_url,
      scheme: 'OAuth',
      headers: { offset: String(from), file_size: '1000' },
      body: { is: 'bytes', file: { rendition: 'r', from, to: 1000 } },
    })
  })
  test('what is whole is not sent again', async () => {
    const whole = reply(200, film('upload_complete', { uploading_phase: { bytes_transferred: 1000 } }))
    const call = storedCall(whole)
    await freeStep(reel, 'upload').run(call, memory(opened))
    expect(call.sent).toHaveLength(1)
  })
  test.each([
    ['uploading', 'wait'],
    ['upload_complete', 'done'],
    ['processing', 'done'],
    ['ready', 'done'],
    ['expired', 'redo'],
    ['upload_failed', 'redo'],
    ['error', 'redo'],
  ])('%s: %s', async (state, is) => {
    const call = storedCall(reply(200, film(state)))
    expect(await freeStep(reel, 'arrived').run(call, memory(opened))).toMatchObject({ is })
  })
})

describe('videos in chunks', () => {
  const step = freeStep(long, 'upload')
  const start = { id: '4444', session: '44441', from: 0, to: 1_048_576 }
  test('the number comes first', async () => {
    const call = storedCall(reply(200, chunkStart))
    expect(await freeStep(long, 'start').run(call, memory())).toEqual({ is: 'done', value: start })
    expect(call.sent).toMatchObject([{ body: { value: { upload_phase: 'start', file_size: '1500000' } } }])
  })
  test('Facebook says how much comes next', async () => {
    const call = storedCall(reply(200, { start_offset: '1048576', end_offset: '1500000' }))
    expect(await step.run(call, memory({ start }))).toEqual({ is: 'more', value: { from: 1_048_576, to: 1_500_000 } })
    expect(call.sent).toMatchObject([
      {
        url: 'https://graph-video.facebook.com/v26.0/555/videos',
        body: {
          fields: { upload_phase: 'transfer', upload_session_id: '44441', start_offset: '0' },
          file: { rendition: 'v', from: 0, to: 1_048_576 },
          fileField: 'video_file_chunk',
        },
      },
    ])
  })
  test('a chunk that had arrived is not sent again', async () => {
    const expected = { start_offset: '1048576', end_offset: '1500000' }
    const told = reply(400, { error: { code: 6001, error_subcode: 1_363_037, message: 'x', error_data: expected } })
    expect(await step.run(storedCall(told), memory({ start }))).toEqual({
      is: 'more',
      value: { from: 1_048_576, to: 1_500_000 },
    })
  })
  test('ends when both ends meet', async () => {
    const call = storedCall()
    const at = { from: 1_500_000, to: 1_500_000 }
    expect(await step.run(call, memory({ start, upload: at }))).toEqual({ is: 'done', value: at })
  })
  test('a session that is over is opened again', () => {
    const wire = { method: 'POST', url: `${graph}/555/videos`, as: 'channel' } as const
    const over = reply(400, { error: { code: 6000, message: 'The upload session has expired' } })
    expect(facebook.classify(failure('upload', wire, over))).toEqual({ is: 'redo', from: 'start' })
  })
})

describe('what Facebook says of a film', () => {
  const is = (body: object) => readFilm(reply(200, body)).is
  test('that it will be published does not mean that it is', () => {
    expect(readFilm(reply(200, filmAtWork))).toMatchObject({ is: 'working', accepted: true, bytes: 151_626 })
  })
  test('a check for copyrights that fails hides nothing', () => {
    expect(readFilm(reply(200, filmOut))).toMatchObject({ is: 'out', postId: '902', url: '/reel/4444/' })
  })
  test('ready and not to be published is not out', () => {
    expect(is(film('ready', { publishing_phase: { publish_status: 'draft' } }))).toBe('working')
  })
  test.each([
    [{ status: 'error', error: { message: 'The video has to be 9:16.' } }, 'The video has to be 9:16.'],
    [{ status: 'error', errors: [{ code: 1_363_040, message: 'Ratio' }] }, 'Ratio 1363040'],
  ])('trouble is told in both of its shapes', (processing, words) => {
    expect(readFilm(reply(200, film('error', { processing_phase: processing })))).toMatchObject({ is: 'failed', words })
  })
  test.each([
    ['published', filmOut, { is: 'done' }],
    ['will be', filmAtWork, { is: 'done' }],
    ['failed', film('error'), { is: 'done' }],
    [
      'not finished',
      film('upload_complete', { publishing_phase: { publish_status: 'draft' } }),
      { is: 'absent', sure: true },
    ],
    ['not finished, a story', film('uploading'), { is: 'absent', sure: true }],
    ['over', film('expired'), { is: 'redo', from: 'start' }],
    ['unclear', film('processing', { publishing_phase: { publish_status: 'draft' } }), { is: 'unsure' }],
  ])('a lost answer, and the film is %s', (_, body, expected) => {
    expect(foundFilm(reply(200, body))).toMatchObject(expected)
  })
  test('a film that is not shown proves nothing', () => {
    expect(foundFilm(missing)).toMatchObject({ is: 'absent', sure: false })
  })
})

describe('seen', () => {
  const seen = (steps: typeof reel, answers: readonly Reply[], state?: object) => {
    const call = storedCall(...answers)
    const values = { ...opened, finish: { post: '1234' }, create: { post: '1234' }, 'photo:0': { id: '801' } }
    return {
      call,
      progress: freeStep(steps, 'seen').run(call, memory({ ...values, ...(state ? { seen: { ...state } } : {}) })),
    }
  }
  test('a reel has a post and an address', async () => {
    expect(await seen(reel, [reply(200, filmOut)]).progress).toEqual({
      is: 'live',
      remote: { id: '555_902', url: 'https://www.facebook.com/reel/4444/', at: 'public' },
      value: { post: '555_902', video: '4444' },
    })
  })
  test('the number of its post is waited for a minute', async () => {
    const out = reply(200, film('ready', { publishing_phase: { publish_status: 'published', status: 'complete' } }))
    expect(await seen(reel, [out], { asked: 1, waited: 5 }).progress).toMatchObject({ is: 'wait' })
    expect(await seen(reel, [out], { asked: 5, waited: 60 }).progress).toMatchObject({
      is: 'live',
      remote: { id: '4444', url: 'https://www.facebook.com/reel/4444/' },
    })
  })
  test('a film that was accepted may not be shown for long, and has not failed for that', async () => {
    expect(await seen(reel, [missing]).progress).toMatchObject({ is: 'wait', seconds: 5 })
    expect(await seen(reel, [missing], { asked: 30, waited: 1500 }).progress).toMatchObject({
      is: 'wait',
      seconds: 300,
    })
    const over = seen(reel, [missing, missing], { asked: 99, waited: 3600 })
    expect(await over.progress).toMatchObject({ is: 'refused', problem: 'network.media-stuck' })
    expect(over.call.sent[1]).toMatchObject({ method: 'DELETE', url: `${graph}/4444` })
  })
  test('a film that fails is refused with Facebook’s words', async () => {
    const broken = film('error', { processing_phase: { status: 'error', error: { message: 'Too wide' } } })
    expect(await seen(reel, [reply(200, broken)]).progress).toEqual({
      is: 'refused',
      problem: 'network.media-processing',
      words: 'Too wide',
    })
  })
  test('a film that is stuck is taken back before a person hears of it', async () => {
    const { call, progress } = seen(reel, [reply(200, filmAtWork), reply(200, { success: true })], {
      asked: 99,
      waited: 3600,
    })
    expect(await progress).toMatchObject({ is: 'refused', problem: 'network.media-stuck' })
    expect(call.sent[1]).toMatchObject({ method: 'DELETE', url: `${graph}/4444` })
  })
  test('hours of video take hours', async () => {
    expect(await seen(long, [reply(200, filmAtWork)], { asked: 99, waited: 3600 }).progress).toMatchObject({
      is: 'wait',
    })
  })
  const linked = (answer: Reply, asked?: number) =>
    freeStep(story, 'permalink').run(
      storedCall(answer),
      memory({ 'photo:0': { id: '801' }, ...(asked === undefined ? {} : { permalink: { asked } }) }),
    )
  test('a photo story finds its address', async () => {
    expect(await linked(reply(200, stories))).toEqual({
      is: 'live',
      remote: { id: '1234', url: 'https://facebook.com/stories/555/1234', at: 'public' },
    })
  })
  test('a post finds its address, too', async () => {
    const call = storedCall(reply(200, { id: '555_901', permalink_url: '/555/posts/901' }))
    const posted = memory({ create: { id: '555_901' } })
    expect(await freeStep(photos, 'permalink').run(call, posted)).toEqual({
      is: 'live',
      remote: { id: '555_901', url: 'https://www.facebook.com/555/posts/901', at: 'public' },
    })
    expect(await freeStep(photos, 'permalink').run(storedCall(missing), posted)).toMatchObject({ is: 'wait' })
  })
  test('and does without one', async () => {
    expect(await linked(reply(200, { data: [] }))).toEqual({ is: 'wait', seconds: 5, value: { asked: 1 } })
    expect(await linked(missing, 2)).toEqual({ is: 'done', value: { asked: 3 } })
  })
  test('a film story, too', async () => {
    const steps = facebook.plan(freeze(filmStory), page)
    const found = { data: [{ post_id: '77', media_id: '4444', url: 'https://facebook.com/stories/555/77' }] }
    expect(await seen(steps, [reply(200, filmOut), reply(200, found)]).progress).toMatchObject({
      is: 'live',
      remote: { id: '77', url: 'https://facebook.com/stories/555/77' },
    })
    expect(await seen(steps, [reply(200, filmOut), missing]).progress).toMatchObject({
      is: 'live',
      remote: { id: '1234' },
    })
  })
})
