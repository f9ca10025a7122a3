import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wordDiff } from './word-diff.ts'

test('marks the words that differ and leaves the rest', () => {
  expect(wordDiff('We open at nine today', 'We open at ten today')).toEqual([
    { is: 'same', text: 'We open at ' },
    { is: 'only-mine', text: 'nine' },
    { is: 'only-theirs', text: 'ten' },
    { is: 'same', text: ' today' },
  ])
})
test('equal texts are one piece, empty ones none', () => {
  expect(wordDiff('same words', 'same words')).toEqual([{ is: 'same', text: 'same words' }])
  expect(wordDiff('', '')).toEqual([])
})
test('both texts can be read off any difference', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', ' ', '\n')).map((list) => list.join(''))
  fc.assert(
    fc.property(text, text, (mine, theirs) => {
      const pieces = wordDiff(mine, theirs)
      const without = (is: string) =>
        pieces
          .filter((piece) => piece.is !== is)
          .map((piece) => piece.text)
          .join('')
      expect(without('only-theirs')).toBe(mine)
      expect(without('only-mine')).toBe(theirs)
    }),
  )
})
