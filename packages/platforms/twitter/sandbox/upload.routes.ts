import type { Hono } from 'hono'
import { z } from 'zod'
import { guard } from './guard.ts'
import { body, fit, id } from './json.ts'
import * as media from './media.ts'
import { invalid } from './problems.ts'
import type { State, XEnv } from './state.ts'

const scopes = ['media.write']
const category = z.enum(media.categories)
const base64 = z.base64()
const shapes = {
  simple: z.strictObject({ media: base64, media_category: category, additional_owners: z.string().optional() }),
  initialize: z.strictObject({
    media_type: z.enum([
      'video/mp4',
      'video/webm',
      'video/mp2t',
      'video/quicktime',
      'text/srt',
      'text/vtt',
      'image/jpeg',
      'image/gif',
      'image/bmp',
      'image/png',
      'image/webp',
      'image/pjpeg',
      'image/tiff',
    ]),
    total_bytes: z.int().min(0).max(17_179_869_184),
    media_category: category,
    additional_owners: z.array(id).optional(),
    shared: z.boolean().optional(),
  }),
  append: z.strictObject({ media: base64, segment_index: z.int().min(0).max(999) }),
  metadata: z.strictObject({
    id,
    metadata: z.strictObject({
      alt_text: z.strictObject({ text: z.string().max(1000) }).optional(),
      sensitive_media_warning: z.record(z.string(), z.boolean()).optional(),
      allow_download_status: z.strictObject({ allow_download: z.boolean() }).optional(),
    }),
  }),
  subtitles: z.strictObject({
    id,
    media_category: z.enum(['TweetVideo', 'AmplifyVideo']),
    subtitles: z.strictObject({
      id,
      language_code: z.string().regex(/^[A-Z]{2}$/),
      display_name: z.string().optional(),
    }),
  }),
  noSubtitles: z.strictObject({
    id,
    media_category: z.enum(['TweetVideo', 'AmplifyVideo']),
    language_code: z.string().regex(/^[A-Z]{2}$/),
  }),
}

interface Fields {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly fields: Readonly<Record<string, string>>
}

/** A file part named `media` and text fields; JSON with base64 is the other form both endpoints take. */
async function multipart(state: State, request: Request): Promise<Fields> {
  const data = await request.formData().catch(() => {
    throw invalid(state, 'The multipart body cannot be read.')
  })
  const fields: Record<string, string> = {}
  let bytes: Uint8Array<ArrayBuffer> | undefined
  for (const [name, value] of data) {
    if (typeof value === 'string') fields[name] = value
    else if (name === 'media') bytes = new Uint8Array(await value.arrayBuffer())
    else
      throw invalid(
        state,
        `$.${name}: is not defined in the schema and the schema does not allow additional properties`,
        { [name]: [] },
      )
  }
  if (!bytes) throw invalid(state, '$.media: is missing but it is required', { media: [] })
  return { bytes, fields }
}

const isMultipart = (request: Request) => /^multipart\/form-data\b/i.test(request.headers.get('content-type') ?? '')
const decode = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))

async function readSimple(state: State, request: Request) {
  if (!isMultipart(request)) {
    const { media, ...rest } = await body(state, shapes.simple, request)
    return { bytes: decode(media), ...rest }
  }
  const { bytes, fields } = await multipart(state, request)
  return { bytes, ...fit(state, shapes.simple.omit({ media: true }), fields) }
}

async function readAppend(state: State, request: Request) {
  if (!isMultipart(request)) {
    const { media, segment_index } = await body(state, shapes.append, request)
    return { bytes: decode(media), index: segment_index }
  }
  const { bytes, fields } = await multipart(state, request)
  const numbered = z.strictObject({ segment_index: z.coerce.number().int().min(0).max(999) })
  return { bytes, index: fit(state, numbered, fields).segment_index }
}

export function uploadRoutes(app: Hono<XEnv>, state: State): void {
  app.post('/2/media/upload', guard(state, { scopes, perUser: 500, as: 'upload' }), async (c) => {
    const { bytes, media_category: kind, additional_owners: others } = await readSimple(state, c.req.raw)
    if (kind === 'tweet_video' || kind === 'amplify_video')
      throw invalid(state, 'Video needs the chunked upload.', { media_category: [kind] })
    const upload = media.begin(state, c.get('caller'), {
      category: kind,
      totalBytes: bytes.byteLength,
      others: others?.split(',') ?? [],
    })
    media.append(state, upload, 0, bytes)
    const refused = await media.finalize(state, c.env.visit, upload)
    return refused ?? c.json({ data: media.view(state, upload) })
  })
  app.get('/2/media/upload', guard(state, { scopes, perUser: 1000, as: 'upload status' }), (c) => {
    const { media_id: mediaId = '', command = 'STATUS', ...rest } = c.req.query()
    if (command !== 'STATUS' || Object.keys(rest).length > 0)
      throw invalid(state, 'Only command=STATUS and media_id are known here.')
    const upload = media.own(state, c.get('caller'), mediaId)
    return c.json({ data: media.view(state, upload) })
  })
  app.post('/2/media/upload/initialize', guard(state, { scopes, perUser: 1875, as: 'initialize' }), async (c) => {
    const ask = await body(state, shapes.initialize, c.req.raw)
    const upload = media.begin(state, c.get('caller'), {
      category: ask.media_category,
      type: ask.media_type,
      totalBytes: ask.total_bytes,
      others: ask.additional_owners ?? [],
    })
    return c.json({ data: media.view(state, upload) })
  })
  app.post('/2/media/upload/:id/append', guard(state, { scopes, perUser: 1875, as: 'append' }), async (c) => {
    if (Number(c.req.header('content-length') ?? 0) > media.segmentBytes + 16_384) return c.body(null, 413)
    const upload = media.own(state, c.get('caller'), c.req.param('id'))
    const { bytes, index } = await readAppend(state, c.req.raw)
    if (bytes.byteLength > media.segmentBytes) return c.body(null, 413)
    media.append(state, upload, index, bytes)
    return c.json({ data: { expires_at: Math.floor(upload.until / 1000) } })
  })
  app.post('/2/media/upload/:id/finalize', guard(state, { scopes, perUser: 1875, as: 'finalize' }), async (c) => {
    const upload = media.own(state, c.get('caller'), c.req.param('id'))
    const refused = await media.finalize(state, c.env.visit, upload)
    return refused ?? c.json({ data: media.view(state, upload) })
  })
  app.post('/2/media/metadata', guard(state, { scopes, perUser: 500, as: 'metadata', usd: 0.005 }), async (c) => {
    const { id: mediaId, metadata } = await body(state, shapes.metadata, c.req.raw)
    const upload = media.own(state, c.get('caller'), mediaId)
    if (metadata.alt_text) upload.alt = metadata.alt_text.text
    return c.json({ data: { id: upload.id, associated_metadata: metadata } })
  })
  app.post('/2/media/subtitles', guard(state, { scopes, perUser: 100, as: 'subtitles' }), async (c) => {
    const { id: mediaId, media_category, subtitles } = await body(state, shapes.subtitles, c.req.raw)
    const [film, text] = [media.own(state, c.get('caller'), mediaId), media.own(state, c.get('caller'), subtitles.id)]
    if (!film.finalized?.seen.type.startsWith('video/') || text.category !== 'subtitles')
      throw invalid(state, 'Subtitles need a video and an uploaded subtitle file.')
    return c.json({ data: { id: film.id, media_category, associated_subtitles: subtitles } })
  })
  app.delete('/2/media/subtitles', guard(state, { scopes, perUser: 100, as: 'subtitles' }), async (c) => {
    const { id: mediaId } = await body(state, shapes.noSubtitles, c.req.raw)
    media.own(state, c.get('caller'), mediaId)
    return c.json({ data: { deleted: true } })
  })
}
