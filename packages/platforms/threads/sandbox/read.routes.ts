/** Reading back: profiles, containers, posts, the lists that settle an unclear end (sheet section 8), quotas. */
import type { Hono } from 'hono'
import { badParameter, mustBe, noObject, throttled } from '../../sandbox/graph/errors.ts'
import { edgeOf, parseFields, pick, type Node } from '../../sandbox/graph/fields.ts'
import { askedPage } from '../../sandbox/graph/paging.ts'
import type { Parameters } from '../../sandbox/graph/parameters.ts'
import { perDay } from '../rules.ts'
import { call, need, own } from './call.ts'
import { containerNode } from './container.ts'
import { answerProblem, noPermission } from './problems.ts'
import {
  alive,
  listed,
  postsOf,
  rootOf,
  usage,
  type Act,
  type Caller,
  type Post,
  type State,
  type ThreadsEnv,
} from './state.ts'
import { postNode, profileNode, repliesTo } from './view.ts'

const earliest = 1_688_540_400_000

const fieldsOf = (ask: Parameters) => {
  const text = ask.text('fields')
  return text === undefined || text === '' ? undefined : parseFields(text)
}

/** Own posts, and what is said below them. Strangers' posts are not there. */
export function visible(state: State, caller: Caller, id: string, verb?: string): Post {
  const post = state.posts.get(id)
  const mine = post && [post, post.replyTo, rootOf(post)].some((one) => one?.author === caller.person)
  if (!post || !mine || !alive(state, post) || post.readableFrom > state.world.now()) throw noObject(id, verb)
  return post
}

function nodeOf(state: State, caller: Caller, id: string): Node {
  if (id === 'me' || id === caller.person.id) return profileNode(caller.person)
  const container = state.containers.get(id)
  if (container?.owner === caller.person) return containerNode(state, container)
  const place = state.places.get(id)
  if (place) {
    need(caller, 'threads_location_tagging')
    return { type: 'Location', usual: ['id', 'name'], fields: { ...place } }
  }
  return postNode(state, visible(state, caller, id), caller.person)
}

/** Newest first; pages by cursors only, as Threads gives no `next`. */
function list(state: State, caller: Caller, ask: Parameters, posts: readonly Post[]): Response {
  const [since, until] = [ask.time('since'), ask.time('until')]
  for (const time of [since, until])
    if (time !== undefined && time < earliest) throw mustBe('since', `at least ${earliest / 1000}`)
  const shown = posts.filter(
    (post) =>
      listed(state, post) && (since === undefined || post.at >= since) && (until === undefined || post.at <= until),
  )
  const nodes = shown.map((post) => postNode(state, post, caller.person))
  return Response.json(edgeOf({ nodes }, fieldsOf(ask), { ...askedPage(ask), reversed: true }))
}

const below = (state: State, post: Post): Post[] =>
  repliesTo(state, post).flatMap((reply) => [reply, ...below(state, reply)])

/** `reverse=true`, the default, is newest first. */
function replies(state: State, caller: Caller, ask: Parameters, posts: readonly Post[]): Response {
  const nodes = posts.toSorted((a, b) => a.at - b.at).map((post) => postNode(state, post, caller.person))
  const reversed = ask.flag('reverse') ?? true
  return Response.json(edgeOf({ nodes }, fieldsOf(ask), { ...askedPage(ask), reversed }))
}

const quotaFields = {
  quota_usage: 'posts',
  reply_quota_usage: 'replies',
  delete_quota_usage: 'deletes',
  location_search_quota_usage: 'locationSearches',
} as const satisfies Record<string, Act>

function quotas(state: State, caller: Caller): Node {
  const fields = Object.entries(quotaFields).flatMap(([name, act]) => [
    [name, usage(state, caller.person, act).length],
    [name.replace('quota_usage', 'config'), { quota_total: perDay[act], quota_duration: 86_400 }],
  ])
  return {
    type: 'ThreadsPublishingLimit',
    usual: ['quota_usage', 'config'],
    fields: Object.fromEntries(fields) as Node['fields'],
  }
}

function debugToken(state: State, caller: Caller, ask: Parameters): Response {
  if (!caller.person.tester) throw noPermission('the access token has to be one of a tester of the app')
  const token = state.grants.token(ask.needed('input_token'))
  const seconds = (ms: number) => Math.floor(ms / 1000)
  if (!token || token.grant.app !== caller.grant.app)
    return Response.json({
      data: { is_valid: false, scopes: [], error: { code: 190, message: 'Invalid OAuth access token' } },
    })
  const issued = state.longTokens.get(token.value) ?? token.grant.bornAt
  return Response.json({
    data: {
      type: 'USER',
      application: token.grant.app.clientId,
      user_id: token.grant.person,
      is_valid: !token.grant.revoked && token.until > state.world.now(),
      issued_at: seconds(issued),
      expires_at: seconds(token.until),
      data_access_expires_at: seconds(issued) + 90 * 86_400,
      scopes: token.grant.scopes,
    },
  })
}

function searchPlaces(state: State, caller: Caller, ask: Parameters): Response {
  const words = ask.text('q')?.toLowerCase()
  const [latitude, longitude] = [ask.number('latitude'), ask.number('longitude')]
  if (words === undefined && (latitude === undefined || longitude === undefined))
    throw badParameter('Either q or latitude and longitude are needed')
  const used = usage(state, caller.person, 'locationSearches')
  if (state.settings.rateLimits && used.length >= perDay.locationSearches) return answerProblem(state, throttled(613))
  used.push(state.world.now())
  const nodes = [...state.places.values()]
    .filter((place) => words === undefined || place.name.toLowerCase().includes(words))
    .map((place): Node => ({ type: 'Location', usual: ['id', 'name'], fields: { ...place } }))
  return Response.json(edgeOf({ nodes }, fieldsOf(ask), askedPage(ask)))
}

export function readRoutes(app: Hono<ThreadsEnv>, state: State): void {
  const basic = ['threads_basic']
  app.get(
    '/debug_token',
    call(state, [], (_, caller, ask) => debugToken(state, caller, ask)),
  )
  app.get(
    '/location_search',
    call(state, ['threads_basic', 'threads_location_tagging'], (_, caller, ask) => searchPlaces(state, caller, ask)),
  )
  app.get(
    '/:id/threads',
    call(state, basic, (c, caller, ask) => {
      const mine = postsOf(state, own(caller, c.req.param('id') ?? ''))
      return list(
        state,
        caller,
        ask,
        mine.filter((post) => post.replyTo === undefined),
      )
    }),
  )
  app.get(
    '/:id/replies',
    call(state, [...basic, 'threads_read_replies'], (c, caller, ask) => {
      const id = c.req.param('id') ?? ''
      if (id !== 'me' && id !== caller.person.id)
        return replies(state, caller, ask, repliesTo(state, visible(state, caller, id)))
      return list(
        state,
        caller,
        ask,
        postsOf(state, caller.person).filter((post) => post.replyTo !== undefined),
      )
    }),
  )
  app.get(
    '/:id/conversation',
    call(state, [...basic, 'threads_read_replies'], (c, caller, ask) =>
      replies(state, caller, ask, below(state, visible(state, caller, c.req.param('id') ?? ''))),
    ),
  )
  app.get(
    '/:id/threads_publishing_limit',
    call(state, [...basic, 'threads_content_publish'], (c, caller, ask) => {
      own(caller, c.req.param('id') ?? '')
      return c.json({ data: [pick(quotas(state, caller), fieldsOf(ask))] })
    }),
  )
  app.get(
    '/:id',
    call(state, basic, (c, caller, ask) => c.json(pick(nodeOf(state, caller, c.req.param('id') ?? ''), fieldsOf(ask)))),
  )
}
