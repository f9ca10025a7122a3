import { expect, test } from 'vitest'
import { showLateness } from './lateness.ts'

test.each([
  [400, '+0.4 s'],
  [0, '+0.0 s'],
  [-100, '−0.1 s'],
  [12_400, '+12 s'],
  [65_000, '+1 min 5 s'],
  [7_380_000, '+2 h 3 min'],
])('%d ms is %s', (ms, words) => expect(showLateness(ms)).toBe(words))
