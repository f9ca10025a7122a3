/** What the publications of a post mean for its composer. */
import type { Post, PublicationCard, State } from '../../app/api.ts'

/** Followers may see it, or it is on its way: nothing is changed from here. */
const out: readonly State[] = [
  'publishing',
  'waiting',
  'unconfirmed',
  'needs_you',
  'published',
  'handed_over',
  'removed',
]
const planned: readonly State[] = ['scheduled', 'awaiting_approval']

export const isOut = (card: PublicationCard | undefined): boolean => card !== undefined && out.includes(card.state)
export const isPlanned = (card: PublicationCard | undefined): boolean =>
  card !== undefined && planned.includes(card.state)

/** The latest run of each channel; ids are made in order of time. */
export function latestRuns(post: Post | undefined): ReadonlyMap<string, PublicationCard> {
  const latest = new Map<string, PublicationCard>()
  for (const card of post?.publications ?? []) {
    const known = latest.get(card.channelId)
    if (!known || card.id > known.id) latest.set(card.channelId, card)
  }
  return latest
}

/** 'draft' saves itself; 'planned' changes when a person says so; 'out' is only read. */
export type Mode = 'draft' | 'planned' | 'out'
export function modeOf(channelIds: readonly string[], runs: ReadonlyMap<string, PublicationCard>): Mode {
  if (channelIds.length > 0 && channelIds.every((id) => isOut(runs.get(id)))) return 'out'
  return channelIds.some((id) => isPlanned(runs.get(id))) ? 'planned' : 'draft'
}
