/** What the clock of a zone shows on a day: hours that are skipped, hours that come twice. */
import type { Fold } from '@posthorn/domain/schedule/wall.ts'
import { Temporal } from 'temporal-polyfill'

/** A change of the clock: between `from` and `to` the time does not exist, or comes twice. */
export interface ClockChange {
  readonly is: 'forward' | 'back'
  /** Wall times of that day, HH:MM. */
  readonly from: string
  readonly to: string
  readonly at: number
}

const clockOf = (time: Temporal.ZonedDateTime): string => time.toPlainTime().toString({ smallestUnit: 'minute' })

/** The change of the clock on a day, if there is one. */
export function changeOn(day: string, zone: string): ClockChange | undefined {
  const date = Temporal.PlainDate.from(day)
  const start = date.toZonedDateTime(zone)
  const end = date.add({ days: 1 }).toZonedDateTime(zone)
  // Asking from just before midnight also finds a change at midnight itself.
  const after = start.subtract({ nanoseconds: 1 }).getTimeZoneTransition('next')
  if (!after || Temporal.ZonedDateTime.compare(after, end) >= 0) return undefined
  const before = after.subtract({ nanoseconds: 1 })
  const moved = after.offsetNanoseconds - before.offsetNanoseconds
  if (moved === 0) return undefined
  const wall = (offset: number): string => clockOf(after.withTimeZone('UTC').add({ nanoseconds: offset }))
  const old = wall(before.offsetNanoseconds)
  const now = wall(after.offsetNanoseconds)
  return moved > 0
    ? { is: 'forward', from: old, to: now, at: after.epochMilliseconds }
    : { is: 'back', from: now, to: old, at: after.epochMilliseconds }
}

/** One row of a grid of hours. An hour that comes twice on some day has two. */
export interface HourRow {
  readonly hour: number
  readonly fold?: Fold
}

const hourOf = (time: string): number => Number(time.slice(0, 2))
/** The hours that a change touches, from its first to the one its end lies in. */
const touches = ({ from, to }: ClockChange, hour: number): boolean =>
  hour >= hourOf(from) && (to.endsWith(':00') ? hour < (hourOf(to) || 24) : hour <= hourOf(to))

/** The rows for some days: 24, and one more for each hour that comes twice. */
export function hourRows(changes: readonly (ClockChange | undefined)[]): HourRow[] {
  return Array.from({ length: 24 }, (_, hour): HourRow[] =>
    changes.some((change) => change?.is === 'back' && touches(change, hour))
      ? [
          { hour, fold: 'first' },
          { hour, fold: 'second' },
        ]
      : [{ hour }],
  ).flat()
}

/** What an hour's row is on a day: an ordinary hour, one that does not exist there, or the second row of an hour that comes once. */
export function kindOf(row: HourRow, change: ClockChange | undefined): 'hour' | 'missing' | 'none' {
  if (change?.is === 'forward' && touches(change, row.hour)) return 'missing'
  const doubled = change?.is === 'back' && touches(change, row.hour)
  return row.fold === 'second' && !doubled ? 'none' : 'hour'
}

export const rowKey = (row: HourRow): string => `${row.hour}${row.fold === 'second' ? '+' : ''}`

/** Day and row in which an instant stands. */
export function placeOf(at: string | number, zone: string): { day: string; row: string } {
  const time = Temporal.Instant.fromEpochMilliseconds(new Date(at).getTime()).toZonedDateTimeISO(zone)
  const day = time.toPlainDate().toString()
  const change = changeOn(day, zone)
  const second = change?.is === 'back' && touches(change, time.hour) && time.epochMilliseconds >= change.at
  return { day, row: rowKey(second ? { hour: time.hour, fold: 'second' } : { hour: time.hour }) }
}
