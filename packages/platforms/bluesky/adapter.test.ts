import { AppBskyFeedPostgate, AppBskyFeedThreadgate } from '@atproto/api'
import { describe, expect, test } from 'vitest'
import { at } from '../reply.ts'
import { freeStep, image, intent, memory, onceStep, reply, storedCall, version } from '../testing/stored.ts'
import { bluesky } from './adapter.ts'
import * as answers from './fixtures/answers.ts'
import { own, xrpc, cid, sentAt, rkey, uri, names, sample, plan, valueOf, kept } from './fixtures/planned.ts'

const { did } = answers

describe('plan', () => {
  test.each([
    ['text', ['mention:0', '!part:0', 'replies', 'quotes', '!comment']],
    ['link', ['media:0.0', '!part:0']],
    ['images', ['media:0.0', 'media:0.1', 'media:0.2', '!part:0', 'replies']],
    ['gallery', [...Array.from({ length: 6 }, (_, n) => `media:0.${n}`), '!part:0']],
    ['video', ['media:0.0', '!part:0']],
    ['thread', ['media:0.0', '!part:0', '!part:1', 'media:2.0', '!part:2']],
  ])('%s', (name, expected) => {
    expect(names(plan(sample(name)))).toEqual(expected)
  })
  test('what may fail without failing the post', () => {
    const extras = plan(sample('text')).filter((step) => step.for === 'extra')
    expect(names(extras)).toEqual(['mention:0', 'replies', 'quotes', '!comment'])
  })
  test('a picture of a card that gave way to media is not brought', () => {
    const of = version('x', { link: { url: 'https://example.com' } }, [image('a')], { files: { card: image('card') } })
    expect(names(plan(of))).toEqual(['media:0.0', '!part:0'])
  })
})

describe('the answer', () => {
  const step = onceStep(plan(version('Hello', {})), 'part:0')
  test('names the record', () => {
    expect(step.read(reply(200, { uri: uri(0), cid, validationStatus: 'valid' }), memory())).toEqual({
      is: 'live',
      remote: { id: uri(0), url: `https://bsky.app/profile/${did}/post/${rkey(0)}`, at: 'public' },
      value: { uri: uri(0), cid },
    })
  })
  test.each([null, '<html>', {}, { uri: uri(0) }])('%j is none', (body) => {
    expect(() => step.read(reply(200, body), memory())).toThrow(/without a record/)
  })

  const stored = { uri: uri(0), cid, value: { createdAt: sentAt.toISOString(), text: 'Hello' } }
  test.each([
    ['it stands there', reply(200, stored), { is: 'live', value: { uri: uri(0), cid } }],
    ['it was changed since', reply(200, { ...stored, value: { ...stored.value, text: 'Hi' } }), { is: 'live' }],
    [
      'something else stands there',
      reply(200, { ...stored, value: { createdAt: '2020-01-01T00:00:00Z' } }),
      { is: 'unsure' },
    ],
    [
      'nothing stands there',
      reply(400, { error: 'RecordNotFound', message: 'Could not locate record' }),
      { is: 'absent', sure: true },
    ],
    [
      'the repository is not shown',
      reply(400, { error: 'RepoDeactivated', message: 'Repo is off' }),
      { is: 'unsure', why: expect.stringContaining('Repo is off') as string },
    ],
    ['a proxy answers', reply(404, '<html>'), { is: 'unsure' }],
  ])('lost: %s', async (_, answer, found) => {
    const call = storedCall(answer)
    expect(await step.find(call, memory(), intent(step.request(memory())))).toMatchObject(found)
    expect(call.sent[0]).toEqual({
      method: 'GET',
      url: `${xrpc}/com.atproto.repo.getRecord?repo=${encodeURIComponent(did)}&collection=app.bsky.feed.post&rkey=${rkey(0)}`,
      as: 'nobody',
    })
  })
  test('every part is looked for under its own key', async () => {
    const steps = plan(sample('thread'))
    const call = storedCall(reply(400, { error: 'RecordNotFound' }))
    const part = onceStep(steps, 'part:2')
    await part.find(call, kept(steps), intent(part.request(kept(steps))))
    expect(call.sent[0]?.url).toContain(`rkey=${rkey(2)}`)
  })
})

describe('beside the post', () => {
  test('who is mentioned', async () => {
    const step = freeStep(plan(version('Hi @ada.example.com', {})), 'mention:0')
    const call = storedCall(reply(200, { did }))
    expect(await step.run(call, memory())).toEqual({ is: 'done', value: { did } })
    expect(call.sent[0]?.url).toBe(`${xrpc}/com.atproto.identity.resolveHandle?handle=ada.example.com`)
    expect(await step.run(storedCall(reply(400, { error: 'HandleNotFound' })), memory())).toEqual({
      is: 'refused',
      problem: 'network.mention-unknown',
      words: '@ada.example.com',
    })
  })
  test('who may answer and quote: the key of the head, and the lexicon kept', async () => {
    const steps = plan(sample('text'))
    const call = storedCall(reply(200, {}), reply(200, {}))
    await freeStep(steps, 'replies').run(call, memory())
    await freeStep(steps, 'quotes').run(call, memory())
    const [gate, quotes] = call.sent.map(valueOf)
    expect(gate).toMatchObject({ repo: did, collection: 'app.bsky.feed.threadgate', rkey: rkey(0) })
    expect(at(gate, 'record')).toEqual({
      $type: 'app.bsky.feed.threadgate',
      post: uri(0),
      createdAt: sentAt.toISOString(),
      allow: [{ $type: 'app.bsky.feed.threadgate#mentionRule' }, { $type: 'app.bsky.feed.threadgate#followerRule' }],
    })
    expect(quotes).toMatchObject({ collection: 'app.bsky.feed.postgate', rkey: rkey(0) })
    expect(AppBskyFeedThreadgate.validateRecord(at(gate, 'record')).success).toBe(true)
    expect(AppBskyFeedPostgate.validateRecord(at(quotes, 'record')).success).toBe(true)
  })
  test('nobody may answer', async () => {
    const call = storedCall(reply(200, {}))
    await freeStep(plan(sample('images')), 'replies').run(call, memory())
    expect(at(valueOf(call.sent[0]), 'record', 'allow')).toEqual([])
  })
  describe('the post that is quoted', () => {
    const step = (quote: string) => freeStep(plan(version('x', { quote })), 'quote')
    const found = reply(200, { posts: [{ uri: uri(0), cid, likeCount: 1 }] })
    test('by handle', async () => {
      const call = storedCall(reply(200, { did }), found)
      expect(await step('https://bsky.app/profile/ada.example.com/post/3k2aaaaaaaaaa').run(call, memory())).toEqual({
        is: 'done',
        value: { uri: uri(0), cid },
      })
      expect(call.sent[1]?.url).toBe(
        `https://public.api.bsky.app/xrpc/app.bsky.feed.getPosts?uris=${encodeURIComponent(`at://${did}/app.bsky.feed.post/3k2aaaaaaaaaa`)}`,
      )
    })
    test.each([
      ['is gone', `at://${did}/app.bsky.feed.post/3k2aaaaaaaaaa`, [reply(200, { posts: [] })]],
      ['is nobody’s', 'https://bsky.app/profile/ada.example.com/post/3k2aaaaaaaaaa', [reply(400)]],
    ])('%s', async (_, quote, replies) => {
      const told = await step(quote).run(storedCall(...replies), memory())
      expect(told).toEqual({ is: 'refused', problem: 'network.quote-missing', words: quote })
    })
  })
})

describe('afterwards', () => {
  const remotes = [0, 1].map((n) => ({ id: uri(n), at: 'public' as const }))
  test('a thread is taken down from its end, then its gates', async () => {
    const call = storedCall(...Array.from({ length: 4 }, () => reply(200, {})))
    await bluesky.remove?.(call, own, remotes)
    expect(call.sent.map((wire) => [at(valueOf(wire), 'collection'), at(valueOf(wire), 'rkey')])).toEqual([
      ['app.bsky.feed.post', rkey(1)],
      ['app.bsky.feed.post', rkey(0)],
      ['app.bsky.feed.threadgate', rkey(0)],
      ['app.bsky.feed.postgate', rkey(0)],
    ])
  })
  test('measures of posts the view knows, 25 at a time', async () => {
    const many = Array.from({ length: 26 }, (_, n) => ({ id: uri(n), at: 'public' as const }))
    const post = { uri: uri(0), likeCount: 5, replyCount: 4, repostCount: 3, quoteCount: 2 }
    const call = storedCall(reply(200, { posts: [post] }), reply(200, { posts: [] }))
    expect(await bluesky.measure?.(call, own, many)).toEqual([
      { remoteId: uri(0), values: { likes: 5, comments: 4, shares: 3, quotes: 2, bookmarks: 'unsupported' } },
    ])
    expect(call.sent.map(({ url }) => new URL(url).searchParams.getAll('uris').length)).toEqual([25, 1])
    expect(call.sent[0]?.as).toBe('nobody')
  })
  test('measures of the account', async () => {
    const call = storedCall(reply(200, answers.profile))
    expect(await bluesky.measureChannel?.(call, own)).toEqual({
      remoteId: did,
      values: { followers: 120, following: 10, posts: 42 },
    })
  })
  test('a token for another service names it, the method and the end', () => {
    const wire = bluesky.mint?.(own, 'did:web:video.bsky.app', 'a.b.c', sentAt)
    const query = new URL(wire?.url ?? '').searchParams
    expect(Object.fromEntries(query)).toEqual({
      aud: 'did:web:video.bsky.app',
      lxm: 'a.b.c',
      exp: String(sentAt.getTime() / 1000 + 1800),
    })
    expect(wire).toMatchObject({ method: 'GET', as: 'channel' })
  })
})
