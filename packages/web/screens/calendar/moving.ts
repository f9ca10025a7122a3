/** What a move means: the same instant for every channel, written on each channel's own clock. */
import { resolveWall, wallAt, type Fold } from '@posthorn/domain/schedule/wall.ts'
import { ProblemError } from '@posthorn/domain/problems.ts'
import { Temporal } from 'temporal-polyfill'
import type { PublicationCard, When } from '../../app/api.ts'

/** Where something shall go, as the clock on screen shows it. */
export interface Target {
  readonly wallTime: string
  readonly zone: string
  readonly fold?: Fold | undefined
}

export type Landing =
  | { readonly is: 'at'; readonly at: Date }
  | { readonly is: 'past' }
  | { readonly is: 'missing'; readonly next: string }
  | { readonly is: 'doubled' }
  | { readonly is: 'unreadable' }

/** The instant of a target, or what has to be asked first. */
export function landing({ wallTime, zone, fold }: Target, now: number): Landing {
  try {
    const at = resolveWall(wallTime, zone, fold)
    return at.getTime() <= now ? { is: 'past' } : { is: 'at', at }
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    if (error.code === 'post.time-missing') return { is: 'missing', next: String(error.values['next']) }
    return { is: error.code === 'post.time-doubled' ? 'doubled' : 'unreadable' }
  }
}

/** An instant in the words of a channel's own clock: its zone stays, and an hour that comes twice says which. */
export function whenAt(at: Date, zone: string): When {
  const wallTime = wallAt(at, zone)
  try {
    resolveWall(wallTime, zone)
    return { is: 'at', wallTime, zone }
  } catch {
    const first = resolveWall(wallTime, zone, 'first').getTime() === at.getTime()
    return { is: 'at', wallTime, zone, fold: first ? 'first' : 'second' }
  }
}

/** The time a card has on the clock on screen, to the minute. */
export const wallOn = (card: Pick<PublicationCard, 'dueAt'>, zone: string): string =>
  wallAt(new Date(card.dueAt), zone).slice(0, 16)
/** Its time of day, HH:MM. */
export const timeOn = (card: Pick<PublicationCard, 'dueAt'>, zone: string): string => wallOn(card, zone).slice(11)

/** Posts this close to each other on one channel are worth a word. */
export const crowdedMilliseconds = 60 * 60_000

const steps: Readonly<Record<string, Temporal.DurationLike>> = {
  ArrowLeft: { days: -1 },
  ArrowRight: { days: 1 },
  ArrowUp: { minutes: -5 },
  ArrowDown: { minutes: 5 },
  PageUp: { weeks: -1 },
  PageDown: { weeks: 1 },
}
const fineSteps: typeof steps = { ArrowUp: { minutes: -1 }, ArrowDown: { minutes: 1 } }

/** A wall time moved by a key: days sideways, five minutes up and down (one with Shift), weeks by page. */
export function nudge(wallTime: string, key: string, fine: boolean): string | undefined {
  const step = (fine ? fineSteps[key] : undefined) ?? steps[key]
  return step && Temporal.PlainDateTime.from(wallTime).add(step).toString({ smallestUnit: 'minute' })
}
