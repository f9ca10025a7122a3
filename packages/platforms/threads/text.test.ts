import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { comparable, gifId, linksIn, placesOf, readAs, topicOf } from './text.ts'

const pieces = [
  '#',
  '#café',
  ' #1',
  '#12 ',
  'a',
  ' ',
  '\n',
  '.',
  '&',
  '@ann',
  '!',
  '(',
  '👍🏽',
  '漢',
  'https://x.org/#y',
  '##',
  ',',
  'e\u0301',
]
const text = fc.array(fc.constantFrom(...pieces), { maxLength: 15 }).map((some) => some.join(''))

describe('the topic', () => {
  test.each([
    ['Release #café is out', 'Release café is out', 'café'],
    ['#one #two', 'one #two', 'one'],
    ['Only #2026 digits', 'Only #2026 digits', undefined],
    ['#2026 and #v2', '#2026 and v2', 'v2'],
    ['#a.b', 'a.b', 'a'],
    ['#a&b', 'a&b', 'a'],
    ['#ann@home', 'ann@home', 'ann'],
    ['#what?', 'what?', 'what'],
    ['a#b', 'a#b', undefined],
    ['https://example.com/#part', 'https://example.com/#part', undefined],
    ['two\n#lines\tx', 'two\nlines\tx', 'lines'],
    ['(#aside)', '(aside)', 'aside)'],
    ['# nothing', '# nothing', undefined],
    ['漢字 #漢字', '漢字 漢字', '漢字'],
  ])('%j', (written, read, topic) => {
    expect(readAs(written)).toEqual({ text: read, ...(topic === undefined ? {} : { topic }) })
  })
  test('a given topic leaves the text alone', () => {
    expect(readAs('#one', 'two')).toEqual({ text: '#one', topic: 'two' })
    expect([topicOf('#coffee '), topicOf('coffee'), topicOf('#'), topicOf(undefined)]).toEqual([
      'coffee',
      'coffee',
      undefined,
      undefined,
    ])
  })
  test('of any text at most one # goes, and only with a topic', () => {
    fc.assert(
      fc.property(text, (written) => {
        const { text: read, topic } = readAs(written)
        expect(read.length).toBe(written.length - (topic === undefined ? 0 : 1))
        if (topic !== undefined) expect(written).toContain(`#${topic}`)
        expect(comparable(read)).toBe(comparable(written))
      }),
    )
  })
})

describe('words to hide', () => {
  test('stand where they are found, or nowhere', () => {
    expect(placesOf('The butler did it', ['butler', 'gardener', ''])).toEqual([
      { offset: 4, length: 6 },
      undefined,
      undefined,
    ])
  })
  test('what is hidden is what was named', () => {
    fc.assert(
      fc.property(text, text, text, (before, word, after) => {
        fc.pre(word !== '')
        const whole = before + word + after
        const [place] = placesOf(whole, [word])
        expect(place && whole.slice(place.offset, place.offset + place.length)).toBe(word)
      }),
    )
  })
})

test('links are counted once, wherever they stand', () => {
  const written = 'https://a.org b.org https://a.org'
  expect(linksIn([written], ['https://c.org', 'https://a.org'], false).size).toBe(3)
  expect(linksIn([written], ['https://c.org'], true).size).toBe(2)
})

test.each([
  ['3o7aD2saalBwwftBIY', '3o7aD2saalBwwftBIY'],
  ['https://giphy.com/gifs/cat-jumps-3o7aD2saalBwwftBIY', '3o7aD2saalBwwftBIY'],
  ['https://giphy.com/gifs/3o7aD2saalBwwftBIY/', '3o7aD2saalBwwftBIY'],
  ['https://media.giphy.com/media/3o7aD2saalBwwftBIY/giphy.gif', '3o7aD2saalBwwftBIY'],
  ['https://media1.giphy.com/media/v1.Y2lkPTc5/3o7aD2saalBwwftBIY/200.webp', '3o7aD2saalBwwftBIY'],
  ['https://tenor.com/view/cat-3o7aD2saalBwwftBIY', undefined],
  ['a cat', undefined],
  ['', undefined],
])('the GIF of %j', (chosen, id) => {
  expect(gifId(chosen)).toBe(id)
})
