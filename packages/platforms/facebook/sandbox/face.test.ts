import { expect, test } from 'vitest'
import { film } from '../../sandbox/practice.testing.ts'
import { cafe, dataOf, errorOf, onFacebook, type OnFacebook } from './facebook.testing.ts'

/** A permalink of the network, opened where its host stands. */
async function open(fb: OnFacebook, permalink: unknown) {
  const hosts = await fb.control('/hosts?platform=facebook')
  const { host, pathname, search } = new URL(String(permalink))
  return await fb.ask(`${String(hosts[host])}${pathname}${search}`)
}

test('the timeline shows what followers would see, and nothing in it acts', async () => {
  await using fb = await onFacebook()
  const photo = await fb.staged({ alt_text_custom: 'A "green" field' })
  const id = await fb.post({ message: '<script>alert(1)</script> #tag', attached_media: [{ media_fbid: photo }] })
  await fb.graph(`${id}/comments`, { json: { message: 'More at https://example.org/more' } })
  await fb.post({ message: 'Read', link: 'https://example.org/a' })
  const { text, headers } = await fb.ask('/facebook')
  for (const part of [
    '&lt;script&gt;alert(1)&lt;/script&gt;',
    '<span class="tag">#tag</span>',
    'A &quot;green&quot; field',
    'href="https://example.org/more"',
    'class="link" href="https://example.org/a"',
    'Practice Books',
    'accepted once ✓',
  ])
    expect(text).toContain(part)
  expect(text).not.toContain('<script>')
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/)
  expect((await fb.ask(`/facebook/cdn/v/${photo}`)).headers.get('content-type')).toBe('image/jpeg')
  expect((await fb.ask(`/facebook/cdn/p/${cafe}`)).headers.get('content-type')).toBe('image/png')
})

test('every permalink the API gives opens there', async () => {
  await using fb = await onFacebook()
  const post = await fb.post({ message: 'Find me' })
  const reel = await fb.uploaded('video_reels')
  await fb.finish('video_reels', reel, { video_state: 'PUBLISHED', description: 'Find the reel' })
  const video = String(
    (await fb.multipart(`${cafe}/videos`, { source: film(3), description: 'Find the film' })).body['id'],
  )
  await fb.graph(`${cafe}/photo_stories`, { json: { photo_id: await fb.staged() } })
  await fb.advance(8)
  const link = async (id: string) => (await fb.graph(`${id}?fields=permalink_url`)).body['permalink_url']
  const story = dataOf(await fb.graph(`${cafe}/stories`))[0]?.['url']
  const found = [
    [await open(fb, await link(post)), 'Find me'],
    [await open(fb, await link(reel)), 'Find the reel'],
    [await open(fb, await link(video)), 'Find the film'],
    [await open(fb, story), 'Story'],
  ] as const
  for (const [told, words] of found) expect([told.status, told.text.includes(words)]).toEqual([200, true])
  expect((await open(fb, `https://www.facebook.com/${post}`)).headers.get('location')).toContain('/posts/')
  expect((await open(fb, 'https://www.facebook.com/practice.cafe')).text).toContain('Find the reel')
  await fb.graph(post, { method: 'DELETE' })
  const gone = await open(fb, `https://www.facebook.com/${cafe}/posts/${post.split('_')[1] ?? ''}`)
  expect([gone.status, gone.text.includes('This post was deleted.')]).toEqual([404, true])
  await fb.advance(86_401)
  expect((await open(fb, story)).text).toContain('no longer available')
})

test('what is scheduled or unpublished is not seen', async () => {
  await using fb = await onFacebook()
  const id = await fb.post({ message: 'Secret plan', published: false })
  expect((await fb.ask('/facebook')).text).not.toContain('Secret plan')
  expect((await fb.ask(`/facebook/web/${cafe}/posts/${id.split('_')[1] ?? ''}`)).status).toBe(404)
  expect((await fb.ask('/facebook/web/nobody')).status).toBe(404)
})

test('a post that is dated back stands at its date, one for the future is refused', async () => {
  await using fb = await onFacebook()
  await fb.post({ message: 'Founded', backdated_time: '2001-02-03T09:00:00+0000' })
  expect((await fb.ask('/facebook')).text).toContain('datetime="2001-02-03T09:00:00.000Z"')
  const future = await fb.graph(`${cafe}/feed`, { json: { message: 'To come', backdated_time: 4_000_000_000 } })
  expect(errorOf(future)).toEqual([400, 100, undefined])
})

test('a long text folds, a long timeline has pages', async () => {
  await using fb = await onFacebook()
  await fb.post({ message: `${'long '.repeat(100)}end` })
  expect((await fb.ask('/facebook')).text).toContain('class="fold"')
  for (let index = 0; index < 20; index++) await fb.post({ message: `post number ${index} end` })
  expect((await fb.ask('/facebook/web/practice.cafe')).text).toContain('/facebook/web/practice.cafe?skip=20')
  expect((await fb.ask('/facebook/web/practice.cafe?skip=20')).text).toContain('class="fold"')
})
