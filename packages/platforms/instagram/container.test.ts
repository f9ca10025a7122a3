/** Containers: made, filled, asked until they are ready. */
import { describe, expect, test } from 'vitest'
import type { Channel, Reply } from '../interface.ts'
import { channel, freeStep, freeze, image, memory, reply, storedCall, version, video } from '../testing/stored.ts'
import { instagram } from './adapter.ts'
import { account, error, missing, status } from './fixtures/answers.ts'

const ours = channel({ remoteId: account, kind: 'business', via: 'instagram' })
const behind: Channel = { ...ours, via: 'facebook' }
const fb = 'https://graph.facebook.com/v25.0'
const post = version('Hello #x', {}, [image('a')])
const none = reply(400, missing)

describe('making a container', () => {
  const step = freeStep(instagram.plan(freeze(post), ours), 'container')
  const run = (tries: number, ...answers: readonly Reply[]) =>
    step.run(storedCall(...answers), memory(tries > 0 ? { container: { tries } } : {}))
  const unfetched = reply(400, error(9004, 2_207_052))

  test('its id is kept, and the address for bytes', async () => {
    const uri = 'https://rupload.facebook.com/ig-api-upload/v25.0/900'
    expect(await run(0, reply(200, { id: '900' }))).toEqual({ is: 'done', value: { id: '900', again: 0 } })
    expect(await run(0, reply(200, { id: '900', uri }))).toEqual({ is: 'done', value: { id: '900', uri, again: 0 } })
  })
  test('a file that could not be fetched is offered again, and then it counts', async () => {
    expect(await run(0, unfetched)).toEqual({ is: 'wait', seconds: 5, value: { tries: 1 } })
    expect(await run(2, unfetched)).toEqual({ is: 'wait', seconds: 60, value: { tries: 3 } })
    expect(await run(3, unfetched)).toMatchObject({ is: 'refused', problem: 'network.media-unreachable' })
    expect(await run(2, reply(200, { id: '900' }))).toMatchObject({ is: 'done' })
  })
  test('what else is wrong is judged by its number', async () => {
    const wrong = reply(400, error(36_003, 2_207_009))
    await expect(run(0, wrong, wrong)).rejects.toThrow('refused: 400')
  })
})

describe('pushing a film', () => {
  const film = video('a', { bytes: 1000 })
  const step = freeStep(instagram.plan(freeze(version('x', {}, [film])), behind), 'upload')
  const uri = 'https://rupload.facebook.com/ig-api-upload/v25.0/900'
  const kept = memory({ container: { id: '900', uri } })
  const phase = (status: string, bytes_transferred = 0) =>
    reply(200, { id: '900', video_status: { uploading_phase: { status, bytes_transferred } } })

  test('from where it stands, with the scheme of that host', async () => {
    const call = storedCall(phase('in_progress', 400), reply(200, { success: true }))
    expect(await step.run(call, kept)).toEqual({ is: 'done', value: true })
    expect(call.sent).toEqual([
      { method: 'GET', url: `${fb}/900?fields=video_status`, as: 'channel' },
      {
        method: 'POST',
        url: uri,
        as: 'channel',
        scheme: 'OAuth',
        headers: { offset: '400', file_size: '1000' },
        body: { is: 'bytes', file: { rendition: 'a', from: 400, to: 1000 }, type: 'application/octet-stream' },
      },
    ])
  })
  test('not again if it is there', async () => {
    for (const answer of [phase('complete'), phase('in_progress', 1000)])
      expect(await step.run(storedCall(answer), kept)).toEqual({ is: 'done', value: true })
  })
  test('from the beginning if nothing is told', async () => {
    const call = storedCall(reply(400, missing), reply(400, missing), reply(200, { success: true }))
    await step.run(call, kept)
    expect(call.sent.map(({ as }) => as)).toEqual(['channel', 'user', 'channel'])
    expect(call.sent[2]?.headers).toEqual({ offset: '0', file_size: '1000' })
  })
})

describe('asking a container until it is ready', () => {
  const step = freeStep(instagram.plan(freeze(post), ours), 'ready')
  const ask = (
    answer: Reply,
    container: { id: string; again?: number } = { id: '900' },
    ready?: { asked: number; waited: number },
  ) => step.run(storedCall(answer), memory({ container, ...(ready ? { ready } : {}) }))
  const broken = (number: number) =>
    reply(200, status('ERROR', `Error: Media upload has failed with error code ${number}`))

  test('waits as long as the sheet proposes, and not for ever', async () => {
    const working = reply(200, status('IN_PROGRESS'))
    expect(await ask(working)).toEqual({ is: 'wait', seconds: 3, value: { asked: 1, waited: 3 } })
    expect(await ask(working, { id: '900' }, { asked: 20, waited: 800 })).toMatchObject({ is: 'wait', seconds: 60 })
    expect(await ask(working, { id: '900' }, { asked: 22, waited: 900 })).toMatchObject({
      is: 'refused',
      problem: 'network.media-processing',
    })
  })
  test('"does not exist" is waited out', async () => {
    expect(await ask(none, { id: '900' }, { asked: 5, waited: 30 })).toMatchObject({ is: 'wait' })
  })
  test('ends', async () => {
    for (const code of ['FINISHED', 'PUBLISHED'])
      expect(await ask(reply(200, status(code)))).toEqual({ is: 'done', value: code })
    expect(await ask(reply(200, status('EXPIRED')))).toEqual({ is: 'redo', from: 'container' })
  })
  test('some failures pass with a new container, and are counted', async () => {
    expect(await ask(broken(2_207_053))).toEqual({ is: 'redo', from: 'container', note: { again: 1 } })
    expect(await ask(broken(2_207_053), { id: '900', again: 2 })).toMatchObject({
      is: 'refused',
      problem: 'network.media-processing',
      words: expect.stringContaining('2207053'),
    })
    expect(await ask(broken(2_207_076), { id: '900', again: 1 })).toMatchObject({ is: 'refused' })
    expect(await ask(broken(2_207_026))).toMatchObject({ is: 'refused', problem: 'network.media-processing' })
    expect(await ask(reply(200, status('ERROR', 'Error')))).toMatchObject({ is: 'refused' })
  })
  test('a token that is over is not taken for a container that is missing', async () => {
    const dead = reply(400, error(190, 463))
    await expect(step.run(storedCall(dead, dead), memory({ container: { id: '900' } }))).rejects.toThrow('refused: 400')
  })
})
