import { expect, test } from 'vitest'
import { makeFilm } from '../../testing/film.ts'
import { film, picture } from '../../sandbox/practice.testing.ts'
import { onMastodon } from './mastodon.testing.ts'

const error = (told: { readonly status: number; readonly body: Readonly<Record<string, unknown>> }) => [
  told.status,
  told.body['error'],
]
const media = (id: string) => `/api/v1/media/${id}`
const head = (bytes: readonly number[] | string) => {
  const out = new Uint8Array(64)
  out.set(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes)
  return out
}

test('a picture is ready at once', async () => {
  await using m = await onMastodon()
  const told = await m.send(await picture('png', 80, 40), { description: 'A field', focus: '0.5,-2' })
  expect(told.status).toBe(200)
  expect(told.body).toMatchObject({
    type: 'image',
    url: expect.stringMatching(/^https:\/\/files\.mastodon\.social\/media_attachments\/files\//),
    description: 'A field',
    meta: { focus: { x: 0.5, y: -1 }, original: { width: 80, height: 40 } },
  })
})

test('a film is worked on: 202 without an address, 206, then 200', async () => {
  await using m = await onMastodon()
  const told = await m.send(film(3))
  expect([told.status, told.body['type'], told.body['url']]).toEqual([202, 'video', null])
  const id = String(told.body['id'])
  const early = await m.api(media(id))
  expect([early.status, early.body['url']]).toEqual([206, null])
  expect(error(await m.post({ status: 'Too early', media_ids: [id] }))).toEqual([
    422,
    'Cannot attach files that have not finished processing. Try again in a moment!',
  ])
  await m.advance(4)
  expect((await m.api(media(id))).status).toBe(200)
  expect((await m.post({ status: 'Now', media_ids: [id] })).body).toMatchObject({
    media_attachments: [{ id, type: 'video', url: expect.stringContaining('https://') }],
  })
})

test('the first version of the upload answers when the work is done', async () => {
  await using m = await onMastodon()
  const told = await m.send(film(3), {}, 1)
  expect([told.status, typeof told.body['url']]).toEqual([200, 'string'])
})

test('a GIF becomes a silent film, and may stand beside pictures', async () => {
  await using m = await onMastodon()
  const told = await m.send(await picture('gif'))
  expect([told.status, told.body['type']]).toEqual([202, 'gifv'])
  await m.advance(3)
  const image = await m.sent(await picture())
  expect((await m.post({ status: 'x', media_ids: [told.body['id'], image] })).status).toBe(200)
})

test('slow and failed work', async () => {
  await using m = await onMastodon()
  await m.fault('mastodon', 'media_slow', { seconds: 300 })
  const slow = String((await m.send(await picture())).body['id'])
  await m.advance(299)
  expect((await m.api(media(slow))).status).toBe(206)
  await m.advance(2)
  expect((await m.api(media(slow))).status).toBe(200)
  await m.fault('mastodon', 'media_fails')
  const failed = String((await m.send(film(2))).body['id'])
  await m.advance(10)
  expect(error(await m.api(media(failed)))).toEqual([422, 'Error processing thumbnail for uploaded media'])
  expect((await m.post({ status: 'x', media_ids: [failed] })).status).toBe(422)
})

test('a file is found until it is posted, by its owner alone, for a day', async () => {
  await using m = await onMastodon()
  const id = await m.sent(await picture())
  expect((await m.api(media(id), { token: m.other })).status).toBe(404)
  const status = await m.posted({ status: 'x', media_ids: [id] })
  expect(error(await m.api(media(id)))).toEqual([404, 'Record not found'])
  expect(error(await m.post({ status: 'again', media_ids: [id] }))).toEqual([
    422,
    `Media ${id} not found or already attached to another post`,
  ])
  const old = await m.sent(await picture())
  await m.advance(86_401)
  expect((await m.api(media(old))).status).toBe(404)
  expect((await m.api(`/api/v1/statuses/${status}`)).body).toMatchObject({ media_attachments: [{ id }] })
})

test('alt text can be changed before posting, and has a limit', async () => {
  await using m = await onMastodon()
  const id = await m.sent(await picture())
  expect((await m.api(media(id), { method: 'PUT', json: { description: 'Better' } })).body).toMatchObject({
    description: 'Better',
  })
  expect((await m.send(await picture(), { description: 'x'.repeat(1500) })).status).toBe(200)
  expect(error(await m.send(await picture(), { description: 'x'.repeat(1501) }))).toEqual([
    422,
    'Validation failed: Description is too long (maximum is 1500 characters)',
  ])
  await m.posted({ status: 'x', media_ids: [id] })
  expect((await m.api(media(id), { method: 'PUT', json: { description: 'Late' } })).status).toBe(404)
})

test('a loose file can be deleted since 4.4, a posted one cannot', async () => {
  await using m = await onMastodon()
  const [loose, posted] = [await m.sent(await picture()), await m.sent(await picture())]
  await m.posted({ status: 'x', media_ids: [posted] })
  expect((await m.api(media(loose), { method: 'DELETE' })).body).toEqual({})
  expect((await m.api(media(loose))).status).toBe(404)
  expect((await m.api(media(posted), { method: 'DELETE' })).status).toBe(422)
  await m.settings('mastodon', { version: '4.3.0' })
  const other = await m.sent(await picture())
  expect((await m.api(media(other), { method: 'DELETE' })).status).toBe(404)
})

test('at most four files, one film alone', async () => {
  await using m = await onMastodon()
  const images = await Promise.all(Array.from({ length: 5 }, async () => await m.sent(await picture())))
  expect(error(await m.post({ status: 'x', media_ids: images }))).toEqual([422, 'Cannot attach more than 4 files'])
  await m.settings('mastodon', { videoSeconds: 0, audioSeconds: 0 })
  const video = await m.sent(film(2))
  const sound = await m.sent(head('ID3'))
  for (const ids of [
    [video, images[0]],
    [video, sound],
  ])
    expect(error(await m.post({ status: 'x', media_ids: ids }))).toEqual([
      422,
      'Cannot attach a video to a post that already contains images',
    ])
  expect((await m.post({ status: 'x', media_ids: images.slice(0, 4) })).status).toBe(200)
  expect((await m.post({ status: 'x', media_ids: [sound] })).body).toMatchObject({
    media_attachments: [{ type: 'audio' }],
  })
})

test('files are judged by what they are', async () => {
  await using m = await onMastodon()
  const ftyp = (brand: string) => head(`\0\0\0\x18ftyp${brand}`)
  for (const [bytes, type] of [
    [ftyp('heic'), 'image'],
    [ftyp('avif'), 'image'],
    [ftyp('M4A '), 'audio'],
    [head([0x1a, 0x45, 0xdf, 0xa3]), 'video'],
    [head('OggS'), 'audio'],
    [head('fLaC'), 'audio'],
    [head('RIFF\0\0\0\0WAVE'), 'audio'],
  ] as const)
    expect((await m.send(bytes)).body).toMatchObject({ type })
  for (const bytes of [head('%PDF-1.7'), head('just some words')])
    expect(error(await m.send(bytes))).toEqual([
      422,
      'Validation failed: File content type is invalid, File is invalid',
    ])
  expect(error(await m.send(head('\x89PNG\r\n\x1a\n')))).toEqual([
    422,
    'File type of uploaded media could not be verified',
  ])
  expect(error(await m.api('/api/v2/media', { method: 'POST', form: { description: 'x' } }))).toEqual([
    422,
    "Validation failed: File can't be blank",
  ])
})

test('size, pixels and pictures per second have limits', async () => {
  await using m = await onMastodon()
  const big = new Uint8Array(16_777_217)
  big.set(await picture())
  expect(error(await m.send(big))).toEqual([
    422,
    'Validation failed: File file size must be less than 16 MB, File is invalid',
  ])
  expect(error(await m.send(await picture('png', 6000, 6000)))).toEqual([422, '6000x6000 images are not supported'])
  expect(error(await m.send(await picture('gif', 1281, 720)))).toEqual([422, '1281x720 GIF files are not supported'])
  const large = await makeFilm({ id: 'large', size: [4096, 2304] })
  expect(error(await m.send(new Uint8Array(large)))).toEqual([422, '4096x2304 videos are not supported'])
  const fast = await makeFilm({ id: 'fast', fps: 240 })
  expect(error(await m.send(new Uint8Array(fast)))).toEqual([422, '240fps videos are not supported'])
})

test('a proxy in front may want the length, or refuse the size', async () => {
  await using m = await onMastodon()
  await m.settings('mastodon', { chunkedUploads: false })
  const boundary = 'xyz'
  const body = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n${'x'.repeat(64)}\r\n--${boundary}--\r\n`
  const streamed = await fetch(`${m.url}/mastodon/api/v2/media`, {
    method: 'POST',
    headers: { authorization: `Bearer ${m.token}`, 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: new Blob([body]).stream(),
    duplex: 'half',
  } as RequestInit)
  expect([streamed.status, await streamed.text()]).toEqual([411, expect.stringContaining('<html>')])
  await m.fault('mastodon', 'file_too_large')
  const told = await m.send(await picture())
  expect([told.status, told.headers.get('content-type')]).toEqual([413, 'text/html'])
})
