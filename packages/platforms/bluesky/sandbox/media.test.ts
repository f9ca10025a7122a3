import { expect, test } from 'vitest'
import { film, picture } from '../../sandbox/practice.testing.ts'
import { key, onBluesky, type OnBluesky } from './bluesky.testing.ts'

type Blob = { ref: { $link: string }; mimeType: string; size: number }
const uploadBlob = 'com.atproto.repo.uploadBlob'
const images = (image: unknown) => ({
  text: '',
  embed: { $type: 'app.bsky.embed.images', images: [{ image, alt: '' }] },
})
const video = (blob: unknown) => ({ text: '', embed: { $type: 'app.bsky.embed.video', video: blob } })

test('content says what a file is, and the same bytes are the same blob', async () => {
  await using sky = await onBluesky()
  const bytes = await picture('png')
  const blob = await sky.upload(bytes, 'text/plain')
  expect(blob).toEqual({
    $type: 'blob',
    ref: { $link: expect.stringMatching(/^bafkrei/) },
    mimeType: 'image/png',
    size: bytes.byteLength,
  })
  expect(await sky.upload(bytes, 'image/png')).toEqual(blob)
  expect(await sky.upload(new TextEncoder().encode('just words'), 'text/plain')).toMatchObject({
    mimeType: 'text/plain',
  })
  const none = await sky.xrpc(uploadBlob, { body: bytes })
  expect([none.status, none.body['message']]).toEqual([400, expect.stringMatching(/Content-Type/)])
  await sky.settings('bluesky', { blobUploadLimit: 100 })
  const large = await sky.xrpc(uploadBlob, { body: bytes, headers: { 'content-type': 'image/png' } })
  expect([large.status, large.body['error']]).toEqual([413, 'PayloadTooLarge'])
  expect(await sky.ledger('bluesky')).toEqual([])
})

test('a record may refer only to what was uploaded, as it is', async () => {
  await using sky = await onBluesky()
  const blob = (await sky.upload(await picture())) as Blob
  const error = async (image: unknown) => (await sky.put(key(1), images(image))).body['error']
  expect(await error({ ...blob, mimeType: 'image/png' })).toBe('InvalidMimeType')
  expect(await error({ ...blob, size: 5 })).toBe('InvalidSize')
  expect(await error({ ...blob, size: 2_000_001 })).toBe('InvalidRequest')
  expect(await error({ cid: blob.ref.$link, mimeType: 'image/jpeg' })).toBe('InvalidRequest')
  const theirs = await sky.put(key(1), images(blob), {}, sky.theirs)
  expect(theirs.body).toEqual({ error: 'BlobNotFound', message: `Could not find blob: ${blob.ref.$link}` })
  expect((await sky.put(key(1), images(blob))).status).toBe(200)
})

test('a file nobody refers to is forgotten; a post that is gone takes its files along', async () => {
  await using sky = await onBluesky()
  const bytes = await picture()
  const blob = await sky.upload(bytes)
  await sky.advance(3601)
  expect((await sky.put(key(1), images(blob))).body['error']).toBe('BlobNotFound')
  await sky.upload(bytes)
  await sky.did(key(1), images(blob))
  await sky.advance(86_400)
  const fresh = await sky.mint('bluesky', sky.me.id, [])
  const remove = { repo: sky.me.id, collection: 'app.bsky.feed.post', rkey: key(1) }
  expect((await sky.xrpc('com.atproto.repo.deleteRecord', { token: fresh, json: remove })).status).toBe(200)
  expect(
    (
      await sky.xrpc('com.atproto.repo.putRecord', {
        token: fresh,
        json: { ...remove, record: { ...images(blob), createdAt: '2026-11-23T06:00:00Z' } },
      })
    ).body['error'],
  ).toBe('BlobNotFound')
})

test('uploads are counted', async () => {
  await using sky = await onBluesky()
  await sky.settings('bluesky', { rateLimits: true })
  const asking = { body: await picture(), headers: { 'content-type': 'image/jpeg' } }
  for (let count = 0; count < 1000; count++) await sky.xrpc(uploadBlob, asking)
  const told = await sky.xrpc(uploadBlob, asking)
  expect([told.status, told.headers.get('ratelimit-policy')]).toEqual([429, '1000;w=86400'])
})

async function serviceToken(sky: OnBluesky, aud = 'did:web:bsky.social', lxm = uploadBlob, as = sky.token) {
  const told = await sky.xrpc(`com.atproto.server.getServiceAuth?aud=${aud}&lxm=${lxm}`, { token: as })
  return String(told.body['token'])
}
const service = (sky: OnBluesky, path: string, asking: Parameters<OnBluesky['ask']>[1] = {}) =>
  sky.ask(`/bluesky/video/xrpc/app.bsky.video.${path}`, asking)
async function send(sky: OnBluesky, bytes: Uint8Array<ArrayBuffer>, token?: string) {
  return await service(sky, `uploadVideo?did=${sky.me.id}&name=one.mp4`, {
    body: bytes,
    token: token ?? (await serviceToken(sky)),
    headers: { 'content-type': 'video/mp4' },
  })
}
const status = async (sky: OnBluesky, jobId: unknown) =>
  (await service(sky, `getJobStatus?jobId=${String(jobId)}`)).body['jobStatus'] as Record<string, unknown>

test('a film is worked on for a while, then it is a blob of the account', async () => {
  await using sky = await onBluesky()
  const told = await send(sky, film(12))
  expect(told.body).toMatchObject({
    state: 'JOB_STATE_CREATED',
    did: sky.me.id,
    jobStatus: { state: 'JOB_STATE_CREATED' },
  })
  const { jobId } = told.body
  await sky.advance(2)
  expect(await status(sky, jobId)).toMatchObject({ state: 'JOB_STATE_ENCODED', progress: 40 })
  expect(await status(sky, jobId)).not.toHaveProperty('blob')
  await sky.advance(3)
  const done = await status(sky, jobId)
  expect(done).toMatchObject({ state: 'JOB_STATE_COMPLETED', blob: { $type: 'blob', mimeType: 'video/mp4' } })
  await sky.did(key(1), video(done['blob']))
  const again = await send(sky, film(12))
  expect([again.status, again.body]).toEqual([
    409,
    expect.objectContaining({ error: 'already_exists', jobId, blob: done['blob'] }),
  ])
})

test('a film can also be uploaded like a picture', async () => {
  await using sky = await onBluesky()
  const blob = await sky.upload(film(3), 'video/mp4')
  expect((await sky.put(key(1), video(blob))).status).toBe(200)
})

test('the token of an upload is for the own server and for uploadBlob', async () => {
  await using sky = await onBluesky()
  const audience = await send(sky, film(1), await serviceToken(sky, 'did:web:example.com'))
  expect([audience.status, audience.body['message']]).toEqual([401, 'invalid token audience'])
  const method = await send(sky, film(1), await serviceToken(sky, 'did:web:bsky.social', 'app.bsky.video.uploadVideo'))
  expect([method.status, method.body['message']]).toEqual([401, 'invalid token method (lxm)'])
  expect((await send(sky, film(1), sky.token)).status).toBe(401)
  const theirs = await send(sky, film(1), await serviceToken(sky, undefined, undefined, sky.theirs))
  expect([theirs.status, theirs.body['message']]).toEqual([400, 'did does not match the token'])
  const old = await serviceToken(sky)
  await sky.advance(60)
  expect((await send(sky, film(1), old)).status).toBe(401)
  const direct = await sky.ask(`/bluesky/xrpc/${uploadBlob}`, {
    body: await picture(),
    token: await serviceToken(sky),
    headers: { 'content-type': 'image/jpeg' },
  })
  expect(direct.status).toBe(200)
})

test.each([
  ['a picture', () => picture(), 'validation_failure'],
  ['eleven minutes', () => film(660), 'validation_failure'],
])('%s is no film for the service', async (_, make, code) => {
  await using sky = await onBluesky()
  const { body } = await send(sky, await make())
  await sky.advance(5)
  expect(await status(sky, body['jobId'])).toMatchObject({ state: 'JOB_STATE_FAILED', failureCode: code })
})

test('on order: slow, failing, not stored', async () => {
  await using sky = await onBluesky()
  await sky.fault('bluesky', 'media_slow', { seconds: 100 })
  const slow = (await send(sky, film(1))).body['jobId']
  await sky.fault('bluesky', 'media_fails')
  const failing = (await send(sky, film(2))).body['jobId']
  await sky.fault('bluesky', 'video_not_stored')
  const unstored = (await send(sky, film(3))).body['jobId']
  await sky.advance(99)
  expect(await status(sky, slow)).toMatchObject({ state: 'JOB_STATE_UPLOADED' })
  expect(await status(sky, failing)).toMatchObject({ state: 'JOB_STATE_FAILED', failureCode: 'encoding_failure' })
  expect(await status(sky, unstored)).toMatchObject({ failureCode: 'pds_upload_failure' })
  await sky.advance(1)
  expect(await status(sky, slow)).toMatchObject({ state: 'JOB_STATE_COMPLETED' })
})

test('limits are told before and kept after', async () => {
  await using sky = await onBluesky()
  const limits = async (as = sky.token) =>
    (
      await service(sky, 'getUploadLimits', {
        token: await serviceToken(sky, 'did:web:video.bsky.app', 'app.bsky.video.getUploadLimits', as),
      })
    ).body
  expect(await limits()).toEqual({ canUpload: true, remainingDailyVideos: 25, remainingDailyBytes: 10_000_000_000 })
  await sky.settings('bluesky', { videosPerDay: 1 })
  await send(sky, film(1))
  expect(await limits()).toMatchObject({ canUpload: false, remainingDailyVideos: 0 })
  expect((await send(sky, film(2))).status).toBe(429)
  const add = (handle: string, entitlements: object) =>
    sky.control('/people', { platform: 'bluesky', kind: 'user', name: 'Ada', handle, entitlements })
  for (const [handle, entitlements, error] of [
    ['unconfirmed', { emailConfirmed: false }, 'unconfirmed_email'],
    ['no-profile', { profile: false }, 'profile_not_found'],
  ] as const) {
    const person = await add(handle, entitlements)
    const token = await serviceToken(sky, undefined, undefined, await sky.mint('bluesky', String(person['id']), []))
    const told = await service(sky, `uploadVideo?did=${String(person['id'])}&name=a.mp4`, {
      body: film(1),
      token,
      headers: { 'content-type': 'video/mp4' },
    })
    expect([told.status, told.body['error']]).toEqual([401, error])
  }
})

test('a film in parts: any order, exact sizes, finished as often as one likes', async () => {
  await using sky = await onBluesky()
  await sky.settings('bluesky', { partBytes: 1000 })
  const bytes = film(5, 2500)
  const call = async (path: string, asking: Parameters<typeof service>[2]) =>
    await service(sky, path, { token: await serviceToken(sky), ...asking })
  const begun = await call('startUpload', { json: { sizeBytes: bytes.byteLength, mimeType: 'video/mp4' } })
  expect(begun.body).toMatchObject({ partSizeBytes: 1000, partCount: 3, expiresAt: expect.any(String) })
  const { jobId } = begun.body
  const part = (number: number, from: number, to: number, type = 'application/octet-stream') =>
    call(`uploadPart?jobId=${String(jobId)}&partNumber=${number}`, {
      body: bytes.slice(from, to),
      headers: { 'content-type': type },
    })
  const finish = () => call('finishUpload', { json: { jobId } })
  const progress = async () => (await call(`getUploadStatus?jobId=${String(jobId)}`, {})).body
  expect((await part(3, 2000, 2500)).body).toEqual({ partNumber: 3, sizeBytes: 500 })
  expect((await part(1, 0, 999)).body['error']).toBe('PartSizeMismatch')
  expect((await part(4, 0, 1000)).body['error']).toBe('InvalidPartNumber')
  expect((await part(1, 0, 1000, 'video/mp4')).body['error']).toBe('UnsupportedContentType')
  expect((await finish()).body['error']).toBe('MissingParts')
  await part(1, 0, 1000)
  await part(1, 0, 1000)
  expect(await progress()).toMatchObject({ receivedParts: [1, 3], state: 'created' })
  await part(2, 1000, 2000)
  const done = await finish()
  expect(done.body).toMatchObject({ completedJobId: expect.any(String), jobStatus: { state: 'JOB_STATE_CREATED' } })
  expect((await finish()).body['completedJobId']).toBe(done.body['completedJobId'])
  expect((await part(2, 1000, 2000)).body['error']).toBe('UploadAlreadyCompleted')
  await sky.advance(5)
  const { blob } = await status(sky, done.body['completedJobId'])
  expect((await sky.put(key(1), video(blob))).status).toBe(200)
  expect(await progress()).toMatchObject({ state: 'completed', completedJobId: done.body['completedJobId'] })
})

test('a server that lags behind does not take more than a hundred megabytes', async () => {
  await using sky = await onBluesky()
  await sky.settings('bluesky', { olderLexicons: true, partBytes: 100_000_001 })
  const call = async (path: string, asking: Parameters<typeof service>[2]) =>
    (await service(sky, path, { token: await serviceToken(sky), ...asking })).body
  const { jobId } = await call('startUpload', { json: { sizeBytes: 100_000_001, mimeType: 'video/mp4' } })
  const headers = { 'content-type': 'application/octet-stream' }
  await call(`uploadPart?jobId=${String(jobId)}&partNumber=1`, { body: film(5, 100_000_001), headers })
  const { completedJobId } = await call('finishUpload', { json: { jobId } })
  await sky.advance(5)
  expect(await status(sky, completedJobId)).toMatchObject({ failureCode: 'pds_upload_unsupported_blob_size' })
})

test('parts expire, can be given up, and belong to one account', async () => {
  await using sky = await onBluesky()
  const call = async (path: string, json?: object, as = sky.token) =>
    (await service(sky, path, { token: await serviceToken(sky, undefined, undefined, as), ...(json ? { json } : {}) }))
      .body
  const begin = async () => (await call('startUpload', { sizeBytes: 10, mimeType: 'video/mp4' }))['jobId']
  expect((await call('startUpload', { sizeBytes: 10, mimeType: 'video/webm' }))['error']).toBe('UnsupportedContentType')
  expect((await call('startUpload', { sizeBytes: 300_000_001, mimeType: 'video/mp4' }))['error']).toBe('VideoTooLarge')
  const first = await begin()
  expect((await call('finishUpload', { jobId: first }, sky.theirs))['error']).toBe('UploadNotFound')
  expect(await call('abortUpload', { jobId: first })).toEqual({ state: 'aborted' })
  expect((await call('finishUpload', { jobId: first }))['error']).toBe('UploadAborted')
  const second = await begin()
  await sky.advance(3600)
  expect((await call('finishUpload', { jobId: second }))['error']).toBe('UploadExpired')
  await sky.fault('bluesky', 'video_overloaded')
  expect((await call('startUpload', { sizeBytes: 10, mimeType: 'video/mp4' }))['error']).toBe('ServiceOverloaded')
})
