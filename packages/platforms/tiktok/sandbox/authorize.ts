/** The consent of Login Kit (sheet 2.1, 2.2): `client_key`, commas between scopes, PKCE in hexadecimal for desktops. */
import type { Hono } from 'hono'
import { consentPage, consentRefused, readConsent } from '../../sandbox/face/consent.ts'
import { callback, mayRedirect, type App } from '../../sandbox/oauth.ts'
import { Refusal } from '../../sandbox/refusal.ts'
import type { Creator, State, TikTokEnv } from './state.ts'

const codeSeconds = 600
const maxUris = 10
const maxUriLength = 512

export const scopesInWords: Readonly<Record<string, string>> = {
  'user.info.basic': 'See your name and picture',
  'user.info.profile': 'See your username and profile',
  'user.info.stats': 'See your numbers of followers, likes and videos',
  'video.list': 'See your public videos',
  'video.publish': 'Post for you',
  'video.upload': 'Put drafts into your inbox',
}

/**
 * What is handed out has letters that browsers escape, so that a client which does not decode the parameter learns it
 * here.
 */
const codeTail = '*1!4823.e1'
export const bareCode = (code: string) => (code.endsWith(codeTail) ? code.slice(0, -codeTail.length) : '')

const isDesktop = (app: App) => app.kind === 'desktop'
const local = new Set(['localhost', '127.0.0.1'])
const wildcard = (uri: string) => uri.replace(/^(https?:\/\/[^/:]+):\*(?=\/|$)/, '$1:1')

/** The portal's rules for callbacks (sheet 2.1). Throws Refusal. */
export function checkApp(app: App): void {
  if (app.redirectUris.length > maxUris) throw new Refusal(`at most ${maxUris} redirect URIs`)
  for (const uri of app.redirectUris) {
    const plain = isDesktop(app) ? wildcard(uri) : uri
    if (!URL.canParse(plain) || uri.length >= maxUriLength || /[?#]/.test(uri))
      throw new Refusal(`"${uri}" is no absolute address under ${maxUriLength} characters without query and fragment`)
    const { protocol, hostname, port } = new URL(plain)
    if (!isDesktop(app) && (protocol !== 'https:' || local.has(hostname)))
      throw new Refusal(`"${uri}": web apps redirect to https, never to localhost`)
    if (isDesktop(app) && (!local.has(hostname) || !/^https?:$/.test(protocol) || port === ''))
      throw new Refusal(`"${uri}": desktop apps redirect to localhost or 127.0.0.1 with a port`)
  }
}

/** Byte for byte; a desktop app may have left the port open. */
function redirects(app: App, uri: string): boolean {
  if (uri.includes('?')) return false
  if (mayRedirect(app, uri)) return true
  if (!isDesktop(app) || !URL.canParse(uri)) return false
  const anyPort = uri.replace(/^(https?:\/\/[^/:]+):\d+(?=\/|$)/, '$1:*')
  return app.redirectUris.includes(anyPort)
}

interface Asked {
  readonly app: App
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly state: string
  readonly challenge: string | undefined
}

/** What is wrong with the request, in words; TikTok shows a page and does not redirect. */
function readAuthorize(state: State, query: ReadonlyMap<string, string>): Asked | string {
  const app = state.grants.app(query.get('client_key'))
  const redirectUri = query.get('redirect_uri') ?? ''
  const scopes = query.get('scope')?.split(',').filter(Boolean) ?? []
  const challenge = query.get('code_challenge')
  if (!app) return 'client_key'
  if (!redirects(app, redirectUri)) return 'redirect_uri'
  if (query.get('response_type') !== 'code') return 'unsupported_response_type'
  const unknown = scopes.find((scope) => scopesInWords[scope] === undefined || app.scopes?.includes(scope) === false)
  if (scopes.length === 0 || unknown !== undefined) return `invalid_scope: ${unknown ?? ''}`
  if (!query.get('state')) return 'state'
  if (isDesktop(app)) {
    if (query.get('code_challenge_method') !== 'S256') return 'code_challenge_method'
    if (!/^[0-9a-f]{64}$/.test(challenge ?? '')) return 'code_challenge'
  }
  return {
    app,
    redirectUri,
    scopes,
    state: query.get('state') ?? '',
    challenge: isDesktop(app) ? challenge : undefined,
  }
}

function sendBack(state: State, { app, redirectUri, scopes, state: token, challenge }: Asked, creator: Creator) {
  const withheld = state.settings.withheldScopes.split(',')
  const granted = scopes.filter((scope) => scope === 'user.info.basic' || !withheld.includes(scope))
  state.signedIn.set(app.clientId, creator.id)
  const code = state.grants.issueCode({ app, person: creator.id, scopes: granted, redirectUri, challenge }, codeSeconds)
  return callback(redirectUri, { code: code + codeTail, scopes: granted.join(','), state: token })
}

/** Somebody who is logged in and has consented to all of this is not asked again, unless the app insists. */
function remembered(state: State, { app, scopes }: Asked): Creator | undefined {
  const id = state.signedIn.get(app.clientId) ?? ''
  const given = state.grants.live(app, id).flatMap((grant) => grant.scopes)
  return scopes.every((scope) => given.includes(scope)) ? state.creators.get(id) : undefined
}

const wrong = (field: string) =>
  consentRefused('TikTok', `We couldn't log in with TikTok. This may be due to specific app settings. (${field})`)

export function authorizeRoutes(app: Hono<TikTokEnv>, state: State): void {
  const path = '/web/v2/auth/authorize'
  app.get(path, async (c) => {
    const query = new Map(Object.entries(c.req.query()))
    const asked = readAuthorize(state, query)
    if (typeof asked === 'string') return await wrong(asked)
    const again = query.get('disable_auto_auth') === '1' ? undefined : remembered(state, asked)
    if (again) return c.redirect(sendBack(state, asked, again))
    return await consentPage({
      network: 'TikTok',
      client: asked.app.clientId,
      redirectUri: asked.redirectUri,
      scopes: asked.scopes.map((scope) => scopesInWords[scope] ?? scope),
      people: [...state.creators.values()].map(({ id, name, handle, private: closed }) => ({
        id,
        name,
        note: `@${handle}${closed ? ' · private account' : ''}`,
      })),
      fields: query,
    })
  })
  app.post(path, async (c) => {
    const { fields, person, allowed } = await readConsent(c.req.raw)
    const asked = readAuthorize(state, fields)
    if (typeof asked === 'string') return wrong(asked)
    const denied = { error: 'access_denied', error_description: 'User denied the authorization', state: asked.state }
    if (!allowed) return c.redirect(callback(asked.redirectUri, denied))
    const creator = person === undefined ? [...state.creators.values()][0] : state.creators.get(person)
    return creator ? c.redirect(sendBack(state, asked, creator)) : wrong('person')
  })
}
