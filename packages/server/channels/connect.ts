/** Connecting: from the wish to the network and back, to channels or to a choice between accounts. */
import { AuthorizationResponseError } from 'oauth4webapi'
import { atLeast } from '@posthorn/contract/route.ts'
import { problem, type ProblemError } from '@posthorn/domain/problems.ts'
import type { Parts } from '../parts.ts'
import { meetServer, serverAnswered, serverForgot, type Met } from './at-host.ts'
import { beginAttempt, endAttempt, ownPath, type Asking, type Begun } from './attempt.ts'
import { authorizeUrl, exchangeCode, pushRequest, readCallback, type Grant, type Speaker } from './grant.ts'
import { plain, type Tokens } from './grant.read.ts'
import { keepGrant, type Kept } from './keep.ts'
import { accessBy, speakerOf } from './speaker.ts'
import { roleIn } from './states.store.ts'
import { channelBefore, typedIn, type Wish } from './wish.ts'
import { callbackPath, platformOf, wayOf } from './world.ts'

export type { Wish } from './wish.ts'
export type ConnectParts = Omit<Parts, 'jobs'>

export const channelsPath = (workspaceId: string): string => `/w/${workspaceId}/channels`

export interface Started extends Pick<Begun, 'browser' | 'expiresAt'> {
  readonly authorizeUrl: string
}

/**
 * Where to send the browser, and what it has to keep. `base`: where the network sends it back to. Throws channel.way for
 * a way without a page of consent.
 */
export async function startConnect(
  parts: ConnectParts,
  asking: Asking,
  wish: Wish,
  base = parts.settings.backendUrl,
): Promise<Started> {
  const { workspaceId, platform, network } = wish
  const before = await channelBefore(parts, wish)
  const way = wayOf(platformOf(parts, platform), wish.via ?? before?.via)
  const redirectUri = `${base}${callbackPath(platform)}`
  const { location, held } =
    way.how === 'oauth-at-host'
      ? await meetServer(parts, { platform, network, way, typed: await typedIn(parts, wish, before, way), redirectUri })
      : { location: null, held: {} }
  const met = { platform, network, via: way.via, redirectUri, location, held }
  const speaker = speakerOf(parts, met, held)
  const { authorize, browser, expiresAt } = await beginAttempt(parts, asking, {
    ...met,
    workspaceId,
    reconnects: before?.id ?? null,
    returnTo: ownPath(wish.returnTo, channelsPath(workspaceId)),
  })
  return { browser, expiresAt, authorizeUrl: await leaveFor(parts, speaker, met, authorize) }
}

async function leaveFor(
  parts: ConnectParts,
  speaker: Speaker,
  met: Met,
  authorize: Begun['authorize'],
): Promise<string> {
  if (speaker.way.push === undefined) return await authorizeUrl(speaker, authorize)
  const pushed = await pushRequest(speaker, authorize)
  if (pushed.is !== 'pushed') throw await refusal(parts, met, pushed)
  return pushed.url
}

export type Finished = Kept & { readonly workspaceId: string; readonly returnTo: string }

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
  const { attempt, held, authorize } = ended
  const { workspaceId, returnTo } = attempt
  try {
    const role = await roleIn(parts.web, workspaceId, attempt.personId)
    // Ten minutes are long enough to lose a right.
    if (!role || !atLeast(role, 'admin')) throw problem('access.refused')
    const met = { ...attempt, held, redirectUri: authorize.redirectUri }
    const speaker = speakerOf(parts, attempt, held)
    const tokens = await tokensFor(parts, speaker, met, query, authorize)
    const way = wayOf(platformOf(parts, platform), attempt.via)
    const access = accessBy(speaker, tokens.access)
    return { ...(await keepGrant(parts, { ...attempt, way, tokens, held, access })), workspaceId, returnTo }
  } catch (error) {
    throw new ConnectFailed(workspaceId, error)
  }
}

async function tokensFor(
  parts: ConnectParts,
  speaker: Speaker,
  met: Met,
  query: URLSearchParams,
  authorize: Begun['authorize'],
): Promise<Tokens> {
  const label = nameOf(parts, met)
  const callback = readReturn(speaker, query, authorize.state, label)
  await serverAnswered(parts, met)
  const grant = await exchangeCode(speaker, callback, authorize)
  if (grant.is !== 'granted') throw await refusal(parts, met, grant)
  const { tokens } = grant
  // RFC 6749, 5.1: no scope in the answer says that all were granted.
  const granted = new Set(tokens.scopes ?? speaker.way.scopes)
  const missing = speaker.way.scopes.filter((scope) => !granted.has(scope))
  if (missing.length > 0) throw problem('channel.scope-missing', { platform: label, scopes: missing.join(', ') })
  const subject = met.location?.subject
  if (subject !== undefined && tokens.subject !== subject) {
    throw problem('channel.other-account', {
      got: plain(tokens.subject ?? 'nobody'),
      wanted: met.location?.typed ?? '',
    })
  }
  // A token that is not bound to our key would be anybody's who reads it on its way (RFC 9449, 5).
  if (speaker.prover && tokens.type?.toLowerCase() !== 'dpop') {
    throw problem('channel.exchange', { platform: label, words: 'its token is not bound to our key' })
  }
  return tokens
}

/** How a person knows whom we speak to. */
const nameOf = (parts: ConnectParts, { platform, location }: Pick<Met, 'platform' | 'location'>): string =>
  location?.host ?? platformOf(parts, platform).rules.label

/** What becomes of an answer that brought nothing. */
export async function refusal(
  parts: ConnectParts,
  met: Met,
  grant: Exclude<Grant, { is: 'granted' }>,
): Promise<ProblemError> {
  const label = nameOf(parts, met)
  if (grant.is === 'silent') {
    parts.log.warn({ err: grant.cause, platform: met.platform }, 'a network did not answer while connecting')
    return problem('system.outside-failed', { host: label }, { cause: grant.cause })
  }
  if (grant.what === 'app') await serverForgot(parts, met)
  return problem('channel.exchange', { platform: label, words: grant.words })
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
