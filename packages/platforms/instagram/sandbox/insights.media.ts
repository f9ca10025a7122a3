/** Measures of posts, reels and stories (sheet section 12). One wrong metric refuses the whole question. */
import { share } from '../../sandbox/chance.ts'
import { badParameter } from '../../sandbox/graph/errors.ts'
import type { Engagement } from '../../sandbox/growth.ts'
import { brokenDown, checkBreakdown, chosen, engagedOf, interactions, type Question } from './figures.ts'
import { fewViewers } from './problems.ts'
import type { Caller, Media, State } from './state.ts'

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

const metricsOf = ({ way }: Caller) =>
  Object.fromEntries(Object.entries(mediaMetrics).filter(([, metric]) => way === 'facebook' || !metric.facebook))

/** Insights of a post, reel or story. */
export function mediaInsights(state: State, caller: Caller, media: Media, question: Question): object {
  const product = productOf(media)
  const asked = chosen(question.metric, metricsOf(caller))
  for (const { name, metric } of asked) {
    if (!metric.of.includes(product))
      throw badParameter(`Media Insights are not supported for this metric on a media of the type ${product}: ${name}`)
    checkBreakdown(question, metric.breakdown === undefined ? [] : [metric.breakdown])
  }
  const counts = engagedOf(state, media)
  if (product === 'STORY' && counts.reached < state.settings.storyViewers) throw fewViewers()
  if ((state.world.now() - media.at) / 1000 < state.settings.insightsAfterSeconds) return { data: [] }
  return {
    data: asked.map(({ name, metric: { title, value } }) => ({
      name,
      period: 'lifetime',
      ...(question.breakdown === undefined
        ? { values: [{ value: value(counts, media) }] }
        : { total_value: brokenDown(value(counts, media), question.breakdown) }),
      title,
      description: `${title} of this media.`,
      id: `${media.id}/insights/${name}/lifetime`,
    })),
  }
}
