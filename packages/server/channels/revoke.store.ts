import type { Transaction } from 'kysely'
import type { Channel } from '@posthorn/platforms/interface'
import type { Schema } from '../database/open.ts'

/** A channel as an adapter sees it. */
export async function readRevoked(trx: Transaction<Schema>, id: string): Promise<Channel | undefined> {
  const row = await trx
    .selectFrom('channel')
    .select(['id', 'remoteId', 'kind', 'via', 'handle', 'host', 'facts'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return undefined
  const { host, facts, ...rest } = row
  return { ...rest, facts: facts as Channel['facts'], ...(host === null ? {} : { host }) }
}
