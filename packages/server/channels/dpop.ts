/**
 * Proof that whoever shows a token holds the key it was given to (DPoP, RFC 9449). A key belongs to one connection; its
 * private half lies sealed beside the tokens. Servers hand out nonces, which are remembered for each of them.
 */
import { createHash, randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose'
import { z } from 'zod'
import type { Reply } from '@posthorn/platforms/interface'
import type { Network } from '../outside/sandbox.ts'
import type { Parts } from '../parts.ts'
import { fieldsOf } from './grant.read.ts'

const alg = 'ES256'

/** A private key on P-256, as it is stored. */
export const ProofKey = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  d: z.string(),
})
export type ProofKey = z.output<typeof ProofKey>

export async function newProofKey(): Promise<ProofKey> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true })
  return ProofKey.parse(await exportJWK(privateKey))
}

export interface Prover {
  /** The value of the DPoP header of one request. `url` is the network's own, also where the sandbox answers. */
  prove(request: { readonly method: string; readonly url: string; readonly token?: string }): Promise<string>
  /** Keeps the nonce an answer brings. True if nothing was done because the proof lacked it. */
  hear(url: string, reply: Reply): boolean
}

/** Proofs carry the clock of the machine: servers hold it against theirs, and allow for a minute or so. */
export function proverWith(
  parts: Pick<Parts, 'door'>,
  network: Network,
  key: ProofKey,
  { now = () => new Date() } = {},
): Prover {
  const { d: _, ...jwk } = key
  const nonces = noncesOf(parts.door)
  const placeOf = (url: string) => `${network} ${new URL(url).origin}`
  return {
    async prove({ method, url, token }) {
      const { origin, pathname } = new URL(url)
      const nonce = nonces.get(placeOf(url))
      const claims = {
        jti: randomUUID(),
        htm: method,
        htu: `${origin}${pathname}`,
        iat: Math.floor(now().getTime() / 1000),
        ...(nonce === undefined ? {} : { nonce }),
        ...(token === undefined ? {} : { ath: createHash('sha256').update(token).digest('base64url') }),
      }
      return await new SignJWT(claims).setProtectedHeader({ alg, typ: 'dpop+jwt', jwk }).sign(await signing(key))
    },
    hear(url, reply) {
      const nonce = reply.headers['dpop-nonce']
      // RFC 9449, 8.1: a nonce is printable ASCII without quotes and backslashes.
      if (nonce === undefined || !/^[\x21\x23-\x5B\x5D-\x7E]{1,1000}$/.test(nonce)) return false
      const place = placeOf(url)
      nonces.delete(place)
      if (nonces.size >= mostNonces) nonces.clear()
      nonces.set(place, nonce)
      return wantsNonce(reply)
    },
  }
}

/** Authorization servers say it in the body (400), resources in a header (401); some say both. */
function wantsNonce({ status, headers, body }: Reply): boolean {
  if (status !== 400 && status !== 401) return false
  return fieldsOf(body)['error'] === wanting || (headers['www-authenticate'] ?? '').includes(`"${wanting}"`)
}
const wanting = 'use_dpop_nonce'

const imported = new WeakMap<ProofKey, ReturnType<typeof importJWK>>()
const signing = (key: ProofKey): ReturnType<typeof importJWK> => {
  const made = imported.get(key) ?? importJWK({ ...key }, alg)
  imported.set(key, made)
  return made
}

/** Nonces live for minutes and are asked for again when they are gone. */
const mostNonces = 2_000
const known = new WeakMap<object, Map<string, string>>()

/** One memory for each program, found by something that lives as long. */
function noncesOf(owner: object): Map<string, string> {
  const found = known.get(owner) ?? new Map<string, string>()
  known.set(owner, found)
  return found
}
