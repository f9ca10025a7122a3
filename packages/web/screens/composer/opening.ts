/** How a composer starts: from the address, from what is stored, from what this browser kept. */
import type { Channel, Post } from '../../app/api.ts'
import * as d from './draft.ts'
import type { LocalCopy } from './local-copy.ts'
import { timeFromAddress, type Choice } from './when.ts'

const lastUsedKey = (ws: string): string => `posthorn:channels:${ws}`

/** The channels used last here, for the next new post. */
export const rememberChannels = (ws: string, ids: readonly string[]): void =>
  localStorage.setItem(lastUsedKey(ws), ids.join(','))
const lastUsed = (ws: string): readonly string[] => (localStorage.getItem(lastUsedKey(ws)) ?? '').split(',')

/** Which channels a new post starts with. */
export function firstChannels(ws: string, search: URLSearchParams, channels: readonly Channel[]): readonly string[] {
  const usable = new Set(channels.filter((one) => one.state !== 'disconnected').map((one) => one.id))
  const asked = (search.get('channels') ?? search.get('channel') ?? '').split(',').filter((id) => usable.has(id))
  if (asked.length > 0) return asked
  const last = lastUsed(ws).filter((id) => usable.has(id))
  return last.length > 0 || usable.size > 1 ? last : [...usable]
}

/** When a new post starts with going out. */
export function firstChoice(search: URLSearchParams, zone: string, hasSlots: boolean): Choice {
  const wallTime = timeFromAddress(search.get('at') ?? '', zone)
  if (wallTime !== undefined) return { is: 'at', wallTime, zone }
  if (search.get('when') === 'now' || search.get('first') === '1') return { is: 'now' }
  return hasSlots ? { is: 'next-slot' } : { is: 'none' }
}

export interface Opening {
  readonly draft: d.Draft
  /** What the server has, or undefined if it has nothing yet. */
  readonly stored: d.Draft | undefined
  /** What this browser kept and the server has not. `older`: it is based on an earlier revision. */
  readonly kept?: { readonly copy: LocalCopy; readonly older: boolean }
}

/** Puts together what the composer shows first. */
export function open(
  post: Post | undefined,
  etag: string | null,
  copy: LocalCopy | undefined,
  start: { readonly channels: readonly string[]; readonly from: d.Draft | undefined },
): Opening {
  const stored = post && d.draftOf(post)
  const fresh = stored ?? start.channels.reduce(d.addChannel, start.from ?? d.emptyDraft())
  if (!copy || d.isBlank(copy.draft)) return { draft: fresh, stored }
  const older = post !== undefined && copy.etag !== etag
  return { draft: older ? fresh : copy.draft, stored, kept: { copy, older } }
}

/** The content of another post, for a new one; without the settings of the channels in `anew`. */
export function copyOf(post: Post, anew: ReadonlySet<string>): d.Draft {
  const { versions, ...draft } = d.draftOf(post)
  return {
    ...draft,
    versions: versions.map((one) => (anew.has(one.channelId) ? { ...one, settings: {} } : one)),
    draftRunId: null,
  }
}
