import { expect, test } from 'vitest'
import { mediaFor } from '../../sandbox/media.testing.ts'
import { filmed } from '../../sandbox/movie.testing.ts'
import { film, picture } from '../../sandbox/practice.testing.ts'
import { cafe, dataOf, errorOf, onFacebook, reelFilm, v, type OnFacebook } from './facebook.testing.ts'

const videos = `${cafe}/videos`
type Bytes = Uint8Array<ArrayBuffer>
const resumable = (fb: OnFacebook, fields: Record<string, string>) =>
  fb.graph('sandbox-facebook/uploads', { form: fields, token: fb.user })
const oauth = (fb: OnFacebook) => ({ authorization: `OAuth ${fb.user}` })
const send = (fb: OnFacebook, session: string, body: Bytes, offset: number) =>
  fb.ask(`${v}/${session}`, { body, headers: { ...oauth(fb), file_offset: String(offset) } })

async function begin(fb: OnFacebook, bytes: Bytes): Promise<string> {
  const told = await resumable(fb, { file_name: 'a.mp4', file_length: String(bytes.length), file_type: 'video/mp4' })
  return String(told.body['id'])
}

test('a film in one piece is processed, then seen', async () => {
  await using fb = await onFacebook()
  const told = await fb.multipart(videos, {
    source: filmed(),
    title: 'A walk',
    description: 'By the sea',
    thumb: await picture(),
  })
  const id = String(told.body['id'])
  expect(await fb.ledger('facebook')).toMatchObject([{ kind: 'post', text: 'By the sea', media: [id] }])
  const look = async () => (await fb.graph(`${id}?fields=status,post_id,permalink_url,published`)).body
  expect(await look()).toMatchObject({ status: { video_status: 'processing' }, published: false })
  expect(await look()).not.toHaveProperty('post_id')
  expect(dataOf(await fb.graph(`${cafe}/published_posts`))).toEqual([])
  await fb.advance(8)
  expect(await look()).toMatchObject({
    status: { video_status: 'ready', publishing_phase: { publish_status: 'published' } },
    published: true,
    post_id: expect.stringMatching(/^\d+$/),
  })
  expect(dataOf(await fb.graph(`${cafe}/published_posts?fields=attachments{target{id}}`))).toMatchObject([
    { attachments: { data: [{ target: { id } }] } },
  ])
  expect(dataOf(await fb.graph(`${videos}?type=uploaded&fields=id,description,length`))).toEqual([
    { id, description: 'By the sea', length: 5 },
  ])
})

test('a film may not be two things at once, nothing, or no film', async () => {
  await using fb = await onFacebook()
  expect(errorOf(await fb.graph(videos, { json: { file_url: 'https://example.org/a.mp4' } }))).toEqual([
    400,
    389,
    undefined,
  ])
  expect(
    errorOf(await fb.graph(videos, { json: { file_url: 'https://example.org/a.mp4', upload_phase: 'start' } })),
  ).toEqual([400, 100, undefined])
  expect(errorOf(await fb.multipart(videos, { source: film(3), file_url: 'https://example.org/a.mp4' }))).toEqual([
    400,
    100,
    undefined,
  ])
  expect(errorOf(await fb.graph(videos, { json: {} }))).toEqual([400, 100, undefined])
  expect(errorOf(await fb.multipart(videos, { source: new Uint8Array() }))).toEqual([400, 382, undefined])
  const id = String((await fb.multipart(videos, { source: await picture() })).body['id'])
  const long = String((await fb.multipart(videos, { source: film(21 * 60) })).body['id'])
  await fb.advance(8)
  for (const one of [id, long])
    expect(await fb.statusOf(one)).toMatchObject({
      video_status: 'error',
      processing_phase: { status: 'error', errors: [{ code: 6000 }] },
    })
  expect(await fb.ledger('facebook')).toEqual([])
})

test('films are fetched from an address of ours, for a post and for a reel', async () => {
  await using fb = await onFacebook()
  await using media = await mediaFor(fb)
  const [address, wrong] = [media.put('a.mp4', reelFilm(), 'video/mp4'), media.put('a.jpg', reelFilm(), 'image/jpeg')]
  const told = await fb.graph(`${videos}?fields=id,permalink_url`, { json: { file_url: address } })
  expect(told.body).toMatchObject({ id: expect.any(String), permalink_url: expect.stringContaining('/videos/') })
  expect(errorOf(await fb.graph(videos, { json: { file_url: wrong } }))).toEqual([400, 389, undefined])
  const { id, url } = await fb.start('video_reels')
  expect((await fb.put(url, new Uint8Array(), { file_url: address })).body).toEqual({ success: true })
  expect((await fb.finish('video_reels', id, { video_state: 'PUBLISHED' })).body).toEqual({ success: true })
  expect(await fb.ledger('facebook')).toHaveLength(2)
})

test('chunks come in order, and the refusal says where to go on', async () => {
  await using fb = await onFacebook()
  await fb.settings('facebook', { chunkBytes: 1000 })
  const bytes = film(4, 2500)
  const started = await fb.graph(videos, { form: { upload_phase: 'start', file_size: String(bytes.length) } })
  expect(started.body).toMatchObject({ start_offset: '0', end_offset: '1000', video_id: expect.any(String) })
  const upload_session_id = String(started.body['upload_session_id'])
  const transfer = (offset: number, chunk: Bytes) =>
    fb.multipart(videos, {
      upload_phase: 'transfer',
      upload_session_id,
      start_offset: String(offset),
      video_file_chunk: chunk,
    })
  expect((await transfer(0, bytes.slice(0, 1000))).body).toEqual({ start_offset: '1000', end_offset: '2000' })
  const wrong = await transfer(0, bytes.slice(0, 1000))
  expect([errorOf(wrong), wrong.body['error']]).toMatchObject([
    [400, 6001, 1363037],
    { error_data: { start_offset: '1000', end_offset: '2000' }, is_transient: true },
  ])
  expect(errorOf(await transfer(1000, bytes.slice(1000, 2001)))).toEqual([400, 6001, 1363037])
  const finish = () =>
    fb.graph(videos, { form: { upload_phase: 'finish', upload_session_id, description: 'In pieces' } })
  expect(errorOf(await finish())).toEqual([400, 6000, undefined])
  await transfer(1000, bytes.slice(1000, 2000))
  expect((await transfer(2000, bytes.slice(2000))).body).toEqual({ start_offset: '2500', end_offset: '2500' })
  expect((await finish()).body).toEqual({ success: true })
  expect(errorOf(await finish())).toEqual([400, 6000, undefined])
  expect(await fb.ledger('facebook')).toMatchObject([{ text: 'In pieces', media: [started.body['video_id']] }])
})

test('an upload can be given up, and is forgotten after a day', async () => {
  await using fb = await onFacebook()
  const start = async () =>
    String((await fb.graph(videos, { form: { upload_phase: 'start', file_size: '10' } })).body['upload_session_id'])
  const finish = (id: string) => fb.graph(videos, { form: { upload_phase: 'finish', upload_session_id: id } })
  const given = await start()
  await fb.graph(videos, { form: { upload_phase: 'cancel', upload_session_id: given } })
  const old = await start()
  await fb.advance(86_401)
  for (const id of [given, old, '11']) expect(errorOf(await finish(id))).toEqual([400, 6000, undefined])
})

test('a handle is made with the token of a person, in the header, and works once', async () => {
  await using fb = await onFacebook()
  const bytes = film(4, 3000)
  const page = { file_length: '3000', file_type: 'video/mp4', access_token: fb.page }
  expect(errorOf(await resumable(fb, page))).toEqual([400, 190, undefined])
  expect(errorOf(await resumable(fb, { file_length: '3000', file_type: 'video/webm' }))).toEqual([400, 100, undefined])
  const session = await begin(fb, bytes)
  expect(session).toMatch(/^upload:/)
  const inQuery = { body: bytes, headers: { file_offset: '0' } }
  expect((await fb.ask(`${v}/${session}?access_token=${fb.user}`, inQuery)).body).toMatchObject({
    debug_info: { type: 'NotAuthorizedError' },
  })
  const part = await send(fb, session, bytes.slice(0, 1000), 0)
  expect(part.body).toMatchObject({ debug_info: { type: 'PartialRequestError', retriable: true } })
  const where = await fb.ask(`${v}/${session}`, { headers: oauth(fb) })
  expect(where.body).toEqual({ id: session, file_offset: '1000' })
  expect((await send(fb, session, bytes.slice(1000), 0)).body).toMatchObject({
    debug_info: { type: 'OffsetInvalidError' },
  })
  const { h } = (await send(fb, session, bytes.slice(1000), 1000)).body
  expect(h).toMatch(/^2:/)
  const publish = () => {
    const body = new FormData()
    body.set('fbuploader_video_file_chunk', String(h))
    body.set('description', 'By handle')
    return fb.ask(`/facebook/video/v26.0/${videos}`, { method: 'POST', body, token: fb.page })
  }
  expect((await publish()).body).toEqual({ id: expect.any(String) })
  expect(errorOf(await publish())).toEqual([400, 6000, undefined])
  expect(await fb.ledger('facebook')).toHaveLength(1)
})

test('a film can be kept out of the timeline', async () => {
  await using fb = await onFacebook()
  const told = await fb.multipart(videos, { source: film(3), description: 'Quiet', no_story: 'true' })
  await fb.advance(8)
  expect((await fb.ask('/facebook')).text).not.toContain('class="text">Quiet')
  expect((await fb.ask(`/facebook/web/${cafe}/videos/${String(told.body['id'])}`)).text).toContain('Quiet')
})

test('a cover can be put on, and phases sent to the film itself do nothing', async () => {
  await using fb = await onFacebook()
  const id = String((await fb.multipart(videos, { source: film(3) })).body['id'])
  const cover = { source: await picture(), is_preferred: 'true' }
  expect((await fb.multipart(`${id}/thumbnails`, cover)).body).toEqual({ success: true })
  expect((await fb.ask(`/facebook/cdn/v/${id}.jpg`)).status).toBe(200)
  const reel = await fb.start('video_reels')
  expect((await fb.multipart(reel.id, { upload_phase: 'transfer', video_file_chunk: film(3) })).body).toEqual({
    success: true,
  })
  expect(errorOf(await fb.finish('video_reels', reel.id, { video_state: 'PUBLISHED' }))).toEqual([400, 6000, undefined])
})
