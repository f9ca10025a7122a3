import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ProblemError } from '../problems.ts'
import { resolveWall, wallAt } from './wall.ts'

const zones = [
  'UTC',
  'Europe/Rome',
  'America/New_York',
  'America/Sao_Paulo',
  'Australia/Lord_Howe', // its summer time is half an hour
  'Pacific/Apia', // skipped a whole day in 2011
  'Africa/Casablanca', // goes back for Ramadan
  'Asia/Kathmandu', // +05:45
]
const problemOf = (act: () => unknown): ProblemError => {
  try {
    act()
  } catch (error) {
    if (error instanceof ProblemError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('resolveWall', () => {
  test('an ordinary time', () => {
    expect(resolveWall('2026-11-27T09:00', 'Europe/Rome').toISOString()).toBe('2026-11-27T08:00:00.000Z')
  })
  test('a skipped time names the next one', () => {
    const found = problemOf(() => resolveWall('2027-03-28T02:30', 'Europe/Rome'))
    expect(found).toMatchObject({ code: 'post.time-missing', values: { next: '2027-03-28T03:00' } })
  })
  test('the day that Samoa skipped', () => {
    const found = problemOf(() => resolveWall('2011-12-30T10:00', 'Pacific/Apia'))
    expect(found.values).toMatchObject({ next: '2011-12-31T00:00' })
  })
  test('a doubled time is asked back, and chosen by fold', () => {
    expect(problemOf(() => resolveWall('2026-10-25T02:30', 'Europe/Rome')).code).toBe('post.time-doubled')
    expect(resolveWall('2026-10-25T02:30', 'Europe/Rome', 'first').toISOString()).toBe('2026-10-25T00:30:00.000Z')
    expect(resolveWall('2026-10-25T02:30', 'Europe/Rome', 'second').toISOString()).toBe('2026-10-25T01:30:00.000Z')
  })
  test.each(['Europe/Atlantis', '+02:00', '', 'constructor'])('%o is not a zone', (zone) => {
    expect(problemOf(() => resolveWall('2026-11-27T09:00', zone)).code).toBe('post.zone-unknown')
  })
  test('a day that no calendar has', () => {
    expect(problemOf(() => resolveWall('2026-02-30T09:00', 'UTC'))).toMatchObject({
      code: 'request.invalid',
      field: 'wallTime',
    })
  })
})

const minutes = fc.date({ min: new Date('2010-01-01'), max: new Date('2037-01-01'), noInvalidDate: true })
const minute = minutes.map((date) => new Date(Math.floor(date.getTime() / 60_000) * 60_000))

test('property: what the clock shows at an instant resolves to that instant, by one of the folds', () => {
  fc.assert(
    fc.property(minute, fc.constantFrom(...zones), (at, zone) => {
      const wall = wallAt(at, zone)
      const folds = [resolveWall(wall, zone, 'first'), resolveWall(wall, zone, 'second')].map(Number)
      expect(folds).toContain(at.getTime())
      expect(folds[0]).toBeLessThanOrEqual(folds[1] ?? 0)
    }),
  )
})

test('property: a time is resolved to what the clock shows, or the answer says why not and what to use', () => {
  const walls = minute.map((at) => at.toISOString().slice(0, 16))
  fc.assert(
    fc.property(walls, fc.constantFrom(...zones), (wall, zone) => {
      try {
        expect(wallAt(resolveWall(wall, zone), zone)).toBe(wall)
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error
        if (error.code === 'post.time-missing') resolveWall(String(error.values['next']), zone)
        else expect(error.code).toBe('post.time-doubled')
      }
    }),
  )
})
