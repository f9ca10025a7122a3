import { expect, test } from 'vitest'
import { film } from '../../sandbox/practice.testing.ts'
import { books, cafe, dataOf, errorOf, onFacebook, reelFilm, scopes } from './facebook.testing.ts'

const published = { video_state: 'PUBLISHED' }

test('start, bytes, finish; it is seen when processing is over', async () => {
  await using fb = await onFacebook()
  const { id, url } = await fb.start('video_reels')
  expect(url.href).toBe(`https://rupload.facebook.com/video-upload/v26.0/${id}`)
  expect(await fb.statusOf(id)).toMatchObject({ video_status: 'uploading', uploading_phase: { status: 'not_started' } })
  const bytes = reelFilm()
  expect((await fb.put(url, bytes)).body).toEqual({ success: true })
  expect(await fb.statusOf(id)).toMatchObject({
    video_status: 'upload_complete',
    uploading_phase: { status: 'complete', bytes_transferred: bytes.length, source_file_size: bytes.length },
    publishing_phase: { publish_status: 'draft' },
  })
  await fb.advance(3600)
  expect(await fb.statusOf(id)).toMatchObject({ video_status: 'upload_complete' })
  const told = await fb.finish('video_reels', id, { ...published, description: 'Look #up' })
  expect(told.body).toEqual({ success: true })
  const [line] = await fb.ledger('facebook')
  expect(line).toMatchObject({ kind: 'post', account: cafe, text: 'Look #up', media: [id], notes: [] })
  expect(await fb.statusOf(id)).toMatchObject({
    video_status: 'processing',
    processing_phase: { status: 'in_progress' },
  })
  await fb.advance(8)
  const ready = await fb.graph(`${id}?fields=status,post_id,permalink_url,published`)
  expect(ready.body).toMatchObject({
    status: {
      video_status: 'ready',
      publishing_phase: { publish_status: 'published', publish_time: expect.any(Number) },
    },
    published: true,
    permalink_url: `https://www.facebook.com/reel/${id}/`,
  })
  expect(`${cafe}_${String(ready.body['post_id'])}`).toBe(line?.['id'])
  expect(errorOf(await fb.finish('video_reels', id, published))).toEqual([400, 100, undefined])
})

test('rupload wants its header, its offsets and the Page that began', async () => {
  await using fb = await onFacebook()
  const { id, url } = await fb.start('video_reels')
  const bytes = reelFilm()
  const kindOf = async (headers: Record<string, string>, body = bytes) => {
    const told = await fb.put(url, body, headers)
    return [told.status, (told.body['debug_info'] as { type?: string } | undefined)?.type]
  }
  const other = await fb.mint('facebook', books, scopes)
  expect(await kindOf({ authorization: `Bearer ${fb.page}` })).toEqual([400, 'ProcessingFailedError'])
  expect(await kindOf({ authorization: `OAuth ${other}` })).toEqual([400, 'ProcessingFailedError'])
  expect(await kindOf({ offset: '5' })).toEqual([400, 'OffsetInvalidError'])
  expect(await kindOf({ file_size: '' })).toEqual([400, 'ProcessingFailedError'])
  expect(await kindOf({ file_size: String(bytes.length) }, bytes.slice(0, 100))).toEqual([400, 'PartialRequestError'])
  expect(await fb.statusOf(id)).toMatchObject({
    video_status: 'uploading',
    uploading_phase: { status: 'in_progress', bytes_transferred: 100 },
  })
  expect(await kindOf({ offset: '100', file_size: String(bytes.length) }, bytes.slice(100))).toEqual([200, undefined])
  expect(await kindOf({ file_url: 'https://example.org/a.mp4' }, new Uint8Array())).toEqual([
    400,
    'ProcessingFailedError',
  ])
})

test('finish without bytes is refused, and a session ends after a day', async () => {
  await using fb = await onFacebook()
  const { id, url } = await fb.start('video_reels')
  expect(errorOf(await fb.finish('video_reels', id, published))).toEqual([400, 6000, undefined])
  expect(errorOf(await fb.finish('video_reels', '1', published))).toEqual([400, 100, undefined])
  expect(errorOf(await fb.graph(`${cafe}/video_reels`, { json: {} }))).toEqual([400, 100, undefined])
  await fb.advance(86_401)
  expect(await fb.statusOf(id)).toMatchObject({ video_status: 'expired' })
  expect((await fb.put(url, reelFilm())).body).toMatchObject({ debug_info: { type: 'ProcessingFailedError' } })
})

test.each([
  ['too wide', { width: 1280, height: 720 }, 1363040],
  ['too small', { width: 360, height: 640 }, 1363127],
  ['too short', { seconds: 2 }, 1363128],
  ['too long', { seconds: 91 }, 1363128],
  ['too slow', { fps: 15 }, 1363129],
])('a reel that is %s fails while it is processed', async (_, wrong, code) => {
  await using fb = await onFacebook()
  const id = await fb.uploaded('video_reels', reelFilm(wrong))
  expect((await fb.finish('video_reels', id, published)).body).toEqual({ success: true })
  await fb.advance(8)
  expect(await fb.statusOf(id)).toMatchObject({
    video_status: 'error',
    processing_phase: { status: 'error', errors: [{ code }], error: { message: expect.any(String) } },
    publishing_phase: { publish_status: 'error' },
  })
  expect(await fb.ledger('facebook')).toEqual([])
})

test('a reel may wait: as a draft, or for its time', async () => {
  await using fb = await onFacebook()
  const now = Math.floor(Date.parse(String((await fb.control('/health'))['now'])) / 1000)
  const finish = async (more: object) => fb.finish('video_reels', await fb.uploaded('video_reels'), more)
  expect(errorOf(await finish({}))).toEqual([400, 100, undefined])
  expect(errorOf(await finish({ video_state: 'SCHEDULED' }))).toEqual([400, 100, undefined])
  expect(errorOf(await finish({ video_state: 'SCHEDULED', scheduled_publish_time: now + 30 * 86_400 }))).toEqual([
    400, 100, 1363156,
  ])
  expect((await finish({ video_state: 'DRAFT' })).body).toEqual({ success: true })
  expect(await fb.ledger('facebook')).toEqual([])
  const id = await fb.uploaded('video_reels')
  await fb.finish('video_reels', id, { video_state: 'SCHEDULED', scheduled_publish_time: now + 3600 })
  await fb.advance(60)
  expect(await fb.statusOf(id)).toMatchObject({
    publishing_phase: { publish_status: 'scheduled', publish_time: now + 3600 },
  })
  await fb.advance(3600)
  expect(await fb.statusOf(id)).toMatchObject({ publishing_phase: { publish_status: 'published' } })
})

test('thirty reels a day, ten invitations', async () => {
  await using fb = await onFacebook()
  await fb.settings('facebook', { reelsPerDay: 1, invitationsPerDay: 1 })
  const first = await fb.uploaded('video_reels')
  await fb.finish('video_reels', first, published)
  const second = await fb.uploaded('video_reels')
  expect(errorOf(await fb.finish('video_reels', second, published))).toEqual([400, 613, undefined])
  const invite = () => fb.graph(`${first}/collaborators`, { form: { target_id: books } })
  expect((await invite()).body).toMatchObject({
    success: true,
    collaborator_id: books,
    invitation_link: expect.any(String),
  })
  expect(errorOf(await invite())).toEqual([400, 613, undefined])
  expect(dataOf(await fb.graph(`${first}/collaborators`))).toEqual([
    { collaborator_id: books, collaborator_status: 'Pending' },
  ])
  await fb.advance(86_400)
  const third = await fb.uploaded('video_reels')
  expect((await fb.finish('video_reels', third, published)).body).toEqual({ success: true })
})

test('a film story stays complete until it is finished, then has a number', async () => {
  await using fb = await onFacebook()
  const id = await fb.uploaded('video_stories', film(4))
  expect(await fb.statusOf(id)).toMatchObject({
    video_status: 'upload_complete',
    publishing_phase: { publish_status: 'not_published' },
  })
  const told = await fb.finish('video_stories', id)
  expect(told.body).toEqual({ success: true, post_id: expect.any(Number) })
  await fb.advance(8)
  expect(await fb.statusOf(id)).toMatchObject({ publishing_phase: { publish_status: 'published' } })
  expect(dataOf(await fb.graph(`${cafe}/stories`))).toMatchObject([
    { post_id: String(told.body['post_id']), media_id: id, media_type: 'video' },
  ])
  const long = await fb.uploaded('video_stories', film(61))
  await fb.finish('video_stories', long)
  await fb.advance(8)
  expect(await fb.statusOf(long)).toMatchObject({ video_status: 'error' })
  expect(await fb.ledger('facebook')).toHaveLength(1)
})
