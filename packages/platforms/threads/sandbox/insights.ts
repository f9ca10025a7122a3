/** Figures of posts and profiles (sheet section 12). */
import type { Hono } from 'hono'
import { badParameter, mustBe } from '../../sandbox/graph/errors.ts'
import type { Parameters } from '../../sandbox/graph/parameters.ts'
import { share } from '../../sandbox/chance.ts'
import { followers } from '../../sandbox/growth.ts'
import { insightsFrom } from '../rules.ts'
import { call, own } from './call.ts'
import { named } from './problems.ts'
import { visible } from './read.routes.ts'
import { alive, postsOf, type Person, type Post, type State, type ThreadsEnv } from './state.ts'
import { engaged, repliesTo } from './view.ts'

const postMetrics = ['views', 'likes', 'replies', 'reposts', 'quotes', 'shares'] as const
type PostMetric = (typeof postMetrics)[number]
const totals = ['likes', 'replies', 'reposts', 'quotes'] as const
const profileMetrics = ['views', ...totals, 'clicks', 'followers_count', 'follower_demographics'] as const
const breakdowns = {
  country: ['DE', 'FR', 'JP'],
  city: ['Hamburg, Germany', 'Lyon, France'],
  age: ['18-24', '25-34', '35-44'],
  gender: ['F', 'M', 'U'],
} as const
const dayMs = 86_400_000

export function figuresOf(state: State, post: Post): Readonly<Record<PostMetric, number>> {
  const { impressions, likes, shares, saves } = engaged(state, post)
  return {
    views: impressions,
    likes,
    replies: repliesTo(state, post).length,
    reposts: shares,
    quotes: Math.floor(shares / 4),
    shares: saves,
  }
}

function asked<T extends string>(ask: Parameters, allowed: readonly T[]): T[] {
  return ask
    .needed('metric')
    .split(',')
    .map((name) => {
      const found = allowed.find((one) => one === name.trim())
      if (found === undefined) throw mustBe('metric', `one of {${allowed.join(', ')}} - got "${name}".`)
      return found
    })
}

const title = (name: string) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ')
const metric = (id: string, name: string, period: 'lifetime' | 'day', values: object) => ({
  name,
  period,
  ...values,
  title: title(name),
  description: `${title(name)}, made up.`,
  id: `${id}/insights/${name}/${period}`,
})

/** Yesterday and today unless said. */
function rangeOf(state: State, ask: Parameters): readonly [since: number, until: number] {
  const today = Math.floor(state.world.now() / dayMs) * dayMs
  const [since, until] = [ask.time('since') ?? today - dayMs, ask.time('until') ?? state.world.now()]
  if (since < insightsFrom.unix * 1000 || until < insightsFrom.unix * 1000)
    throw mustBe('since', `at least ${insightsFrom.unix}`)
  if (since > until) throw mustBe('since', 'before until')
  return [since, until]
}

function demographics(state: State, person: Person, ask: Parameters) {
  const by = ask.oneOf('breakdown', Object.keys(breakdowns) as (keyof typeof breakdowns)[])
  if (!by) throw badParameter('Exactly one breakdown is needed: country, city, age or gender')
  const all = followers(person.id, person.followers, person.bornAt, state.world.now())
  if (all < 100) throw badParameter('follower_demographics needs at least 100 followers')
  const results = breakdowns[by].map((value, index, { length }) => ({
    dimension_values: [value],
    value: Math.floor(index === 0 ? all - (length - 1) * Math.floor(all / 4) : all / 4),
  }))
  return { total_value: { breakdowns: [{ dimension_keys: [by], results }] } }
}

function profileMetric(state: State, person: Person, ask: Parameters, name: (typeof profileMetrics)[number]) {
  if (name === 'followers_count' || name === 'follower_demographics') {
    if (!person.instagram) throw named(state, 'FEATURE_NOT_AVAILABLE', 'This metric needs a linked Instagram account.')
    // Clients ask for it together with metrics that have a range; its own figure has none.
    if (name === 'follower_demographics' && (ask.has('since') || ask.has('until')))
      throw badParameter(`since and until cannot be used with ${name}`)
    const count = followers(person.id, person.followers, person.bornAt, state.world.now())
    const values = name === 'followers_count' ? { total_value: { value: count } } : demographics(state, person, ask)
    return metric(person.id, name, 'day', values)
  }
  const [since, until] = rangeOf(state, ask)
  const posts = postsOf(state, person).filter((post) => alive(state, post) && post.at >= since && post.at <= until)
  if (name === 'views') {
    const values = []
    for (let day = Math.floor(since / dayMs) * dayMs; day <= until; day += dayMs) {
      const end = new Date(day).toISOString().replace('.000Z', '+0000')
      values.push({ value: Math.floor(person.followers * (0.1 + share(person.id + end) / 2)), end_time: end })
    }
    return metric(person.id, name, 'day', { values })
  }
  if (name === 'clicks') {
    const links = posts.filter((post) => post.link !== undefined)
    const values = links.map((post) => ({ value: engaged(state, post).clicks, link_url: post.link }))
    return metric(person.id, name, 'day', { link_total_values: values })
  }
  const value = posts.reduce((sum, post) => sum + figuresOf(state, post)[name], 0)
  return metric(person.id, name, 'day', { total_value: { value } })
}

export function insightRoutes(app: Hono<ThreadsEnv>, state: State): void {
  const scopes = ['threads_basic', 'threads_manage_insights']
  app.get(
    '/:id/insights',
    call(state, scopes, (c, caller, ask) => {
      const post = visible(state, caller, c.req.param('id') ?? '')
      const names = asked(ask, postMetrics)
      if (post.kind === 'REPOST') return c.json({ data: [] })
      const figures = figuresOf(state, post)
      return c.json({
        data: names.map((name) => metric(post.id, name, 'lifetime', { values: [{ value: figures[name] }] })),
      })
    }),
  )
  app.get(
    '/:id/threads_insights',
    call(state, scopes, (c, caller, ask) => {
      const person = own(caller, c.req.param('id') ?? '')
      return c.json({ data: asked(ask, profileMetrics).map((name) => profileMetric(state, person, ask, name)) })
    }),
  )
}
