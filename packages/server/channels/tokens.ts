/**
 * The tokens of channels: read, kept for a moment, renewed by one at a time.
 *
 * A renewal takes a lease on the consent's row, asks the network outside any transaction, and stores before anybody
 * uses. What the network's trouble tells is nothing about the grant: only a definite end asks a person to reconnect.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { problem } from '@posthorn/domain/problems.ts'
import type { Parts } from '../parts.ts'
import { clientFor } from './clients.ts'
import {
  buryConsent,
  consentOfChannel,
  consentSeal,
  endRenewal,
  renewalState,
  storeRenewed,
  takeRenewal,
  type HeldConsent,
} from './consents.store.ts'
import { appSecretProof, renewGrant, type Grant } from './grant.ts'
import type { Tokens } from './grant.read.ts'
import { refusals } from './refusals.ts'
import { Secret } from './secret.ts'
import { platformOf, wayOf, worldFor } from './world.ts'

export type TokenParts = Pick<Parts, 'settings' | 'worker' | 'door' | 'sandbox' | 'platforms' | 'seal' | 'log' | 'now'>

export interface ChannelKey {
  readonly workspaceId: string
  readonly channelId: string
}

/** What lies in `consent.sealed`. */
export type Stored = {
  readonly access: string
  readonly refresh?: string
  /** Secrets of pages, by remote id. */
  readonly pages?: Readonly<Record<string, string>>
}

export interface Access {
  /** Says which token this is: hand it to `renewToken` when the network refuses it. */
  readonly fence: string
  /** The value of the Authorization header. */
  readonly authorization: Secret
  /** What the network wants in the query besides. */
  readonly query: Readonly<Record<string, Secret>>
}

/** Renew when so little is left, in ms. */
const renewBefore = 10 * 60_000
/** Longest a renewal may take; the request itself is bounded to 20 s. */
const leaseSeconds = 45
/** A token that another process renewed is noticed after so long, or when the network refuses the old one. In ms. */
const keepFor = 2_000
const keepAtMost = 5_000

interface Kept {
  readonly consent: HeldConsent
  readonly stored: Stored
  readonly until: number
}

/** One for each Parts, so that two programs in one process (tests) do not share. */
const caches = new WeakMap<object, Map<string, Kept>>()

/**
 * The token of a channel, renewed if it is about to end. `as: 'user'` is the person's own where the channel has one of
 * its own. Throws channel.disconnected or channel.reconnect.
 */
export async function accessToken(
  parts: TokenParts,
  key: ChannelKey,
  as: 'channel' | 'user' = 'channel',
): Promise<Access> {
  const kept = await load(parts, key)
  const { consent, stored } = isEnding(parts, kept.consent) ? await renewEarly(parts, key, kept) : kept
  const token = (as === 'channel' ? stored.pages?.[consent.remoteId] : undefined) ?? stored.access
  return {
    fence: fenceOf(consent),
    authorization: new Secret(`Bearer ${token}`),
    query: proofOf(parts, consent, token),
  }
}

/** Which token of which consent: a channel that was connected again has another one. */
export const fenceOf = ({ id, fence }: Pick<HeldConsent, 'id' | 'fence'>): string => `${id}:${fence}`

export type RenewalEnd = 'renewed' | 'reconnect' | 'later'

/** The network refused the token with this fence. `later`: nothing is known about the grant; ask again in a while. */
export async function renewToken(
  parts: TokenParts,
  { workspaceId, channelId, refused }: ChannelKey & { readonly refused: string },
): Promise<RenewalEnd> {
  cacheOf(parts).delete(channelId)
  const consent = await readConsent(parts, { workspaceId, channelId })
  if (!consent || consent.state === 'dead' || consent.state === 'revoked') return 'reconnect'
  if (fenceOf(consent) !== refused) return 'renewed'
  if (!consent.renewable) return await refusedForGood(parts, workspaceId, consent)
  return await renewConsent(parts, workspaceId, consent)
}

async function load(parts: TokenParts, key: ChannelKey): Promise<Kept> {
  const cache = cacheOf(parts)
  const now = parts.now().getTime()
  const known = cache.get(key.channelId)
  if (known && known.until > now && !isEnding(parts, known.consent)) return known
  const consent = await readConsent(parts, key)
  if (!consent || consent.channelState === 'disconnected') throw problem('channel.disconnected')
  const isOver = consent.state === 'dead' || consent.state === 'revoked'
  if (isOver || consent.channelState === 'reconnect') throw problem('channel.reconnect')
  const same = known?.consent.sealed === consent.sealed ? known.stored : undefined
  const stored = same ?? (await openStored(parts, key.workspaceId, consent))
  const kept = { consent, stored, until: now + keepFor }
  if (cache.size >= keepAtMost) cache.clear()
  cache.set(key.channelId, kept)
  return kept
}

const cacheOf = (parts: TokenParts): Map<string, Kept> => {
  const known = caches.get(parts.worker)
  if (known) return known
  const made = new Map<string, Kept>()
  caches.set(parts.worker, made)
  return made
}

const readConsent = (parts: TokenParts, { workspaceId, channelId }: ChannelKey) =>
  parts.worker.inWorkspace(workspaceId, (trx) => consentOfChannel(trx, channelId))

const openStored = async (
  { seal }: Pick<Parts, 'seal'>,
  workspaceId: string,
  { id, sealed }: { id: string; sealed: string },
) => (await seal.open(sealed, consentSeal(workspaceId, id))) as unknown as Stored

const isEnding = ({ now }: TokenParts, { renewable, expiresAt }: HeldConsent): boolean =>
  renewable && expiresAt !== null && expiresAt.getTime() - now().getTime() <= renewBefore

/** Trouble with renewing early is no trouble yet: the old token is used for as long as the network takes it. */
async function renewEarly(parts: TokenParts, key: ChannelKey, kept: Kept): Promise<Kept> {
  const end = await renewConsent(parts, key.workspaceId, kept.consent)
  cacheOf(parts).delete(key.channelId)
  if (end === 'reconnect') throw problem('channel.reconnect')
  return end === 'renewed' ? await load(parts, key) : kept
}

function proofOf(parts: TokenParts, consent: HeldConsent, token: string): Record<string, Secret> {
  const way = wayOf(platformOf(parts, consent.platform), consent.via)
  if (way.how !== 'oauth' || way.dialect?.proof === undefined) return {}
  const client = clientFor(parts, { platform: consent.platform, network: consent.network, app: consent.app })
  return { [way.dialect.proof]: new Secret(appSecretProof(client, token)) }
}

/** The renewal itself, by whoever gets the lease. */
async function renewConsent(parts: TokenParts, workspaceId: string, consent: HeldConsent): Promise<RenewalEnd> {
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
  await parts.worker.inWorkspace(workspaceId, (trx) => endRenewal(trx, id, fence))
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
  const { platform, network, app } = consent
  const way = wayOf(platformOf(parts, platform), consent.via)
  if (way.how !== 'oauth') throw new Error(`${consent.via} cannot be renewed`)
  const client = clientFor(parts, { platform, network, app })
  return await renewGrant({ door: parts.door, world: worldFor(parts, platform, network), way, client }, stored)
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
  const kept = await parts.worker.inWorkspace(workspaceId, (trx) =>
    storeRenewed(trx, {
      id,
      fence,
      sealed,
      keyId: parts.seal.keyId,
      scopes: tokens.scopes ?? consent.scopes,
      expiresAt: after(parts.now(), tokens.expiresIn) ?? null,
      refreshExpiresAt: after(parts.now(), tokens.refreshExpiresIn) ?? consent.refreshExpiresAt,
    }),
  )
  if (!kept) parts.log.error({ workspaceId, consentId: id }, 'a renewal came too late and was thrown away')
  return 'renewed'
}

export const after = (now: Date, seconds: number | undefined): Date | undefined =>
  seconds === undefined ? undefined : new Date(now.getTime() + seconds * 1000)

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
async function refusedForGood(parts: TokenParts, workspaceId: string, consent: HeldConsent): Promise<RenewalEnd> {
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
