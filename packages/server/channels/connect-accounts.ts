import type { Transaction } from 'kysely'
import type { Schema } from '../database/open.ts'
import { wakeChannel } from '../publishing/wake.ts'
import type { Account } from './account.ts'
import { channelAt, laneOf, saveChannel, workspaceZone, type From } from './channels.store.ts'
import { dropUnused } from './consents.store.ts'

/**
 * Makes channels of accounts, or connects again those that exist; what waited for them goes on. Answers their ids.
 */
export async function connectAccounts(
  trx: Transaction<Schema>,
  from: From,
  accounts: readonly Account[],
): Promise<string[]> {
  const zone = await workspaceZone(trx)
  const ids: string[] = []
  for (const { refused: _, ...account } of accounts) {
    const before = await channelAt(trx, { ...from, remoteId: account.remoteId })
    const laneId = await laneOf(trx, { ...from, remoteId: account.remoteId })
    const id = await saveChannel(trx, { ...from, ...account, laneId, zone })
    await wakeChannel(trx, { workspaceId: from.workspaceId, channelId: id })
    if (before?.consentId && before.consentId !== from.consentId) await dropUnused(trx, before.consentId)
    ids.push(id)
  }
  return ids
}
