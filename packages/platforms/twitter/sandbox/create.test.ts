import { expect, test } from 'vitest'
import { picture } from '../../sandbox/practice.testing.ts'
import { onX, plus } from './x.testing.ts'

test('a post gets a snowflake, a t.co link, and the headers of X', async () => {
  await using x = await onX()
  await x.settings('twitter', { rateLimits: true })
  const told = await x.create({ text: 'Release 1.2 is out https://example.com/r/12 & <more>' })
  expect(told.status).toBe(201)
  expect(told.body).toMatchObject({
    data: {
      id: expect.stringMatching(/^\d{19}$/),
      text: expect.stringMatching(/^Release 1.2 is out https:\/\/t\.co\/\w{10} &amp; &lt;more&gt;$/),
      edit_history_tweet_ids: [expect.any(String)],
    },
  })
  expect(told.headers.get('x-rate-limit-remaining')).toBe('99')
  expect(told.headers.get('api-version')).toBe('2.167')
  expect(told.headers.get('x-transaction-id')).toMatch(/\w+/)
})

test.each([
  ['an unknown member', { text: 'a', colour: 'red' }, /\$\.colour: is not defined/],
  [
    'an unknown member inside',
    { text: 'a', poll: { options: ['a', 'b'], duration_minutes: 5, end: 1 } },
    /\$\.poll\.end/,
  ],
  ['a wrong type', { text: 1 }, /\$\.text/],
  ['null', { text: 'a', media: null }, /\$\.media/],
  ['no text', {}, /Text is required/],
  ['blank text', { text: ' ' }, /Text is required/],
  ['everyone', { text: 'a', reply_settings: 'everyone' }, /reply_settings/],
  ['an id that is none', { text: 'a', reply: { in_reply_to_tweet_id: 'x' } }, /regex/],
  ['a poll of one', { text: 'a', poll: { options: ['a'], duration_minutes: 5 } }, /options/],
  ['a poll too short', { text: 'a', poll: { options: ['a', 'b'], duration_minutes: 4 } }, /duration/],
  ['an option too long', { text: 'a', poll: { options: ['a', 'b'.repeat(26)], duration_minutes: 5 } }, /options/],
  ['five media', { text: 'a', media: { media_ids: ['1', '2', '3', '4', '5'] } }, /maximum of 4 items/],
  [
    'poll and media',
    { text: 'a', media: { media_ids: ['1'] }, poll: { options: ['a', 'b'], duration_minutes: 5 } },
    /only one of/,
  ],
  ['unknown media', { text: 'a', media: { media_ids: ['1'] } }, /Your media IDs are invalid\./],
  ['an invalid character', { text: 'a\uFEFFb' }, /not allowed/],
])('%s is 400', async (_, json, message) => {
  await using x = await onX()
  const told = await x.create(json)
  expect([told.status, told.body['title'], told.body['type']]).toEqual([
    400,
    'Invalid Request',
    'https://api.x.com/2/problems/invalid-request',
  ])
  expect(told.text).toMatch(message)
  expect(await x.ledger('twitter')).toEqual([])
})

test('a body that is not JSON is 400', async () => {
  await using x = await onX()
  expect((await x.api('/2/tweets', { body: '{"text":', headers: { 'content-type': 'application/json' } })).status).toBe(
    400,
  )
  expect((await x.api('/2/tweets', { body: '{"text":"a"}', headers: { 'content-type': 'text/plain' } })).status).toBe(
    400,
  )
})

test('length is weighted, and who pays may write more', async () => {
  await using x = await onX()
  const status = async (text: string, as?: string) => (await x.create({ text }, as)).status
  expect(await status('a'.repeat(280))).toBe(201)
  expect(await status('a'.repeat(281))).toBe(403)
  expect(await status('漢'.repeat(140))).toBe(201)
  expect(await status('漢'.repeat(141))).toBe(403)
  expect(await status(`${'b'.repeat(256)} https://example.com/${'c'.repeat(300)}`)).toBe(201)
  expect(await status('👍🏽'.repeat(140))).toBe(201)
  expect(await status('a'.repeat(25_000), x.other)).toBe(201)
  expect(await status('a'.repeat(25_001), x.other)).toBe(403)
  expect((await x.create({ text: 'd'.repeat(281) })).body['detail']).toMatch(/^Your Tweet text is too long/)
})

test('two cashtags are too many, amounts are none', async () => {
  await using x = await onX()
  expect((await x.create({ text: '$ABC for $25 and $1,000' })).status).toBe(201)
  expect((await x.create({ text: '$ABC and $DEF' })).body['detail']).toBe(
    'Posts are limited to a maximum of one cashtag',
  )
})

test('the same text of the same account is a duplicate for a day, also after deletion', async () => {
  await using x = await onX()
  const id = await x.created({ text: 'Same  words' })
  expect((await x.create({ text: ' Same words' })).body['detail']).toBe(
    'You are not allowed to create a Tweet with duplicate content.',
  )
  expect((await x.create({ text: 'Same words' }, x.other)).status).toBe(201)
  await x.api(`/2/tweets/${id}`, { method: 'DELETE' })
  expect((await x.create({ text: 'Same words' })).status).toBe(403)
  await x.settings('twitter', { duplicateWindowSeconds: 60 })
  await x.advance(61)
  expect((await x.create({ text: 'Same words' })).status).toBe(201)
})

test('the same picture with the same words is a duplicate, another picture is not', async () => {
  await using x = await onX()
  const media = { media_ids: [await x.upload(await picture())] }
  expect((await x.create({ text: 'Look', media })).status).toBe(201)
  expect((await x.create({ text: 'Look', media })).status).toBe(403)
  expect((await x.create({ text: 'Look', media: { media_ids: [await x.upload(await picture())] } })).status).toBe(201)
})

test('threads work, a stranger needs a mention', async () => {
  await using x = await onX()
  const root = await x.created({ text: 'One' })
  const second = await x.created({ text: 'Two', reply: { in_reply_to_tweet_id: root } })
  expect((await x.create({ text: 'Three', reply: { in_reply_to_tweet_id: second } })).status).toBe(201)
  const stranger = await x.create({ text: 'Me too', reply: { in_reply_to_tweet_id: root } }, x.other)
  expect([stranger.status, stranger.body['detail']]).toEqual([
    403,
    expect.stringMatching(/^Reply to this conversation is not allowed/),
  ])
  const call = await x.created({ text: 'What do you think, @Practice_Plus?' })
  expect((await x.create({ text: 'A lot', reply: { in_reply_to_tweet_id: call } }, x.other)).status).toBe(201)
  expect((await x.ledger('twitter')).map((line) => line['kind'])).toEqual(['post', 'reply', 'reply', 'post', 'reply'])
})

test('a reply to a post that is not there yet, or no more, is refused', async () => {
  await using x = await onX()
  await x.settings('twitter', { replicaLagSeconds: 2 })
  const root = await x.created({ text: 'One' })
  const reply = { text: 'Two', reply: { in_reply_to_tweet_id: root } }
  expect((await x.create(reply)).body['detail']).toBe(
    'You attempted to reply to a Tweet that is deleted or not visible to you.',
  )
  await x.advance(2)
  expect((await x.create(reply)).status).toBe(201)
  await x.api(`/2/tweets/${root}`, { method: 'DELETE' })
  expect((await x.create({ ...reply, text: 'Three' })).status).toBe(403)
})

test('quoting needs an enterprise plan, ads and communities are closed', async () => {
  await using x = await onX()
  const id = await x.created({ text: 'One' })
  expect((await x.create({ text: 'Two', quote_tweet_id: id })).body['detail']).toMatch(
    /^Quoting this post is not allowed/,
  )
  for (const more of [
    { card_uri: 'card://1' },
    { nullcast: true },
    { community_id: '1' },
    { for_super_followers_only: true },
  ]) {
    expect((await x.create({ text: 'Two', ...more })).body['detail']).toBe(
      'You are not permitted to perform this action.',
    )
  }
  await x.settings('twitter', { enterprise: true })
  expect((await x.create({ text: 'Two', quote_tweet_id: id })).status).toBe(201)
})

test('who pays may edit for half an hour; the new version has a new id and the old one is gone', async () => {
  await using x = await onX()
  const id = await x.created({ text: 'Frist' }, x.other)
  const told = await x.create({ text: 'First', edit_options: { previous_post_id: id } }, x.other)
  expect(told.body).toMatchObject({ data: { edit_history_tweet_ids: [id, expect.any(String)] } })
  const list = await x.api(`/2/users/${plus}/tweets`, { token: x.other })
  expect(list.body).toMatchObject({ data: [{ text: 'First' }], meta: { result_count: 1 } })
  await x.advance(1801)
  const newer = (told.body['data'] as { id: string }).id
  expect((await x.create({ text: 'Third', edit_options: { previous_post_id: newer } }, x.other)).status).toBe(403)
  const own = await x.created({ text: 'Mine' })
  expect((await x.create({ text: 'Mine!', edit_options: { previous_post_id: own } })).status).toBe(403)
})

test('deleting needs an own post that is there', async () => {
  await using x = await onX()
  const id = await x.created({ text: 'Away' })
  expect((await x.api(`/2/tweets/${id}`, { method: 'DELETE', token: x.other })).status).toBe(403)
  expect((await x.api(`/2/tweets/${id}`, { method: 'DELETE' })).body).toEqual({ data: { deleted: true } })
  const again = await x.api(`/2/tweets/${id}`, { method: 'DELETE' })
  expect([again.status, again.body['type']]).toEqual([404, 'https://api.x.com/2/problems/resource-not-found'])
})

test('every call has its price, and without credits there is 402', async () => {
  await using x = await onX()
  await x.created({ text: 'Plain' })
  await x.created({ text: 'Link https://example.com' })
  expect(await x.control('/report?platform=twitter')).toMatchObject({ spentUsd: 0.215 })
  await x.settings('twitter', { creditsUsd: 0.2 })
  const told = await x.create({ text: 'No more' })
  expect([told.status, told.body['type']]).toEqual([402, 'https://api.x.com/2/problems/credits-depleted'])
})

test('a user has a hundred creates in a quarter of an hour', async () => {
  await using x = await onX()
  await x.settings('twitter', { rateLimits: true })
  for (let count = 0; count < 100; count++) expect((await x.create({ text: `post ${count}` })).status).toBe(201)
  const told = await x.create({ text: 'one more' })
  expect([told.status, told.headers.get('x-rate-limit-remaining')]).toEqual([429, '0'])
  await x.advance(900)
  expect((await x.create({ text: 'one more' })).status).toBe(201)
})

test.each([
  ['unauthorized_burst', 401, /Unauthorized/],
  ['unsupported_authentication', 403, /unsupported-authentication/],
  ['not_found_empty', 404, /^$/],
  ['client_not_enrolled', 403, /client-not-enrolled/],
  ['credits_depleted', 402, /credits-depleted/],
  ['spend_cap', 403, /SpendCapReached.*reset_date/],
  ['usage_cap', 429, /UsageCapExceeded/],
  ['rate_limit_v1', 429, /"code":88/],
  ['not_permitted', 403, /You are not permitted to perform this action/],
  ['suspended', 403, /user-suspended/],
  ['locked', 403, /"code":326/],
  ['daily_cap', 429, /Too Many Requests/],
])('on order: %s', async (fault, status, text) => {
  await using x = await onX()
  await x.fault('twitter', fault)
  const told = await x.create({ text: 'Hello' })
  expect(told.status).toBe(status)
  expect(told.text).toMatch(text)
  expect(told.headers.get('x-user-limit-24hour-remaining')).toBe(fault === 'daily_cap' ? '0' : null)
  expect(await x.ledger('twitter')).toEqual([])
})

test('on order: created, but nobody says which', async () => {
  await using x = await onX()
  await x.fault('twitter', 'created_without_id')
  const told = await x.create({ text: 'Hello' })
  expect(told.status).toBe(201)
  expect(told.body).not.toHaveProperty('data')
  expect(await x.ledger('twitter')).toHaveLength(1)
})
