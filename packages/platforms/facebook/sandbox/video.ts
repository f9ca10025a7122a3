/** What is checked about films, and when they are ready (sheet 5, 6). */
import { look, type Seen } from '../../sandbox/files.ts'
import { refuse } from '../../sandbox/graph/errors.ts'
import type { Bytes } from '../../sandbox/graph/parameters.ts'
import type { Call } from './gate.ts'
import type { State } from './state.ts'
import type { Page, Processing, Video, VideoWay } from './things.ts'

export const sessionSeconds = 24 * 60 * 60
const longestSimple = 20 * 60
const longestChunked = 240 * 60
const tolerance = 0.01

export const badVideo = (why = 'There was a problem uploading your video file. Please try again with another file.') =>
  refuse(6000, `(#6000) ${why}`)

export function makeVideo(state: State, page: Page, way: VideoWay, size?: number): Video {
  const at = state.world.now()
  const video: Video = {
    kind: 'video',
    id: state.nextId(),
    page,
    way,
    at,
    seenFrom: at,
    until: at + sessionSeconds * 1000,
    size,
    received: 0,
    chunks: [],
    file: undefined,
    title: '',
    description: '',
    processing: undefined,
    state: 'PUBLISHED',
    post: undefined,
    collaborators: new Map(),
    deleted: false,
  }
  state.videos.set(video.id, video)
  return video
}

/** The whole film is here: looked into, kept, its pieces forgotten. */
export async function complete(state: State, video: Video, bytes: Bytes): Promise<void> {
  video.size = bytes.length
  video.received = bytes.length
  video.chunks = []
  video.file = await look(bytes)
  state.world.files.put(video.id, { ...video.file, bytes })
}

type Failure = NonNullable<Processing['failure']>
const fails = (code: number, message: string): Failure => ({ code, message })

/** Reels and stories: 9:16, at least 540×960, three seconds and more, 24 to 60 pictures a second. */
function upright({ width, height, seconds, fps }: Seen, longest: number): Failure | undefined {
  if (seconds !== undefined && (seconds < 3 || seconds > longest))
    return fails(1363128, `The video has to be 3 to ${longest} seconds long.`)
  if (width !== undefined && height !== undefined) {
    if (Math.abs(width / height - 9 / 16) > tolerance) return fails(1363040, 'The video has to be 9:16.')
    if (width < 540 || height < 960) return fails(1363127, 'The video has to be at least 540 by 960.')
  }
  if (fps !== undefined && (fps < 23.9 || fps > 60.1))
    return fails(1363129, 'The video has to have 24 to 60 frames a second.')
  return undefined
}

/** What processing will find; undefined: all is well. */
export function failureOf(video: Video, chunked: boolean): Failure | undefined {
  const { file, way } = video
  if (!file?.type.startsWith('video/')) return fails(6000, 'There was a problem with the video file.')
  if (way !== 'video')
    return file.type === 'video/mp4'
      ? upright(file, way === 'reel' ? 90 : 60)
      : fails(6000, 'The video has to be an MP4.')
  const { seconds = 1, width, height } = file
  if (seconds > (chunked ? longestChunked : longestSimple)) return fails(6000, 'The video is too long.')
  const ratio = width === undefined || height === undefined ? 1 : width / height
  if (ratio < 9 / 16 - tolerance || ratio > 16 / 9 + tolerance)
    return fails(6000, 'The video is too narrow or too wide.')
  return undefined
}

const ordered: Readonly<Record<string, number>> = {
  reel_ratio: 1363040,
  reel_resolution: 1363127,
  reel_duration: 1363128,
  reel_frame_rate: 1363129,
}
const forEver = 10 * 366 * 86_400

/** Starts processing, with the trouble that was ordered for it. */
export function process({ state, visit }: Call, video: Video, chunked = false): void {
  const { world } = state
  const wanted = Object.entries(ordered).find(([name]) => world.fault(visit, name))
  const failure = wanted
    ? fails(wanted[1], 'The video was refused.')
    : world.fault(visit, 'media_fails')
      ? fails(6000, 'There was a problem with the video file.')
      : failureOf(video, chunked)
  const slow = world.fault(visit, 'media_slow')
  const stuck = world.fault(visit, 'processing_stuck')
  const seconds = stuck ? forEver : slow ? (slow.seconds ?? 60) : state.settings.videoSeconds
  const copyrightStuck = world.fault(visit, 'copyright_stuck') !== undefined
  video.processing = { at: world.now(), seconds, failure, copyrightStuck }
}
