import { expect, test } from 'vitest'
import { changeOn, hourRows, kindOf, placeOf, rowKey } from './clock.ts'

test('Rome goes forward on 29 March 2026: 02:00 to 03:00 does not exist', () => {
  const change = changeOn('2026-03-29', 'Europe/Rome')
  expect(change).toMatchObject({ is: 'forward', from: '02:00', to: '03:00' })
  expect(kindOf({ hour: 2 }, change)).toBe('missing')
  expect(kindOf({ hour: 1 }, change)).toBe('hour')
  expect(kindOf({ hour: 3 }, change)).toBe('hour')
})

test('Rome goes back on 25 October 2026: 02:00 comes twice', () => {
  const change = changeOn('2026-10-25', 'Europe/Rome')
  expect(change).toMatchObject({ is: 'back', from: '02:00', to: '03:00' })
  const rows = hourRows([undefined, change])
  expect(rows).toHaveLength(25)
  expect(rows.map(rowKey).slice(1, 5)).toEqual(['1', '2', '2+', '3'])
  expect(kindOf({ hour: 2, fold: 'second' }, change)).toBe('hour')
  expect(kindOf({ hour: 2, fold: 'second' }, undefined)).toBe('none')
})

test('an instant stands in the first or the second of the two', () => {
  expect(placeOf('2026-10-25T00:30:00Z', 'Europe/Rome')).toEqual({ day: '2026-10-25', row: '2' })
  expect(placeOf('2026-10-25T01:30:00Z', 'Europe/Rome')).toEqual({ day: '2026-10-25', row: '2+' })
  expect(placeOf('2026-10-25T02:30:00Z', 'Europe/Rome')).toEqual({ day: '2026-10-25', row: '3' })
})

test('half an hour on Lord Howe', () => {
  expect(changeOn('2026-10-04', 'Australia/Lord_Howe')).toMatchObject({ is: 'forward', from: '02:00', to: '02:30' })
  const back = changeOn('2026-04-05', 'Australia/Lord_Howe')
  expect(back).toMatchObject({ is: 'back', from: '01:30', to: '02:00' })
  expect(kindOf({ hour: 1, fold: 'second' }, back)).toBe('hour')
  expect(kindOf({ hour: 2 }, back)).toBe('hour')
})

test('a change at midnight belongs to the day that begins with it', () => {
  // Santiago skips the first hour of 6 September 2026.
  expect(changeOn('2026-09-06', 'America/Santiago')).toMatchObject({ is: 'forward', from: '00:00', to: '01:00' })
  expect(changeOn('2026-09-05', 'America/Santiago')).toBeUndefined()
})

test.each(['Asia/Kolkata', 'UTC'])('%s never changes', (zone) => {
  expect(changeOn('2026-03-29', zone)).toBeUndefined()
})
