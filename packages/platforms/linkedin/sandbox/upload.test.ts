import { expect, test } from 'vitest'
import { film, picture } from '../../sandbox/practice.testing.ts'
import { bakery, codeOf, enc, onLinkedIn, page, pia, postOf, type OnLinkedIn } from './linkedin.testing.ts'

const put = (
  li: OnLinkedIn,
  url: string,
  body: Uint8Array<ArrayBuffer>,
  token?: string,
  type = 'application/octet-stream',
) =>
  li.ask(li.place(url), {
    method: 'PUT',
    body,
    headers: { 'content-type': type },
    ...(token === undefined ? {} : { token }),
  })
const statusOf = async (li: OnLinkedIn, urn: string) =>
  (await li.api(`/rest/${urn.split(':')[2]}s/${enc(urn)}`)).body['status']

test('an image: an address on www.linkedin.com, one PUT, a while', async () => {
  await using li = await onLinkedIn()
  const { url, urn } = await li.begin('image', page)
  expect([url, urn]).toEqual([
    expect.stringMatching(/^https:\/\/www\.linkedin\.com\/dms-uploads\/\w+\/uploaded-image\/0\?sau=/),
    expect.stringMatching(/^urn:li:image:C4E10AQ/),
  ])
  const post = (commentary: string) => li.create(postOf(page, commentary, { content: { media: { id: urn } } }))
  expect(codeOf(await post('early'))).toBe('MEDIA_ASSET_WAITING_UPLOAD')
  expect((await put(li, url, await picture())).status).toBe(401)
  expect((await put(li, url, await picture(), li.token)).status).toBe(201)
  expect(await statusOf(li, urn)).toBe('PROCESSING')
  const early = await post('while it is processed')
  expect(early.status).toBe(201)
  const posted = `/rest/posts/${enc(early.headers.get('x-restli-id') ?? '')}`
  expect((await li.api(posted)).body).toMatchObject({ lifecycleState: 'PUBLISH_REQUESTED' })
  await li.advance(2)
  expect((await li.api(posted)).body).toMatchObject({ lifecycleState: 'PUBLISHED' })
  const { body } = await li.api(`/rest/images/${enc(urn)}`)
  expect(body).toMatchObject({ id: urn, owner: page, status: 'AVAILABLE' })
  const file = await li.ask(`/linkedin/licdn${new URL(String(body['downloadUrl'])).pathname}`)
  expect([file.status, file.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
})

test('what cannot be shown is taken and fails later', async () => {
  await using li = await onLinkedIn()
  const broken = await li.upload('image', page, await picture('webp'))
  const large = await li.upload('image', page, await picture('png', 6100, 6000))
  const text = await li.upload('document', page, new Uint8Array(Buffer.from('hello')))
  await li.advance(5)
  expect(await Promise.all([broken, large, text].map((urn) => statusOf(li, urn)))).toEqual([
    'PROCESSING_FAILED',
    'PROCESSING_FAILED',
    'PROCESSING_FAILED',
  ])
  expect(codeOf(await li.create(postOf(page, 'Hi', { content: { media: { id: broken } } })))).toBe(
    'MEDIA_ASSET_PROCESSING_FAILED',
  )
})

test('the owner has to be one the token speaks for', async () => {
  await using li = await onLinkedIn()
  expect(codeOf((await li.begin('image', 'pia')).told)).toBe('INVALID_URN_TYPE')
  const { told } = await li.begin('document', page, li.self)
  expect([told.status, told.body['message']]).toEqual([
    403,
    'Accessing this document resource is forbidden. Please check your permissions for this resource',
  ])
  const old = await li.api('/rest/images?action=initializeUpload', { json: { registerUploadRequest: {} } })
  expect([old.status, old.body['message']]).toEqual([403, expect.stringContaining('[/registerUploadRequest]')])
})

test('a member cannot read the state of pictures, but of films', async () => {
  await using li = await onLinkedIn()
  const { urn } = await li.begin('image', pia, li.self)
  expect((await li.api(`/rest/images/${enc(urn)}`, { token: li.self })).body['message']).toMatch(
    /^Accessing this image resource is forbidden/,
  )
  const { video } = await begin(li, 80_000, pia)
  expect((await li.api(`/rest/videos/${enc(video)}`, { token: li.self })).body).toMatchObject({
    status: 'WAITING_UPLOAD',
  })
})

test('addresses expire; some files are refused at the edge', async () => {
  await using li = await onLinkedIn()
  const { url } = await li.begin('image', page)
  expect((await put(li, url, await picture(), li.token, 'text/html')).status).toBe(415)
  await li.fault('linkedin', 'upload_expired')
  expect((await put(li, url, await picture(), li.token)).status).toBe(401)
  await li.advance(86_400)
  expect((await put(li, url, await picture(), li.token)).status).toBe(403)
})

interface Begun {
  readonly video: string
  readonly uploadToken: string
  readonly uploadInstructions: readonly {
    readonly uploadUrl: string
    readonly firstByte: number
    readonly lastByte: number
  }[]
}
async function begin(li: OnLinkedIn, fileSizeBytes: number, owner = page): Promise<Begun> {
  const json = { initializeUploadRequest: { owner, fileSizeBytes, uploadCaptions: false, uploadThumbnail: false } }
  return (await li.api('/rest/videos?action=initializeUpload', { json })).body['value'] as Begun
}
async function send(li: OnLinkedIn, { uploadInstructions }: Begun, bytes: Uint8Array<ArrayBuffer>): Promise<string[]> {
  const tags: string[] = []
  for (const { uploadUrl, firstByte, lastByte } of uploadInstructions) {
    const told = await put(li, uploadUrl, bytes.slice(firstByte, lastByte + 1))
    tags.push(told.headers.get('etag')?.replaceAll('"', '') ?? '')
  }
  return tags
}
const finalize = (li: OnLinkedIn, video: string, uploadedPartIds: string[]) =>
  li.api('/rest/videos?action=finalizeUpload', {
    json: { finalizeUploadRequest: { video, uploadToken: '', uploadedPartIds } },
  })

test('a film: parts of four mebibytes, tags, fifteen seconds', async () => {
  await using li = await onLinkedIn()
  const bytes = film(3, 9_000_000)
  const begun = await begin(li, bytes.byteLength)
  expect(begun.uploadInstructions.map(({ firstByte, lastByte }) => [firstByte, lastByte])).toEqual([
    [0, 4_194_303],
    [4_194_304, 8_388_607],
    [8_388_608, 8_999_999],
  ])
  expect(codeOf(await finalize(li, begun.video, []))).toBe('MEDIA_ASSET_WAITING_UPLOAD')
  expect((await put(li, begun.uploadInstructions[0]?.uploadUrl ?? '', bytes.slice(0, 5))).status).toBe(400)
  const tags = await send(li, begun, bytes)
  expect(codeOf(await finalize(li, begun.video, ['a', 'b', 'c']))).toBe('INVALID_VALUE_FOR_FIELD')
  expect((await finalize(li, begun.video, tags)).status).toBe(200)
  const post = postOf(page, 'Film', { content: { media: { id: begun.video, title: 'Three seconds' } } })
  expect(codeOf(await li.create(post))).toBe('MEDIA_ASSET_WAITING_UPLOAD')
  await li.advance(15)
  expect((await li.api(`/rest/videos/${enc(begun.video)}`)).body).toMatchObject({ status: 'AVAILABLE', duration: 3000 })
  expect((await li.create(post)).status).toBe(201)
})

test('parts in another order are taken and give no film', async () => {
  await using li = await onLinkedIn()
  const bytes = film(3, 5_000_000)
  const begun = await begin(li, bytes.byteLength)
  const tags = await send(li, begun, bytes)
  expect((await finalize(li, begun.video, tags.toReversed())).status).toBe(200)
  await li.advance(15)
  expect(await statusOf(li, begun.video)).toBe('PROCESSING_FAILED')
})

test('a film too short or too small fails; slow and failing on order; a token at the edge is noted', async () => {
  await using li = await onLinkedIn()
  const make = async (seconds: number, size: number) => {
    const bytes = film(seconds, size)
    const begun = await begin(li, bytes.byteLength)
    await finalize(li, begun.video, await send(li, begun, bytes))
    return begun.video
  }
  const videos = [await make(2, 80_000), await make(3, 1000)]
  await li.fault('linkedin', 'media_fails', { on: { path: '/rest/videos' } })
  videos.push(await make(3, 80_000))
  await li.fault('linkedin', 'media_slow', { seconds: 100, on: { path: '/rest/videos' } })
  videos.push(await make(3, 80_000))
  await li.advance(15)
  expect(await Promise.all(videos.map((urn) => statusOf(li, urn)))).toEqual([
    'PROCESSING_FAILED',
    'PROCESSING_FAILED',
    'PROCESSING_FAILED',
    'PROCESSING',
  ])
  const begun = await begin(li, 80_000)
  await put(li, begun.uploadInstructions[0]?.uploadUrl ?? '', film(3, 80_000), li.token)
  expect((await li.ask('/_sandbox/requests?platform=linkedin')).text).toContain('a token was sent to the upload edge')
})

test('finalize refuses unknown and foreign films', async () => {
  await using li = await onLinkedIn()
  expect(codeOf(await finalize(li, 'urn:li:video:none', []))).toBe('INVALID_VIDEO_ID')
  const { video } = await begin(li, 80_000, bakery)
  const json = { finalizeUploadRequest: { video, uploadToken: '', uploadedPartIds: [] } }
  expect((await li.api('/rest/videos?action=finalizeUpload', { json, token: li.self })).status).toBe(403)
})
