import type { Context, Hono } from 'hono'
import { z } from 'zod'
import { invalid, proxyPage, unprocessable } from './errors.ts'
import { needs } from './guard.ts'
import { ownLoose, progress, readDescription, readFocus, release, store } from './media.ts'
import { permit, readParams, word } from './params.ts'
import { atLeast, type MastodonEnv, type State } from './state.ts'
import { mediaView } from './view.ts'

const writing = ['write', 'write:media'] as const
const upload = z.object({
  file: z.instanceof(Blob).optional(),
  thumbnail: z.instanceof(Blob).optional(),
  description: word.optional(),
  focus: word.optional(),
})

async function receive(state: State, c: Context<MastodonEnv>, atOnce: boolean) {
  const { visit } = c.env
  const { file, description, focus } = permit(visit, upload, await readParams(c.req.raw))
  if (!file) throw invalid("File can't be blank")
  return await store(state, visit, c.get('caller').account, { file, description, focus }, atOnce)
}

/** Some proxies in front of a server refuse a body whose length is not announced. */
const unannounced = (state: State, c: Context<MastodonEnv>) =>
  !state.settings.chunkedUploads && c.req.header('content-length') === undefined

export function mediaRoutes(app: Hono<MastodonEnv>, state: State): void {
  app.post('/api/v2/media', needs(state, ...writing), async (c) => {
    if (unannounced(state, c)) return proxyPage(411)
    const media = await receive(state, c, false)
    return c.json(mediaView(state, media), progress(state, media) === 'processing' ? 202 : 200)
  })
  app.post('/api/v1/media', needs(state, ...writing), async (c) => {
    if (unannounced(state, c)) return proxyPage(411)
    return c.json(mediaView(state, await receive(state, c, true)))
  })
  app.get('/api/v1/media/:id', needs(state, ...writing), (c) => {
    const media = ownLoose(state, c.get('caller').account, c.req.param('id'))
    const now = progress(state, media)
    if (now === 'failed') throw unprocessable('Error processing thumbnail for uploaded media')
    return Response.json(mediaView(state, media), { status: now === 'processing' ? 206 : 200 })
  })
  app.put('/api/v1/media/:id', needs(state, ...writing), async (c) => {
    const media = ownLoose(state, c.get('caller').account, c.req.param('id'))
    const { description, focus } = permit(c.env.visit, upload, await readParams(c.req.raw))
    if (description !== undefined) media.description = readDescription(description)
    if (focus !== undefined) media.focus = readFocus(focus)
    return c.json(mediaView(state, media))
  })
  app.delete('/api/v1/media/:id', needs(state, ...writing), (c) => {
    if (!atLeast(state, 4, 4)) return c.notFound()
    const { account } = c.get('caller')
    const attached = state.media.get(c.req.param('id'))
    if (attached?.owner === account.id && attached.attachedTo !== undefined)
      throw unprocessable('Media attachment is currently used by a status')
    release(state, [ownLoose(state, account, c.req.param('id'))], true)
    return c.json({})
  })
}
