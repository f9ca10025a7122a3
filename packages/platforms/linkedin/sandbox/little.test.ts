import { expect, test } from 'vitest'
import { parseLittle } from './little.ts'
import { onLinkedIn, pia, postOf } from './linkedin.testing.ts'

test.each([
  ['Launch \\(beta\\) today', 'Launch (beta) today'],
  ['a\\_b \\*c\\* \\~d\\~ \\<e\\> \\[f\\] \\{g\\} h\\|i', 'a_b *c* ~d~ <e> [f] {g} h|i'],
  ['mail me\\@x.org', 'mail me@x.org'],
  ['C:\\\\tmp', 'C:\\tmp'],
  ['C\\# is not a tag', 'C# is not a tag'],
  ['{hashtag|\\#|launch} day', '#launch day'],
  ['#launch day', '#launch day'],
  ['Hi @[Acme Corp](urn:li:organization:5515715) \\(org 5515715\\)', 'Hi Acme Corp (org 5515715)'],
])('%j reads as %j', (wire, plain) => {
  const little = parseLittle(wire)
  expect([little.plain, little.cut, little.malformed]).toEqual([plain, undefined, undefined])
})

test.each(['|', '{', '}', '@', '[', ']', '(', ')', '<', '>', '#', '*', '_', '~', '\\'])(
  'an unescaped %s cuts the text there',
  (character) => {
    const little = parseLittle(`before ${character}`)
    expect([little.plain, little.stored, little.cut]).toEqual(['before ', 'before ', { at: 7, character }])
  },
)

test('tags and mentions say where they are, and are kept as templates', () => {
  const little = parseLittle('Hi @[Ann](urn:li:person:a1) #Käse')
  expect(little.elements).toEqual([
    { start: 3, end: 6, is: 'mention', urn: 'urn:li:person:a1' },
    { start: 7, end: 12, is: 'hashtag' },
  ])
  expect(little.stored).toBe('Hi @[Ann](urn:li:person:a1) {hashtag|\\#|Käse}')
  expect(parseLittle('@[Ann](urn:li:person)').malformed).toBe('urn:li:person')
})

test('a cut post is 201 all the same; only the log tells', async () => {
  await using li = await onLinkedIn()
  expect((await li.create(postOf(pia, 'Launch (beta) today'))).status).toBe(201)
  expect(await li.ledger('linkedin')).toMatchObject([{ text: 'Launch ', notes: ['commentary cut at "(" (7)'] }])
  expect((await li.ask('/linkedin')).text).toContain('Cut at an unescaped (')
})
