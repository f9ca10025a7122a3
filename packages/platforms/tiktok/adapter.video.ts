/**
 * Bringing a film to TikTok. The init publishes nothing; the last byte does. So the `publish_id` is kept before the
 * first byte leaves, the last chunk is the one irrevocable request, and whoever is in doubt asks TikTok how many bytes
 * it has.
 */
import type {
  Call,
  Found,
  Frozen,
  FreeStep,
  Json,
  Memory,
  OnceStep,
  Progress,
  Rendition,
  Reply,
  Wire,
} from '../interface.ts'
import { at, compact, header, obj, post, str } from '../reply.ts'
import type { Obj } from '../reply.ts'
import { askStatus, dataOf, paths } from './adapter.wire.ts'
import { chunk } from './rules.ts'
import type { Settings } from './settings.ts'

export interface Chunks {
  readonly each: number
  readonly count: number
}
/** Equal chunks, as many as the least size allows; less than a chunk is left over and goes with the last one. */
export function chunksOf(bytes: number): Chunks {
  const [fewest, most] = chunk.count
  const count = Math.min(most, Math.max(fewest, Math.floor(bytes / chunk.least)))
  return { each: Math.floor(bytes / count), count }
}
const lastFrom = (bytes: number): number => {
  const { each, count } = chunksOf(bytes)
  return each * (count - 1)
}

/** `post_info` of a video: the form asks what is allowed, TikTok wants to hear what is not. */
export const videoInfo = ({ parts, settings: chosen }: Frozen<Settings>): Obj =>
  compact({
    title: parts[0].text === '' ? undefined : parts[0].text,
    privacy_level: chosen.privacy,
    disable_comment: chosen.allowComments !== true,
    disable_duet: chosen.allowDuet !== true,
    disable_stitch: chosen.allowStitch !== true,
    video_cover_timestamp_ms: chosen.coverAt === undefined ? undefined : Math.round(chosen.coverAt * 1000),
    brand_content_toggle: chosen.brandedContent === true,
    brand_organic_toggle: chosen.yourBrand === true,
    is_aigc: chosen.madeWithAi === true,
  })

/** `info`: none for a draft, which takes no settings. */
export function videoSteps(file: Rendition, info: Obj | undefined): readonly (FreeStep | OnceStep)[] {
  return [initStep(file, info), uploadStep(file), lastStep(file)]
}

function initStep({ bytes }: Rendition, info: Obj | undefined): FreeStep {
  const { each, count } = chunksOf(bytes)
  const source = { source: 'FILE_UPLOAD', video_size: bytes, chunk_size: each, total_chunk_count: count }
  return {
    name: 'init',
    for: 'post',
    repeat: 'freely',
    async run(call) {
      const wire = info
        ? post(paths.video, { post_info: info, source_info: source })
        : post(paths.inboxVideo, { source_info: source })
      const data = dataOf(await call.send(wire))
      const begun = { publishId: str(data['publish_id']), url: str(data['upload_url']) }
      if (begun.publishId === '' || begun.url === '')
        throw new Error('TikTok began an upload without an id or an address')
      return { is: 'done', value: begun }
    },
  }
}

const begunOf = (memory: Memory): { readonly publishId: string; readonly url: string } => {
  const begun = memory.get('init')
  return { publishId: str(at(begun, 'publishId')), url: str(at(begun, 'url')) }
}
/** How far the upload has come; `taken`: TikTok has every byte already. */
const sentOf = (memory: Memory): { readonly from: number; readonly taken: boolean } => {
  const sent = obj(memory.get('upload'))
  const from = sent['from']
  return { from: typeof from === 'number' ? from : 0, taken: sent['taken'] === true }
}

const put = (url: string, { id, type, bytes }: Rendition, from: number, to: number): Wire => ({
  method: 'PUT',
  url,
  as: 'nobody',
  headers: { 'Content-Range': `bytes ${from}-${to - 1}/${bytes}` },
  body: { is: 'bytes', file: { rendition: id, from, to }, type },
})

/** What TikTok has of a film: all, a known part, or it does not say. */
type Progressed =
  | { readonly is: 'taken' }
  | { readonly is: 'unclear' }
  | { readonly is: 'missing'; readonly has: number }
export function progressOf(data: Obj, bytes: number, heard?: number): Progressed {
  const status = str(data['status'])
  const told = data['uploaded_bytes']
  const has = typeof told === 'number' ? told : heard
  if (status === '') return { is: 'unclear' }
  if (status !== 'PROCESSING_UPLOAD') return { is: 'taken' }
  if (has === undefined) return { is: 'unclear' }
  return has >= bytes ? { is: 'taken' } : { is: 'missing', has }
}
/** A refused range says how far the upload has come: `bytes 0-{uploaded}/{total}`. */
function heardIn(reply: Reply): number | undefined {
  const heard = /^bytes 0-(\d+)\//.exec(header(reply, 'content-range'))?.[1]
  return heard === undefined ? undefined : Number(heard)
}

const pauseSeconds = 10

/** All chunks but the last. */
function uploadStep(file: Rendition): FreeStep {
  const name = 'upload'
  const { each } = chunksOf(file.bytes)
  return {
    name,
    for: 'post',
    repeat: 'freely',
    async run(call, memory) {
      const { url } = begunOf(memory)
      const { from } = sentOf(memory)
      const note = obj(memory.note(name))
      // The last chunk was refused at this very address.
      if (memory.get(name) === undefined && str(note['url']) === url)
        return resume(call, memory, file, { isGone: note['status'] !== 416 })
      if (from >= lastFrom(file.bytes)) return { is: 'done', value: { from } }
      const to = (Math.floor(from / each) + 1) * each
      const reply = await call.send(put(url, file, from, to), [403, 404, 416])
      if (reply.status < 400) return { is: 'more', value: { from: to } }
      return resume(call, memory, file, { isGone: reply.status !== 416, tried: from, heard: heardIn(reply) })
    },
  }
}

interface Stuck {
  /** The address is too old or unknown. */
  readonly isGone: boolean
  readonly tried?: number
  readonly heard?: number | undefined
}
/** Asks what TikTok has, and goes on from there. Only an upload that is surely incomplete begins anew. */
async function resume(call: Call, memory: Memory, file: Rendition, stuck: Stuck): Promise<Progress> {
  const data = dataOf(await call.send(askStatus(begunOf(memory).publishId)))
  const progress = progressOf(data, file.bytes, stuck.heard)
  if (progress.is !== 'missing') return { is: 'done', value: { taken: true } }
  if (stuck.isGone) return { is: 'redo', from: 'init' }
  const value: Json = { from: progress.has }
  return progress.has === stuck.tried ? { is: 'wait', seconds: pauseSeconds, value } : { is: 'more', value }
}

/** The chunk that publishes. If TikTok has it already, the step asks instead of sending. */
function lastStep(file: Rendition): OnceStep {
  return {
    name: 'last',
    for: 'post',
    repeat: 'never',
    request(memory) {
      const { publishId, url } = begunOf(memory)
      const { from, taken } = sentOf(memory)
      return taken ? askStatus(publishId) : put(url, file, from, file.bytes)
    },
    read(reply, memory) {
      const isMissing = sentOf(memory).taken && progressOf(dataOf(reply), file.bytes).is === 'missing'
      // More is wanted, so TikTok has not got what we believed it had.
      if (reply.status === 206 || isMissing)
        return { is: 'redo', from: 'upload', note: { url: begunOf(memory).url, status: 416 } }
      return { is: 'done', value: true }
    },
    look: [5, 30, 120],
    async find(call, memory): Promise<Found> {
      const data = dataOf(await call.send(askStatus(begunOf(memory).publishId)))
      const progress = progressOf(data, file.bytes)
      const status = str(data['status'])
      if (progress.is === 'taken') return { is: 'done', value: true, seen: `TikTok has the whole film: ${status}` }
      if (progress.is === 'unclear') return { is: 'unsure', why: 'TikTok does not say how much of the film it has' }
      return { is: 'absent', sure: true, seen: `TikTok has ${progress.has} of ${file.bytes} bytes` }
    },
  }
}
