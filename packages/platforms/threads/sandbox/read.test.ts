import { expect, test } from 'vitest'
import { bakery, errorOf, onThreads, pia, quiet, scopes, type OnThreads } from './threads.testing.ts'

const now = async (at: OnThreads) => Math.floor(Date.parse(String((await at.control('/health'))['now'])) / 1000)
const textsOf = (body: Readonly<Record<string, unknown>>) => (body['data'] as { text: string }[]).map((one) => one.text)

test('who one is', async () => {
  await using at = await onThreads()
  const fields = 'id,username,name,threads_profile_picture_url,threads_biography,is_verified,is_eligible_for_geo_gating'
  const { body, headers } = await at.api(`/me?fields=${fields}`)
  expect(body).toMatchObject({ id: pia, username: 'pia.practice', name: 'Pia Practice', is_verified: false })
  expect(headers.get('x-app-usage')).toMatch(/"call_count":0/)
  const avatar = await at.ask(`/threads/cdn${new URL(String(body['threads_profile_picture_url'])).pathname}`)
  expect([avatar.status, avatar.headers.get('content-type')]).toEqual([200, 'image/png'])
  const token = await at.mint('threads', quiet, scopes)
  expect((await at.api('/me?fields=name,username', { token })).body).toEqual({ id: quiet, username: 'quiet_practice' })
  const unknown = await at.api('/me?fields=id,shoe_size')
  expect([...errorOf(unknown), unknown.body['error']]).toEqual([
    400,
    100,
    undefined,
    expect.objectContaining({
      type: 'THApiException',
      message: expect.stringContaining('Tried accessing nonexisting field (shoe_size)'),
    }),
  ])
  expect(errorOf(await at.api(`/${bakery}`))).toEqual([400, 100, 33])
})

test('the lists that settle an unclear end: own posts, own replies, newest first, from a moment on', async () => {
  await using at = await onThreads()
  const start = await now(at)
  const first = await at.post(at.text('One'))
  await at.advance(100)
  const second = await at.post(at.text('Two'))
  const reply = await at.post(at.text('Reply', { reply_to_id: second }))
  const list = (query: string) => at.api(`/me/threads?fields=id,text,timestamp,permalink,is_quote_post&${query}`)
  expect(textsOf((await list(`since=${start - 60}`)).body)).toEqual(['Two', 'One'])
  expect(textsOf((await list(`since=${start + 50}`)).body)).toEqual(['Two'])
  expect(textsOf((await list(`until=${start + 50}`)).body)).toEqual(['One'])
  expect(textsOf((await list(`since=${new Date((start + 50) * 1000).toISOString()}`)).body)).toEqual(['Two'])
  expect(errorOf(await list('since=1688540399'))).toEqual([400, 100, undefined])
  expect((await at.api('/me/replies?fields=text,replied_to,root_post')).body).toMatchObject({
    data: [{ id: reply, text: 'Reply', replied_to: { id: second }, root_post: { id: second } }],
  })
  const narrow = await at.mint('threads', pia, ['threads_basic'])
  expect(errorOf(await at.api('/me/replies', { token: narrow }))).toEqual([400, 10, undefined])
  await at.api(`/${first}`, { method: 'DELETE' })
  expect(textsOf((await list('')).body)).toEqual(['Two'])
})

test('pages are turned by cursors; there is no next', async () => {
  await using at = await onThreads()
  for (const text of ['1', '2', '3']) await at.post(at.text(text))
  const page = async (more = '') => (await at.api(`/me/threads?fields=text&limit=2${more}`)).body
  const first = await page()
  const { cursors, ...rest } = first['paging'] as { cursors: { after: string; before: string } }
  expect([textsOf(first), rest]).toEqual([['3', '2'], {}])
  const second = await page(`&after=${cursors.after}`)
  expect(textsOf(second)).toEqual(['1'])
  const back = (second['paging'] as { cursors: { before: string } }).cursors.before
  expect(textsOf(await page(`&before=${back}`))).toEqual(['3', '2'])
  expect(errorOf(await at.api('/me/threads?after=nonsense'))).toEqual([400, 100, undefined])
})

test('a new post is in the lists a little later, and found by its id at once', async () => {
  await using at = await onThreads()
  await at.settings('threads', { readbackLagSeconds: 60 })
  const id = await at.post(at.text('Fresh'))
  expect((await at.api('/me/threads')).body).toEqual({ data: [] })
  expect((await at.api(`/${id}`)).status).toBe(200)
  await at.advance(60)
  expect((await at.api('/me/threads')).body).toMatchObject({ data: [{ id }] })
})

test('what is said below a post', async () => {
  await using at = await onThreads()
  const root = await at.post(at.text('Root'))
  const reply = await at.post(at.text('Reply', { reply_to_id: root }), at.other)
  await at.advance(1)
  await at.post(at.text('Answer', { reply_to_id: reply }))
  const read = async (path: string) => textsOf((await at.api(`/${root}${path}`)).body)
  expect(await read('/replies?fields=text')).toEqual(['Reply'])
  expect(await read('/conversation?fields=text')).toEqual(['Answer', 'Reply'])
  expect(await read('/conversation?fields=text&reverse=false')).toEqual(['Reply', 'Answer'])
  expect((await at.api(`/${reply}?fields=username,is_reply_owned_by_me,hide_status`)).body).toEqual({
    id: reply,
    username: 'practice.bakery',
    is_reply_owned_by_me: false,
    hide_status: 'NOT_HUSHED',
  })
  const foreign = await at.post(at.text('Theirs'), at.other)
  expect(errorOf(await at.api(`/${foreign}`))).toEqual([400, 100, 33])
})

test('fields that clients ask for are known, also where a post has nothing to say', async () => {
  await using at = await onThreads()
  const fields =
    'id,media_product_type,media_type,media_url,thumbnail_url,permalink,owner,username,text,timestamp,shortcode,children,' +
    'is_quote_post,quoted_post,reposted_post,alt_text,link_attachment_url,gif_url,topic_tag,has_replies,is_reply,' +
    'is_reply_owned_by_me,root_post,replied_to,hide_status,reply_audience,profile_picture_url,is_verified,location_id,' +
    'poll_attachment{option_a,option_b,total_votes},text_attachment,is_spoiler_media,allowlisted_country_codes,text_entities'
  const spoilers = [{ entity_type: 'SPOILER', offset: 6, length: 4 }]
  // The topic loses its mark, and what stands behind it moves.
  const id = await at.post(at.text('#film dies', { text_entities: JSON.stringify(spoilers) }))
  expect((await at.api(`/${id}?fields=${fields}`)).body).toMatchObject({
    id,
    media_product_type: 'THREADS',
    owner: { id: pia },
    text: 'film dies',
    text_entities: [{ entity_type: 'SPOILER', offset: 5, length: 4 }],
    is_verified: false,
  })
})

test('where the status vanishes, a published container answers 100', async () => {
  await using at = await onThreads()
  await at.settings('threads', { statusVanishes: true })
  const container = await at.ready(at.text('Hello'))
  await at.publish(container)
  const told = await at.api(`/${container}?fields=status,error_message`)
  expect(told.body['error']).toMatchObject({
    code: 100,
    type: 'THApiException',
    message: expect.stringContaining('Tried accessing nonexisting field (status)'),
  })
  expect(errorOf(await at.api(`/${container}?fields=status`, { token: at.other }))).toEqual([400, 100, 33])
})

test('places are found by name or by where they are', async () => {
  await using at = await onThreads()
  const search = (query: string) => at.api(`/location_search?fields=id,name,address,city,country&${query}`)
  expect((await search('q=harbour')).body).toMatchObject({
    data: [{ id: '110843418940484', name: 'Practice Harbour' }],
  })
  expect((await search('latitude=53&longitude=9')).body['data']).toHaveLength(2)
  expect(errorOf(await search(''))).toEqual([400, 100, undefined])
  expect((await at.api('/110843418940484?fields=city')).body).toEqual({ id: '110843418940484', city: 'Practice' })
  for (let count = 2; count < 500; count++) await search('q=a')
  expect(errorOf(await search('q=a'))).toEqual([400, 613, undefined])
})

test('figures of a post grow; a repost has none', async () => {
  await using at = await onThreads()
  const id = await at.post(at.text('Count me'))
  const views = async () => {
    const { body } = await at.api(`/${id}/insights?metric=views,likes,replies,reposts,quotes,shares`)
    const data = body['data'] as { name: string; period: string; values: { value: number }[] }[]
    expect(data.map((one) => one.name)).toEqual(['views', 'likes', 'replies', 'reposts', 'quotes', 'shares'])
    expect(data[0]?.period).toBe('lifetime')
    return data[0]?.values[0]?.value ?? 0
  }
  const early = await views()
  await at.advance(86_400)
  expect(await views()).toBeGreaterThan(early)
  expect(errorOf(await at.api(`/${id}/insights?metric=impressions`))).toEqual([400, 100, undefined])
  const repost = at.id(await at.api(`/${id}/repost`, { method: 'POST' }))
  expect((await at.api(`/${repost}/insights?metric=views`)).body).toEqual({ data: [] })
  const narrow = await at.mint('threads', pia, ['threads_basic'])
  expect(errorOf(await at.api(`/${id}/insights?metric=views`, { token: narrow }))).toEqual([400, 10, undefined])
})

test('figures of a profile, each in its shape', async () => {
  await using at = await onThreads()
  await at.post(at.text('Link', { link_attachment: 'https://example.com/a' }))
  const read = (metric: string, more = '', token = at.token) =>
    at.api(`/me/threads_insights?metric=${metric}${more}`, { token })
  expect((await read('views')).body).toMatchObject({
    data: [{ name: 'views', period: 'day', values: [{ end_time: expect.any(String) }, { value: expect.any(Number) }] }],
  })
  expect((await read('likes,followers_count', '&since=1764000000&period=day')).body).toMatchObject({
    data: [{ total_value: { value: expect.any(Number) } }, { name: 'followers_count', total_value: { value: 480 } }],
  })
  expect((await read('clicks')).body).toMatchObject({
    data: [{ link_total_values: [{ link_url: 'https://example.com/a' }] }],
  })
  expect((await read('follower_demographics', '&breakdown=country')).body).toMatchObject({
    data: [{ total_value: { breakdowns: [{ dimension_keys: ['country'] }] } }],
  })
  for (const [metric, more] of [
    ['follower_demographics', ''],
    ['follower_demographics', '&breakdown=age&since=1764000000'],
    ['likes', '&since=1712991599'],
    ['reach', ''],
  ] as const)
    expect(errorOf(await read(metric, more))).toEqual([400, 100, undefined])
  const alone = await at.mint('threads', quiet, scopes)
  expect((await read('followers_count', '', alone)).text).toContain('THREADS_API__FEATURE_NOT_AVAILABLE')
  expect((await read('likes', '', alone)).status).toBe(200)
})
