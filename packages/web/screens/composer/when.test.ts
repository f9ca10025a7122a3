import { expect, test } from 'vitest'
import { meaningOf, suggestedTime, timeFromAddress, whenOf } from './when.ts'

const now = new Date('2026-03-01T09:42:00Z')
const zone = 'Europe/Rome'

test('an ordinary time is one instant', () => {
  expect(meaningOf({ is: 'at', wallTime: '2026-03-02T09:00', zone }, now)).toEqual({
    is: 'at',
    at: new Date('2026-03-02T08:00:00Z'),
  })
})
test('a missing hour names the next time there is', () => {
  expect(meaningOf({ is: 'at', wallTime: '2026-03-29T02:30', zone }, now)).toEqual({
    is: 'missing',
    next: '2026-03-29T03:00',
  })
})
test('a doubled hour is asked back, until a person says which', () => {
  const choice = { is: 'at', wallTime: '2026-10-25T02:30', zone } as const
  expect(meaningOf(choice, now)).toEqual({
    is: 'doubled',
    first: new Date('2026-10-25T00:30:00Z'),
    second: new Date('2026-10-25T01:30:00Z'),
  })
  expect(meaningOf({ ...choice, fold: 'second' }, now)).toEqual({ is: 'at', at: new Date('2026-10-25T01:30:00Z') })
})
test('a past time and a day that no calendar has are told apart', () => {
  expect(meaningOf({ is: 'at', wallTime: '2026-03-01T10:42', zone }, now).is).toBe('past')
  expect(meaningOf({ is: 'at', wallTime: '2026-02-30T10:00', zone }, now).is).toBe('unreadable')
  expect(meaningOf({ is: 'at', wallTime: '', zone }, now).is).toBe('unreadable')
})
test('the suggested time is a full hour ahead, by the clock of the zone', () => {
  expect(suggestedTime(now, zone)).toBe('2026-03-01T12:00')
})
test('a time in the address is an instant or a wall time', () => {
  expect(timeFromAddress('2026-03-02T08:00:00Z', zone)).toBe('2026-03-02T09:00')
  expect(timeFromAddress('2026-03-02T09:00', zone)).toBe('2026-03-02T09:00')
  expect(timeFromAddress('soon', zone)).toBeUndefined()
})
test('no time is nothing to ask the server for', () => {
  expect(whenOf({ is: 'none' })).toBeUndefined()
  expect(whenOf({ is: 'now' })).toEqual({ is: 'now' })
})
