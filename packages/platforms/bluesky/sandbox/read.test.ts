import { expect, test } from 'vitest'
import { lost, picture } from '../../sandbox/practice.testing.ts'
import { createdAt, key, onBluesky, postType, type OnBluesky } from './bluesky.testing.ts'

const posts = async (sky: OnBluesky, ...uris: string[]) =>
  (await sky.open(`app.bsky.feed.getPosts?${uris.map((uri) => `uris=${encodeURIComponent(uri)}`).join('&')}`)).body[
    'posts'
  ] as Record<string, unknown>[]

test('the app view lags, the repository does not', async () => {
  await using sky = await onBluesky()
  await sky.settings('bluesky', { appViewLagSeconds: 2 })
  const { uri } = await sky.did(key(1), { text: 'Hello' })
  expect((await sky.get(key(1))).status).toBe(200)
  expect(await posts(sky, uri)).toEqual([])
  await sky.advance(2)
  expect(await posts(sky, uri)).toHaveLength(1)
  await sky.fault('bluesky', 'readback_lag', { seconds: 60 })
  const late = await sky.did(key(2), { text: 'Later' })
  await sky.advance(59)
  expect(await posts(sky, late.uri)).toEqual([])
  expect((await sky.get(key(2))).status).toBe(200)
  await sky.advance(1)
  expect(await posts(sky, late.uri)).toHaveLength(1)
})

test('figures grow, and are read without a token', async () => {
  await using sky = await onBluesky()
  const root = await sky.did(key(1), { text: 'Hello' })
  await sky.did(key(2), { text: 'Me too', reply: { root, parent: root } }, {}, sky.theirs)
  expect(await posts(sky, root.uri)).toMatchObject([
    { uri: root.uri, cid: root.cid, likeCount: 0, repostCount: 0, replyCount: 1, quoteCount: 0, bookmarkCount: 0 },
  ])
  await sky.advance(86_400)
  const [grown] = await posts(sky, root.uri)
  expect(Number(grown?.['likeCount'])).toBeGreaterThan(0)
  const profile = await sky.open(`app.bsky.actor.getProfile?actor=${sky.me.handle}`)
  expect(profile.body).toMatchObject({
    did: sky.me.id,
    followersCount: expect.any(Number),
    followsCount: 120,
    postsCount: 1,
  })
  const many = Array.from({ length: 26 }, () => root.uri)
  expect((await sky.open(`app.bsky.feed.getPosts?${many.map((uri) => `uris=${uri}`).join('&')}`)).status).toBe(400)
  expect((await sky.open('app.bsky.actor.getProfile?actor=nobody.bsky.social')).body['message']).toBe(
    'Profile not found',
  )
})

test("an account's own server passes reads on, with a token", async () => {
  await using sky = await onBluesky()
  const name = `app.bsky.actor.getProfile?actor=${sky.me.id}`
  expect((await sky.xrpc(name)).body['handle']).toBe(sky.me.handle)
  expect((await sky.ask(`/bluesky/xrpc/${name}`)).status).toBe(401)
  await sky.fault('bluesky', 'app_view_down')
  const down = await sky.xrpc(name)
  expect([down.status, down.body['error']]).toEqual([502, 'UpstreamFailure'])
})

test('feeds and threads', async () => {
  await using sky = await onBluesky()
  const root = await sky.did(key(1), { text: 'One' })
  const second = await sky.did(key(2), { text: 'Two', reply: { root, parent: root } })
  await sky.did(key(3), { text: 'Three', reply: { root, parent: second } })
  const feed = async (more = '') =>
    (
      (await sky.open(`app.bsky.feed.getAuthorFeed?actor=${sky.me.id}${more}`)).body['feed'] as {
        post: { record: { text: string } }
      }[]
    ).map(({ post }) => post.record.text)
  expect((await feed()).toSorted()).toEqual(['One', 'Three', 'Two'])
  expect(await feed('&filter=posts_no_replies')).toEqual(['One'])
  expect(await feed('&limit=2')).toHaveLength(2)
  const thread = await sky.open(`app.bsky.feed.getPostThread?uri=${second.uri}`)
  expect(thread.body['thread']).toMatchObject({
    $type: 'app.bsky.feed.defs#threadViewPost',
    parent: { post: { uri: root.uri } },
    replies: [{ post: { record: { text: 'Three' } } }],
  })
  expect(
    (await sky.open(`app.bsky.feed.getPostThread?uri=at://${sky.me.id}/${postType}/${key(9)}`)).body['error'],
  ).toBe('NotFound')
})

test('a gate keeps answers out of sight, and quotes can be switched off', async () => {
  await using sky = await onBluesky()
  const root = await sky.did(key(1), { text: 'Mine' })
  const gate = (collection: string, record: object) =>
    sky.did(key(1), {}, { collection, record: { $type: collection, post: root.uri, createdAt, ...record } })
  await gate('app.bsky.feed.threadgate', { allow: [] })
  await sky.did(key(2), { text: 'Hey', reply: { root, parent: root } }, {}, sky.theirs)
  expect(await posts(sky, root.uri)).toMatchObject([{ replyCount: 0 }])
  const quote = await sky.did(
    key(3),
    { text: 'Look', embed: { $type: 'app.bsky.embed.record', record: root } },
    {},
    sky.theirs,
  )
  expect(await posts(sky, quote.uri)).toMatchObject([{ embed: { record: { uri: root.uri, value: { text: 'Mine' } } } }])
  await gate('app.bsky.feed.postgate', { embeddingRules: [{ $type: 'app.bsky.feed.postgate#disableRule' }] })
  expect(await posts(sky, quote.uri)).toMatchObject([{ embed: { record: { detached: true } } }])
})

const put = { method: 'POST', path: '/xrpc/com.atproto.repo.putRecord' }

test('an answer can be lost, broken, late or cut after the post is there', async () => {
  await using sky = await onBluesky()
  for (const [number, fault] of ['lose_answer', 'truncated_body'].entries()) {
    await sky.fault('bluesky', fault)
    expect(await lost(sky.put(key(number), { text: fault }))).toBe('lost')
    expect((await sky.get(key(number))).body).toMatchObject({ value: { text: fault } })
  }
  await sky.fault('bluesky', 'error_after', { status: 502 })
  const told = await sky.put(key(5), { text: 'There' })
  expect([told.status, told.body['error']]).toEqual([502, 'UpstreamFailure'])
  expect((await sky.get(key(5))).status).toBe(200)
  expect(await sky.ledger('bluesky')).toHaveLength(3)
})

test.each([
  ['error_before', 500, 'InternalServerError'],
  ['rate_limit', 429, 'RateLimitExceeded'],
  ['rate_limit_bare', 429, 'RateLimitExceeded'],
  ['blob_lost', 400, 'BlobNotFound'],
  ['deactivated', 401, 'AccountDeactivated'],
  ['takendown', 401, 'AccountTakedown'],
  ['account_gone', 403, 'AccountNotFound'],
  ['scope_missing', 403, 'ScopeMissingError'],
  ['no_resources', 503, 'NotEnoughResources'],
])('on order: %s', async (fault, status, error) => {
  await using sky = await onBluesky()
  await sky.fault('bluesky', fault, { on: put })
  const told = await sky.put(key(1), { text: 'Hello' })
  expect([told.status, told.body['error']]).toEqual([status, error])
  expect(told.headers.get('ratelimit-remaining')).toBe(fault === 'rate_limit' ? '0' : null)
  expect(told.headers.get('retry-after')).toBeNull()
  expect(await sky.ledger('bluesky')).toEqual([])
  expect((await sky.put(key(1), { text: 'Hello' })).status).toBe(200)
})

test('on order at their own place', async () => {
  await using sky = await onBluesky()
  await sky.fault('bluesky', 'factor_needed')
  const json = { identifier: sky.me.handle, password: sky.me.password }
  const login = await sky.ask('/bluesky/xrpc/com.atproto.server.createSession', { json })
  expect([login.status, login.body['error']]).toEqual([401, 'AuthFactorTokenRequired'])
  await sky.fault('bluesky', 'too_large')
  const upload = await sky.xrpc('com.atproto.repo.uploadBlob', {
    body: await picture(),
    headers: { 'content-type': 'image/jpeg' },
  })
  expect([upload.status, upload.body['error']]).toEqual([413, 'PayloadTooLarge'])
  await sky.fault('bluesky', 'upstream_timeout')
  expect((await sky.xrpc(`app.bsky.actor.getProfile?actor=${sky.me.id}`)).status).toBe(504)
})
