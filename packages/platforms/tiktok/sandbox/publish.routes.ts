import type { Context, Hono } from 'hono'
import { invalid, ok, refusal, refuse } from './answers.ts'
import { blocked } from './caps.ts'
import { guard, holds } from './guard.ts'
import * as init from './init.ts'
import { body } from './json.ts'
import { privacyOptions } from './people.ts'
import { cancel, statusOf } from './publish.ts'
import { pullFilm, pullPhotos } from './pull.ts'
import { shapes, type VideoSource } from './shapes.ts'
import type { Publish, State, TikTokEnv } from './state.ts'
import { openUpload } from './upload.routes.ts'
import { avatarUrl } from './view.ts'

const base = '/v2/post/publish'
const perMinute = { init: 6, creator: 20, status: 30 }

/** A film by bytes waits for them; one at an address is fetched at once. */
async function videoInit(
  state: State,
  c: Context<TikTokEnv>,
  source: VideoSource,
  what: Pick<init.Begin, 'mode' | 'info' | 'notes'>,
): Promise<Response> {
  const { visit } = c.env
  const begin = (more: Partial<init.Begin> = {}) =>
    init.begin(state, visit, c.get('caller'), { kind: 'video', ...what, ...more })
  if (source.source === 'PULL_FROM_URL')
    return ok(state, { publish_id: (await pullFilm(state, visit, source.video_url, begin)).id })
  const publish = begin({ file: source })
  return ok(state, { publish_id: publish.id, upload_url: openUpload(state, publish) })
}

function initRoutes(app: Hono<TikTokEnv>, state: State): void {
  const needs = (as: string, ...scopes: readonly string[]) =>
    guard(state, { scopes, perMinute: perMinute.init, of: 'user', as })

  app.post(`${base}/video/init`, needs('video/init', 'video.publish'), async (c) => {
    const { post_info: given, source_info: source } = await body(state, shapes.video, c.req.raw)
    if (source.source === 'FILE_UPLOAD') init.checkPlan(state, source)
    init.checkDisclosure(state, given)
    init.checkCreator(state, c.env.visit, c.get('caller'), given.privacy_level)
    const info = init.videoOf(c.get('caller'), given)
    return await videoInit(state, c, source, { mode: 'DIRECT_POST', info, notes: init.notes.video(given) })
  })

  app.post(`${base}/inbox/video/init`, needs('inbox/video/init', 'video.upload'), async (c) => {
    const ask = await body(state, shapes.inboxVideo, c.req.raw)
    if (ask.source_info.source === 'FILE_UPLOAD') init.checkPlan(state, ask.source_info)
    init.checkInbox(state, c.env.visit, c.get('caller'))
    const notes = init.notes.videoDraft(ask)
    return await videoInit(state, c, ask.source_info, {
      mode: 'MEDIA_UPLOAD',
      info: init.draftOf(c.get('caller')),
      notes,
    })
  })

  app.post(`${base}/content/init`, needs('content/init', 'video.publish', 'video.upload'), async (c) => {
    const { post_mode: mode, post_info: given = {}, source_info: source } = await body(state, shapes.photos, c.req.raw)
    const caller = c.get('caller')
    const direct = mode === 'DIRECT_POST'
    if (!holds(caller, direct ? 'video.publish' : 'video.upload')) throw refuse(state, 'scope_not_authorized')
    const { photo_images: addresses, photo_cover_index: cover = 0 } = source
    if (cover >= addresses.length)
      throw invalid(state, 'source_info.photo_cover_index: there are not so many photo_images')
    if (direct) init.checkDisclosure(state, given)
    if (direct) init.checkCreator(state, c.env.visit, caller, given.privacy_level)
    else init.checkInbox(state, c.env.visit, caller)
    const publish = await pullPhotos(state, c.env.visit, addresses, () =>
      init.begin(state, c.env.visit, caller, {
        kind: 'photo',
        mode,
        info: direct ? init.photosOf(caller, given, cover) : init.draftOf(caller, given, cover),
        notes: direct ? init.notes.photos(given) : init.notes.photosDraft(given),
      }),
    )
    return ok(state, { publish_id: publish.id })
  })
}

export function publishRoutes(app: Hono<TikTokEnv>, state: State): void {
  const creatorNeeds = { scopes: ['video.publish'], perMinute: perMinute.creator, of: 'user', as: 'creator' } as const
  app.post(`${base}/creator_info/query`, guard(state, creatorNeeds), async (c) => {
    await body(state, shapes.nothing, c.req.raw)
    const caller = c.get('caller')
    const code = blocked(state, c.env.visit, caller)
    // Not a failure of the call: that the creator cannot post now is the answer.
    if (code) return refusal(state, code, undefined, 200)
    const { creator } = caller
    return ok(state, {
      creator_avatar_url: avatarUrl(state, creator),
      creator_username: creator.handle,
      creator_nickname: creator.name,
      privacy_level_options: privacyOptions(creator),
      comment_disabled: creator.commentsOff,
      duet_disabled: creator.duetOff,
      stitch_disabled: creator.stitchOff,
      max_video_post_duration_sec: creator.maxSeconds,
    })
  })
  initRoutes(app, state)

  /** The caller's own; an id of somebody else is another error than one of nobody. */
  async function mine(c: Context<TikTokEnv>): Promise<Publish> {
    const { publish_id: id } = await body(state, shapes.publishId, c.req.raw)
    const publish = state.publishes.get(id)
    if (!publish) throw refuse(state, 'invalid_publish_id')
    const { creator, grant } = c.get('caller')
    if (publish.creator !== creator || publish.app !== grant.app)
      throw refuse(state, 'token_not_authorized_for_specified_publish_id')
    return publish
  }
  const posting = { scopes: ['video.publish', 'video.upload'], perMinute: perMinute.status, of: 'user' } as const
  app.post(`${base}/status/fetch`, guard(state, { ...posting, as: 'status' }), async (c) =>
    ok(state, statusOf(state, await mine(c))),
  )
  app.post(`${base}/cancel`, guard(state, { ...posting, as: 'cancel' }), async (c) => {
    if (!cancel(state, c.env.visit, await mine(c))) throw refuse(state, 'publish_not_cancellable')
    return ok(state, {})
  })
}
