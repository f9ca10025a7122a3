/** Figures (sheet section 12), made up and growing. Pages need the administrator; a member sees only what a community app may. */
import type { Context, Hono } from 'hono'
import { engagement, followers, type Engagement } from '../../sandbox/growth.ts'
import { badQuery, notEnough, refuse } from './envelopes.ts'
import { has, listOf, operation, parameters } from './gate.ts'
import { role } from './people.ts'
import { actor, type Actor, type LinkedInEnv, type Organization, type Post, type State } from './state.ts'

const dayMs = 86_400_000
export const engagedOf = (state: State, post: Post, at = state.world.now()): Engagement =>
  engagement(post.urn, (at - post.at) / 1000)
export const followersOf = (state: State, who: Actor) => followers(who.id, who.followers, who.bornAt, state.world.now())

/** The page of the query, if the caller administers it. */
function administered(
  state: State,
  c: Context<LinkedInEnv>,
  urn: string,
  name: string,
  ...scopes: readonly string[]
): Organization {
  const caller = c.get('caller')
  const found = actor(state, urn)
  if (found?.kind !== 'organization' || role(caller.member, found) !== 'ADMINISTRATOR' || !has(caller, ...scopes))
    throw notEnough(operation(caller, name))
  return found
}

interface Interval {
  readonly start: number
  readonly end: number
}
/** Days of `(timeRange:(start:…,end:…),timeGranularityType:DAY)`; undefined: lifetime. */
function days(text: string | undefined): Interval[] | undefined {
  if (text === undefined) return undefined
  const [, from, to, unit] =
    /^\(timeRange:\(start:(\d+),end:(\d+)\),timeGranularityType:(DAY|MONTH)\)$/.exec(text) ?? []
  const [start, end] = [Number(from), Number(to)]
  const step = unit === 'MONTH' ? 30 * dayMs : dayMs
  if (from === undefined || end <= start || (end - start) / step > 400) throw badQuery('timeIntervals')
  return Array.from({ length: Math.ceil((end - start) / step) }, (_, index) => ({
    start: start + index * step,
    end: start + (index + 1) * step,
  }))
}

const sum = (all: readonly Engagement[], name: keyof Engagement) => all.reduce((total, one) => total + one[name], 0)
function totals(all: readonly Engagement[]) {
  const impressions = sum(all, 'impressions')
  const acts = sum(all, 'clicks') + sum(all, 'likes') + sum(all, 'comments') + sum(all, 'shares')
  return {
    impressionCount: impressions,
    uniqueImpressionsCount: sum(all, 'reached'),
    clickCount: sum(all, 'clicks'),
    likeCount: sum(all, 'likes'),
    commentCount: sum(all, 'comments'),
    shareCount: sum(all, 'shares'),
    engagement: impressions === 0 ? 0 : Number((acts / impressions).toFixed(6)),
  }
}
const between = (state: State, post: Post, { start, end }: Interval): Engagement => {
  const [before, after] = [engagedOf(state, post, start), engagedOf(state, post, Math.min(end, state.world.now()))]
  const rest = (name: keyof Engagement) => Math.max(0, after[name] - before[name])
  return {
    impressions: rest('impressions'),
    reached: rest('reached'),
    likes: rest('likes'),
    comments: rest('comments'),
    shares: rest('shares'),
    clicks: rest('clicks'),
    saves: rest('saves'),
  }
}

const page = (elements: readonly object[]) => ({ paging: { start: 0, count: 10, links: [] }, elements })

function shareStatistics(state: State, c: Context<LinkedInEnv>) {
  const query = parameters(c, ['q', 'organizationalEntity', 'timeIntervals', 'shares', 'ugcPosts'])
  if (query['q'] !== 'organizationalEntity') throw badQuery('q')
  const owner = administered(
    state,
    c,
    query['organizationalEntity'] ?? '',
    'organizationShareStatistics.FINDER-organizationalEntity',
    'rw_organization_admin',
  )
  const posts = state.ordered.filter((post) => post.author === owner && !post.deleted)
  const base = { organizationalEntity: owner.urn }
  const ids = [
    ['share', query['shares']],
    ['ugcPost', query['ugcPosts']],
  ] as const
  const wanted = ids.flatMap(([kind, list]) =>
    list === undefined ? [] : listOf(list).map((urn) => [kind, urn] as const),
  )
  if (wanted.length > 0) {
    // The parameter has to match the kind of the URN; a post nobody saw is left out.
    const found = wanted.flatMap(([kind, urn]) =>
      posts
        .filter((post) => post.urn === urn && urn.startsWith(`urn:li:${kind}:`))
        .map((post) => [kind, post] as const),
    )
    const alive = found.filter(([, post]) => engagedOf(state, post).impressions > 0)
    return page(
      alive.map(([kind, post]) => ({
        ...base,
        [kind]: post.urn,
        totalShareStatistics: totals([engagedOf(state, post)]),
      })),
    )
  }
  const intervals = days(query['timeIntervals'])
  if (!intervals) return page([{ ...base, totalShareStatistics: totals(posts.map((post) => engagedOf(state, post))) }])
  return page(
    intervals.map((timeRange) => ({
      ...base,
      timeRange,
      totalShareStatistics: totals(posts.map((post) => between(state, post, timeRange))),
    })),
  )
}

const metrics: Readonly<Record<string, keyof Engagement>> = {
  IMPRESSION: 'impressions',
  MEMBERS_REACHED: 'reached',
  RESHARE: 'shares',
  REACTION: 'likes',
  COMMENT: 'comments',
  POST_SAVE: 'saves',
  POST_SEND: 'shares',
  LINK_CLICKS: 'clicks',
  PREMIUM_CTA_CLICKS: 'saves',
  FOLLOWER_GAINED_FROM_CONTENT: 'saves',
  PROFILE_VIEW_FROM_CONTENT: 'clicks',
}
const since202604 = new Set([
  'POST_SAVE',
  'POST_SEND',
  'LINK_CLICKS',
  'PREMIUM_CTA_CLICKS',
  'FOLLOWER_GAINED_FROM_CONTENT',
  'PROFILE_VIEW_FROM_CONTENT',
])
const totalOnly = new Set([
  'MEMBERS_REACHED',
  'LINK_CLICKS',
  'FOLLOWER_GAINED_FROM_CONTENT',
  'PROFILE_VIEW_FROM_CONTENT',
])

/** One metric a call. */
function memberAnalytics(state: State, c: Context<LinkedInEnv>) {
  const caller = c.get('caller')
  const query = parameters(c, ['q', 'entity', 'queryType', 'aggregation', 'dateRange'])
  const { q, entity, queryType = '', aggregation = 'TOTAL' } = query
  if (!has(caller, 'r_member_postAnalytics')) throw notEnough(operation(caller, 'memberCreatorPostAnalytics.FINDER'))
  const figure = metrics[queryType]
  const tooNew = since202604.has(queryType) && caller.version < '202604'
  if (figure === undefined || tooNew || !['TOTAL', 'DAILY'].includes(aggregation))
    throw badQuery('queryType, aggregation')
  if (aggregation === 'DAILY' && (totalOnly.has(queryType) || (q === 'entity' && queryType === 'IMPRESSION')))
    throw badQuery(`DAILY is not supported for ${queryType}`)
  const urn = /^\((share|ugc):(urn:li:(?:share|ugcPost):\d+)\)$/.exec(entity ?? '')?.[2]
  if (q !== 'me' && (q !== 'entity' || urn === undefined)) throw badQuery('q, entity')
  const own = state.ordered.filter(
    (post) => post.author === caller.member && !post.deleted && (q === 'me' || post.urn === urn),
  )
  if (q === 'entity' && own.length === 0) throw notEnough(operation(caller, 'memberCreatorPostAnalytics.FINDER-entity'))
  const metricType =
    caller.version >= '202605'
      ? queryType
      : { 'com.linkedin.adsexternalapi.memberanalytics.v1.CreatorPostAnalyticsMetricTypeV1': queryType }
  return page([
    {
      metricType,
      count: sum(
        own.map((post) => engagedOf(state, post)),
        figure,
      ),
    },
  ])
}

function pageFollowers(state: State, c: Context<LinkedInEnv>) {
  const query = parameters(c, ['q', 'organizationalEntity', 'timeIntervals'])
  const owner = administered(
    state,
    c,
    query['organizationalEntity'] ?? '',
    'organizationFollowerStatistics.FINDER-organizationalEntity',
    'rw_organization_admin',
  )
  const intervals = days(query['timeIntervals'])
  if (!intervals)
    return page([{ organizationalEntity: owner.urn, followerCountsByFunction: [], followerCountsByGeoCountry: [] }])
  const at = (time: number) => followers(owner.id, owner.followers, owner.bornAt, Math.min(time, state.world.now()))
  return page(
    intervals.map((timeRange) => ({
      organizationalEntity: owner.urn,
      timeRange,
      followerGains: { organicFollowerGain: Math.max(0, at(timeRange.end) - at(timeRange.start)), paidFollowerGain: 0 },
    })),
  )
}

function pageViews(state: State, c: Context<LinkedInEnv>) {
  const query = parameters(c, ['q', 'organization', 'timeIntervals'])
  const owner = administered(
    state,
    c,
    query['organization'] ?? '',
    'organizationPageStatistics.FINDER-organization',
    'rw_organization_admin',
  )
  const views = Math.floor(followersOf(state, owner) / 7)
  const figures = {
    totalPageStatistics: { views: { allPageViews: { pageViews: views, uniquePageViews: Math.floor(views * 0.8) } } },
  }
  return page(
    (days(query['timeIntervals']) ?? [undefined]).map((timeRange) => ({
      organization: owner.urn,
      ...(timeRange ? { timeRange } : {}),
      ...figures,
    })),
  )
}

export function statisticsRoutes(app: Hono<LinkedInEnv>, state: State): void {
  app.get('/rest/organizationalEntityShareStatistics', (c) => c.json(shareStatistics(state, c)))
  app.get('/rest/organizationalEntityFollowerStatistics', (c) => c.json(pageFollowers(state, c)))
  app.get('/rest/organizationPageStatistics', (c) => c.json(pageViews(state, c)))
  app.get('/rest/memberCreatorPostAnalytics', (c) => c.json(memberAnalytics(state, c)))
  app.get('/rest/networkSizes/:urn', (c) => {
    if (parameters(c, ['edgeType'])['edgeType'] !== 'COMPANY_FOLLOWED_BY_MEMBER') throw badQuery('edgeType')
    const owner = administered(
      state,
      c,
      c.req.param('urn'),
      'networkSizes.GET',
      'rw_organization_admin',
      'r_organization_followers',
    )
    return c.json({ firstDegreeSize: followersOf(state, owner) })
  })
  app.get('/rest/memberFollowersCount', (c) => {
    const caller = c.get('caller')
    const { q } = parameters(c, ['q', 'dateRange'])
    if (!has(caller, 'r_member_profileAnalytics')) throw notEnough(operation(caller, 'memberFollowersCount.FINDER'))
    if (q !== 'me') throw refuse(400, 'ILLEGAL_ARGUMENT', 'Only q=me is practised here')
    return c.json({ elements: [{ memberFollowersCount: followersOf(state, caller.member) }] })
  })
}
