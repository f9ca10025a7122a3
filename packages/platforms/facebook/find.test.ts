import { describe, expect, test } from 'vitest'
import type { Found, Reply, Version } from '../interface.ts'
import { channel, freeze, image, intent, memory, onceStep, reply, storedCall, version } from '../testing/stored.ts'
import { facebook } from './adapter.ts'
import type { Settings } from './compose.ts'
import { album, post, stories } from './fixtures/answers.ts'

const page = channel({ remoteId: '555', kind: 'page', via: 'pages' })
const kept = memory({ 'photo:0': { id: '801' }, 'photo:1': { id: '802' }, create: { id: '555_901' } })
const list = (...posts: readonly object[]): Reply => reply(200, { data: posts })
interface Look {
  readonly step?: string
  readonly taken?: readonly string[]
}
async function look(of: Version<Settings>, answer: Reply, { step = 'create', taken = [] }: Look = {}) {
  const once = onceStep(facebook.plan(freeze(of), page), step)
  const call = storedCall(answer)
  const found: Found = await once.find(call, kept, intent(once.request(kept), taken))
  return {
    found,
    query: new URL(call.sent[0]?.url ?? '').searchParams,
    path: new URL(call.sent[0]?.url ?? '').pathname,
  }
}

describe('a text', () => {
  const text = version<Settings>('Hi ', {})
  test('the one with these words, since a minute before', async () => {
    const { found, query, path } = await look(text, list(post('555_9', 'Other'), post('555_901', 'Hi')))
    expect(found).toMatchObject({
      is: 'live',
      remote: { id: '555_901', url: 'https://www.facebook.com/555/posts/901' },
      value: { id: '555_901' },
    })
    expect(path).toBe('/v26.0/555/published_posts')
    expect(query.get('since')).toBe(String(Date.UTC(2026, 10, 23, 9, 59) / 1000))
  })
  test.each([
    ['another text', post('555_901', 'Hi there')],
    ['too old', post('555_901', 'Hi', { created_time: '2026-11-23T09:58:59+0000' })],
    ['without a time', post('555_901', 'Hi', { created_time: '' })],
  ])('%s is not ours', async (_, other) => {
    expect((await look(text, list(other))).found).toMatchObject({ is: 'absent', sure: false })
  })
  test('what other publications own is not ours', async () => {
    expect((await look(text, list(post('555_901', 'Hi')), { taken: ['555_901'] })).found.is).toBe('absent')
  })
  test('two are a doubt', async () => {
    expect((await look(text, list(post('555_901', 'Hi'), post('555_902', 'Hi')))).found.is).toBe('unsure')
  })
  test('posts of ours tell which application is ours', async () => {
    const other = { application: { id: '1' } }
    const answer = list(post('555_902', 'Hi', other), post('555_901', 'Hi'), post('555_1', 'Before'))
    expect((await look(text, answer, { taken: ['555_1'] })).found).toMatchObject({ remote: { id: '555_901' } })
    const byHand = list(post('555_902', 'Hi', other), post('555_1', 'Before'))
    expect((await look(text, byHand, { taken: ['555_1'] })).found.is).toBe('absent')
  })
  test('a link without words is found by being a link', async () => {
    const card = { attachments: { data: [{ media_type: 'link', unshimmed_url: 'https://example.org/' }] } }
    const { message: _, ...silent } = post('555_901', '', card) as Record<string, unknown>
    const of = version<Settings>('', { link: 'https://example.org' })
    expect((await look(of, list({ ...silent, message: undefined }))).found).toMatchObject({ is: 'live' })
    expect((await look(of, list(post('555_901', '')))).found.is).toBe('absent')
  })
})

describe('whose post it is', () => {
  const card = (url: string) => ({ attachments: { data: [{ media_type: 'link', unshimmed_url: url }] } })
  test.each(['', 'New on the blog'])('the same words “%s” with another link are a doubt', async (words) => {
    const of = version<Settings>(words, { link: 'https://example.org/b' })
    const other = list(post('555_901', words, card('https://example.org/a')))
    expect((await look(of, other)).found).toMatchObject({
      is: 'unsure',
      why: expect.stringContaining('https://example.org/a'),
    })
    expect((await look(of, list(post('555_901', words, card('https://example.org/b'))))).found.is).toBe('live')
  })
  test('what a person posts by hand at the same time is not ours', async () => {
    const byHand = post('555_901', 'Hi', { application: undefined })
    expect((await look(version<Settings>('Hi', {}), list(byHand))).found).toMatchObject({ is: 'absent', sure: false })
  })
})

describe('photos', () => {
  const photos = version<Settings>('Two', {}, [image('a'), image('b')])
  test('a photo of ours is certain, whatever the words and the time', async () => {
    const answer = list(post('555_7', 'Two'), post('555_903', 'Edited', { ...album('802'), created_time: '' }))
    const { found, query } = await look(photos, answer)
    expect(found).toMatchObject({ is: 'live', remote: { id: '555_903' } })
    expect(query.has('since')).toBe(false)
  })
  test('a single one hangs on the post itself', async () => {
    const one = { attachments: { data: [{ media_type: 'photo', target: { id: '801' } }] } }
    expect((await look(photos, list(post('555_903', 'x', one)))).found.is).toBe('live')
  })
  test('the same words with other photos are not ours', async () => {
    expect((await look(photos, list(post('555_903', 'Two', album('1', '2'))))).found).toMatchObject({
      is: 'absent',
      sure: false,
    })
  })
})

test('a photo as a story', async () => {
  const of = version<Settings>('', { form: 'story' }, [image('a')])
  const { found, path } = await look(of, reply(200, stories))
  expect(found).toMatchObject({
    is: 'live',
    remote: { id: '1234', url: 'https://facebook.com/stories/555/1234' },
    value: { id: '1234' },
  })
  expect(path).toBe('/v26.0/555/stories')
  expect((await look(of, reply(200, { data: [] }))).found).toMatchObject({ is: 'absent', sure: false })
})

describe('a first comment', () => {
  const of = version<Settings>('x', {}, [], { firstComment: 'More' })
  const comment = (more: object = {}) => ({
    id: '901_77',
    message: 'More',
    from: { id: '555' },
    created_time: '2026-11-23T10:00:05+0000',
    ...more,
  })
  test('is the Page’s own', async () => {
    const { found, path } = await look(of, list(comment()), { step: 'comment' })
    expect(found).toMatchObject({ is: 'done', value: { id: '901_77' } })
    expect(path).toBe('/v26.0/555_901/comments')
  })
  test.each([
    ['a visitor’s', comment({ from: { id: '9' } })],
    ['another', comment({ message: 'Less' })],
    ['an old one', comment({ created_time: '2026-11-22T10:00:05+0000' })],
  ])('%s is not', async (_, other) => {
    expect((await look(of, list(other), { step: 'comment' })).found).toMatchObject({ is: 'absent', sure: false })
  })
})
