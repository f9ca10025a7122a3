/** Uploads (sheet section 6): bytes are pushed, in one piece or in segments; films and GIFs are processed on time. */
import { look, type Seen } from '../../sandbox/files.ts'
import type { Visit } from '../../sandbox/ledger.ts'
import type { Caller, State, Upload } from './state.ts'
import { invalid } from './problems.ts'

const lifeSeconds = 86_400
const prefixes: Readonly<Record<string, string>> = {
  tweet_image: '3',
  tweet_gif: '16',
  tweet_video: '7',
  amplify_video: '13',
}
const largest: Readonly<Record<string, number>> = { tweet_image: 5e6, tweet_gif: 15e6, subtitles: 1e6 }
const asked = {
  tweet_image: 'image',
  tweet_gif: 'image/gif',
  tweet_video: 'video',
  amplify_video: 'video',
  subtitles: 'text',
} as const
export const categories = Object.keys(asked) as (keyof typeof asked)[]
export const segmentBytes = 8e6

export function begin(
  state: State,
  caller: Caller,
  ask: { category: string; type?: string | undefined; totalBytes: number; others: readonly string[] },
): Upload {
  if (ask.totalBytes > (largest[ask.category] ?? 17_179_869_184))
    throw invalid(state, 'The file is too large for this media category.', { total_bytes: [String(ask.totalBytes)] })
  const id = state.nextId()
  const upload: Upload = {
    id,
    key: `${prefixes[ask.category] ?? '3'}_${id}`,
    owner: caller.user.id,
    others: ask.others,
    category: ask.category,
    type: ask.type,
    totalBytes: ask.totalBytes,
    until: state.world.now() + lifeSeconds * 1000,
    segments: new Map(),
  }
  state.uploads.set(id, upload)
  return upload
}

/** The caller's own upload that has not expired, or 400. */
export function own(state: State, caller: Caller, id: string): Upload {
  const upload = state.uploads.get(id)
  if (!upload || upload.owner !== caller.user.id || upload.until <= state.world.now())
    throw invalid(state, 'BadRequest: Not found', { media_id: [id] })
  return upload
}

export function append(state: State, upload: Upload, index: number, bytes: Uint8Array<ArrayBuffer>): void {
  if (upload.finalized) throw invalid(state, 'The media has been finalized already.', { id: [upload.id] })
  if (bytes.byteLength === 0) throw invalid(state, 'The segment is empty.', { media: [] })
  upload.segments.set(index, bytes)
}

function whole(state: State, upload: Upload): Uint8Array<ArrayBuffer> {
  const indexes = [...upload.segments.keys()].sort((a, b) => a - b)
  if (indexes.some((index, position) => index !== position))
    throw invalid(state, 'Segments do not add up to provided total file size.', { id: [upload.id] })
  const parts = indexes.flatMap((index) => upload.segments.get(index) ?? [])
  const bytes = Buffer.concat(parts)
  if (bytes.byteLength !== upload.totalBytes)
    throw invalid(state, 'Segments do not add up to provided total file size.', { id: [upload.id] })
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

const fits = (upload: Upload, seen: Seen) => {
  const wanted: string = asked[upload.category as keyof typeof asked] ?? 'image'
  const alike = upload.type === undefined || upload.category === 'subtitles' || seen.type === upload.type
  return seen.type.startsWith(wanted) && alike
}

/** Whether the content is one X can turn into something to show. */
function processable(seen: Seen): boolean {
  if (seen.type.startsWith('text/')) return true
  if (seen.type.startsWith('video/')) return seen.seconds !== undefined && seen.seconds >= 0.5
  const { width = 0, height = 0, frames = 1 } = seen
  return width >= 4 && height >= 4 && width <= 8192 && height <= 8192 && frames <= 350
}

/** Looks into the file (its content, not its name). A kind nobody recognises answers in plain text, as X does. */
export async function finalize(state: State, visit: Visit, upload: Upload): Promise<Response | undefined> {
  if (upload.finalized) throw invalid(state, 'The media has been finalized already.', { id: [upload.id] })
  const bytes = whole(state, upload)
  const seen = await look(bytes)
  if (!fits(upload, seen))
    return new Response('media type unrecognized', { status: 400, headers: { 'content-type': 'text/plain' } })
  const slow = state.world.fault(visit, 'media_slow')
  const { imageSeconds, gifSeconds, videoSeconds } = state.settings
  const usual = seen.type.startsWith('video/')
    ? videoSeconds
    : upload.category === 'tweet_gif'
      ? gifSeconds
      : imageSeconds
  const fails = state.world.fault(visit, 'media_fails') !== undefined || !processable(seen)
  const later = upload.category !== 'tweet_image' && upload.category !== 'subtitles'
  if (fails && !later) throw invalid(state, 'The media could not be processed.', { id: [upload.id] })
  upload.finalized = {
    at: state.world.now(),
    seconds: slow ? (slow.seconds ?? 60) : usual,
    fails,
    size: bytes.byteLength,
    seen,
  }
  upload.segments.clear()
  state.world.files.put(upload.key, { ...seen, bytes })
  return undefined
}

export type Progress = 'waiting' | 'pending' | 'in_progress' | 'succeeded' | 'failed'
export function progress(state: State, upload: Upload): { readonly state: Progress; readonly percent: number } {
  if (!upload.finalized) return { state: 'waiting', percent: 0 }
  const { at, seconds, fails } = upload.finalized
  const share = seconds === 0 ? 1 : (state.world.now() - at) / 1000 / seconds
  if (share >= 1) return { state: fails ? 'failed' : 'succeeded', percent: 100 }
  return { state: share < 0.15 ? 'pending' : 'in_progress', percent: Math.floor(share * 100) }
}

/** The data of an answer about an upload. A picture is ready at once and then says nothing about processing. */
export function view(state: State, upload: Upload): Record<string, unknown> {
  const done = upload.finalized
  const { state: now, percent } = progress(state, upload)
  const film = upload.category !== 'tweet_image' && upload.category !== 'subtitles'
  const processing = film || now !== 'succeeded'
  return {
    id: upload.id,
    media_key: upload.key,
    ...(done ? { size: done.size } : {}),
    expires_after_secs: Math.max(0, Math.ceil((upload.until - state.world.now()) / 1000)),
    ...(done?.seen.width === undefined || film
      ? {}
      : { image: { image_type: done.seen.type, w: done.seen.width, h: done.seen.height } }),
    ...(done && processing
      ? {
          processing_info: {
            state: now,
            ...(now === 'pending' || now === 'in_progress' ? { check_after_secs: 1 } : {}),
            ...(now === 'in_progress' ? { progress_percent: percent } : {}),
          },
        }
      : {}),
  }
}
