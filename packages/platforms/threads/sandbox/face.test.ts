import { expect, test } from 'vitest'
import { filmed } from '../../sandbox/movie.testing.ts'
import { picture } from '../../sandbox/practice.testing.ts'
import { onThreads } from './threads.testing.ts'

test('the timeline shows what followers would see, and nothing in it acts', async () => {
  await using at = await onThreads()
  const item = { is_carousel_item: 'true' }
  const image_url = at.media.put('a.jpg', await picture(), 'image/jpeg')
  const image = await at.ready({ media_type: 'IMAGE', image_url, alt_text: 'A "green" field', ...item })
  const video = await at.ready({
    media_type: 'VIDEO',
    video_url: at.media.put('a.mp4', filmed(), 'video/mp4'),
    ...item,
  })
  const first = await at.post({
    media_type: 'CAROUSEL',
    children: `${image},${video}`,
    text: '<script>alert(1)</script> #tea',
  })
  await at.post(at.text('Second, with @practice.bakery', { reply_to_id: first }))
  await at.post(at.text('Which?', { poll_attachment: '{"option_a":"Tea","option_b":"Coffee"}' }))
  await at.post(at.text('Read', { text_attachment: '{"plaintext":"A long story"}', reply_control: 'mentioned_only' }))
  await at.post(at.text('The butler did it', { text_entities: '[{"entity_type":"SPOILER","offset":4,"length":6}]' }))
  const quoted = await at.post(at.text('https://example.com/page'))
  await at.post(at.text('Look at this', { quote_post_id: quoted }), at.other)
  const { text, headers } = await at.ask('/threads')
  expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt; tea')
  expect(text).not.toContain('<script>')
  expect(text).toContain('Topic: tea')
  expect(text).toContain('A &quot;green&quot; field')
  expect(text).toContain('<video')
  expect(text).toMatch(/aria-label="Thread"/)
  expect(text).toContain('<span class="tag">@practice.bakery</span>')
  expect(text).toMatch(/Coffee<\/span>\s*<meter/)
  expect(text).toContain('A long story')
  expect(text).toContain('Mentioned profiles can reply')
  expect(text).toContain('The <span title="Spoiler: butler">▒▒▒▒▒▒</span> did it')
  expect(text).toMatch(/<blockquote>\s*<b>@pia.practice<\/b>/)
  expect(text).toContain('href="https://example.com/page"')
  expect(text).toContain('accepted once ✓')
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; .*script-src 'self'/)
})

test('a permalink opens the post, with the chain it belongs to', async () => {
  await using at = await onThreads()
  const first = await at.post(at.text('Find me'))
  const second = await at.post(at.text('And me', { reply_to_id: first }))
  const { body } = await at.api(`/${second}?fields=permalink`)
  const { host, pathname } = new URL(String(body['permalink']))
  const places = await at.control('/hosts?platform=threads')
  const told = await at.ask(`${String(places[host])}${pathname}`)
  expect([told.status, told.text.includes('Find me'), told.text.includes('And me')]).toEqual([200, true, true])
  expect((await at.ask('/threads/web/@pia.practice/post/nothing')).status).toBe(404)
  await at.api(`/${first}`, { method: 'DELETE' })
  const later = await at.ask(`${String(places[host])}${pathname}`)
  // The ledger beside it still has the words.
  expect(later.text).not.toContain('<p class="text">Find me')
  expect(later.text).toContain('<p class="text">And me')
  expect(later.text).toContain('This post is not there any more.')
})

test('every host of Threads has a place', async () => {
  await using at = await onThreads()
  expect(await at.control('/hosts?platform=threads')).toMatchObject({
    'graph.threads.net': '/threads',
    'graph.threads.com': '/threads',
    'www.threads.com': '/threads/web',
    'threads.net': '/threads/web',
  })
})

test('a profile has its own timeline, long ones have pages', async () => {
  await using at = await onThreads()
  expect((await at.ask('/threads/web/@pia.practice')).text).toContain('@pia.practice has not posted.')
  for (let index = 0; index < 21; index++)
    await at.create(at.text(`post number ${index} end`, { auto_publish_text: 'true' }))
  const first = (await at.ask('/threads/web/@pia.practice')).text
  expect(first).not.toContain('post number 0 end')
  expect(first).toContain('/threads/web/@pia.practice?skip=20')
  expect((await at.ask('/threads/web/@pia.practice?skip=20')).text).toContain('post number 0 end')
  expect((await at.ask('/threads/web/@practice.bakery')).text).toContain('@practice.bakery has not posted.')
  expect((await at.ask('/threads/web/@nobody')).status).toBe(404)
})
