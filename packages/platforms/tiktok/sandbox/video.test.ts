import { expect, test } from 'vitest'
import { filmed } from '../../sandbox/movie.testing.ts'
import { lost } from '../../sandbox/practice.testing.ts'
import { codeOf, dataOf, everyone, ilya, maren, onTikTok, padded, reel, scopes, wholePlan } from './tiktok.testing.ts'

const urlOf = (told: Parameters<typeof dataOf>[0]) => String(dataOf(told)['upload_url'])

const chunks = (size: number, each: number, count: number) => ({
  source: 'FILE_UPLOAD',
  video_size: size,
  chunk_size: each,
  total_chunk_count: count,
})

test('a film is begun, sent, processed, published, and has a public id after moderation', async () => {
  await using tt = await onTikTok()
  const told = await tt.videoInit()
  expect(told.body).toMatchObject({ error: { code: 'ok', message: '', log_id: expect.any(String) } })
  const { publish_id: id, upload_url: url } = dataOf(told) as { publish_id: string; upload_url: string }
  expect(id).toMatch(/^v_pub_file~v2-1\.\d+$/)
  expect(id.length).toBeLessThanOrEqual(64)
  expect(url).toMatch(/^https:\/\/open-upload\.tiktokapis\.com\/video\/\?upload_id=\w+&upload_token=\w+$/)
  expect(url.length).toBeLessThanOrEqual(256)
  expect(await tt.status(id)).toEqual({ status: 'PROCESSING_UPLOAD', uploaded_bytes: 0 })
  expect(await tt.ledger('tiktok')).toEqual([])

  const sent = await tt.putWhole(url, reel)
  expect([sent.status, sent.text]).toEqual([201, ''])
  const [line, ...more] = await tt.ledger('tiktok')
  expect([line, more]).toMatchObject([{ kind: 'post', account: maren, text: 'Morning bake #bread' }, []])
  expect(await tt.status(id)).toEqual({ status: 'PROCESSING_UPLOAD', uploaded_bytes: reel.length })
  await tt.advance(8)
  expect(await tt.status(id)).toEqual({ status: 'PUBLISH_COMPLETE', uploaded_bytes: reel.length })
  await tt.advance(20)
  const done = await tt.api('/post/publish/status/fetch/', { json: { publish_id: id } })
  // A list of numbers that JavaScript cannot hold.
  const [, digits = ''] = /"publicaly_available_post_id":\[(\d{19})\]/.exec(done.text) ?? []
  expect(digits).toBe(line?.['id'])
  expect(BigInt(Number(digits))).not.toBe(BigInt(digits))
})

test('chunks go in order; the last takes the rest; progress is told', async () => {
  await using tt = await onTikTok()
  const film = padded(reel, 12_000_000)
  const plan = { source: 'FILE_UPLOAD', video_size: film.length, chunk_size: 5_500_000, total_chunk_count: 2 }
  const url = urlOf(await tt.videoInit(everyone, plan))
  const early = await tt.put(url, film.slice(5_500_000), '5500000-11999999/12000000')
  expect([early.status, early.headers.get('content-range')]).toEqual([416, 'bytes 0-0/12000000'])
  const short = await tt.put(url, film.slice(0, 5_000_000), '0-4999999/12000000')
  expect(short.status).toBe(400)
  const first = await tt.put(url, film.slice(0, 5_500_000), '0-5499999/12000000')
  expect([first.status, first.headers.get('content-range')]).toEqual([206, 'bytes 0-5500000/12000000'])
  const twice = await tt.put(url, film.slice(0, 5_500_000), '0-5499999/12000000')
  expect([twice.status, twice.headers.get('content-range')]).toEqual([416, 'bytes 0-5500000/12000000'])
  expect((await tt.put(url, film.slice(5_500_000), '5500000-11999999/12000000')).status).toBe(201)
  expect((await tt.put(url, film.slice(5_500_000), '5500000-11999999/12000000')).status).toBe(416)
  expect(await tt.ledger('tiktok')).toHaveLength(1)
})

test('a long film is judged although it is not kept whole', async () => {
  await using tt = await onTikTok()
  const [size, each] = [70_000_000, 10_000_000]
  const film = padded(filmed({ fps: 10 }), size)
  const told = await tt.videoInit(everyone, chunks(size, each, 7))
  for (let from = 0; from < size; from += each) {
    const sent = await tt.put(urlOf(told), film.slice(from, from + each), `${from}-${from + each - 1}/${size}`)
    expect(sent.status).toBe(from + each < size ? 206 : 201)
  }
  await tt.advance(8)
  expect(await tt.status(String(dataOf(told)['publish_id']))).toEqual({
    status: 'FAILED',
    fail_reason: 'frame_rate_check_failed',
    uploaded_bytes: size,
  })
})

test.each([
  ['another type', { 'content-type': 'application/octet-stream' }, 400],
  ['no range', { 'content-range': '' }, 400],
  ['another total', { 'content-range': 'bytes 0-9/11' }, 400],
  ['a range that is not the body', { 'content-range': `bytes 0-9/${reel.length}` }, 400],
])('a chunk with %s is refused', async (_, headers, status) => {
  await using tt = await onTikTok()
  const url = urlOf(await tt.videoInit())
  expect((await tt.put(url, reel, `0-${reel.length - 1}/${reel.length}`, headers)).status).toBe(status)
  expect((await tt.putWhole(url, reel)).status).toBe(201)
})

test('an upload address lives an hour, has a secret, and may be nobody’s', async () => {
  await using tt = await onTikTok()
  const url = urlOf(await tt.videoInit())
  expect((await tt.putWhole(`${url}x`, reel)).status).toBe(403)
  expect((await tt.putWhole(url.replace(/upload_id=\w+/, 'upload_id=1'), reel)).status).toBe(404)
  await tt.advance(3600)
  expect((await tt.putWhole(url, reel)).status).toBe(403)
  expect(await tt.ledger('tiktok')).toEqual([])
})

test.each([
  ['one small chunk', chunks(3_000_000, 3_000_000, 1)],
  ['one chunk of 64 MB', chunks(64_000_000, 64_000_000, 1)],
  ['the example of the documents', chunks(50_000_123, 10_000_000, 5)],
])('%s is a plan', async (_, plan) => {
  await using tt = await onTikTok()
  await tt.settings('tiktok', { strictMegabytes: true })
  expect(codeOf(await tt.videoInit(everyone, plan))).toEqual([200, 'ok'])
})
test.each([
  ['a constant chunk larger than half', chunks(15_000_000, 10_000_000, 1), 'The chunk size is invalid'],
  ['one chunk of too much', chunks(80_000_000, 80_000_000, 1), 'The chunk size is invalid'],
  ['chunks too small', chunks(20_000_000, 4_000_000, 5), 'The chunk size is invalid'],
  ['chunks too large', chunks(200_000_000, 70_000_000, 2), 'The chunk size is invalid'],
  ['a chunk for the rest', chunks(50_000_123, 10_000_000, 6), 'The total chunk count is invalid'],
  ['a film too large', chunks(4_400_000_000, 10_000_000, 440), 'The video size is invalid'],
])('%s is none', async (_, plan, message) => {
  await using tt = await onTikTok()
  const told = await tt.videoInit(everyone, plan)
  expect([told.status, told.body['error']]).toMatchObject([400, { code: 'invalid_params', message }])
})

test.each([
  ['a caption too long', { ...everyone, title: '😀'.repeat(1101) }, 'post_info.title'],
  ['an unknown field', { ...everyone, location: 'Porto' }, 'post_info.location'],
  ['a flag that is a word', { ...everyone, disable_duet: 'true' }, 'post_info.disable_duet'],
  ['branded content for nobody', { privacy_level: 'SELF_ONLY', brand_content_toggle: true }, 'brand_content_toggle'],
])('%s is refused, with the name of the field', async (_, info, field) => {
  await using tt = await onTikTok()
  const told = await tt.videoInit(info)
  expect(codeOf(told)).toEqual([400, 'invalid_params'])
  expect((told.body['error'] as { message: string }).message).toContain(field)
})

test('a caption is counted as JavaScript counts, up to 2200', async () => {
  await using tt = await onTikTok()
  expect(codeOf(await tt.videoInit({ ...everyone, title: '😀'.repeat(1100) }))).toEqual([200, 'ok'])
})

test('a level has to be given and be offered: public for public accounts, followers for private ones', async () => {
  await using tt = await onTikTok()
  const options = async (as: string) =>
    dataOf(await tt.api('/post/publish/creator_info/query/', { method: 'POST', token: as }))
  expect(await options(tt.token)).toMatchObject({
    creator_username: 'maren.bakes',
    creator_nickname: 'Maren Olsen',
    privacy_level_options: ['PUBLIC_TO_EVERYONE', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY'],
    comment_disabled: false,
    duet_disabled: false,
    max_video_post_duration_sec: 600,
  })
  expect(await options(tt.closed)).toMatchObject({
    privacy_level_options: ['FOLLOWER_OF_CREATOR', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY'],
    duet_disabled: true,
    stitch_disabled: true,
    max_video_post_duration_sec: 180,
  })
  const mismatch = [403, 'privacy_level_option_mismatch']
  expect(codeOf(await tt.videoInit({ title: 'x' }))).toEqual(mismatch)
  expect(codeOf(await tt.videoInit({ privacy_level: 'FOLLOWER_OF_CREATOR' }))).toEqual(mismatch)
  expect(codeOf(await tt.videoInit(everyone, wholePlan(9), tt.closed))).toEqual(mismatch)
  const limited = await tt.creator('young', { restricted: true })
  expect(codeOf(await tt.videoInit(everyone, wholePlan(9), limited))).toEqual(mismatch)
  await tt.fault('tiktok', 'level_gone')
  expect(codeOf(await tt.videoInit())).toEqual(mismatch)
})

test('an unaudited app posts for itself only, to private accounts, for five people', async () => {
  await using tt = await onTikTok()
  await tt.settings('tiktok', { audited: false })
  const mine = { privacy_level: 'SELF_ONLY' }
  expect(codeOf(await tt.videoInit(mine))).toEqual([403, 'unaudited_client_can_only_post_to_private_accounts'])
  const others = { privacy_level: 'MUTUAL_FOLLOW_FRIENDS' }
  expect(codeOf(await tt.videoInit(others, wholePlan(9), tt.closed))).toEqual([403, 'privacy_level_option_mismatch'])
  await tt.posted(mine, reel, tt.closed)
  for (let index = 0; index < 4; index++)
    await tt.posted(mine, reel, await tt.creator(`closed${index}`, { private: true }))
  const sixth = await tt.creator('sixth', { private: true })
  expect(codeOf(await tt.videoInit(mine, wholePlan(9), sixth))).toEqual([403, 'reached_active_user_cap'])
  expect(codeOf(await tt.videoInit(mine, wholePlan(9), tt.closed))).toEqual([200, 'ok'])
  await tt.advance(86_400)
  const later = await tt.mint('tiktok', ilya, scopes)
  expect(codeOf(await tt.videoInit(mine, wholePlan(9), later))).toEqual([200, 'ok'])
})

test('private posts go out, but no id is ever told and no list has them', async () => {
  await using tt = await onTikTok()
  const id = await tt.posted({ privacy_level: 'SELF_ONLY', title: 'Only me' })
  await tt.advance(3600)
  expect(await tt.status(id)).toEqual({ status: 'PUBLISH_COMPLETE', uploaded_bytes: reel.length })
  expect((await tt.list())['videos']).toEqual([])
  expect(await tt.ledger('tiktok')).toHaveLength(1)
})

test.each([
  ['no film', new TextEncoder().encode('hello'), 'file_format_check_failed'],
  ['a codec TikTok does not know', filmed({ codec: 'av01' }), 'file_format_check_failed'],
  ['two seconds', filmed({ seconds: 2 }), 'duration_check_failed'],
  ['eleven minutes', filmed({ seconds: 660 }), 'duration_check_failed'],
  ['ten pictures a second', filmed({ fps: 10 }), 'frame_rate_check_failed'],
  ['a small picture', filmed({ width: 640, height: 320 }), 'picture_size_check_failed'],
])('%s fails after it was taken', async (_, film, reason) => {
  await using tt = await onTikTok()
  const id = await tt.posted(everyone, film)
  await tt.advance(8)
  expect(await tt.status(id)).toMatchObject({ status: 'FAILED', fail_reason: reason })
  expect(await tt.ledger('tiktok')).toEqual([])
})

test('the length of a film is what the account may post', async () => {
  await using tt = await onTikTok()
  const id = await tt.posted({ privacy_level: 'SELF_ONLY' }, filmed({ seconds: 200 }), tt.closed)
  await tt.advance(8)
  expect(await tt.status(id, tt.closed)).toMatchObject({ status: 'FAILED', fail_reason: 'duration_check_failed' })
})

test('a day has fifteen posts, and creator_info says so with 200', async () => {
  await using tt = await onTikTok()
  for (let index = 0; index < 15; index++) await tt.posted({ ...everyone, title: `Post ${index}` })
  expect(codeOf(await tt.videoInit())).toEqual([403, 'spam_risk_too_many_posts'])
  const info = await tt.api('/post/publish/creator_info/query/', { method: 'POST' })
  expect([codeOf(info), dataOf(info)]).toEqual([[200, 'spam_risk_too_many_posts'], {}])
  await tt.advance(86_400)
  const token = await tt.mint('tiktok', maren, scopes)
  expect(codeOf(await tt.videoInit(everyone, wholePlan(9), token))).toEqual([200, 'ok'])
})

test('nothing forbids the same film twice; the ledger has both, and shows that they are one', async () => {
  await using tt = await onTikTok()
  await tt.posted()
  await tt.posted()
  const [first, second] = await tt.ledger('tiktok')
  expect(second).toMatchObject({ text: first?.['text'], media: first?.['media'] })
  expect(second?.['id']).not.toBe(first?.['id'])
  expect((await tt.ask('/tiktok')).text).toContain('1 accepted twice ✗')
})

test('six inits a minute for each token, and 429 tells no time', async () => {
  await using tt = await onTikTok()
  await tt.settings('tiktok', { rateLimits: true })
  for (let index = 0; index < 6; index++) expect((await tt.videoInit()).status).toBe(200)
  const seventh = await tt.videoInit()
  expect(codeOf(seventh)).toEqual([429, 'rate_limit_exceeded'])
  expect(seventh.headers.get('retry-after')).toBeNull()
  expect((await tt.videoInit({ privacy_level: 'SELF_ONLY' }, wholePlan(9), tt.closed)).status).toBe(200)
  await tt.advance(60)
  expect((await tt.videoInit()).status).toBe(200)
})

test('an id of nobody and one of somebody else are two errors', async () => {
  await using tt = await onTikTok()
  const id = String(dataOf(await tt.videoInit())['publish_id'])
  const fetch = (publish_id: string, as: string) =>
    tt.api('/post/publish/status/fetch/', { json: { publish_id }, token: as })
  expect(codeOf(await fetch('v_pub_file~v2-1.1', tt.token))).toEqual([400, 'invalid_publish_id'])
  expect(codeOf(await fetch(id, tt.closed))).toEqual([400, 'token_not_authorized_for_specified_publish_id'])
})

test('scopes: nothing is posted, drafted or listed without its own', async () => {
  await using tt = await onTikTok()
  const bare = await tt.mint('tiktok', maren, ['user.info.basic'])
  const denied = [401, 'scope_not_authorized']
  expect(codeOf(await tt.videoInit(everyone, wholePlan(9), bare))).toEqual(denied)
  const draft = { json: { source_info: wholePlan(9) }, token: bare }
  expect(codeOf(await tt.api('/post/publish/inbox/video/init/', draft))).toEqual(denied)
  expect(codeOf(await tt.api('/video/list/?fields=id', { json: {}, token: bare }))).toEqual(denied)
  expect(codeOf(await tt.api('/user/info/?fields=open_id,username', { token: bare }))).toEqual(denied)
  // The scope is looked at before the body.
  expect(codeOf(await tt.videoInit({}, {}, bare))).toEqual(denied)
})

test('the answer to the last chunk is lost, the post is not', async () => {
  await using tt = await onTikTok()
  const told = await tt.videoInit()
  await tt.fault('tiktok', 'lose_answer')
  expect(await lost(tt.putWhole(urlOf(told), reel))).toBe('lost')
  expect(await tt.status(String(dataOf(told)['publish_id']))).toMatchObject({ uploaded_bytes: reel.length })
  expect(await tt.ledger('tiktok')).toHaveLength(1)
})
