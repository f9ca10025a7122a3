import { describe, expect, test } from 'vitest'
import type { Json, Reply } from '../interface.ts'
import { channel, freeStep, freeze, image, memory, reply, storedCall, version, video } from '../testing/stored.ts'
import { threads } from './adapter.ts'
import * as answers from './fixtures/answers.ts'

const me = channel({ kind: 'profile', handle: 'ann' })
const steps = threads.plan(freeze(version('Two', {}, [image('a'), video('b')])), me)
const container = { id: '180001', note: null }
/** The step that waits for the whole carousel, at its second or a later question. */
const ask = (answer: Reply, kept: Readonly<Record<string, Json>> = {}, name = 'ready:0') => {
  const values = {
    'child:0.0': { id: '11', note: null },
    'child:0.1': { id: '12', note: null },
    'container:0': container,
    [name]: { asked: 0, waited: 0 },
    ...kept,
  }
  return freeStep(steps, name).run(storedCall(answer, answer, answer), memory(values))
}
const said = (word: string, error?: string): Reply => reply(200, answers.status(word, error))

describe('a container', () => {
  test('is asked about after a moment, and after a longer one if Threads did not find it', async () => {
    const step = freeStep(steps, 'ready:0')
    expect(await step.run(storedCall(), memory({ 'container:0': container }))).toMatchObject({ is: 'wait', seconds: 3 })
    const refused = memory({ 'container:0': container }, { 'ready:0': 'refused' })
    expect(await step.run(storedCall(), refused)).toMatchObject({ is: 'wait', seconds: 10 })
  })
  test('is ready', async () => {
    expect(await ask(said('FINISHED'))).toEqual({ is: 'done', value: {} })
  })
  test('is worked on, for ten minutes', async () => {
    expect(await ask(said('IN_PROGRESS'))).toEqual({ is: 'wait', seconds: 3, value: { asked: 1, waited: 3 } })
    expect(await ask(said('IN_PROGRESS'), { 'ready:0': { asked: 9, waited: 208 } })).toMatchObject({ seconds: 60 })
    expect(await ask(said('IN_PROGRESS'), { 'ready:0': { asked: 16, waited: 628 } })).toMatchObject({
      is: 'refused',
      problem: 'network.media-processing',
      words: expect.stringContaining('10 minutes'),
    })
    expect(await ask(said('FINISHED'), { 'ready:0': { asked: 16, waited: 628 } })).toEqual({ is: 'done', value: {} })
  })
  test('that expired is made again, with its files', async () => {
    expect(await ask(said('EXPIRED'))).toEqual({ is: 'redo', from: 'child:0.0', note: 'expired' })
    expect(await ask(said('EXPIRED'), {}, 'ready:0.1')).toEqual({ is: 'redo', from: 'child:0.1', note: 'expired' })
  })
  test.each([['UNKNOWN'], ['FAILED_DOWNLOADING_VIDEO'], [undefined]])(
    'that failed with %s is made again, once',
    async (error) => {
      expect(await ask(said('ERROR', error))).toEqual({ is: 'redo', from: 'child:0.0', note: 'failed' })
      const again = { 'child:0.0': { id: '11', note: 'failed' } }
      expect(await ask(said('ERROR', error), again)).toMatchObject({ is: 'refused' })
      expect(await ask(said('ERROR', error), { 'child:0.0': { id: '11', note: 'expired' } })).toMatchObject({
        is: 'redo',
      })
    },
  )
  test.each([
    ['FAILED_PROCESSING_VIDEO', 'network.media-processing', 'H.264'],
    ['FAILED_PROCESSING_AUDIO', 'network.media-processing', 'AAC'],
    ['INVALID_ASPEC_RATIO', 'network.media-refused', '10 to 1'],
    ['INVALID_ASPECT_RATIO', 'network.media-refused', '10 to 1'],
    ['INVALID_BIT_RATE', 'network.media-refused', '100 Mbit'],
    ['INVALID_DURATION', 'network.media-refused', '300 seconds'],
    ['INVALID_FRAME_RATE', 'network.media-refused', '23 to 60'],
    ['INVALID_AUDIO_CHANNELS', 'network.media-refused', '2 channels'],
    ['INVALID_AUDIO_CHANNEL_LAYOUT', 'network.media-refused', 'stereo'],
    ['SOMETHING_NEW', 'network.media-processing', 'SOMETHING_NEW'],
  ])('that failed with %s is told', async (error, problem, words) => {
    expect(await ask(said('ERROR', error))).toMatchObject({
      is: 'refused',
      problem,
      words: expect.stringContaining(words),
    })
  })
  test.each([
    ['says so', said('PUBLISHED')],
    ['has no status any more', reply(400, answers.vanished)],
  ])('that is out already %s, and its post is looked for', async (_, answer) => {
    const call = storedCall(
      answer,
      reply(200, answers.list(answers.post('7', 'Two', { media_type: 'CAROUSEL_ALBUM' }))),
    )
    const kept = memory({ 'container:0': container, 'ready:0': { asked: 0, waited: 0 } })
    expect(await freeStep(steps, 'ready:0').run(call, kept)).toEqual({
      is: 'done',
      value: { out: true, id: '7', permalink: 'https://www.threads.net/@ann/post/D7' },
    })
  })
  test('may not be there yet, and has to be there later', async () => {
    expect(await ask(reply(400, answers.missing))).toMatchObject({ is: 'wait' })
    await expect(ask(reply(400, answers.missing), { 'ready:0': { asked: 3, waited: 11 } })).rejects.toThrow(
      'refused: 400',
    )
  })
  test('trouble that is not about it is thrown to whoever judges it', async () => {
    await expect(ask(reply(400, { error: { code: 190, message: 'x' } }))).rejects.toThrow('refused: 400')
    await expect(ask(reply(500, 'x'))).rejects.toThrow('refused: 500')
  })
})
