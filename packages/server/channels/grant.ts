/**
 * What is said to a network's authorization server. The requests are oauth4webapi's; the answers are read here, because
 * networks leave out or rename what the standard demands (no token_type, errors inside a 200, scopes with commas).
 */
import * as oauth from 'oauth4webapi'
import { createHmac } from 'node:crypto'
import { OutsideFailure, type Door } from '../outside/door.ts'
import { locate, type World } from '../outside/sandbox.ts'
import { replyOf } from '../outside/wire.ts'
import type { Client } from '../settings.ts'
import { readTokens, type Told, type Tokens } from './grant.read.ts'
import type { OAuthWay } from './world.ts'

/** Everything that decides how to speak to the authorization server of one way to connect. */
export interface Speaker {
  readonly door: Pick<Door, 'request'>
  readonly world: World
  readonly way: OAuthWay
  readonly client: Client
}

/** Tokens, or what the network said instead. `sent` false: nothing had left, nothing can be lost. */
export type Grant =
  | { readonly is: 'granted'; readonly tokens: Tokens }
  | ({ readonly is: 'told' } & Told)
  | { readonly is: 'silent'; readonly sent: boolean; readonly cause: unknown }

/** Networks answer in a second or two; a person waits meanwhile. */
const timeoutMs = 20_000
const answerBytes = 256_000

export interface Authorize {
  readonly redirectUri: string
  readonly state: string
  readonly verifier: string
}

/** Where to send the browser. */
export async function authorizeUrl({ world, way, client }: Omit<Speaker, 'door'>, ask: Authorize): Promise<string> {
  const url = new URL(locate(world, way.authorize))
  const parameters = {
    response_type: 'code',
    [way.dialect?.clientId ?? 'client_id']: client.id,
    redirect_uri: ask.redirectUri,
    scope: way.scopes.join(way.dialect?.separator ?? ' '),
    state: ask.state,
    ...(way.pkce
      ? { code_challenge: await oauth.calculatePKCECodeChallenge(ask.verifier), code_challenge_method: 'S256' }
      : {}),
  }
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
  const grant = await hear(() =>
    oauth.authorizationCodeGrantRequest(
      serverOf(speaker),
      clientOf(speaker),
      clientAuth(speaker),
      callback,
      ask.redirectUri,
      verifier,
      transport(speaker),
    ),
  )
  const second = speaker.way.dialect?.exchange
  if (grant.is !== 'granted' || !second) return grant
  const proof = { client_id: speaker.client.id, client_secret: speaker.client.secret }
  const longer = await byQuery(speaker, second.url, second.grant, grant.tokens.access, proof)
  return longer.is === 'granted' ? { is: 'granted', tokens: { ...grant.tokens, ...longer.tokens } } : longer
}

/** A new token for an old one, in the way the network renews. */
export async function renewGrant(speaker: Speaker, tokens: Pick<Tokens, 'access' | 'refresh'>): Promise<Grant> {
  const { renewUrl, renewGrant: grant } = speaker.way.dialect?.exchange ?? {}
  if (renewUrl !== undefined && grant !== undefined) return await byQuery(speaker, renewUrl, grant, tokens.access)
  const { refresh } = tokens
  if (refresh === undefined) throw new Error('there is nothing to renew with')
  return await hear(() =>
    oauth.refreshTokenGrantRequest(
      serverOf(speaker),
      clientOf(speaker),
      clientAuth(speaker),
      refresh,
      transport(speaker),
    ),
  )
}

/** Gives access back; true if the network took it. */
export async function revokeToken(speaker: Speaker, token: string): Promise<boolean> {
  if (speaker.way.revoke === undefined) return false
  const response = await oauth.revocationRequest(
    serverOf(speaker),
    clientOf(speaker),
    clientAuth(speaker),
    token,
    transport(speaker),
  )
  return response.ok
}

/** Meta's proof that a token is used by the app it was given to. */
export const appSecretProof = (client: Client, token: string): string =>
  createHmac('sha256', client.secret).update(token).digest('hex')

/** A token changed by its holder with a plain GET. */
async function byQuery(speaker: Speaker, address: string, grant: string, token: string, proof = {}): Promise<Grant> {
  const url = new URL(address)
  const name = speaker.way.dialect?.exchange?.tokenName ?? 'access_token'
  const parameters: Record<string, string> = { grant_type: grant, ...proof, [name]: token }
  for (const [key, value] of Object.entries(parameters)) url.searchParams.set(key, value)
  return await hear(() => transport(speaker)[oauth.customFetch](url.href, { method: 'GET', headers: {} }))
}

async function hear(ask: () => Promise<Response>): Promise<Grant> {
  try {
    const response = await ask()
    const headers = Object.fromEntries(response.headers)
    const reply = replyOf({ status: response.status, headers, body: await response.bytes() })
    return readTokens(reply)
  } catch (cause) {
    return { is: 'silent', sent: !(cause instanceof OutsideFailure) || cause.sent, cause }
  }
}

const serverOf = ({ way }: Pick<Speaker, 'way'>): oauth.AuthorizationServer => ({
  issuer: new URL(way.authorize).origin,
  authorization_endpoint: way.authorize,
  token_endpoint: way.token,
  ...(way.revoke === undefined ? {} : { revocation_endpoint: way.revoke }),
})

const clientOf = ({ client }: Pick<Speaker, 'client'>): oauth.Client => ({ client_id: client.id })

function clientAuth({ way, client }: Pick<Speaker, 'way' | 'client'>): oauth.ClientAuth {
  const idName = way.dialect?.clientId
  if (idName !== undefined) {
    return (_, __, body) => {
      body.set(idName, client.id)
      body.set('client_secret', client.secret)
    }
  }
  if (way.clientAuth === 'body') return oauth.ClientSecretPost(client.secret)
  // Without the percent-encoding of RFC 6749, 2.3.1, which networks do not undo (X's own client leaves it out as well).
  const basic = Buffer.from(`${client.id}:${client.secret}`).toString('base64')
  return (_, __, ___, headers) => headers.set('authorization', `Basic ${basic}`)
}

/** Requests of the library go through the door, to where this world has the network. */
function transport({ door, world }: Pick<Speaker, 'door' | 'world'>) {
  const send = async (
    url: string,
    { method, headers, body }: { method: string; headers: Record<string, string>; body?: URLSearchParams | undefined },
  ): Promise<Response> => {
    const answer = await door.request({
      method,
      url: locate(world, url),
      headers,
      ...(body === undefined ? {} : { body: body.toString() }),
      timeoutMs,
      maxBytes: answerBytes,
      fresh: true,
    })
    const text = [101, 204, 205, 304].includes(answer.status) ? null : new Uint8Array(answer.body)
    return new Response(text, { status: answer.status, headers: answer.headers })
  }
  return { [oauth.customFetch]: send }
}
