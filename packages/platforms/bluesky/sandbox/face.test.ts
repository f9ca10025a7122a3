import { expect, test } from 'vitest'
import { film, picture } from '../../sandbox/practice.testing.ts'
import { createdAt, key, onBluesky } from './bluesky.testing.ts'

const bytesTo = (text: string) => Buffer.byteLength(text)

test('the timeline shows what followers would see, and nothing in it acts', async () => {
  await using sky = await onBluesky()
  const image = await sky.upload(await picture())
  const shot = { image, alt: 'A "green" field' }
  const text = 'Grüße 👋 read this <script>alert(1)</script>'
  const start = bytesTo('Grüße 👋 ')
  const root = await sky.did(key(1), {
    text,
    facets: [
      {
        index: { byteStart: start, byteEnd: start + bytesTo('read this') },
        features: [{ $type: 'app.bsky.richtext.facet#link', uri: 'https://example.com/a?b=1&c=2' }],
      },
    ],
    embed: { $type: 'app.bsky.embed.images', images: [shot] },
    labels: { $type: 'com.atproto.label.defs#selfLabels', values: [{ val: 'graphic-media' }] },
  })
  await sky.did(key(2), { text: 'Second', reply: { root, parent: root } })
  const gate = { $type: 'app.bsky.feed.threadgate', post: root.uri, allow: [], createdAt }
  await sky.did(key(1), {}, { collection: 'app.bsky.feed.threadgate', record: gate })
  const page = await sky.ask('/bluesky')
  expect(page.text).toMatch(/Grüße 👋 <a href="https:\/\/example\.com\/a\?b=1&amp;c=2"[^>]*>read this<\/a>/)
  expect(page.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(page.text).not.toContain('<script>')
  expect(page.text).toContain('A &quot;green&quot; field')
  expect(page.text).toMatch(/aria-label="Thread"/)
  expect(page.text).toContain('Replies disabled')
  expect(page.text).toMatch(/<summary>Graphic media: show<\/summary>\s*<div class="shots n1">/)
  expect(page.text).toContain('made up, nothing here is public')
})

test('facets outside the text, or inside a character, do not render', async () => {
  await using sky = await onBluesky()
  const link = (byteStart: number, byteEnd: number) => ({
    index: { byteStart, byteEnd },
    features: [{ $type: 'app.bsky.richtext.facet#link', uri: 'https://example.com/wrong' }],
  })
  await sky.did(key(1), { text: '👋 hello', facets: [link(1, 4), link(5, 99), link(6, 6)] })
  const page = await sky.ask('/bluesky')
  expect(page.text).toContain('👋 hello')
  expect(page.text).not.toContain('example.com/wrong')
})

test('cards, quotes and films are drawn', async () => {
  await using sky = await onBluesky()
  const thumb = await sky.upload(await picture())
  const external = { uri: 'https://example.com/read', title: 'Read me', description: 'Worth it', thumb }
  const card = await sky.did(key(1), { text: 'News', embed: { $type: 'app.bsky.embed.external', external } })
  await sky.did(key(2), { text: 'Agreed', embed: { $type: 'app.bsky.embed.record', record: card } }, {}, sky.theirs)
  const video = await sky.upload(film(3), 'video/mp4')
  await sky.did(key(3), { text: 'Watch', embed: { $type: 'app.bsky.embed.video', video, alt: 'Waves' } })
  const page = await sky.ask('/bluesky')
  expect(page.text).toMatch(/<span class="host">example\.com<\/span\s*><b>Read me<\/b>/)
  expect(page.text).toMatch(
    /<span class="host">@practice\.bsky\.social<\/span\s*><b>Practice<\/b\s*><span>News<\/span>/,
  )
  const src = /<video src="([^"]+)"/.exec(page.text)?.[1] ?? ''
  const file = await sky.ask(src)
  expect([file.status, file.headers.get('content-type')]).toEqual([200, 'video/mp4'])
})

test('permalinks by handle and by DID open the post; one that is gone does not', async () => {
  await using sky = await onBluesky()
  await sky.did(key(1), { text: 'Find me' })
  for (const name of [sky.me.handle, sky.me.id]) {
    const told = await sky.ask(`/bluesky/web/profile/${name}/post/${key(1)}`)
    expect([told.status, told.text.includes('Find me')]).toEqual([200, true])
  }
  await sky.xrpc('com.atproto.repo.deleteRecord', {
    json: { repo: sky.me.id, collection: 'app.bsky.feed.post', rkey: key(1) },
  })
  expect((await sky.ask(`/bluesky/web/profile/${sky.me.id}/post/${key(1)}`)).status).toBe(404)
})

test('an answer to a post that is gone says so', async () => {
  await using sky = await onBluesky()
  const root = await sky.did(key(1), { text: 'Gone soon' })
  await sky.did(key(2), { text: 'Still here', reply: { root, parent: root } })
  const json = { repo: sky.me.id, collection: 'app.bsky.feed.post', rkey: key(1) }
  await sky.xrpc('com.atproto.repo.deleteRecord', { json })
  const page = await sky.ask('/bluesky')
  expect(page.text).toMatch(/The post this answers is not there\.[^]*Still here/)
})

test('an account has its own timeline', async () => {
  await using sky = await onBluesky()
  await sky.did(key(1), { text: 'Mine' })
  expect((await sky.ask(`/bluesky/web/profile/${sky.me.handle}`)).text).toContain('Mine')
  expect((await sky.ask(`/bluesky/web/profile/${sky.other.handle}`)).text).toContain('has not posted.')
  expect((await sky.ask('/bluesky/web/profile/nobody')).status).toBe(404)
  const portrait = await sky.ask(`/bluesky/cdn/img/avatar/plain/${sky.me.id}/drawn@jpeg`)
  expect(portrait.headers.get('content-type')).toBe('image/png')
})
