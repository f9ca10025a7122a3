import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { comparable, lengthOf, mentionsIn, plainOf, wordsOf } from './text.ts'

describe('length', () => {
  test.each([
    ['Hello', 5],
    ['👍🏽👨‍👩‍👧', 2],
    ['https://example.com/a/very/long/path?with=a&query=that-goes-on', 23],
    ['http://example.org', 23],
    ['See https://example.org.', 28],
    ['example.com counts in full', 26],
    ['@ada@example.social says hi', 12],
    ['@ada says hi', 12],
    ['mail ada@example.social', 23],
    ['https://example.social/@ada@example.org', 23],
    ['', 0],
  ])('%s', (text, length) => {
    expect(lengthOf(text, 23)).toBe(length)
  })
  test('a server may reserve another number', () => {
    expect(lengthOf('https://example.org', 30)).toBe(30)
  })
  test('adds up over lines', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'é', '👍🏽', '@ada@a.example', 'https://example.org/x')), (words) => {
        const sum = words.reduce((all, word) => all + lengthOf(word, 23) + 1, 0)
        expect(lengthOf(words.map((word) => `${word}\n`).join(''), 23)).toBe(sum)
      }),
    )
  })
  test('a text made to be slow is not', () => {
    const started = performance.now()
    lengthOf(`@a${'.'.repeat(20_000)} @${'a.'.repeat(10_000)} ${'@a@a'.repeat(5000)}`, 23)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

test.each([
  ['@ada and @ada@example.social and @ada', ['@ada', '@ada@example.social']],
  ['ada@example.social', []],
  ['https://example.social/@ada', []],
  ['(@ada_b.)', ['@ada_b']],
])('mentions in %s', (text, mentions) => {
  expect(mentionsIn(text)).toEqual(mentions)
})

test.each([
  [' Hello ', ' Careful ', { text: 'Hello', spoiler: 'Careful' }],
  ['Hello', undefined, { text: 'Hello', spoiler: '' }],
  [' ', 'Careful', { text: 'Careful', spoiler: '' }],
])('words %j behind %j', (text, spoiler, words) => {
  expect(wordsOf(text, spoiler)).toEqual(words)
})

describe('the text of HTML', () => {
  test.each([
    ['<p>One<br />two</p><p>three</p>', 'One\ntwo\nthree\n'],
    ['<p>a &lt;b&gt; &amp;amp; &#39;c&#39; &quot;d&quot;</p>', 'a <b> &amp; \'c\' "d"\n'],
    [
      '<p>See <a href="https://a.example/x"><span class="invisible">https://</span><span class="ellipsis">a.exa</span><span class="invisible">mple/x</span></a></p>',
      'See https://a.example/x\n',
    ],
    ['<p class="quote-inline">RE: <a href="https://a.example/1">…</a></p><p>Mine</p>', 'Mine\n'],
  ])('%s', (html, text) => {
    expect(plainOf(html)).toBe(text)
  })
  /** The HTML that a server makes of plain text without links or names. */
  const htmlOf = (text: string): string => {
    const safe = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll("'", '&#39;')
    return `<p>${safe.replaceAll(/\n{2,}/g, '</p><p>').replaceAll('\n', '<br />')}</p>`
  }
  test('compares equal to what was written, whatever that was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
        expect(comparable(plainOf(htmlOf(text)))).toBe(comparable(text))
      }),
    )
    fc.assert(
      fc.property(fc.array(fc.constantFrom('<', '&', '>', "'", '\n', 'a', '&lt;', ' ', '&amp;')), (signs) => {
        expect(comparable(plainOf(htmlOf(signs.join(''))))).toBe(comparable(signs.join('')))
      }),
    )
  })
  test('a mention is shown without its server', () => {
    expect(comparable('Hi @ada@example.social!')).toBe(comparable('Hi @ada!'))
    expect(comparable('Hi @ada')).not.toBe(comparable('Hi @bob'))
  })
})
