/** Reading back, comments, measures (sheet sections 3, 8, 12). */
import { describe, expect, test } from 'vitest'
import { codes, jonas, kestrel, messageOf, onInstagram } from './instagram.testing.ts'

interface Parts {
  readonly value: number
  readonly breakdowns: readonly { readonly results: readonly { readonly value: number }[] }[]
}

test('an account says who it is, by the ids of the login', async () => {
  await using x = await onInstagram()
  const fields = 'id,user_id,username,name,account_type,profile_picture_url,followers_count,follows_count,media_count'
  const me = await x.ig(`/me?fields=${fields}`)
  expect(me.body).toMatchObject({
    user_id: kestrel,
    username: 'kestrelcoffee',
    name: 'Kestrel Coffee',
    account_type: 'BUSINESS',
    followers_count: 4210,
    media_count: 0,
  })
  expect(me.body['id']).not.toBe(kestrel)
  expect((await x.ig(`/${kestrel}`)).body).toEqual({ id: me.body['id'] })
  const picture = new URL(String(me.body['profile_picture_url']))
  expect((await x.ask(`/instagram/cdn${picture.pathname}`)).headers.get('content-type')).toBe('image/png')
  expect((await x.fb(`/${kestrel}?fields=username,biography,website`)).body).toMatchObject({ id: kestrel })
  expect(messageOf(await x.fb(`/${kestrel}?fields=user_id`))).toContain('nonexisting field (user_id)')
  expect(codes(await x.ig(`/${jonas}`))).toEqual([400, 100, 33])
})

test('posts are listed newest first, in pages, between two moments, a little late', async () => {
  await using x = await onInstagram()
  await x.settings('instagram', { readbackSeconds: 2 })
  const image_url = await x.photo()
  const first = await x.posted({ image_url, caption: 'one' })
  await x.advance(10)
  const second = await x.posted({ image_url, caption: 'two' })
  expect((await x.ig('/me/media?fields=caption')).body).toMatchObject({ data: [{ id: first, caption: 'one' }] })
  expect((await x.ig(`/${second}?fields=caption`)).body).toEqual({ id: second, caption: 'two' })
  await x.advance(2)
  const page = await x.ig('/me/media?fields=caption,timestamp,permalink,media_type,media_product_type&limit=1')
  expect(page.body).toMatchObject({
    data: [{ id: second, caption: 'two', media_type: 'IMAGE', media_product_type: 'FEED' }],
    paging: { next: expect.stringMatching(/^https:\/\/graph\.instagram\.com\/v25\.0\/me\/media\?/) },
  })
  const next = new URL((page.body['paging'] as { next: string }).next)
  expect((await x.ig(next.pathname.replace('/v25.0', '') + next.search)).body).toMatchObject({ data: [{ id: first }] })
  const [at] = (page.body['data'] as { timestamp: string }[]).map(({ timestamp }) => Date.parse(timestamp) / 1000)
  expect((await x.ig(`/me/media?since=${at}`)).body).toMatchObject({ data: [{ id: second }] })
  expect((await x.ig(`/me/media?until=${(at ?? 0) - 5}`)).body).toMatchObject({ data: [{ id: first }] })
})

test('a first comment is written, read under another name, answered, hidden, deleted', async () => {
  await using x = await onInstagram()
  const id = await x.posted({ image_url: await x.photo() })
  const comment = x.idOf(await x.ig(`/${id}/comments`, { json: { message: 'First #cup' } }))
  const answer = x.idOf(await x.ig(`/${comment}/replies`, { form: { message: 'Second' } }))
  const read = await x.ig(`/${id}/comments?fields=id,text,username,timestamp,replies{text}&limit=50`)
  expect(read.body).toMatchObject({
    data: [{ id: comment, text: 'First #cup', username: 'kestrelcoffee', replies: { data: [{ text: 'Second' }] } }],
  })
  expect((await x.ig(`/${comment}`, { json: { hide: true } })).body).toEqual({ success: true })
  expect((await x.ig(`/${comment}?fields=hidden`)).body).toEqual({ id: comment, hidden: true })
  expect((await x.ig(`/${comment}`, { method: 'DELETE' })).body).toEqual({ success: true })
  expect(codes(await x.ig(`/${answer}`))).toEqual([400, 100, 33])
  expect((await x.ledger('instagram')).map(({ kind, text }) => [kind, text])).toEqual([
    ['post', ''],
    ['comment', 'First #cup'],
    ['reply', 'Second'],
    ['delete', ''],
  ])
})

test('`fields` on a comment makes it and answers an error', async () => {
  await using x = await onInstagram()
  const id = await x.posted({ image_url: await x.photo() })
  const told = await x.ig(`/${id}/comments`, { json: { message: 'Twice?', fields: 'id,text' } })
  expect(codes(told)).toEqual([400, 20, 1_772_107])
  expect((await x.ig(`/${id}/comments`)).body).toMatchObject({ data: [{ text: 'Twice?' }] })
})

describe('a comment is refused', () => {
  test.each([
    ['without words', {}],
    ['with 301 characters', { message: 'x'.repeat(301) }],
    ['with five hashtags', { message: '#a #b #c #d #e' }],
    ['with two links', { message: 'https://a.example https://b.example' }],
    ['in capitals', { message: 'BUY THIS NOW' }],
  ])('%s', async (_, json) => {
    await using x = await onInstagram()
    const id = await x.posted({ image_url: await x.photo() })
    expect(codes(await x.ig(`/${id}/comments`, { json }))).toEqual([400, 100, undefined])
    expect(await x.ledger('instagram')).toHaveLength(1)
  })

  test('on a story, or where they are turned off', async () => {
    await using x = await onInstagram()
    const json = { message: 'Hello' }
    const image_url = await x.photo()
    const story = await x.posted({ media_type: 'STORIES', image_url })
    expect(codes(await x.ig(`/${story}/comments`, { json }))).toEqual([400, 100, undefined])
    const id = await x.posted({ image_url })
    expect((await x.ig(`/${id}`, { json: { comment_enabled: false } })).body).toEqual({ success: true })
    expect(codes(await x.ig(`/${id}/comments`, { json }))).toEqual([400, 100, undefined])
  })
})

describe('insights', () => {
  test('grow with the post, in the shape of Graph', async () => {
    await using x = await onInstagram()
    const id = await x.posted({ image_url: await x.photo() })
    await x.advance(86_400)
    const metric = 'views,reach,likes,comments,saved,shares,total_interactions'
    const { body } = await x.ig(`/${id}/insights?metric=${metric}`)
    const data = body['data'] as { name: string; values: { value: number }[] }[]
    expect(data.map(({ name }) => name).join(',')).toBe(metric)
    expect(data[1]).toEqual({
      name: 'reach',
      period: 'lifetime',
      values: [{ value: expect.any(Number) }],
      title: 'Accounts reached',
      description: expect.any(String),
      id: `${id}/insights/reach/lifetime`,
    })
    expect(data[0]?.values[0]?.value).toBeGreaterThan(100)
    const counts = (await x.ig(`/${id}?fields=like_count,comments_count`)).body
    expect(counts['like_count']).toBe(data[2]?.values[0]?.value)
  })

  test.each([
    ['a removed metric', 'impressions', /must be one of/],
    ['a metric of another product', 'views,navigation', /not supported/],
    ['a metric of the other login', 'total_views', /must be one of/],
    ['no metric', '', /metric is required/],
  ])('all fail for %s', async (_, metric, message) => {
    await using x = await onInstagram()
    const id = await x.posted({ image_url: await x.photo() })
    const told = await x.ig(`/${id}/insights?metric=${metric}`)
    expect(codes(told)).toEqual([400, 100, undefined])
    expect(messageOf(told)).toMatch(message)
  })

  test('of a story need five viewers, of a fresh post they may be empty, of items there are none', async () => {
    await using x = await onInstagram()
    const image_url = await x.photo()
    const story = await x.posted({ media_type: 'STORIES', image_url })
    const told = await x.ig(`/${story}/insights?metric=views`)
    expect([codes(told)[1], messageOf(told)]).toEqual([10, '(#10) Not enough viewers for the media to show insights'])
    await x.advance(7200)
    expect((await x.ig(`/${story}/insights?metric=views,replies`)).body).toMatchObject({ data: [{}, {}] })
    await x.settings('instagram', { insightsAfterSeconds: 3600 })
    const children = await Promise.all([1, 2].map(() => x.made({ image_url, is_carousel_item: true })))
    const id = await x.posted({ media_type: 'CAROUSEL', children })
    expect((await x.ig(`/${id}/insights?metric=views`)).body).toEqual({ data: [] })
    const { body } = await x.ig(`/${id}/children`)
    const [item] = body['data'] as { id: string }[]
    expect(codes(await x.ig(`/${item?.id ?? ''}/insights?metric=views`))).toEqual([400, 100, 33])
  })

  test('can be broken down where the metric allows it', async () => {
    await using x = await onInstagram()
    const story = await x.posted({ media_type: 'STORIES', image_url: await x.photo() })
    await x.advance(7200)
    const navigation = '?metric=navigation&breakdown=story_navigation_action_type'
    const { body } = await x.ig(`/${story}/insights${navigation}`)
    const [{ total_value: total } = { total_value: undefined }] = body['data'] as { total_value?: Parts }[]
    const parts = total?.breakdowns[0]?.results.map(({ value }) => value) ?? []
    expect([parts.length, parts.reduce((sum, value) => sum + value, 0)]).toEqual([3, total?.value])
    expect(codes(await x.ig(`/${story}/insights?metric=views&breakdown=action_type`))).toEqual([400, 100, undefined])
  })

  test('of the audience need a breakdown and a timeframe', async () => {
    await using x = await onInstagram()
    const audience = '/me/insights?metric=follower_demographics&period=lifetime&metric_type=total_value'
    expect(messageOf(await x.ig(`${audience}&breakdown=country`))).toContain('timeframe')
    expect(messageOf(await x.ig(`${audience}&timeframe=this_month`))).toContain('breakdown')
    expect(messageOf(await x.ig(`${audience}&timeframe=last_14_days&breakdown=age`))).toContain('timeframe')
    const { body } = await x.ig(`${audience}&timeframe=this_month&breakdown=country`)
    const country = { dimension_keys: ['country'], results: expect.arrayContaining([expect.anything()]) }
    expect(body).toMatchObject({ data: [{ total_value: { breakdowns: [country] } }] })
  })

  test('of the account are totals or days', async () => {
    await using x = await onInstagram()
    await x.posted({ image_url: await x.photo() })
    await x.advance(43_200)
    const total = await x.ig('/me/insights?metric=views,likes&period=day&metric_type=total_value')
    expect(total.body).toMatchObject({ data: [{ name: 'views', total_value: { value: expect.any(Number) } }, {}] })
    const [views] = total.body['data'] as { total_value: { value: number } }[]
    expect(views?.total_value.value).toBeGreaterThan(100)
    const days = await x.ig('/me/insights?metric=follower_count&period=day')
    expect(days.body).toMatchObject({ data: [{ name: 'follower_count', values: [{ value: expect.any(Number) }] }] })
    expect(messageOf(await x.ig('/me/insights?metric=views&period=day'))).toContain('metric_type=total_value')
    expect(messageOf(await x.ig('/me/insights?metric=profile_views&period=day'))).toContain('must be one of')
    const mixed = '/me/insights?metric=replies&metric_type=total_value&breakdown=media_product_type'
    expect(messageOf(await x.ig(mixed))).toContain('An unknown error has occurred.')
  })
})
