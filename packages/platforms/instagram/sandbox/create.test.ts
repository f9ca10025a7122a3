/** Containers, check by check (sheet section 15). */
import { describe, expect, test } from 'vitest'
import { film, picture } from '../../sandbox/practice.testing.ts'
import { codes, jonas, kestrel, messageOf, onInstagram } from './instagram.testing.ts'

test('a photo is ready at once, published once, and read back', async () => {
  await using x = await onInstagram()
  const image_url = await x.photo()
  const container = await x.made({ image_url, caption: ' Hi #x @jonas.walks ', alt_text: 'A cup' })
  expect(await x.status(container)).toMatchObject({ status_code: 'FINISHED', id: container })
  const published = await x.publish(container)
  expect(published.body).toEqual({ id: expect.stringMatching(/^1[78]\d{15}$/) })
  expect(await x.status(container)).toMatchObject({ status_code: 'PUBLISHED' })
  expect(codes(await x.publish(container))).toEqual([400, 24, 2207008])
  const fields = 'id,caption,permalink,shortcode,media_type,media_product_type,timestamp,alt_text,username'
  const read = await x.ig(`/${x.idOf(published)}?fields=${fields}`)
  const { shortcode } = read.body
  expect(read.body).toMatchObject({
    caption: 'Hi #x @jonas.walks',
    permalink: `https://www.instagram.com/p/${String(shortcode)}/`,
    media_type: 'IMAGE',
    media_product_type: 'FEED',
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/),
    alt_text: 'A cup',
    username: 'kestrelcoffee',
  })
  expect(await x.ledger('instagram')).toMatchObject([
    { kind: 'post', account: kestrel, id: published.body['id'], text: 'Hi #x @jonas.walks', media: [expect.any(String)] },
  ])
})
