/** Checks of a version that are alike on every network; each platform's `validate` adds its own. Browser-safe. */
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
      ...(wrong ? [stop('post.media-count', { part, field: 'media', values: { count: files.length, min, max } })] : []),
      ...media.flatMap((file, n) => (file.kind === kind ? checkFile(file, limit, part, `media.${n}`) : [])),
    ]
  })
}

function checkFile(file: Rendition, limit: MediaLimits, part: number, field: string): readonly Violation[] {
  const found: Violation[] = []
  const add = (problem: string, values: Record<string, string | number>): void => {
    found.push(stop(problem, { part, field, values }))
  }
  if (!limit.types.includes(file.type)) add('post.media-type', { type: file.type, types: limit.types.join(', ') })
  if (file.bytes > limit.bytes) add('post.media-bytes', { size: megabytes(file.bytes), max: megabytes(limit.bytes) })
  if (file.size) {
    const [width, height] = file.size
    const ratio = width / height
    const pixels = width * height
    if (limit.pixels !== undefined && pixels > limit.pixels) add('post.media-pixels', { pixels, max: limit.pixels })
    if (limit.ratio && (ratio < limit.ratio[0] || ratio > limit.ratio[1]))
      add('post.media-ratio', { ratio: round(ratio), min: round(limit.ratio[0]), max: round(limit.ratio[1]) })
  }
  if (file.seconds !== undefined && limit.seconds) {
    const [min, max] = limit.seconds
    if (file.seconds < min || file.seconds > max) add('post.media-seconds', { seconds: round(file.seconds), min, max })
  }
  return found
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
