/** The two pages on which a person says yes (sheets Instagram 2.2, Facebook 2.1). */
import type { Hono } from 'hono'
import { consentPage, consentRefused, readConsent } from '../../sandbox/face/consent.ts'
import { callback, mayRedirect, type App } from '../../sandbox/oauth.ts'
import { scopesInWords } from './scopes.ts'
import type { InstagramEnv, State, Way } from './state.ts'

const labels: Readonly<Record<Way, string>> = { instagram: 'Instagram', facebook: 'Facebook' }
/** Seconds: an hour at Instagram, minutes at Facebook. */
const codeSeconds: Readonly<Record<Way, number>> = { instagram: 3600, facebook: 600 }
/** What the networks add behind the answer. Servers never see it; a code that keeps it is wrong. */
const tails: Readonly<Record<Way, string>> = { instagram: '#_', facebook: '#_=_' }

interface Asked {
  readonly app: App
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly state: string | undefined
}

/** What is wrong with the request, in words: Meta shows a page and does not redirect. */
function readAuthorize(state: State, way: Way, query: ReadonlyMap<string, string>): Asked | string {
  const app = state.grants.app(query.get('client_id'))
  const redirectUri = query.get('redirect_uri') ?? ''
  const scopes = [
    ...new Set(
      query
        .get('scope')
        ?.split(/[\s,]+/)
        .filter(Boolean),
    ),
  ]
  if (!app) return 'Invalid platform app: the client id is not known.'
  if (!mayRedirect(app, redirectUri)) return 'Invalid redirect_uri: it is not one of those registered for this app.'
  const type = query.get('response_type') ?? (way === 'facebook' ? 'code' : undefined)
  if (type !== 'code') return 'The response type has to be "code".'
  const unknown = scopes.find(
    (scope) => scopesInWords[way][scope] === undefined || app.scopes?.includes(scope) === false,
  )
  if (scopes.length === 0 || unknown !== undefined) return `Invalid scopes: ${unknown ?? 'none is asked for'}.`
  if (way === 'instagram' && !scopes.includes('instagram_business_basic'))
    return 'Invalid scopes: instagram_business_basic is needed.'
  return { app, redirectUri, scopes, state: query.get('state') }
}

const whoMayAgree = (state: State, way: Way) =>
  way === 'instagram'
    ? [...state.accounts.values()].map(({ id, name, handle, kind }) => ({ id, name, note: `@${handle} · ${kind}` }))
    : [...state.persons.values()].map(({ id, name }) => ({ id, name, note: 'Facebook' }))

const denied: Readonly<Record<Way, Readonly<Record<string, string>>>> = {
  instagram: {
    error: 'access_denied',
    error_reason: 'user_denied',
    error_description: 'The user denied your request.',
  },
  facebook: {
    error: 'access_denied',
    error_code: '200',
    error_description: 'Permissions error',
    error_reason: 'user_denied',
  },
}

export function consentRoutes(app: Hono<InstagramEnv>, state: State, path: string, way: Way): void {
  app.get(path, (c) => {
    const query = new Map(Object.entries(c.req.query()))
    const asked = readAuthorize(state, way, query)
    if (typeof asked === 'string') return consentRefused(labels[way], asked)
    return consentPage({
      network: labels[way],
      client: asked.app.clientId,
      redirectUri: asked.redirectUri,
      scopes: asked.scopes.map((scope) => scopesInWords[way][scope] ?? scope),
      people: whoMayAgree(state, way),
      fields: query,
    })
  })
  app.post(path, async (c) => {
    const { fields, person, allowed } = await readConsent(c.req.raw)
    const asked = readAuthorize(state, way, fields)
    if (typeof asked === 'string') return consentRefused(labels[way], asked)
    if (!allowed) return c.redirect(callback(asked.redirectUri, { ...denied[way], state: asked.state }))
    const people = whoMayAgree(state, way)
    const who = person === undefined ? people[0] : people.find((one) => one.id === person)
    if (!who) return consentRefused(labels[way], 'This person is not known.')
    const code = state.grants.issueCode({ ...asked, person: who.id }, codeSeconds[way])
    return c.redirect(callback(asked.redirectUri, { code, state: asked.state }) + tails[way])
  })
}
