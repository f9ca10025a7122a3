/** The tokens of channels: read, kept for a moment, renewed in time. */
import { problem } from '@posthorn/domain/problems.ts'
import type { Access } from './access.ts'
import { clientFor } from './clients.ts'
import { proverWith } from './dpop.ts'
import { appSecretProof } from './grant.ts'
import { refusedForGood, renewConsent, type RenewalEnd } from './renew.ts'
import { consentOfChannel, type HeldConsent } from './renewals.store.ts'
import { Secret } from './secret.ts'
import { fenceOf, openStored, type ChannelKey, type Stored, type TokenParts } from './stored.ts'
import { platformOf, wayOf } from './world.ts'

/** Renew when so little is left, in ms. */
const renewBefore = 10 * 60_000
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
    authorization: new Secret(`${stored.key ? 'DPoP' : 'Bearer'} ${token}`),
    query: proofOf(parts, consent, token),
    ...(stored.key ? { prover: proverWith(parts, consent.network, stored.key) } : {}),
  }
}

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

/** True if another token has taken the place of the refused one: a person connected again, or another process renewed. */
export async function isReplaced(
  parts: TokenParts,
  { refused, ...key }: ChannelKey & { readonly refused: string },
): Promise<boolean> {
  cacheOf(parts).delete(key.channelId)
  const consent = await readConsent(parts, key)
  return consent?.channelState === 'connected' && fenceOf(consent) !== refused
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
