/** The server's own scheduling: at least five minutes ahead, 300 posts at most, and so many a day. */
import type { Visit } from '../../sandbox/ledger.ts'
import { ownSchedule } from '../rules.ts'
import type { Create } from './draft.ts'
import { invalid, notFound } from './errors.ts'
import { release } from './media.ts'
import { atLeast, type Account, type Caller, type Media, type Scheduled, type State } from './state.ts'
import { mediaView } from './view.ts'

const day = (ms: number) => Math.floor(ms / 86_400_000)

const waitingOf = (state: State, account: Account) =>
  [...state.scheduled.values()].filter((one) => one.account === account)

const tooSoon = (state: State, at: number) => at < state.world.now() + ownSchedule.fromSeconds * 1000

/** Whether a post waits. Before 4.3 a time that is too near meant: at once. */
export function isForLater(state: State, text: string | undefined): boolean {
  if (text === undefined || text === '') return false
  return atLeast(state, 4, 3) || !tooSoon(state, Date.parse(text))
}

function readTime(state: State, text: string): number {
  const at = Date.parse(text)
  if (Number.isNaN(at) || tooSoon(state, at)) throw invalid('Scheduled at The scheduled date must be in the future')
  return at
}

/** Puts a checked post aside; `publish` gets a visit of its own when the time has come. */
export function schedule(
  state: State,
  visit: Visit,
  account: Account,
  ask: Create,
  media: readonly Media[],
  publish: (visit: Visit) => void,
): Scheduled {
  const at = readTime(state, ask.scheduled_at ?? '')
  const waiting = waitingOf(state, account)
  if (waiting.length >= ownSchedule.total)
    throw invalid(`You have exceeded the limit of ${ownSchedule.total} scheduled posts`)
  if (waiting.filter((one) => day(one.at) === day(at)).length >= ownSchedule.perDay.max)
    throw invalid(`You have exceeded the limit of ${ownSchedule.perDay.max} scheduled posts for today`)
  const id = state.nextId()
  const { status, scheduled_at: _, ...params } = ask
  const scheduled: Scheduled = {
    id,
    account,
    params: { text: status ?? '', ...params },
    media,
    bornAt: state.world.now(),
    at,
    publish: () => publish({ ...visit, at: scheduled.at, wrote: [], notes: [] }),
  }
  for (const file of media) file.attachedTo = id
  state.scheduled.set(id, scheduled)
  return scheduled
}

/** Publishes what is due. The practice server has no work of its own; it looks when somebody comes. */
export function publishDue(state: State): void {
  if (state.scheduled.size === 0) return
  const due = [...state.scheduled.values()].filter((one) => one.at <= state.world.now())
  for (const one of due.toSorted((a, b) => a.at - b.at)) {
    state.scheduled.delete(one.id)
    one.publish()
  }
}

export function ownScheduled(state: State, { account }: Caller, id: string): Scheduled {
  const found = state.scheduled.get(id)
  if (!found || found.account !== account) throw notFound()
  return found
}

export const allScheduled = (state: State, { account }: Caller) => waitingOf(state, account).toReversed()

export function reschedule(state: State, one: Scheduled, text: string | undefined): void {
  if (text !== undefined) one.at = readTime(state, text)
}

export function unschedule(state: State, one: Scheduled): void {
  state.scheduled.delete(one.id)
  release(state, one.media, false)
}

export const scheduledView = (state: State, one: Scheduled) => ({
  id: one.id,
  scheduled_at: new Date(one.at).toISOString(),
  params: {
    visibility: null,
    in_reply_to_id: null,
    spoiler_text: '',
    sensitive: null,
    language: null,
    media_ids: null,
    poll: null,
    idempotency: null,
    ...one.params,
  },
  media_attachments: one.media.map((media) => mediaView(state, media)),
})
