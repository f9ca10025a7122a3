/** What the primary button would do: which channels go, which stay, what has to be confirmed first. */
import type { Channel, PublicationCard } from '../../app/api.ts'
import type { Draft } from './draft.ts'
import { isOut } from './publications.ts'
import type { Verdict } from './verdict.ts'
import type { Choice } from './when.ts'

export interface Plan {
  readonly going: readonly Channel[]
  /** Kept as drafts, because something is to be mended first. */
  readonly staying: readonly Channel[]
  /** US$ of those that go. */
  readonly price: number
  readonly mixed: boolean
  /** Those whose outcome a person may be asked about. */
  readonly asking: readonly Channel[]
  readonly confirm: boolean
}

export function planOf(
  draft: Draft,
  choice: Choice,
  channels: ReadonlyMap<string, Channel>,
  verdicts: ReadonlyMap<string, Verdict>,
  runs: ReadonlyMap<string, PublicationCard>,
): Plan {
  const open = draft.versions
    .filter(({ channelId }) => !isOut(runs.get(channelId)))
    .flatMap(({ channelId }) => channels.get(channelId) ?? [])
  const blocked = (channel: Channel): boolean =>
    verdicts.get(channel.id)?.findings.some((finding) => finding.blocks) === true
  const going = open.filter((channel) => !blocked(channel))
  const staying = open.filter(blocked)
  const asking = going.filter((channel) => verdicts.get(channel.id)?.promise === 'asks you')
  const mixed = new Set(going.map((channel) => channel.network)).size > 1
  return {
    going,
    staying,
    price: going.reduce((sum, channel) => sum + (verdicts.get(channel.id)?.price ?? 0), 0),
    mixed,
    asking,
    confirm: choice.is === 'now' || mixed || staying.length > 0 || asking.length > 0,
  }
}
