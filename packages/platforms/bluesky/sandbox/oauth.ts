/** OAuth of the network (sheet 2.2): pushed requests, PKCE, DPoP with nonces, tokens that rotate. */
import { createHash } from 'node:crypto'
import type { Context, Hono } from 'hono'
import { form } from '../../sandbox/oauth.ts'
import { authenticate, findClient, type Client } from './clients.ts'
import { nonce, proofAnswer, ProofRefused, provenKey } from './dpop.ts'
import { authorizationServer, protectedResource } from './metadata.ts'
import { oauthRefusal } from './problems.ts'
import { readScopes } from './scopes.ts'
import type { BskyEnv, Session, State } from './state.ts'
import { accessSeconds, oauthPair, trouble } from './tokens.ts'

type Ask = Context<BskyEnv>
type Fields = ReadonlyMap<string, string>
const pushedSeconds = 300
const sessionDays = { public: 14, confidential: 730 } as const

/** Form or JSON: the real server takes both. */
async function readFields(c: Ask): Promise<Fields> {
  if (/^application\/json\b/i.test(c.req.header('content-type') ?? '')) {
    const value: unknown = await c.req.json().catch(() => undefined)
    if (typeof value === 'object' && value !== null)
      return new Map(Object.entries(value).map(([name, one]) => [name, String(one)]))
  }
  const fields = await form(c.req.raw)
  if (!fields) throw oauthRefusal('invalid_request', 'Invalid request payload')
  return fields
}

async function proven(state: State, c: Ask): Promise<string | undefined> {
  try {
    return await provenKey(state, c)
  } catch (error) {
    if (error instanceof ProofRefused) throw proofAnswer(state, error)
    throw error
  }
}

async function clientOf(state: State, c: Ask, fields: Fields): Promise<Client> {
  const client = findClient(state, fields.get('client_id'))
  await authenticate(state, client, fields, c.env.visit.startedAt)
  return client
}

function readRequest(state: State, client: Client, fields: Fields) {
  const refuse = (why: string) => oauthRefusal('invalid_request', why)
  const redirectUri = fields.get('redirect_uri')
  if (redirectUri === undefined) throw refuse('redirect_uri is required')
  if (!client.mayRedirect(redirectUri)) throw refuse(`Invalid redirect_uri ${redirectUri}`)
  const type = fields.get('response_type')
  if (type !== 'code') throw oauthRefusal('unsupported_response_type', `Unsupported response_type "${type ?? ''}"`)
  const scopes = readScopes(fields.get('scope'), client.scopes)
  const challenge = fields.get('code_challenge')
  if (challenge === undefined) throw refuse('Use of PKCE is required')
  if (fields.get('code_challenge_method') !== 'S256')
    throw refuse('atproto requires use of "S256" code_challenge_method')
  const hint = fields.get('login_hint')?.toLowerCase()
  if (hint !== undefined && !/^(did:[a-z]+:\S+|[a-z0-9-]+(\.[a-z0-9-]+)+)$/.test(hint))
    throw refuse(`Invalid login_hint "${hint}"`)
  const mode = fields.get('response_mode') ?? 'query'
  if (mode !== 'query' && mode !== 'fragment') throw refuse(`Unsupported response_mode "${mode}"`)
  return {
    client: client.id,
    redirectUri,
    scopes,
    state: fields.get('state'),
    challenge,
    hint,
    fragment: mode === 'fragment',
    until: state.world.now() + pushedSeconds * 1000,
  }
}

async function push(state: State, c: Ask): Promise<Response> {
  const fields = await readFields(c)
  const key = await proven(state, c)
  const client = await clientOf(state, c, fields)
  const asked = readRequest(state, client, fields)
  const named = fields.get('dpop_jkt')
  if (named !== undefined && key !== undefined && named !== key)
    throw oauthRefusal('invalid_dpop_key_binding', 'Invalid DPoP key binding', 401)
  const uri = `urn:ietf:params:oauth:request_uri:req-${state.world.chance.text(32)}`
  state.pushed.set(uri, { ...asked, key: key ?? named })
  return c.json({ request_uri: uri, expires_in: pushedSeconds - 1 }, 201)
}

function answerPair(state: State, c: Ask, session: Session, confidential: boolean): Response {
  const { access, refresh } = oauthPair(state, session, confidential)
  return c.json({
    access_token: access.value,
    token_type: 'DPoP',
    refresh_token: refresh.value,
    scope: session.oauth?.scopes.join(' '),
    expires_in: accessSeconds.oauth,
    sub: session.account.id,
  })
}

const grantRefusal = (why: string) => oauthRefusal('invalid_grant', why)

function exchange(state: State, c: Ask, client: Client, key: string, fields: Fields): Response {
  const value = fields.get('code') ?? ''
  const code = state.codes.get(value)
  state.codes.delete(value)
  if (!code) throw grantRefusal('Invalid code')
  if (code.until <= state.world.now()) throw grantRefusal('This code has expired')
  if (code.client !== client.id) throw grantRefusal('This code was issued for another client')
  if (code.key !== undefined && code.key !== key) throw grantRefusal('DPoP proof does not match the expected JKT')
  if (fields.get('redirect_uri') !== code.redirectUri)
    throw grantRefusal('The redirect_uri parameter must match the one used in the authorization request')
  const verifier = fields.get('code_verifier')
  if (verifier === undefined) throw grantRefusal('code_verifier is required')
  if (verifier.length < 43) throw grantRefusal('code_verifier too short')
  if (createHash('sha256').update(verifier).digest('base64url') !== code.challenge)
    throw grantRefusal('Invalid code_verifier')
  const confidential = client.keys !== undefined
  const days = confidential ? sessionDays.confidential : sessionDays.public
  const session: Session = {
    account: code.account,
    until: state.world.now() + days * 86_400_000,
    oauth: { client: client.id, scopes: code.scopes, key },
    revoked: false,
  }
  c.env.visit.account = code.account.id
  return answerPair(state, c, session, confidential)
}

/** A refresh token works once. A second use says that somebody has a copy: the whole session ends. */
function renew(state: State, c: Ask, client: Client, key: string, fields: Fields): Response {
  const token = state.tokens.get(fields.get('refresh_token') ?? '')
  const oauth = token?.session.oauth
  if (token?.is !== 'refresh' || !oauth) throw grantRefusal('Invalid refresh token')
  trouble(state, c.env.visit, token)
  const { session } = token
  if (oauth.client !== client.id) throw grantRefusal('Token was not issued to this client')
  if (oauth.key !== key) throw grantRefusal('DPoP proof does not match the expected JKT')
  if (session.revoked) throw grantRefusal('Invalid refresh token')
  if (token.next) {
    session.revoked = true
    throw grantRefusal('Refresh token replayed')
  }
  if (session.until <= state.world.now()) throw grantRefusal('Session expired')
  if (token.until <= state.world.now()) throw grantRefusal('Refresh token expired')
  token.next = { access: '', refresh: '', until: 0 }
  c.env.visit.rotated = true
  return answerPair(state, c, session, client.keys !== undefined)
}

async function tokenRoute(state: State, c: Ask): Promise<Response> {
  const fields = await readFields(c)
  const key = await proven(state, c)
  const client = await clientOf(state, c, fields)
  if (key === undefined) throw proofAnswer(state, { code: 'invalid_dpop_proof', message: 'DPoP proof required' })
  const type = fields.get('grant_type')
  if (type === 'authorization_code') return exchange(state, c, client, key, fields)
  if (type === 'refresh_token') return renew(state, c, client, key, fields)
  throw grantRefusal(`Grant type "${type ?? ''}" is not supported by the server`)
}

async function revoke(state: State, c: Ask): Promise<Response> {
  const fields = await readFields(c)
  await proven(state, c)
  const client = await clientOf(state, c, fields)
  const token = state.tokens.get(fields.get('token') ?? '')
  if (token?.session.oauth?.client === client.id) token.session.revoked = true
  return c.json({})
}

export function oauthRoutes(app: Hono<BskyEnv>, state: State): void {
  app.get('/.well-known/oauth-authorization-server', (c) => c.json(authorizationServer))
  app.get('/.well-known/oauth-protected-resource', (c) => c.json(protectedResource))
  app.get('/oauth/jwks', (c) => c.json({ keys: [] }))
  app.use('/oauth/*', async (c, next) => {
    await next()
    c.header('dpop-nonce', nonce(state))
    c.header('cache-control', 'no-store')
  })
  app.post('/oauth/par', (c) => push(state, c))
  app.post('/oauth/token', (c) => tokenRoute(state, c))
  app.post('/oauth/revoke', (c) => revoke(state, c))
}
