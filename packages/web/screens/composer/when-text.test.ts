import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { readWhen } from './when-text.ts'

// A Monday.
const now = Temporal.ZonedDateTime.from('2026-11-23T10:42[Europe/Rome]')

test.each([
  ['fri 9', '2026-11-27T09:00'],
  ['Friday, 9:15', '2026-11-27T09:15'],
  ['mon 9', '2026-11-30T09:00'],
  ['mon 11', '2026-11-23T11:00'],
  ['14:30', '2026-11-23T14:30'],
  ['9', '2026-11-24T09:00'],
  ['9am', '2026-11-24T09:00'],
  ['9 pm', '2026-11-23T21:00'],
  ['12am', '2026-11-24T00:00'],
  ['noon', '2026-11-23T12:00'],
  ['in 2 hours', '2026-11-23T12:42'],
  ['in 1h 30 min', '2026-11-23T12:12'],
  ['in 3 days', '2026-11-26T10:42'],
  ['tomorrow 9', '2026-11-24T09:00'],
  ['tomorrow', '2026-11-24T09:00'],
  ['today 18.05', '2026-11-23T18:05'],
  ['27 nov 18:15', '2026-11-27T18:15'],
  ['27 nov', '2026-11-27T09:00'],
  ['nov 27', '2026-11-27T09:00'],
  ['27. november 8', '2026-11-27T08:00'],
  ['2 jan 9', '2027-01-02T09:00'],
  ['2026-12-01 07:30', '2026-12-01T07:30'],
])('%s', (text, wall) => {
  expect(readWhen(text, { now })).toBe(wall)
})

test.each(['', 'soon', '25:00', '31 nov 9', 'fri 9:75', 'in two hours', '13pm', 'x fri 9', '2026-13-01'])(
  'does not guess %j',
  (text) => {
    expect(readWhen(text, { now })).toBeUndefined()
  },
)

test('knows weekdays and months of the language of the screen', () => {
  expect(readWhen('freitag 9', { now, locale: 'de' })).toBe('2026-11-27T09:00')
  expect(readWhen('venerdì 9', { now, locale: 'it' })).toBe('2026-11-27T09:00')
})

test('counts "in" by real time over a change of clocks', () => {
  const before = Temporal.ZonedDateTime.from('2026-03-29T01:30[Europe/Rome]')
  expect(readWhen('in 1 hour', { now: before })).toBe('2026-03-29T03:30')
})
