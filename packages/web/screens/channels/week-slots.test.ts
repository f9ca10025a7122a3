import { expect, test } from 'vitest'
import { addTime, copyDay, removeSlot, sameSlots, weekFrom } from './week-slots.ts'

const nine = { weekday: 1, time: '09:00' }

test('a time is added to several days at once, and never twice', () => {
  expect(addTime([nine], '09:00', [1, 2])).toEqual([nine, { weekday: 2, time: '09:00' }])
  expect(addTime([nine], '08:00', [1])).toEqual([{ weekday: 1, time: '08:00' }, nine])
})

test('a copied day replaces what the others had', () => {
  expect(copyDay([nine, { weekday: 3, time: '12:00' }], 1, [2, 3])).toEqual([
    nine,
    { weekday: 2, time: '09:00' },
    { weekday: 3, time: '09:00' },
  ])
})

test('one time is taken away', () => {
  expect(removeSlot([nine, { weekday: 2, time: '09:00' }], nine)).toEqual([{ weekday: 2, time: '09:00' }])
})

test('order does not make a difference', () => {
  expect(sameSlots([nine, { weekday: 2, time: '09:00' }], [{ weekday: 2, time: '09:00' }, nine])).toBe(true)
  expect(sameSlots([nine], [])).toBe(false)
})

test('a week may start on Sunday', () => {
  expect(weekFrom(7)).toEqual([7, 1, 2, 3, 4, 5, 6])
})
