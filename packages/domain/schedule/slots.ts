/** The weekly times of a channel's queue, on its own clock. */
import { Temporal } from 'temporal-polyfill'
import { knownZone, writeWall } from './wall.ts'

export interface Slot {
  readonly weekday: number // 1 Monday … 7 Sunday
  readonly time: string // 'HH:MM'
}
export interface SlotTime {
  readonly at: Date
  readonly wallTime: string
}

/** How far ahead slots are offered, in weeks. */
export const slotWeeks = 52

/**
 * The next `count` slots after an instant that are not in `taken` (compared by the instant, to the minute); fewer if
 * the coming `slotWeeks` weeks hold fewer. A slot in a skipped hour moves to just after the gap, as a clock set
 * forward would do; of an hour that comes twice it is the first.
 */
export function nextSlots(
  slots: readonly Slot[],
  zone: string,
  after: Date,
  taken: readonly Date[],
  count: number,
): SlotTime[] {
  const timeZone = knownZone(zone)
  const occupied = new Set(taken.map(minuteOf))
  const times = new Map<number, string[]>()
  for (const { weekday, time } of slots) times.set(weekday, [...(times.get(weekday) ?? []), time])
  for (const list of times.values()) list.sort()
  const found: SlotTime[] = []
  if (times.size === 0) return found

  // A day is begun early: what its clock shows at `after` may be yesterday's evening moved over a gap.
  let day = Temporal.Instant.fromEpochMilliseconds(after.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .subtract({ days: 1 })
  const last = day.add({ weeks: slotWeeks, days: 1 })
  while (found.length < count && Temporal.PlainDate.compare(day, last) <= 0) {
    for (const at of slotsOf(day, times.get(day.dayOfWeek) ?? [], timeZone)) {
      const minute = minuteOf(at.at)
      if (found.length === count || at.at <= after || occupied.has(minute)) continue
      occupied.add(minute)
      found.push(at)
    }
    day = day.add({ days: 1 })
  }
  return found
}

const minuteOf = (at: Date): number => Math.floor(at.getTime() / 60_000)

/** The day's slots in the order of their instants: over a gap the order of the clock is not enough. */
function slotsOf(day: Temporal.PlainDate, times: readonly string[], timeZone: string): SlotTime[] {
  return times
    .map((time) => {
      const wall = day.toPlainDateTime(time)
      let zoned = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' })
      if (!zoned.toPlainDateTime().equals(wall)) {
        zoned = zoned.getTimeZoneTransition('next') ?? wall.toZonedDateTime(timeZone)
      }
      return { at: new Date(zoned.epochMilliseconds), wallTime: writeWall(zoned.toPlainDateTime()) }
    })
    .sort((a, b) => a.at.getTime() - b.at.getTime())
}
