import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { channel, freeze, image, intent, memory, onceStep, reply, storedCall, version } from '../testing/stored.ts'
import { markAt, matches, readText, sentText } from './adapter.find.ts'
import { twitter } from './adapter.ts'
import { emptyTimeline, timeline } from './fixtures/answers.ts'

const me = channel({ remoteId: '2244994945', handle: 'example_co' })
const tweet = (id: string, text: string, more: object = {}) => ({ id, text, ...more })
const reference = (id: string) => ({ referenced_tweets: [{ type: 'replied_to', id }] })

describe('the mark', () => {
  test('ids made before are below, ids made after are above', () => {
    const sent = new Date('2026-11-23T10:00:00.000Z')
    const idAt = (ms: number): bigint => BigInt(ms - 1_288_834_974_657) << 22n
    expect(BigInt(markAt(sent))).toBeLessThan(idAt(sent.getTime()))
    expect(BigInt(markAt(sent))).toBeGreaterThan(idAt(sent.getTime() - 5001))
  })
})

describe('comparable texts', () => {
  test.each([
    ['entities are decoded once', tweet('1', 'a &lt;b&gt; &amp;amp; c'), 'a <b> &amp; c'],
    ['short links are expanded', timeline.data[0] ?? {}, 'Release 1.2 is out https://example.com/r/12'],
    [
      'the link to our own media is dropped',
      tweet('1', 'Views https://t.co/x', {
        entities: { urls: [{ url: 'https://t.co/x', expanded_url: 'https://x.com/a/status/1/photo/1' }] },
      }),
      'Views',
    ],
    [
      'a long post has its words in its note',
      tweet('1', 'Long…', { note_tweet: { text: 'Long, and all of it' } }),
      'Long, and all of it',
    ],
    ['so in the other vocabulary', tweet('1', 'Long…', { note_post: { text: 'All' } }), 'All'],
    ['mentions X puts before a reply are dropped', tweet('1', '@example_co @b Two', reference('9')), 'Two'],
    ['composed alike', tweet('1', 'cafe\u0301'), 'café'],
    ['white space counts once', tweet('1', ' a\n\n b '), 'a b'],
    [
      'a bare domain gets its scheme from X',
      tweet('1', 'see https://t.co/y', {
        entities: { urls: [{ url: 'https://t.co/y', expanded_url: 'http://example.com' }] },
      }),
      'see example.com',
    ],
    [
      'a closing slash makes no difference',
      tweet('1', 'see https://t.co/y', {
        entities: { urls: [{ url: 'https://t.co/y', expanded_url: 'http://Example.com/' }] },
      }),
      'see Example.com/',
    ],
  ])('%s', (_, read, sent) => {
    expect(readText(read)).toBe(sentText(sent))
  })
  test('what X shows of any text without links is what was sent', () => {
    const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(readText(tweet('1', escape(text)))).toBe(sentText(text))
      }),
    )
  })
})

describe('matches', () => {
  const wanted = { text: 'Two', mediaKeys: [], parent: '9' }
  test('same words under the same parent, in either vocabulary', () => {
    const list = [
      tweet('1', 'Two'),
      tweet('2', 'Two', reference('8')),
      tweet('3', 'Two', reference('9')),
      tweet('4', 'Two', { referenced_posts: [{ type: 'replied_to', id: '9' }] }),
    ]
    expect(matches(list, wanted, new Set()).map((one) => one['id'])).toEqual(['3', '4'])
  })
  test('what another publication owns is not ours', () => {
    expect(matches([tweet('3', 'Two', reference('9'))], wanted, new Set(['3']))).toEqual([])
  })
  test('with media the key decides, not the words', () => {
    const list = [tweet('1', 'Views', { attachments: { media_keys: ['3_1'] } }), tweet('2', 'Views')]
    expect(
      matches(list, { text: 'other', mediaKeys: ['3_1'], parent: undefined }, new Set()).map((one) => one['id']),
    ).toEqual(['1'])
    expect(matches(list, { text: 'Views', mediaKeys: ['3_7'], parent: undefined }, new Set())).toEqual([])
  })
})

describe('find', () => {
  const text = version('Release 1.2 is out https://example.com/r/12', {})
  const withImage = version('Other words', {}, [image('a')])
  const look = (of: typeof text, values: object, taken: readonly string[], ...bodies: readonly unknown[]) => {
    const step = onceStep(twitter.plan(freeze(of), me), 'part:0')
    const kept = memory(values as Record<string, never>)
    const call = storedCall(...bodies.map((body) => reply(body === 402 || body === 403 ? body : 200, body)))
    return { found: step.find(call, kept, intent(step.request(kept), taken)), call }
  }
  test('found by words', async () => {
    expect(await look(text, {}, [], timeline).found).toEqual({
      is: 'live',
      remote: { id: '1988111111111111111', url: 'https://x.com/example_co/status/1988111111111111111', at: 'public' },
      value: { id: '1988111111111111111' },
      seen: 'own timeline: the same words since we sent',
    })
  })
  test('found by our media', async () => {
    expect(
      await look(withImage, { 'media:0.0': { id: '1', key: '3_1988000000000000001' } }, [], timeline).found,
    ).toMatchObject({ is: 'live', seen: 'own timeline: our media hangs on it' })
  })
  test('absent, not surely', async () => {
    expect(await look(text, {}, [], emptyTimeline).found).toMatchObject({ is: 'absent', sure: false })
    expect(await look(text, {}, ['1988111111111111111'], timeline).found).toMatchObject({ is: 'absent', sure: false })
  })
  test('two posts with these words are a doubt', async () => {
    const twice = { data: [tweet('1', 'Same'), tweet('2', 'Same')], meta: {} }
    expect(await look(version('Same', {}), {}, [], twice).found).toMatchObject({ is: 'unsure' })
  })
  test.each([402, 403])('no reading, no answer: %i', async (status) => {
    expect(await look(text, {}, [], status).found).toMatchObject({ is: 'unsure' })
  })
  test('looks through all pages since the mark, and says so where there are too many', async () => {
    const page = { data: [tweet('5', 'x')], meta: { next_token: 'n' } }
    const { found, call } = look(text, {}, [], page, timeline)
    expect(await found).toMatchObject({ is: 'live' })
    expect(call.sent[1]?.url).toContain('pagination_token=n')
    expect(await look(text, {}, [], page, page, page).found).toMatchObject({ is: 'unsure' })
  })
})
