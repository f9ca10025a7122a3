import { expect, test } from 'vitest'
import { picture } from '../../sandbox/practice.testing.ts'
import { onX, standard } from './x.testing.ts'

test('the timeline shows what followers would see, and nothing in it acts', async () => {
  await using x = await onX()
  const image = await x.upload(await picture())
  await x.api('/2/media/metadata', { json: { id: image, metadata: { alt_text: { text: 'A "green" field' } } } })
  const id = await x.created({ text: '<script>alert(1)</script> https://example.com/a', media: { media_ids: [image] } })
  await x.created({ text: 'Second', reply: { in_reply_to_tweet_id: id } })
  await x.created({ text: 'Which?', poll: { options: ['Tea', 'Coffee'], duration_minutes: 60 } })
  const { text, headers } = await x.ask('/twitter')
  expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(text).not.toContain('<script>')
  expect(text).toContain('A &quot;green&quot; field')
  expect(text).toMatch(/aria-label="Thread"/)
  expect(text).toMatch(/Coffee<\/span>\s*<meter/)
  expect(text).toContain('made up, nothing here is public')
  expect(text).toContain('accepted once ✓')
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; .*script-src 'self'/)
})

test('permalinks of both kinds open the post', async () => {
  await using x = await onX()
  const id = await x.created({ text: 'Find me' })
  for (const path of [
    `/twitter/web/practice/status/${id}`,
    `/twitter/web/i/web/status/${id}`,
    `/twitter/web/practice/status/${id}/photo/1`,
  ]) {
    const told = await x.ask(path)
    expect([told.status, told.text.includes('Find me')]).toEqual([200, true])
  }
  expect((await x.ask('/twitter/web/practice/status/1')).status).toBe(404)
})

test('an account has its own timeline, long ones have pages', async () => {
  await using x = await onX()
  expect((await x.ask('/twitter/web/practice')).text).toContain('@practice has not posted.')
  for (let index = 0; index < 21; index++) await x.created({ text: `post number ${index} end` })
  const first = (await x.ask('/twitter/web/practice')).text
  expect(first).not.toContain('post number 0 end')
  expect(first).toContain('/twitter/web/practice?skip=20')
  expect((await x.ask('/twitter/web/practice?skip=20')).text).toContain('post number 0 end')
  expect((await x.ask('/twitter/web/practice_plus')).text).toContain('@practice_plus has not posted.')
})

test('pictures are served as what they are, and cannot act', async () => {
  await using x = await onX()
  const image = await x.upload(await picture('png'))
  const told = await x.ask(`/twitter/twimg/media/3_${image}`)
  expect([told.status, told.headers.get('content-type'), told.headers.get('x-content-type-options')]).toEqual([
    200,
    'image/png',
    'nosniff',
  ])
  expect(told.headers.get('content-security-policy')).toContain('sandbox')
})

test('"Make trouble" is a plain form; the next answer is lost, the ledger says so', async () => {
  await using x = await onX()
  const told = await x.ask('/_sandbox/trouble', { form: { platform: 'twitter', preset: 'lose' } })
  expect([told.status, told.headers.get('location')]).toEqual([303, '/twitter'])
  expect((await x.ask('/twitter')).text).toMatch(/<b>Lose the next answer<\/b>\s*<span>1 time</)
  await expect(x.create({ text: 'Hello' })).rejects.toThrow()
  expect((await x.ask('/twitter')).text).toMatch(/<b>1<\/b>\s*<span class="good"\s*>accepted once ✓/)
  await x.ask('/_sandbox/trouble', { form: { platform: 'twitter', preset: 'down' } })
  await x.ask('/_sandbox/trouble', { form: { platform: 'twitter', preset: 'calm' } })
  expect((await x.api(`/2/users/${standard}/tweets`)).status).toBe(200)
})

test('short links lead where they were made for', async () => {
  await using x = await onX()
  const { body } = await x.create({ text: 'https://example.com/long/way' })
  const { pathname } = new URL((body['data'] as { text: string }).text)
  expect((await x.ask(`/twitter/t.co${pathname}`)).headers.get('location')).toBe('https://example.com/long/way')
})
