import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tidOf } from './tid.ts'

const at = new Date('2026-11-23T10:00:00.000Z')

test('is a TID of that time', () => {
  const tid = tidOf(at, 'p-0001', 0)
  expect(tid).toMatch(/^[234567a-j][234567a-z]{12}$/)
  const bits = Array.from(tid).reduce(
    (sum, sign) => sum * 32n + BigInt('234567abcdefghijklmnopqrstuvwxyz'.indexOf(sign)),
    0n,
  )
  expect(Number((bits >> 10n) / 1000n)).toBe(at.getTime())
})
test('the same for the same publication, whoever asks and whenever', () => {
  expect(tidOf(at, 'p-0001', 3)).toBe(tidOf(new Date(at), 'p-0001', 3))
})
test('parts sort in their order, and before everything a millisecond later', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true }),
      fc.string(),
      (time, key) => {
        const parts = Array.from({ length: 26 }, (_, n) => tidOf(time, key, n))
        expect(parts.toSorted()).toEqual(parts)
        expect(new Set(parts).size).toBe(26)
        expect(tidOf(new Date(time.getTime() + 1), 'other', 0) > (parts.at(-1) ?? '')).toBe(true)
      },
    ),
  )
})
test('two publications of the same millisecond stand apart', () => {
  const tids = Array.from({ length: 100 }, (_, n) => tidOf(at, `p-${n}`, 0))
  expect(new Set(tids).size).toBe(100)
})
