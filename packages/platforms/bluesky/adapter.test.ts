import { AppBskyFeedPost, AppBskyFeedPostgate, AppBskyFeedThreadgate, jsonToLex } from '@atproto/api'
import { describe, expect, test } from 'vitest'
import type { Json, Step, Wire } from '../interface.ts'
import { at, obj, objs } from '../reply.ts'
import {
  channel,
  freeStep,
  freeze,
  image,
  intent,
  isPure,
  memory,
  onceStep,
  reply,
  storedCall,
  version,
} from '../testing/stored.ts'
import { bluesky } from './adapter.ts'
import * as answers from './fixtures/answers.ts'
import { samples } from './fixtures/samples.ts'
import { tidOf } from './tid.ts'

const { did, host } = answers
const own = channel({ remoteId: did, kind: 'user', host, facts: { server: { did: 'did:web:pds.example' } } })
const xrpc = `https://${host}/xrpc`
const cid = 'bafyreiaj7asur2eol2nh4wlrsv46fzc4ykkpskjyplbv5wxqd5sy7kxmpa'
const blob = { ...answers.blob(''), ref: { $link: 'bafkreif5ohjf7rue6zfqjrdnn5qnbkxyzb6navgg5ml3262oq2egmwzpv4' } }
const sentAt = new Date('2026-11-23T10:00:00.000Z')
const rkey = (n: number) => tidOf(sentAt, 'p-0001', n)
const uri = (n: number) => `at://${did}/app.bsky.feed.post/${rkey(n)}`

const names = (steps: readonly Step[]) => steps.map(({ repeat, name }) => `${repeat === 'never' ? '!' : ''}${name}`)
const sample = (name: string) => samples[name] ?? version('', {})
const plan = (of: ReturnType<typeof sample>) => bluesky.plan(freeze(of), own)
const valueOf = (wire: Wire | undefined): Json => (wire?.body?.is === 'json' ? wire.body.value : null)
const recordOf = (wire: Wire | undefined) => obj(at(valueOf(wire), 'record'))

/** What every step left behind, as the imitation leaves it. */
function kept(steps: readonly Step[]) {
  return memory(
    Object.fromEntries(
      steps.map(({ name }): [string, Json] => {
        if (name.startsWith('media'))
          return [name, { blob: { ...blob, mimeType: isFilm(name) ? 'video/mp4' : 'image/jpeg' } }]
        if (name.startsWith('mention')) return [name, { did: 'did:plc:gvx3ke4yewey6jadtjffrkp2' }]
        return [name, { uri: uri(Number(name.replace(/\D/g, '') || 9)), cid }]
      }),
    ),
  )
}
const isFilm = (name: string): boolean => name === 'media:2.0'

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

describe('the request', () => {
  const only = (of: ReturnType<typeof sample>, name = 'part:0') => {
    const steps = plan(of)
    const step = onceStep(steps, name)
    expect(isPure(step, kept(steps))).toBe(true)
    return step.request(kept(steps))
  }
  test('puts a record under a key of ours, only if nothing is there', () => {
    const wire = only(version('Hello', {}))
    expect(wire).toEqual({
      method: 'POST',
      url: `${xrpc}/com.atproto.repo.putRecord`,
      as: 'channel',
      body: {
        is: 'json',
        value: {
          repo: did,
          collection: 'app.bsky.feed.post',
          rkey: rkey(0),
          swapRecord: null,
          record: { $type: 'app.bsky.feed.post', text: 'Hello', createdAt: '2026-11-23T10:00:00.000Z' },
        },
      },
    })
  })
  test('with languages, tags, facets; tags belong to the head, languages to all', () => {
    const record = recordOf(only(sample('text')))
    expect(record).toMatchObject({ langs: ['en', 'pt-BR'], tags: ['release'] })
    expect(objs(record['facets']).map(({ features }) => objs(features)[0]?.['$type'])).toEqual([
      'app.bsky.richtext.facet#tag',
      'app.bsky.richtext.facet#mention',
      'app.bsky.richtext.facet#link',
    ])
    const comment = recordOf(only(sample('text'), 'comment'))
    expect(comment['tags']).toBeUndefined()
    expect(comment).toMatchObject({
      langs: ['en', 'pt-BR'],
      createdAt: '2026-11-23T10:00:00.001Z',
      reply: { root: { uri: uri(0), cid }, parent: { uri: uri(0), cid } },
    })
  })
  test('somebody whose handle nobody has stays plain text', () => {
    const of = version('Hi @nobody.example.com', {})
    const record = recordOf(onceStep(plan(of), 'part:0').request(memory({ 'mention:0': null })))
    expect(record['facets']).toBeUndefined()
  })
  test('a card with its picture, and a text with short links', () => {
    const record = recordOf(only(sample('link')))
    expect(record['text']).toBe('Read this: example.com/a/very/long/...')
    expect(record['embed']).toEqual({
      $type: 'app.bsky.embed.external',
      external: { uri: 'https://example.com/post', title: 'Post title', description: 'One line', thumb: blob },
    })
  })
  test('a card without anything', () => {
    const record = recordOf(only(version('x', { link: { url: 'https://example.com' } })))
    expect(at(record['embed'], 'external')).toEqual({
      uri: 'https://example.com',
      title: 'https://example.com',
      description: '',
    })
  })
  test('pictures with descriptions and shapes, covered', () => {
    const record = recordOf(only(sample('images')))
    expect(record['labels']).toEqual({ $type: 'com.atproto.label.defs#selfLabels', values: [{ val: 'nudity' }] })
    expect(objs(at(record['embed'], 'images'))).toMatchObject([
      { alt: 'Team photo in front of the office', aspectRatio: { width: 1200, height: 900 }, image: blob },
      { alt: '' },
      { alt: '' },
    ])
  })
  test('a film that plays by itself', () => {
    expect(recordOf(only(sample('video')))['embed']).toMatchObject({
      $type: 'app.bsky.embed.video',
      alt: 'People dance',
      aspectRatio: { width: 1280, height: 720 },
      presentation: 'gif',
    })
  })
  test('parts of a thread name their root and the one before; only those with media are covered', () => {
    const [head, middle, end] = [0, 1, 2].map((n) => recordOf(only(sample('thread'), `part:${n}`)))
    expect(head?.['reply']).toBeUndefined()
    expect(middle).toMatchObject({ reply: { root: { uri: uri(0) }, parent: { uri: uri(0) } } })
    expect(end).toMatchObject({
      reply: { root: { uri: uri(0) }, parent: { uri: uri(1) } },
      createdAt: '2026-11-23T10:00:00.002Z',
    })
    expect([head, middle, end].map((one) => one?.['labels'] !== undefined)).toEqual([true, false, true])
  })
  test('a quote alone, and with media beside it', () => {
    const quote = `https://bsky.app/profile/${did}/post/3k2aaaaaaaaaa`
    const record = { $type: 'app.bsky.embed.record', record: { uri: uri(9), cid } }
    expect(recordOf(only(version('x', { quote })))['embed']).toEqual(record)
    expect(recordOf(only(version('x', { quote }, [image('a')])))['embed']).toMatchObject({
      $type: 'app.bsky.embed.recordWithMedia',
      record,
      media: { $type: 'app.bsky.embed.images' },
    })
  })
  test.each(Object.keys(samples))('%s keeps the lexicon', (name) => {
    const steps = plan(name === 'thread' ? sample(name) : { ...sample(name), firstComment: 'More' })
    const films = name === 'video' ? { ...blob, mimeType: 'video/mp4' } : undefined
    const results = kept(steps)
    const all = films
      ? { ...results, get: (step: string) => (step === 'media:0.0' ? { blob: films } : results.get(step)) }
      : results
    for (const step of steps) {
      if (step.repeat === 'freely') continue
      const told = AppBskyFeedPost.validateRecord(jsonToLex(recordOf(step.request(all))))
      expect(told.success ? '' : told.error.message).toBe('')
    }
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
