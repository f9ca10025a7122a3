/** Connecting: from the wish to the network and back, to channels or to a choice between accounts. */
import { AuthorizationResponseError } from 'oauth4webapi'
import { uuidv7 } from 'uuidv7'
import { atLeast } from '@posthorn/contract/route.ts'
import { problem } from '@posthorn/domain/problems.ts'
import type { Candidate, Platform } from '@posthorn/platforms/interface'
import type { Network } from '../outside/sandbox.ts'
import type { Parts } from '../parts.ts'
import { CallFailed } from '../publishing/work.ts'
import { accountsOf, sameAccount, secretsOf, type Account } from './account.ts'
import { beginAttempt, endAttempt, ownPath, type Asking, type Begun } from './attempt.ts'
import { connectAccounts } from './connect-accounts.ts'
import { createConnectCall } from './call.ts'
import { accountsOn, readChannels } from './channels.store.ts'
import { clientFor } from './clients.ts'
import { consentSeal, insertConsent } from './consents.store.ts'
import { appSecretProof, authorizeUrl, exchangeCode, readCallback, type Speaker } from './grant.ts'
import { plain, type Tokens } from './grant.read.ts'
import { Secret } from './secret.ts'
import { roleIn, type Attempt } from './states.store.ts'
import { after, type Stored } from './stored.ts'
import { platformOf, wayOf, worldFor, type OAuthWay } from './world.ts'

export type ConnectParts = Omit<Parts, 'jobs'>

export interface Wish {
  readonly workspaceId: string
  readonly platform: string
  readonly via?: string | undefined
  readonly network: Network
  /** The channel to connect again. */
  readonly reconnects?: string | undefined
  readonly returnTo?: string | undefined
}

export const callbackPath = (platform: string): string => `/api/v1/auth/social/callback/${platform}`
export const channelsPath = (workspaceId: string): string => `/w/${workspaceId}/channels`

export interface Started extends Pick<Begun, 'browser' | 'expiresAt'> {
  readonly authorizeUrl: string
}

/** Where to send the browser, and what it has to keep. `base`: where the network sends it back to. */
export async function startConnect(
  parts: ConnectParts,
  asking: Asking,
  wish: Wish,
  base = parts.settings.backendUrl,
): Promise<Started> {
  const { workspaceId, platform, network } = wish
  const reconnects = wish.reconnects === undefined ? null : await reconnected(parts, wish, wish.reconnects)
  const speaker = speakerOf(parts, { platform, network, via: wish.via ?? reconnects?.via })
  const begun = await beginAttempt(parts, asking, {
    workspaceId,
    platform,
    network,
    via: speaker.way.via,
    reconnects: reconnects?.id ?? null,
    returnTo: ownPath(wish.returnTo, channelsPath(workspaceId)),
    redirectUri: `${base}${callbackPath(platform)}`,
  })
  return { ...begun, authorizeUrl: await authorizeUrl(speaker, begun.authorize) }
}

async function reconnected(parts: ConnectParts, { workspaceId, platform, network }: Wish, id: string) {
  const [channel] = await parts.web.inWorkspace(workspaceId, (trx) => readChannels(trx, [id]))
  if (!channel) throw problem('access.not-here')
  if (channel.platform !== platform || channel.network !== network) {
    throw problem('request.invalid', {}, { field: 'reconnects' })
  }
  return channel
}

/** How to speak to the authorization server. Throws channel.way, channel.no-app, channel.sandbox-off. */
function speakerOf(
  parts: ConnectParts,
  { platform: id, network, via }: { platform: string; network: Network; via?: string | undefined },
): Speaker {
  const platform = platformOf(parts, id)
  const way = wayOf(platform, via)
  const world = worldFor(parts, id, network)
  if (way.how !== 'oauth') throw problem('channel.way', { platform: platform.rules.label }, { field: 'via' })
  return { door: parts.door, world, way, client: clientFor(parts, { platform: id, network, app: way.app }) }
}

export type Finished = { readonly workspaceId: string; readonly returnTo: string } & (
  | { readonly is: 'connected'; readonly channelIds: readonly string[] }
  | { readonly is: 'choosing'; readonly consentId: string }
)

/** An attempt that failed after it was known whose it is: the person is told there. */
export class ConnectFailed extends Error {
  override readonly name = 'ConnectFailed'
  readonly workspaceId: string
  constructor(workspaceId: string, cause: unknown) {
    super('connecting failed', { cause })
    this.workspaceId = workspaceId
  }
}

/** The browser came back. Throws channel.state for anybody else's return; ConnectFailed around all other problems. */
export async function finishConnect(
  parts: ConnectParts,
  asking: Asking,
  platform: string,
  query: URLSearchParams,
): Promise<Finished> {
  const ended = await endAttempt(parts, asking, platform, query.getAll('state'))
  if (!ended) throw problem('channel.state')
  const { attempt } = ended
  try {
    const role = await roleIn(parts.web, attempt.workspaceId, attempt.personId)
    // Ten minutes are long enough to lose a right.
    if (!role || !atLeast(role, 'admin')) throw problem('access.refused')
    const speaker = speakerOf(parts, attempt)
    const tokens = await tokensFor(parts, speaker, attempt, query, ended.authorize)
    const candidates = await identify(parts, speaker, attempt, tokens)
    const finished = await keepGrant(parts, speaker.way, attempt, tokens, candidates)
    return { ...finished, workspaceId: attempt.workspaceId, returnTo: attempt.returnTo }
  } catch (error) {
    throw new ConnectFailed(attempt.workspaceId, error)
  }
}

async function tokensFor(
  parts: ConnectParts,
  speaker: Speaker,
  { platform, workspaceId }: Attempt,
  query: URLSearchParams,
  authorize: Begun['authorize'],
): Promise<Tokens> {
  const { label } = platformOf(parts, platform).rules
  const grant = await exchangeCode(speaker, readReturn(speaker, query, authorize.state, label), authorize)
  if (grant.is === 'silent') {
    parts.log.warn({ err: grant.cause, platform, workspaceId }, 'a code could not be exchanged')
    throw problem('system.outside-failed', { host: label }, { cause: grant.cause })
  }
  if (grant.is === 'told') throw problem('channel.exchange', { platform: label, words: grant.words })
  // RFC 6749, 5.1: no scope in the answer says that all were granted.
  const granted = new Set(grant.tokens.scopes ?? speaker.way.scopes)
  const missing = speaker.way.scopes.filter((scope) => !granted.has(scope))
  if (missing.length > 0) throw problem('channel.scope-missing', { platform: label, scopes: missing.join(', ') })
  return grant.tokens
}

function readReturn(speaker: Speaker, query: URLSearchParams, state: string, label: string): URLSearchParams {
  try {
    const checked = readCallback(speaker, query, state)
    if (checked.has('code')) return checked
  } catch (cause) {
    if (!(cause instanceof AuthorizationResponseError)) {
      throw problem('channel.exchange', { platform: label, words: 'its answer cannot be read' }, { cause })
    }
    throw problem('channel.denied', { platform: label, words: plain(cause.error_description ?? cause.error) })
  }
  throw problem('channel.denied', { platform: label, words: 'it sent no code' })
}

async function identify(
  parts: ConnectParts,
  { way, client }: Speaker,
  { platform: id, network }: Attempt,
  tokens: Tokens,
): Promise<readonly Candidate[]> {
  const platform: Platform = platformOf(parts, id)
  const { label } = platform.rules
  const proof = way.dialect?.proof
  const call = createConnectCall(
    parts,
    { platform: id, network },
    {
      fence: '',
      authorization: new Secret(`Bearer ${tokens.access}`),
      query: proof === undefined ? {} : { [proof]: new Secret(appSecretProof(client, tokens.access)) },
    },
  )
  try {
    const candidates = await platform.identify(call, way.via)
    if (candidates.length === 0) throw problem('channel.no-candidates', { platform: label })
    return candidates
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error
    const status = error.failure.reply?.status
    const words =
      status === undefined ? 'it did not say whose account this is' : `it answered ${status} to whose account this is`
    throw problem('channel.exchange', { platform: label, words }, { cause: error })
  }
}

/** One account, or what is connected again: channels at once. Several: a person chooses. */
async function keepGrant(
  parts: ConnectParts,
  way: OAuthWay,
  attempt: Attempt,
  tokens: Tokens,
  candidates: readonly Candidate[],
): Promise<{ is: 'connected'; channelIds: string[] } | { is: 'choosing'; consentId: string }> {
  const { workspaceId, platform, network, personId, reconnects } = attempt
  const id = uuidv7()
  const now = parts.now()
  const scopes = tokens.scopes ?? way.scopes
  const accounts = accountsOf(candidates, scopes)
  const chosen =
    reconnects === null ? onlyOne(accounts) : await connectedBefore(parts, workspaceId, reconnects, accounts)
  const stored = storedOf(tokens, chosen ? secretsOf(candidates, chosen) : secretsOf(candidates, accounts))
  const sealed = await parts.seal.seal(stored, consentSeal(workspaceId, id))
  return await parts.web.inWorkspace(workspaceId, async (trx) => {
    await insertConsent(trx, workspaceId, {
      id,
      platform,
      network,
      via: way.via,
      app: way.app,
      scopes,
      sealed,
      keyId: parts.seal.keyId,
      expiresAt: after(now, tokens.expiresIn) ?? null,
      refreshExpiresAt: after(now, tokens.refreshExpiresIn) ?? null,
      renewable: isRenewable(way, tokens),
      personId,
      reconnects,
      state: chosen ? 'held' : 'choosing',
      candidates: chosen ? null : accounts,
    })
    if (!chosen) return { is: 'choosing', consentId: id }
    const from = { workspaceId, consentId: id, platform, network, via: way.via }
    return { is: 'connected', channelIds: await connectAccounts(trx, from, chosen) }
  })
}

function onlyOne(accounts: readonly Account[]): Account[] | undefined {
  const [first, ...more] = accounts
  return first && more.length === 0 && first.refused === null ? [first] : undefined
}

/**
 * The account to connect again, and the others that stood on the same grant: the network gave them together, and they
 * lost access together. Throws channel.other-account.
 */
async function connectedBefore(
  { web }: ConnectParts,
  workspaceId: string,
  id: string,
  accounts: readonly Account[],
): Promise<Account[]> {
  const { channel, siblings } = await web.inWorkspace(workspaceId, async (trx) => {
    const [channel] = await readChannels(trx, [id])
    if (!channel) throw problem('access.not-here')
    const siblings = channel.consentId === null ? new Set<string>() : await accountsOn(trx, channel.consentId)
    return { channel, siblings }
  })
  const wanted = sameAccount(accounts, channel)
  return [wanted, ...accounts.filter((account) => account !== wanted && siblings.has(account.remoteId))]
}

function storedOf({ access, refresh }: Tokens, pages: Record<string, string>): Stored {
  const some = Object.keys(pages).length > 0
  return { access, ...(refresh === undefined ? {} : { refresh }), ...(some ? { pages } : {}) }
}

const isRenewable = (way: OAuthWay, tokens: Tokens): boolean =>
  way.renew !== 'none' && (tokens.refresh !== undefined || way.dialect?.exchange?.renewUrl !== undefined)
