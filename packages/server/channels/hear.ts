/**
 * One request to an authorization server and what it answered. The requests are oauth4webapi's, sent through the door;
 * how we prove who we are, and that tokens are ours, is put in here.
 */
import { importJWK } from 'jose'
import * as oauth from 'oauth4webapi'
import type { Reply } from '@posthorn/platforms/interface'
import { OutsideFailure, type Door } from '../outside/door.ts'
import { locate, type World } from '../outside/sandbox.ts'
import { replyOf } from '../outside/wire.ts'
import type { Prover, ProofKey } from './dpop.ts'
import type { OAuthWay } from './world.ts'

type Fixed = 'via' | 'authorize' | 'token' | 'revoke' | 'scopes' | 'pkce' | 'clientAuth' | 'renew' | 'dialect'

/** An authorization server, known for good or located. */
export interface Server extends Pick<OAuthWay, Fixed> {
  readonly issuer?: string
  /** Its answers say who it is; one that does not is refused. */
  readonly namesIssuer?: boolean
  /** Where requests are pushed to before the browser goes (RFC 9126). */
  readonly push?: string
  /** Who is expected to sign in. */
  readonly hint?: string
}

/** Everything that decides how to speak to one authorization server. */
export interface Speaker {
  readonly door: Pick<Door, 'request'>
  readonly world: World
  readonly way: Server
  readonly client: {
    readonly id: string
    readonly secret?: string
    readonly sign?: { readonly key: ProofKey; readonly kid: string }
  }
  /** Binds tokens to a key. */
  readonly prover?: Prover
}

/** No answer. `sent` false: nothing had left, nothing can be lost. */
export type Silent = { readonly is: 'silent'; readonly sent: boolean; readonly cause: unknown }

/** Networks answer in a second or two; a person waits meanwhile. */
const timeoutMs = 20_000
const answerBytes = 256_000

export type Ask = (options: ReturnType<typeof transport>) => Promise<Response>

/**
 * One request and its answer. It is made a second time, from its beginning, if the server did nothing because it wants
 * a nonce in our proof: then even a code or a token that works once is still good.
 */
export async function hear(
  speaker: Speaker,
  address: string,
  ask: Ask,
): Promise<Silent | { is: 'heard'; reply: Reply }> {
  try {
    const first = await hearOnce(speaker, ask)
    const wanting = speaker.prover?.hear(address, first) ?? false
    if (!wanting) return { is: 'heard', reply: first }
    const reply = await hearOnce(speaker, ask)
    speaker.prover?.hear(address, reply)
    return { is: 'heard', reply }
  } catch (cause) {
    return { is: 'silent', sent: !(cause instanceof OutsideFailure) || cause.sent, cause }
  }
}

async function hearOnce(speaker: Speaker, ask: Ask): Promise<Reply> {
  const response = await ask(transport(speaker))
  const headers = Object.fromEntries(response.headers)
  return replyOf({ status: response.status, headers, body: await response.bytes() })
}

export const serverOf = ({ way }: Pick<Speaker, 'way'>): oauth.AuthorizationServer => ({
  issuer: way.issuer ?? new URL(way.authorize).origin,
  authorization_endpoint: way.authorize,
  token_endpoint: way.token,
  ...(way.revoke === undefined ? {} : { revocation_endpoint: way.revoke }),
  ...(way.push === undefined ? {} : { pushed_authorization_request_endpoint: way.push }),
  ...(way.namesIssuer === true ? { authorization_response_iss_parameter_supported: true } : {}),
})

export const clientOf = ({ client }: Pick<Speaker, 'client'>): oauth.Client => ({ client_id: client.id })

export function clientAuth({ way, client }: Pick<Speaker, 'way' | 'client'>): oauth.ClientAuth {
  const { id, secret, sign } = client
  if (sign) return signedBy(sign)
  if (secret === undefined) return oauth.None()
  const idName = way.dialect?.clientId
  if (idName !== undefined) {
    return (_, __, body) => {
      body.set(idName, id)
      body.set('client_secret', secret)
    }
  }
  if (way.clientAuth === 'body') return oauth.ClientSecretPost(secret)
  // Without the percent-encoding of RFC 6749, 2.3.1, which networks do not undo (X's own client leaves it out as well).
  const basic = Buffer.from(`${id}:${secret}`).toString('base64')
  return (_, __, ___, headers) => headers.set('authorization', `Basic ${basic}`)
}

/** A new assertion for each request: servers accept each one once. */
const signedBy =
  ({ key: jwk, kid }: { readonly key: ProofKey; readonly kid: string }): oauth.ClientAuth =>
  async (...request) => {
    const key = await importJWK({ ...jwk }, 'ES256')
    if (key instanceof Uint8Array) throw new Error('the key that signs us in is none')
    await oauth.PrivateKeyJwt({ key, kid })(...request)
  }

/** Requests of the library go through the door, to where this world has the network. */
function transport({ door, world, prover }: Pick<Speaker, 'door' | 'world' | 'prover'>) {
  const send = async (
    url: string,
    { method, headers, body }: { method: string; headers: Record<string, string>; body?: URLSearchParams | undefined },
  ): Promise<Response> => {
    const answer = await door.request({
      method,
      url: locate(world, url),
      headers: prover ? { ...headers, dpop: await prover.prove({ method, url }) } : headers,
      ...(body === undefined ? {} : { body: body.toString() }),
      timeoutMs,
      maxBytes: answerBytes,
      fresh: true,
    })
    const text = [101, 204, 205, 304].includes(answer.status) ? null : new Uint8Array(answer.body)
    return new Response(text, { status: answer.status, headers: answer.headers })
  }
  // Who may be spoken to without TLS is the guard's to say: the sandbox, and what an operator lets through.
  return { [oauth.customFetch]: send, [oauth.allowInsecureRequests]: true }
}
