/** OAuth of Threads (sheet section 2): a code, a token of an hour, and one of sixty days that renews itself. */
import type { Context, Hono } from 'hono'
import { consentPage, consentRefused, readConsent } from '../../sandbox/face/consent.ts'
import { deadToken, malformedToken, missing, refuse } from '../../sandbox/graph/errors.ts'
import { readParameters, type Parameters } from '../../sandbox/graph/parameters.ts'
import { callback, mayRedirect, type App, type Grant, type Token } from '../../sandbox/oauth.ts'
import { tokens } from '../rules.ts'
import { scopesInWords } from './scopes.ts'
import type { State, ThreadsEnv } from './state.ts'

interface Asked {
  readonly app: App
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly state: string | undefined
}

/** What is wrong with an authorization request, in words; Threads shows a page and does not redirect. */
function readAuthorize(state: State, query: ReadonlyMap<string, string>): Asked | string {
  const app = state.grants.app(query.get('client_id'))
  const redirectUri = query.get('redirect_uri') ?? ''
  const scopes =
    query
      .get('scope')
      ?.split(/[\s,]+/)
      .filter(Boolean) ?? []
  if (!app) return 'Invalid Request: the app id is not that of a Threads app.'
  if (!mayRedirect(app, redirectUri))
    return 'Invalid Request: the redirect URI is not one of those listed for this app.'
  if (!redirectUri.startsWith('https:') && app.anyLoopback !== true)
    return 'Insecure Login Blocked: the redirect URI has to use https.'
  // Clients that leave it out are served all the same.
  if ((query.get('response_type') ?? 'code') !== 'code') return 'Invalid Request: the response type has to be "code".'
  const unknown = scopes.find((scope) => scopesInWords[scope] === undefined || app.scopes?.includes(scope) === false)
  if (unknown !== undefined) return `Invalid Scopes: ${unknown}.`
  if (!scopes.includes('threads_basic')) return 'Invalid Scopes: threads_basic is always needed.'
  return { app, redirectUri, scopes, state: query.get('state') }
}

function authorizeRoutes(app: Hono<ThreadsEnv>, state: State): void {
  const path = '/web/oauth/authorize'
  app.get(path, (c) => {
    const query = new Map(Object.entries(c.req.query()))
    const asked = readAuthorize(state, query)
    if (typeof asked === 'string') return consentRefused('Threads', asked)
    return consentPage({
      network: 'Threads',
      client: asked.app.clientId,
      redirectUri: asked.redirectUri,
      scopes: asked.scopes.map((scope) => scopesInWords[scope] ?? scope),
      people: [...state.people.values()].map(({ id, name, handle }) => ({
        id,
        name: name || handle,
        note: `@${handle}`,
      })),
      fields: query,
    })
  })
  app.post(path, async (c) => {
    const { fields, person, allowed } = await readConsent(c.req.raw)
    const asked = readAuthorize(state, fields)
    if (typeof asked === 'string') return consentRefused('Threads', asked)
    if (!allowed) {
      const refused = {
        error: 'access_denied',
        error_reason: 'user_denied',
        error_description: 'The user denied your request',
      }
      return c.redirect(callback(asked.redirectUri, { ...refused, state: asked.state }))
    }
    const profile = person === undefined ? [...state.people.values()][0] : state.people.get(person)
    if (!profile) return consentRefused('Threads', 'This profile is not known.')
    const code = state.grants.issueCode({ ...asked, person: profile.id }, tokens.code)
    return c.redirect(`${callback(asked.redirectUri, { code, state: asked.state })}#_`)
  })
}

/** The envelope of the token endpoint, which is not Graph's. */
const refused = (message: string) =>
  Response.json({ error_type: 'OAuthException', code: 400, error_message: message }, { status: 400 })

const wrongSecret = () => refuse(1, 'Error validating client secret.')

function client(state: State, ask: Parameters): App {
  const app = state.grants.app(ask.needed('client_id'))
  if (!app) throw refuse(101, 'Error validating application. Cannot get application info due to a system error.')
  if (ask.needed('client_secret') !== app.clientSecret) throw wrongSecret()
  return app
}

function exchangeCode(state: State, ask: Parameters): Response {
  const app = client(state, ask)
  const redirectUri = ask.needed('redirect_uri')
  const code = state.grants.takeCode(ask.needed('code'))
  if (code?.app !== app || code.until <= state.world.now())
    return refused('Matching code was not found or was already used')
  if (code.redirectUri !== redirectUri)
    return refused(
      'Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request',
    )
  const token = state.grants.mint(state.grants.grant(app, code.person, code.scopes), 'access', tokens.short, 160)
  // The id is a number beyond what JavaScript can hold, so it is written by hand.
  const id = state.settings.userIdAsNumber ? code.person : JSON.stringify(code.person)
  return new Response(`{"access_token":${JSON.stringify(token.value)},"user_id":${id}}`, {
    headers: { 'content-type': 'application/json' },
  })
}

/** A token of sixty days. Nothing else renews it, and it needs no secret for that. */
export function mintLong(state: State, grant: Grant): Token {
  const token = state.grants.mint(grant, 'access', tokens.long, 200)
  state.longTokens.set(token.value, state.world.now())
  return token
}
function longAnswer(state: State, grant: Grant): Response {
  const token = mintLong(state, grant)
  return Response.json({
    access_token: token.value,
    token_type: 'bearer',
    ...(state.settings.sayExpiresIn ? { expires_in: tokens.long } : {}),
  })
}

function living(state: State, c: Context<ThreadsEnv>, ask: Parameters): Token {
  const token = state.grants.token(ask.needed('access_token'))
  if (!token) throw malformedToken()
  c.env.visit.account = token.grant.person
  if (token.grant.revoked) throw deadToken(458)
  if (token.until <= state.world.now()) throw deadToken(463)
  return token
}

function exchangeShort(state: State, c: Context<ThreadsEnv>, ask: Parameters): Response {
  if (ask.needed('grant_type') !== 'th_exchange_token') throw missing('grant_type')
  const secret = ask.needed('client_secret')
  const token = living(state, c, ask)
  if (token.grant.app.clientSecret !== secret) throw wrongSecret()
  if (state.longTokens.has(token.value)) throw refuse(100, '(#100) The access token is a long-lived one already')
  return longAnswer(state, token.grant)
}

function renew(state: State, c: Context<ThreadsEnv>, ask: Parameters): Response {
  if (ask.needed('grant_type') !== 'th_refresh_token') throw missing('grant_type')
  const token = living(state, c, ask)
  const bornAt = state.longTokens.get(token.value)
  if (bornAt === undefined) throw refuse(100, '(#100) Only long-lived access tokens can be refreshed')
  if (state.world.now() < bornAt + state.settings.renewFromSeconds * 1000)
    throw refuse(100, '(#100) The access token has to be at least 24 hours old to be refreshed')
  c.env.visit.rotated = true
  return longAnswer(state, token.grant)
}

export function oauthRoutes(app: Hono<ThreadsEnv>, state: State): void {
  authorizeRoutes(app, state)
  // The documents say POST for a code; clients that ask with GET are served all the same.
  app.on(['GET', 'POST'], '/oauth/access_token', async (c) => {
    const ask = await readParameters(c.req.raw)
    const grantType = ask.needed('grant_type')
    if (grantType === 'client_credentials') {
      const { clientId } = client(state, ask)
      return c.json({ access_token: `TH|${clientId}|${state.world.chance.text(27)}`, token_type: 'bearer' })
    }
    if (grantType === 'authorization_code') return exchangeCode(state, ask)
    return refused(`Unsupported grant type: ${grantType}`)
  })
  app.get('/access_token', async (c) => exchangeShort(state, c, await readParameters(c.req.raw)))
  app.get('/refresh_access_token', async (c) => renew(state, c, await readParameters(c.req.raw)))
}
