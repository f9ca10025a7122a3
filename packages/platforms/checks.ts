/** Checks of a version that are alike on every network; each platform's `validate` adds its own. Browser-safe. */
import { labelOf } from '@posthorn/domain/media/types.ts'
import { count } from '@posthorn/domain/text/count.ts'
import type { FormRules, MediaKind, MediaLimits, Rendition, Violation } from './interface.ts'

const megabytes = (bytes: number): string => `${Math.round(bytes / 100_000) / 10} MB`
const round = (ratio: number): number => Math.round(ratio * 100) / 100

/** A finding that stops publishing. */
export const stop = (problem: string, more: Omit<Violation, 'problem' | 'blocks'> = {}): Violation => ({
  problem,
  blocks: true,
  ...more,
})
/** A finding that is only told. */
export const warn = (problem: string, more: Omit<Violation, 'problem' | 'blocks'> = {}): Violation => ({
  ...stop(problem, more),
  blocks: false,
})

/** The text against the limit of its form; nothing if it fits. */
export function checkText(text: string, rules: FormRules['text'], part = 0): readonly Violation[] {
  const over = count(text, rules.count) - rules.max
  return over > 0 ? [stop('post.text-too-long', { part, field: 'text', values: { over, max: rules.max } })] : []
}

/** Media of one part against the limits of its form: kinds, counts, then each file. */
export function checkMedia(
  media: readonly Rendition[],
  limits: Readonly<Partial<Record<MediaKind, MediaLimits>>>,
  part = 0,
): readonly Violation[] {
  const kinds = [...new Set(media.map((file) => file.kind))]
  const mixed = kinds.length > 1 || kinds.some((kind) => !limits[kind])
  if (mixed) return [stop('post.media-mix', { part, field: 'media' })]
  return Object.entries(limits).flatMap(([kind, limit]) => {
    const files = media.filter((file) => file.kind === kind)
    const [min, max] = limit.count
    const wrong = files.length < min || files.length > max
    return [
      ...(wrong ? [stop('post.media-count', { part, field: 'media', values: counted(files.length, [min, max]) })] : []),
      ...media.flatMap((file, n) => (file.kind === kind ? checkFile(file, limit, part, `media.${n}`) : [])),
    ]
  })
}

/** How many there are, and how many there may be, as a sentence says it. */
const counted = (count: number, [min, max]: Range) => ({
  count,
  min,
  max,
  range: min === max ? String(max) : `${min} to ${max}`,
})

/** Media of one part whose kinds may stand side by side: how many there may be together, then each file by its kind. */
export function checkMixed(
  media: readonly Rendition[],
  limits: Readonly<Partial<Record<MediaKind, MediaLimits>>>,
  [min, max]: Range,
  part = 0,
): readonly Violation[] {
  const values = counted(media.length, [min, max])
  return [
    ...(media.length < min || media.length > max ? [stop('post.media-count', { part, field: 'media', values })] : []),
    ...media.flatMap((file, n) => {
      const limit = limits[file.kind]
      const field = `media.${n}`
      return limit ? checkFile(file, limit, part, field) : [stop('post.media-mix', { part, field })]
    }),
  ]
}

/** One file against its limits. What it does not tell is no reason to refuse it, but worth saying where a limit asks. */
function checkFile(file: Rendition, limit: MediaLimits, part: number, field: string): readonly Violation[] {
  const refuse = (problem: string, values: Record<string, string | number>) => stop(problem, { part, field, values })
  const unknown = (what: string, accepted: string) =>
    warn('post.media-unknown', { part, field, values: { what, limit: accepted } })
  const types = [...new Set(limit.types.map(labelOf))].join(', ')
  return [
    ...(limit.types.includes(file.type) ? [] : [refuse('post.media-type', { type: labelOf(file.type), types })]),
    ...(file.bytes > limit.bytes
      ? [refuse('post.media-bytes', { size: megabytes(file.bytes), max: megabytes(limit.bytes) })]
      : []),
    ...checkSize(file, limit, refuse),
    ...(file.seconds !== undefined && isOutside(file.seconds, limit.seconds)
      ? [refuse('post.media-seconds', { seconds: round(file.seconds), ...ends(limit.seconds) })]
      : []),
    ...(file.kind === 'video' ? checkFilm(file, limit, refuse, unknown) : []),
    ...(file.kind === 'document' ? checkPages(file, limit, refuse, unknown) : []),
  ]
}

type Range = readonly [min: number, max: number]
type Refuse = (problem: string, values: Record<string, string | number>) => Violation
type Unknown = (what: string, accepted: string) => Violation

const isOutside = (value: number, range: Range | undefined): range is Range =>
  range !== undefined && (value < range[0] || value > range[1])
const ends = ([min, max]: Range) => ({ min: round(min), max: round(max) })

function checkSize({ size }: Rendition, limit: MediaLimits, refuse: Refuse): readonly Violation[] {
  if (!size) return []
  const [width, height] = size
  const pixels = width * height
  const ratio = width / height
  const { side } = limit
  const wrongSide = side && size.some((length) => isOutside(length, side))
  return [
    ...(limit.pixels !== undefined && pixels > limit.pixels
      ? [refuse('post.media-pixels', { pixels, max: limit.pixels })]
      : []),
    ...(wrongSide ? [refuse('post.media-side', { width, height, ...ends(side) })] : []),
    ...(limit.shortSide !== undefined && Math.min(width, height) > limit.shortSide
      ? [refuse('post.media-short-side', { width, height, max: limit.shortSide })]
      : []),
    ...(isOutside(ratio, limit.ratio)
      ? [refuse('post.media-ratio', { ratio: round(ratio), ...ends(limit.ratio) })]
      : []),
  ]
}

function checkFilm(
  { fps, codecs }: Rendition,
  limit: MediaLimits,
  refuse: Refuse,
  unknown: Unknown,
): readonly Violation[] {
  const found: Violation[] = []
  if (limit.fps && fps === undefined) found.push(unknown('frame rate', `${limit.fps[0]} to ${limit.fps[1]}`))
  else if (fps !== undefined && isOutside(fps, limit.fps))
    found.push(refuse('post.media-fps', { fps: round(fps), ...ends(limit.fps) }))
  if (!limit.codecs) return found
  const accepted = limit.codecs.join(', ')
  const foreign = codecs?.filter((codec) => !limit.codecs?.includes(codec))
  if (!codecs) found.push(unknown('codecs', accepted))
  else if (foreign && foreign.length > 0)
    found.push(refuse('post.media-codec', { codec: foreign.join(', '), codecs: accepted }))
  return found
}

function checkPages(
  { pages }: Rendition,
  { pages: max }: MediaLimits,
  refuse: Refuse,
  unknown: Unknown,
): readonly Violation[] {
  if (max === undefined) return []
  if (pages === undefined) return [unknown('number of pages', `at most ${max}`)]
  return pages > max ? [refuse('post.media-pages', { pages, max })] : []
}

/** Descriptions of pictures against the network's limit, in UTF-16 units. */
export const checkAlt = (media: readonly Rendition[], max: number, part = 0): readonly Violation[] =>
  media.flatMap((file, n) =>
    file.alt.length > max
      ? [stop('post.alt-too-long', { part, field: `media.${n}.alt`, values: { over: file.alt.length - max, max } })]
      : [],
  )

/** A setting whose value the network would refuse. */
export const badSetting = (setting: string, why: string): Violation =>
  stop('post.setting', { field: `settings.${setting}`, values: { setting, why } })
