import type { Context, Hono } from 'hono'
import { z } from 'zod'
import { pageParameters, readAsked, readPage, type Page } from './ask.ts'
import { createPost, createShape } from './create.ts'
import { charge, guard } from './guard.ts'
import { body } from './json.ts'
import { forbidden, invalid, missing, notEnrolled, notYours, problemResponse } from './problems.ts'
import { seen, type Post, type State, type XEnv } from './state.ts'
import { mentioned, showPost } from './text.ts'
import { listAnswer, postsOf, userView } from './view.ts'

const reading = ['tweet.read', 'users.read']
const writing = ['tweet.write', ...reading]
const queryOf = (c: Context<XEnv>) => new URL(c.req.url).searchParams
const readUsd = 0.001 // owned reads; nobody reads strangers here

/** One page of posts, newest first, and whether there are more. Only as many are looked at as are needed. */
function pageOf(state: State, all: readonly Post[], page: Page, withReplies: boolean) {
  const posts: Post[] = []
  let left = Math.min(page.skip + page.max, 3200)
  for (let index = all.length - 1; index >= 0; index--) {
    const post = all[index]
    if (!post || BigInt(post.id) <= page.after) break
    if (page.before !== undefined && BigInt(post.id) >= page.before) continue
    if (post.at < page.from || post.at >= page.to || (post.parent && !withReplies) || !seen(state, post)) continue
    if (left === 0) return { posts: posts.slice(page.skip), more: true }
    posts.push(post)
    left -= 1
  }
  return { posts: posts.slice(page.skip), more: false }
}

/** A timeline page. Nothing found is `{"meta":{"result_count":0}}`. */
function timeline(state: State, c: Context<XEnv>, all: readonly Post[]): Response {
  const query = queryOf(c)
  const asked = readAsked(state, query, pageParameters)
  const page = readPage(state, query)
  const { posts, more } = pageOf(state, all, page, !(query.get('exclude') ?? '').split(',').includes('replies'))
  const meta = {
    result_count: posts.length,
    ...(posts.length > 0 ? { newest_id: posts[0]?.id, oldest_id: posts.at(-1)?.id } : {}),
    ...(more ? { next_token: `p${page.skip + page.max}` } : {}),
  }
  charge(state, c.get('caller').grant, 'read posts', posts.length * readUsd)
  return c.json(listAnswer(state, { posts, asked, caller: c.get('caller') }, [], meta))
}

function lookUp(state: State, c: Context<XEnv>, ids: readonly string[], parameter: string) {
  if (ids.length > 100 || ids.length === 0 || ids.some((one) => !/^[0-9]{1,19}$/.test(one)))
    throw invalid(state, `The \`${parameter}\` query parameter value [${ids.join(',')}] is not valid`, {
      [parameter]: ids,
    })
  const asked = readAsked(state, queryOf(c), parameter === 'ids' ? ['ids'] : [])
  const found = ids.map((one) => state.posts.get(one))
  const posts = found.flatMap((post) => (post && seen(state, post) ? [post] : []))
  const errors = ids
    .filter((one) => !posts.some((post) => post.id === one))
    .map((one) => missing(state, one, parameter))
  charge(state, c.get('caller').grant, 'read posts', posts.length * readUsd)
  return listAnswer(state, { posts, asked, caller: c.get('caller') }, errors)
}

function readRoutes(app: Hono<XEnv>, state: State): void {
  app.get('/2/users/me', guard(state, { scopes: reading, perUser: 75, as: 'users/me', usd: 0.01 }), (c) =>
    c.json({ data: userView(state, c.get('caller').user, readAsked(state, queryOf(c))) }),
  )
  app.get('/2/users/:id/tweets', guard(state, { scopes: reading, perUser: 900, as: 'user tweets' }), (c) => {
    const user = state.users.get(c.req.param('id'))
    if (!user) return c.json({ errors: [{ ...missing(state, c.req.param('id'), 'id'), resource_type: 'user' }] })
    return timeline(state, c, postsOf(state, user))
  })
  app.get('/2/users/:id/mentions', guard(state, { scopes: reading, perUser: 300, as: 'mentions' }), (c) => {
    const { user } = c.get('caller')
    if (c.req.param('id') !== user.id) throw forbidden('Forbidden')
    return timeline(
      state,
      c,
      [...state.posts.values()]
        .filter((post) => mentioned(post.text, user.handle) || post.parent?.author === user)
        .slice(-800),
    )
  })
  app.get('/2/tweets/analytics', guard(state, { scopes: reading, perUser: 300, as: 'analytics' }), () =>
    notEnrolled(state),
  )
  app.get('/2/tweets', guard(state, { scopes: reading, perUser: 5000, as: 'tweets' }), (c) =>
    c.json(lookUp(state, c, c.req.query('ids')?.split(',') ?? [], 'ids')),
  )
  app.get('/2/tweets/:id', guard(state, { scopes: reading, perUser: 900, as: 'tweet' }), (c) => {
    const { data, ...rest } = lookUp(state, c, [c.req.param('id')], 'id')
    if (data) return c.json({ data: data[0], ...rest })
    return c.json(rest, state.settings.missingPostStatus === 404 ? 404 : 200)
  })
}

export function postRoutes(app: Hono<XEnv>, state: State): void {
  app.post('/2/tweets', guard(state, { scopes: writing, perUser: 100, as: 'create' }), async (c) => {
    const ask = await body(state, createShape, c.req.raw)
    const post = createPost(state, c.env.visit, c.get('caller'), ask)
    return c.json({ data: { id: post.id, text: showPost(post).short.text, edit_history_tweet_ids: post.history } }, 201)
  })
  app.delete('/2/tweets/:id', guard(state, { scopes: writing, perUser: 50, as: 'delete', usd: 0.01 }), (c) => {
    const post = state.posts.get(c.req.param('id'))
    const { user } = c.get('caller')
    if (!post || post.deleted) return problemResponse(404, missing(state, c.req.param('id'), 'id'))
    if (post.author.id !== user.id) throw notYours(state, 'You are not authorized to delete this Tweet.', post.id)
    // Deleting any version takes the whole chain of edits.
    for (const version of post.history.flatMap((one) => state.posts.get(one) ?? [])) {
      for (let each: Post | undefined = version; each; each = each.newer) each.deleted = true
    }
    state.world.accept(c.env.visit, { kind: 'delete', account: user.id, id: post.id, text: '', media: [] })
    return c.json({ data: { deleted: true } })
  })
  app.put(
    '/2/tweets/:id/hidden',
    guard(state, { scopes: ['tweet.moderate.write', ...reading], perUser: 50, as: 'hide', usd: 0.005 }),
    async (c) => {
      const { hidden } = await body(state, z.strictObject({ hidden: z.boolean() }), c.req.raw)
      const post = state.posts.get(c.req.param('id'))
      if (!post || !seen(state, post)) return problemResponse(404, missing(state, c.req.param('id'), 'id'))
      const root = state.posts.get(post.conversation)
      if (root?.author.id !== c.get('caller').user.id || post === root)
        throw forbidden('You are not permitted to perform this action.')
      post.hidden = hidden
      return c.json({ data: { hidden } })
    },
  )
  readRoutes(app, state)
}
