import { expect, test } from 'vitest'
import { showLength, showMegabytes } from './media-facts.ts'

test.each([
  [0.4, '0:00'],
  [59.6, '1:00'],
  [65, '1:05'],
  [3_725, '1:02:05'],
])('%s s is %s', (seconds, shown) => expect(showLength(seconds)).toBe(shown))

test.each([
  [1_000, '0.1 MB'],
  [2_340_000, '2.3 MB'],
  [812_400_000, '812 MB'],
])('%s bytes are %s', (bytes, shown) => expect(showMegabytes(bytes)).toBe(shown))
