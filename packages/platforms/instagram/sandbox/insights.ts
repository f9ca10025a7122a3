/** Measures (sheet section 12). One wrong metric refuses the whole question, as Instagram does. */
import { badParameter } from '../../sandbox/graph/errors.ts'
import { engagement, followers, type Engagement } from '../../sandbox/growth.ts'
import { share } from '../../sandbox/chance.ts'
import { fewViewers } from './problems.ts'
import { alive, type Account, type Caller, type Media, type State } from './state.ts'

export const followersOf = (state: State, { id, followers: start, bornAt }: Account) =>
  followers(id, start, bornAt, state.world.now())

/** Insights show nothing of the first hours if `insightsAfterSeconds` says so; the counts of a post are never late. */
export const engagedOf = (state: State, media: Media): Engagement =>
  engagement(media.id, (state.world.now() - media.at) / 1000)

export type Product = 'FEED' | 'REELS' | 'STORY'
export const productOf = ({ container: { content } }: Media): Product =>
  content.form === 'story' ? 'STORY' : content.form === 'reel' ? 'REELS' : 'FEED'

interface Metric {
  readonly title: string
  readonly of: readonly Product[]
  readonly value: (counts: Engagement, media: Media) => number
  /** Known to the Facebook login alone. */
  readonly facebook?: true
  readonly breakdown?: string
}
const everywhere: readonly Product[] = ['FEED', 'REELS', 'STORY']
const posts: readonly Product[] = ['FEED', 'REELS']
const reels: readonly Product[] = ['REELS']
const profiled: readonly Product[] = ['FEED', 'STORY']
const stories: readonly Product[] = ['STORY']

const watchMs = (media: Media) =>
  Math.round((media.container.load.seen?.seconds ?? 0) * 1000 * (0.2 + 0.5 * share(media.id)))
const interactions = ({ likes, comments, saves, shares }: Engagement) => likes + comments + saves + shares

const mediaMetrics: Readonly<Record<string, Metric>> = {
  views: { title: 'Views', of: everywhere, value: (counts) => counts.impressions },
  reach: { title: 'Accounts reached', of: everywhere, value: (counts) => counts.reached },
  shares: { title: 'Shares', of: everywhere, value: (counts) => counts.shares },
  total_interactions: { title: 'Interactions', of: everywhere, value: interactions },
  reposts: { title: 'Reposts', of: everywhere, value: (counts) => Math.floor(counts.shares / 3) },
  likes: { title: 'Likes', of: posts, value: (counts) => counts.likes },
  comments: { title: 'Comments', of: posts, value: (_, media) => media.comments.filter((one) => !one.deleted).length },
  saved: { title: 'Saved', of: posts, value: (counts) => counts.saves },
  follows: { title: 'Follows', of: profiled, value: (counts) => Math.floor(counts.clicks / 12) },
  profile_visits: { title: 'Profile visits', of: profiled, value: (counts) => Math.floor(counts.clicks / 3) },
  profile_activity: {
    title: 'Profile activity',
    of: profiled,
    value: (counts) => Math.floor(counts.clicks / 9),
    breakdown: 'action_type',
  },
  replies: { title: 'Replies', of: stories, value: (counts) => counts.comments },
  navigation: {
    title: 'Navigation',
    of: stories,
    value: (counts) => counts.clicks,
    breakdown: 'story_navigation_action_type',
  },
  link_clicks: { title: 'Link clicks', of: stories, value: (counts) => counts.clicks, facebook: true },
  ig_reels_avg_watch_time: { title: 'Average watch time', of: reels, value: (_, media) => watchMs(media) },
  ig_reels_video_view_total_time: {
    title: 'Watch time',
    of: reels,
    value: (counts, media) => watchMs(media) * counts.impressions,
  },
  reels_skip_rate: {
    title: 'Skip rate',
    of: reels,
    value: (_, media) => Math.round(20 + 40 * share(`${media.id}skip`)),
  },
  crossposted_views: { title: 'Crossposted views', of: reels, value: (counts) => counts.impressions },
  total_likes: { title: 'Total likes', of: posts, value: (counts) => counts.likes, facebook: true },
  total_comments: { title: 'Total comments', of: posts, value: (counts) => counts.comments, facebook: true },
  total_views: { title: 'Total views', of: everywhere, value: (counts) => counts.impressions, facebook: true },
}

const asked = (metric: string | undefined): string[] => {
  const names =
    metric
      ?.split(',')
      .map((name) => name.trim())
      .filter(Boolean) ?? []
  if (names.length === 0) throw badParameter('The parameter metric is required')
  return names
}
const oneOf = (index: number, name: string, known: readonly string[]) =>
  badParameter(`metric[${index}] must be one of the following values: ${known.join(', ')}; it is ${name}`)

export interface Question {
  readonly metric?: string | undefined
  readonly breakdown?: string | undefined
  readonly period?: string | undefined
  readonly metricType?: string | undefined
  readonly timeframe?: string | undefined
  readonly since?: number | undefined
  readonly until?: number | undefined
}

/** Insights of a post, reel or story. */
export function mediaInsights(state: State, caller: Caller, media: Media, question: Question): object {
  const product = productOf(media)
  const chosen = asked(question.metric).map((name, index) => {
    const metric = mediaMetrics[name]
    if (!metric || (metric.facebook && caller.way !== 'facebook')) throw oneOf(index, name, Object.keys(mediaMetrics))
    if (!metric.of.includes(product))
      throw badParameter(`Media Insights are not supported for this metric on a media of the type ${product}: ${name}`)
    if (question.breakdown !== undefined && question.breakdown !== metric.breakdown)
      throw badParameter('An unknown error has occurred.')
    return { name, metric }
  })
  const counts = engagedOf(state, media)
  if (product === 'STORY' && counts.reached < state.settings.storyViewers) throw fewViewers()
  if ((state.world.now() - media.at) / 1000 < state.settings.insightsAfterSeconds) return { data: [] }
  return {
    data: chosen.map(({ name, metric: { title, value } }) => ({
      name,
      period: 'lifetime',
      values: [{ value: value(counts, media) }],
      title,
      description: `${title} of this media.`,
      id: `${media.id}/insights/${name}/lifetime`,
    })),
  }
}

interface Figure {
  readonly types: readonly ('time_series' | 'total_value')[]
  readonly breakdowns: readonly string[]
  readonly of: (sum: Totals) => number
  readonly period?: 'lifetime'
}
interface Totals {
  readonly counts: Engagement
  readonly reposts: number
  readonly growth: number
}
const product = ['media_product_type']
const total = ['total_value'] as const
const accountMetrics: Readonly<Record<string, Figure>> = {
  reach: {
    types: ['time_series', 'total_value'],
    breakdowns: ['media_product_type', 'follow_type'],
    of: ({ counts }) => counts.reached,
  },
  views: {
    types: total,
    breakdowns: ['follow_type', 'follower_type', 'media_product_type'],
    of: ({ counts }) => counts.impressions,
  },
  accounts_engaged: { types: total, breakdowns: [], of: ({ counts }) => Math.floor(interactions(counts) * 0.8) },
  total_interactions: { types: total, breakdowns: product, of: ({ counts }) => interactions(counts) },
  likes: { types: total, breakdowns: product, of: ({ counts }) => counts.likes },
  comments: { types: total, breakdowns: product, of: ({ counts }) => counts.comments },
  saves: { types: total, breakdowns: product, of: ({ counts }) => counts.saves },
  shares: { types: total, breakdowns: product, of: ({ counts }) => counts.shares },
  replies: { types: total, breakdowns: [], of: ({ counts }) => counts.comments },
  reposts: { types: total, breakdowns: [], of: ({ reposts }) => reposts },
  follows_and_unfollows: { types: total, breakdowns: ['follow_type'], of: ({ growth }) => growth },
  profile_links_taps: {
    types: total,
    breakdowns: ['contact_button_type'],
    of: ({ counts }) => Math.floor(counts.clicks / 10),
  },
  follower_count: { types: ['time_series'], breakdowns: [], of: ({ growth }) => growth },
}
const manyFollowers = new Set(['follows_and_unfollows', 'follower_count'])
const daySeconds = 86_400

/** What the account's posts gained between two moments, in seconds since 1970. */
function totals(state: State, account: Account, since: number, until: number): Totals {
  const at = (media: Media, moment: number) => engagement(media.id, moment - media.at / 1000)
  const none: Engagement = { impressions: 0, reached: 0, likes: 0, comments: 0, shares: 0, clicks: 0, saves: 0 }
  const sum = { ...none }
  for (const media of account.media.filter((one) => alive(state, one))) {
    const [before, after] = [at(media, since), at(media, until)]
    for (const name of Object.keys(none) as (keyof Engagement)[]) sum[name] += after[name] - before[name]
  }
  const count = (moment: number) => followers(account.id, account.followers, account.bornAt, moment * 1000)
  return { counts: sum, reposts: Math.floor(sum.shares / 3), growth: count(until) - count(since) }
}

/** Insights of the account, of the last day unless a range is given. */
export function accountInsights(state: State, account: Account, question: Question): object {
  const now = Math.floor(state.world.now() / 1000)
  const { since = now - daySeconds, until = now, metricType = 'time_series', period = 'day' } = question
  if (period !== 'day') throw badParameter('period must be one of the following values: day')
  if (since > until || until - since > 30 * daySeconds)
    throw badParameter('There cannot be more than 30 days (2592000 s) between since and until')
  const chosen = asked(question.metric).map((name, index) => {
    const metric = accountMetrics[name]
    if (!metric) throw oneOf(index, name, Object.keys(accountMetrics))
    if (!metric.types.some((type) => type === metricType))
      throw badParameter(
        `The following metrics (${name}) should be specified with parameter metric_type=${metric.types[0]}`,
      )
    if (question.breakdown !== undefined && !metric.breakdowns.includes(question.breakdown))
      throw badParameter('An unknown error has occurred.')
    return { name, metric }
  })
  const enough = followersOf(state, account) >= 100
  const sum = totals(state, account, since, until)
  const shown = chosen.filter(({ name }) => enough || !manyFollowers.has(name))
  return {
    data: shown.map(({ name, metric }) => ({
      name,
      period,
      title: name.replaceAll('_', ' '),
      description: '',
      ...(metricType === 'total_value'
        ? { total_value: { value: metric.of(sum) } }
        : {
            values: days(state, account, since, until).map((day) => ({ value: metric.of(day.sum), end_time: day.end })),
          }),
      id: `${account.id}/insights/${name}/day`,
    })),
  }
}

/** Whole days from the start of the range; the end of each as Graph writes a moment. */
function days(state: State, account: Account, since: number, until: number) {
  const count = Math.max(1, Math.ceil((until - since) / daySeconds))
  return Array.from({ length: count }, (_, index) => {
    const start = since + index * daySeconds
    const end = Math.min(until, start + daySeconds)
    return { sum: totals(state, account, start, end), end: stamp(end * 1000) }
  })
}

/** `2026-11-23T08:00:00+0000`, as every moment of Graph. */
export const stamp = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}+0000`
