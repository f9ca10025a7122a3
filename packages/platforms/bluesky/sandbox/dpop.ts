/** Proofs of possession (RFC 9449, sheet 2.2): signature, method, address, age, nonce, token, never twice. */
import { createHash, createHmac } from 'node:crypto'
import type { Context } from 'hono'
import { calculateJwkThumbprint, EmbeddedJWK, errors, jwtVerify, type JWTPayload } from 'jose'
import { oauthRefusal } from './problems.ts'
import { origin, type BskyEnv, type State } from './state.ts'

const nonceMs = 60_000
const proofSeconds = 10
const skewSeconds = 180

const nonceAt = (state: State, step: number) =>
  createHmac('sha256', state.secret).update(`nonce ${step}`).digest('base64url')
const stepOf = (state: State) => Math.floor(state.world.now() / nonceMs)
export const nonce = (state: State) => nonceAt(state, stepOf(state))
/** The nonce of the minute before and of the next one count too, as at the real servers. */
const fresh = (state: State, value: string) =>
  [0, -1, 1].some((aside) => nonceAt(state, stepOf(state) + aside) === value)

/** A proof was wrong. The authorization server and the resource server word it differently. */
export class ProofRefused extends Error {
  readonly code: 'invalid_dpop_proof' | 'use_dpop_nonce'
  constructor(code: ProofRefused['code'], message: string) {
    super(message)
    this.code = code
  }
}
const wrong = (message: string) => new ProofRefused('invalid_dpop_proof', message)

/** What the client signs: the real address, or the one it really called. */
function addresses(c: Context<BskyEnv>): readonly string[] {
  const called = new URL(c.req.url)
  return [origin + c.env.visit.path, called.origin + called.pathname]
}

function plain(address: unknown): string {
  if (typeof address !== 'string' || !URL.canParse(address)) throw wrong('Invalid DPoP "htu" type')
  const { origin: where, pathname } = new URL(address)
  return where + pathname
}

/** Clients sign with the real clock, which `POST /_sandbox/clock` does not move. */
async function verify(c: Context<BskyEnv>, proof: string) {
  try {
    return await jwtVerify(proof, EmbeddedJWK, {
      typ: 'dpop+jwt',
      algorithms: ['ES256'],
      maxTokenAge: proofSeconds,
      clockTolerance: skewSeconds,
      currentDate: new Date(c.env.visit.startedAt),
    })
  } catch (error) {
    const why = error instanceof errors.JOSEError ? `: ${error.message}` : ''
    throw wrong(`Failed to verify DPoP proof${why}`)
  }
}

function checkToken(claims: JWTPayload, accessToken: string | undefined): void {
  if (accessToken === undefined) {
    if (claims['ath'] !== undefined) throw wrong('DPoP "ath" claim not allowed')
    return
  }
  if (claims['ath'] !== createHash('sha256').update(accessToken).digest('base64url')) throw wrong('DPoP "ath" mismatch')
}

function checkNonce(state: State, value: unknown): void {
  if (value === undefined) throw new ProofRefused('use_dpop_nonce', 'Authorization server requires nonce in DPoP proof')
  if (typeof value !== 'string' || !fresh(state, value))
    throw new ProofRefused('use_dpop_nonce', 'DPoP "nonce" mismatch')
}

function checkOnce(state: State, jti: string): void {
  const now = state.world.now()
  if (state.proofs.has(jti)) throw wrong('DPoP proof replayed')
  state.proofs.set(jti, now)
  for (const [old, at] of state.proofs) {
    if (now - at < skewSeconds * 2000) break
    state.proofs.delete(old)
  }
}

/** The thumbprint of the key of a good proof; undefined where there is none. Throws `ProofRefused`. */
export async function provenKey(state: State, c: Context<BskyEnv>, accessToken?: string): Promise<string | undefined> {
  const proof = c.req.header('dpop')
  if (proof === undefined) return undefined
  const { payload, protectedHeader } = await verify(c, proof)
  if (typeof payload.jti !== 'string' || payload.jti === '') throw wrong('DPoP "jti" missing')
  if (payload['htm'] !== c.req.method) throw wrong('DPoP "htm" mismatch')
  if (!addresses(c).includes(plain(payload['htu']))) throw wrong('DPoP "htu" mismatch')
  if (state.world.fault(c.env.visit, 'nonce_old')) throw new ProofRefused('use_dpop_nonce', 'DPoP "nonce" mismatch')
  checkNonce(state, payload['nonce'])
  checkToken(payload, accessToken)
  checkOnce(state, payload.jti)
  if (!protectedHeader.jwk) throw wrong('Failed to calculate jkt')
  return await calculateJwkThumbprint(protectedHeader.jwk, 'sha256')
}

export const wwwAuthenticate = (error: string, description: string) =>
  `DPoP algs="ES256", error="${error}", error_description="${description.replaceAll('"', "'")}"`

/** The refusal of a proof at the authorization server: the missing nonce is 400, as RFC 9449 has it. */
export const proofAnswer = (state: State, { code, message }: { code: string; message: string }) =>
  code === 'use_dpop_nonce'
    ? oauthRefusal(code, message, 400, { 'dpop-nonce': nonce(state) })
    : oauthRefusal(code, message, 401, {
        'dpop-nonce': nonce(state),
        'www-authenticate': wwwAuthenticate(code, message),
      })
