/** Insights of Pages, posts and films, made up; what Meta took away is refused (sheet 12). */
import { badParameter, refuse } from '../../sandbox/graph/errors.ts'
import { share } from '../../sandbox/chance.ts'
import { on, type Call, type Route, type Routes } from './gate.ts'
import { isOut } from './life.ts'
import type { State } from './state.ts'
import { stamp, unix } from './urls.ts'
import { audience } from './view.people.ts'
import { figures } from './view.post.ts'
import type { Page, Post, Video } from './things.ts'

const day = 24 * 60 * 60 * 1000
const periods = ['day', 'week', 'days_28'] as const
type Period = (typeof periods)[number]
const length: Readonly<Record<Period, number>> = { day: 1, week: 7, days_28: 28 }

/** What a Page can be asked, for which periods, and how much of its audience that is on a day. */
const pageMetrics: Readonly<Record<string, { readonly of: readonly Period[]; readonly part: number }>> = {
  page_media_view: { of: periods, part: 0.31 },
  page_total_media_view_unique: { of: periods, part: 0.22 },
  page_post_engagements: { of: periods, part: 0.05 },
  page_follows: { of: ['day'], part: 1 },
  page_daily_follows: { of: ['day'], part: 0.002 },
  page_daily_follows_unique: { of: periods, part: 0.002 },
  page_daily_unfollows_unique: { of: periods, part: 0.0008 },
  page_total_actions: { of: periods, part: 0.004 },
  page_actions_post_reactions_total: { of: ['day'], part: 0.03 },
  page_video_views: { of: periods, part: 0.07 },
}
const reactions = ['like', 'love', 'wow', 'haha', 'sorry', 'anger'] as const
/** Of every hundred reactions. */
const mix: Readonly<Record<string, number>> = { like: 70, love: 18, wow: 4, haha: 5, sorry: 2, anger: 1 }
const reacted = (all: number, kind: string) => Math.floor((all * (mix[kind] ?? 0)) / 100)
const byKind = (all: number) => Object.fromEntries(reactions.map((kind) => [kind, reacted(all, kind)]))

type Measure = (state: State, post: Post) => number | Record<string, number>
const postMetrics: Readonly<Record<string, Measure>> = {
  post_media_view: (state, post) => figures(state, post).impressions,
  post_total_media_view_unique: (state, post) => figures(state, post).reached,
  post_clicks: (state, post) => figures(state, post).clicks,
  post_clicks_by_type: (state, post) => ({ 'other clicks': figures(state, post).clicks }),
  post_reactions_by_type_total: (state, post) => byKind(figures(state, post).likes),
  ...Object.fromEntries(
    reactions.map((kind): [string, Measure] => [
      `post_reactions_${kind}_total`,
      (state, post) => reacted(figures(state, post).likes, kind),
    ]),
  ),
}
const videoMetrics: Readonly<Record<string, Measure>> = {
  total_video_views: (state, post) => figures(state, post).impressions,
  total_video_views_unique: (state, post) => figures(state, post).reached,
  blue_reels_play_count: (state, post) => figures(state, post).impressions,
  post_impressions_unique: (state, post) => figures(state, post).reached,
  total_video_reactions_by_type_total: (state, post) => byKind(figures(state, post).likes),
  post_video_likes_by_reaction_type: (state, post) => byKind(figures(state, post).likes),
  post_video_social_actions: (state, post) => ({
    COMMENT: figures(state, post).comments,
    SHARE: figures(state, post).shares,
  }),
}

/** The asked metrics; one that is unknown or was taken away fails the whole call. */
function metrics(call: Call, known: Readonly<Record<string, unknown>>): string[] {
  const { parameters } = call
  const value = parameters.value('metric')
  const asked = (Array.isArray(value) ? value.map(String) : (parameters.text('metric')?.split(',') ?? [])).filter(
    Boolean,
  )
  if (asked.length === 0)
    throw refuse(3001, '(#3001) Invalid query', {
      subcode: 1504028,
      user: {
        title: 'No metric',
        message:
          'No metric was specified to be fetched. Please specify one or more metrics to be fetched and try again.',
      },
    })
  if (asked.some((name) => !Object.hasOwn(known, name))) throw badParameter('The value must be a valid insights metric')
  return asked
}

/** Days in Meta's own time end at 07:00 or 08:00 UTC. */
const dayEnd = (ms: number) => Math.floor((ms - 8 * 3600 * 1000) / day) * day + 8 * 3600 * 1000

function span({ parameters, state }: Call): { readonly since: number; readonly until: number } {
  const until = parameters.time('until') ?? state.world.now()
  const since = parameters.time('since') ?? until - 2 * day
  if (since >= until) throw badParameter('The start time must be before the end time')
  if (until - since > 90 * day) throw badParameter('There cannot be more than 90 days between since and until')
  return { since, until: Math.min(until, state.world.now()) }
}

const row = (name: string, period: string, id: string, values: readonly object[]) => ({
  name,
  period,
  values,
  title: name.replaceAll('_', ' '),
  description: '',
  id: `${id}/${name}/${period}`,
})

/** One value for each day that ended in the span; each looks back as far as its period. */
function values(call: Call<Page>, name: string, period: Period): readonly object[] {
  const { state, node } = call
  const { since, until } = span(call)
  const people = audience(state, node)
  const crowd = people * (pageMetrics[name]?.part ?? 0) * length[period]
  const ends = Array.from({ length: 91 }, (_, n) => dayEnd(until) - (90 - n) * day)
  return ends
    .filter((end) => end > since && end <= until)
    .map((end) => {
      const value = name === 'page_follows' ? people : crowd * (0.6 + 0.4 * share(`${node.id}${name}${end}`))
      return { value: Math.floor(value), end_time: stamp(end) }
    })
}

function pageInsights(call: Call<Page>): object {
  const { state, node, parameters } = call
  const asked = metrics(call, pageMetrics)
  const wanted = parameters.oneOf('period', periods)
  const { since, until } = span(call)
  // A Page that hardly anybody likes has no insights: an empty list, not zeros.
  const shown = audience(state, node) < 100 ? [] : asked
  const data = shown.flatMap((name) =>
    (pageMetrics[name]?.of ?? [])
      .filter((period) => wanted === undefined || wanted === period)
      .map((period) => row(name, period, `${node.id}/insights`, values(call, name, period))),
  )
  const turn = (from: number, to: number) =>
    `https://graph.facebook.com/${node.id}/insights?since=${unix(from)}&until=${unix(to)}`
  return { data, paging: { previous: turn(2 * since - until, since), next: turn(until, 2 * until - since) } }
}

function lifetime(
  call: Call,
  id: string,
  edge: string,
  post: Post | undefined,
  known: Readonly<Record<string, Measure>>,
): object {
  const { state, parameters } = call
  const asked = metrics(call, known)
  parameters.oneOf('period', ['lifetime'])
  if (!post || !isOut(state, post)) return { data: [] }
  const data = asked.map((name) => row(name, 'lifetime', `${id}/${edge}`, [{ value: known[name]?.(state, post) ?? 0 }]))
  return { data }
}

const reading: Omit<Route, 'run'> = {
  scopes: ['read_insights', 'pages_read_engagement'],
  task: 'ANALYZE',
  asPage: true,
}
export const insightRoutes: Routes = {
  'GET page insights': { ...reading, run: on('page', pageInsights) },
  'GET post insights': {
    ...reading,
    run: on('post', (call) => lifetime(call, call.node.id, 'insights', call.node, postMetrics)),
  },
  'GET video video_insights': {
    ...reading,
    run: on('video', (call: Call<Video>) =>
      lifetime(call, call.node.id, 'video_insights', call.node.post, videoMetrics),
    ),
  },
}
