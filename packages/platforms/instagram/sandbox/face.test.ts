import { expect, test } from 'vitest'
import { onInstagram } from './instagram.testing.ts'

const pathOf = (permalink: unknown) => `/instagram/web${new URL(String(permalink)).pathname}`

test('the feed shows what followers would see, and nothing in it acts', async () => {
  await using x = await onInstagram()
  const caption = '<script>alert(1)</script> #cup @jonas.walks https://example.com/a'
  const id = await x.posted({ image_url: await x.photo(), caption, alt_text: 'A "green" cup' })
  await x.ig(`/${id}/comments`, { json: { message: 'First!' } })
  const { text, headers } = await x.ask('/instagram')
  expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(text).not.toContain('<script>')
  expect(text).toContain('<span class="tag">#cup</span>')
  expect(text).toContain('<span class="tag">@jonas.walks</span>')
  expect(text).not.toContain('href="https://example.com/a"')
  expect(text).toContain('A &quot;green&quot; cup')
  expect(text).toContain('First!')
  expect(text).toContain('made up, nothing here is public')
  expect(text).toContain('accepted once ✓')
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; .*script-src 'self'/)
})

test('every permalink that the API gives opens the post', async () => {
  await using x = await onInstagram()
  const image_url = await x.photo()
  const forms = [
    { image_url, caption: 'Find me' },
    { media_type: 'REELS', video_url: x.movie(), caption: 'Find me' },
    { media_type: 'STORIES', image_url: await x.photo(90, 160) },
  ]
  for (const form of forms) {
    const id = await x.posted(form)
    const { permalink } = (await x.ig(`/${id}?fields=permalink`)).body
    const told = await x.ask(pathOf(permalink))
    expect([told.status, told.text.includes(`id="p${id}"`)]).toEqual([200, true])
  }
  expect((await x.ask('/instagram/web/p/Dnothing000/')).status).toBe(404)
})

test('a carousel shows all its items, files are served as what they are', async () => {
  await using x = await onInstagram()
  const children = [
    await x.made({ image_url: await x.photo(), is_carousel_item: true }),
    await x.made({ media_type: 'VIDEO', video_url: x.movie(), is_carousel_item: true }),
  ]
  await x.settled(children[1] ?? '')
  await x.posted({ media_type: 'CAROUSEL', children })
  const { text } = await x.ask('/instagram/web/kestrelcoffee/')
  expect(text).toContain('Carousel of 2')
  const picture = /<img src="(\/instagram\/cdn\/v\/\d+)"/.exec(text)?.[1] ?? ''
  expect((await x.ask(picture)).headers.get('content-type')).toBe('image/jpeg')
  expect(text).toMatch(/<video src="\/instagram\/cdn\/v\/\d+"/)
})

test('an account has its own page; deleted posts are gone from it', async () => {
  await using x = await onInstagram()
  expect((await x.ask('/instagram/web/kestrelcoffee')).text).toContain('@kestrelcoffee has not posted.')
  const id = await x.posted({ image_url: await x.photo(), caption: 'Short-lived' })
  expect((await x.ask('/instagram/web/kestrelcoffee')).text).toContain('Short-lived')
  await x.fb(`/${id}`, { method: 'DELETE' })
  expect((await x.ask('/instagram/web/kestrelcoffee')).text).toContain('@kestrelcoffee has not posted.')
  expect((await x.ask('/instagram/web/nobody')).status).toBe(404)
  const hosts = await x.control('/hosts?platform=instagram')
  expect(hosts).toMatchObject({
    'graph.facebook.com': '/instagram/graph-facebook',
    'www.instagram.com': '/instagram/web',
  })
})
