import type { Hono } from 'hono'
import { z } from 'zod'
import { checkCommentary, createPost, mediaOf } from './create.ts'
import { badQuery, notEnough, notFound, refuse } from './envelopes.ts'
import { has, listOf, method, operation, parameters, writeAs } from './gate.ts'
import { body, json } from './json.ts'
import { status } from './media.ts'
import { publishers, role } from './people.ts'
import { actor, type Caller, type LinkedInEnv, type Post, type State } from './state.ts'

const api = 'partnerApiPostsExternal'

/** `PUBLISH_REQUESTED` while media is worked on; a failure shows only here, the create was a 201. */
export function lifecycle(state: State, post: Post): string {
  const states = mediaOf(post.content).map((id) => {
    const upload = state.uploads.get(id)
    return upload ? status(state, upload) : 'AVAILABLE'
  })
  if (post.failsToPublish || states.includes('PROCESSING_FAILED')) return 'PUBLISH_FAILED'
  return states.includes('PROCESSING') ? 'PUBLISH_REQUESTED' : 'PUBLISHED'
}

function view(state: State, post: Post) {
  return {
    id: post.urn,
    author: post.author.urn,
    commentary: post.commentary,
    visibility: post.visibility,
    lifecycleState: lifecycle(state, post),
    lifecycleStateInfo: { isEditedByAuthor: post.edited },
    distribution: { feedDistribution: post.feed, thirdPartyDistributionChannels: [] },
    isReshareDisabledByAuthor: post.reshareDisabled,
    ...(post.content ? { content: post.content } : {}),
    ...(post.reshareOf === undefined ? {} : { reshareContext: { parent: post.reshareOf } }),
    createdAt: post.at,
    publishedAt: post.at,
    lastModifiedAt: post.changedAt,
  }
}

/** Only pages can be read, with the scope and a role; a member's posts never, not even by the member. */
function mayRead(state: State, caller: Caller, authorUrn: string, name: string): void {
  const author = actor(state, authorUrn)
  const allowed =
    author?.kind === 'organization' && role(caller.member, author) !== undefined && has(caller, 'r_organization_social')
  if (!allowed) throw notEnough(operation(caller, `${api}.${name}`))
}

const visible = (state: State, post: Post | undefined): post is Post =>
  post !== undefined && !post.deleted && post.seenFrom <= state.world.now()

function finder(state: State, caller: Caller, query: Readonly<Record<string, string>>) {
  const { q, author = '', count = '10', start = '0', sortBy = 'LAST_MODIFIED' } = query
  if (q !== 'author') throw badQuery('q has to be author')
  if (!['LAST_MODIFIED', 'CREATED'].includes(sortBy)) throw badQuery('sortBy')
  const [size, skip] = [Number(count), Number(start)]
  if (!Number.isInteger(size) || size < 1 || size > 100 || !Number.isInteger(skip) || skip < 0)
    throw badQuery('count, start')
  mayRead(state, caller, author, 'FINDER-author')
  const by = (post: Post) => (sortBy === 'CREATED' ? post.at : post.changedAt)
  const all = state.ordered
    .filter((post) => post.author.urn === author && visible(state, post))
    .toSorted((a, b) => by(b) - by(a))
  const links =
    skip + size < all.length
      ? [
          {
            type: 'application/json',
            rel: 'next',
            href: `/rest/posts?author=${encodeURIComponent(author)}&q=author&count=${size}&start=${skip + size}`,
          },
        ]
      : []
  return {
    paging: { start: skip, count: size, links, total: all.length },
    elements: all.slice(skip, skip + size).map((post) => view(state, post)),
  }
}

function batch(state: State, caller: Caller, ids: readonly string[]) {
  if (state.settings.developmentTier) throw notEnough(operation(caller, `${api}.BATCH_GET`))
  const found = ids.map((id) => [id, state.posts.get(id)] as const)
  for (const [, post] of found) if (post) mayRead(state, caller, post.author.urn, 'BATCH_GET')
  const there = found.flatMap(([id, post]) => (visible(state, post) ? [[id, view(state, post)] as const] : []))
  const gone = found.flatMap(([id, post]) =>
    visible(state, post) ? [] : [[id, { status: 404, message: `Could not find entity ${id}` }] as const],
  )
  return {
    results: Object.fromEntries(there),
    statuses: Object.fromEntries(there.map(([id]) => [id, 200])),
    errors: Object.fromEntries(gone),
  }
}

const patchShape = z.strictObject({
  patch: z.strictObject({
    $set: z.strictObject({
      commentary: z.string().optional(),
      contentCallToActionLabel: z.string().optional(),
      contentLandingPage: z.string().optional(),
    }),
  }),
})

function edit(state: State, post: Post, commentary: string): void {
  const little = checkCommentary(state, commentary, post.content !== undefined)
  post.commentary = little.stored
  post.little = little
  post.changedAt = state.world.now()
  post.edited = true
}

const may = (found: string) => publishers.has(found)

export function postRoutes(app: Hono<LinkedInEnv>, state: State): void {
  app.post('/rest/posts', async (c) => {
    method(c, 'CREATE')
    const post = createPost(state, c.env.visit, c.get('caller'), await json(c.req.raw))
    return c.body(null, 201, {
      'x-restli-id': post.urn,
      'x-linkedin-id': post.urn,
      location: `/posts/${encodeURIComponent(post.urn)}`,
    })
  })
  app.get('/rest/posts', (c) => {
    const query = parameters(c, ['author', 'q', 'count', 'start', 'sortBy', 'ids', 'viewContext', 'isDsc'])
    if (query['ids'] !== undefined) {
      method(c, 'BATCH_GET')
      return c.json(batch(state, c.get('caller'), listOf(query['ids'])))
    }
    method(c, 'FINDER')
    return c.json(finder(state, c.get('caller'), query))
  })
  app.get('/rest/posts/:urn', (c) => {
    method(c, 'GET')
    const { viewContext = 'READER' } = parameters(c, ['viewContext'])
    if (!['AUTHOR', 'READER'].includes(viewContext)) throw badQuery('viewContext')
    const post = state.posts.get(c.req.param('urn'))
    // Whether it exists is not told to those who may not read it.
    mayRead(state, c.get('caller'), post?.author.urn ?? '', 'GET')
    if (!visible(state, post)) throw notFound(c.req.param('urn'))
    return c.json(view(state, post))
  })
  app.post('/rest/posts/:urn', async (c) => {
    method(c, 'PARTIAL_UPDATE', true)
    const post = state.posts.get(c.req.param('urn'))
    if (!post || post.deleted) throw notFound(c.req.param('urn'))
    writeAs(c.get('caller'), post.author, '', `${api}.PARTIAL_UPDATE`, may)
    const { patch } = await body(patchShape, c.req.raw)
    if (patch.$set.commentary === undefined) return c.body(null, 204)
    edit(state, post, patch.$set.commentary)
    state.world.accept(c.env.visit, {
      kind: 'edit',
      account: post.author.urn,
      id: post.urn,
      text: post.little.plain,
      media: [],
    })
    return c.body(null, 204)
  })
  app.delete('/rest/posts/:urn', (c) => {
    method(c, 'DELETE')
    const urn = c.req.param('urn')
    if (!/^urn:li:(share|ugcPost):\d+$/.test(urn))
      throw refuse(400, 'INVALID_URN_TYPE', 'Only shares and ugcPosts can be deleted')
    const post = state.posts.get(urn)
    if (!post) return c.body(null, 204) // idempotent: what is not there is deleted
    writeAs(c.get('caller'), post.author, '', `${api}.DELETE`, may)
    if (!post.deleted)
      state.world.accept(c.env.visit, { kind: 'delete', account: post.author.urn, id: post.urn, text: '', media: [] })
    post.deleted = true
    return c.body(null, 204)
  })
}
