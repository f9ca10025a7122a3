import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeOf } from './clock.ts'
import { daysOf, instantsOf, readDay, shift, startOfWeek, views, type View } from './range.ts'

test('a week starts where the workspace says', () => {
  expect(startOfWeek('2026-11-27', 1)).toBe('2026-11-23')
  expect(startOfWeek('2026-11-27', 7)).toBe('2026-11-22')
  expect(startOfWeek('2026-11-23', 1)).toBe('2026-11-23')
})

test('a month is six whole weeks', () => {
  const days = daysOf('month', '2026-11-27', 1)
  expect(days).toHaveLength(42)
  expect(days[0]).toBe('2026-10-26')
  expect(days[41]).toBe('2026-12-06')
})

test('the next month of 31 January is February', () => {
  expect(shift('month', '2026-01-31', 1)).toBe('2026-02-28')
  expect(shift('week', '2026-11-27', -1)).toBe('2026-11-20')
})

test('an unreadable day falls back', () => {
  expect(readDay('2026-02-30', '2026-01-01')).toBe('2026-01-01')
  expect(readDay('x', '2026-01-01')).toBe('2026-01-01')
  expect(readDay('2026-02-03', '2026-01-01')).toBe('2026-02-03')
})

const zones = ['Europe/Rome', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/Santiago']

test('whatever lies between the instants of a view stands on one of its days, and nothing else does', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.constantFrom<View>(...views),
      fc.date({ min: new Date('2024-01-01'), max: new Date('2029-12-31'), noInvalidDate: true }),
      fc.integer({ min: -50 * 86_400_000, max: 50 * 86_400_000 }),
      fc.integer({ min: 1, max: 7 }),
      (zone, view, at, away, weekStart) => {
        const days = daysOf(view, placeOf(at.getTime(), zone).day, weekStart)
        const { from, to } = instantsOf(days, zone)
        const other = at.getTime() + away
        const inside = other >= Date.parse(from) && other < Date.parse(to)
        expect(days.includes(placeOf(other, zone).day)).toBe(inside)
      },
    ),
  )
})
