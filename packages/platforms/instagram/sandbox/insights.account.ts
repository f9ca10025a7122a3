/** Measures of the account (sheet section 12): totals of a range, or a value for each of its days. */
import { badParameter } from '../../sandbox/graph/errors.ts'
import { engagement, followers, type Engagement } from '../../sandbox/growth.ts'
import { brokenDown, checkBreakdown, chosen, followersOf, interactions, stamp, type Question } from './figures.ts'
import { alive, daySeconds, type Account, type Media, type State } from './state.ts'

interface Figure {
  readonly types: readonly ('time_series' | 'total_value')[]
  readonly breakdowns: readonly string[]
  readonly of: (sum: Totals) => number
  /** Of the audience as it is now, broken down, for a `timeframe`. */
  readonly audience?: true
}
interface Totals {
  readonly counts: Engagement
  readonly reposts: number
  readonly growth: number
  readonly followers: number
}
const product = ['media_product_type']
const total = ['total_value'] as const
const audience = ['age', 'city', 'country', 'gender']
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
  follower_demographics: { types: total, breakdowns: audience, of: ({ followers: all }) => all, audience: true },
  engaged_audience_demographics: {
    types: total,
    breakdowns: audience,
    of: ({ counts }) => Math.floor(interactions(counts) * 0.8),
    audience: true,
  },
}
/** Told only about accounts with a hundred followers. */
const manyFollowers = new Set([
  'follows_and_unfollows',
  'follower_count',
  'follower_demographics',
  'engaged_audience_demographics',
])

/** What the account's posts gained between two moments, in seconds since 1970. */
function totals(state: State, account: Account, since: number, until: number): Totals {
  const at = (media: Media, moment: number) => engagement(media.id, moment - media.at / 1000)
  const sum = { impressions: 0, reached: 0, likes: 0, comments: 0, shares: 0, clicks: 0, saves: 0 }
  for (const media of account.media.filter((one) => alive(state, one))) {
    const [before, after] = [at(media, since), at(media, until)]
    for (const name of Object.keys(sum) as (keyof Engagement)[]) sum[name] += after[name] - before[name]
  }
  const count = (moment: number) => followers(account.id, account.followers, account.bornAt, moment * 1000)
  return {
    counts: sum,
    reposts: Math.floor(sum.shares / 3),
    growth: count(until) - count(since),
    followers: count(until),
  }
}

const mostDays = 30
const timeframes = ['this_week', 'this_month']

/** What a metric asks of the other parameters. */
function check(name: string, { types, breakdowns, audience: ofAudience }: Figure, question: Question): void {
  const { metricType = 'time_series', period = 'day', timeframe, breakdown } = question
  if (!types.some((type) => type === metricType))
    throw badParameter(`The following metrics (${name}) should be specified with parameter metric_type=${types[0]}`)
  const wanted = ofAudience ? 'lifetime' : 'day'
  if (period !== wanted) throw badParameter(`period must be one of the following values: ${wanted}`)
  if (ofAudience && !timeframes.includes(timeframe ?? ''))
    throw badParameter(`timeframe must be one of the following values: ${timeframes.join(', ')}`)
  if (ofAudience && breakdown === undefined) throw badParameter('The parameter breakdown is required')
  checkBreakdown(question, breakdowns)
}

/** Insights of the account, of the last day unless a range is given. */
export function accountInsights(state: State, account: Account, question: Question): object {
  const now = Math.floor(state.world.now() / 1000)
  const { since = now - daySeconds, until = now, metricType, period = 'day', breakdown } = question
  if (since > until || until - since > mostDays * daySeconds)
    throw badParameter(
      `There cannot be more than ${mostDays} days (${mostDays * daySeconds} s) between since and until`,
    )
  const asked = chosen(question.metric, accountMetrics)
  for (const { name, metric } of asked) check(name, metric, question)
  const enough = followersOf(state, account) >= 100
  const sum = totals(state, account, since, until)
  const value = ({ of }: Figure) =>
    metricType === 'total_value'
      ? { total_value: breakdown === undefined ? { value: of(sum) } : brokenDown(of(sum), breakdown) }
      : { values: days(state, account, since, until).map((day) => ({ value: of(day.sum), end_time: day.end })) }
  return {
    data: asked
      .filter(({ name }) => enough || !manyFollowers.has(name))
      .map(({ name, metric }) => ({
        name,
        period,
        title: name.replaceAll('_', ' '),
        description: '',
        ...value(metric),
        id: `${account.id}/insights/${name}/${period}`,
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
