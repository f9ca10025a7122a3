import { expect, test } from 'vitest'
import { mediaFor } from '../../sandbox/media.testing.ts'
import { film, picture } from '../../sandbox/practice.testing.ts'
import { cafe, dataOf, errorOf, onFacebook } from './facebook.testing.ts'

test('a photo that is posted at once has two ids', async () => {
  await using fb = await onFacebook()
  const { body } = await fb.photo({ caption: 'Our #view', alt_text_custom: 'A field' })
  expect(body).toEqual({ id: expect.any(String), post_id: expect.stringMatching(`^${cafe}_`) })
  expect(await fb.ledger('facebook')).toMatchObject([
    { kind: 'post', id: body['post_id'], text: 'Our #view', media: [body['id']] },
  ])
  const told = await fb.graph(`${String(body['id'])}?fields=alt_text_custom,page_story_id,width,height`)
  expect(told.body).toMatchObject({ alt_text_custom: 'A field', page_story_id: body['post_id'], width: 64, height: 48 })
})

test('a staged one has an id and no post', async () => {
  await using fb = await onFacebook()
  const told = await fb.photo({ published: 'false', temporary: 'true' })
  expect([Object.keys(told.body), await fb.ledger('facebook')]).toEqual([['id'], []])
  expect(errorOf(await fb.photo({ temporary: 'true' }))).toEqual([400, 100, undefined])
})

test('files that are no photos are refused', async () => {
  await using fb = await onFacebook()
  const broken = (await picture()).slice(0, 20)
  expect(errorOf(await fb.photo({}, film(3)))).toEqual([400, 324, 1366046])
  expect(errorOf(await fb.photo({}, broken))).toEqual([400, 324, 2069019])
  expect(errorOf(await fb.photo({}, new Uint8Array()))).toEqual([400, 324, undefined])
  expect(errorOf(await fb.graph('me/photos', { json: { caption: 'None' } }))).toEqual([400, 324, undefined])
  await fb.settings('facebook', { photoBytes: 100 })
  expect(errorOf(await fb.photo())).toEqual([400, 324, 1366046])
  for (const format of ['png', 'gif', 'webp'] as const) {
    await fb.settings('facebook', { photoBytes: 10_000_000 })
    expect((await fb.photo({ published: 'false' }, await picture(format))).status).toBe(200)
  }
  await fb.fault('facebook', 'media_fails')
  expect(errorOf(await fb.photo())).toEqual([400, 324, 2069019])
})

test('a photo is fetched from an address of ours, and from no other', async () => {
  await using fb = await onFacebook()
  await using media = await mediaFor(fb)
  const from = (url: string) => fb.graph('me/photos', { json: { url, published: false } })
  expect((await from(media.put('a.jpg', await picture(), 'image/jpeg'))).body).toEqual({ id: expect.any(String) })
  expect(errorOf(await from(media.put('a.txt', await picture(), 'text/plain')))).toEqual([400, 324, undefined])
  expect(errorOf(await from(`${media.origin}/none.jpg`))).toEqual([400, 324, undefined])
  for (const url of ['no address', 'https://example.org/a.jpg', 'http://127.0.0.1:1/a.jpg'])
    expect(errorOf(await from(url))).toEqual([400, 100, undefined])
})

test('a staged photo becomes a story for a day; a posted one does not', async () => {
  await using fb = await onFacebook()
  const photo_id = await fb.staged()
  const told = await fb.graph(`${cafe}/photo_stories`, { json: { photo_id } })
  expect(told.body).toEqual({ success: true, post_id: expect.any(Number) })
  expect(await fb.ledger('facebook')).toMatchObject([
    { kind: 'post', id: String(told.body['post_id']), text: '', media: [photo_id] },
  ])
  expect(dataOf(await fb.graph(`${cafe}/stories?since=0`))).toMatchObject([
    {
      media_id: photo_id,
      media_type: 'photo',
      status: 'PUBLISHED',
      url: expect.stringContaining('facebook.com/stories/'),
    },
  ])
  expect(errorOf(await fb.graph(`${cafe}/photo_stories`, { json: { photo_id } }))).toEqual([400, 100, 1366051])
  expect(dataOf(await fb.graph(`${cafe}/published_posts`))).toEqual([])
  await fb.advance(86_401)
  expect(dataOf(await fb.graph(`${cafe}/stories`))).toMatchObject([{ status: 'ARCHIVED' }])
})
