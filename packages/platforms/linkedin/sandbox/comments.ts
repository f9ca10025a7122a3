/** Comments and reactions (sheet 7.4, 9): `/rest` for community apps, `/v2` for everyone else, the same bodies. */
import type { Context, Hono } from 'hono'
import { z } from 'zod'
import { coded, contentError, notEnough, notFound, refuse } from './envelopes.ts'
import { has, method, operation, parameters, writeAs } from './gate.ts'
import { body } from './json.ts'
import { maySpeakAs, publishers } from './people.ts'
import { actor, type Caller, type Comment, type LinkedInEnv, type Post, type State } from './state.ts'
import { engagedOf } from './statistics.ts'

const attribute = z.strictObject({
  start: z.int().min(0),
  length: z.int().min(1),
  value: z.record(z.string(), z.unknown()),
})
const commentShape = z.strictObject({
  actor: z.string(),
  object: z.string(),
  message: z.strictObject({ text: z.string().min(1).max(1250), attributes: z.array(attribute).optional() }),
  parentComment: z.string().optional(),
})
const editShape = z.strictObject({
  patch: z.strictObject({ message: z.strictObject({ $set: z.strictObject({ text: z.string().min(1).max(1250) }) }) }),
})
const reactionShape = z.strictObject({
  root: z.string(),
  reactionType: z.enum(['LIKE', 'PRAISE', 'EMPATHY', 'INTEREST', 'APPRECIATION', 'ENTERTAINMENT']),
})

const may = (found: string) => publishers.has(found)
const minute = 60_000

/** The post an address means: a share, ugcPost or activity, or a comment on one. */
function postOf(state: State, urn: string): Post {
  const inner = /^urn:li:comment:\((urn:li:\w+:\d+),\d+\)$/.exec(urn)?.[1] ?? urn
  const post = state.posts.get(inner)
  if (!post || post.deleted) throw notFound(urn)
  return post
}

function throttled(state: State, caller: Caller): Response | undefined {
  const now = state.world.now()
  const times = (state.commentTimes.get(caller.member.id) ?? []).filter((time) => now - time < minute)
  state.commentTimes.set(caller.member.id, [...times, now])
  if (times.length < state.settings.commentsPerMinute) return undefined
  return coded(429, 'TOO_MANY_REQUESTS', 'Comment create throttled: creation rate limit exceeded for member', 101)
}

function view(comment: Comment, post: Post, versioned: boolean) {
  const stamp = {
    actor: comment.actor.urn,
    time: comment.at,
    ...(comment.agent ? { impersonator: comment.agent.urn } : {}),
  }
  return {
    id: comment.id,
    [versioned ? 'commentUrn' : '$URN']: comment.urn,
    actor: comment.actor.urn,
    ...(comment.agent ? { agent: comment.agent.urn } : {}),
    object: post.activity,
    ...(comment.parent === undefined ? {} : { parentComment: comment.parent }),
    message: { text: comment.text, attributes: [] },
    created: stamp,
    lastModified: stamp,
    likesSummary: { totalLikes: 0, aggregatedTotalLikes: 0, likedByCurrentUser: false, selectedLikes: [] },
  }
}

/** Who may comment: with the feed scopes on `/rest`, with the posting scopes on `/v2`. */
function commenter(state: State, caller: Caller, urn: string) {
  const as = actor(state, urn)
  if (caller.version !== '') return writeAs(caller, as, '_feed', 'partnerApiSocialActions.CREATE', may)
  const allowed =
    as &&
    maySpeakAs(caller.member, as) &&
    (has(caller, `w_${as.kind}_social`) || has(caller, `w_${as.kind}_social_feed`))
  if (!allowed) throw notEnough(operation(caller, 'socialActions.CREATE'))
  return as
}

async function create(state: State, c: Context<LinkedInEnv>): Promise<Response> {
  method(c, 'CREATE')
  const caller = c.get('caller')
  const address = c.req.param('urn') ?? ''
  // The gate looks at scopes before the body: a self-serve app learns nothing else here.
  if (caller.version !== '' && !has(caller, 'w_member_social_feed', 'w_organization_social_feed'))
    throw notEnough(operation(caller, 'partnerApiSocialActions.CREATE'))
  const ask = await body(commentShape, c.req.raw)
  const as = commenter(state, caller, ask.actor)
  const post = postOf(state, address)
  if (postOf(state, ask.object) !== post)
    throw contentError(400, 'INVALID_VALUE_FOR_FIELD', 'object is another post than the address', undefined, '/object')
  if (state.world.now() < post.at + state.settings.activityLagSeconds * 1000)
    throw refuse(422, 'UNPROCESSABLE_ENTITY', `Unable to obtain activity for ${address}`)
  const over = throttled(state, caller)
  if (over) return over
  const id = state.nextId()
  const comment: Comment = {
    id,
    urn: `urn:li:comment:(${post.activity},${id})`,
    actor: as,
    agent: as.kind === 'organization' ? caller.member : undefined,
    at: state.world.now(),
    parent: ask.parentComment ?? (address.startsWith('urn:li:comment:') ? address : undefined),
    text: ask.message.text,
  }
  post.comments.push(comment)
  state.world.accept(c.env.visit, { kind: 'comment', account: as.urn, id: comment.urn, text: comment.text, media: [] })
  return c.json(view(comment, post, caller.version !== ''), 201, { 'x-restli-id': id })
}

function find(state: State, c: Context<LinkedInEnv>) {
  const post = postOf(state, c.req.param('urn') ?? '')
  const comment = post.comments.find((one) => one.id === c.req.param('id'))
  if (!comment) throw notFound(c.req.param('id') ?? '')
  commenter(state, c.get('caller'), comment.actor.urn)
  return { post, comment }
}

function list(state: State, c: Context<LinkedInEnv>): Response {
  const caller = c.get('caller')
  const post = postOf(state, c.req.param('urn') ?? '')
  const allowed =
    post.author.kind === 'organization' &&
    maySpeakAs(caller.member, post.author) &&
    has(caller, 'r_organization_social_feed', 'r_organization_social')
  if (!allowed) throw notEnough(operation(caller, 'partnerApiSocialActions.GET_ALL'))
  const elements = post.comments.map((one) => view(one, post, caller.version !== ''))
  return c.json({ paging: { start: 0, count: elements.length, links: [], total: elements.length }, elements })
}

async function react(state: State, c: Context<LinkedInEnv>): Promise<Response> {
  const caller = c.get('caller')
  const as = writeAs(
    caller,
    actor(state, parameters(c, ['actor'])['actor'] ?? ''),
    '_feed',
    'partnerApiReactions.CREATE',
    may,
  )
  const ask = await body(reactionShape, c.req.raw)
  const post = postOf(state, ask.root)
  const id = `urn:li:reaction:(${as.urn},${post.activity})`
  state.world.accept(c.env.visit, { kind: 'reaction', account: as.urn, id, text: ask.reactionType, media: [] })
  return c.json({ id, reactionType: ask.reactionType, root: post.activity }, 201, { 'x-restli-id': id })
}

export function commentRoutes(app: Hono<LinkedInEnv>, state: State): void {
  for (const base of ['/rest/socialActions/:urn', '/v2/socialActions/:urn'] as const) {
    app.post(`${base}/comments`, (c) => create(state, c))
    app.get(`${base}/comments`, (c) => list(state, c))
    app.post(`${base}/comments/:id`, async (c) => {
      method(c, 'PARTIAL_UPDATE', true)
      const { comment } = find(state, c)
      comment.text = (await body(editShape, c.req.raw)).patch.message.$set.text
      return c.body(null, 204)
    })
    app.delete(`${base}/comments/:id`, (c) => {
      const { actor: as } = parameters(c, ['actor'])
      const { post, comment } = find(state, c)
      if (comment.actor.kind === 'organization' && as !== comment.actor.urn)
        throw contentError(400, 'MISSING_FIELD', 'actor is needed when acting as a page')
      post.comments.splice(post.comments.indexOf(comment), 1)
      state.world.accept(c.env.visit, {
        kind: 'delete',
        account: comment.actor.urn,
        id: comment.urn,
        text: '',
        media: [],
      })
      return c.body(null, 204)
    })
  }
  app.post('/rest/reactions', (c) => react(state, c))
  app.get('/v2/socialActions/:urn', (c) => {
    const post = postOf(state, c.req.param('urn'))
    const { likes } = engagedOf(state, post)
    return c.json({
      $URN: post.activity,
      target: post.urn,
      likesSummary: { totalLikes: likes, aggregatedTotalLikes: likes, likedByCurrentUser: false, selectedLikes: [] },
      commentsSummary: {
        totalFirstLevelComments: post.comments.filter((one) => one.parent === undefined).length,
        aggregatedTotalComments: post.comments.length,
      },
    })
  })
  app.get('/rest/socialMetadata/:urn', (c) => {
    const caller = c.get('caller')
    const post = postOf(state, c.req.param('urn'))
    if (!has(caller, `r_${post.author.kind}_social`, `r_${post.author.kind}_social_feed`))
      throw notEnough(operation(caller, 'partnerApiSocialMetadata.GET'))
    const { likes } = engagedOf(state, post)
    return c.json({
      entity: post.activity,
      reactionSummaries: { LIKE: { reactionType: 'LIKE', count: likes } },
      commentSummary: {
        count: post.comments.length,
        topLevelCount: post.comments.filter((one) => one.parent === undefined).length,
      },
      commentsState: 'OPEN',
    })
  })
}
