/** Which days a view shows. Days are written 2026-11-27; all four views ask this one engine. */
import { Temporal } from 'temporal-polyfill'

export const views = ['month', 'week', 'day', 'list'] as const
export type View = (typeof views)[number]

const dayOf = (day: string): Temporal.PlainDate => Temporal.PlainDate.from(day)

/** A day some days later, or earlier. */
export const addDays = (day: string, days: number): string => dayOf(day).add({ days }).toString()
/** The same day some months later, or that month's last. */
export const addMonths = (day: string, months: number): string => dayOf(day).add({ months }).toString()

/** The first day of the week a day is in; weeks start on `weekStart`, 1 for Monday to 7 for Sunday. */
export const startOfWeek = (day: string, weekStart: number): string =>
  addDays(day, -((dayOf(day).dayOfWeek - weekStart + 7) % 7))

/** All days that a view shows around a day: whole weeks, so that columns keep their weekday. */
export function daysOf(view: View, at: string, weekStart: number): string[] {
  if (view === 'day') return [at]
  const first =
    view === 'month' ? startOfWeek(dayOf(at).with({ day: 1 }).toString(), weekStart) : startOfWeek(at, weekStart)
  const count = view === 'month' ? 42 : 7
  return Array.from({ length: count }, (_, index) => addDays(first, index))
}

/** The day around which the next or previous range lies. */
export function shift(view: View, at: string, by: 1 | -1): string {
  if (view === 'month') return addMonths(at, by)
  return addDays(at, view === 'day' ? by : by * 7)
}

/** The instants between which the days lie in a zone, as the API takes them. */
export function instantsOf(days: readonly string[], zone: string): { from: string; to: string } {
  const start = (day: string): string => dayOf(day).toZonedDateTime(zone).toInstant().toString()
  const first = days[0] ?? '1970-01-01'
  return { from: start(first), to: start(addDays(days.at(-1) ?? first, 1)) }
}

/** A day that can be read, else the fallback. */
export function readDay(text: string | null, fallback: string): string {
  try {
    return text === null ? fallback : dayOf(text).toString()
  } catch {
    return fallback
  }
}

/** True for a day of the month that `at` is in. */
export const isSameMonth = (day: string, at: string): boolean => day.slice(0, 7) === at.slice(0, 7)
