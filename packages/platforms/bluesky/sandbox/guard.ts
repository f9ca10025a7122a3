/** Who calls: a bearer session of an app password, or an OAuth token bound to a key. An expired bearer token is 400. */
import type { ScopePermissionsTransition } from '@atproto/oauth-scopes'
import type { Context } from 'hono'
import { nonce, ProofRefused, provenKey, wwwAuthenticate } from './dpop.ts'
import { bad, unauthorized } from './problems.ts'
import { permit } from './scopes.ts'
import type { Account, BskyEnv, State, Token } from './state.ts'
import { trouble } from './tokens.ts'

type Ask = Context<BskyEnv>
export interface Caller {
  readonly account: Account
  /** Throws 403 `ScopeMissingError`. A session of an app password may do everything here. */
  readonly permit: (check: (permissions: ScopePermissionsTransition) => void) => void
}

export const expired = (why: string) => bad('ExpiredToken', why)

function readHeader(c: Ask): { readonly is: 'bearer' | 'dpop'; readonly value: string } {
  const header = c.req.header('authorization')
  if (header === undefined) throw unauthorized('AuthMissing', 'Authentication Required')
  const [type = '', value, ...rest] = header.split(' ')
  if (value === undefined || rest.length > 0) throw bad('InvalidToken', 'Malformed authorization header')
  const is = type.toLowerCase()
  if (is === 'basic') throw bad('InvalidToken', 'Unexpected authorization type')
  if (is !== 'bearer' && is !== 'dpop') throw bad('InvalidToken', `Unsupported authorization type: ${type}`)
  return { is, value }
}

/** A session's token of the wanted kind, still good or not. */
export function bearerToken(state: State, c: Ask, is: Token['is']): Token {
  const { is: type, value } = readHeader(c)
  const token = type === 'bearer' ? state.tokens.get(value) : undefined
  if (token?.is !== is || token.session.oauth) throw bad('InvalidToken', 'Token could not be verified')
  trouble(state, c.env.visit, token)
  return token
}

export function standing({ status }: Account): void {
  if (status === 'takendown') throw unauthorized('AccountTakedown', 'Account has been taken down')
  if (status === 'deactivated') throw unauthorized('AccountDeactivated', 'Account is deactivated')
}

const tokenRefused = (state: State, why: string) =>
  unauthorized('invalid_token', why, {
    'www-authenticate': wwwAuthenticate('invalid_token', why),
    'dpop-nonce': nonce(state),
  })

async function oauthCaller(state: State, c: Ask, value: string): Promise<Caller> {
  const key = await provenKey(state, c, value).catch((error: unknown) => {
    if (!(error instanceof ProofRefused)) throw error
    throw unauthorized(error.code, error.message, {
      'www-authenticate': wwwAuthenticate(error.code, error.message),
      'dpop-nonce': nonce(state),
    })
  })
  const token = state.tokens.get(value)
  const oauth = token?.session.oauth
  if (token?.is !== 'access' || !oauth) throw tokenRefused(state, 'Malformed token')
  if (key === undefined)
    throw unauthorized('invalid_dpop_proof', 'DPoP proof required', {
      'www-authenticate': wwwAuthenticate('invalid_dpop_proof', 'DPoP proof required'),
      'dpop-nonce': nonce(state),
    })
  if (oauth.key !== key) throw tokenRefused(state, 'Invalid DPoP key binding')
  trouble(state, c.env.visit, token)
  if (token.session.revoked) throw tokenRefused(state, 'Invalid token')
  if (token.until <= state.world.now()) throw tokenRefused(state, '"exp" claim timestamp check failed')
  c.header('dpop-nonce', nonce(state))
  const { account } = token.session
  return { account, permit: (check) => permit(oauth.scopes, check) }
}

function bearerCaller(state: State, c: Ask): Caller {
  const token = bearerToken(state, c, 'access')
  if (token.session.revoked) throw expired('Token has been revoked')
  if (token.until <= state.world.now()) throw expired('Token has expired')
  return { account: token.session.account, permit: () => undefined }
}

/** The caller of a request, or the refusal. */
export async function identify(state: State, c: Ask): Promise<Caller> {
  const { is, value } = readHeader(c)
  return is === 'dpop' ? await oauthCaller(state, c, value) : bearerCaller(state, c)
}
