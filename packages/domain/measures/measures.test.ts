import { expect, test } from 'vitest'
import { firstAfter, nextAfter, total } from './measures.ts'

test('a publication counts what its parts count, but people once', () => {
  expect(
    total([
      { likes: 3, reach: 100, saves: 'unsupported', clicks: 'not yet' },
      { likes: 4, reach: 90, saves: 'unsupported', clicks: 'unsupported' },
    ]),
  ).toEqual({ likes: 7, reach: 100, saves: 'unsupported', clicks: 'not yet' })
})

test('zero is a number, and what is not told is not zero', () => {
  expect(total([{ likes: 0 }, { likes: 'not yet' }])).toEqual({ likes: 0 })
  expect(total([])).toEqual({})
})

test('numbers are asked for less and less often, and at last not at all', () => {
  const asked: number[] = []
  for (let at: number | undefined = nextAfter(undefined); at !== undefined; at = nextAfter(at)) asked.push(at)
  expect(asked[0]).toBe(firstAfter)
  const gaps = asked.slice(1).map((at, n) => at - (asked[n] ?? 0))
  expect(gaps).toEqual(gaps.toSorted((a, b) => a - b))
  expect(asked.length).toBeLessThan(80)
  expect(asked.at(-1)).toBeGreaterThan(90 * 86_400)
})
