/** Publishing, its limits, the push upload, what the Facebook login has more (sheet sections 6.2, 7, 9, 10). */
import { expect, test } from 'vitest'
import { filmed } from '../../sandbox/movie.testing.ts'
import { film } from '../../sandbox/practice.testing.ts'
import { codes, jonas, kestrel, kestrelPage, messageOf, onInstagram, type OnInstagram } from './instagram.testing.ts'

test('the quota is counted, read and kept', async () => {
  await using x = await onInstagram()
  await x.settings('instagram', { quotaTotal: 2 })
  const image_url = await x.photo()
  await x.posted({ image_url })
  await x.posted({ media_type: 'STORIES', image_url })
  const limit = '/me/content_publishing_limit'
  expect((await x.ig(limit)).body).toEqual({ data: [{ quota_usage: 2 }] })
  expect((await x.ig(`${limit}?fields=quota_usage,config`)).body).toEqual({
    data: [{ quota_usage: 2, config: { quota_total: 2, quota_duration: 86_400 } }],
  })
  const third = await x.made({ image_url })
  expect(codes(await x.publish(third))).toEqual([400, 9, 2207042])
  expect(await x.status(third)).toMatchObject({ status_code: 'FINISHED' })
  await x.advance(86_400)
  expect((await x.ig(limit)).body).toEqual({ data: [{ quota_usage: 0 }] })
})

test.each([
  ['no id', {}, [400, 100, undefined]],
  ['an unknown id', { creation_id: '17999999999999999' }, [400, 24, 2207008]],
])('publishing %s is refused', async (_, json, expected) => {
  await using x = await onInstagram()
  expect(codes(await x.ig('/me/media_publish', { json }))).toEqual(expected)
})

test('containers are published by their own account', async () => {
  await using x = await onInstagram()
  const container = await x.made({ image_url: await x.photo() })
  const scopes = ['instagram_business_basic', 'instagram_business_content_publish']
  const other = await x.mint('instagram', jonas, scopes)
  expect(codes(await x.publish(container, other))).toEqual([400, 24, 2207008])
  expect(codes(await x.ig(`/${container}?fields=status_code`, { token: other }))).toEqual([400, 100, 33])
  expect(codes(await x.ig(`/${kestrel}/media`, { token: other }))).toEqual([400, 100, 33])
})

test('an account that has to complete something publishes nothing', async () => {
  await using x = await onInstagram()
  const entitlements = { restricted: true }
  const person = { platform: 'instagram', kind: 'creator', name: 'Held', handle: 'held', entitlements }
  const id = String((await x.control('/people', person))['id'])
  const token = await x.mint('instagram', id, ['instagram_business_basic', 'instagram_business_content_publish'])
  const container = x.idOf(await x.create({ image_url: await x.photo() }, token))
  expect(codes(await x.publish(container, token))).toEqual([400, 25, 2207050])
})

test('after a burst of posts the session is over', async () => {
  await using x = await onInstagram()
  await x.settings('instagram', { publishesPerHour: 2 })
  const image_url = await x.photo()
  await x.posted({ image_url })
  await x.posted({ image_url })
  const told = await x.ig('/me')
  expect(codes(told)).toEqual([400, 190, 460])
  expect(messageOf(told)).toContain('session has been invalidated')
})

test('scopes are asked for one by one', async () => {
  await using x = await onInstagram()
  const token = await x.mint('instagram', kestrel, ['instagram_business_basic'])
  const told = await x.create({ image_url: await x.photo() }, token)
  expect([codes(told)[1], messageOf(told)]).toEqual([
    200,
    expect.stringContaining('instagram_business_content_publish'),
  ])
  expect((await x.ig('/me', { token })).status).toBe(200)
  expect(codes(await x.ig('/me/insights?metric=reach', { token }))[1]).toBe(200)
})

test('parameters come in the query, a form or JSON; what nobody reads is noted', async () => {
  await using x = await onInstagram()
  const image_url = await x.photo()
  const query = new URLSearchParams({ image_url, access_token: x.token }).toString()
  const bare = await x.ask(`/instagram/graph//v25.0//${kestrel}/media?${query}`, { method: 'POST' })
  expect(bare.status).toBe(200)
  const form = { image_url, id: kestrel, access_token: x.token, shiny: '1' }
  expect((await x.ask(`/instagram/graph/${kestrel}/media`, { form })).status).toBe(200)
  const requests = JSON.parse((await x.ask('/_sandbox/requests?platform=instagram')).text) as { notes: string[] }[]
  expect(requests.flatMap(({ notes }) => notes)).toEqual(['ignored: shiny'])
})

test('every answer tells how much was called, and too much is refused', async () => {
  await using x = await onInstagram()
  await x.settings('instagram', { callsTotal: 4 })
  const told = await x.ig('/me')
  expect(JSON.parse(told.headers.get('x-app-usage') ?? '')).toMatchObject({ call_count: 25 })
  expect(JSON.parse(told.headers.get('x-business-use-case-usage') ?? '')).toMatchObject({
    [kestrel]: [{ type: 'instagram', call_count: 25, estimated_time_to_regain_access: 0 }],
  })
  for (let call = 0; call < 3; call++) await x.ig('/me')
  const over = await x.ig('/me')
  expect(codes(over)).toEqual([400, 80_002, undefined])
  expect(over.headers.get('x-business-use-case-usage')).toContain('"estimated_time_to_regain_access":1440')
})

async function pushed(x: OnInstagram, bytes: Uint8Array<ArrayBuffer>, headers: Readonly<Record<string, string>>) {
  const json = { media_type: 'REELS', upload_type: 'resumable', caption: 'Pushed' }
  const { body } = await x.fb(`/${kestrel}/media`, { json })
  const uri = String(body['uri'])
  expect(uri).toBe(`https://rupload.facebook.com/ig-api-upload/v25.0/${String(body['id'])}`)
  const path = `/instagram/rupload${new URL(uri).pathname}`
  const send = (part: Uint8Array<ArrayBuffer>, more: Readonly<Record<string, string>>) =>
    x.ask(path, { method: 'POST', body: part, headers: { authorization: `OAuth ${x.user}`, ...headers, ...more } })
  return { id: String(body['id']), send, all: () => send(bytes, { offset: '0', file_size: String(bytes.byteLength) }) }
}

test('a film is pushed in one piece', async () => {
  await using x = await onInstagram()
  const push = await pushed(x, film(8, 4000), {})
  expect((await x.fb(`/${push.id}?fields=status_code,video_status`)).body).toMatchObject({
    status_code: 'IN_PROGRESS',
    video_status: { uploading_phase: { bytes_transferred: 0 }, processing_phase: { status: 'not_started' } },
  })
  expect((await push.all()).body).toMatchObject({ success: true })
  expect((await x.fb(`/${push.id}?fields=status_code`)).body).toMatchObject({ status_code: 'FINISHED' })
  const published = await x.fb(`/${kestrel}/media_publish`, { json: { creation_id: push.id } })
  expect(published.status).toBe(200)
  expect((await push.all()).body).toMatchObject({ debug_info: { type: 'ProcessingFailedError' } })
})

test('an interrupted push goes on where it stopped', async () => {
  await using x = await onInstagram()
  const bytes = film(8, 5000)
  const push = await pushed(x, bytes, {})
  const half = await push.send(bytes.slice(0, 2000), { offset: '0', file_size: '5000' })
  expect([half.status, half.body]).toMatchObject([
    400,
    { debug_info: { retriable: true, type: 'PartialRequestError' } },
  ])
  expect((await x.fb(`/${push.id}?fields=video_status`)).body).toMatchObject({
    video_status: { uploading_phase: { status: 'in_progress', bytes_transferred: 2000 } },
  })
  const again = await push.send(bytes, { offset: '0', file_size: '5000' })
  expect(again.body).toMatchObject({ debug_info: { type: 'OffsetInvalidError' } })
  expect((await push.send(bytes.slice(2000), { offset: '2000', file_size: '5000' })).status).toBe(200)
  expect((await x.fb(`/${push.id}?fields=status_code`)).body).toMatchObject({ status_code: 'FINISHED' })
})

test('the upload host fetches too, and wants its own word before the token', async () => {
  await using x = await onInstagram()
  const push = await pushed(x, film(8), {})
  const refused = await push.send(film(8), { authorization: `Bearer ${x.user}`, offset: '0', file_size: '9' })
  expect(refused.body).toEqual({
    debug_info: {
      retriable: false,
      type: 'ProcessingFailedError',
      message: '{"success":false,"error":{"message":"unauthorized user request"}}',
    },
  })
  expect((await push.send(new Uint8Array(), { file_url: x.movie() })).body).toMatchObject({ success: true })
  expect((await x.fb(`/${push.id}?fields=status_code`)).body).toMatchObject({ status_code: 'FINISHED' })
})

test('at the Facebook login reels have tracks, posts have sponsors, and posts can be deleted', async () => {
  await using x = await onInstagram()
  const tracks = (await x.fb('/ig_audio?audio_type=music')).body['data'] as { audio_id: string }[]
  expect((await x.ig('/ig_audio?audio_type=music')).status).toBe(400)
  const audio_configuration = { audio_id: tracks[0]?.audio_id, audio_volume: 0.5, video_volume: 0 }
  const make = (json: object) => x.fb(`/${kestrel}/media`, { json })
  const reel = { media_type: 'REELS', video_url: x.movie(), audio_configuration }
  const container = x.idOf(await make({ ...reel, is_paid_partnership: true }))
  expect(await settledAtFacebook(x, container)).toMatchObject({ status_code: 'FINISHED' })
  const loud = { ...audio_configuration, video_volume: 1 }
  const silent = x.idOf(await make({ ...reel, audio_configuration: loud }))
  expect(await settledAtFacebook(x, silent)).toMatchObject({
    status: 'Error: Media upload has failed with error code 2207082',
  })
  const sounding = x.put(filmed({ channels: 2 }), 'video/mp4')
  const mixed = x.idOf(await make({ ...reel, video_url: sounding, audio_configuration: loud }))
  expect(await settledAtFacebook(x, mixed)).toMatchObject({ status_code: 'FINISHED' })
  const own = await make({ image_url: await x.photo(), branded_content_sponsor_ids: [kestrel] })
  expect(messageOf(own)).toContain('INSTAGRAM_PLATFORM_API__INVALID_PARAM')

  const id = x.idOf(await x.fb(`/${kestrel}/media_publish`, { json: { creation_id: container } }))
  expect(codes(await x.ig(`/${id}`, { method: 'DELETE' }))).toEqual([400, 100, 33])
  expect((await x.fb(`/${id}`, { method: 'DELETE' })).body).toEqual({ success: true })
  expect(codes(await x.fb(`/${id}`, { method: 'DELETE' }))).toEqual([400, 100, 33])
  expect((await x.ledger('instagram')).map(({ kind }) => kind)).toEqual(['post', 'delete'])
})

async function settledAtFacebook(x: OnInstagram, container: string) {
  await x.settled(container)
  return (await x.fb(`/${container}?fields=status_code,status`)).body
}

test('a Page token speaks for its own account alone, and may be blind for containers', async () => {
  await using x = await onInstagram()
  const { body } = await x.fb(`/${kestrelPage}?fields=access_token`)
  const token = String(body['access_token'])
  const made = await x.fb(`/${kestrel}/media`, { json: { image_url: await x.photo() }, token })
  const container = x.idOf(made)
  expect(codes(await x.fb(`/${jonas}/media`, { token }))).toEqual([400, 100, 33])
  await x.settings('instagram', { pageTokenBlind: true })
  expect(codes(await x.fb(`/${container}?fields=status_code`, { token }))).toEqual([400, 100, 33])
  expect((await x.fb(`/${container}?fields=status_code`)).status).toBe(200)
  expect((await x.fb(`/${kestrel}/media_publish`, { json: { creation_id: container }, token })).status).toBe(200)
})

test('the proof of the secret is checked where it is sent, and can be asked for', async () => {
  await using x = await onInstagram()
  expect(codes(await x.ig('/me?appsecret_proof=00'))).toEqual([400, 100, undefined])
  await x.settings('instagram', { requireProof: true })
  expect(messageOf(await x.ig('/me'))).toContain('appsecret_proof')
})
