/** Containers, check by check (sheet section 15). */
import { describe, expect, test } from 'vitest'
import { picture } from '../../sandbox/practice.testing.ts'
import { codes, jonas, kestrel, kestrelPage, messageOf, onInstagram, type OnInstagram } from './instagram.testing.ts'

test('a photo is ready at once, published once, and read back', async () => {
  await using x = await onInstagram()
  const container = await x.made({ image_url: await x.photo(), caption: ' Hi #x @jonas.walks ', alt_text: 'A cup' })
  expect(await x.status(container)).toMatchObject({ status_code: 'FINISHED', id: container })
  const published = await x.publish(container)
  expect(published.body).toEqual({ id: expect.stringMatching(/^1[78]\d{15}$/) })
  expect(await x.status(container)).toMatchObject({ status_code: 'PUBLISHED' })
  expect(codes(await x.publish(container))).toEqual([400, 24, 2207008])
  const fields = 'id,caption,permalink,shortcode,media_type,media_product_type,timestamp,alt_text,username'
  const read = await x.ig(`/${x.idOf(published)}?fields=${fields}`)
  expect(read.body).toMatchObject({
    caption: 'Hi #x @jonas.walks',
    permalink: `https://www.instagram.com/p/${String(read.body['shortcode'])}/`,
    media_type: 'IMAGE',
    media_product_type: 'FEED',
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/),
    alt_text: 'A cup',
    username: 'kestrelcoffee',
  })
  expect(await x.ledger('instagram')).toMatchObject([
    { kind: 'post', account: kestrel, id: x.idOf(published), text: 'Hi #x @jonas.walks', media: [expect.any(String)] },
  ])
})

test('a carousel is one post of its items, and costs a container each', async () => {
  await using x = await onInstagram()
  const one = await x.made({ image_url: await x.photo(), is_carousel_item: true, alt_text: 'One' })
  const two = await x.made({ media_type: 'VIDEO', video_url: x.movie(), is_carousel_item: 'true' })
  expect(await x.settled(two)).toMatchObject({ status_code: 'FINISHED' })
  expect(messageOf(await x.publish(one))).toContain('carousel item')
  const parent = await x.made({ media_type: 'CAROUSEL', children: `${one},${two}`, caption: 'Both' })
  const id = x.idOf(await x.publish(parent))
  expect(await x.status(one)).toMatchObject({ status_code: 'PUBLISHED' })
  const read = await x.ig(`/${id}?fields=media_type,caption,children{media_type,alt_text}`)
  expect(read.body).toMatchObject({
    media_type: 'CAROUSEL_ALBUM',
    caption: 'Both',
    children: { data: [{ media_type: 'IMAGE', alt_text: 'One' }, { media_type: 'VIDEO' }] },
  })
  const [line, ...more] = await x.ledger('instagram')
  expect([line?.['media'], more]).toEqual([[expect.any(String), expect.any(String)], []])
})

test('children may be a list as well', async () => {
  await using x = await onInstagram()
  const items = await Promise.all(
    [1, 2].map(async () => x.made({ image_url: await x.photo(), is_carousel_item: true })),
  )
  expect(await x.status(await x.made({ media_type: 'CAROUSEL', children: items }))).toMatchObject({
    status_code: 'FINISHED',
  })
  const form = { media_type: 'CAROUSEL', 'children[0]': items[0] ?? '', 'children[1]': items[1] ?? '' }
  expect((await x.ig('/me/media', { form })).status).toBe(200)
})

test('a reel is fetched in the background and carries its options', async () => {
  await using x = await onInstagram()
  const container = await x.made({
    media_type: 'REELS',
    video_url: x.movie(9),
    caption: 'Pour',
    share_to_feed: false,
    cover_url: await x.photo(),
    thumb_offset: 1500,
    collaborators: ['jonas.walks'],
    user_tags: JSON.stringify([{ username: 'lumen.studio' }]),
    location_id: kestrelPage,
    audio_name: 'Harbour',
    is_ai_generated: true,
  })
  expect(await x.settled(container)).toMatchObject({ status_code: 'FINISHED' })
  const id = x.idOf(await x.publish(container))
  const read = await x.ig(`/${id}?fields=media_type,media_product_type,permalink,is_shared_to_feed,thumbnail_url`)
  expect(read.body).toMatchObject({
    media_type: 'VIDEO',
    media_product_type: 'REELS',
    permalink: expect.stringMatching(/^https:\/\/www\.instagram\.com\/reel\/D\w{10}\/$/),
    is_shared_to_feed: false,
    thumbnail_url: expect.stringContaining('https://scontent.cdninstagram.com/v/'),
  })
  const face = await x.ask('/instagram')
  for (const words of [
    'With @jonas.walks',
    'Tagged: @lumen.studio',
    'Kestrel Coffee',
    'AI info',
    'Only in the Reels tab',
  ])
    expect(face.text).toContain(words)
})

test('stories have no caption and are gone after a day', async () => {
  await using x = await onInstagram()
  const id = await x.posted({ media_type: 'STORIES', image_url: await x.photo(90, 160), caption: 'never seen' })
  expect(await x.ledger('instagram')).toMatchObject([{ kind: 'post', id, text: '' }])
  expect((await x.ig('/me/stories?fields=id,media_product_type')).body).toMatchObject({
    data: [{ id, media_product_type: 'STORY' }],
  })
  expect((await x.ig('/me/media')).body).toEqual({ data: [] })
  await x.advance(86_401)
  expect((await x.ig('/me/stories')).body).toEqual({ data: [] })
  expect(codes(await x.ig(`/${id}`))).toEqual([400, 100, 33])
})

test('trial reels are for accounts that may have them', async () => {
  await using x = await onInstagram()
  const reel = { media_type: 'REELS', video_url: x.movie() }
  const trial = { ...reel, trial_params: { graduation_strategy: 'MANUAL' } }
  expect(await x.settled(await x.made(trial))).toMatchObject({ status_code: 'FINISHED' })
  const scopes = ['instagram_business_basic', 'instagram_business_content_publish']
  const token = await x.mint('instagram', jonas, scopes)
  expect(codes(await x.create(trial, token))).toEqual([400, 100, 2207081])
  expect(codes(await x.create({ ...reel, trial_params: { graduation_strategy: 'NO' } }))).toEqual([400, 100, undefined])
})

test('a container lives a day', async () => {
  await using x = await onInstagram()
  const container = await x.made({ image_url: await x.photo() })
  await x.advance(86_401)
  expect(await x.status(container)).toMatchObject({ status_code: 'EXPIRED' })
  expect(codes(await x.publish(container))).toEqual([400, 24, 2207008])
})

test('what is not ready is not published', async () => {
  await using x = await onInstagram()
  await x.settings('instagram', { imageSeconds: 5 })
  const container = await x.made({ image_url: await x.photo() })
  expect(await x.status(container)).toMatchObject({
    status_code: 'IN_PROGRESS',
    status: 'In Progress: Media is still being processed.',
  })
  expect(codes(await x.publish(container))).toEqual([400, 9007, 2207027])
  await x.advance(5)
  expect((await x.publish(container)).status).toBe(200)
})

type Body = (x: OnInstagram) => Promise<object> | object
const photo: Body = async (x) => ({ image_url: await x.photo() })
const and =
  (base: Body, more: object): Body =>
  async (x) => ({ ...(await base(x)), ...more })
const reel: Body = (x) => ({ media_type: 'REELS', video_url: x.movie() })
const child = and(photo, { is_carousel_item: true })
const story = and(photo, { media_type: 'STORIES' })

describe('a container is refused', () => {
  test.each<[string, Body, readonly [number, number | undefined]]>([
    ['of an unknown type', and(photo, { media_type: 'IMAGE' }), [100, 2207023]],
    ['as a single VIDEO', (x) => ({ media_type: 'VIDEO', video_url: x.movie() }), [100, 2207023]],
    ['as a REELS child', and(reel, { is_carousel_item: true }), [100, 2207023]],
    ['without a source', () => ({ caption: 'x' }), [100, undefined]],
    ['with two sources', and(reel, { image_url: 'https://example.com/a.jpg' }), [100, undefined]],
    ['as a reel of a picture', and(photo, { media_type: 'REELS' }), [100, undefined]],
    ['with children and no carousel', and(photo, { children: '1,2' }), [100, undefined]],
    ['as an empty carousel', () => ({ media_type: 'CAROUSEL' }), [100, undefined]],
    ['as a carousel of one', () => ({ media_type: 'CAROUSEL', children: '1' }), [100, 2207028]],
    [
      'as a carousel of eleven',
      () => ({ media_type: 'CAROUSEL', children: '1,2,3,4,5,6,7,8,9,10,11' }),
      [100, 2207028],
    ],
    ['with children nobody made', () => ({ media_type: 'CAROUSEL', children: '1,2' }), [24, 2207008]],
    ['with push at the Instagram login', () => ({ media_type: 'REELS', upload_type: 'resumable' }), [100, undefined]],
    ['with a caption on a child', and(child, { caption: 'x' }), [100, undefined]],
    ['with a place on a child', and(child, { location_id: kestrelPage }), [100, undefined]],
    ['with collaborators on a child', and(child, { collaborators: ['a'] }), [100, undefined]],
    ['with an AI label on a child', and(child, { is_ai_generated: true }), [100, undefined]],
    ['with collaborators on a story', and(story, { collaborators: ['a'] }), [100, undefined]],
    ['with four collaborators', and(photo, { collaborators: ['a', 'b', 'c', 'd'] }), [100, undefined]],
    ['with an alt text on a reel', and(reel, { alt_text: 'x' }), [100, undefined]],
    ['with an alt text on a story', and(story, { alt_text: 'x' }), [100, undefined]],
    ['with too long an alt text', and(photo, { alt_text: 'x'.repeat(1001) }), [100, undefined]],
    ['as a trial that is no reel', and(photo, { trial_params: {} }), [100, undefined]],
    ['with products at the Instagram login', and(photo, { product_tags: [] }), [100, undefined]],
    ['with a partnership at the Instagram login', and(photo, { is_paid_partnership: true }), [100, undefined]],
    ['with a track at the Instagram login', and(reel, { audio_configuration: {} }), [100, undefined]],
    ['with 2201 characters', and(photo, { caption: 'x'.repeat(2201) }), [36_004, 2207010]],
    ['with 31 hashtags', and(photo, { caption: '#a '.repeat(31) }), [100, undefined]],
    ['with 21 mentions', and(photo, { caption: '@a '.repeat(21) }), [100, 2207040]],
    [
      'with 21 tags',
      and(photo, { user_tags: Array.from({ length: 21 }, () => ({ username: 'a', x: 0, y: 0 })) }),
      [100, 2207040],
    ],
    ['with a tag that has no place', and(photo, { user_tags: [{ username: 'a' }] }), [100, undefined]],
    ['with a tag off the picture', and(photo, { user_tags: [{ username: 'a', x: 2, y: 0 }] }), [100, undefined]],
    ['with a placed tag on a reel', and(reel, { user_tags: [{ username: 'a', x: 0, y: 0 }] }), [100, undefined]],
    ['with a place that has no coordinates', and(photo, { location_id: '104582230000004' }), [100, undefined]],
    ['from an address of plain words', () => ({ image_url: 'a picture' }), [9004, 2207052]],
    ['from a host that is not ours', () => ({ image_url: 'https://example.com/a.jpg' }), [9004, 2207052]],
    ['from a file that is not there', (x) => ({ image_url: `${x.origin}/gone` }), [9004, 2207052]],
    ['from a page', (x) => ({ image_url: x.put(new TextEncoder().encode('<p>'), 'text/html') }), [9004, 2207052]],
    ['of more than 8 MiB', (x) => ({ image_url: x.put(new Uint8Array(8_388_609), 'image/jpeg') }), [36_000, 2207004]],
    ['of a PNG', async (x) => ({ image_url: x.put(await picture('png'), 'image/png') }), [36_001, 2207005]],
    ['of a film that calls itself a picture', (x) => ({ image_url: x.movie() }), [36_001, 2207005]],
    ['of a tall picture', async (x) => ({ image_url: await x.photo(79, 100) }), [36_003, 2207009]],
    ['of a wide picture', async (x) => ({ image_url: await x.photo(192, 100) }), [36_003, 2207009]],
  ])('%s', async (_, body, [code, subcode]) => {
    await using x = await onInstagram()
    expect(codes(await x.create((await body(x)) as Record<string, unknown>))).toEqual([400, code, subcode])
    expect(await x.ledger('instagram')).toEqual([])
  })
})

test('items of a carousel have to be ready, own and unused', async () => {
  await using x = await onInstagram()
  await x.settings('instagram', { imageSeconds: 5 })
  const item = async () => x.made({ image_url: await x.photo(), is_carousel_item: true })
  const [one, two] = [await item(), await item()]
  const carousel = { media_type: 'CAROUSEL', children: [one, two] }
  expect(codes(await x.create(carousel))).toEqual([400, 9007, 2207027])
  await x.advance(5)
  expect(codes(await x.create({ ...carousel, children: [one, await x.made({ image_url: await x.photo() })] }))).toEqual(
    [400, 24, 2207008],
  )
  const scopes = ['instagram_business_basic', 'instagram_business_content_publish']
  const other = await x.mint('instagram', jonas, scopes)
  expect(codes(await x.create(carousel, other))).toEqual([400, 24, 2207008])
  await x.publish(await x.made(carousel))
  expect(codes(await x.create(carousel))).toEqual([400, 24, 2207008])
})

test('400 containers in a day, children counted', async () => {
  await using x = await onInstagram()
  await x.settings('instagram', { containersTotal: 2 })
  const image_url = await x.photo()
  await x.made({ image_url })
  await x.made({ image_url, is_carousel_item: true })
  expect(codes(await x.create({ image_url }))).toEqual([400, 9, 2_207_098])
  await x.settings('instagram', { containersCode: 4 })
  expect(codes(await x.create({ image_url }))).toEqual([400, 4, 2_207_098])
  await x.advance(86_401)
  expect((await x.create({ image_url })).status).toBe(200)
})

test('what is wrong is told in the order of the checks', async () => {
  await using x = await onInstagram()
  const caption = 'x'.repeat(2201)
  expect(codes(await x.create({ media_type: 'CAROUSEL', children: '1', caption }))).toEqual([400, 100, 2207028])
  const image_url = `${x.origin}/gone`
  expect(codes(await x.create({ image_url, caption }))).toEqual([400, 36_004, 2207010])
  expect(codes(await x.create({ image_url, caption, is_carousel_item: true }))).toEqual([400, 100, undefined])
  expect(codes(await x.create({ image_url, caption, media_type: 'NEW' }))).toEqual([400, 100, 2207023])
})

test('a PNG is taken only where that is switched on', async () => {
  await using x = await onInstagram()
  await x.settings('instagram', { pngTolerated: true })
  expect((await x.create({ image_url: x.put(await picture('png'), 'image/png') })).status).toBe(200)
})
