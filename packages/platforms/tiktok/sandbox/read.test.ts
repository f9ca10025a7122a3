import { expect, test } from 'vitest'
import { codeOf, dataOf, everyone, maren, onTikTok } from './tiktok.testing.ts'

const figures = ['view_count', 'like_count', 'comment_count', 'share_count'] as const

test('a person is told by fields, each under its scope', async () => {
  await using tt = await onTikTok()
  const all =
    'open_id,union_id,avatar_url,avatar_url_100,avatar_large_url,display_name,username,profile_deep_link,is_verified,follower_count,following_count,likes_count,video_count'
  const told = await tt.api(`/user/info/?fields=${all}`)
  expect(Object.keys(dataOf(told)['user'] as object)).toEqual(all.split(','))
  expect(dataOf(told)).toMatchObject({
    user: { open_id: maren, display_name: 'Maren Olsen', username: 'maren.bakes', follower_count: 312, video_count: 0 },
  })
  expect(codeOf(await tt.api('/user/info/'))).toEqual([400, 'invalid_params'])
  expect(codeOf(await tt.api('/user/info/?fields=open_id,email'))).toEqual([400, 'invalid_params'])
})

test('the list has public posts, the newest first, in pages, with texts cut at 150', async () => {
  await using tt = await onTikTok()
  const titles = ['first', 'second', 'x'.repeat(160)]
  for (const title of titles) {
    await tt.posted({ ...everyone, title })
    await tt.advance(60)
  }
  await tt.posted({ title: 'friends', privacy_level: 'MUTUAL_FOLLOW_FRIENDS' })
  await tt.advance(60)
  const page = await tt.list({ max_count: 2 })
  expect(page).toMatchObject({
    has_more: true,
    videos: [{ title: 'x'.repeat(150), video_description: 'x'.repeat(150), duration: 6 }, { title: 'second' }],
  })
  const rest = await tt.list({ cursor: page['cursor'], max_count: 2 })
  expect(rest).toMatchObject({ has_more: false, videos: [{ title: 'first' }] })
  const [first] = rest['videos'] as readonly { create_time: number }[]
  expect(String(first?.create_time)).toHaveLength(10)
  expect(String(page['cursor'])).toHaveLength(13)
  expect(codeOf(await tt.api('/video/list/?fields=id', { json: { max_count: 21 } }))).toEqual([400, 'invalid_params'])
  expect(codeOf(await tt.api('/video/list/', { json: {} }))).toEqual([400, 'invalid_params'])
  expect(codeOf(await tt.api('/video/list/?fields=id,save_count', { json: {} }))).toEqual([400, 'invalid_params'])
})

test('figures grow; a query finds one’s own public posts by id and nothing else', async () => {
  await using tt = await onTikTok()
  const publishId = await tt.posted()
  const [line] = await tt.ledger('tiktok')
  const query = (ids: readonly unknown[], as = tt.token) =>
    tt.api(`/video/query/?fields=id,${figures.join(',')}`, { json: { filters: { video_ids: ids } }, token: as })
  const found = async (as = tt.token) =>
    dataOf(await query([line?.['id']], as))['videos'] as readonly Record<string, number>[]
  expect(await found()).toEqual([]) // not moderated yet
  await tt.advance(1800)
  const [early] = await found()
  await tt.advance(3600)
  const [later] = await found()
  for (const name of figures) expect(later?.[name]).toBeGreaterThanOrEqual(early?.[name] ?? Number.NaN)
  expect(later?.['view_count']).toBeGreaterThan(early?.['view_count'] ?? 0)
  expect(await found(tt.closed)).toEqual([])
  expect(codeOf(await query([publishId]))).toEqual([400, 'invalid_params'])
  expect(codeOf(await query(Array.from({ length: 21 }, () => '1')))).toEqual([400, 'invalid_params'])
})

test('addresses of pictures end', async () => {
  await using tt = await onTikTok()
  await tt.posted()
  await tt.advance(60)
  const told = await tt.api('/video/list/?fields=cover_image_url', { json: {} })
  const [video] = dataOf(told)['videos'] as readonly { cover_image_url: string }[]
  const cover = (video?.cover_image_url ?? '').replace('https://p16-sign.tiktokcdn.com', '/tiktok/cdn')
  expect((await tt.ask(cover)).headers.get('content-type')).toBe('image/png')
  await tt.advance(6 * 3600)
  expect((await tt.ask(cover)).status).toBe(403)
})

test('nothing else is offered: no deleting, no comments', async () => {
  await using tt = await onTikTok()
  for (const path of ['/video/delete/', '/comment/create/', '/post/publish/text/init/'])
    expect(codeOf(await tt.api(path, { json: {} }))).toEqual([404, 'not_found'])
})
