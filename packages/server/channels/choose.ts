/** Choosing between the accounts that one consent gave. */
import type { z } from 'zod'
import type * as contract from '@posthorn/contract/schemas/channels.ts'
import { problem } from '@posthorn/domain/problems.ts'
import type { Parts } from '../parts.ts'
import { Account } from './account.ts'
import { connectAccounts } from './connect-accounts.ts'
import { showChannel, type ShownChannel } from './channels.ts'
import { readChannels } from './channels.store.ts'
import { connectedAccounts, consentSeal, holdConsent, readConsent, resealConsent, sealedOf } from './consents.store.ts'
import { openStored } from './stored.ts'

type ChooseParts = Pick<Parts, 'web' | 'worker' | 'seal'>

/** Throws access.not-here once a choice was made. */
export async function showConsent(
  { web }: Pick<Parts, 'web'>,
  workspaceId: string,
  id: string,
): Promise<z.output<typeof contract.Consent>> {
  return await web.inWorkspace(workspaceId, async (trx) => {
    const consent = await readConsent(trx, id)
    if (consent?.state !== 'choosing') throw problem('access.not-here')
    const connected = await connectedAccounts(trx, consent)
    const { platform, network, via, scopes, expiresAt, renewable } = consent
    return {
      id,
      platform,
      network,
      via,
      scopes,
      expiresAt: expiresAt?.toISOString() ?? null,
      renewable,
      candidates: Account.array()
        .parse(consent.candidates)
        .map(({ remoteId, kind, handle, name, refused }) => ({
          remoteId,
          kind,
          handle,
          name,
          // Pictures are fetched by this server once a channel is made; a page must not tell the network who looks.
          avatarUrl: null,
          refused,
          connected: connected.has(remoteId),
        })),
    }
  })
}

/** Makes channels of the chosen ones; throws request.invalid for an account that is not offered or is refused. */
export async function choose(
  parts: ChooseParts,
  workspaceId: string,
  id: string,
  remoteIds: readonly string[],
): Promise<ShownChannel[]> {
  const wanted = new Set(remoteIds)
  const channels = await parts.web.inWorkspace(workspaceId, async (trx) => {
    const consent = await readConsent(trx, id)
    if (consent?.state !== 'choosing') throw problem('access.not-here')
    const offered = Account.array().parse(consent.candidates)
    const chosen = offered.filter((account) => wanted.has(account.remoteId) && account.refused === null)
    if (chosen.length !== wanted.size) throw problem('request.invalid', {}, { field: 'remoteIds' })
    // Of two people who choose at once, one does.
    if (!(await holdConsent(trx, id))) throw problem('access.not-here')
    const { platform, network, via } = consent
    const ids = await connectAccounts(trx, { workspaceId, consentId: id, platform, network, via }, chosen)
    return (await readChannels(trx, ids)).map(showChannel)
  })
  await forgetOthers(parts, workspaceId, id, wanted)
  return channels
}

/** Secrets of pages that nobody chose are not kept. */
async function forgetOthers(
  { worker, seal }: ChooseParts,
  workspaceId: string,
  id: string,
  kept: ReadonlySet<string>,
): Promise<void> {
  await worker.inWorkspace(workspaceId, async (trx) => {
    const sealed = await sealedOf(trx, id)
    if (sealed === undefined) return
    const row = consentSeal(workspaceId, id)
    const { pages = {}, ...stored } = await openStored({ seal }, workspaceId, { id, sealed })
    const mine = Object.fromEntries(Object.entries(pages).filter(([remoteId]) => kept.has(remoteId)))
    if (Object.keys(mine).length === Object.keys(pages).length) return
    await resealConsent(trx, id, { sealed: await seal.seal({ ...stored, pages: mine }, row), keyId: seal.keyId })
  })
}
