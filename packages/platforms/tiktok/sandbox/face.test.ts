import { expect, test } from 'vitest'
import { mediaFor } from '../../sandbox/media.testing.ts'
import { picture } from '../../sandbox/practice.testing.ts'
import { dataOf, everyone, onTikTok, reel, wholePlan } from './tiktok.testing.ts'

const titled = (title: string, more: object = {}) => ({ ...everyone, title, ...more })

test('the timeline shows what followers would see, once it is processed, and nothing in it acts', async () => {
  await using tt = await onTikTok()
  await tt.posted(
    titled('<script>alert(1)</script> #bread for @harbour.coffee and @nobody https://example.com', {
      brand_content_toggle: true,
      is_aigc: true,
      disable_comment: true,
    }),
  )
  expect((await tt.ask('/tiktok')).text).toContain('Nobody has posted.')
  await tt.advance(8)
  expect((await tt.ask('/tiktok')).text).toContain('Being reviewed, not listed yet')
  await tt.advance(3600)
  const { text, headers } = await tt.ask('/tiktok')
  expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(text).not.toContain('<script>')
  expect(text).toContain('<span class="tag">#bread</span>')
  expect(text).toContain('<a href="/tiktok/web/@harbour.coffee">@harbour.coffee</a>')
  expect(text).not.toContain('@nobody</')
  expect(text).not.toContain('href="https://example.com')
  for (const label of ['Paid partnership', 'Creator labeled as AI-generated', 'Comments off'])
    expect(text).toContain(label)
  expect(text).not.toContain('Being reviewed')
  expect(text).toContain('<video')
  expect(text).toContain('made up, nothing here is public')
  expect(text).toContain('accepted once ✓')
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/)
})

test('a permalink opens the post; an id nobody has is answered with 200 too', async () => {
  await using tt = await onTikTok()
  await tt.posted(titled('Find me'))
  await tt.advance(60)
  const [video] = (await tt.list())['videos'] as readonly { id: string; share_url: string }[]
  const path = (video?.share_url ?? '').replace('https://www.tiktok.com', '/tiktok/web')
  for (const address of [path, `/tiktok/web/embed/v2/${video?.id}`]) {
    const told = await tt.ask(address)
    expect([told.status, /<article[^]*Find me/.test(told.text)]).toEqual([200, true])
  }
  const rounded = await tt.ask(`/tiktok/web/@maren.bakes/video/${Number(video?.id)}`)
  expect([rounded.status, rounded.text.includes('<article')]).toEqual([200, false])
  expect(rounded.text).toMatch(/This post doesn(&#39;|')t exist/)
})

test('an account has its page: private posts say for whom, drafts that they wait, long lists have pages', async () => {
  await using tt = await onTikTok()
  await tt.settings('tiktok', { dailyPosts: 100 })
  await using media = await mediaFor(tt)
  expect((await tt.ask('/tiktok/web/@maren.bakes')).text).toContain('@maren.bakes has not posted.')
  await tt.posted(titled('Only mine', { privacy_level: 'SELF_ONLY' }))
  const draft = await tt.api('/post/publish/inbox/video/init/', { json: { source_info: wholePlan(reel.length) } })
  await tt.putWhole(String(dataOf(draft)['upload_url']), reel)
  await tt.photoInit({
    media_type: 'PHOTO',
    post_mode: 'DIRECT_POST',
    post_info: { ...titled('Album'), auto_add_music: true },
    source_info: {
      source: 'PULL_FROM_URL',
      photo_cover_index: 1,
      photo_images: [
        media.put('a.jpg', await picture('jpeg'), 'image/jpeg'),
        media.put('b.webp', await picture('webp'), 'image/webp'),
      ],
    },
  })
  await tt.advance(60)
  const { text } = await tt.ask('/tiktok/web/@maren.bakes')
  expect(text).toContain('Only the creator sees this')
  expect(text).toContain('In the inbox: not published until the creator finishes it')
  expect(text).toContain('2 photos, cover 2')
  expect(text).toContain('Music added by TikTok')
  const [, file = ''] = /<img src="(\/tiktok\/file\/\w+)"/.exec(text) ?? []
  expect((await tt.ask(file)).headers.get('content-type')).toBe('image/jpeg')
  expect((await tt.ask('/tiktok')).text).not.toContain('In the inbox')
  for (let index = 0; index < 20; index++) await tt.posted(titled(`number ${index} end`))
  await tt.advance(60)
  expect((await tt.ask('/tiktok/web/@maren.bakes')).text).toContain('/tiktok/web/@maren.bakes?skip=20')
  expect((await tt.ask('/tiktok/web/@maren.bakes?skip=20')).text).toContain('Album')
  expect((await tt.ask('/tiktok/web/@stranger')).status).toBe(404)
})
