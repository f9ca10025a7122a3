import fc from 'fast-check'
import twitterText from 'twitter-text'
import { describe, expect, test } from 'vitest'
import { bytes, count, emojiBytes, graphemes, utf16 } from './count.ts'
import { hasForbidden, weighted } from './count-weighted.ts'

describe('weighted length, golden vectors of the official library', () => {
  const vectors: readonly (readonly [string, number])[] = [
    ['a'.repeat(280), 280],
    ['a'.repeat(281), 281],
    ['漢'.repeat(140), 280],
    ['漢'.repeat(141), 282],
    ...['я', 'ع', 'न', 'ก', '—', '“', '”', '′', '\u200D', '\u200B'].map((text) => [text, 1] as const),
    ...['가', '\u1100', '…', '•', '€', '→', '✓', '™', '\u200E', '\u202E'].map((text) => [text, 2] as const),
    ...['😀', '❤️', '🇫🇷', '1️⃣', '👍🏽', '👨‍👩‍👧‍👦', '𝐀'].map((text) => [text, 2] as const),
    ['cafe\u0301', 4],
    ['\n', 1],
    ['\r\n', 2],
    ['https://example.com/a/very/long/path?with=query', 23],
    ['Hi http://test.co', 26],
    ['example.com', 23],
    ['example.com/abc', 23],
    ['README.md', 23],
    ['node.js', 7],
    ['foo@example.com', 15],
    ['http://192.168.0.1/x', 20],
    ['https://例え.jp/あ', 25],
    ['', 0],
    [' ', 1],
  ]
  test.each(vectors)('%j', (text, expected) => {
    expect(weighted(text)).toBe(expected)
    expect(twitterText.parseTweet(text).weightedLength).toBe(expected)
  })
  test('a byte-order mark is refused, an ordinary text is not', () => {
    expect(hasForbidden('a\uFEFFb')).toBe(true)
    expect(hasForbidden('ab')).toBe(false)
  })
})

const pieces = [
  'a',
  'Z9',
  ' ',
  '\n',
  '.',
  '-',
  '_',
  '/',
  '@',
  '#',
  '$',
  '(',
  ')',
  '?',
  '=',
  ':',
  '&',
  ',',
  '漢',
  '見て',
  'é',
  'я',
  '가',
  '…',
  '“',
  '\u200B',
  '\u200E',
  'e\u0301',
  '\uD800',
  '😀',
  '❤️',
  '❤',
  '🇫🇷',
  '1️⃣',
  '👍🏽',
  '👨‍👩‍👧‍👦',
  '©',
  '©️',
  '⌚',
  '☺️',
  '🏳️‍🌈',
  'com',
  'example.com',
  'co.uk',
  'node.js',
  'x.de',
  't.co',
  'https://',
  'http://',
  'foo.org/p(a)th?q=1&b=é',
  'https://t.co/AbC',
  '例え.jp',
  'a_b.example.com',
  'xn--p1ai.com',
  'www.',
  'me@x.org',
  '192.168.0.1',
  ':8080/',
  ' ',
]

describe('weighted length against the official library', () => {
  const piece = fc.oneof(
    fc.constantFrom(...pieces),
    fc.string({ unit: 'binary', maxLength: 4 }).map((some) => `${some} `),
  )
  // The library leaves an accented first letter of a text out of its link; no reader would. So none begins with one.
  const text = fc.array(piece, { maxLength: 25 }).map((some) => ` ${some.join('')}`)
  // Of a bare host that mixes scripts, the library counts the path twice.
  const mixedHost = /\.[a-z]+\P{ASCII}+\S*\.\S+[:/]/iu
  test('agrees on any text', () => {
    fc.assert(
      fc.property(text, (value) => {
        fc.pre(!mixedHost.test(value))
        expect(weighted(value)).toBe(twitterText.parseTweet(value).weightedLength)
      }),
      { numRuns: 10_000 },
    )
  })
})

describe('the other units', () => {
  test.each([
    ['👨‍👩‍👧‍👦', 1, 11, 25],
    ['e\u0301', 1, 2, 3],
    ['漢字', 2, 2, 6],
    ['\r\n', 1, 2, 2],
    ['\uD800', 1, 1, 3],
  ])('%j', (text, clusters, units, octets) => {
    expect([graphemes(text), utf16(text), bytes(text)]).toEqual([clusters, units, octets])
  })
  test('bytes are those of the encoder', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(bytes(text)).toBe(new TextEncoder().encode(text).length)
      }),
    )
  })
  test.each([
    ['plain text', 10],
    ['café, 漢字', 8],
    ['cafe\u0301', 5],
    ['\r\n', 2],
    ['a👍b', 6],
    ['👍🏽', 8],
    ['👨‍👩‍👧‍👦', 25],
    ['🇫🇷', 8],
    ['1️⃣', 7],
    ['❤️', 6],
    ['❤', 1],
    ['©', 1],
    ['𝐀', 1],
    ['\uD800', 1],
    ['', 0],
  ])('emoji by their bytes: %j', (text, expected) => {
    expect(emojiBytes(text)).toBe(expected)
  })
  test('with emoji by their bytes a text counts at least its code points and at most its bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces)), (some) => {
        const text = some.join('')
        expect(emojiBytes(text)).toBeGreaterThanOrEqual(Array.from(text).length)
        expect(emojiBytes(text)).toBeLessThanOrEqual(bytes(text))
      }),
    )
  })
  test('count chooses by name', () => {
    expect(count('漢', 'weighted')).toBe(2)
    expect(count('👍', 'emojiBytes')).toBe(4)
    expect(count('漢', 'graphemes')).toBe(1)
  })
})

test.each([
  ['words', 'word and '.repeat(2778)],
  ['ideographs', '漢'.repeat(25_000)],
  ['dots', 'a.'.repeat(12_500)],
  ['underscores', 'a_b.'.repeat(6250)],
  ['links', 'see https://example.com/a/b?c=d and '.repeat(700)],
])('25,000 characters of %s take milliseconds', (_, text) => {
  weighted(text)
  const times = Array.from({ length: 5 }, () => {
    const started = performance.now()
    weighted(text)
    return performance.now() - started
  })
  expect(Math.min(...times)).toBeLessThan(250)
})
