/** Tokens of Login Kit (sheet 2.3 to 2.7): credentials in the body, flat answers, refresh tokens that work once. */
import { createHash } from 'node:crypto'
import type { Hono } from 'hono'
import type { Visit } from '../../sandbox/ledger.ts'
import { form, type App, type Grant } from '../../sandbox/oauth.ts'
import { tokens } from '../rules.ts'
import { logId } from './answers.ts'
import { bareCode } from './authorize.ts'
import { prefixes, tokenOf } from './guard.ts'
import { openId } from './people.ts'
import type { State, TikTokEnv } from './state.ts'

const tokenLength = 72

/** Tokens of a grant. Renewing does not give the connection a longer life: what is left is told. */
export function mintPair(state: State, grant: Grant) {
  const { access, refresh } = state.settings.longTokens ? tokens.before : tokens
  const left = Math.floor((grant.bornAt + refresh * 1000 - state.world.now()) / 1000)
  return {
    access: prefixes.access + state.grants.mint(grant, 'access', access, tokenLength).value,
    expiresIn: access,
    refresh: prefixes.refresh + state.grants.mint(grant, 'refresh', left, tokenLength).value,
    refreshExpiresIn: left,
  }
}

function give(state: State, grant: Grant): Response {
  const pair = mintPair(state, grant)
  const creator = state.creators.get(grant.person)
  return Response.json({
    access_token: pair.access,
    expires_in: pair.expiresIn,
    open_id: creator && openId(grant.app, creator),
    refresh_expires_in: pair.refreshExpiresIn,
    refresh_token: pair.refresh,
    scope: grant.scopes.join(','),
    token_type: 'Bearer',
  })
}

type Refuse = (error: string, description: string, status?: number) => Response
const refuser =
  (state: State): Refuse =>
  (error, description, status = 400) =>
    Response.json({ error, error_description: description, log_id: logId(state) }, { status })

/** TikTok has been seen to say this with 200. */
const invalidGrant = (state: State, description: string) =>
  refuser(state)('invalid_grant', description, state.settings.invalidGrantStatus)

function exchange(state: State, visit: Visit, app: App, fields: ReadonlyMap<string, string>): Response {
  const refuse = refuser(state)
  if (!fields.has('redirect_uri')) return refuse('invalid_request', 'The redirect_uri is missing.')
  const code = state.grants.takeCode(bareCode(fields.get('code') ?? ''))
  if (code?.app !== app || code.until <= state.world.now()) return invalidGrant(state, 'Authorization code is expired.')
  if (code.redirectUri !== fields.get('redirect_uri'))
    return invalidGrant(state, 'Redirect_uri is not matched with the uri when requesting code.')
  const verifier = fields.get('code_verifier') ?? ''
  const hex = createHash('sha256').update(verifier).digest('hex')
  if (code.challenge !== undefined && (!/^[\w.~-]{43,128}$/.test(verifier) || hex !== code.challenge))
    return refuse('invalid_request', 'Code verifier or code challenge is invalid.')
  visit.account = code.person
  return give(state, state.grants.grant(app, code.person, code.scopes))
}

function renew(state: State, visit: Visit, app: App, fields: ReadonlyMap<string, string>): Response {
  const token = tokenOf(state, fields.get('refresh_token') ?? '', 'refresh')
  const refused = state.world.fault(visit, 'refresh_refused') !== undefined
  const dead = !token || token.spent || token.grant.revoked || token.until <= state.world.now()
  if (dead || token.grant.app !== app || refused) return invalidGrant(state, 'Refresh token is invalid or expired.')
  visit.account = token.grant.person
  visit.rotated = true
  token.spent = true
  return give(state, token.grant)
}

/** The application, or the refusal. `client_id`, the name everybody else uses, is not looked at. */
function client(state: State, fields: ReadonlyMap<string, string>): App | Response {
  const app = state.grants.app(fields.get('client_key'))
  return app && app.clientSecret === fields.get('client_secret')
    ? app
    : refuser(state)('invalid_client', 'Client key or secret is incorrect.', 401)
}

export function oauthRoutes(app: Hono<TikTokEnv>, state: State): void {
  const refuse = refuser(state)
  const noForm = () =>
    refuse('invalid_request', 'The request body has to be application/x-www-form-urlencoded, each field once.')
  app.post('/v2/oauth/token', async (c) => {
    const fields = await form(c.req.raw)
    if (!fields) return noForm()
    const asking = client(state, fields)
    if (asking instanceof Response) return asking
    switch (fields.get('grant_type')) {
      case 'authorization_code':
        return exchange(state, c.env.visit, asking, fields)
      case 'refresh_token':
        return renew(state, c.env.visit, asking, fields)
      case 'client_credentials':
        return refuse('unauthorized_client', 'The client is not approved for research products.')
      default:
        return refuse('unsupported_grant_type', 'The grant type is not supported.')
    }
  })
  app.post('/v2/oauth/revoke', async (c) => {
    const fields = await form(c.req.raw)
    if (!fields) return noForm()
    const asking = client(state, fields)
    if (asking instanceof Response) return asking
    if (!fields.get('token')) return refuse('invalid_request', 'The token is missing.')
    const token = tokenOf(state, fields.get('token') ?? '', 'access')
    if (token?.grant.app === asking) token.grant.revoked = true
    return c.json({})
  })
}
