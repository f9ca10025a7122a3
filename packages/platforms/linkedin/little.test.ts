import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asShown, comparable, fromLittle, toLittle } from './little.ts'

const acme = { name: 'Acme Corp', urn: 'urn:li:organization:5515715' }

describe('little text, vectors of the sheet', () => {
  test.each([
    ['Launch (beta) today', String.raw`Launch \(beta\) today`],
    ['a_b *c* ~d~ <e> [f] {g} h|i', String.raw`a\_b \*c\* \~d\~ \<e\> \[f\] \{g\} h\|i`],
    ['mail me@x.org', String.raw`mail me\@x.org`],
    [String.raw`C:\tmp`, String.raw`C:\\tmp`],
    ['C# is not a tag', String.raw`C\# is not a tag`],
    ['#launch day', String.raw`{hashtag|\#|launch} day`],
    ['Hi @Acme Corp (org 5515715)', String.raw`Hi @[Acme Corp](urn:li:organization:5515715) \(org 5515715\)`],
  ])('%s', (plain, little) => {
    expect(toLittle(plain, [acme])).toBe(little)
    expect(fromLittle(little)).toBe(plain)
  })
})

describe('edges', () => {
  test.each([
    ['a number alone is no tag', '#1 of 3', String.raw`\#1 of 3`],
    ['with a letter it is', '#24h', String.raw`{hashtag|\#|24h}`],
    ['letters of any script', '#größe #日本', String.raw`{hashtag|\#|größe} {hashtag|\#|日本}`],
    ['an underscore keeps it plain', '#two_words', String.raw`\#two\_words`],
    ['inside a link nothing is a tag', 'https://example.com/#launch', String.raw`https://example.com/\#launch`],
    ['an unknown name is no mention', '@Nobody', String.raw`\@Nobody`],
    ['a longer word is another name', '@Acme Corporation', String.raw`\@Acme Corporation`],
    ['behind a word it is an address', 'x@Acme Corp', String.raw`x\@Acme Corp`],
    ['tags side by side', '#one#two', String.raw`{hashtag|\#|one}\#two`],
  ])('%s', (_, plain, little) => {
    expect(toLittle(plain, [acme])).toBe(little)
  })
  test('LinkedIn’s own form of a tag is read, too', () => {
    expect(fromLittle(String.raw`Hi \(x\) {hashtag|\#|launch} {hashtag|#|b}`)).toBe('Hi (x) #launch #b')
  })
  test('followers see a mention without its sign', () => {
    expect(asShown('Hi @Acme Corp, @nobody and #all (you)', [acme])).toBe('Hi Acme Corp, @nobody and #all (you)')
  })
  test('of two names the longer one is meant', () => {
    const both = [{ name: 'Acme', urn: 'urn:li:organization:1' }, acme]
    expect(toLittle('@Acme Corp and @Acme', both)).toBe(
      '@[Acme Corp](urn:li:organization:5515715) and @[Acme](urn:li:organization:1)',
    )
  })
})

describe('any text', () => {
  const char = fc.oneof(
    fc.constantFrom(...Array.from(String.raw`\|{}@[]()<>#*_~ aB1é漢.:/😀`), '\n'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  )
  const text = fc.oneof(
    fc.array(char, { maxLength: 40 }).map((chars) => chars.join('')),
    fc
      .array(
        fc.constantFrom(
          '#tag',
          '@Acme Corp',
          '@A_b',
          ' ',
          'https://x.org/#a_(b)',
          '(',
          '{hashtag|\\#|x}',
          '@[x](urn:li:person:1)',
          '\\',
        ),
        { maxLength: 12 },
      )
      .map((some) => some.join('')),
  )
  const mentions = fc.constantFrom(
    [],
    [acme],
    [acme, { name: 'A_b', urn: 'urn:li:person:xYz-1' }, { name: 'a](b', urn: 'urn:li:person:2' }],
  )
  test('comes back as it was', () => {
    fc.assert(
      fc.property(text, mentions, (plain, who) => {
        expect(fromLittle(toLittle(plain, who))).toBe(plain)
      }),
      { numRuns: 5000 },
    )
  })
  test('leaves no reserved character bare outside elements', () => {
    const bare =
      /\\[\s\S]|@\[(?:\\[\s\S]|[^\]\\])*\]\(urn:li:(?:person|organization):[\w-]+\)|\{hashtag\|\\#\|[\p{L}\p{N}\p{M}]+\}/gu
    fc.assert(
      fc.property(text, mentions, (plain, who) => {
        expect(toLittle(plain, who).replace(bare, '')).not.toMatch(/[\\|{}@[\]()<>#*_~]/)
      }),
      { numRuns: 5000 },
    )
  })
})

test('comparable texts differ in white space and composition only', () => {
  expect(comparable(' cafe\u0301 \n b')).toBe('café b')
})
