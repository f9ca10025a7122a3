import { resolveWall } from '@posthorn/domain/schedule/wall.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { landing, nudge, whenAt } from './moving.ts'

const now = Date.parse('2026-01-01T00:00:00Z')
const zone = 'Europe/Rome'

test('a missing time offers the next real one', () => {
  expect(landing({ wallTime: '2026-03-29T02:30', zone }, now)).toEqual({ is: 'missing', next: '2026-03-29T03:00' })
})

test('a doubled time is asked back, and goes where the answer says', () => {
  expect(landing({ wallTime: '2026-10-25T02:30', zone }, now)).toEqual({ is: 'doubled' })
  expect(landing({ wallTime: '2026-10-25T02:30', zone, fold: 'second' }, now)).toEqual({
    is: 'at',
    at: new Date('2026-10-25T01:30:00Z'),
  })
})

test('what has passed is past', () => {
  expect(landing({ wallTime: '2025-12-31T10:00', zone }, now)).toEqual({ is: 'past' })
})

test('an instant survives the way through any clock', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: Date.parse('2026-01-01') / 60_000, max: Date.parse('2028-01-01') / 60_000 }),
      fc.constantFrom('Europe/Rome', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata'),
      (minute, zone) => {
        const at = new Date(minute * 60_000)
        const when = whenAt(at, zone)
        expect(when.is === 'at' && resolveWall(when.wallTime, when.zone, when.fold)).toEqual(at)
      },
    ),
  )
})

test('keys move by days, minutes and weeks', () => {
  const from = '2026-11-30T23:58'
  expect(nudge(from, 'ArrowRight', false)).toBe('2026-12-01T23:58')
  expect(nudge(from, 'ArrowDown', false)).toBe('2026-12-01T00:03')
  expect(nudge(from, 'ArrowDown', true)).toBe('2026-11-30T23:59')
  expect(nudge(from, 'PageUp', false)).toBe('2026-11-23T23:58')
  expect(nudge(from, 'Enter', false)).toBeUndefined()
})
