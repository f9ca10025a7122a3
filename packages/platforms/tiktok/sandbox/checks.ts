/** What TikTok looks at once it has the bytes (sheet section 5); a fault comes back as a `fail_reason`. */
import type { Seen } from '../../sandbox/files.ts'
import { photo, video } from '../rules.ts'
import type { Publish, State } from './state.ts'

/** Of the picture, by the short names the sandbox gives them. */
const codecs = new Set(['h264', 'hevc', 'vp8', 'vp08', 'vp9'])

const outside = (value: number | undefined, [min, max]: readonly [number, number]) =>
  value !== undefined && (value < min || value > max)

/** What a film does not say about itself is not held against it, but for its length. */
export function filmFault(state: State, { creator, mode }: Publish, film: Seen): string | undefined {
  const most = mode === 'DIRECT_POST' ? Math.min(creator.maxSeconds, video.seconds[1]) : video.seconds[1]
  if (!video.types.some((type) => type === film.type) || film.seconds === undefined) return 'file_format_check_failed'
  // The picture's codec comes first; tracks without a picture are sound alone.
  const [codec] = film.codecs ?? []
  if (codec !== undefined && (film.width === undefined || !codecs.has(codec))) return 'file_format_check_failed'
  if (outside(film.seconds, [state.settings.minVideoSeconds, most])) return 'duration_check_failed'
  // Pictures a second are counted from rounded times.
  if (outside(film.fps, [video.fps[0] - 0.05, video.fps[1] + 0.05])) return 'frame_rate_check_failed'
  const sides = [film.width, film.height]
  return sides.some((side) => outside(side, video.side)) ? 'picture_size_check_failed' : undefined
}

/** The first fault of any picture: the whole post fails with it, and which picture it was is not said. */
export function photoFault(photos: readonly Seen[]): string | undefined {
  for (const { type, width = 0, height = 0 } of photos) {
    if (!photo.types.some((one) => one === type) || width === 0) return 'file_format_check_failed'
    if (Math.min(width, height) > photo.shortSide) return 'picture_size_check_failed'
  }
  return undefined
}
