/** Giving access back to a network, after the last channel of a grant is gone. */
import { job } from '../jobs.ts'
import type { Parts } from '../parts.ts'
import { createConnectCall } from './call.ts'
import { clientFor } from './clients.ts'
import { consentSeal, deleteConsent, orphanOf } from './consents.store.ts'
import { appSecretProof, revokeToken } from './grant.ts'
import { Secret } from './secret.ts'
import type { Stored } from './tokens.ts'
import { readRevoked } from './revoke.store.ts'
import { platformOf, wayOf, worldFor } from './world.ts'

export const revoke = job<{ workspaceId: string; consentId: string; channelId: string }>('channels.revoke')

/**
 * Runs as a job, again if the network does not answer; when the tries are used up the tokens lie sealed until the sweep.
 * A network that does not take tokens back, or does not know this one, is left in peace.
 */
export async function revokeConsent(
  parts: Omit<Parts, 'web' | 'jobs'>,
  { workspaceId, consentId, channelId }: { workspaceId: string; consentId: string; channelId: string },
): Promise<void> {
  const found = await parts.worker.inWorkspace(workspaceId, (trx) => orphanOf(trx, consentId))
  if (!found) return
  const { platform: id, network, via, app } = found
  const platform = platformOf(parts, id)
  const way = wayOf(platform, via)
  const stored = (await parts.seal.open(found.sealed, consentSeal(workspaceId, consentId))) as Stored
  if (way.how === 'oauth') {
    const client = clientFor(parts, { platform: id, network, app })
    const channel = await parts.worker.inWorkspace(workspaceId, (trx) => readRevoked(trx, channelId))
    if (platform.revoke && channel) {
      const proof = way.dialect?.proof
      const token = stored.access
      const query = proof === undefined ? {} : { [proof]: new Secret(appSecretProof(client, token)) }
      const access = { fence: '', authorization: new Secret(`Bearer ${token}`), query }
      await platform.revoke(createConnectCall(parts, { platform: id, network, host: channel.host }, access), channel)
    } else {
      const speaker = { door: parts.door, world: worldFor(parts, id, network), way, client }
      const taken = await revokeToken(speaker, stored.refresh ?? stored.access)
      parts.log.info({ workspaceId, consentId, platform: id, taken }, 'access was given back')
    }
  }
  await parts.worker.inWorkspace(workspaceId, (trx) => deleteConsent(trx, consentId))
}
