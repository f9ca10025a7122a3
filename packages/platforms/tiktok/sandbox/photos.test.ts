import { expect, test } from 'vitest'
import { mediaFor } from '../../sandbox/media.testing.ts'
import { lost, picture } from '../../sandbox/practice.testing.ts'
import { codeOf, dataOf, everyone, maren, onTikTok, reel, type OnTikTok } from './tiktok.testing.ts'

const info = { title: 'Trip', description: 'Three days in #porto', privacy_level: 'PUBLIC_TO_EVERYONE' }
const photos = (photo_images: readonly string[], post_info: object = info, more: object = {}) => ({
  media_type: 'PHOTO',
  post_mode: 'DIRECT_POST',
  post_info,
  source_info: { source: 'PULL_FROM_URL', photo_cover_index: 0, photo_images },
  ...more,
})
const pull = (video_url: string) => ({ source: 'PULL_FROM_URL', video_url })
const draft = (tt: OnTikTok, source: object, more: object = {}) =>
  tt.api('/post/publish/inbox/video/init/', { json: { source_info: source, ...more } })
const idOf = (told: Parameters<typeof dataOf>[0]) => String(dataOf(told)['publish_id'])
const ids = (status: Readonly<Record<string, unknown>>) => status['publicaly_available_post_id']

async function stage() {
  const tt = await onTikTok()
  const media = await mediaFor(tt)
  const image = async (name: string, width = 810, height = 1080) =>
    media.put(name, await picture('jpeg', width, height), 'image/jpeg')
  return {
    ...tt,
    media,
    image,
    async [Symbol.asyncDispose]() {
      await media[Symbol.asyncDispose]()
      await tt[Symbol.asyncDispose]()
    },
  }
}

test('photos are fetched, processed and public after moderation; the init publishes', async () => {
  await using tt = await stage()
  const told = await tt.photoInit(photos([await tt.image('a.jpg'), await tt.image('b.jpg')]))
  expect(idOf(told)).toMatch(/^p_pub_url~v2\.\d+$/)
  const [line] = await tt.ledger('tiktok')
  expect(line).toMatchObject({ kind: 'post', account: maren, text: 'Trip\nThree days in #porto' })
  expect(line?.['media']).toHaveLength(2)
  expect(await tt.status(idOf(told))).toEqual({ status: 'PROCESSING_DOWNLOAD' })
  await tt.advance(24)
  expect(await tt.status(idOf(told))).toMatchObject({
    status: 'PUBLISH_COMPLETE',
    publicaly_available_post_id: [expect.any(Number)],
  })
  const [video] = (await tt.list())['videos'] as readonly { share_url: string }[]
  expect(video).toMatchObject({ title: 'Trip', video_description: 'Three days in #porto', duration: 0 })
  expect(video?.share_url).toBe(`https://www.tiktok.com/@maren.bakes/photo/${String(line?.['id'])}`)
})

test('WebP is taken; PNG, too many pixels and a missing file fail the whole post', async () => {
  await using tt = await stage()
  const { media, image } = tt
  const good = await image('good.jpg')
  const webp = media.put('a.webp', await picture('webp', 400, 500), 'image/webp')
  const png = media.put('a.png', await picture('png'), 'image/png')
  const end = async (...urls: readonly string[]) => {
    const id = idOf(await tt.photoInit(photos(urls)))
    await tt.advance(4)
    return (await tt.status(id))['fail_reason'] ?? 'fine'
  }
  expect(await end(webp)).toBe('fine')
  expect(await end(good, png)).toBe('file_format_check_failed')
  expect(await end(good, await image('wide.jpg', 1448, 1086))).toBe('picture_size_check_failed')
  expect(await end(await image('tall.jpg', 1080, 1440))).toBe('fine') // the shorter side counts
  expect(await end(good, `${media.origin}/gone.jpg`)).toBe('photo_pull_failed')
  expect(await tt.ledger('tiktok')).toHaveLength(2)
})

test.each([
  ['plain http', 'http://media.example/a.jpg'],
  ['an IP', 'https://203.0.113.7/a.jpg'],
  ['an IP of version 6', 'https://[2001:db8::1]/a.jpg'],
  ['another host', 'https://other.example/a.jpg'],
  ['a host that only looks alike', 'https://evilmedia.example/a.jpg'],
  ['another path', 'https://host.example/other/a.jpg'],
  ['no address', 'a.jpg'],
])('%s is not ours', async (_, url) => {
  await using tt = await onTikTok()
  await tt.settings('tiktok', { verifiedPrefixes: 'media.example, https://host.example/tt/, 203.0.113.7' })
  expect(codeOf(await tt.photoInit(photos([url])))).toEqual([403, 'url_ownership_unverified'])
  expect(codeOf(await tt.videoInit(everyone, pull(url)))).toEqual([403, 'url_ownership_unverified'])
  expect(await tt.ledger('tiktok')).toEqual([])
})

test('a verified domain covers its sub-domains, a prefix what begins with it; fetching may still fail', async () => {
  await using tt = await onTikTok()
  await tt.settings('tiktok', { verifiedPrefixes: 'media.example,https://host.example/tt/' })
  for (const url of [
    'https://cdn.media.example/a.mp4',
    'https://media.example/a.mp4',
    'https://host.example/tt/a.mp4',
  ]) {
    const told = await tt.videoInit(everyone, pull(url))
    expect(codeOf(told)).toEqual([200, 'ok'])
    await tt.advance(8)
    expect(await tt.status(idOf(told))).toEqual({ status: 'FAILED', fail_reason: 'video_pull_failed' })
  }
})

test('our own media origin is verified, unless the setting says no', async () => {
  await using tt = await stage()
  const url = tt.media.put('a.mp4', reel, 'video/mp4')
  const told = await tt.videoInit(everyone, pull(url))
  expect(idOf(told)).toMatch(/^v_pub_url~v2\.\d+$/)
  expect(dataOf(told)).not.toHaveProperty('upload_url')
  await tt.settings('tiktok', { mediaVerified: false })
  expect(codeOf(await tt.videoInit(everyone, pull(url)))).toEqual([403, 'url_ownership_unverified'])
})

test.each([
  ['a title too long', { post_info: { ...info, title: 'x'.repeat(91) } }, 'post_info.title'],
  ['a description too long', { post_info: { ...info, description: 'x'.repeat(4001) } }, 'post_info.description'],
  ['bytes', { source_info: { source: 'FILE_UPLOAD' } }, 'source_info.source'],
  ['no picture', { source_info: { source: 'PULL_FROM_URL', photo_images: [] } }, 'source_info.photo_images'],
  [
    'thirty-six pictures',
    { source_info: { source: 'PULL_FROM_URL', photo_images: Array.from({ length: 36 }, () => 'https://a.example/') } },
    'source_info.photo_images',
  ],
  [
    'a cover that is not there',
    { source_info: { source: 'PULL_FROM_URL', photo_images: ['https://a.example/'], photo_cover_index: 1 } },
    'photo_cover_index',
  ],
  ['a film', { media_type: 'VIDEO' }, 'media_type'],
  ['an unknown mode', { post_mode: 'STORY' }, 'post_mode'],
])('%s is refused, with the name of the field', async (_, more, field) => {
  await using tt = await onTikTok()
  const told = await tt.photoInit(photos([], info, more))
  expect(codeOf(told)).toEqual([400, 'invalid_params'])
  expect((told.body['error'] as { message: string }).message).toContain(field)
})

test('fields that mean nothing for photos are taken, and noted', async () => {
  await using tt = await stage()
  await tt.photoInit(photos([await tt.image('a.jpg')], { ...info, disable_duet: true, is_aigc: true }))
  const [line] = await tt.ledger('tiktok')
  expect(line?.['notes']).toEqual(['disable_duet is ignored for photos', 'is_aigc is ignored for photos'])
})

test('a film in the inbox is handed over and not published; words do not go with it', async () => {
  await using tt = await onTikTok()
  const told = await draft(
    tt,
    { source: 'FILE_UPLOAD', video_size: reel.length, chunk_size: reel.length, total_chunk_count: 1 },
    { post_info: { title: 'Lost' } },
  )
  const { publish_id: id, upload_url: url } = dataOf(told) as { publish_id: string; upload_url: string }
  expect(id).toMatch(/^v_inbox_file~v2\.\d+$/)
  expect((await tt.putWhole(url, reel)).status).toBe(201)
  await tt.advance(3600)
  expect(await tt.status(id)).toEqual({ status: 'SEND_TO_USER_INBOX', uploaded_bytes: reel.length })
  expect(await tt.ledger('tiktok')).toMatchObject([
    { kind: 'draft', id, text: '', notes: ['post_info is ignored in the inbox'] },
  ])
  expect((await tt.list())['videos']).toEqual([])
})

test('photos in the inbox keep their words only', async () => {
  await using tt = await stage()
  const told = await tt.photoInit(photos([await tt.image('a.jpg')], info, { post_mode: 'MEDIA_UPLOAD' }))
  await tt.advance(4)
  expect(await tt.status(idOf(told))).toEqual({ status: 'SEND_TO_USER_INBOX' })
  const [line] = await tt.ledger('tiktok')
  expect(line).toMatchObject({ kind: 'draft', id: idOf(told), text: 'Trip\nThree days in #porto' })
  const upload = await tt.mint('tiktok', maren, ['video.upload'])
  expect(codeOf(await tt.photoInit(photos([]), upload))).toEqual([400, 'invalid_params'])
  const direct = photos([await tt.image('b.jpg')])
  expect(codeOf(await tt.photoInit(direct, upload))).toEqual([401, 'scope_not_authorized'])
  expect(codeOf(await tt.photoInit({ ...direct, post_mode: 'MEDIA_UPLOAD' }, upload))).toEqual([200, 'ok'])
})

test('an inbox takes five drafts; one the person posts gets an id and makes room', async () => {
  await using tt = await stage()
  const url = tt.media.put('a.mp4', reel, 'video/mp4')
  await tt.settings('tiktok', { inboxFinishSeconds: 600 })
  const first = await draft(tt, pull(url))
  expect(idOf(first)).toMatch(/^v_inbox_url~v2\.\d+$/)
  await tt.advance(300)
  for (let index = 1; index < 5; index++) expect(codeOf(await draft(tt, pull(url)))).toEqual([200, 'ok'])
  expect(codeOf(await draft(tt, pull(url)))).toEqual([403, 'spam_risk_too_many_pending_share'])
  await tt.advance(330)
  const status = await tt.status(idOf(first))
  expect([status['status'], ids(status)]).toEqual(['PUBLISH_COMPLETE', [expect.any(Number)]])
  expect(codeOf(await draft(tt, pull(url)))).toEqual([200, 'ok'])
})

test('what TikTok fetches can be cancelled until it is processed', async () => {
  await using tt = await stage()
  const url = tt.media.put('a.mp4', reel, 'video/mp4')
  const cancel = (publish_id: string) => tt.api('/post/publish/cancel/', { json: { publish_id } })
  const id = idOf(await tt.videoInit(everyone, pull(url)))
  expect(codeOf(await cancel(id))).toEqual([200, 'ok'])
  expect(await tt.status(id)).toEqual({ status: 'FAILED', fail_reason: 'publish_cancelled' })
  expect(codeOf(await cancel(id))).toEqual([400, 'publish_not_cancellable'])
  const late = idOf(await tt.videoInit(everyone, pull(url)))
  await tt.advance(8)
  expect(codeOf(await cancel(late))).toEqual([400, 'publish_not_cancellable'])
  expect(codeOf(await cancel('nobody'))).toEqual([400, 'invalid_publish_id'])
  expect((await tt.ledger('tiktok')).map(({ kind }) => kind)).toEqual(['post', 'delete', 'post'])
})

test('the answer to a photo init is lost; the public list has the post', async () => {
  await using tt = await stage()
  await tt.fault('tiktok', 'lose_answer')
  expect(await lost(tt.photoInit(photos([await tt.image('a.jpg')])))).toBe('lost')
  expect((await tt.list())['videos']).toEqual([])
  await tt.advance(24)
  expect((await tt.list())['videos']).toMatchObject([{ title: 'Trip' }])
})
