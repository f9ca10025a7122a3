/**
 * What is said to a network's authorization server. The requests are oauth4webapi's; the answers are read here, because
 * networks leave out or rename what the standard demands (no token_type, errors inside a 200, scopes with commas).
 */
import { createHmac } from 'node:crypto'
import * as oauth from 'oauth4webapi'
import { locate } from '../outside/sandbox.ts'
import type { Client } from '../settings.ts'
import { fieldsOf, readTokens, toldOf, type Told, type Tokens } from './grant.read.ts'
import { clientAuth, clientOf, hear, serverOf, type Ask, type Silent, type Speaker } from './hear.ts'

export type { Server, Speaker } from './hear.ts'

/** Tokens, or what the network said instead. */
export type Grant = { readonly is: 'granted'; readonly tokens: Tokens } | Unheard
type Unheard = ({ readonly is: 'told' } & Told) | Silent

export interface Authorize {
  readonly redirectUri: string
  readonly state: string
  readonly verifier: string
}

/** What the server is asked for. */
const parametersOf = async ({ way, client }: Pick<Speaker, 'way' | 'client'>, ask: Authorize) => ({
  response_type: 'code',
  [way.dialect?.clientId ?? 'client_id']: client.id,
  redirect_uri: ask.redirectUri,
  scope: way.scopes.join(way.dialect?.separator ?? ' '),
  state: ask.state,
  ...(way.hint === undefined ? {} : { login_hint: way.hint }),
  ...(way.pkce
    ? { code_challenge: await oauth.calculatePKCECodeChallenge(ask.verifier), code_challenge_method: 'S256' }
    : {}),
})

/** Where to send the browser. */
export const authorizeUrl = async (speaker: Omit<Speaker, 'door'>, ask: Authorize): Promise<string> =>
  addressFor(speaker, await parametersOf(speaker, ask))

/** The same, with the request pushed to the server beforehand, so that the browser carries no more than its number. */
export async function pushRequest(speaker: Speaker, ask: Authorize): Promise<Unheard | { is: 'pushed'; url: string }> {
  const parameters = await parametersOf(speaker, ask)
  const heard = await hear(speaker, speaker.way.push ?? '', (options) =>
    oauth.pushedAuthorizationRequest(serverOf(speaker), clientOf(speaker), clientAuth(speaker), parameters, options),
  )
  if (heard.is === 'silent') return heard
  const { status, body } = heard.reply
  const fields = fieldsOf(body)
  const number = fields['request_uri']
  if (status >= 300 || typeof number !== 'string') return { is: 'told', ...toldOf(status, fields) }
  return { is: 'pushed', url: addressFor(speaker, { client_id: speaker.client.id, request_uri: number }) }
}

function addressFor({ world, way }: Omit<Speaker, 'door'>, parameters: Readonly<Record<string, string>>): string {
  const url = new URL(locate(world, way.authorize))
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  // Some networks take '+' in a scope for a plus.
  return url.href.replaceAll('+', '%20')
}

/** Checks what the browser brought; throws oauth4webapi's AuthorizationResponseError for what the network refused. */
export function readCallback(speaker: Speaker, query: URLSearchParams, state: string): URLSearchParams {
  return oauth.validateAuthResponse(serverOf(speaker), clientOf(speaker), query, state)
}

/** Changes the code for tokens, and those for longer-lived ones where the network wants that. */
export async function exchangeCode(speaker: Speaker, callback: URLSearchParams, ask: Authorize): Promise<Grant> {
  const verifier = speaker.way.pkce ? ask.verifier : oauth.nopkce
  const grant = await hearTokens(speaker, speaker.way.token, (options) =>
    oauth.authorizationCodeGrantRequest(
      serverOf(speaker),
      clientOf(speaker),
      clientAuth(speaker),
      callback,
      ask.redirectUri,
      verifier,
      options,
    ),
  )
  const second = speaker.way.dialect?.exchange
  if (grant.is !== 'granted' || !second) return grant
  const proof = { client_id: speaker.client.id, client_secret: speaker.client.secret ?? '' }
  const longer = await byQuery(speaker, second.url, second.grant, grant.tokens.access, proof)
  return longer.is === 'granted' ? { is: 'granted', tokens: { ...grant.tokens, ...longer.tokens } } : longer
}

/** A new token for an old one, in the way the network renews. */
export async function renewGrant(speaker: Speaker, tokens: Pick<Tokens, 'access' | 'refresh'>): Promise<Grant> {
  const { renewUrl, renewGrant: grant } = speaker.way.dialect?.exchange ?? {}
  if (renewUrl !== undefined && grant !== undefined) return await byQuery(speaker, renewUrl, grant, tokens.access)
  const { refresh } = tokens
  if (refresh === undefined) throw new Error('there is nothing to renew with')
  return await hearTokens(speaker, speaker.way.token, (options) =>
    oauth.refreshTokenGrantRequest(serverOf(speaker), clientOf(speaker), clientAuth(speaker), refresh, options),
  )
}

/** Gives access back; true if the network took it. */
export async function revokeToken(speaker: Speaker, token: string): Promise<boolean> {
  const { revoke } = speaker.way
  if (revoke === undefined) return false
  const heard = await hear(speaker, revoke, (options) =>
    oauth.revocationRequest(serverOf(speaker), clientOf(speaker), clientAuth(speaker), token, options),
  )
  if (heard.is === 'silent') throw new Error('the network did not answer', { cause: heard.cause })
  return heard.reply.status < 300
}

/** Meta's proof that a token is used by the app it was given to. */
export const appSecretProof = ({ secret }: Pick<Client, 'secret'>, token: string): string =>
  createHmac('sha256', secret).update(token).digest('hex')

/** A token changed by its holder with a plain GET. */
async function byQuery(speaker: Speaker, address: string, grant: string, token: string, proof = {}): Promise<Grant> {
  const url = new URL(address)
  const name = speaker.way.dialect?.exchange?.tokenName ?? 'access_token'
  const parameters: Record<string, string> = { grant_type: grant, ...proof, [name]: token }
  for (const [key, value] of Object.entries(parameters)) url.searchParams.set(key, value)
  const heard = await hearTokens(speaker, address, (options) =>
    options[oauth.customFetch](url.href, { method: 'GET', headers: {} }),
  )
  const lasts = speaker.way.dialect?.exchange?.lasts
  if (heard.is !== 'granted' || heard.tokens.expiresIn !== undefined || lasts === undefined) return heard
  return { ...heard, tokens: { ...heard.tokens, expiresIn: lasts } }
}

async function hearTokens(speaker: Speaker, address: string, ask: Ask): Promise<Grant> {
  const heard = await hear(speaker, address, ask)
  return heard.is === 'silent' ? heard : readTokens(heard.reply)
}
