/** OAuth of LinkedIn (sheet section 2): credentials in the body, a code of thirty minutes, no PKCE, refresh tokens for some. */
import type { Context, Hono } from 'hono'
import { consentPage, consentRefused, readConsent } from '../../sandbox/face/consent.ts'
import { callback, form, mayRedirect, type App, type Grant, type Token } from '../../sandbox/oauth.ts'
import { oauthError } from './envelopes.ts'
import { everyone } from './people.ts'
import { allowed, isCommunity, refreshes, scopesInWords } from './scopes.ts'
import type { LinkedInEnv, State } from './state.ts'

const accessSeconds = 5_184_000
const refreshSeconds = 31_536_000
const codeSeconds = 1800

const sameSet = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((one) => b.includes(one))

/** A new set of scopes ends every earlier token of this member for this app. The practice app counts as two apps. */
function newGrant(state: State, app: App, person: string, scopes: readonly string[]): Grant {
  for (const old of state.grants.live(app, person)) {
    const otherApp =
      app.kind === undefined && app.scopes === undefined && isCommunity(old.scopes) !== isCommunity(scopes)
    if (!otherApp && !sameSet(old.scopes, scopes)) old.revoked = true
  }
  return state.grants.grant(app, person, scopes)
}

export function mintPair(state: State, grant: Grant, old?: Token) {
  const refresh = old ?? (refreshes(grant) ? state.grants.mint(grant, 'refresh', refreshSeconds, 400) : undefined)
  const left = refresh ? Math.floor((refresh.until - state.world.now()) / 1000) : undefined
  const seconds = Math.min(accessSeconds, left ?? accessSeconds)
  return { access: state.grants.mint(grant, 'access', seconds, 400), seconds, refresh, left }
}

function tokens(state: State, grant: Grant, old?: Token): Response {
  const { access, seconds, refresh, left } = mintPair(state, grant, old)
  const claims = { iss: 'https://www.linkedin.com/oauth', aud: grant.app.clientId, sub: grant.person }
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return Response.json({
    access_token: access.value,
    expires_in: seconds,
    scope: grant.scopes.join(','),
    token_type: 'Bearer',
    // Nobody checks the signature of the practice network, so there is none.
    ...(grant.scopes.includes('openid') && !old
      ? { id_token: `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.` }
      : {}),
    ...(refresh ? { refresh_token: refresh.value, refresh_token_expires_in: left } : {}),
  })
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')

interface Asked {
  readonly app: App
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly state: string | undefined
}
/** What was asked, a redirect with an error, or (text) LinkedIn's own error page. */
function readAuthorize(
  state: State,
  query: ReadonlyMap<string, string>,
): Asked | { readonly redirect: string } | string {
  const app = state.grants.app(query.get('client_id'))
  const redirectUri = query.get('redirect_uri') ?? ''
  if (!app) return "Client_id doesn't match"
  if (!mayRedirect(app, redirectUri, true)) return "Redirect_uri doesn't match"
  if (query.get('prompt') === 'none') return 'Bummer, something went wrong.'
  const token = query.get('state')
  const fail = (error: string, description: string) => ({
    redirect: callback(redirectUri, { error, error_description: description, state: token }),
  })
  if (query.get('response_type') !== 'code')
    return fail('unsupported_response_type', 'The response type has to be "code"')
  const scopes =
    query
      .get('scope')
      ?.split(/[ ,+]+/)
      .filter(Boolean) ?? []
  const wrong = scopes.find((scope) => !allowed(app).includes(scope))
  if (wrong !== undefined)
    return fail('unauthorized_scope_error', escaped(`Scope "${wrong}" is not authorized for your application`))
  if (scopes.length === 0) return fail('invalid_scope', 'A scope is needed')
  return { app, redirectUri, scopes, state: token }
}

function authorizeRoutes(app: Hono<LinkedInEnv>, state: State): void {
  const path = '/www/oauth/v2/authorization'
  const give = ({ app: asking, redirectUri, scopes, state: token }: Asked, person: string) => {
    const code = state.grants.issueCode({ app: asking, redirectUri, scopes, person }, codeSeconds)
    return callback(redirectUri, { code, state: token })
  }
  app.get(path, async (c) => {
    const query = new Map(Object.entries(c.req.query()))
    const asked = readAuthorize(state, query)
    if (typeof asked === 'string') return await consentRefused('LinkedIn', asked)
    if ('redirect' in asked) return c.redirect(asked.redirect)
    const known = [...state.members.keys()].find((person) =>
      state.grants.live(asked.app, person).some((grant) => sameSet(grant.scopes, asked.scopes)),
    )
    if (state.settings.skipConsent && known !== undefined) return c.redirect(give(asked, known))
    return await consentPage({
      network: 'LinkedIn',
      client: asked.app.clientId,
      redirectUri: asked.redirectUri,
      scopes: asked.scopes.map((scope) => scopesInWords[scope] ?? scope),
      people: [...state.members.values()].map((member) => {
        const pages = everyone(state).filter((one) => one.kind === 'organization' && one.roles.has(member.id))
        return {
          id: member.id,
          name: member.name,
          note: pages.length > 0 ? `manages ${pages.map((one) => one.name).join(' and ')}` : member.handle,
        }
      }),
      fields: query,
    })
  })
  app.post(path, async (c) => {
    const { fields, person, allowed: yes } = await readConsent(c.req.raw)
    const asked = readAuthorize(state, fields)
    if (typeof asked === 'string') return consentRefused('LinkedIn', asked)
    if ('redirect' in asked) return c.redirect(asked.redirect)
    const declined = {
      error: 'user_cancelled_authorize',
      error_description: 'The user cancelled the authorization',
      state: asked.state,
    }
    if (!yes) return c.redirect(callback(asked.redirectUri, declined))
    const member = person === undefined ? [...state.members.values()][0] : state.members.get(person)
    if (!member) return consentRefused('LinkedIn', 'This person is not known.')
    return c.redirect(give(asked, member.id))
  })
}

const missing = (name: string) => oauthError(400, 'invalid_request', `A required parameter "${name}" is missing`)

type Fields = ReadonlyMap<string, string>
/** Reads a form with these fields, and the application that sends it; or the refusal. */
async function read(
  state: State,
  c: Context<LinkedInEnv>,
  needed: readonly string[],
): Promise<{ fields: Fields; app: App } | Response> {
  const fields = await form(c.req.raw)
  if (!fields)
    return oauthError(
      400,
      'invalid_request',
      'The body has to be application/x-www-form-urlencoded, each parameter once',
    )
  const absent = [...needed, 'client_id', 'client_secret'].find((name) => !fields.has(name))
  if (absent !== undefined) return missing(absent)
  const app = state.grants.app(fields.get('client_id'))
  if (!app || app.clientSecret !== fields.get('client_secret'))
    return oauthError(401, 'invalid_client', 'Client authentication failed')
  return { fields, app }
}

function exchange(state: State, app: App, fields: Fields): Response {
  const absent = ['code', 'redirect_uri'].find((name) => !fields.has(name))
  if (absent !== undefined) return missing(absent)
  const code = state.grants.takeCode(fields.get('code') ?? '')
  if (!code || code.app !== app)
    return oauthError(401, 'invalid_request', 'Unable to retrieve access token: authorization code not found')
  if (code.redirectUri !== fields.get('redirect_uri') || code.until <= state.world.now()) {
    return oauthError(
      400,
      'invalid_redirect_uri',
      'Unable to retrieve access token: appid/redirect uri/code verifier does not match authorization code. Or authorization code expired. Or external member binding exists',
    )
  }
  return tokens(state, newGrant(state, app, code.person, code.scopes))
}

function renew(state: State, c: Context<LinkedInEnv>, app: App, fields: Fields): Response {
  if (!fields.has('refresh_token')) return missing('refresh_token')
  const token = state.grants.token(fields.get('refresh_token') ?? '')
  const good =
    token?.is === 'refresh' && token.grant.app === app && !token.grant.revoked && token.until > state.world.now()
  if (!good)
    return oauthError(
      400,
      'invalid_request',
      'The provided authorization grant or refresh token is invalid, expired or revoked',
    )
  c.env.visit.account = token.grant.person
  c.env.visit.rotated = true
  return tokens(state, token.grant, token)
}

function introspect(state: State, app: App, value: string): object {
  const token = state.grants.token(value)
  if (token?.grant.app !== app) return { active: false }
  const expired = token.until <= state.world.now()
  const status = token.grant.revoked ? 'revoked' : expired ? 'expired' : 'active'
  const seconds = (ms: number) => Math.floor(ms / 1000)
  return {
    active: status === 'active',
    status,
    scope: token.grant.scopes.join(','),
    client_id: app.clientId,
    created_at: seconds(token.grant.bornAt),
    authorized_at: seconds(token.grant.bornAt),
    expires_at: seconds(token.until),
    auth_type: '3L',
  }
}

export function oauthRoutes(app: Hono<LinkedInEnv>, state: State): void {
  authorizeRoutes(app, state)
  app.post('/www/oauth/v2/accessToken', async (c) => {
    const asked = await read(state, c, ['grant_type'])
    if (asked instanceof Response) return asked
    const grantType = asked.fields.get('grant_type')
    if (grantType === 'authorization_code') return exchange(state, asked.app, asked.fields)
    if (grantType === 'refresh_token') return renew(state, c, asked.app, asked.fields)
    return oauthError(400, 'unsupported_grant_type', 'The grant type is not supported')
  })
  app.post('/www/oauth/v2/introspectToken', async (c) => {
    const asked = await read(state, c, ['token'])
    return asked instanceof Response ? asked : c.json(introspect(state, asked.app, asked.fields.get('token') ?? ''))
  })
  app.post('/www/oauth/v2/revoke', async (c) => {
    const asked = await read(state, c, ['token'])
    if (asked instanceof Response) return asked
    const token = state.grants.token(asked.fields.get('token') ?? '')
    if (token?.grant.app === asked.app) token.grant.revoked = true
    return c.body(null, 200)
  })
}
