/** Uploads (sheet sections 5 and 6): checked at once, worked on for a while, purged after a day without a post. */
import type { Seen } from '../../sandbox/files.ts'
import type { Visit } from '../../sandbox/ledger.ts'
import { altText, audio, gif, images, unattached, video } from '../rules.ts'
import { invalid, notFound, unprocessable } from './errors.ts'
import { recognise, typeOf } from './kinds.ts'
import type { Account, Media, MediaType, State } from './state.ts'

const largest: Readonly<Record<MediaType, number>> = {
  image: images.bytes,
  gifv: images.bytes,
  video: video.bytes,
  audio: audio.bytes,
}
const lifeMs = unattached.hours * 3_600_000

/** Throws 422 in the words of the check that fails. */
function check(seen: Seen, size: number): MediaType {
  const type = typeOf(seen)
  if (type === undefined) throw invalid('File content type is invalid', 'File is invalid')
  if (size > largest[type])
    throw invalid(`File file size must be less than ${Math.floor(largest[type] / 1_048_576)} MB`, 'File is invalid')
  const unreadable = type === 'gifv' || (type === 'image' && /jpeg|png|webp/.test(seen.type))
  if (unreadable && seen.width === undefined) throw unprocessable('File type of uploaded media could not be verified')
  const { width = 0, height = 0, fps = 0 } = seen
  const most = { image: images.pixels, gifv: gif.pixels, video: video.pixels, audio: images.pixels }[type]
  if (width * height > most)
    throw unprocessable(`${width}x${height} ${type === 'gifv' ? 'GIF file' : type}s are not supported`)
  if (fps > video.fps[1]) throw unprocessable(`${Math.round(fps)}fps videos are not supported`)
  return type
}

export function readDescription(text: string | undefined): string | null {
  if (text === undefined || text === '') return null
  if (text.length > altText.max) throw invalid(`Description is too long (maximum is ${altText.max} characters)`)
  return text
}

/** `x,y` between −1 and 1; anything else is kept within. */
export function readFocus(text: string | undefined): Media['focus'] {
  if (text === undefined || text === '') return undefined
  const [x = 0, y = 0] = text.split(',').map((part) => Math.min(1, Math.max(-1, Number.parseFloat(part) || 0)))
  return { x, y }
}

export interface Sent {
  readonly file: Blob
  readonly description?: string | undefined
  readonly focus?: string | undefined
}

/** `atOnce`: the first version of the upload works on the file before it answers. */
export async function store(
  state: State,
  visit: Visit,
  owner: Account,
  { file, description, focus }: Sent,
  atOnce: boolean,
): Promise<Media> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  if (bytes.byteLength === 0) throw invalid("File can't be blank")
  const seen = await recognise(bytes)
  const type = check(seen, bytes.byteLength)
  const fails = state.world.fault(visit, 'media_fails') !== undefined
  if (atOnce && fails) throw unprocessable('Error processing thumbnail for uploaded media')
  const slow = state.world.fault(visit, 'media_slow')
  const { imageSeconds, gifSeconds, videoSeconds, audioSeconds } = state.settings
  const usual = { image: imageSeconds, gifv: gifSeconds, video: videoSeconds, audio: audioSeconds }[type]
  const now = state.world.now()
  const id = state.nextId()
  const media: Media = {
    id,
    owner: owner.id,
    type,
    seen,
    key: `${id}/${state.world.chance.text(16).toLowerCase()}`,
    doneAt: atOnce ? now : now + (slow ? (slow.seconds ?? 60) : usual) * 1000,
    fails,
    description: readDescription(description),
    focus: readFocus(focus),
    until: now + lifeMs,
    attachedTo: undefined,
  }
  state.media.set(id, media)
  state.world.files.put(media.key, { ...seen, bytes })
  return media
}

export type Progress = 'processing' | 'ready' | 'failed'
export function progress(state: State, media: Media): Progress {
  if (media.doneAt > state.world.now()) return 'processing'
  return media.fails ? 'failed' : 'ready'
}

/** A file nobody has posted yet, of this account. */
export function loose(state: State, owner: Account, id: string): Media | undefined {
  const media = state.media.get(id)
  const gone = !media || media.owner !== owner.id || media.attachedTo !== undefined || media.until <= state.world.now()
  return gone ? undefined : media
}
/** The same, or 404. */
export function ownLoose(state: State, owner: Account, id: string): Media {
  const media = loose(state, owner, id)
  if (!media) throw notFound()
  return media
}

/** The files of a new post, or 422. `kept`: files it has already, when it is edited. */
export function attachable(
  state: State,
  owner: Account,
  ids: readonly string[],
  kept: readonly Media[] = [],
): readonly Media[] {
  const wanted = [...new Set(ids)]
  const most = state.settings.maxMediaAttachments
  if (wanted.length > most) throw unprocessable(`Cannot attach more than ${most} files`)
  const found = wanted.map((id) => kept.find((one) => one.id === id) ?? loose(state, owner, id))
  const missing = wanted.filter((_, index) => found[index] === undefined)
  if (missing.length > 0)
    throw unprocessable(`Media ${missing.join(', ')} not found or already attached to another post`)
  const files = found.flatMap((one) => one ?? [])
  if (files.length > 1 && files.some(({ type }) => type === 'video' || type === 'audio'))
    throw unprocessable('Cannot attach a video to a post that already contains images')
  if (files.some((one) => progress(state, one) !== 'ready'))
    throw unprocessable('Cannot attach files that have not finished processing. Try again in a moment!')
  return files
}

/** Lets files go when their post is deleted: they may be posted again for a day. */
export function release(state: State, files: readonly Media[], forGood: boolean): void {
  for (const media of files) {
    media.attachedTo = undefined
    media.until = state.world.now() + (forGood ? 0 : lifeMs)
  }
}
