import { expect, test } from 'vitest'
import { film, picture } from '../../sandbox/practice.testing.ts'
import { onX, type OnX } from './x.testing.ts'

const multipart = (fields: Record<string, string | Uint8Array<ArrayBuffer>>) => {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields))
    body.set(name, typeof value === 'string' ? value : new Blob([value]))
  return body
}
const upload = '/2/media/upload'
const idOf = (told: { body: Readonly<Record<string, unknown>> }) => (told.body['data'] as { id: string }).id

async function begin(x: OnX, json: Record<string, unknown>): Promise<string> {
  return idOf(await x.api(`${upload}/initialize`, { json }))
}
const append = (x: OnX, id: string, index: number, media: Uint8Array<ArrayBuffer>) =>
  x.api(`${upload}/${id}/append`, { method: 'POST', body: multipart({ segment_index: String(index), media }) })
const finalize = (x: OnX, id: string) => x.api(`${upload}/${id}/finalize`, { method: 'POST' })
const status = (x: OnX, id: string) => x.api(`${upload}?command=STATUS&media_id=${id}`)

async function filmUpload(x: OnX, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const id = await begin(x, { media_type: 'video/mp4', total_bytes: bytes.byteLength, media_category: 'tweet_video' })
  await append(x, id, 0, bytes)
  await finalize(x, id)
  return id
}

test('a picture in one piece is ready at once', async () => {
  await using x = await onX()
  const told = await x.api(upload, {
    method: 'POST',
    body: multipart({ media: await picture(), media_category: 'tweet_image' }),
  })
  expect(told.status).toBe(200)
  expect(told.body).toMatchObject({
    data: {
      media_key: expect.stringMatching(/^3_\d+$/),
      expires_after_secs: 86_400,
      image: { image_type: 'image/jpeg', w: 64, h: 48 },
    },
  })
  expect(told.body['data']).not.toHaveProperty('processing_info')
  const asJson = await x.api(upload, {
    json: { media: Buffer.from(await picture('png')).toString('base64'), media_category: 'tweet_image' },
  })
  expect(asJson.body).toMatchObject({ data: { image: { image_type: 'image/png' } } })
})

test.each([
  [
    'another field',
    async () => ({ media: await picture(), media_category: 'tweet_image', media_type: 'image/jpeg' }),
    /media_type/,
  ],
  ['no category', async () => ({ media: await picture() }), /media_category/],
  ['no file', () => ({ media_category: 'tweet_image' }), /\$\.media/],
  ['a film', () => ({ media: film(3), media_category: 'tweet_video' }), /chunked/],
  [
    'words that call themselves a picture',
    () => ({ media: new TextEncoder().encode('<svg/>'), media_category: 'tweet_image' }),
    /^media type unrecognized$/,
  ],
  [
    'more than five megabytes',
    () => ({ media: new Uint8Array(5_000_001), media_category: 'tweet_image' }),
    /too large/,
  ],
])('in one piece, %s is 400', async (_, fields, message) => {
  await using x = await onX()
  const told = await x.api(upload, { method: 'POST', body: multipart(await fields()) })
  expect(told.status).toBe(400)
  expect(told.text).toMatch(message)
})

test('a film is processed on time and usable only then', async () => {
  await using x = await onX()
  const bytes = film(3, 9000)
  const id = await begin(x, { media_type: 'video/mp4', total_bytes: 9000, media_category: 'tweet_video' })
  expect((await append(x, id, 0, bytes.slice(0, 5000))).body).toMatchObject({
    data: { expires_at: expect.any(Number) },
  })
  expect((await append(x, id, 1, bytes.slice(5000))).status).toBe(200)
  expect((await finalize(x, id)).body).toMatchObject({
    data: { media_key: `7_${id}`, size: 9000, processing_info: { state: 'pending', check_after_secs: 1 } },
  })
  const post = { text: 'Film', media: { media_ids: [id] } }
  expect((await x.create(post)).text).toContain('Your media IDs are invalid.')
  await x.advance(2)
  expect((await status(x, id)).body).toMatchObject({
    data: { processing_info: { state: 'in_progress', progress_percent: 40 } },
  })
  await x.advance(3)
  expect((await status(x, id)).body).toMatchObject({ data: { processing_info: { state: 'succeeded' } } })
  expect((await x.create(post)).status).toBe(201)
})

test('segments have to be all there, in their places, and as many bytes as announced', async () => {
  await using x = await onX()
  const bytes = film(3, 9000)
  const announce = { media_type: 'video/mp4', total_bytes: 9000, media_category: 'tweet_video' }
  const short = await begin(x, announce)
  await append(x, short, 0, bytes.slice(0, 5000))
  expect((await finalize(x, short)).text).toContain('do not add up')
  const gap = await begin(x, announce)
  await append(x, gap, 0, bytes.slice(0, 5000))
  await append(x, gap, 2, bytes.slice(5000))
  expect((await finalize(x, gap)).text).toContain('do not add up')
  await append(x, short, 1, bytes.slice(5000))
  await append(x, short, 1, bytes.slice(5000)) // a segment may be sent again
  expect((await finalize(x, short)).status).toBe(200)
  expect((await finalize(x, short)).status).toBe(400)
  expect((await append(x, short, 2, bytes)).status).toBe(400)
})

test.each([
  ['an unknown member', { media_type: 'video/mp4', total_bytes: 1, media_category: 'tweet_video', name: 'x' }],
  ['an unknown category', { media_type: 'video/mp4', total_bytes: 1, media_category: 'TweetVideo' }],
  ['an unknown type', { media_type: 'video/avi', total_bytes: 1, media_category: 'tweet_video' }],
  ['a size in words', { media_type: 'video/mp4', total_bytes: '1', media_category: 'tweet_video' }],
  ['a picture of six megabytes', { media_type: 'image/png', total_bytes: 6_000_000, media_category: 'tweet_image' }],
])('initialize refuses %s', async (_, json) => {
  await using x = await onX()
  expect((await x.api(`${upload}/initialize`, { json })).status).toBe(400)
})

test('a segment above eight megabytes is too large', async () => {
  await using x = await onX()
  const id = await begin(x, { media_type: 'video/mp4', total_bytes: 9_000_000, media_category: 'tweet_video' })
  expect((await append(x, id, 0, new Uint8Array(8_000_001))).status).toBe(413)
})

test('a file that is not what it was announced as answers in plain text', async () => {
  await using x = await onX()
  const png = await picture('png')
  const id = await begin(x, { media_type: 'video/mp4', total_bytes: png.byteLength, media_category: 'tweet_video' })
  await append(x, id, 0, png)
  const told = await finalize(x, id)
  expect([told.status, told.text, told.headers.get('content-type')]).toEqual([
    400,
    'media type unrecognized',
    'text/plain',
  ])
})

test('a file belongs to who uploaded it, for a day', async () => {
  await using x = await onX()
  const id = await x.upload(await picture())
  const post = (text: string, as?: string) => x.create({ text, media: { media_ids: [id] } }, as)
  expect((await post('Not mine', x.other)).text).toContain('Your media IDs are invalid.')
  expect((await x.api(`${upload}?command=STATUS&media_id=${id}`, { token: x.other })).text).toContain(
    'BadRequest: Not found',
  )
  await x.advance(7000)
  expect((await post('Mine')).status).toBe(201)
  await x.advance(86_400 - 7000)
  const fresh = await x.mint('twitter', '2244994901', ['tweet.read', 'tweet.write', 'users.read', 'media.write'])
  expect((await post('Too late', fresh)).text).toContain('Your media IDs are invalid.')
})

test('kinds are not mixed, long films need Premium', async () => {
  await using x = await onX()
  const long = await filmUpload(x, film(21 * 60))
  const id = await filmUpload(x, film(3))
  await x.advance(5)
  const image = await x.upload(await picture())
  expect((await x.create({ text: 'Both', media: { media_ids: [id, image] } })).status).toBe(400)
  expect((await x.create({ text: 'Long', media: { media_ids: [long] } })).body['detail']).toBe(
    'This user is not allowed to post a video longer than 20 minutes.',
  )
})

test('a GIF is processed too; processing can be slow or fail on order', async () => {
  await using x = await onX()
  const gif = await picture('gif')
  const send = async () => {
    const id = await begin(x, { media_type: 'image/gif', total_bytes: gif.byteLength, media_category: 'tweet_gif' })
    await append(x, id, 0, gif)
    await finalize(x, id)
    return id
  }
  await x.fault('twitter', 'media_slow', { seconds: 100, on: { path: '*/finalize' } })
  const slow = await send()
  await x.fault('twitter', 'media_fails', { on: { path: '*/finalize' } })
  const broken = await send()
  await x.advance(50)
  expect((await status(x, slow)).body).toMatchObject({
    data: { processing_info: { state: 'in_progress', progress_percent: 50 } },
  })
  expect((await status(x, broken)).body).toMatchObject({ data: { processing_info: { state: 'failed' } } })
})

test('alt text lies in its envelope and has a thousand characters', async () => {
  await using x = await onX()
  const id = await x.upload(await picture())
  const metadata = (text: string) => x.api('/2/media/metadata', { json: { id, metadata: { alt_text: { text } } } })
  expect((await metadata('A team')).body).toEqual({
    data: { id, associated_metadata: { alt_text: { text: 'A team' } } },
  })
  expect((await metadata('a'.repeat(1001))).status).toBe(400)
  expect((await x.api('/2/media/metadata', { json: { id, alt_text: { text: 'A team' } } })).status).toBe(400)
})

test('without media.write there is a bare 403', async () => {
  await using x = await onX()
  const token = await x.mint('twitter', '2244994901', ['tweet.read', 'tweet.write', 'users.read'])
  const told = await x.api(`${upload}/initialize`, { token, json: {} })
  expect([told.status, told.body['type'], told.body['detail']]).toEqual([403, 'about:blank', 'Forbidden'])
})
