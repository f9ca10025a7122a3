import fc from 'fast-check'
import { expect, test } from 'vitest'
import { graphemes } from './count.ts'
import { weighted } from './count-weighted.ts'
import { fitsUntil } from './fits.ts'

test('one grapheme more would not fit', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.integer({ min: 0, max: 40 }), (text, max) => {
      const end = fitsUntil(text, max, graphemes)
      expect(graphemes(text.slice(0, end))).toBe(Math.min(max, graphemes(text)))
    }),
  )
})
test('a family is never cut', () => {
  expect(fitsUntil('ab👩‍👩‍👧', 3, weighted)).toBe(2)
})
