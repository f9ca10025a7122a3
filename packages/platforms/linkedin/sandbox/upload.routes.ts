import type { Context, Hono } from 'hono'
import { z } from 'zod'
import { contentError, notFound, refuse } from './envelopes.ts'
import { has, identify, parameters } from './gate.ts'
import { body } from './json.ts'
import * as media from './media.ts'
import { maySpeakAs, role } from './people.ts'
import { actor, type Actor, type Caller, type LinkedInEnv, type State, type Upload, type UploadKind } from './state.ts'

const forbidden = (kind: UploadKind) =>
  refuse(
    403,
    undefined,
    `Accessing this ${kind} resource is forbidden. Please check your permissions for this resource`,
  )
const owner = z.string()
const shapes = {
  plain: z.strictObject({
    initializeUploadRequest: z.strictObject({
      owner,
      mediaLibraryMetadata: z.strictObject({ associatedAccount: z.string(), assetName: z.string() }).optional(),
    }),
  }),
  video: z.strictObject({
    initializeUploadRequest: z.strictObject({
      owner,
      fileSizeBytes: z.int().min(1).max(5_368_709_120),
      uploadCaptions: z.boolean().optional(),
      uploadThumbnail: z.boolean().optional(),
      templateName: z.string().optional(),
      linkbackContext: z.string().optional(),
    }),
  }),
  finalize: z.strictObject({
    finalizeUploadRequest: z.strictObject({
      video: z.string(),
      uploadToken: z.string(),
      uploadedPartIds: z.array(z.string()),
    }),
  }),
}

/** The owner has to be the caller, or a page the caller may publish for. */
export function ownerOf(state: State, caller: Caller, kind: UploadKind, urn: string): Actor {
  if (!/^urn:li:(person|organization):/.test(urn))
    throw contentError(
      400,
      'INVALID_URN_TYPE',
      'The owner has to be a person or an organization',
      undefined,
      '/initializeUploadRequest/owner',
    )
  const found = actor(state, urn)
  const allowed = found && maySpeakAs(caller.member, found) && has(caller, `w_${found.kind}_social`)
  if (!found || !allowed) throw forbidden(kind)
  return found
}

function plainUpload(app: Hono<LinkedInEnv>, state: State, kind: 'image' | 'document'): void {
  app.post(`/rest/${kind}s`, async (c) => {
    if (parameters(c, ['action'])['action'] !== 'initializeUpload')
      throw refuse(400, undefined, 'action=initializeUpload is expected')
    const { initializeUploadRequest: ask } = await body(shapes.plain, c.req.raw)
    const upload = media.begin(state, kind, ownerOf(state, c.get('caller'), kind, ask.owner))
    const uploadUrl = media.address(
      upload.parts[0]?.token ?? '',
      kind === 'image' ? 'uploaded-image/0' : 'uploaded-document/0',
    )
    return c.json({ value: { uploadUrlExpiresAt: upload.until, uploadUrl, [kind]: upload.urn } })
  })
}

function initializeVideo(state: State, caller: Caller, ask: z.infer<typeof shapes.video>['initializeUploadRequest']) {
  const upload = media.begin(state, 'video', ownerOf(state, caller, 'video', ask.owner), { size: ask.fileSizeBytes })
  return {
    uploadUrlsExpireAt: upload.until,
    video: upload.urn,
    uploadToken: '',
    uploadInstructions: upload.parts.map((part, index) => ({
      uploadUrl: `${media.address(part.token, 'uploadedVideo')}&part=${index}`,
      firstByte: part.first,
      lastByte: part.last,
    })),
    ...(ask.uploadCaptions ? { captionsUploadUrl: media.side(state, upload, 'uploadedCaptions') } : {}),
    ...(ask.uploadThumbnail ? { thumbnailUploadUrl: media.side(state, upload, 'uploadedThumbnail') } : {}),
  }
}

async function finalizeVideo(
  state: State,
  c: Context<LinkedInEnv>,
  ask: z.infer<typeof shapes.finalize>['finalizeUploadRequest'],
): Promise<void> {
  const upload = state.uploads.get(ask.video)
  if (upload?.kind !== 'video' || upload.whole) throw contentError(400, 'INVALID_VIDEO_ID', 'The video does not exist')
  ownerOf(state, c.get('caller'), 'video', upload.owner)
  if (upload.until <= state.world.now()) throw contentError(400, 'EXPIRED_UPLOAD_URL', 'The upload has expired')
  if (upload.done) throw contentError(400, 'INVALID_VIDEO_ID', 'The video has been finalized already')
  const tags = new Set(upload.parts.map((part) => part.etag))
  const strange =
    ask.uploadToken !== '' ||
    ask.uploadedPartIds.length > upload.parts.length ||
    ask.uploadedPartIds.some((tag) => !tags.has(tag))
  if (upload.parts.some((part) => part.etag === undefined) || ask.uploadedPartIds.length < upload.parts.length)
    throw contentError(400, 'MEDIA_ASSET_WAITING_UPLOAD', 'Not every part of the video was uploaded')
  if (strange) throw contentError(400, 'INVALID_VALUE_FOR_FIELD', 'The uploaded part ids do not belong to this video')
  await media.finalize(state, c.env.visit, upload, ask.uploadedPartIds)
}

function view(state: State, upload: Upload) {
  const now = media.status(state, upload)
  const seen = upload.done?.seen
  const film =
    upload.kind === 'video' && now === 'AVAILABLE'
      ? { duration: Math.round((seen?.seconds ?? 0) * 1000), aspectRatioWidth: 16, aspectRatioHeight: 9 }
      : {}
  return {
    id: upload.urn,
    owner: upload.owner,
    status: now,
    ...film,
    ...(now === 'AVAILABLE'
      ? {
          downloadUrl: `https://media.licdn.com/dms/${encodeURIComponent(upload.urn)}`,
          downloadUrlExpiresAt: state.world.now() + 3_600_000,
        }
      : {}),
    ...(upload.kind === 'video' && now === 'PROCESSING_FAILED'
      ? { processingFailureReason: upload.done?.failure }
      : {}),
  }
}

/** A film's state may be read by whoever uploaded it; pictures and documents need the right to read the page. */
function mayRead(state: State, caller: Caller, upload: Upload): boolean {
  const found = actor(state, upload.owner)
  if (!found || role(caller.member, found) === undefined) return false
  return upload.kind === 'video' || (found.kind === 'organization' && has(caller, 'r_organization_social'))
}

/** Pictures and documents need the token; film parts are pre-signed, a token that comes along is only noted. */
async function receive(state: State, c: Context<LinkedInEnv>): Promise<Response> {
  const found = state.addresses.get(c.req.param('token') ?? '')
  if (!found || found.upload.until <= state.world.now()) return c.body(null, 403)
  const { upload, part } = found
  if (upload.kind !== 'video') identify(state, c)
  else if (c.req.header('authorization') !== undefined) c.env.visit.notes.push('a token was sent to the upload edge')
  if (part === undefined) return c.body(null, 201)
  const type = c.req.header('content-type') ?? ''
  if (/^(text|multipart)\//i.test(type) || type === 'application/json') return c.body(null, 415)
  if (Number(c.req.header('content-length') ?? 0) > media.largest[upload.kind]) return c.body(null, 413)
  const bytes = new Uint8Array(await c.req.arrayBuffer())
  if (!upload.whole && bytes.byteLength !== part.last - part.first + 1) return c.body(null, 400)
  await media.put(state, c.env.visit, upload, part, bytes)
  return upload.whole ? c.body(null, 201) : c.body(null, 200, { etag: `"${part.etag}"` })
}

export function uploadRoutes(app: Hono<LinkedInEnv>, state: State): void {
  plainUpload(app, state, 'image')
  plainUpload(app, state, 'document')
  app.post('/rest/videos', async (c) => {
    const { action } = parameters(c, ['action'])
    if (action === 'initializeUpload')
      return c.json({
        value: initializeVideo(state, c.get('caller'), (await body(shapes.video, c.req.raw)).initializeUploadRequest),
      })
    if (action !== 'finalizeUpload') throw refuse(400, undefined, 'action has to be initializeUpload or finalizeUpload')
    await finalizeVideo(state, c, (await body(shapes.finalize, c.req.raw)).finalizeUploadRequest)
    return c.body(null, 200)
  })
  for (const kind of ['image', 'video', 'document'] as const) {
    app.get(`/rest/${kind}s/:urn`, (c) => {
      const upload = state.uploads.get(c.req.param('urn'))
      if (upload?.kind !== kind) throw notFound(c.req.param('urn'))
      if (!mayRead(state, c.get('caller'), upload)) throw forbidden(kind)
      return c.json(view(state, upload))
    })
  }
  for (const path of ['/www/dms-uploads/:token/*', '/mediaUpload/:token/*'] as const)
    app.put(path, (c) => receive(state, c))
  app.post('/www/dms-uploads/:token/uploadedCaptions', (c) =>
    state.addresses.has(c.req.param('token')) ? c.body(null, 201) : c.body(null, 403),
  )
}
