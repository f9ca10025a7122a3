import { sql, type Kysely, type Transaction } from 'kysely'
import type { Schema } from '../database/open.ts'

type Handle = Kysely<Schema> | Transaction<Schema>

/** Locks lanes in one order, so that two people who plan on the same channels cannot wait for each other. */
export async function lockLanes(trx: Transaction<Schema>, lanes: readonly number[]): Promise<void> {
  const ids = [...new Set(lanes)].toSorted((a, b) => a - b)
  if (ids.length === 0) return
  await sql`select from lane where id = any(${ids}::bigint[]) order by id for update`.execute(trx)
}

/** Wakes lanes at `at` or earlier; call it after the publications have been written. */
export async function wakeLanes(trx: Handle, lanes: readonly number[], at: Date): Promise<void> {
  const ids = [...new Set(lanes)].toSorted((a, b) => a - b)
  if (ids.length > 0) await sql`select wake_lane(id, ${at}) from unnest(${ids}::bigint[]) id`.execute(trx)
}

/** Lets waiting publications of a channel go on: it was reconnected, or its pause ended. */
export const wakeChannel = (trx: Transaction<Schema>, { channelId }: { workspaceId: string; channelId: string }) =>
  wakeParked(trx, sql`p.channel_id = ${channelId}`)

/** Lets publications of a workspace go on after its stop; what is late meets the late policy. */
export const wakeWorkspace = (trx: Transaction<Schema>, { workspaceId }: { workspaceId: string }) =>
  wakeParked(trx, sql`p.workspace_id = ${workspaceId}`)

/** Lets all workspaces go on after a stop of the whole instance. Needs the worker's role. */
export const wakeAll = (worker: Kysely<Schema>): Promise<number> =>
  worker.transaction().execute((trx) => wakeParked(trx, sql`true`))

/** Parked publications (reason `paused` or `reconnect`) are due again now; the claim decides what becomes of them. */
async function wakeParked(trx: Transaction<Schema>, which: ReturnType<typeof sql>): Promise<number> {
  const parked = sql`p.state in ('scheduled', 'waiting', 'published', 'handed_over') and p.ended_at is null
    and p.reason in ('paused', 'reconnect') and ${which}`
  const lanes = await sql<{ laneId: number }>`select distinct p.lane_id from publication p where ${parked}`.execute(trx)
  const ids = lanes.rows.map((row) => row.laneId)
  await lockLanes(trx, ids)
  const woken =
    await sql`update publication p set wake_at = greatest(p.due_at, now()), reason = case when p.state = 'waiting' then 'retry' end
    where ${parked}`.execute(trx)
  await wakeLanes(trx, ids, new Date(0))
  return Number(woken.numAffectedRows ?? 0)
}
