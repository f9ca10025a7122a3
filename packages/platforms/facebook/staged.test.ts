/** What lies ready and was refused: is it gone, or is it out already? */
import { describe, expect, test } from 'vitest'
import type { Reply, Step, Version } from '../interface.ts'
import {
  channel,
  failure,
  freeStep,
  freeze,
  image,
  memory,
  onceStep,
  reply,
  storedCall,
  version,
  video,
} from '../testing/stored.ts'
import { facebook } from './adapter.ts'
import type { Settings } from './compose.ts'
import { album, film, filmAtWork, post, stories } from './fixtures/answers.ts'
import { filmStory } from './fixtures/samples.ts'

const page = channel({ remoteId: '555', kind: 'page', via: 'pages' })
const graph = 'https://graph.facebook.com/v26.0'
const planOf = (of: Version<Settings>): readonly Step[] => facebook.plan(freeze(of), page)
const missing = reply(400, { error: { code: 100, error_subcode: 33, message: 'does not exist' } })
const none = reply(200, { data: [] })
const staged = (
  steps: readonly Step[],
  values: Parameters<typeof memory>[0],
  note: readonly string[] | string | undefined,
  ...answers: readonly Reply[]
) => {
  const call = storedCall(...answers)
  return {
    call,
    progress: freeStep(steps, 'staged').run(call, memory(values, note === undefined ? {} : { staged: note })),
  }
}

describe('photos', () => {
  const steps = planOf(version<Settings>('x', {}, [image('a'), image('b')]))
  const values = { 'photo:0': { id: '801' }, 'photo:1': { id: '802' } }
  const there = [reply(200, { id: '801' }), reply(200, { id: '802' })]

  test('nothing is asked while nothing was refused', async () => {
    const { call, progress } = staged(steps, values, undefined)
    expect(await progress).toEqual({ is: 'done', value: true })
    expect(call.sent).toEqual([])
  })
  test('the new ones are not those that were refused', async () => {
    expect(await staged(steps, values, ['701', '702']).progress).toEqual({ is: 'done', value: true })
  })
  test('those that are gone are uploaded again', async () => {
    expect(await staged(steps, values, ['801', '802'], none, ...there.slice(0, 1), missing).progress).toEqual({
      is: 'redo',
      from: 'photo:0',
    })
  })
  test('those on a post are out, also where the photos themselves cannot be read', async () => {
    const listed = reply(200, { data: [post('555_903', 'x', album('801', '802'))] })
    const { call, progress } = staged(steps, values, ['801', '802'], listed, missing)
    expect(await progress).toEqual({ is: 'done', value: { out: '555_903' } })
    expect(call.sent).toHaveLength(1)
  })
  test('those that are there and on no post are not sent again', async () => {
    expect(await staged(steps, values, ['801', '802'], none, ...there).progress).toMatchObject({
      is: 'refused',
      problem: 'network.duplicate',
    })
  })
  test('what is out is only asked about', () => {
    const create = onceStep(steps, 'create')
    const known = memory({ ...values, staged: { out: '555_903' } })
    const wire = create.request(known)
    expect(wire).toMatchObject({ method: 'GET', url: `${graph}/555_903?fields=id%2Cpermalink_url` })
    expect(create.read(reply(200, { id: '555_903', permalink_url: '/555/posts/903' }), known)).toMatchObject({
      is: 'live',
      remote: { id: '555_903', url: 'https://www.facebook.com/555/posts/903' },
    })
    expect(facebook.classify(failure('create', wire, missing))).toEqual({ is: 'unknown' })
  })
})

test('a photo story that is out is only asked about', async () => {
  const steps = planOf(version<Settings>('', { form: 'story' }, [image('a')]))
  const values = { 'photo:0': { id: '801' } }
  expect(await staged(steps, values, ['801'], reply(200, stories)).progress).toEqual({
    is: 'done',
    value: { out: '1234' },
  })
  const create = onceStep(steps, 'create')
  const known = memory({ ...values, staged: { out: '1234' } })
  expect(create.request(known)).toMatchObject({ method: 'GET', url: expect.stringContaining(`${graph}/555/stories?`) })
  expect(create.read(reply(200, stories), known)).toMatchObject({
    is: 'live',
    remote: { id: '1234' },
    value: { id: '1234' },
  })
  expect(() => create.read(none, known)).toThrow('has no post_id')
})

describe.each([
  ['a reel', planOf(version<Settings>('x', { form: 'reel' }, [video('r')]))],
  ['a video', planOf(version<Settings>('x', {}, [video('v')]))],
  ['a film as a story', planOf(filmStory)],
])('the end of %s that was refused', (_, steps) => {
  const values = { start: { id: '4444', session: '44441' } }
  const finish = onceStep(steps, 'finish')

  test.each([
    [6000, 'The upload session is invalid'],
    [100, 'Invalid parameter: video_id is no upload of this Page'],
    [100, 'The video was published already'],
  ])('%i %s: the film is asked', (code, message) => {
    const answer = reply(400, { error: { code, message } })
    expect(facebook.classify(failure('finish', finish.request(memory(values)), answer))).toEqual({
      is: 'redo',
      from: 'staged',
      note: expect.stringMatching(/^4444/),
    })
  })
  const refusal = facebook.classify(
    failure('finish', finish.request(memory(values)), reply(400, { error: { code: 6000 } })),
  )
  const note = refusal?.is === 'redo' && typeof refusal.note === 'string' ? refusal.note : ''

  test('nothing is asked before that, and nothing of a film that was begun since', async () => {
    expect(await staged(steps, values, undefined).progress).toEqual({ is: 'done', value: true })
    const newer = { start: { id: '5555', session: '55551' } }
    expect(await staged(steps, newer, note).progress).toEqual({ is: 'done', value: true })
  })
  test('an end that was heard before is not sent again', async () => {
    expect(await staged(steps, values, note, reply(200, filmAtWork)).progress).toEqual({
      is: 'done',
      value: { out: '4444' },
    })
    const known = memory({ ...values, staged: { out: '4444' } })
    expect(finish.request(known)).toMatchObject({ method: 'GET', url: expect.stringContaining(`${graph}/4444?`) })
    expect(finish.read(reply(200, filmAtWork), known)).toEqual({ is: 'done', value: { post: '' } })
  })
  test.each([
    ['over', reply(200, film('expired'))],
    ['not to be published', reply(200, film('upload_complete'))],
    ['broken', reply(200, film('error'))],
  ])('a film that is %s is sent anew', async (_state, answer) => {
    expect(await staged(steps, values, note, answer).progress).toEqual({ is: 'redo', from: 'start' })
  })
  test.each([
    ['at work', reply(200, film('processing', { publishing_phase: { publish_status: 'draft' } }))],
    ['not shown', missing],
  ])('one that is %s is waited for, and deleted before it is sent anew', async (_state, answer) => {
    expect(await staged(steps, values, note, answer).progress).toMatchObject({ is: 'wait' })
    const { call, progress } = staged(
      steps,
      { ...values, staged: { asked: 30, waited: 600 } },
      undefined,
      answer,
      reply(200, { success: true }),
    )
    expect(await progress).toEqual({ is: 'redo', from: 'start' })
    expect(call.sent[1]).toMatchObject({ method: 'DELETE', url: `${graph}/4444` })
  })
})
