/** The login dialog, the exchanges, and what a token is (sheet 2). */
import type { Context, Hono } from 'hono'
import { consentPage, consentRefused, readConsent } from '../../sandbox/face/consent.ts'
import { deadToken, malformedToken, refuse, sessionMessage } from '../../sandbox/graph/errors.ts'
import { readParameters, type Parameters } from '../../sandbox/graph/parameters.ts'
import { sentToken } from '../../sandbox/graph/token.ts'
import { callback, mayRedirect, type App } from '../../sandbox/oauth.ts'
import { configured, scopesInWords } from './scopes.ts'
import type { FacebookEnv, State } from './state.ts'
import { endOf, longSeconds, pagesOf, userToken } from './tokens.ts'
import type { Grant, Token, User } from './things.ts'

const codeSeconds = 10 * 60

interface Asked {
  readonly app: App
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly state: string | undefined
}
const listOf = (text: string | undefined) => text?.split(/[, ]+/).filter(Boolean) ?? []

/** The request of a dialog, or why there is none: Facebook shows the error itself. */
function readDialog(state: State, fields: ReadonlyMap<string, string>): Asked | string {
  const app = state.apps.get(fields.get('client_id') ?? '')
  const redirectUri = fields.get('redirect_uri') ?? ''
  if (!app) return 'Invalid App ID: the provided app ID does not look like a valid app ID.'
  if (!mayRedirect(app, redirectUri))
    return 'URL blocked: this redirect failed because the redirect URI is not white-listed in the app’s client OAuth settings.'
  if ((fields.get('response_type') ?? 'code') !== 'code') return 'The parameter response_type has to be "code".'
  const scopes = fields.has('config_id') ? configured : listOf(fields.get('scope'))
  const unknown = scopes.filter((scope) => scopesInWords[scope] === undefined || app.scopes?.includes(scope) === false)
  if (unknown.length > 0) return `Invalid Scopes: ${unknown.join(', ')}.`
  return { app, redirectUri, scopes: [...new Set(['public_profile', ...scopes])], state: fields.get('state') }
}

/** What was ticked: in the form (`declined`, `pages`), else as the settings say. */
function ticked(state: State, user: User, asked: Asked, fields: ReadonlyMap<string, string>): Grant {
  const declined = new Set(listOf(fields.get('declined') ?? state.settings.declinedScopes))
  const left = new Set(listOf(state.settings.untickedPages))
  const pages = fields.has('pages')
    ? new Set(listOf(fields.get('pages')))
    : left.size === 0
      ? undefined
      : new Set([...state.pages.keys()].filter((id) => !left.has(id)))
  const { app, scopes } = asked
  return {
    app,
    user,
    scopes: new Set(scopes.filter((scope) => !declined.has(scope))),
    declined: new Set(scopes.filter((scope) => declined.has(scope))),
    pages,
    at: state.world.now(),
    dead: undefined,
  }
}

const denied = {
  error: 'access_denied',
  error_code: '200',
  error_description: 'Permissions error',
  error_reason: 'user_denied',
}

function dialogRoutes(app: Hono<FacebookEnv>, state: State): void {
  const note = (user: User) => {
    const pages = [...state.pages.values()].filter((page) => page.roles.has(user.id))
    return pages.length > 0 ? `manages ${pages.map((page) => page.name).join(' and ')}` : 'manages no Page'
  }
  const show = async (c: Context<FacebookEnv>) => {
    const fields = new Map(Object.entries(c.req.query()))
    const asked = readDialog(state, fields)
    if (typeof asked === 'string') return await consentRefused('Facebook', asked)
    return await consentPage({
      network: 'Facebook',
      client: asked.app.clientId,
      redirectUri: asked.redirectUri,
      scopes: asked.scopes.map((scope) => scopesInWords[scope] ?? scope),
      people: [...state.users.values()].map((user) => ({ id: user.id, name: user.name, note: note(user) })),
      fields,
    })
  }
  const decide = async (c: Context<FacebookEnv>) => {
    const { fields, person, allowed } = await readConsent(c.req.raw)
    const asked = readDialog(state, fields)
    if (typeof asked === 'string') return await consentRefused('Facebook', asked)
    const { redirectUri, state: mark } = asked
    if (!allowed) return c.redirect(callback(redirectUri, { ...denied, state: mark }))
    const user = person === undefined ? [...state.users.values()][0] : state.users.get(person)
    if (!user) return await consentRefused('Facebook', 'This person is not known.')
    const code = `AQ${state.world.chance.text(80)}`
    const until = state.world.now() + codeSeconds * 1000
    state.codes.set(code, { grant: ticked(state, user, asked, fields), redirectUri, until, used: false })
    return c.redirect(`${callback(redirectUri, { code, state: mark })}#_=_`)
  }
  for (const path of ['/web/dialog/oauth', '/web/:version/dialog/oauth']) {
    app.get(path, show)
    app.post(path, decide)
  }
}

function clientOf(state: State, parameters: Parameters): App {
  const id = parameters.text('client_id')
  if (id === undefined) throw refuse(101, 'Missing client_id parameter.')
  const app = state.apps.get(id)
  if (!app) throw refuse(101, 'Error validating application. Cannot get application info due to a system error.')
  const secret = parameters.text('client_secret')
  if (secret === undefined) throw refuse(1, 'Missing client_secret parameter.')
  if (secret !== app.clientSecret) throw refuse(1, 'Error validating client secret.')
  return app
}

const bearer = (token: Token, seconds: number) => ({
  access_token: token.value,
  token_type: 'bearer',
  expires_in: seconds,
})

function byCode(state: State, app: App, parameters: Parameters): object {
  const code = state.codes.get(parameters.text('code') ?? '')
  const redirectUri = parameters.text('redirect_uri')
  if (!code || code.grant.app !== app) throw refuse(100, 'Invalid verification code format.', { subcode: 36_009 })
  if (code.used) throw refuse(100, 'This authorization code has been used.', { subcode: 36_009 })
  if (code.until <= state.world.now()) throw refuse(100, 'This authorization code has expired.', { subcode: 36_007 })
  if (code.redirectUri !== redirectUri)
    throw refuse(
      100,
      'Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request',
      { subcode: 36_008 },
    )
  code.used = true
  return bearer(userToken(state, code.grant, false), state.settings.shortSeconds)
}

/** A new token for one that still lives; an ended one cannot be exchanged. */
function exchange(state: State, c: Context<FacebookEnv>, app: App, parameters: Parameters): object {
  const token = state.tokens.get(parameters.needed('fb_exchange_token'))
  if (!token || token.grant.app !== app) throw malformedToken()
  const end = endOf(state, token)
  if (end !== undefined) throw deadToken(end)
  c.env.visit.account = token.grant.user.id
  c.env.visit.rotated = true
  return bearer(userToken(state, token.grant, true), longSeconds)
}

async function accessToken(state: State, c: Context<FacebookEnv>): Promise<Response> {
  const parameters = await readParameters(c.req.raw)
  const app = clientOf(state, parameters)
  const kind = parameters.text('grant_type') ?? 'authorization_code'
  if (kind === 'fb_exchange_token') return c.json(exchange(state, c, app, parameters))
  if (kind === 'client_credentials')
    return c.json({ access_token: `${app.clientId}|${app.clientSecret}`, token_type: 'bearer' })
  if (kind !== 'authorization_code') throw refuse(1, 'Invalid grant_type.')
  return c.json(byCode(state, app, parameters))
}

const unix = (ms: number) => (Number.isFinite(ms) ? Math.floor(ms / 1000) : 0)
const dataAccessSeconds = 90 * 24 * 60 * 60

/** Only the application itself, by its own token or by one of its people's, may ask. */
async function debugToken(state: State, c: Context<FacebookEnv>): Promise<Response> {
  const parameters = await readParameters(c.req.raw)
  const by = sentToken(parameters, c.req.header('authorization')) ?? ''
  const app =
    state.tokens.get(by)?.grant.app ??
    [...state.apps.values()].find((one) => by === `${one.clientId}|${one.clientSecret}`)
  if (!app) throw malformedToken()
  const token = state.tokens.get(parameters.needed('input_token'))
  if (!token || token.grant.app !== app)
    return c.json({
      data: { is_valid: false, scopes: [], error: { code: 190, message: 'Invalid OAuth access token.' } },
    })
  const { grant, page } = token
  const end = endOf(state, token)
  const targets = page ? [page] : pagesOf(state, grant)
  const ids = targets.map((one) => one.id)
  return c.json({
    data: {
      app_id: app.clientId,
      type: page ? 'PAGE' : 'USER',
      application: app.clientId,
      ...(page ? { profile_id: page.id } : {}),
      user_id: grant.user.id,
      is_valid: end === undefined,
      issued_at: unix(token.at),
      expires_at: unix(token.until),
      data_access_expires_at: unix(grant.at) + dataAccessSeconds,
      scopes: [...grant.scopes],
      granular_scopes: [...grant.scopes]
        .filter((scope) => scope.startsWith('pages_') || scope === 'read_insights')
        .map((scope) => ({ scope, target_ids: ids })),
      ...(end === undefined ? {} : { error: { code: 190, message: sessionMessage(end), subcode: end } }),
    },
  })
}

export function oauthRoutes(app: Hono<FacebookEnv>, state: State): void {
  dialogRoutes(app, state)
  app.get('/oauth/access_token', (c) => accessToken(state, c))
  app.post('/oauth/access_token', (c) => accessToken(state, c))
  app.get('/debug_token', (c) => debugToken(state, c))
}
