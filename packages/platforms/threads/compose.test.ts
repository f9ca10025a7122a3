import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Options, Version } from '../interface.ts'
import { channel, image, version, video } from '../testing/stored.ts'
import { settings } from './compose.settings.ts'
import { composer } from './compose.ts'
import type { Settings } from './compose.ts'
import { samples } from './fixtures/samples.ts'

const me = channel({ kind: 'profile', handle: 'ann' })
const blocking = (of: Version<Settings>, where = me) => composer.validate(of, where).filter(({ blocks }) => blocks)

describe('forms', () => {
  test.each(Object.entries(samples))('%s', (name, of) => {
    expect(composer.form(of)).toBe(name)
    expect(blocking(of)).toEqual([])
    expect(composer.promise(of, me)).toBe('exact')
  })
  test('a bare link makes a card, an attached one too', () => {
    expect(composer.form(version('see https://example.com', {}))).toBe('link')
    expect(composer.form(version('see', { link: 'https://example.com' }))).toBe('link')
  })
})

const views = (count: number) => Array.from({ length: count }, (_, n) => image(`view-${n}`))

describe('validate', () => {
  const cases: readonly (readonly [string, ReturnType<typeof version<Settings>>, readonly object[]])[] = [
    [
      'emoji count as bytes',
      version('👍'.repeat(126), {}),
      [{ problem: 'post.text-too-long', part: 0, field: 'text', values: { over: 4, max: 500 } }],
    ],
    ['letters of any language count one', version('漢'.repeat(500), {}), []],
    ['the second part', version(['a', 'b'.repeat(501)], {}), [{ problem: 'post.text-too-long', part: 1 }]],
    ['empty', version(' ', {}), [{ problem: 'post.text-empty', part: 0 }]],
    [
      'empty after the head',
      version(['a', ''], { gif: '3o7aD2saalBwwftBIY' }),
      [{ problem: 'post.text-empty', part: 1 }],
    ],
    ['a picture needs no text', version('', {}, [image('a')]), []],
    ['nor does a poll', version('', { poll: { options: ['a', 'b'] } }), []],
    ['pictures and films together', version('x', {}, [image('a'), video('b')]), []],
    [
      'too many of them',
      version('x', {}, views(21)),
      [{ problem: 'post.media-count', values: { count: 21, min: 2, max: 20 } }],
    ],
    ['a film beside twenty', version('x', {}, [...views(20), video('b')]), [{ problem: 'post.media-count' }]],
    ['a GIF file', version('x', {}, [image('a', { type: 'image/gif' })]), [{ problem: 'post.media-type' }]],
    ['heavy', version('x', {}, [image('a', { bytes: 8_000_001 })]), [{ problem: 'post.media-bytes' }]],
    ['long', version('x', {}, [video('a', { seconds: 301 })]), [{ problem: 'post.media-seconds' }]],
    ['narrow', version('x', {}, [image('a', { size: [100, 1100] })]), [{ problem: 'post.media-ratio' }]],
    [
      'a long description',
      version('x', {}, [image('a', { alt: 'a'.repeat(1001) })]),
      [{ problem: 'post.alt-too-long' }],
    ],
    [
      'six links',
      version([1, 2, 3, 4, 5].map((n) => `https://${n}.example.com`).join(' '), { link: 'https://example.com' }),
      [{ problem: 'post.too-many', part: 0, values: { what: 'links', count: 6, max: 5 } }],
    ],
    ['26 parts', version(['a', ...Array.from({ length: 25 }, () => 'b')], {}), [{ problem: 'post.too-many-parts' }]],
    ['a link that is none', version('x', { link: 'example' }), [{ field: 'settings.link' }]],
    ['a topic with a dot', version('x', { topic: 'v1.2' }), [{ field: 'settings.topic' }]],
    ['a long topic', version('x', { topic: 'a'.repeat(51) }), [{ field: 'settings.topic' }]],
    ['one choice', version('x', { poll: { options: ['a'] } }), [{ field: 'settings.poll.options' }]],
    [
      'choices that are empty or long',
      version('x', { poll: { options: [' ', 'b'.repeat(26), 'c'] } }),
      [{ field: 'settings.poll.options.0' }, { field: 'settings.poll.options.1' }],
    ],
    ['a GIF from elsewhere', version('x', { gif: 'https://tenor.com/a' }), [{ field: 'settings.gif' }]],
    [
      'a poll beside media',
      version('x', { poll: { options: ['a', 'b'] } }, [image('a')]),
      [{ problem: 'post.exclusive', values: { one: 'A poll', other: 'media' } }],
    ],
    [
      'a card beside media',
      version('x', { link: 'https://example.com' }, [image('a')]),
      [{ problem: 'post.exclusive', values: { one: 'A link card', other: 'media' } }],
    ],
    [
      'a GIF beside a card',
      version('x', { gif: '3o7aD2saalBwwftBIY', link: 'https://example.com' }),
      [{ problem: 'post.exclusive', values: { one: 'A GIF', other: 'a link card' } }],
    ],
    [
      'both beside media',
      version('x', { link: 'https://example.com', longText: { text: 'y' } }, [image('a')]),
      [{ problem: 'post.exclusive', values: { one: 'A link card', other: 'media' } }],
    ],
    ['a card beside a longer text', version('x', { link: 'https://example.com', longText: { text: 'y' } }), []],
    [
      'two cards',
      version('x', { link: 'https://example.com', longText: { text: 'y', link: 'https://example.org' } }),
      [{ problem: 'post.exclusive' }],
    ],
    [
      'a longer text that is too long',
      version('x', { longText: { text: 'y'.repeat(10_001) } }),
      [{ field: 'settings.longText.text' }],
    ],
    ['a ghost with a picture', version('x', { ghost: true }, [image('a')]), [{ problem: 'post.exclusive' }]],
    ['words that are not there', version('abc', { spoilers: ['b', 'd'] }), [{ field: 'settings.spoilers.1' }]],
    ['words that overlap', version('abc', { spoilers: ['ab', 'bc'] }), [{ field: 'settings.spoilers' }]],
    ['a quote of nobody', version('x', { quote: 'https://example.com/@ann/post/D1' }), [{ field: 'settings.quote' }]],
    [
      'of somebody else',
      version('x', { quote: 'https://www.threads.com/@bob/post/D1' }),
      [{ field: 'settings.quote' }],
    ],
    ['of an own post', version('x', { quote: 'https://www.threads.net/@Ann/post/D1?x=1' }), []],
    ['countries', version('x', { countries: ['FR'] }), [{ field: 'settings.countries' }]],
    [
      'a first comment',
      version('x', {}, [], { firstComment: ' ' }),
      [{ problem: 'post.text-empty', field: 'firstComment' }],
    ],
    [
      'a long first comment',
      version('x', {}, [], { firstComment: 'a'.repeat(501) }),
      [{ problem: 'post.text-too-long', field: 'firstComment' }],
    ],
  ]
  test.each(cases)('%s', (_, of, expected) => {
    expect(blocking(of)).toMatchObject(expected)
    expect(blocking(of)).toHaveLength(expected.length)
  })
  test('a setting that is none', () => {
    const of = version('x', { replies: 'nobody' } as unknown as Settings)
    expect(composer.validate(of, me)).toMatchObject([{ problem: 'post.setting', field: 'settings.replies' }])
  })
  test('what is only told', () => {
    const told = (of: Version<Settings>, options?: Options) =>
      composer.validate(of, me, options).map(({ problem, blocks }) => [problem, blocks])
    expect(told(version('👍 butler', { spoilers: ['butler'] }))).toEqual([['post.setting', false]])
    expect(told(version('x', { hideMedia: true }))).toEqual([['post.setting', false]])
    expect(told(version('1.de 2.de 3.de 4.de 5.de 6.de', {}))).toEqual([['post.too-many', false]])
    expect(told(version('x', {}, [video('a', { bytes: 200_000_000, seconds: 2 })]))).toEqual([
      ['post.media-heavy', false],
    ])
    const left: Options = { choices: {}, closed: {}, says: [], facts: { posts: 0, replies: 1 } }
    expect(told(version(['a', 'b'], {}, [], { firstComment: 'c' }), left)).toEqual([
      ['post.quota', false],
      ['post.quota', false],
    ])
  })
  test('what the account may', () => {
    const bare = channel({ facts: { scopes: ['threads_basic'] } })
    expect(blocking(version('x', { place: '1' }), bare)).toMatchObject([
      { problem: 'network.permission' },
      { field: 'settings.place' },
    ])
    expect(composer.limits(bare).can).toEqual({ remove: false, firstComment: true })
    expect(composer.limits(me).can.remove).toBe(true)
    expect(blocking(version('x', { countries: ['FR'] }), channel({ facts: { geoGating: true } }))).toEqual([])
  })
})

describe('preview', () => {
  test('the first tag of each part loses its sign, unless a topic is chosen', () => {
    expect(composer.preview(version(['a #b #c', '#d'], {}), me)).toMatchObject({
      parts: [{ text: 'a b #c' }, { text: 'd' }],
      notes: ['Topic: b'],
    })
    expect(composer.preview(version(['a #b', '#d'], { topic: '#e' }), me)).toMatchObject({
      parts: [{ text: 'a #b' }, { text: 'd' }],
      notes: ['Topic: e'],
    })
  })
  test('cards', () => {
    const card = (of: Version<Settings>) => composer.preview(of, me).card?.host
    expect(card(version('x https://a.org https://b.org', {}))).toBe('a.org')
    expect(card(version('x https://a.org', { link: 'https://b.org/c' }))).toBe('b.org')
    expect(card(version('x https://a.org', {}, [image('a')]))).toBeUndefined()
    expect(card(version('x https://a.org', { poll: { options: ['a', 'b'] } }))).toBeUndefined()
  })
  test('everything that is chosen is told', () => {
    const chosen: Settings = {
      poll: { options: ['a', 'b'] },
      replies: 'followers_only',
      approvals: true,
      spoilers: ['x'],
      quote: 'https://www.threads.com/@ann/post/D1',
      hideMedia: true,
      ghost: true,
      countries: ['DE', 'FR'],
      story: 'dark',
      longText: { text: 'y'.repeat(61) },
      gif: '3o7aD2saalBwwftBIY',
    }
    expect(composer.preview(version('x', chosen), me).notes).toEqual([
      'Poll: a · b',
      'With a GIF',
      `Longer text: ${'y'.repeat(60)}…`,
      'Quotes https://www.threads.com/@ann/post/D1',
      'Hidden until a tap: x',
      'Media hidden until a tap',
      'Disappears after 24 hours',
      'Replies: your followers',
      'Replies are approved first',
      'Only in DE, FR',
      'Also an Instagram story',
    ])
  })
})

test('the form can be drawn from the settings', () => {
  const { properties = {} } = z.toJSONSchema(settings)
  for (const property of Object.values(properties)) {
    expect(property).toMatchObject({ title: expect.stringMatching(/^[A-Z]/), widget: expect.any(String) })
  }
  expect(Object.keys(properties).length).toBeGreaterThan(10)
})
