/**
 * What a clock on the wall in some place shows, and the instant it means. Twice a year the two disagree: an hour is
 * skipped, or comes twice. Both are asked back, never guessed.
 */
import { Temporal } from 'temporal-polyfill'
import { problem } from '../problems.ts'

/** Which of the two, where the clock shows a time twice. */
export type Fold = 'first' | 'second'

/** The zone's name as the time zone database spells it; throws post.zone-unknown. Offsets such as '+02:00' are no zones. */
export function knownZone(zone: string): string {
  try {
    if (/^[+-]/.test(zone)) throw new RangeError('an offset does not know summer time')
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone).timeZoneId
  } catch (cause) {
    throw problem('post.zone-unknown', { zone }, { field: 'zone', cause })
  }
}

/** '2026-11-27T09:00' as the clock in a zone shows it; throws request.invalid for a day that no calendar has. */
function readWall(wallTime: string): Temporal.PlainDateTime {
  try {
    return Temporal.PlainDateTime.from(wallTime, { overflow: 'reject' })
  } catch (cause) {
    throw problem('request.invalid', {}, { field: 'wallTime', cause })
  }
}

/** 'YYYY-MM-DDTHH:MM', with seconds only where there are any. */
export function writeWall(wall: Temporal.PlainDateTime): string {
  return wall.toString({ smallestUnit: wall.second === 0 ? 'minute' : 'second' })
}

/** What the clock in `zone` shows at an instant. */
export const wallAt = (at: Date, zone: string): string =>
  writeWall(Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toPlainDateTime())

/**
 * The instant at which the clock in `zone` shows `wallTime`. Throws post.zone-unknown; post.time-missing with `next`,
 * the first time the clock shows after the gap; post.time-doubled unless `fold` chooses.
 */
export function resolveWall(wallTime: string, zone: string, fold?: Fold): Date {
  const timeZone = knownZone(zone)
  const wall = readWall(wallTime)
  const [first, second] = (['earlier', 'later'] as const).map((disambiguation) =>
    wall.toZonedDateTime(timeZone, { disambiguation }),
  ) as [Temporal.ZonedDateTime, Temporal.ZonedDateTime]
  const time = writeWall(wall).replace('T', ' ')
  if (!first.toPlainDateTime().equals(wall)) {
    // In a gap 'earlier' lands before the jump; the jump itself is where the clock shows something again.
    const jump = first.getTimeZoneTransition('next')
    const next = writeWall((jump ?? second).toPlainDateTime())
    throw problem('post.time-missing', { time, zone, next }, { field: 'wallTime' })
  }
  if (fold === undefined && !first.equals(second)) {
    throw problem('post.time-doubled', { time, zone }, { field: 'fold' })
  }
  return new Date((fold === 'second' ? second : first).epochMilliseconds)
}
