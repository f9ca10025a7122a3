import { AppBskyFeedPost, jsonToLex } from '@atproto/api'
import { describe, expect, test } from 'vitest'
import { at, objs } from '../reply.ts'
import { image, isPure, memory, onceStep, version } from '../testing/stored.ts'
import { did } from './fixtures/answers.ts'
import { xrpc, cid, blob, rkey, uri, sample, plan, recordOf, kept } from './fixtures/planned.ts'
import { samples } from './fixtures/samples.ts'

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
