/** When a draft goes out: what a person chose, and what that means on the clock. */
import type { Fold } from '@posthorn/domain/schedule/wall.ts'
import { resolveWall, writeWall } from '@posthorn/domain/schedule/wall.ts'
import { ProblemError } from '@posthorn/domain/problems.ts'
import { Temporal } from 'temporal-polyfill'
import type { When } from '../../app/api.ts'

export type Choice =
  | { readonly is: 'next-slot' }
  | { readonly is: 'at'; readonly wallTime: string; readonly zone: string; readonly fold?: Fold }
  | { readonly is: 'now' }
  | { readonly is: 'none' }

export type Meaning =
  | { readonly is: 'at'; readonly at: Date }
  /** The clock skips this time; `next` is the first it shows after. */
  | { readonly is: 'missing'; readonly next: string }
  | { readonly is: 'doubled'; readonly first: Date; readonly second: Date }
  | { readonly is: 'past'; readonly at: Date }
  | { readonly is: 'unreadable' }

/** What a wall time in a zone means; a doubled hour is asked back unless the choice says which. */
export function meaningOf({ wallTime, zone, fold }: Extract<Choice, { is: 'at' }>, now: Date): Meaning {
  try {
    const at = resolveWall(wallTime, zone, fold)
    return at <= now ? { is: 'past', at } : { is: 'at', at }
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    if (error.code === 'post.time-missing') return { is: 'missing', next: String(error.values['next']) }
    if (error.code === 'post.time-doubled')
      return {
        is: 'doubled',
        first: resolveWall(wallTime, zone, 'first'),
        second: resolveWall(wallTime, zone, 'second'),
      }
    return { is: 'unreadable' }
  }
}

/** The next full hour at least an hour away: a start for choosing. */
export function suggestedTime(now: Date, zone: string): string {
  const later = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).add({ hours: 2 })
  return writeWall(later.round({ smallestUnit: 'hour', roundingMode: 'floor' }).toPlainDateTime())
}

/** A time given in the address: an instant, or what the clock in `zone` shows. */
export function timeFromAddress(at: string, zone: string): string | undefined {
  try {
    const wall = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(at)
      ? Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDateTime()
      : Temporal.PlainDateTime.from(at)
    return writeWall(wall.round('minute'))
  } catch {
    return undefined
  }
}

/** The choice as the API takes it; undefined: no time yet. */
export const whenOf = (choice: Choice): When | undefined => (choice.is === 'none' ? undefined : choice)
