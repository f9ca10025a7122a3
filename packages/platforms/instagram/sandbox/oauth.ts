/** The token endpoints of the two logins (sheets Instagram 2.3, 2.4, Facebook 2.2, 2.3). */
import type { Context, Hono } from 'hono'
import { badParameter, deadToken, malformedToken, refuse } from '../../sandbox/graph/errors.ts'
import { readParameters, type Parameters } from '../../sandbox/graph/parameters.ts'
import type { App, Token } from '../../sandbox/oauth.ts'
import { living } from './call.ts'
import { consentRoutes } from './consent.ts'
import type { InstagramEnv, State } from './state.ts'
import { longSeconds, longToken, renewable, shortSeconds, shortToken } from './tokens.ts'

/** The code exchange of Instagram has an envelope of its own. */
const rejected = (message: string) =>
  Response.json({ error_type: 'OAuthException', code: 400, error_message: message }, { status: 400 })

async function exchangeCode(state: State, c: Context<InstagramEnv>): Promise<Response> {
  const type = c.req.header('content-type') ?? ''
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type))
    return rejected('The request body has to be a form')
  const fields = await readParameters(c.req.raw)
  const app = state.grants.app(fields.text('client_id'))
  if (!app) return rejected('Invalid platform app')
  if (app.clientSecret !== fields.text('client_secret')) return rejected('Error validating client secret')
  if (fields.text('grant_type') !== 'authorization_code') return rejected('Invalid grant_type')
  const code = state.grants.takeCode(fields.text('code') ?? '')
  if (code?.app !== app || code.until <= state.world.now() || !state.accounts.has(code.person))
    return rejected('Matching code was not found or was already used')
  if (code.redirectUri !== fields.text('redirect_uri'))
    return rejected(
      'Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request',
    )
  const { value } = shortToken(state, state.grants.grant(app, code.person, code.scopes))
  c.env.visit.account = code.person
  const { wrappedTokens } = state.settings
  if (!wrappedTokens)
    return new Response(
      // The account's number stands there without quotes, larger than what a float can hold.
      `{"access_token":${JSON.stringify(value)},"user_id":${code.person},"permissions":${JSON.stringify(code.scopes)}}`,
      { headers: { 'content-type': 'application/json' } },
    )
  return Response.json({ data: [{ access_token: value, user_id: code.person, permissions: code.scopes.join(',') }] })
}

const bearer = (token: Token) =>
  Response.json({ access_token: token.value, token_type: 'bearer', expires_in: longSeconds })

/** Short for long; the secret says that the application itself asks. */
function exchangeShort(state: State, c: Context<InstagramEnv>, parameters: Parameters): Response {
  if (parameters.needed('grant_type') !== 'ig_exchange_token') throw badParameter('Invalid grant_type')
  const secret = parameters.needed('client_secret')
  const token = living(state, c.env.visit, parameters.needed('access_token'), 'instagram')
  if (token.grant.app.clientSecret !== secret) throw refuse(1, 'Error validating client secret.')
  if (state.longLived.has(token.value)) throw badParameter('The access token is long-lived already')
  c.env.visit.account = token.grant.person
  return bearer(longToken(state, token.grant))
}

/** A day old, living, the profile still allowed. The old token stays good until its own end. */
function refresh(state: State, c: Context<InstagramEnv>, parameters: Parameters): Response {
  if (parameters.needed('grant_type') !== 'ig_refresh_token') throw badParameter('Invalid grant_type')
  const token = living(state, c.env.visit, parameters.needed('access_token'), 'instagram')
  if (!renewable(state, token))
    throw refuse(190, 'The access token cannot be refreshed: it is short-lived or younger than 24 hours.')
  if (!token.grant.scopes.includes('instagram_business_basic')) throw malformedToken()
  c.env.visit.account = token.grant.person
  c.env.visit.rotated = true
  return bearer(longToken(state, token.grant))
}

/** By its id and secret, or the refusal in Facebook's words. */
function facebookApp(state: State, parameters: Parameters): App {
  const app = state.grants.app(parameters.needed('client_id'))
  if (!app) throw refuse(101, 'Error validating application. Cannot get application info due to a system error.')
  if (app.clientSecret !== parameters.needed('client_secret')) throw refuse(1, 'Error validating client secret.')
  return app
}

function facebookToken(state: State, c: Context<InstagramEnv>, parameters: Parameters): Response {
  const app = facebookApp(state, parameters)
  if (parameters.text('grant_type') === 'fb_exchange_token') {
    const token = living(state, c.env.visit, parameters.needed('fb_exchange_token'), 'facebook')
    if (token.grant.app !== app || state.pageTokens.has(token.value)) throw malformedToken()
    c.env.visit.account = token.grant.person
    c.env.visit.rotated = true
    return bearer(longToken(state, token.grant))
  }
  const code = state.grants.takeCode(parameters.needed('code'))
  if (code?.app !== app || !state.persons.has(code.person))
    throw refuse(100, 'This authorization code has been used.', { subcode: 36_009 })
  if (code.until <= state.world.now()) throw refuse(100, 'This authorization code has expired.', { subcode: 36_007 })
  if (code.redirectUri !== parameters.text('redirect_uri'))
    throw refuse(
      100,
      'Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request',
      { subcode: 36_008 },
    )
  c.env.visit.account = code.person
  const { value } = shortToken(state, state.grants.grant(app, code.person, code.scopes))
  return Response.json({ access_token: value, token_type: 'bearer', expires_in: shortSeconds })
}

/** `GET /debug_token`: the application asks about a token with its own, `id|secret`. */
function debugToken(state: State, parameters: Parameters): Response {
  const [id, secret] = parameters.needed('access_token').split('|')
  const app = state.grants.app(id)
  if (!app || app.clientSecret !== secret) throw malformedToken()
  const token = state.grants.token(parameters.needed('input_token'))
  if (token?.grant.app !== app) {
    const error = { code: 190, message: 'Invalid OAuth access token.' }
    return Response.json({ data: { app_id: id, is_valid: false, scopes: [], error } })
  }
  const { grant, value, until } = token
  const page = state.pageTokens.get(value)
  const dead = grant.revoked ? 458 : until <= state.world.now() ? 463 : undefined
  return Response.json({
    data: {
      app_id: id,
      type: page ? 'PAGE' : 'USER',
      application: app.clientId,
      ...(page ? { profile_id: page.id } : {}),
      user_id: grant.person,
      is_valid: dead === undefined,
      issued_at: Math.floor(grant.bornAt / 1000),
      expires_at: Number.isFinite(until) ? Math.floor(until / 1000) : 0,
      scopes: grant.scopes,
      ...(dead === undefined ? {} : { error: { code: 190, message: deadToken(dead).message, subcode: dead } }),
    },
  })
}

export function oauthRoutes(app: Hono<InstagramEnv>, state: State): void {
  consentRoutes(app, state, '/web/oauth/authorize', 'instagram')
  consentRoutes(app, state, '/api/oauth/authorize', 'instagram')
  consentRoutes(app, state, '/www-facebook/dialog/oauth', 'facebook')
  app.post('/api/oauth/access_token', (c) => exchangeCode(state, c))
  app.get('/graph/access_token', async (c) => exchangeShort(state, c, await readParameters(c.req.raw)))
  app.get('/graph/refresh_access_token', async (c) => refresh(state, c, await readParameters(c.req.raw)))
  app.on(['GET', 'POST'], '/graph-facebook/oauth/access_token', async (c) =>
    facebookToken(state, c, await readParameters(c.req.raw)),
  )
  app.get('/graph-facebook/debug_token', async (c) => debugToken(state, await readParameters(c.req.raw)))
}
