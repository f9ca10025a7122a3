import { labelOf, mediaTypes } from '@posthorn/domain/media/types.ts'
import type { MediaKind } from '@posthorn/domain/media/media.ts'
import { problem, type ProblemError } from '@posthorn/domain/problems.ts'
import { inspect, type Facts } from './inspect.ts'
import { readPicture } from './picture.ts'
import { sniff } from './sniff.ts'

export interface Probed extends Facts {
  readonly kind: MediaKind
}

/** What a refusal offers instead, by kind. */
const taken = (['image', 'video', 'document'] as const).flatMap((kind) => [
  ...new Set(
    Object.values(mediaTypes)
      .filter((one) => one.kind === kind)
      .map(({ label }) => label),
  ),
])

/** The refusal of a file; `type` says what it seems to be. */
const refusal = (type: string, cause?: unknown): ProblemError =>
  problem('post.media-type', { type, types: taken.join(', ') }, { field: 'body', cause })

/**
 * What a file really is, judged by its bytes and never by its name or declared type. Throws post.media-type for what
 * cannot be published: unknown, broken, or able to act (SVG, macros).
 */
export async function probe(path: string): Promise<Probed> {
  const seen = await sniff(path)
  if (!seen) throw refusal('unknown')
  if (seen.is === 'foreign') throw refusal(seen.label)
  try {
    if (seen.is === 'picture') return { kind: 'image', type: seen.type, ...(await readPicture(path, seen.type)) }
    return { kind: seen.is === 'film' ? 'video' : 'document', ...(await inspect({ path, as: seen.is })) }
  } catch (cause) {
    throw refusal(`${nameOf(seen)} (unreadable)`, cause)
  }
}

function nameOf(seen: { readonly is: string; readonly type?: string }): string {
  if (seen.type !== undefined) return labelOf(seen.type)
  return seen.is === 'film' ? 'video' : seen.is === 'pdf' ? 'PDF' : 'document'
}
