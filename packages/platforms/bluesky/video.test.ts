/** Pictures and films on their way, in stored answers. */
import { describe, expect, test } from 'vitest'
import type { Json, Reply } from '../interface.ts'
import { channel, freeStep, freeze, image, memory, reply, storedCall, version, video } from '../testing/stored.ts'
import { bluesky } from './adapter.ts'
import * as answers from './fixtures/answers.ts'

const { blob, did, host, job } = answers
const own = channel({ remoteId: did, kind: 'user', host, facts: { server: { did: 'did:web:called.example' } } })
const service = 'https://video.bsky.app/xrpc/app.bsky.video'
const name = 'media:0.0'
const film = { ...blob('film'), mimeType: 'video/mp4' }
const may = reply(200, { canUpload: true, remainingDailyVideos: 5, remainingDailyBytes: 1e10 })
const asServer = { audience: 'did:web:called.example', method: 'com.atproto.repo.uploadBlob' }
const asService = (method: string) => ({ audience: 'did:web:video.bsky.app', method: `app.bsky.video.${method}` })

interface Before {
  readonly bytes?: number
  readonly value?: Json
  readonly note?: Json
  readonly on?: typeof own
}
async function run({ bytes = 3_000_000, value, note, on = own }: Before, ...replies: readonly Reply[]) {
  const step = freeStep(bluesky.plan(freeze(version('x', {}, [video('f', { bytes })])), on), name)
  const call = storedCall(...replies)
  const progress = await step.run(
    call,
    memory(value === undefined ? {} : { [name]: value }, note === undefined ? {} : { [name]: note }),
  )
  return { progress, sent: call.sent }
}

test('a picture goes to the account’s server in one request', async () => {
  const step = freeStep(bluesky.plan(freeze(version('x', {}, [image('a')])), own), name)
  const call = storedCall(reply(200, { blob: blob('a') }))
  expect(await step.run(call, memory())).toEqual({ is: 'done', value: { blob: blob('a') } })
  expect(call.sent[0]).toEqual({
    method: 'POST',
    url: `https://${host}/xrpc/com.atproto.repo.uploadBlob`,
    as: 'channel',
    body: { is: 'bytes', file: { rendition: 'a' }, type: 'image/jpeg' },
  })
  await expect(step.run(storedCall(reply(200, {})), memory())).rejects.toThrow(/without naming it/)
})

describe('a film in one piece', () => {
  test('is sent with a token for the account’s server, then asked about', async () => {
    const { progress, sent } = await run({}, may, reply(200, job('CREATED')))
    expect(progress).toEqual({ is: 'wait', seconds: 2, value: { jobId: 'job-1', waited: 2 } })
    expect(sent[0]).toEqual({ method: 'GET', url: `${service}.getUploadLimits`, as: asService('getUploadLimits') })
    expect(sent[1]).toEqual({
      method: 'POST',
      url: `${service}.uploadVideo?did=${encodeURIComponent(did)}&name=p-0001-0.mp4`,
      as: asServer,
      body: { is: 'bytes', file: { rendition: 'f' }, type: 'video/mp4' },
    })
  })
  test('a server of which nothing is known is called by its host', async () => {
    const { sent } = await run({ on: { ...own, facts: {} } }, may, reply(200, job('CREATED')))
    expect(sent[1]?.as).toEqual({ ...asServer, audience: `did:web:${host}` })
  })
  test('a service that does not tell its limits is tried', async () => {
    const { progress } = await run({}, reply(404), reply(200, { jobStatus: job('CREATED') }))
    expect(progress).toMatchObject({ is: 'wait' })
  })
  test('bytes that it has are a success', async () => {
    const there = { ...job('COMPLETED', { blob: film }), error: 'already_exists' }
    expect((await run({}, may, reply(409, there))).progress).toEqual({ is: 'done', value: { blob: film } })
  })
})

describe('a job', () => {
  const value = { jobId: 'job-1', waited: 14 }
  test('is asked about less and less often', async () => {
    const { progress, sent } = await run({ value }, reply(200, { jobStatus: job('ENCODING') }))
    expect(progress).toEqual({ is: 'wait', seconds: 16, value: { jobId: 'job-1', waited: 30 } })
    expect(sent).toEqual([{ method: 'GET', url: `${service}.getJobStatus?jobId=job-1`, as: 'nobody' }])
  })
  test.each([
    ['is done', job('COMPLETED', { blob: film }), { is: 'done', value: { blob: film } }],
    [
      'failed',
      job('FAILED', { failureCode: 'encoding_failure', message: 'No' }),
      { is: 'refused', problem: 'network.media-processing', words: 'No' },
    ],
    [
      'is too large for the server',
      job('FAILED', { failureCode: 'pds_upload_unsupported_blob_size' }),
      { is: 'refused', problem: 'network.media-refused', words: 'pds_upload_unsupported_blob_size' },
    ],
    [
      'could not be brought to the server',
      job('FAILED', { failureCode: 'pds_upload_failure' }),
      { is: 'redo', from: name, note: 'gone' },
    ],
  ])('%s', async (_, status, expected) => {
    expect((await run({ value }, reply(200, { jobStatus: status }))).progress).toEqual(expected)
  })
  test('that is gone begins anew', async () => {
    const { progress } = await run({ value }, reply(400, { error: 'JobNotFound' }))
    expect(progress).toEqual({ is: 'redo', from: name, note: 'again' })
  })
  test('that never ends is given up after an hour', async () => {
    const { progress } = await run({ value: { ...value, waited: 3600 } }, reply(200, job('ENCODING')))
    expect(progress).toEqual({
      is: 'refused',
      problem: 'network.media-processing',
      words: 'still not done after an hour',
    })
  })
  test('whose film the server has lost goes to the server itself', async () => {
    const { progress, sent } = await run({ note: 'gone' }, reply(200, { blob: film }))
    expect(progress).toEqual({ is: 'done', value: { blob: film } })
    expect(sent[0]).toMatchObject({ url: `https://${host}/xrpc/com.atproto.repo.uploadBlob`, as: 'channel' })
  })
})

describe('a film in parts', () => {
  const bytes = 120_000_000
  const begun = reply(200, { jobId: 'up-1', partSizeBytes: 50_000_000, partCount: 3 })
  test('is begun, sent part by part, finished', async () => {
    const { progress, sent } = await run({ bytes }, may, begun)
    expect(progress).toEqual({ is: 'more', value: { uploadId: 'up-1', partBytes: 50_000_000, next: 1 } })
    expect(sent[1]).toMatchObject({
      url: `${service}.startUpload`,
      as: asService('startUpload'),
      body: { value: { sizeBytes: bytes, mimeType: 'video/mp4', durationMs: 12_000, width: 1280, height: 720 } },
    })
    const third = await run({ bytes, value: { uploadId: 'up-1', partBytes: 50_000_000, next: 3 } }, reply(200, {}))
    expect(third.progress).toEqual({ is: 'more', value: { uploadId: 'up-1', partBytes: 50_000_000, next: 4 } })
    expect(third.sent[0]).toEqual({
      method: 'POST',
      url: `${service}.uploadPart?jobId=up-1&partNumber=3`,
      as: asService('uploadPart'),
      body: {
        is: 'bytes',
        file: { rendition: 'f', from: 100_000_000, to: 120_000_000 },
        type: 'application/octet-stream',
      },
    })
    const end = await run(
      { bytes, value: { uploadId: 'up-1', partBytes: 50_000_000, next: 4 } },
      reply(200, { completedJobId: 'job-2', jobStatus: job('CREATED') }),
    )
    expect(end.progress).toEqual({ is: 'wait', seconds: 2, value: { jobId: 'job-2', waited: 2 } })
  })
  test('a service that wants the other token gets it, once', async () => {
    const { progress } = await run({ bytes }, may, reply(401, { error: 'AuthenticationRequired' }))
    expect(progress).toEqual({ is: 'more', value: { asUploader: true } })
    const second = await run({ bytes, value: { asUploader: true } }, may, begun)
    expect(second.sent[1]?.as).toEqual(asServer)
    expect(second.progress).toMatchObject({ value: { asUploader: true, next: 1 } })
    await expect(run({ bytes, value: { asUploader: true } }, may, reply(401))).rejects.toThrow('401')
  })
})

describe('an account that may not', () => {
  test.each([
    [
      'without a confirmed address',
      { canUpload: false, error: 'unconfirmed_email', message: 'Confirm' },
      'network.email-unconfirmed',
    ],
    ['at all', { canUpload: false, error: 'upload_forbidden', message: 'No' }, 'network.video-closed'],
  ])('%s', async (_, limits, problem) => {
    expect((await run({}, reply(200, limits))).progress).toMatchObject({ is: 'refused', problem })
  })
  test.each([
    ['no more videos today', { canUpload: false, remainingDailyVideos: 0 }],
    ['no more bytes today', { canUpload: true, remainingDailyVideos: 3, remainingDailyBytes: 2_999_999 }],
  ])('%s: it waits an hour, and a day at most', async (_, limits) => {
    const { progress } = await run({}, reply(200, limits))
    expect(progress).toEqual({ is: 'wait', seconds: 3600, value: { asked: 1 } })
    const last = await run({ value: { asked: 26 } }, reply(200, { ...limits, message: 'Daily limit' }))
    expect(last.progress).toEqual({ is: 'refused', problem: 'network.daily-limit', words: 'Daily limit' })
  })
})
