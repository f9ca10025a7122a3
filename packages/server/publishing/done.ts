import type { Json } from '@posthorn/domain/json.ts'
import type { Remote, Step } from '@posthorn/platforms/interface'
import { isUniqueViolation } from '../database/errors.ts'
import type { Change, Columns, StepRow } from './fenced.store.ts'
import { write } from './fenced.store.ts'
import { storeOutcome, type Outcome } from './outcome.store.ts'
import { ask } from './park.ts'
import { endsAll, endsPost, stepSeal, type After, type Turn, type Work } from './work.ts'

/** How we know: the network's own answer, a look, its answer to a double, or a person. */
export type How = 'answer' | 'look' | 'duplicate' | 'person'

export interface Success {
  readonly how: How
  readonly value?: Json | undefined
  readonly remote?: Remote | undefined
  /** Where and as what it was seen. */
  readonly seen?: string | undefined
}

/**
 * Writes that a step took effect, and what follows for the publication: live with the first part that followers can
 * see, published when nothing of the post itself remains, ended when no extra remains either.
 */
export async function stepDone(turn: Turn, work: Work, step: Step, success: Success): Promise<After> {
  const { due, plan } = work
  const { remote } = success
  const value = success.value ?? (remote ? (remote as unknown as Json) : null)
  const lastOfPost = step.for === 'post' && endsPost(work, step.name)
  const ended = endsAll(work, step.name)
  const url = remote?.url === undefined ? undefined : work.network.openable(remote.url)
  const first = remote !== undefined && !work.live && step.for === 'post'
  // Some networks tell the link of a post later than its id, and TikTok even the id.
  const linked = url !== undefined && remote?.id !== undefined && remote.id === due.remoteId
  const known = remote?.id !== undefined && !first && due.remoteId === null
  const taken = step.repeat === 'never' && step.for === 'post' && !first && due.takenAt === null
  const set: Columns = {
    ...work.begin,
    ...(step.repeat === 'never' ? { sending_step: null, intent: null, looks: 0, unclear_since: null } : {}),
    // What followers can see is progress: the next part of a thread has its own patience.
    ...(remote && !endsAll(work, step.name) && due.retries + due.redone > 0 ? { retries: 0, redone: 0 } : {}),
    ...(first
      ? {
          live_at: turn.parts.now(),
          ...(remote.id === undefined ? {} : { remote_id: remote.id }),
          ...(url === undefined ? {} : { permalink: url }),
        }
      : {}),
    ...(taken && !lastOfPost ? { taken_at: turn.parts.now() } : {}),
    ...(linked ? { permalink: url } : {}),
    ...(known ? { remote_id: remote.id, ...(url === undefined ? {} : { permalink: url }) } : {}),
    ...(lastOfPost
      ? published(turn, work, success, url)
      : due.state === 'unconfirmed'
        ? { state: 'publishing' as const, reason: null }
        : {}),
  }
  const row: StepRow = {
    name: step.name,
    for: step.for,
    state: remote ? 'live' : 'done',
    value: ended ? null : await turn.parts.seal.seal(value, stepSeal(due, step.name)),
    remoteId: remote?.id ?? null,
    permalink: url ?? null,
    ...(step.repeat === 'never' ? { sentAt: due.sentAt } : {}),
  }
  const events = [
    {
      kind: remote ? 'live' : 'step',
      step: step.name,
      data: {
        how: success.how,
        ...(success.seen ? { seen: success.seen } : {}),
        ...(remote?.id ? { remoteId: remote.id } : {}),
      },
    },
    ...(lastOfPost ? [{ kind: remote?.at === 'inbox' ? 'handed_over' : 'published', data: { how: success.how } }] : []),
  ]
  const change: Change = {
    set,
    // A plan of one step needs no row of it: the publication itself says when it was sent and what it became.
    ...(plan.length > 1 ? { step: row } : {}),
    events: lastOfPost && plan.length === 1 ? events.slice(1) : events,
    ...(ended ? { ended: true, wakeIn: null, ...(plan.length > 1 ? { clean: true } : {}) } : {}),
    ...(first && !lastOfPost
      ? { hold: true }
      : lastOfPost && (work.live || first) && plan.length > 1
        ? { hold: false }
        : {}),
  }
  const { pool } = turn.parts.worker
  try {
    const isWhole = plan.length === 1 && lastOfPost && ended && work.begin === undefined
    const saved = isWhole ? storeOutcome(pool, outcomeOf(turn, work, set, events)) : write(pool, turn.lane, due, change)
    if (!(await saved)) return 'stop'
  } catch (error) {
    // Another publication owns this remote id: what we were told cannot be true of both, so a person looks.
    if (!isUniqueViolation(error, 'publication_remote')) throw error
    return ask(turn, due, {
      code: 'network.cannot-tell',
      values: { why: `the network named ${remote?.id ?? 'a post'}, which another publication owns` },
    })
  }
  work.begin = undefined
  work.live ||= remote !== undefined
  work.due = {
    ...due,
    sendingStep: null,
    unclearSince: null,
    ...(set.state ? { state: set.state } : {}),
    ...(set.taken_at ? { takenAt: set.taken_at } : {}),
    ...(set.retries === 0 ? { retries: 0, redone: 0 } : {}),
    ...(remote?.id !== undefined && (first || known) ? { remoteId: remote.id } : {}),
  }
  work.results.set(step.name, { state: row.state, value, remoteId: remote?.id })
  return 'on'
}

/** The end of a plan of one step, for the one statement that writes such ends. */
function outcomeOf(turn: Turn, { due }: Work, set: Columns, events: readonly { kind: string; data: Json }[]): Outcome {
  const event = events.at(-1) ?? { kind: 'published', data: {} }
  return {
    lane: turn.lane,
    due,
    state: set.state === 'handed_over' ? 'handed_over' : 'published',
    liveAt: set.live_at ?? null,
    remoteId: set.remote_id ?? null,
    permalink: set.permalink ?? null,
    evidence: set.evidence ?? {},
    event,
  }
}

function published(turn: Turn, work: Work, success: Success, url: string | undefined): Columns {
  const remote = success.remote
  const handedOver = remote?.at === 'inbox'
  return {
    state: handedOver ? 'handed_over' : 'published',
    reason: null,
    problem: null,
    evidence: {
      how: success.how,
      at: turn.parts.now().toISOString(),
      ...(success.seen ? { seen: success.seen } : {}),
      ...(remote?.id ? { remoteId: remote.id } : {}),
      ...(url ? { permalink: url } : {}),
      ...(work.due.remoteId && !remote?.id ? { remoteId: work.due.remoteId } : {}),
    },
  }
}
