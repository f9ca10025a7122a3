/** The old way to publish, still on LinkedIn's consumer page (sheet 6.4, 7.6): assets and ugcPosts, text without escaping. */
import type { Hono } from 'hono'
import { z } from 'zod'
import { checkAuthor, publish, type Ask } from './create.ts'
import { contentError, notEnough, refuse } from './envelopes.ts'
import { method, operation, parameters } from './gate.ts'
import { body, fit, json } from './json.ts'
import type { Little } from './little.ts'
import * as media from './media.ts'
import { actor, type Content, type LinkedInEnv, type State } from './state.ts'
import { ownerOf } from './upload.routes.ts'

const share = 'com.linkedin.ugc.ShareContent'
const network = 'com.linkedin.ugc.MemberNetworkVisibility'
const mechanism = 'com.linkedin.digitalmedia.uploading.MediaUploadHttpRequest'
const textMax = 3000

const registerShape = z.strictObject({
  registerUploadRequest: z.strictObject({
    owner: z.string(),
    recipes: z
      .array(z.enum(['urn:li:digitalmediaRecipe:feedshare-image', 'urn:li:digitalmediaRecipe:feedshare-video']))
      .length(1),
    serviceRelationships: z
      .array(
        z.strictObject({ relationshipType: z.enum(['OWNER']), identifier: z.enum(['urn:li:userGeneratedContent']) }),
      )
      .length(1),
    supportedUploadMechanism: z.array(z.string()).optional(),
  }),
})

const text = z.strictObject({ text: z.string(), attributes: z.array(z.unknown()).optional() })
const mediaShape = z.strictObject({
  status: z.enum(['READY']),
  media: z.string().optional(),
  originalUrl: z.url().optional(),
  title: text.optional(),
  description: text.optional(),
})
const postShape = z.strictObject({
  author: z.string(),
  lifecycleState: z.enum(['PUBLISHED']),
  specificContent: z.strictObject({
    [share]: z.strictObject({
      shareCommentary: text,
      shareMediaCategory: z.enum(['NONE', 'ARTICLE', 'IMAGE', 'VIDEO']),
      media: z.array(mediaShape).max(20).optional(),
    }),
  }),
  visibility: z.strictObject({ [network]: z.enum(['PUBLIC', 'CONNECTIONS', 'LOGGED_IN']) }),
})
type Medium = z.infer<typeof mediaShape>

/** Plain text as the new form keeps it: every reserved character escaped. */
const plainly = (plain: string): Little => ({
  plain,
  elements: [],
  stored: plain.replaceAll(/[\\|{}@[\]()<>#*_~]/g, '\\$&'),
  cut: undefined,
  malformed: undefined,
})

function contentOf(category: string, all: readonly Medium[]): Content | undefined {
  const [first] = all
  if (category === 'NONE') return undefined
  if (!first) throw contentError(400, 'MISSING_FIELD', `${category} needs media`)
  const title = first.title?.text
  if (category === 'ARTICLE') {
    if (first.originalUrl === undefined) throw contentError(400, 'MISSING_FIELD', 'An article needs originalUrl')
    return { article: { source: first.originalUrl, title, description: first.description?.text } }
  }
  const ids = all.map((one) => {
    if (one.media === undefined) throw contentError(400, 'MISSING_FIELD', 'media needs an asset')
    return { id: one.media }
  })
  if (category === 'IMAGE' && ids.length > 1) return { multiImage: { images: ids } }
  return { media: { id: ids[0]?.id ?? '', title } }
}

export function legacyRoutes(app: Hono<LinkedInEnv>, state: State): void {
  app.post('/v2/assets', async (c) => {
    if (parameters(c, ['action'])['action'] !== 'registerUpload')
      throw refuse(400, undefined, 'action=registerUpload is expected')
    const { registerUploadRequest: ask } = await body(registerShape, c.req.raw)
    const kind = ask.recipes[0]?.endsWith('video') ? 'video' : 'image'
    const upload = media.begin(state, kind, ownerOf(state, c.get('caller'), kind, ask.owner), { asset: true })
    const uploadUrl = `https://api.linkedin.com/mediaUpload/${upload.parts[0]?.token}/feedshare-${kind}/0`
    const artifact = `urn:li:digitalmediaMediaArtifact:(${upload.urn},urn:li:digitalmediaMediaArtifactClass:feedshare-uploaded${kind === 'video' ? 'Video' : 'Image'})`
    const headers = kind === 'video' ? { 'media-type-family': 'VIDEO' } : {}
    return c.json({
      value: { asset: upload.urn, mediaArtifact: artifact, uploadMechanism: { [mechanism]: { uploadUrl, headers } } },
    })
  })
  app.post('/v2/ugcPosts', async (c) => {
    method(c, 'CREATE')
    if (c.req.header('x-restli-protocol-version') !== '2.0.0')
      throw refuse(400, undefined, 'Invalid Rest.li protocol version')
    const raw = await json(c.req.raw)
    const caller = c.get('caller')
    checkAuthor(state, caller, raw)
    const old = fit(postShape, raw)
    const author = actor(state, old.author)
    if (!author) throw notEnough(operation(caller, 'ugcPosts.CREATE'))
    const { shareCommentary, shareMediaCategory, media: all = [] } = old.specificContent[share]
    if (shareCommentary.text.length > textMax)
      throw contentError(400, 'FIELD_LENGTH_TOO_LONG', `text is longer than ${textMax}`)
    const content = contentOf(shareMediaCategory, all)
    if (shareCommentary.text.trim() === '' && !content)
      throw contentError(400, 'INVALID_VALUE_BLANK_FIELD', 'text is blank')
    const ask: Ask = {
      author: old.author,
      commentary: shareCommentary.text,
      visibility: old.visibility[network],
      distribution: { feedDistribution: 'MAIN_FEED' },
      lifecycleState: 'PUBLISHED',
      ...(content ? { content: content as Ask['content'] } : {}),
    }
    const post = publish(state, c.env.visit, author, ask, plainly(shareCommentary.text))
    return c.json({ id: post.urn }, 201, { 'x-restli-id': post.urn })
  })
}
