import { sql, type Transaction } from 'kysely'
import type { Json } from '@posthorn/domain/json.ts'
import type { State } from '@posthorn/domain/post/states.ts'
import type { Schema } from '../database/open.ts'
import type { StoredFrozen } from './due.store.ts'
import type { Trouble } from './problem.ts'
import type { PlanStep } from './plan.ts'

type Trx = Transaction<Schema>

export interface PublicationRow {
  readonly id: string
  readonly postId: string
  readonly channelId: string
  readonly laneId: number
  readonly run: number
  readonly state: State
  readonly reason: string | null
  readonly dueAt: Date
  readonly zone: string
  readonly wallTime: string
  readonly wakeAt: Date
  readonly frozen: StoredFrozen | null
  readonly plan: readonly PlanStep[] | null
  readonly cancelAsked: Date | null
  readonly attempts: number
  readonly sendingStep: string | null
  readonly sentAt: Date | null
  readonly looks: number
  readonly liveAt: Date | null
  readonly takenAt: Date | null
  readonly remoteId: string | null
  readonly permalink: string | null
  readonly evidence: Record<string, unknown> | null
  readonly problem: (Trouble & { says: string; todo: string | null }) | null
  readonly notes: readonly (Trouble & { says: string; todo: string | null })[]
  readonly endedAt: Date | null
  readonly revision: number
  readonly platform: string
  readonly network: 'sandbox' | 'real'
  readonly channelName: string
  readonly channelHandle: string
}

/** One publication with its channel, or undefined. With `lock`, its lane is locked first, then the row. */
export async function readPublication(
  trx: Trx,
  id: string,
  { lock = false } = {},
): Promise<PublicationRow | undefined> {
  if (lock)
    await sql`select from lane where id = (select lane_id from publication where id = ${id}) for update`.execute(trx)
  const { rows } = await sql<PublicationRow>`
    select p.id, p.post_id, p.channel_id, p.lane_id, p.run, p.state, p.reason, p.due_at, p.zone, p.wall_time, p.wake_at, p.frozen, p.plan,
      p.cancel_asked, p.attempts, p.sending_step, p.sent_at, p.looks, p.live_at, p.taken_at, p.remote_id, p.permalink, p.evidence, p.problem, p.notes,
      p.ended_at, p.revision, c.platform, c.network, c.name as channel_name, c.handle as channel_handle
    from publication p join channel c on c.workspace_id = p.workspace_id and c.id = p.channel_id
    where p.id = ${id} ${lock ? sql`for update of p` : sql``}`.execute(trx)
  return rows[0]
}

export const readSteps = (trx: Trx, publicationId: string) =>
  trx
    .selectFrom('publicationStep')
    .select(['name', 'forWhat', 'state', 'remoteId', 'permalink', 'looks', 'sentAt', 'at'])
    .where('publicationId', '=', publicationId)
    .execute()

export const readTimeline = (trx: Trx, publicationId: string) =>
  trx
    .selectFrom('publicationEvent')
    .select(['id', 'at', 'actor', 'kind', 'step', 'data'])
    .where('publicationId', '=', publicationId)
    .orderBy('id')
    .limit(500)
    .execute()

/** Moves a publication whose lane and row are locked. Columns are given as SQL names are: camelCase here. */
export async function move(
  trx: Trx,
  id: string,
  change: { state: State; wakeAt: Date | 'never'; set?: Partial<MoveColumns> },
): Promise<void> {
  const { state, wakeAt, set = {} } = change
  await trx
    .updateTable('publication')
    .set({
      ...(set as object),
      state,
      wakeAt: wakeAt === 'never' ? sql<Date>`'infinity'` : wakeAt,
    })
    .where('id', '=', id)
    .execute()
}

export interface MoveColumns {
  readonly reason: string | null
  readonly problem: null
  readonly dueAt: Date
  readonly zone: string
  readonly wallTime: string
  readonly endedAt: Date | null
  readonly cancelAsked: Date | null
  readonly sendingStep: null
  readonly intent: null
  readonly looks: number
  readonly retries: number
  readonly liveAt: Date
  readonly remoteId: string
  readonly permalink: string
  readonly evidence: Json
}

export const forgetStep = (trx: Trx, publicationId: string, state: 'refused' | 'unknown') =>
  trx.deleteFrom('publicationStep').where('publicationId', '=', publicationId).where('state', '=', state).execute()

/** Marks a step as taken effect because a person saw it. */
export const confirmStep = (
  trx: Trx,
  row: {
    workspaceId: string
    publicationId: string
    name: string
    forWhat: 'post' | 'extra'
    remoteId: string | null
    permalink: string | null
    sentAt: Date | null
  },
) =>
  trx
    .insertInto('publicationStep')
    .values({ ...row, state: 'live', value: null })
    .onConflict((conflict) =>
      conflict
        .columns(['workspaceId', 'publicationId', 'name'])
        .doUpdateSet({ state: 'live', remoteId: row.remoteId, permalink: row.permalink }),
    )
    .execute()
