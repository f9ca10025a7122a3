import { expect, test } from 'vitest'
import { picture } from '../../sandbox/practice.testing.ts'
import { onX, standard } from './x.testing.ts'

const list = `/2/users/${standard}/tweets`

test('who am I, with the fields that were asked for', async () => {
  await using x = await onX()
  expect((await x.api('/2/users/me')).body).toEqual({ data: { id: standard, name: 'Practice', username: 'practice' } })
  const told = await x.api(
    '/2/users/me?user.fields=profile_image_url,verified_type,subscription_type,public_metrics,protected',
    { token: x.other },
  )
  expect(told.body).toMatchObject({
    data: { subscription_type: 'Premium', verified_type: 'blue', protected: false, public_metrics: { tweet_count: 0 } },
  })
  const { pathname } = new URL((told.body['data'] as { profile_image_url: string }).profile_image_url)
  const image = await x.ask(`/twitter/twimg${pathname}`)
  expect([image.status, image.headers.get('content-type')]).toEqual([200, 'image/png'])
})

test('nothing found has no data', async () => {
  await using x = await onX()
  expect((await x.api(list)).body).toEqual({ meta: { result_count: 0 } })
})

test('a new post shows after the lag, and longer if ordered', async () => {
  await using x = await onX()
  await x.settings('twitter', { replicaLagSeconds: 2 })
  const count = async () => ((await x.api(list)).body['meta'] as { result_count: number }).result_count
  await x.created({ text: 'One' })
  expect(await count()).toBe(0)
  await x.advance(2)
  expect(await count()).toBe(1)
  await x.fault('twitter', 'readback_lag', { seconds: 300 })
  await x.created({ text: 'Two' })
  await x.advance(299)
  expect(await count()).toBe(1)
  await x.advance(1)
  expect(await count()).toBe(2)
})

test('since_id, pages and what is excluded', async () => {
  await using x = await onX()
  const ids: string[] = []
  for (let index = 0; index < 12; index++) ids.push(await x.created({ text: `post ${index}` }))
  const reply = await x.created({ text: 'reply', reply: { in_reply_to_tweet_id: ids[0] } })
  const idsOf = (body: Readonly<Record<string, unknown>>) =>
    ((body['data'] ?? []) as { id: string }[]).map((one) => one.id)
  expect(idsOf((await x.api(`${list}?since_id=${ids[9]}`)).body)).toEqual([reply, ids[11], ids[10]])
  expect(idsOf((await x.api(`${list}?since_id=${ids[9]}&exclude=retweets,replies`)).body)).toEqual([ids[11], ids[10]])
  const first = await x.api(`${list}?max_results=5`)
  expect(idsOf(first.body)).toHaveLength(5)
  const { next_token: next } = first.body['meta'] as { next_token: string }
  expect(idsOf((await x.api(`${list}?max_results=5&pagination_token=${next}`)).body)).toEqual([
    ids[7],
    ids[6],
    ids[5],
    ids[4],
    ids[3],
  ])
})

test.each([
  '?max_results=4',
  '?max_results=101',
  '?since_id=abc',
  '?tweet.fields=likes',
  '?colour=red',
  '?start_time=today',
])('the query %s is 400', async (query) => {
  await using x = await onX()
  expect((await x.api(list + query)).status).toBe(400)
})

test('media, parents and links can be matched again', async () => {
  await using x = await onX()
  const media = await x.upload(await picture())
  const id = await x.created({ text: 'See https://example.com/a & b', media: { media_ids: [media] } })
  await x.created({ text: 'More', reply: { in_reply_to_tweet_id: id } })
  const { body } = await x.api(
    `${list}?tweet.fields=created_at,entities,attachments,referenced_tweets,in_reply_to_user_id&expansions=attachments.media_keys&media.fields=url,alt_text`,
  )
  expect(body).toMatchObject({
    data: [
      { text: 'More', referenced_tweets: [{ type: 'replied_to', id }], in_reply_to_user_id: standard },
      {
        id,
        attachments: { media_keys: [`3_${media}`] },
        entities: {
          urls: [
            { expanded_url: 'https://example.com/a' },
            { expanded_url: expect.stringContaining(`/status/${id}/photo/1`) },
          ],
        },
      },
    ],
    includes: { media: [{ media_key: `3_${media}`, type: 'photo' }] },
  })
  const [, post] = body['data'] as { text: string; entities: { urls: { start: number; end: number; url: string }[] } }[]
  for (const link of post?.entities.urls ?? [])
    expect(
      Array.from(post?.text ?? '')
        .slice(link.start, link.end)
        .join(''),
    ).toBe(link.url)
  expect(post?.text).toContain(' &amp; b ')
})

test('a long post is whole only in the note', async () => {
  await using x = await onX()
  const text = 'word '.repeat(200).trim()
  const id = await x.created({ text }, x.other)
  const { body } = await x.api(`/2/tweets/${id}?tweet.fields=note_tweet`, { token: x.other })
  expect(body).toMatchObject({ data: { note_tweet: { text }, text: expect.stringMatching(/^(word ){50,}.*…$/) } })
})

test('the vocabulary follows the request', async () => {
  await using x = await onX()
  const id = await x.created({ text: 'One' })
  const tweet = (await x.api(`/2/tweets/${id}?tweet.fields=public_metrics`)).body['data']
  expect(tweet).toMatchObject({ edit_history_tweet_ids: [id], public_metrics: { retweet_count: 0 } })
  const post = (await x.api(`/2/tweets/${id}?post.fields=public_metrics`)).body['data']
  expect(post).toMatchObject({ edit_history_post_ids: [id], public_metrics: { repost_count: 0 } })
})

test('missing posts are errors beside those that were found', async () => {
  await using x = await onX()
  const id = await x.created({ text: 'One' })
  const many = await x.api(`/2/tweets?ids=${id},123`)
  expect(many.status).toBe(200)
  expect(many.body).toMatchObject({
    data: [{ id }],
    errors: [{ type: 'https://api.x.com/2/problems/resource-not-found', resource_id: '123' }],
  })
  expect((await x.api('/2/tweets/123')).status).toBe(200)
  await x.settings('twitter', { missingPostStatus: 404 })
  expect((await x.api('/2/tweets/123')).status).toBe(404)
})

test('engagement grows, and private figures end after thirty days', async () => {
  await using x = await onX()
  const id = await x.created({ text: 'One' })
  const fields = 'tweet.fields=public_metrics,non_public_metrics'
  const read = async () => {
    const token = await x.mint('twitter', standard, ['tweet.read', 'users.read'])
    return (await x.api(`/2/tweets?ids=${id}&${fields}`, { token })).body
  }
  const views = (body: Readonly<Record<string, unknown>>) =>
    (body['data'] as { public_metrics: { impression_count: number } }[])[0]?.public_metrics.impression_count ?? 0
  await x.advance(3600)
  const early = await read()
  expect(early).toMatchObject({ data: [{ non_public_metrics: { engagements: expect.any(Number) } }] })
  await x.advance(86_400)
  expect(views(await read())).toBeGreaterThan(views(early))
  await x.advance(30 * 86_400)
  const late = await read()
  expect(late).toMatchObject({ errors: [{ field: 'non_public_metrics', resource_id: id }] })
  expect((late['data'] as object[])[0]).not.toHaveProperty('non_public_metrics')
  expect((await x.api(`/2/tweets?ids=${id}&${fields}`)).status).toBe(401)
})

test('analytics by time are for enterprises, mentions and hiding are not', async () => {
  await using x = await onX()
  expect((await x.api('/2/tweets/analytics?ids=1')).body).toMatchObject({ reason: 'client-not-enrolled' })
  const root = await x.created({ text: 'Hello @practice_plus' })
  const answer = await x.created({ text: 'Hello', reply: { in_reply_to_tweet_id: root } }, x.other)
  expect((await x.api(`/2/users/${standard}/mentions`)).body).toMatchObject({ data: [{ id: answer }] })
  expect((await x.api(`/2/tweets/${answer}/hidden`, { method: 'PUT', json: { hidden: true } })).body).toEqual({
    data: { hidden: true },
  })
  expect(
    (await x.api(`/2/tweets/${answer}/hidden`, { method: 'PUT', json: { hidden: true }, token: x.other })).status,
  ).toBe(403)
})
