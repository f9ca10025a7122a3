/** Changing the key that seals tokens, while everything runs. */
import type { Parts } from '../parts.ts'
import { clientsSealedOtherwise, resealHostClient } from './host-clients.store.ts'
import { hostClientSeal } from './host-clients.ts'
import { consentSeal, resealConsent, sealedOf, sealedOtherwise } from './consents.store.ts'
import { workspaceIds } from './workspaces.store.ts'

export interface Rotated {
  readonly resealed: number
  /** What could not be opened: its key is gone. These channels have to be connected again. */
  readonly broken: number
}

/**
 * Seals every token with the first key. Where several processes run, the new key is first given to all of them behind
 * the old one, so that each can open what another seals, and put in front afterwards. Each row is read and written under its lock, so that a renewal at the same
 * moment is neither lost nor sealed with the old key. What is sealed for a short time only (attempts, intents, results
 * of steps) opens with the old key as long as that is configured; keep it until those are gone, a week at most.
 */
export async function rotateKeys({ worker, seal, log }: Pick<Parts, 'worker' | 'seal' | 'log'>): Promise<Rotated> {
  let [resealed, broken] = [0, 0]
  for (const workspaceId of await workspaceIds(worker)) {
    const ids = await worker.inWorkspace(workspaceId, (trx) => sealedOtherwise(trx, seal.keyId))
    for (const id of ids) {
      const row = consentSeal(workspaceId, id)
      try {
        const done = await worker.inWorkspace(workspaceId, async (trx) => {
          const sealed = await sealedOf(trx, id)
          if (sealed === undefined || !seal.needsRotation(sealed)) return false
          const secrets = await seal.open(sealed, row)
          await resealConsent(trx, id, { sealed: await seal.seal(secrets, row), keyId: seal.keyId })
          return true
        })
        if (done) resealed += 1
      } catch (error) {
        broken += 1
        log.error({ err: error, workspaceId, consentId: id }, 'a token could not be sealed anew')
      }
    }
  }
  for (const client of await clientsSealedOtherwise(worker, seal.keyId)) {
    const row = hostClientSeal(client)
    try {
      const sealed = await seal.seal(await seal.open(client.sealed, row), row)
      await resealHostClient(worker, { ...client, sealed }, seal.keyId)
      resealed += 1
    } catch (error) {
      broken += 1
      log.error({ err: error, host: client.host }, 'the secret of a client could not be sealed anew')
    }
  }
  return { resealed, broken }
}
