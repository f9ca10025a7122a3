/**
 * Renewing tokens, one at a time: whoever renews holds a lease on the consent's row, asks the network outside any
 * transaction, and stores before anybody uses. What the network's trouble tells is nothing about the grant: only a
 * definite end asks a person to reconnect.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { consentSeal } from './consents.store.ts'
import { renewGrant, type Grant } from './grant.ts'
import type { Tokens } from './grant.read.ts'
import { refusals } from './refusals.ts'
import { renewSession } from './session.ts'
import { speakerOf } from './speaker.ts'
import { buryConsent, endRenewal, renewalState, storeRenewed, takeRenewal, type HeldConsent } from './renewals.store.ts'
import { after, openStored, type Stored, type TokenParts } from './stored.ts'
import { platformOf, wayOf, worldFor } from './world.ts'

/** `later`: nothing is known about the grant; ask again in a while. */
export type RenewalEnd = 'renewed' | 'reconnect' | 'later'

/** Longest a renewal may take; the request itself is bounded to 20 s. */
const leaseSeconds = 45

/** The renewal itself, by whoever gets the lease. */
export async function renewConsent(parts: TokenParts, workspaceId: string, consent: HeldConsent): Promise<RenewalEnd> {
  const { id, fence } = consent
  const lease = await parts.worker.inWorkspace(workspaceId, (trx) =>
    takeRenewal(trx, { id, fence, seconds: leaseSeconds }),
  )
  if (!lease) return await awaitOther(parts, workspaceId, consent)
  const stored = await openStored(parts, workspaceId, consent)
  const grant = await askNetwork(parts, consent, stored)
  if (grant.is === 'granted') return await keep(parts, workspaceId, consent, stored, grant.tokens)
  if (grant.is === 'silent' && grant.sent) {
    // The network may have changed the token. The lease is left to run out, and tells so to whoever comes next.
    parts.log.warn({ err: grant.cause, workspaceId, consentId: id }, 'the answer to a renewal was lost')
    return 'later'
  }
  if (grant.is === 'told' && grant.what === 'ended') {
    const lost = lease.unfinished ? 'the answer to an earlier renewal was lost; ' : ''
    return await bury(parts, workspaceId, consent, `${lost}the network says: ${grant.words}`)
  }
  // A lease that tells of a lost answer goes on telling.
  if (!lease.unfinished) await parts.worker.inWorkspace(workspaceId, (trx) => endRenewal(trx, id, fence))
  const about = { workspaceId, consentId: id, platform: consent.platform }
  if (grant.is === 'told') parts.log.warn({ ...about, what: grant.what, words: grant.words }, 'a token was not renewed')
  else parts.log.warn({ ...about, err: grant.cause }, 'a token was not renewed')
  return 'later'
}

/** Somebody else renews, or just did. A network answers in a second or two; what takes longer is not waited for. */
async function awaitOther(parts: TokenParts, workspaceId: string, { id, fence }: HeldConsent): Promise<RenewalEnd> {
  for (let look = 0; look < 20; look += 1) {
    const row = await parts.worker.inWorkspace(workspaceId, (trx) => renewalState(trx, id))
    if (!row || row.state === 'dead' || row.state === 'revoked') return 'reconnect'
    if (row.fence !== fence) return 'renewed'
    if (!row.renewing) return 'later'
    await wait(150)
  }
  return 'later'
}

async function askNetwork(parts: TokenParts, consent: HeldConsent, stored: Stored): Promise<Grant> {
  const { platform, network, location } = consent
  const way = wayOf(platformOf(parts, platform), consent.via)
  if (way.how !== 'app-password') return await renewGrant(speakerOf(parts, consent, stored), stored)
  if (!location) throw new Error('nobody knows where this session lives')
  const place = { door: parts.door, world: worldFor(parts, platform, network), way, location }
  return await renewSession(place, stored.refresh)
}

async function keep(
  parts: TokenParts,
  workspaceId: string,
  consent: HeldConsent,
  old: Stored,
  tokens: Tokens,
): Promise<RenewalEnd> {
  const { id, fence } = consent
  const stored = { ...old, access: tokens.access, ...(tokens.refresh === undefined ? {} : { refresh: tokens.refresh }) }
  const sealed = await parts.seal.seal(stored, consentSeal(workspaceId, id))
  const renewed = {
    id,
    fence,
    sealed,
    keyId: parts.seal.keyId,
    scopes: tokens.scopes ?? consent.scopes,
    expiresAt: after(parts.now(), tokens.expiresIn) ?? null,
    refreshExpiresAt: after(parts.now(), tokens.refreshExpiresIn) ?? consent.refreshExpiresAt,
  }
  const kept = await persistently(() => parts.worker.inWorkspace(workspaceId, (trx) => storeRenewed(trx, renewed)))
  if (!kept) parts.log.error({ workspaceId, consentId: id }, 'a renewal came too late and was thrown away')
  return 'renewed'
}

/** The old token is dead at the network: a database that is away for a moment must not cost the new one. */
async function persistently<T>(act: () => Promise<T>, pauses = [100, 400, 1_600, 6_400]): Promise<T> {
  const [pause, ...more] = pauses
  if (pause === undefined) return await act()
  try {
    return await act()
  } catch {
    await wait(pause)
    return await persistently(act, more)
  }
}

async function bury(parts: TokenParts, workspaceId: string, consent: HeldConsent, why: string): Promise<RenewalEnd> {
  const { id, fence, platform } = consent
  const buried = await parts.worker.inWorkspace(workspaceId, (trx) => buryConsent(trx, { id, fence, why }))
  if (!buried) return 'renewed'
  parts.log.warn({ workspaceId, consentId: id, platform, why }, 'a grant has ended')
  return 'reconnect'
}

/**
 * A token that nothing renews was refused. Networks in trouble refuse everybody, so one refusal says little: it is
 * believed if it is repeated after a while and other accounts of the platform are not refused as well.
 */
export async function refusedForGood(
  parts: TokenParts,
  workspaceId: string,
  consent: HeldConsent,
): Promise<RenewalEnd> {
  const { platform, network, id, expiresAt } = consent
  if (expiresAt !== null && expiresAt <= parts.now()) {
    return await bury(
      parts,
      workspaceId,
      consent,
      `access ended on ${expiresAt.toISOString().slice(0, 10)}, as announced`,
    )
  }
  const doubt = refusals(parts.worker).doubt({
    place: `${network}:${platform}`,
    account: id,
    at: parts.now().getTime(),
  })
  if (doubt) return 'later'
  return await bury(parts, workspaceId, consent, 'the network no longer accepts our access')
}
