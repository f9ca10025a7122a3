/** OAuth of Mastodon (sheet section 2): tokens live until somebody revokes them, so there is nothing to renew. */
import { createHash } from 'node:crypto'
import { html } from 'hono/html'
import type { Context, Hono } from 'hono'
import { z } from 'zod'
import { consentPage, consentRefused, readConsent } from '../../sandbox/face/consent.ts'
import { page } from '../../sandbox/face/page.ts'
import { callback, mayRedirect, type App, type Grant } from '../../sandbox/oauth.ts'
import { findApp, outOfBand } from './apps.ts'
import { oauthError } from './errors.ts'
import { needs } from './guard.ts'
import { permit, readParams, word } from './params.ts'
import { profileUrl } from './people.ts'
import { inWords, knownScopes } from './scopes.ts'
import { atLeast, domain, type MastodonEnv, type State } from './state.ts'

const codeSeconds = 600

/** Without an end. */
export const mintToken = (state: State, grant: Grant) =>
  state.grants.mint(grant, 'access', Number.POSITIVE_INFINITY, 43)

function token(state: State, grant: Grant): Response {
  return Response.json({
    access_token: mintToken(state, grant).value,
    token_type: 'Bearer',
    scope: grant.scopes.join(' '),
    created_at: Math.floor(state.world.now() / 1000),
  })
}

const says = {
  invalid_client:
    'Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.',
  invalid_grant:
    'The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.',
  invalid_scope: 'The requested scope is invalid, unknown, or malformed.',
  unsupported_grant_type: 'The authorization grant type is not supported by the authorization server.',
  unsupported_response_type: 'The authorization server does not support this response type.',
  invalid_code_challenge_method: 'The code_challenge_method must be S256.',
  access_denied: 'The resource owner or authorization server denied the request.',
  unauthorized_client: 'You are not authorized to revoke this token',
} as const
type OAuthError = keyof typeof says
const refuse = (error: OAuthError, status = 400) => oauthError(status, error, says[error])

/** The scopes asked for, or undefined if one cannot be had. None asked for means `read`. */
function readScopes(state: State, app: App, text: string | undefined): readonly string[] | undefined {
  const scopes = (text ?? '').split(/[\s+]+/).filter((scope) => scope !== '')
  const may = app.scopes ?? knownScopes(state)
  if (scopes.length === 0) return ['read']
  return scopes.every((scope) => may.includes(scope) && knownScopes(state).includes(scope)) ? scopes : undefined
}

interface Asked {
  readonly app: App
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly challenge: string | undefined
}

/** An authorization request; words for a page if nobody can be told, an error if the application is told. */
function readAuthorize(
  state: State,
  query: ReadonlyMap<string, string>,
): Asked | { readonly page: string } | { readonly error: OAuthError; readonly redirectUri: string } {
  const app = findApp(state, query.get('client_id'))
  const redirectUri = query.get('redirect_uri') ?? ''
  if (!app) return { page: says.invalid_client }
  if (!mayRedirect(app, redirectUri) && !(redirectUri === outOfBand && app.anyLoopback === true))
    return { page: 'The redirect uri included is not valid.' }
  if (query.get('response_type') !== 'code') return { error: 'unsupported_response_type', redirectUri }
  const scopes = readScopes(state, app, query.get('scope'))
  if (!scopes) return { error: 'invalid_scope', redirectUri }
  const challenge = atLeast(state, 4, 3) ? query.get('code_challenge') : undefined
  if (challenge !== undefined && query.get('code_challenge_method') !== 'S256')
    return { error: 'invalid_code_challenge_method', redirectUri }
  return { app, redirectUri, scopes, challenge }
}

async function refusedAt(
  c: Context<MastodonEnv>,
  redirectUri: string,
  error: OAuthError,
  state: string | undefined,
): Promise<Response> {
  if (redirectUri === outOfBand) return await consentRefused('Mastodon', says[error])
  return c.redirect(callback(redirectUri, { error, error_description: says[error], state }))
}

const path = '/oauth/authorize'
function authorizeRoutes(app: Hono<MastodonEnv>, state: State): void {
  app.get(path, (c) => {
    const query = new Map(Object.entries(c.req.query()))
    const asked = readAuthorize(state, query)
    if ('page' in asked) return consentRefused('Mastodon', asked.page)
    if ('error' in asked) return refusedAt(c, asked.redirectUri, asked.error, query.get('state'))
    return consentPage({
      network: 'Mastodon',
      client: state.appNames.get(asked.app.clientId)?.name ?? asked.app.clientId,
      redirectUri: asked.redirectUri,
      scopes: asked.scopes.map(inWords),
      people: [...state.accounts.values()].map(({ id, name, handle }) => ({ id, name, note: `@${handle}@${domain}` })),
      fields: query,
    })
  })
  app.post(path, async (c) => {
    const { fields, person, allowed } = await readConsent(c.req.raw)
    const asked = readAuthorize(state, fields)
    if ('page' in asked) return consentRefused('Mastodon', asked.page)
    if ('error' in asked) return refusedAt(c, asked.redirectUri, asked.error, fields.get('state'))
    if (!allowed) return refusedAt(c, asked.redirectUri, 'access_denied', fields.get('state'))
    const account = person === undefined ? [...state.accounts.values()][0] : state.accounts.get(person)
    if (!account) return consentRefused('Mastodon', 'This person is not known.')
    const code = state.grants.issueCode({ ...asked, person: account.id }, codeSeconds)
    if (asked.redirectUri === outOfBand) return c.redirect(`/mastodon${path}/native?code=${code}`)
    return c.redirect(callback(asked.redirectUri, { code, state: fields.get('state') }))
  })
  app.get(`${path}/native`, (c) => {
    const body = html`<main class="consent">
      <h1>Mastodon (practice)</h1>
      <p class="lead">Copy this code to the application.</p>
      <p><code>${c.req.query('code') ?? ''}</code></p>
    </main>`
    return page({ title: 'Authorization code', body })
  })
}

const tokenShape = z.object({
  grant_type: word.optional(),
  code: word.optional(),
  client_id: word.optional(),
  client_secret: word.optional(),
  redirect_uri: word.optional(),
  code_verifier: word.optional(),
  scope: word.optional(),
  token: word.optional(),
  token_type_hint: word.optional(),
})
type Fields = z.infer<typeof tokenShape>

/** The application by Basic header or by the body; undefined for an unknown one or a wrong secret. */
function client(state: State, c: Context<MastodonEnv>, fields: Fields): App | undefined {
  const basic = /^Basic (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
  const [, id = fields.client_id, secret = fields.client_secret] =
    basic === undefined ? [] : (/^([^:]*):(.*)$/s.exec(Buffer.from(basic, 'base64').toString()) ?? [])
  if (id !== undefined && state.world.fault(c.env.visit, 'app_lost')) state.lostApps.add(id)
  const app = findApp(state, id)
  return app && app.clientSecret === secret ? app : undefined
}

function exchange(state: State, app: App, fields: Fields): Response {
  const code = state.grants.takeCode(fields.code ?? '')
  const digest = createHash('sha256')
    .update(fields.code_verifier ?? '')
    .digest('base64url')
  const good =
    code?.app === app &&
    code.until > state.world.now() &&
    code.redirectUri === fields.redirect_uri &&
    (code.challenge === undefined || code.challenge === digest)
  return good ? token(state, state.grants.grant(app, code.person, code.scopes)) : refuse('invalid_grant')
}

/** A token of the application itself, which is nobody. */
function forApp(state: State, app: App, fields: Fields): Response {
  const scopes = readScopes(state, app, fields.scope)
  return scopes ? token(state, state.grants.grant(app, '', scopes)) : refuse('invalid_scope')
}

export function oauthRoutes(app: Hono<MastodonEnv>, state: State): void {
  authorizeRoutes(app, state)
  app.post('/oauth/token', async (c) => {
    const fields = permit(c.env.visit, tokenShape, await readParams(c.req.raw))
    const { grant_type: type } = fields
    if (type === undefined) return oauthError(400, 'invalid_request', 'Missing required parameter: grant_type.')
    if (type !== 'authorization_code' && type !== 'client_credentials') return refuse('unsupported_grant_type')
    const asking = client(state, c, fields)
    if (!asking) return refuse('invalid_client', 401)
    return type === 'authorization_code' ? exchange(state, asking, fields) : forApp(state, asking, fields)
  })
  app.post('/oauth/revoke', async (c) => {
    const fields = permit(c.env.visit, tokenShape, await readParams(c.req.raw))
    const asking = client(state, c, fields)
    const known = state.grants.token(fields.token ?? '')
    if (!asking || (known && known.grant.app !== asking)) return refuse('unauthorized_client', 403)
    if (known) known.grant.revoked = true
    return c.json({})
  })
  app.get('/oauth/userinfo', needs(state, 'profile'), (c) => {
    if (!atLeast(state, 4, 4)) return c.notFound()
    const { account } = c.get('caller')
    const profile = profileUrl(account)
    const picture = `https://files.${domain}/accounts/avatars/${account.id}/original/avatar.png`
    const iss = `https://${domain}/`
    return c.json({ iss, sub: profile, name: account.name, preferred_username: account.handle, profile, picture })
  })
}
