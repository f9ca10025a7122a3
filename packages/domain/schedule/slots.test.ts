import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextSlots, type Slot } from './slots.ts'
import { wallAt } from './wall.ts'

const week: Slot[] = [
  { weekday: 5, time: '17:00' },
  { weekday: 1, time: '09:00' },
  { weekday: 5, time: '08:30' },
]

test('the next free slots, in order, without those that are taken', () => {
  const after = new Date('2026-11-25T10:00:00Z') // a Wednesday
  const taken = [new Date('2026-11-27T16:00:30Z')]
  expect(nextSlots(week, 'Europe/Rome', after, taken, 3).map((slot) => slot.wallTime)).toEqual([
    '2026-11-27T08:30',
    '2026-11-30T09:00',
    '2026-12-04T08:30',
  ])
})

test('a slot that begins now is over', () => {
  const after = new Date('2026-11-27T07:30:00Z')
  expect(nextSlots(week, 'Europe/Rome', after, [], 1)[0]?.wallTime).toBe('2026-11-27T17:00')
})

test('no weekly times, no slots', () => {
  expect(nextSlots([], 'Europe/Rome', new Date(), [], 5)).toEqual([])
})

test('a slot in the skipped hour moves behind the gap, and two never meet', () => {
  const sunday: Slot[] = ['02:00', '02:30', '03:00'].map((time) => ({ weekday: 7, time }))
  const found = nextSlots(sunday, 'Europe/Rome', new Date('2027-03-27T12:00:00Z'), [], 2)
  expect(found.map((slot) => slot.wallTime)).toEqual(['2027-03-28T03:00', '2027-04-04T02:00'])
})

test('of a doubled hour the first', () => {
  const found = nextSlots([{ weekday: 7, time: '02:30' }], 'Europe/Rome', new Date('2026-10-24T12:00:00Z'), [], 1)
  expect(found[0]?.at.toISOString()).toBe('2026-10-25T00:30:00.000Z')
})

const slot = fc.record({
  weekday: fc.integer({ min: 1, max: 7 }),
  time: fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':')),
})

test('property: rising, after the instant, on the wall as promised, none left out that comes sooner', () => {
  fc.assert(
    fc.property(
      fc.array(slot, { minLength: 1, maxLength: 8 }),
      fc.constantFrom('Europe/Rome', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Apia'),
      fc.date({ min: new Date('2010-01-01'), max: new Date('2037-01-01'), noInvalidDate: true }),
      fc.integer({ min: 1, max: 12 }),
      (slots, zone, after, count) => {
        const found = nextSlots(slots, zone, after, [], count)
        expect(found).toHaveLength(count)
        for (const [n, one] of found.entries()) {
          expect(one.at.getTime()).toBeGreaterThan((found[n - 1]?.at ?? after).getTime())
          expect(wallAt(one.at, zone)).toBe(one.wallTime)
        }
        const [first, ...rest] = found
        if (first) expect(nextSlots(slots, zone, after, [first.at], count - 1)).toEqual(rest)
      },
    ),
    { numRuns: 60 },
  )
})
