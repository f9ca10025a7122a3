import { expect, test } from 'vitest'
import { ann, cafe, dataOf, errorOf, onFacebook, scopes } from './facebook.testing.ts'

const day = 86_400

test('a Page has figures for each day, which end in Meta’s own night', async () => {
  await using fb = await onFacebook()
  const until = Math.floor(Date.parse(String((await fb.control('/health'))['now'])) / 1000)
  const told = await fb.graph(
    `${cafe}/insights?metric=page_media_view,page_follows&period=day&since=${until - 7 * day}&until=${until}`,
  )
  const [views, follows] = dataOf(told)
  const values = views?.['values'] as readonly { value: number; end_time: string }[]
  expect(values).toHaveLength(7)
  for (const { value, end_time } of values) expect([value > 0, end_time.slice(10)]).toEqual([true, 'T08:00:00+0000'])
  expect([views?.['id'], follows?.['values']]).toMatchObject([
    `${cafe}/insights/page_media_view/day`,
    [{ value: 4210 }, {}, {}, {}, {}, {}, {}],
  ])
  expect(
    errorOf(await fb.graph(`${cafe}/insights?metric=page_media_view&since=${until - 91 * day}&until=${until}`)),
  ).toEqual([400, 100, undefined])
  expect(errorOf(await fb.graph(`${cafe}/insights?metric=page_media_view&period=year`))).toEqual([400, 100, undefined])
})

test('a metric that was taken away fails the whole call', async () => {
  await using fb = await onFacebook()
  for (const metric of ['page_impressions', 'page_media_view,page_fans', 'post_media_view'])
    expect(errorOf(await fb.graph(`${cafe}/insights?metric=${metric}`))).toEqual([400, 100, undefined])
  expect(errorOf(await fb.graph(`${cafe}/insights`))).toEqual([400, 3001, 1504028])
})

test('figures of a post grow, and reactions do so without insights', async () => {
  await using fb = await onFacebook()
  const id = await fb.post({ message: 'Count me' })
  const value = async () => {
    const told = await fb.graph(`${id}/insights?metric=post_media_view,post_reactions_by_type_total`)
    const [views] = dataOf(told)
    const values = views?.['values'] as readonly { value: number }[] | undefined
    return values?.[0]?.value ?? -1
  }
  expect(await value()).toBe(0)
  await fb.advance(day)
  const first = await value()
  await fb.advance(day)
  expect([first > 0, (await value()) >= first]).toEqual([true, true])
  const told = await fb.graph(`${id}?fields=reactions.limit(0).summary(true),shares`)
  expect(told.body['reactions']).toMatchObject({ data: [], summary: { total_count: expect.any(Number) } })
})

test('films have figures of their own', async () => {
  await using fb = await onFacebook()
  const id = await fb.uploaded('video_reels')
  await fb.finish('video_reels', id, { video_state: 'PUBLISHED' })
  expect(dataOf(await fb.graph(`${id}/video_insights?metric=blue_reels_play_count`))).toEqual([])
  await fb.advance(day)
  expect(dataOf(await fb.graph(`${id}/video_insights?metric=blue_reels_play_count`))).toMatchObject([
    { name: 'blue_reels_play_count', period: 'lifetime' },
  ])
})

test('a small Page has none, and insights need their permission', async () => {
  await using fb = await onFacebook()
  const entitlements = { followers: 12 }
  const small = { platform: 'facebook', kind: 'page', name: 'Small', handle: 'small', owner: ann, entitlements }
  const { id } = await fb.control('/people', small)
  const token = await fb.mint('facebook', String(id), scopes)
  expect(dataOf(await fb.graph('me/insights?metric=page_media_view', { token }))).toEqual([])
  const bare = await fb.mint('facebook', cafe, ['pages_read_engagement'])
  expect(errorOf(await fb.graph('me/insights?metric=page_media_view', { token: bare }))).toEqual([403, 200, undefined])
})
