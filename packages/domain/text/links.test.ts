import { describe, expect, test } from 'vitest'
import { findLinks } from './links.ts'
import { splitThread } from './thread.ts'
import { weighted } from './count-weighted.ts'
import { utf16 } from './count.ts'
import fc from 'fast-check'

describe('findLinks', () => {
  test.each([
    ['See https://example.com/a_(b), or www.example.org.', ['https://example.com/a_(b)', 'www.example.org']],
    ['mail me@example.org', []],
    ['read README.md and node.js', ['README.md']],
    ['見てexample.comです', ['example.com']],
    ['https://例え.jp/x', ['https://例え.jp/x']],
    ['version 1.2.3 costs $4.50', []],
    ['#tag.com and @you.com', []],
    ['https://localhost/x', []],
  ])('%s', (text, expected) => {
    expect(findLinks(text).map((link) => link.text)).toEqual(expected)
  })
  test('tells where and whether the scheme was written', () => {
    expect(findLinks('go example.com/x')).toEqual([
      { start: 3, end: 16, text: 'example.com/x', url: 'https://example.com/x', scheme: false },
    ])
  })
})

describe('splitThread', () => {
  test('leaves a short text alone', () => {
    expect(splitThread('One.', 280, weighted)).toEqual(['One.'])
  })
  test('prefers paragraphs, then sentences, then clauses, then words', () => {
    expect(splitThread('First one.\n\nSecond one.', 15, utf16)).toEqual(['First one.', 'Second one.'])
    expect(splitThread('First one. Second one.', 15, utf16)).toEqual(['First one.', 'Second one.'])
    expect(splitThread('First one, second one', 15, utf16)).toEqual(['First one,', 'second one'])
    expect(splitThread('First second third', 13, utf16)).toEqual(['First second', 'third'])
  })
  test('cuts a word only where nothing else helps, and never a composed character', () => {
    expect(splitThread('aaaa👍🏽bb', 6, utf16)).toEqual(['aaaa', '👍🏽bb'])
  })
  test('never cuts a link', () => {
    expect(splitThread('Look at https://example.com/a.b/c?d=1 now', 30, weighted)).toEqual([
      'Look at',
      'https://example.com/a.b/c?d=1 now',
    ])
    expect(splitThread('https://example.com/abc tail', 10, utf16)).toEqual(['https://example.com/abc', 'tail'])
  })
  test('every part fits and nothing but white space is lost', () => {
    const word = fc.constantFrom('one', 'two.', 'three,', 'four\n\n', '漢字。', 'https://example.com/x', '👍🏽')
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 60 }), (words) => {
        const text = words.join(' ')
        const parts = splitThread(text, 40, weighted)
        for (const part of parts) expect(weighted(part)).toBeLessThanOrEqual(40)
        expect(parts.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
      }),
    )
  })
})
