/** OAuth 2.0 of X (sheet section 2): PKCE always, a code of thirty seconds, refresh tokens that rotate. */
import { createHash } from 'node:crypto'
import type { Context, Hono } from 'hono'
import { consentPage, consentRefused, readConsent } from '../../sandbox/face/consent.ts'
import { callback, form, mayRedirect, type App, type Grant } from '../../sandbox/oauth.ts'
import type { State, XEnv } from './state.ts'

const accessSeconds = 7200
const refreshSeconds = 182 * 86_400
const codeSeconds = 30

export const scopesInWords: Readonly<Record<string, string>> = {
  'tweet.read': 'Read posts',
  'tweet.write': 'Write and delete posts',
  'tweet.moderate.write': 'Hide replies to your posts',
  'users.read': 'See your name and handle',
  'media.write': 'Upload pictures and films',
  'offline.access': 'Stay connected until you disconnect',
  'follows.read': 'See who you follow',
  'follows.write': 'Follow and unfollow',
  'like.read': 'See what you like',
  'like.write': 'Like posts',
  'bookmark.read': 'See your bookmarks',
  'users.email': 'See your e-mail address',
}

/** The pair of tokens of a grant; a refresh token only with `offline.access`. */
export function mintPair(state: State, grant: Grant) {
  const access = state.grants.mint(grant, 'access', accessSeconds, 80)
  const refresh = grant.scopes.includes('offline.access')
    ? state.grants.mint(grant, 'refresh', refreshSeconds, 80)
    : undefined
  return { access, refresh }
}

function tokens(state: State, grant: Grant): Response {
  const { access, refresh } = mintPair(state, grant)
  return Response.json({
    token_type: 'bearer',
    expires_in: accessSeconds,
    access_token: access.value,
    scope: grant.scopes.toSorted().join(' '),
    ...(refresh ? { refresh_token: refresh.value } : {}),
  })
}

const refuse = (error: string, description: string, status = 400) =>
  Response.json({ error, error_description: description }, { status })
const badCode = () => refuse('invalid_request', 'Value passed for the authorization code was invalid.')
const badToken = () => refuse('invalid_request', 'Value passed for the token was invalid.')

interface Asked {
  readonly app: App
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly state: string
  readonly challenge: string
}

/** What is wrong with an authorization request, in words; X shows a page and does not redirect. */
function readAuthorize(state: State, query: ReadonlyMap<string, string>): Asked | string {
  const app = state.grants.app(query.get('client_id'))
  const redirectUri = query.get('redirect_uri') ?? ''
  const scopes = query.get('scope')?.split(' ').filter(Boolean) ?? []
  const challenge = query.get('code_challenge') ?? ''
  const token = query.get('state') ?? ''
  if (!app) return 'The client id is not known.'
  if (!mayRedirect(app, redirectUri)) return 'The callback is not one of those registered for this app.'
  if (query.get('response_type') !== 'code') return 'The response type has to be "code".'
  if (token === '' || token.length > 500) return 'A state of 1 to 500 characters is needed.'
  const unknown = scopes.find((scope) => scopesInWords[scope] === undefined || app.scopes?.includes(scope) === false)
  if (scopes.length === 0 || unknown !== undefined) return `The scope "${unknown ?? ''}" cannot be asked for.`
  if (query.get('code_challenge_method') !== 'S256') return 'The code challenge method has to be "S256".'
  if (!/^[\w-]{43}$/.test(challenge)) return 'The code challenge is not a SHA-256 in base64url.'
  return { app, redirectUri, scopes, state: token, challenge }
}

function authorizeRoutes(app: Hono<XEnv>, state: State): void {
  const path = '/web/i/oauth2/authorize'
  app.get(path, (c) => {
    const query = new Map(Object.entries(c.req.query()))
    const asked = readAuthorize(state, query)
    if (typeof asked === 'string') return consentRefused('X', asked)
    return consentPage({
      network: 'X',
      client: asked.app.clientId,
      redirectUri: asked.redirectUri,
      scopes: asked.scopes.map((scope) => scopesInWords[scope] ?? scope),
      people: [...state.users.values()].map((user) => ({
        id: user.id,
        name: user.name,
        note: `@${user.handle}${user.subscription === 'None' ? '' : ` · ${user.subscription}`}`,
      })),
      fields: query,
    })
  })
  app.post(path, async (c) => {
    const { fields, person, allowed } = await readConsent(c.req.raw)
    const asked = readAuthorize(state, fields)
    if (typeof asked === 'string') return consentRefused('X', asked)
    if (!allowed) return c.redirect(callback(asked.redirectUri, { error: 'access_denied', state: asked.state }))
    const user = person === undefined ? [...state.users.values()][0] : state.users.get(person)
    if (!user) return consentRefused('X', 'This person is not known.')
    const code = state.grants.issueCode({ ...asked, person: user.id }, codeSeconds)
    return c.redirect(callback(asked.redirectUri, { state: asked.state, code }))
  })
}

/** The application, by Basic header or (public ones) by `client_id`; or the refusal. */
function client(state: State, c: Context<XEnv>, fields: ReadonlyMap<string, string>): App | Response {
  const basic = /^Basic (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
  if (basic === undefined) {
    const app = state.grants.app(fields.get('client_id'))
    return app?.kind === 'public' ? app : refuse('unauthorized_client', 'Missing valid authorization header', 401)
  }
  const [, id = '', secret = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(basic, 'base64').toString()) ?? []
  const app = state.grants.app(id)
  if (!app || app.clientSecret !== secret) return refuse('invalid_client', 'The client credentials are invalid.', 401)
  const named = fields.get('client_id')
  return named === undefined || named === id
    ? app
    : refuse('invalid_request', 'Value passed for client_id was invalid.')
}

function exchange(state: State, app: App, fields: ReadonlyMap<string, string>): Response {
  const code = state.grants.takeCode(fields.get('code') ?? '')
  const verifier = fields.get('code_verifier') ?? ''
  const digest = createHash('sha256').update(verifier).digest('base64url')
  const good =
    code?.app === app &&
    code.until > state.world.now() &&
    code.redirectUri === fields.get('redirect_uri') &&
    /^[\w.~-]{43,128}$/.test(verifier) &&
    code.challenge === digest
  if (!good) return badCode()
  return tokens(state, state.grants.grant(app, code.person, code.scopes))
}

/** A refresh token works once. A second use says that somebody has a copy: the whole family dies. */
function renew(state: State, c: Context<XEnv>, app: App, fields: ReadonlyMap<string, string>): Response {
  const token = state.grants.token(fields.get('refresh_token') ?? '')
  if (token?.is !== 'refresh' || token.grant.app !== app) return badToken()
  c.env.visit.account = token.grant.person
  if (token.spent) token.grant.revoked = true
  if (token.grant.revoked || token.until <= state.world.now()) return badToken()
  token.spent = true
  c.env.visit.rotated = true
  return tokens(state, token.grant)
}

const known = new Set([
  'grant_type',
  'code',
  'redirect_uri',
  'code_verifier',
  'client_id',
  'refresh_token',
  'token',
  'token_type_hint',
])

export function oauthRoutes(app: Hono<XEnv>, state: State): void {
  authorizeRoutes(app, state)
  app.post('/2/oauth2/token', async (c) => {
    const fields = await form(c.req.raw)
    if (!fields)
      return refuse('invalid_request', 'The body has to be application/x-www-form-urlencoded, each field once.')
    const unknown = [...fields.keys()].find((name) => !known.has(name))
    if (unknown !== undefined) return refuse('invalid_request', `Unknown parameter: ${unknown}`)
    const asking = client(state, c, fields)
    if (asking instanceof Response) return asking
    if (fields.get('grant_type') === 'authorization_code') return exchange(state, asking, fields)
    if (fields.get('grant_type') === 'refresh_token') return renew(state, c, asking, fields)
    return refuse('unsupported_grant_type', 'The grant type is not supported.')
  })
  app.post('/2/oauth2/revoke', async (c) => {
    const fields = await form(c.req.raw)
    if (!fields)
      return refuse('invalid_request', 'The body has to be application/x-www-form-urlencoded, each field once.')
    const asking = client(state, c, fields)
    if (asking instanceof Response) return asking
    const token = state.grants.token(fields.get('token') ?? '')
    if (token?.grant.app === asking) token.grant.revoked = true
    return c.json({ revoked: true })
  })
}
