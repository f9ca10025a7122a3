import { expect, test } from 'vitest'
import { gather } from './gather.ts'

const never = () => false

test('what is asked at once goes together, and each gets its own answer', async () => {
  const groups: number[][] = []
  const ask = gather<number, string>(async (asks) => (groups.push([...asks]), asks.map(String)), { isFatal: never })
  expect(await Promise.all([1, 2, 3].map((n) => ask(n)))).toEqual(['1', '2', '3'])
  expect(groups).toEqual([[1, 2, 3]])
})

test('one bad ask does not spoil its neighbours', async () => {
  const ask = gather<number, number>(
    async (asks) => {
      if (asks.includes(2)) throw new Error('two is refused')
      return asks
    },
    { isFatal: never },
  )
  const ends = await Promise.allSettled([1, 2, 3].map((n) => ask(n)))
  expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})

test('what nobody would fare better with is not tried again', async () => {
  let runs = 0
  const ask = gather<number, number>(
    async () => {
      runs++
      throw new Error('gone')
    },
    { isFatal: () => true },
  )
  const ends = await Promise.allSettled([1, 2].map((n) => ask(n)))
  expect(ends.every(({ status }) => status === 'rejected')).toBe(true)
  expect(runs).toBe(1)
})

test('no more go together, and no more at once, than was said', async () => {
  let running = 0
  let most = 0
  const sizes: number[] = []
  const ask = gather<number, number>(
    async (asks) => {
      most = Math.max(most, ++running)
      sizes.push(asks.length)
      await new Promise((resolve) => setImmediate(resolve))
      running--
      return asks
    },
    { most: 4, abreast: 2, isFatal: never },
  )
  const numbers = Array.from({ length: 30 }, (_, n) => n)
  expect(await Promise.all(numbers.map((n) => ask(n)))).toEqual(numbers)
  expect(Math.max(...sizes)).toBe(4)
  expect(most).toBe(2)
})
