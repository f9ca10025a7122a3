import type { Hono } from 'hono'
import { ok, refuse } from './answers.ts'
import { guard, holds } from './guard.ts'
import { body, fieldsOf } from './json.ts'
import { shapes } from './shapes.ts'
import type { State, TikTokEnv } from './state.ts'
import { knownUserFields, knownVideoFields, publicPosts, scopeOfField, userView, videoView } from './view.ts'

const perMinute = 600
const usualCount = 10

export function readRoutes(app: Hono<TikTokEnv>, state: State): void {
  const needs = (as: string, ...scopes: readonly string[]) => guard(state, { scopes, perMinute, of: 'app', as })
  const queryOf = (url: string) => new URL(url).searchParams

  app.get('/v2/user/info', needs('user/info', 'user.info.basic'), (c) => {
    const caller = c.get('caller')
    const fields = fieldsOf(state, queryOf(c.req.url), knownUserFields)
    // One field too many and the whole call fails.
    if (fields.some((field) => !holds(caller, scopeOfField(field)))) throw refuse(state, 'scope_not_authorized')
    return ok(state, { user: userView(fields, state, caller.creator, caller.grant.app) })
  })

  app.post('/v2/video/list', needs('video/list', 'video.list'), async (c) => {
    const fields = fieldsOf(state, queryOf(c.req.url), knownVideoFields)
    const { cursor = Number.POSITIVE_INFINITY, max_count: count = usualCount } = await body(
      state,
      shapes.videoList,
      c.req.raw,
    )
    const rest = publicPosts(state, c.get('caller').creator).filter(
      (post) => post.at < (cursor || Number.POSITIVE_INFINITY),
    )
    const page = rest.slice(0, count)
    return ok(state, {
      videos: page.map((post) => videoView(fields, state, post)),
      cursor: page.at(-1)?.at ?? state.world.now(),
      has_more: rest.length > page.length,
    })
  })

  app.post('/v2/video/query', needs('video/query', 'video.list'), async (c) => {
    const fields = fieldsOf(state, queryOf(c.req.url), knownVideoFields)
    const { filters } = await body(state, shapes.videoQuery, c.req.raw)
    const wanted = new Set(filters.video_ids)
    const found = publicPosts(state, c.get('caller').creator).filter((post) => wanted.has(post.id))
    return ok(state, { videos: found.map((post) => videoView(fields, state, post)) })
  })
}
