import { sql, type Transaction } from 'kysely'
import type { Slot } from '@posthorn/domain/schedule/slots.ts'
import type { Schema } from '../database/open.ts'

type Trx = Transaction<Schema>

/** The zone of a channel; undefined if there is no such channel. */
export async function zoneOf(trx: Trx, channelId: string): Promise<string | undefined> {
  return (await trx.selectFrom('channel').select('zone').where('id', '=', channelId).executeTakeFirst())?.zone
}

export async function readSlots(trx: Trx, channelId: string): Promise<Slot[]> {
  const { rows } = await sql<Slot>`
    select weekday, to_char(wall_time, 'HH24:MI') as time from slot where channel_id = ${channelId}
    order by weekday, wall_time`.execute(trx)
  return rows
}

/** Replaces them; the same time twice is once. */
export async function writeSlots(
  trx: Trx,
  workspaceId: string,
  channelId: string,
  slots: readonly Slot[],
): Promise<void> {
  await trx.deleteFrom('slot').where('channelId', '=', channelId).execute()
  if (slots.length === 0) return
  await trx
    .insertInto('slot')
    .values(slots.map(({ weekday, time }) => ({ workspaceId, channelId, weekday, wallTime: time })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** When something is planned on a channel, between two instants. */
export async function plannedTimes(trx: Trx, channelId: string, from: Date, to: Date): Promise<Date[]> {
  const { rows } = await sql<{ dueAt: Date }>`
    select due_at from publication
    where workspace_id = current_workspace() and channel_id = ${channelId} and due_at between ${from} and ${to}
    and state in ('awaiting_approval', 'scheduled', 'publishing', 'waiting', 'unconfirmed', 'needs_you')`.execute(trx)
  return rows.map((row) => row.dueAt)
}
