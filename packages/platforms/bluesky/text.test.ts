import { RichText } from '@atproto/api'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { facetsOf, handlesIn, shortNamesIn, shortUrl, wordsOf } from './text.ts'

const everybody = (written: string, isShort = false) => {
  const words = wordsOf(written, isShort)
  const dids = new Map(handlesIn(written).map((handle) => [handle, `did:web:${handle}`]))
  return { text: words.text, facets: facetsOf(words, dids) as unknown as readonly Facet[] }
}
interface Facet {
  readonly index: { readonly byteStart: number; readonly byteEnd: number }
  readonly features: readonly [
    { readonly $type: string; readonly uri?: string; readonly tag?: string; readonly did?: string },
  ]
}
const fatal = new TextDecoder('utf-8', { fatal: true })
/** What the bytes of a facet read; throws if they cut a character. */
const covered = (text: string, { index }: Facet): string =>
  fatal.decode(new TextEncoder().encode(text).slice(index.byteStart, index.byteEnd))

describe('what is marked', () => {
  test.each([
    ['Read https://example.com/a?b=1#c!', ['https://example.com/a?b=1#c']],
    ['Read example.com/a, please', ['example.com/a']],
    ['ada@example.com writes', []],
    ['Thanks @ada.example.com, @Ada.Example.com.', ['@ada.example.com', '@Ada.Example.com']],
    ['(@ada.bsky.social)', ['@ada.bsky.social']],
    ['@ada and @ada@example.social', []],
    ['#one #two! #3 #4th ＃五 #', ['#one', '#two', '#4th', '＃五']],
    ['a#b #️⃣ #c\u200Bd', ['#c']],
    [
      'https://example.com/#tag and https://example.com/@ada.example.com',
      ['https://example.com/#tag', 'https://example.com/@ada.example.com'],
    ],
    [`#${'a'.repeat(65)}`, []],
    ['👍🏽 漢字 #漢字。 é #é', ['#漢字', '#é']],
  ])('%s', (text, expected) => {
    const { facets, text: sent } = everybody(text)
    expect(sent).toBe(text)
    expect(facets.map((facet) => covered(sent, facet))).toEqual(expected)
  })
  test('leads where it says', () => {
    const { facets } = everybody('é example.com @Ada.Example.com #Größe')
    expect(facets).toEqual([
      {
        index: { byteStart: 3, byteEnd: 14 },
        features: [{ $type: 'app.bsky.richtext.facet#link', uri: 'https://example.com' }],
      },
      {
        index: { byteStart: 15, byteEnd: 31 },
        features: [{ $type: 'app.bsky.richtext.facet#mention', did: 'did:web:ada.example.com' }],
      },
      { index: { byteStart: 32, byteEnd: 40 }, features: [{ $type: 'app.bsky.richtext.facet#tag', tag: 'Größe' }] },
    ])
  })
  test('somebody unknown is plain text', () => {
    expect(facetsOf(wordsOf('Hi @ada.example.com'), new Map())).toEqual([])
  })
  test('each handle is asked for once', () => {
    expect(handlesIn('@a.example.com @A.example.com @b.example.com')).toEqual(['a.example.com', 'b.example.com'])
  })
  test.each([
    ['Hi @ada!', ['@ada']],
    ['Hi @ada.example.com and @ada@example.social', []],
    ['https://example.social/@ada', []],
    ['@2pm', []],
  ])('names without a domain in %s', (text, names) => {
    expect(shortNamesIn(text)).toEqual(names)
  })
})

describe('short links', () => {
  test.each([
    ['https://example.com', 'example.com'],
    ['https://example.com/', 'example.com'],
    ['https://example.com/short?q=1', 'example.com/short?q=1'],
    ['https://example.com/a/very/long/path', 'example.com/a/very/long/...'],
    ['nothing', 'nothing'],
  ])('%s', (url, short) => {
    expect(shortUrl(url)).toBe(short)
  })
  test('lead to the whole address, and everything behind them moves', () => {
    const { text, facets } = everybody('é https://example.com/a/very/long/path?x=1 #tag', true)
    expect(text).toBe('é example.com/a/very/long/... #tag')
    expect(facets.map((facet) => covered(text, facet))).toEqual(['example.com/a/very/long/...', '#tag'])
    expect(facets[0]?.features[0].uri).toBe('https://example.com/a/very/long/path?x=1')
  })
})

describe('whatever the text', () => {
  const pieces = fc.array(
    fc.oneof(
      fc.constantFrom(
        '#tag',
        '@ada.example.com',
        'https://example.com/ä',
        'example.com',
        '👨‍👩‍👧',
        '漢',
        ' ',
        '\n',
        '(',
        '.',
        '#',
        '@',
        'é',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 30 },
  )
  test('facets cut no character, are in order, overlap nowhere and cover their words', () => {
    fc.assert(
      fc.property(pieces, fc.boolean(), (list, isShort) => {
        const { text, facets } = everybody(list.join(''), isShort)
        let last = 0
        for (const facet of facets) {
          const { byteStart, byteEnd } = facet.index
          expect(byteStart).toBeGreaterThanOrEqual(last)
          expect(byteEnd).toBeGreaterThan(byteStart)
          last = byteEnd
          const [{ $type, tag, did, uri = '' }] = facet.features
          const words = covered(text, facet)
          if (tag !== undefined) expect(words.slice(1)).toBe(tag)
          else if (did !== undefined) expect(`did:web:${words.slice(1).toLowerCase()}`).toBe(did)
          else {
            expect($type).toBe('app.bsky.richtext.facet#link')
            expect(uri.endsWith(words) || words === shortUrl(uri)).toBe(true)
          }
        }
        expect(last).toBeLessThanOrEqual(new TextEncoder().encode(text).length)
      }),
    )
  })
  test('a text made to be slow is not', () => {
    const started = performance.now()
    for (const text of [`#${'!'.repeat(20_000)}a`, `@${'a.'.repeat(10_000)}`, '@a-'.repeat(10_000), '#a '.repeat(7000)])
      wordsOf(text)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

test.each([
  'Café, 漢字 & 👍🏽 #launch\n\nThanks, @practice.bsky.social! https://example.com/r/12?a=1&b=2',
  '(see https://example.com/a) or example.com. #tag, #größe! #1 #2x @a.example.com',
  '👨‍👩‍👧 #👨‍👩‍👧 @ada.bsky.social\n#end',
])('the network’s own client marks the same in %j', (text) => {
  const theirs = new RichText({ text })
  theirs.detectFacetsWithoutResolution()
  const { facets } = everybody(text)
  const seen = (one: { readonly index: object; readonly features: readonly { readonly $type?: string }[] }) => [
    one.index,
    one.features[0]?.$type,
  ]
  expect(facets.map(seen)).toEqual(
    theirs.facets?.map((one) =>
      seen({ ...one, index: { byteStart: one.index.byteStart, byteEnd: one.index.byteEnd } }),
    ),
  )
})
