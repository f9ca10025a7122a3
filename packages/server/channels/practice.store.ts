import type { Transaction } from 'kysely'
import type { Schema } from '../database/open.ts'

/** The connected sandbox channels of these platforms. */
export async function practiceChannels(trx: Transaction<Schema>, platforms: readonly string[]): Promise<string[]> {
  if (platforms.length === 0) return []
  const rows = await trx
    .selectFrom('channel')
    .select('id')
    .where('network', '=', 'sandbox')
    .where('state', '=', 'connected')
    .where('platform', 'in', [...platforms])
    .execute()
  return rows.map((row) => row.id)
}
