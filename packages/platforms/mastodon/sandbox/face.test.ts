import { expect, test } from 'vitest'
import { film, picture } from '../../sandbox/practice.testing.ts'
import { onMastodon } from './mastodon.testing.ts'

test('the timeline shows what followers would see, and nothing in it acts', async () => {
  await using m = await onMastodon()
  const image = await m.sent(await picture(), { description: 'A "green" field' })
  const id = await m.posted({ status: '<script>alert(1)</script> #news', media_ids: [image], sensitive: true })
  await m.posted({ status: 'Second', in_reply_to_id: id })
  await m.posted({ status: 'Which?', poll: { options: ['Tea', 'Coffee'], expires_in: 3600 } })
  await m.posted({ status: 'The end', spoiler_text: 'About the film', visibility: 'unlisted' })
  await m.posted({ status: 'See https://www.example.com/a/long/way/to/something/else with @bob@elsewhere.example' })
  const { text } = await m.ask('/mastodon')
  expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt; <span class="tag">#news</span>')
  expect(text).not.toContain('<script>')
  expect(text).toContain('A &quot;green&quot; field')
  expect(text).toContain('Sensitive content')
  expect(text).toMatch(/aria-label="Thread"/)
  expect(text).toMatch(/Coffee<\/span>\s*<meter/)
  expect(text).toMatch(/<b>About the film<\/b>[^]*<summary>Show more<\/summary>\s*<p class="text">The end/)
  expect(text).toContain('Quiet public')
  expect(text).toContain('>example.com/a/long/way/to/some…</a>')
  expect(text).toContain('<span class="tag">@bob@elsewhere.example</span>')
  expect(text).toContain('@ida_practice@mastodon.social')
})

test('the permalink the API gives opens the post, also while others are newer', async () => {
  await using m = await onMastodon()
  const told = await m.post({ status: 'Find me' })
  const { pathname } = new URL(String(told.body['url']))
  const hosts = await m.control('/hosts')
  for (const path of [pathname, `${pathname}/`, '/', `/users/ida_practice/statuses/${String(told.body['id'])}`]) {
    const page = await m.ask(`${String(hosts['mastodon.social'])}${path}`)
    expect([page.status, page.text.includes('Find me')]).toEqual([200, true])
  }
  expect((await m.ask('/mastodon/@ida_practice/1')).status).toBe(404)
  expect((await m.ask('/mastodon/@nobody')).status).toBe(404)
})

test('looking is not logged and not troubled, though it is the host of the API', async () => {
  await using m = await onMastodon()
  await m.fault('mastodon', 'reset', { seconds: 60 })
  expect((await m.ask('/mastodon/@ida_practice')).status).toBe(200)
  expect((await m.ask('/mastodon/oauth/authorize')).status).toBe(400)
  expect(JSON.parse((await m.ask('/_sandbox/requests?platform=mastodon')).text)).toEqual([])
})

test('an account has its own timeline, long ones have pages', async () => {
  await using m = await onMastodon()
  expect((await m.ask('/mastodon/@practice_bakery')).text).toContain('@practice_bakery has not posted.')
  for (let index = 0; index < 21; index++) await m.posted({ status: `post number ${index} end` })
  const first = (await m.ask('/mastodon/@ida_practice')).text
  expect(first).not.toContain('post number 0 end')
  expect(first).toContain('/mastodon/@ida_practice?skip=20')
  expect((await m.ask('/mastodon/@ida_practice?skip=20')).text).toContain('post number 0 end')
})

test('files are served from the address the API gives, as what they are', async () => {
  await using m = await onMastodon()
  await m.settings('mastodon', { videoSeconds: 0 })
  const hosts = await m.control('/hosts')
  for (const [file, type] of [
    [await picture('png'), 'image/png'],
    [film(2), 'video/mp4'],
  ] as const) {
    const { host, pathname } = new URL(String((await m.send(file)).body['url']))
    const told = await m.ask(`${String(hosts[host])}${pathname}`)
    expect([told.status, told.headers.get('content-type'), told.headers.get('x-content-type-options')]).toEqual([
      200,
      type,
      'nosniff',
    ])
  }
})

test('a quoted post stands in the post, deleted ones say so', async () => {
  await using m = await onMastodon()
  const quoted = await m.posted({ status: 'Wise words' })
  const answered = await m.posted({ status: 'To be answered' })
  await m.posted({ status: 'So true', quoted_status_id: quoted })
  await m.posted({ status: 'Answer', in_reply_to_id: answered })
  expect((await m.ask('/mastodon')).text).toMatch(/<b>Ida Practice<\/b\s*><span>Wise words<\/span>/)
  for (const id of [quoted, answered]) await m.api(`/api/v1/statuses/${id}`, { method: 'DELETE' })
  const { text } = await m.ask('/mastodon')
  expect(text).toContain('The quoted post was deleted.')
  expect(text).toContain('This post was deleted.')
})
