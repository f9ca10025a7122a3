/** The upload host (sheet 6.1): chunks in order, one at a time, to an address that lives an hour. */
import type { Context, Hono } from 'hono'
import { video } from '../rules.ts'
import { takeFilm } from './publish.ts'
import { now, type Publish, type State, type TikTokEnv, type Upload } from './state.ts'

/** Longer films are not kept whole: they would fill the memory of the machine that practises. */
const keptWhole = 64 * 1024 * 1024

export function openUpload(state: State, publish: Publish): string {
  const id = state.world.chance.text(19)
  state.uploads.set(id, publish)
  return `https://open-upload.tiktokapis.com/video/?upload_id=${id}&upload_token=${publish.upload?.token ?? ''}`
}

const plain = (status: number, text: string, headers: Record<string, string> = {}) =>
  new Response(text, { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers } })
const progress = ({ received, size }: Upload) => ({ 'content-range': `bytes 0-${received}/${size}` })

/** First and last byte as the request says, or what is wrong with its headers. */
function readRange(
  c: Context<TikTokEnv>,
  { size }: Upload,
): { readonly first: number; readonly length: number } | string {
  const type = c.req.header('content-type') ?? ''
  if (!video.types.some((one) => one === type)) return `Content-Type: ${video.types.join(', ')}`
  const [, first, last, total] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(c.req.header('content-range') ?? '') ?? []
  if (first === undefined || last === undefined) return 'Content-Range: bytes {first}-{last}/{total}'
  const length = Number(last) - Number(first) + 1
  if (Number(total) !== size || length < 1 || Number(last) >= size) return 'Content-Range is invalid'
  return { first: Number(first), length }
}

/** The next chunk has to have the promised size; the last one has all that is left. */
function planned({ received, chunkSize, count, size }: Upload): number {
  const index = Math.floor(received / chunkSize)
  return index >= count - 1 ? size - received : chunkSize
}

function keep(upload: Upload, bytes: Uint8Array<ArrayBuffer>): void {
  if (upload.size > keptWhole && upload.kept.length === 2) upload.kept.pop()
  upload.kept.push(bytes)
}

async function put(state: State, c: Context<TikTokEnv>): Promise<Response> {
  const { visit } = c.env
  // Read whatever the answer will be: one that comes in the middle of a body is lost with the connection.
  const bytes = new Uint8Array(await c.req.raw.arrayBuffer())
  const publish = state.uploads.get(c.req.query('upload_id') ?? '')
  const upload = publish?.upload
  if (!upload || state.world.fault(visit, 'upload_gone')) return plain(404, 'The upload task does not exist.')
  visit.account = publish.creator.id
  if (state.world.fault(visit, 'upload_expired')) upload.until = now(state)
  if (upload.until <= now(state) || c.req.query('upload_token') !== upload.token)
    return plain(403, 'The upload_url has expired.')
  const range = readRange(c, upload)
  if (typeof range === 'string') return plain(400, range)
  if (range.first !== upload.received) return plain(416, 'Content-Range is not what is missing.', progress(upload))
  if (range.length !== bytes.length) return plain(400, 'Content-Range does not match the body.')
  if (range.length !== planned(upload)) return plain(400, 'The length of the chunk is not the promised one.')
  upload.received += bytes.length
  keep(upload, bytes)
  if (upload.received < upload.size) return new Response(null, { status: 206, headers: progress(upload) })
  const kept = new Uint8Array(Buffer.concat(upload.kept))
  upload.kept = []
  await takeFilm(state, visit, publish, kept)
  return new Response(null, { status: state.world.fault(visit, 'upload_200') ? 200 : 201, headers: progress(upload) })
}

export function uploadRoutes(app: Hono<TikTokEnv>, state: State): void {
  app.put('/upload/video', (c) => put(state, c))
}
