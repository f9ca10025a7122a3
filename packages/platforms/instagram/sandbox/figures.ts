/** What both kinds of insights share: the question, and the made-up figures behind the answers. */
import { badParameter } from '../../sandbox/graph/errors.ts'
import { engagement, followers, type Engagement } from '../../sandbox/growth.ts'
import type { Account, Media, State } from './state.ts'

export const followersOf = (state: State, { id, followers: start, bornAt }: Account) =>
  followers(id, start, bornAt, state.world.now())

export const engagedOf = (state: State, media: Media): Engagement =>
  engagement(media.id, (state.world.now() - media.at) / 1000)
export const interactions = ({ likes, comments, saves, shares }: Engagement) => likes + comments + saves + shares

export interface Question {
  readonly metric?: string | undefined
  readonly breakdown?: string | undefined
  readonly period?: string | undefined
  readonly metricType?: string | undefined
  readonly timeframe?: string | undefined
  readonly since?: number | undefined
  readonly until?: number | undefined
}

/** The metrics that are asked for, of those that are known. Throws code 100 for none, and for an unknown one. */
export function chosen<T>(metric: string | undefined, known: Readonly<Record<string, T>>) {
  const names = (metric ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  if (names.length === 0) throw badParameter('The parameter metric is required')
  return names.map((name, index) => {
    const found = Object.hasOwn(known, name) ? known[name] : undefined
    if (found === undefined)
      throw badParameter(`metric[${index}] must be one of the following values: ${Object.keys(known).join(', ')}`)
    return { name, metric: found }
  })
}

/** A breakdown that a metric lacks is refused in words that say nothing. */
export function checkBreakdown({ breakdown }: Question, known: readonly string[]): void {
  if (breakdown !== undefined && !known.includes(breakdown)) throw badParameter('An unknown error has occurred.')
}

const dimensions: Readonly<Record<string, readonly string[]>> = {
  media_product_type: ['POST', 'REEL', 'STORY'],
  follow_type: ['FOLLOWER', 'NON_FOLLOWER', 'UNKNOWN'],
  follower_type: ['FOLLOWER', 'NON_FOLLOWER', 'UNKNOWN'],
  contact_button_type: ['DIRECTION', 'EMAIL', 'CALL'],
  action_type: ['BIO_LINK_CLICKED', 'DIRECTION', 'EMAIL'],
  story_navigation_action_type: ['TAP_FORWARD', 'TAP_BACK', 'TAP_EXIT'],
  age: ['25-34', '35-44', '18-24'],
  city: ['Lisbon, Lisboa District', 'Porto, Porto District', 'Hamburg, Hamburg'],
  country: ['PT', 'DE', 'FR'],
  gender: ['F', 'M', 'U'],
}
/** A value and its three parts, which add up to it. */
export function brokenDown(value: number, breakdown: string) {
  const [most, some] = [Math.ceil(value * 0.6), Math.floor(value * 0.3)]
  const parts = [most, some, value - most - some]
  const results = (dimensions[breakdown] ?? []).map((name, index) => ({
    dimension_values: [name],
    value: parts[index] ?? 0,
  }))
  return { value, breakdowns: [{ dimension_keys: [breakdown], results }] }
}

/** `2026-11-23T08:00:00+0000`, as every moment of Graph. */
export const stamp = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}+0000`
