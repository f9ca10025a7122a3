import { describe, expect, test } from 'vitest'
import type { Version, Violation } from '../interface.ts'
import { channel, document, image, version, video } from '../testing/stored.ts'
import { composer } from './compose.ts'
import type { Settings } from './compose.ts'
import { samples } from './fixtures/samples.ts'
import { postAddress } from './post-address.ts'
import { rules } from './rules.ts'

const own = channel({ facts: { server: { version: '0.5.35' } } })
const older = channel({ facts: { server: { version: '0.4.217' } } })
const check = (of: Version<Settings>, where = own): readonly Violation[] => composer.validate(of, where)
const blocking = (of: Version<Settings>, where = own) => check(of, where).filter(({ blocks }) => blocks)
const pictures = (count: number) => Array.from({ length: count }, (_, n) => image(`p-${n}`))

describe('forms', () => {
  test.each(Object.entries(samples))('%s', (name, of) => {
    expect(composer.form(of)).toBe(name)
    expect(check(of)).toEqual([])
    expect(composer.promise(of, own)).toBe('exact')
  })
  test('every form has a sample', () => {
    expect(Object.keys(samples).sort()).toEqual(Object.keys(rules.forms).sort())
  })
})

describe('an older server', () => {
  test('takes smaller files and no gallery', () => {
    const { forms } = composer.limits(older)
    expect(forms['images']?.media.image?.bytes).toBe(1_000_000)
    expect(forms['thread']?.media.video?.bytes).toBe(100_000_000)
    expect(forms['gallery']).toBeUndefined()
    expect(blocking(version('x', {}, pictures(5)), older)).toMatchObject([
      { problem: 'post.media-count', values: { count: 5, max: 4 } },
    ])
    expect(blocking(version('x', {}, [image('a', { bytes: 1_500_000 })]), older)).toMatchObject([
      { problem: 'post.media-bytes' },
    ])
  })
  test.each(['0.5.35', '1.0.0', '', 'cf11f38'])('%j is none', (name) => {
    expect(composer.limits(channel({ facts: { server: { version: name } } }))).toEqual(rules)
  })
})

describe('what would be refused', () => {
  const cases: readonly (readonly [string, Version<Settings>, Partial<Violation>])[] = [
    ['nothing', version(' ', {}), { problem: 'post.text-empty', part: 0, field: 'text' }],
    ['nothing in a part', version(['One', ''], {}), { problem: 'post.text-empty', part: 1 }],
    [
      '301 graphemes',
      version('👨‍👩‍👧'.repeat(100) + 'a'.repeat(201), {}),
      { problem: 'post.text-too-long', values: { over: 1, max: 300 } },
    ],
    [
      'too many bytes',
      version('👨‍👩‍👧‍👦'.repeat(121), {}),
      { problem: 'post.text-bytes', values: { bytes: 3025, max: 3000 } },
    ],
    [
      'a long comment',
      version('x', {}, [], { firstComment: 'a'.repeat(301) }),
      { problem: 'post.text-too-long', field: 'firstComment' },
    ],
    [
      'an empty comment',
      version('x', {}, [], { firstComment: ' ' }),
      { problem: 'post.text-empty', field: 'firstComment' },
    ],
    ['26 parts', version(['1', ...Array.from({ length: 25 }, () => 'x')], {}), { problem: 'post.too-many-parts' }],
    [
      '11 pictures',
      version('x', {}, pictures(11)),
      { problem: 'post.media-count', values: { count: 11, min: 5, max: 10 } },
    ],
    ['5 pictures in a thread', version(['x', 'y'], {}, pictures(5)), { problem: 'post.media-count' }],
    ['pictures and a film', version('x', {}, [image('a'), video('b')]), { problem: 'post.media-mix' }],
    ['two films', version('x', {}, [video('a'), video('b')]), { problem: 'post.media-count' }],
    ['a document', version('x', {}, [document('a')]), { problem: 'post.media-mix' }],
    ['a GIF', version('x', {}, [image('a', { type: 'image/gif' })]), { problem: 'post.media-type' }],
    ['a large picture', version('x', {}, [image('a', { bytes: 2_000_001 })]), { problem: 'post.media-bytes' }],
    ['a long film', version('x', {}, [video('a', { seconds: 601 })]), { problem: 'post.media-seconds' }],
    ['a long description', version('x', {}, [image('a', { alt: 'a'.repeat(2001) })]), { problem: 'post.alt-too-long' }],
    [
      'a card of nothing',
      version('x', { link: { url: 'example' } }),
      { problem: 'post.setting', field: 'settings.link.url' },
    ],
    [
      'a card and media',
      version('x', { link: { url: 'https://a.example' } }, pictures(1)),
      { problem: 'post.exclusive' },
    ],
    [
      'a large picture of a card',
      version('x', { link: { url: 'https://a.example' } }, [], { files: { card: image('c', { bytes: 1_000_001 }) } }),
      { problem: 'post.media-bytes', field: 'files.card' },
    ],
    [
      'four languages',
      version('x', { languages: ['a', 'en', 'de', 'fr'].map((one) => `${one}x`.slice(0, 2)) }),
      { field: 'settings.languages' },
    ],
    ['a language that is none', version('x', { languages: ['english please'] }), { field: 'settings.languages.0' }],
    ['nine tags', version('x', { tags: Array.from({ length: 9 }, (_, n) => `t${n}`) }), { field: 'settings.tags' }],
    ['a tag with its sign', version('x', { tags: ['#a'] }), { field: 'settings.tags.0' }],
    ['a long tag', version('x', { tags: ['a'.repeat(65)] }), { field: 'settings.tags.0' }],
    ['nobody and somebody', version('x', { replies: ['nobody', 'followers'] }), { field: 'settings.replies' }],
    ['a quote of nothing', version('x', { quote: 'https://example.com' }), { field: 'settings.quote' }],
    ['a setting nobody knows', version('x', { other: 1 } as Settings), { field: 'settings.settings' }],
  ]
  test.each(cases)('%s', (_, of, expected) => {
    expect(blocking(of)).toMatchObject([expected])
  })
  test('a video, where the account may have none', () => {
    const options = { choices: {}, closed: {}, says: [], facts: { video: { problem: 'network.email-unconfirmed' } } }
    expect(composer.validate(version('x', {}, [video('a')]), own, options)).toMatchObject([
      { problem: 'network.email-unconfirmed', part: 0, field: 'media', blocks: true },
    ])
    expect(composer.validate(version('x', {}), own, options)).toEqual([])
  })
})

describe('what a person may not have meant', () => {
  const cases: readonly (readonly [string, Version<Settings>, Partial<Violation>])[] = [
    ['a name without a domain', version('Hi @ada', {}), { problem: 'post.mention-short', values: { name: '@ada' } }],
    ['a warning over nothing', version('x', { labels: ['nudity'] }), { field: 'settings.labels' }],
    ['a GIF of nothing', version('x', { asGif: true }), { field: 'settings.asGif' }],
  ]
  test.each(cases)('%s', (_, of, expected) => {
    expect(check(of)).toMatchObject([{ ...expected, blocks: false }])
  })
})

describe('short links', () => {
  const written = `${'a'.repeat(270)} https://example.com/a/very/long/path/to/a/page`
  test('make room', () => {
    expect(blocking(version(written, {}))).toMatchObject([{ problem: 'post.text-too-long' }])
    expect(blocking(version(written, { shortLinks: true }))).toEqual([])
    expect(composer.length?.(written, version('', { shortLinks: true }), own)).toBe(298)
    expect(composer.length?.(written, version('', {}), own)).toBe(written.length)
  })
  test('are what followers read', () => {
    const [part] = composer.preview(version(written, { shortLinks: true }), own).parts
    expect(part?.text.endsWith(' example.com/a/very/long/...')).toBe(true)
  })
})

describe('preview', () => {
  test('a card, and what is switched off', () => {
    const { card, notes } = composer.preview(
      version('x', { link: { url: 'https://example.com/a' }, replies: ['nobody'], noQuotes: true, labels: ['porn'] }),
      own,
    )
    expect(card).toEqual({ title: 'https://example.com/a', host: 'example.com' })
    expect(notes).toEqual(['Nobody can reply', 'Quotes are off', 'Media covered: porn'])
  })
  test.each([
    [0, 'none'],
    [1, 'one'],
    [4, 'grid'],
    [6, 'carousel'],
  ])('%i pictures', (count, look) => {
    expect(composer.preview(version('x', {}, pictures(count)), own).parts[0]?.media).toBe(look)
  })
  test('who may answer', () => {
    const { notes } = composer.preview(version('x', { replies: ['mentioned', 'followers'], languages: ['en'] }), own)
    expect(notes).toEqual(['Can reply: people mentioned, your followers', 'In en'])
  })
})

test.each([
  ['https://bsky.app/profile/ada.example.com/post/3k2aaaaaaaaaa', { actor: 'ada.example.com', rkey: '3k2aaaaaaaaaa' }],
  [
    'https://bsky.app/profile/did%3Aplc%3Aabc/post/3k2aaaaaaaaaa?ref=1',
    { actor: 'did:plc:abc', rkey: '3k2aaaaaaaaaa' },
  ],
  ['at://did:plc:abc/app.bsky.feed.post/3k2aaaaaaaaaa', { actor: 'did:plc:abc', rkey: '3k2aaaaaaaaaa' }],
  ['https://bsky.app/profile/%E0%A4%A/post/3k2aaaaaaaaaa', undefined],
  ['https://example.com/profile/a/post/3k2aaaaaaaaaa', undefined],
  ['', undefined],
])('the post at %s', (text, expected) => {
  expect(postAddress(text)).toEqual(expected)
})
