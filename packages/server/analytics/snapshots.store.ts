/** The SQL of measures. */
import { sql, type Transaction } from 'kysely'
import type { Values } from '@posthorn/domain/measures/measures.ts'
import type { Schema } from '../database/open.ts'

type Trx = Transaction<Schema>

/** Measures of one remote object, as the network told them. */
export interface Answered {
  readonly remoteId: string
  readonly values: Values
}
export interface SnapshotRow {
  readonly fetchedAt: Date
  readonly answered: readonly Answered[] | null
  readonly trouble: string | null
}
export interface NewSnapshot {
  readonly channelId: string
  readonly publicationId: string | null
  readonly answered?: readonly Answered[]
  readonly trouble?: string
}

export async function insertSnapshots(trx: Trx, workspaceId: string, rows: readonly NewSnapshot[]): Promise<void> {
  for (const { channelId, publicationId, answered, trouble } of rows) {
    await sql`
      insert into snapshot (workspace_id, channel_id, publication_id, answered, trouble)
      values (${workspaceId}, ${channelId}, ${publicationId}, ${answered ? JSON.stringify(answered) : null}::jsonb, ${trouble ?? null})`.execute(
      trx,
    )
  }
}

/** Newest first. */
export async function readSnapshots(
  trx: Trx,
  of: { readonly publicationId: string } | { readonly channelId: string },
  limit = 100,
): Promise<SnapshotRow[]> {
  const which =
    'publicationId' in of
      ? sql`publication_id = ${of.publicationId}`
      : sql`channel_id = ${of.channelId} and publication_id is null`
  const { rows } = await sql<SnapshotRow>`
    select fetched_at, answered, trouble from snapshot where ${which} order by fetched_at desc limit ${limit}`.execute(
    trx,
  )
  return rows
}

export interface Ripe {
  readonly publicationId: string
  readonly channelId: string
  /** Seconds since it went out, now and at the last time it was asked for. */
  readonly age: number
  readonly lastAge: number | null
}

/** What went out on connected channels in the last 97 days, with when it was asked for last: by that, the longest ago first. */
export async function measurable(trx: Trx): Promise<Ripe[]> {
  const { rows } = await sql<Ripe>`
    select p.id as publication_id, p.channel_id, extract(epoch from clock_timestamp() - p.live_at)::float8 as age,
      extract(epoch from s.fetched_at - p.live_at)::float8 as last_age
    from publication p
    join channel c on c.workspace_id = p.workspace_id and c.id = p.channel_id and c.state = 'connected'
    left join lateral (
      select fetched_at from snapshot
      where workspace_id = p.workspace_id and publication_id = p.id order by fetched_at desc limit 1) s on true
    where p.state = 'published' and p.live_at is not null and p.due_at > now() - interval '97 days'
    order by s.fetched_at nulls first`.execute(trx)
  return rows
}

/** Connected channels whose own numbers were asked for longer ago than this, in seconds, or never. */
export async function channelsToMeasure(trx: Trx, gapSeconds: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select c.id from channel c
    where c.state = 'connected' and not exists (
      select from snapshot s where s.workspace_id = c.workspace_id and s.channel_id = c.id and s.publication_id is null
        and s.fetched_at > clock_timestamp() - make_interval(secs => ${gapSeconds}))`.execute(trx)
  return rows.map(({ id }) => id)
}

/** Calls that were made outside a turn count for the day as well. */
export const countCalls = async (trx: Trx, laneId: number, calls: number): Promise<void> => {
  await sql`
    update lane set calls = case when calls_day = current_date then calls else 0 end + ${calls}, calls_day = current_date
    where id = ${laneId}`.execute(trx)
}
