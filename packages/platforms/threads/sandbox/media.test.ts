import { expect, test } from 'vitest'
import { filmed } from '../../sandbox/movie.testing.ts'
import { film, picture } from '../../sandbox/practice.testing.ts'
import { errorOf, onThreads, type OnThreads } from './threads.testing.ts'

const jpeg = async (at: OnThreads, name = 'a.jpg') => at.media.put(name, await picture(), 'image/jpeg')
const statusOf = async (at: OnThreads, form: Record<string, string>) => {
  const { body } = await at.settled(at.id(await at.create(form)))
  return [body['status'], body['error_message']]
}

test('a picture: processed in its time, published, shown with its description', async () => {
  await using at = await onThreads()
  await at.settings('threads', { imageSeconds: 30 })
  const container = at.id(
    await at.create({ media_type: 'IMAGE', image_url: await jpeg(at), text: 'Look', alt_text: 'A field' }),
  )
  const status = async () => (await at.api(`/${container}?fields=status`)).body['status']
  expect(await status()).toBe('IN_PROGRESS')
  expect(errorOf(await at.publish(container))).toEqual([400, 24, 4279009])
  // The clock of the sandbox starts to count when the file is here.
  for (let asked = 0; (await status()) === 'IN_PROGRESS'; asked++) {
    expect(asked).toBeLessThan(1000)
    await at.advance(1)
  }
  const id = at.id(await at.publish(container))
  const { body } = await at.api(`/${id}?fields=media_type,media_url,alt_text`)
  expect(body).toMatchObject({ media_type: 'IMAGE', alt_text: 'A field' })
  const shown = await at.ask(`/threads/cdn${new URL(String(body['media_url'])).pathname}`)
  expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
  expect(await at.ledger('threads')).toMatchObject([{ text: 'Look', media: [expect.stringMatching(/^[0-9a-f]{32}$/)] }])
})

test('the same picture is the same in the ledger, whichever container it came by', async () => {
  await using at = await onThreads()
  const bytes = await picture()
  for (const name of ['a.jpg', 'b.jpg'])
    await at.post({ media_type: 'IMAGE', image_url: at.media.put(name, bytes, 'image/jpeg') })
  const [first, second] = await at.ledger('threads')
  expect(first?.['media']).toEqual(second?.['media'])
})

test('a film: processed in its time, published', async () => {
  await using at = await onThreads()
  const video = at.media.put('a.mp4', filmed({ seconds: 300, width: 1080, height: 1920 }), 'video/mp4')
  const id = await at.post({ media_type: 'VIDEO', video_url: video, text: 'Watch' })
  expect((await at.api(`/${id}?fields=media_type`)).body['media_type']).toBe('VIDEO')
})

test.each([
  ['too long', filmed({ seconds: 301 }), 'INVALID_DURATION'],
  ['without length', filmed({ seconds: 0 }), 'INVALID_DURATION'],
  ['too slow', filmed({ fps: 15 }), 'INVALID_FRAME_RATE'],
  ['too fast', filmed({ fps: 120 }), 'INVALID_FRAME_RATE'],
  ['too wide', filmed({ width: 3840, height: 2160 }), 'FAILED_PROCESSING_VIDEO'],
  ['far too flat', filmed({ width: 1900, height: 100 }), 'INVALID_ASPEC_RATIO'],
  ['of another codec', filmed({ codec: 'vp09' }), 'FAILED_PROCESSING_VIDEO'],
  ['with surround sound', filmed({ channels: 6 }), 'INVALID_AUDIO_CHANNELS'],
  ['with too many bits', film(0.001, 100_000), 'INVALID_BIT_RATE'],
])('a film that is %s ends in %s', async (_, bytes, message) => {
  await using at = await onThreads()
  const video = at.media.put('a.mp4', bytes, 'video/mp4')
  expect(await statusOf(at, { media_type: 'VIDEO', video_url: video })).toEqual(['ERROR', message])
})

test('files that are not there, not what they say, or not served as what they are', async () => {
  await using at = await onThreads()
  const image = (address: string) => statusOf(at, { media_type: 'IMAGE', image_url: address })
  const video = (address: string) => statusOf(at, { media_type: 'VIDEO', video_url: address })
  const put = (name: string, bytes: Uint8Array<ArrayBuffer>, type: string) => at.media.put(name, bytes, type)
  expect(await image(`${at.media.origin}/gone.jpg`)).toEqual(['ERROR', 'UNKNOWN'])
  expect(await image('https://example.com/elsewhere.jpg')).toEqual(['ERROR', 'UNKNOWN'])
  expect(await image(put('a.gif', await picture('gif'), 'image/gif'))).toEqual(['ERROR', 'UNKNOWN'])
  expect(await image(put('a.bin', await picture(), 'application/octet-stream'))).toEqual(['ERROR', 'UNKNOWN'])
  expect(await image(put('flat.jpg', await picture('jpeg', 1100, 100), 'image/jpeg'))).toEqual([
    'ERROR',
    'INVALID_ASPEC_RATIO',
  ])
  expect(await image(put('a.png', await picture('png'), 'image/png'))).toEqual(['FINISHED', undefined])
  expect(await image(put('large.jpg', new Uint8Array(8_000_001), 'image/jpeg'))).toEqual(['ERROR', 'UNKNOWN'])
  expect(await video(`${at.media.origin}/gone.mp4`)).toEqual(['ERROR', 'FAILED_DOWNLOADING_VIDEO'])
  expect(await video(put('b.mp4', await picture(), 'video/mp4'))).toEqual(['ERROR', 'FAILED_PROCESSING_VIDEO'])
})

test('a carousel mixes pictures and films, and is one post', async () => {
  await using at = await onThreads()
  const item = { is_carousel_item: 'true' }
  const image = await at.ready({ media_type: 'IMAGE', image_url: await jpeg(at), alt_text: 'First', ...item })
  const video = await at.ready({
    media_type: 'VIDEO',
    video_url: at.media.put('a.mp4', filmed(), 'video/mp4'),
    ...item,
  })
  expect(errorOf(await at.publish(image))).toEqual([400, 24, 4279009])
  const id = await at.post({ media_type: 'CAROUSEL', children: `${image},${video}`, text: 'Both' })
  const { body } = await at.api(`/${id}?fields=media_type,children{media_type,alt_text}`)
  expect(body).toMatchObject({
    media_type: 'CAROUSEL_ALBUM',
    children: { data: [{ media_type: 'IMAGE', alt_text: 'First' }, { media_type: 'VIDEO' }] },
  })
  expect(await at.ledger('threads')).toMatchObject([{ text: 'Both', media: [expect.any(String), expect.any(String)] }])
})

test('children may be a list; they have to be own, different and unexpired', async () => {
  await using at = await onThreads()
  const item = { media_type: 'IMAGE', image_url: await jpeg(at), is_carousel_item: 'true' }
  const [one, two, alone] = [
    await at.ready(item),
    await at.ready(item),
    await at.ready({ ...item, is_carousel_item: 'false' }),
  ]
  const foreign = await at.ready(item, at.other)
  const carousel = (children: readonly (string | undefined)[]) =>
    at.api('/me/threads', { json: { media_type: 'CAROUSEL', children } })
  expect((await carousel([one, two])).status).toBe(200)
  for (const children of [[one, one], [one, foreign], [one, alone], Array.from({ length: 21 }, () => one)])
    expect(errorOf(await carousel(children))).toEqual([400, 100, undefined])
  await at.advance(86_400)
  expect(errorOf(await carousel([one, two]))).toEqual([400, 100, undefined])
})

test('a film that is not finished breaks its parent', async () => {
  await using at = await onThreads()
  const image = await at.ready({ media_type: 'IMAGE', image_url: await jpeg(at), is_carousel_item: 'true' })
  await at.settings('threads', { videoSeconds: 600 })
  const video_url = at.media.put('a.mp4', filmed(), 'video/mp4')
  const slow = at.id(await at.create({ media_type: 'VIDEO', video_url, is_carousel_item: 'true' }))
  const parent = at.id(await at.create({ media_type: 'CAROUSEL', children: `${image},${slow}` }))
  await at.advance(600)
  expect((await at.settled(slow)).body['status']).toBe('FINISHED')
  expect((await at.settled(parent)).body).toMatchObject({ status: 'ERROR', error_message: 'UNKNOWN' })
})

test('pictures are waited for, and a broken one breaks its parent', async () => {
  await using at = await onThreads()
  const item = { media_type: 'IMAGE', is_carousel_item: 'true' }
  const create = async (address: string) => at.id(await at.create({ ...item, image_url: address }))
  const children = [await create(await jpeg(at)), await create(await jpeg(at, 'b.jpg'))]
  const parent = at.id(await at.create({ media_type: 'CAROUSEL', children: children.join(',') }))
  expect((await at.settled(parent)).body['status']).toBe('FINISHED')
  const gone = await create(`${at.media.origin}/gone.jpg`)
  const broken = at.id(await at.create({ media_type: 'CAROUSEL', children: `${children[0]},${gone}` }))
  expect((await at.settled(broken)).body).toMatchObject({ status: 'ERROR', error_message: 'UNKNOWN' })
})
