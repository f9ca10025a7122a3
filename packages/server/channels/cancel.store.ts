import { sql, type Transaction } from 'kysely'
import type { Schema } from '../database/open.ts'
import { lockLanes } from '../publishing/wake.ts'

/**
 * Cancels what a channel has planned. What is on its way decides for itself: the engine sees the wish, and keeps what
 * followers may have seen already.
 */
export async function cancelPlanned(trx: Transaction<Schema>, channelId: string, actor: string): Promise<void> {
  const { rows } = await sql<{ laneId: number }>`select lane_id from channel where id = ${channelId}`.execute(trx)
  await lockLanes(
    trx,
    rows.map((row) => row.laneId),
  )
  await sql`
    with gone as (
      update publication set state = 'cancelled', reason = null, wake_at = 'infinity', ended_at = now()
      where channel_id = ${channelId} and state in ('scheduled', 'waiting') and live_at is null and sending_step is null
      returning workspace_id, id)
    insert into publication_event (workspace_id, publication_id, actor, kind, data)
    select workspace_id, id, ${actor}, 'cancelled', '{"why": "disconnected"}' from gone`.execute(trx)
  await sql`
    update publication set cancel_asked = coalesce(cancel_asked, now())
    where channel_id = ${channelId} and state in ('publishing', 'waiting', 'unconfirmed')`.execute(trx)
}
