/** Giving access back to a network, after the last channel of a grant is gone. */
import { ProblemError } from '@posthorn/domain/problems.ts'
import { job } from '../jobs.ts'
import type { Parts } from '../parts.ts'
import { createConnectCall } from './call.ts'
import { deleteConsent, orphanOf, type Orphan } from './consents.store.ts'
import { revokeToken } from './grant.ts'
import { readRevoked } from './revoke.store.ts'
import { endSession } from './session.ts'
import { accessBy, speakerOf } from './speaker.ts'
import { openStored } from './stored.ts'
import { platformOf, wayOf, worldFor } from './world.ts'

export interface Revocation {
  readonly workspaceId: string
  readonly consentId: string
  /** The channel that was disconnected, for networks that want to know it. */
  readonly channelId?: string
}

export const revoke = job<Revocation>('channels.revoke')

type RevokeParts = Omit<Parts, 'web' | 'jobs'>

/**
 * Runs as a job, and again every hour until the network has answered. A network that does not take tokens back, or does
 * not know this one, is left in peace; so is one that we cannot speak to any more, because its app or sandbox is gone.
 */
export async function revokeConsent(parts: RevokeParts, revocation: Revocation): Promise<void> {
  const { workspaceId, consentId } = revocation
  const found = await parts.worker.inWorkspace(workspaceId, (trx) => orphanOf(trx, consentId))
  if (!found) return
  const about = { workspaceId, consentId, platform: found.platform }
  try {
    parts.log.info({ ...about, taken: await giveBack(parts, revocation, found) }, 'access was given back')
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    parts.log.warn({ ...about, err: error }, 'access could not be given back')
  }
  await parts.worker.inWorkspace(workspaceId, (trx) => deleteConsent(trx, consentId))
}

/** True if the network says that it took the access back. */
async function giveBack(
  parts: RevokeParts,
  { workspaceId, consentId, channelId }: Revocation,
  orphan: Orphan,
): Promise<boolean> {
  const { platform: id, network, via, location, sealed } = orphan
  const platform = platformOf(parts, id)
  const way = wayOf(platform, via)
  const stored = await openStored(parts, workspaceId, { id: consentId, sealed })
  const { access: token, refresh } = stored
  if (way.how === 'app-password') {
    if (!location || refresh === undefined) return false
    return await endSession({ door: parts.door, world: worldFor(parts, id, network), way, location }, refresh)
  }
  const speaker = speakerOf(parts, orphan, stored)
  const channel = channelId && (await parts.worker.inWorkspace(workspaceId, (trx) => readRevoked(trx, channelId)))
  if (!platform.revoke || !channel) return await revokeToken(speaker, refresh ?? token)
  const call = createConnectCall(parts, { platform: id, network, host: channel.host }, accessBy(speaker, token))
  await platform.revoke(call, channel)
  return true
}
