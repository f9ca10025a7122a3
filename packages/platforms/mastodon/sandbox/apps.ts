/** Applications: every client registers itself at every server (sheet 2.1). */
import type { Hono } from 'hono'
import { z } from 'zod'
import type { App } from '../../sandbox/oauth.ts'
import { invalid } from './errors.ts'
import { needsToken } from './guard.ts'
import { permit, readParams, word, words } from './params.ts'
import { knownScopes } from './scopes.ts'
import { atLeast, type MastodonEnv, type State } from './state.ts'

/** Shows the code to the person instead of leading anywhere. */
export const outOfBand = 'urn:ietf:wg:oauth:2.0:oob'

const shape = z.object({
  client_name: word.optional(),
  redirect_uris: z.union([words, word]).optional(),
  scopes: word.optional(),
  website: word.optional(),
})
const absolute = (uri: string) => uri === outOfBand || (URL.canParse(uri) && /^[a-z][a-z0-9+.-]*:\/\/?[^/]/i.test(uri))

type Asked = z.infer<typeof shape>

function register(state: State, ask: Asked): App {
  const name = (ask.client_name ?? '').trim()
  const given = ask.redirect_uris ?? ''
  const redirectUris = (typeof given === 'string' ? given.split(/\s+/) : given).filter((uri) => uri !== '')
  const scopes = (ask.scopes ?? 'read').split(/[\s+]+/).filter((scope) => scope !== '')
  const known = knownScopes(state)
  const wrong = [
    name === '' ? "Application name can't be blank" : '',
    redirectUris.length === 0 ? "Redirect URI can't be blank" : '',
    redirectUris.every(absolute) ? '' : 'Redirect URI must be an absolute URI.',
    redirectUris.some((uri) => uri.includes('#')) ? 'Redirect URI cannot contain a fragment.' : '',
    scopes.every((scope) => known.includes(scope)) ? '' : "Scopes doesn't match configured on the server.",
    ask.website !== undefined && ask.website !== '' && !/^https?:\/\/\S+$/.test(ask.website)
      ? 'Website is not a valid URL'
      : '',
  ].filter((text) => text !== '')
  if (wrong.length > 0) throw invalid(...wrong)
  const clientId = state.world.chance.text(43)
  const app: App = { clientId, clientSecret: state.world.chance.text(43), redirectUris, scopes }
  state.grants.addApp(app)
  state.appNames.set(clientId, { name, website: ask.website === '' ? null : (ask.website ?? null) })
  return app
}

/** What anyone who holds a token of an application may know of it. */
const publicView = (state: State, app: App) => {
  const known = state.appNames.get(app.clientId)
  return {
    name: known?.name ?? app.clientId,
    website: known?.website ?? null,
    scopes: app.scopes ?? knownScopes(state),
    redirect_uris: app.redirectUris,
    redirect_uri: app.redirectUris.join('\n'),
    vapid_key: 'BCk-QqERU0q-CfYZjcuB6lnyyOYfJ2AifKqfeGIm7Z-HiTU5T9eTG5GxVA0_OH5mMlI4UkkDTpaZwozy0TzdZ2M=',
  }
}

export function appRoutes(app: Hono<MastodonEnv>, state: State): void {
  app.post('/api/v1/apps', async (c) => {
    const { redirect_uris: uris, ...params } = await readParams(c.req.raw)
    // Lists are understood since 4.3.
    const understood = typeof uris === 'string' || atLeast(state, 4, 3)
    const ask = permit(c.env.visit, shape, understood ? { ...params, redirect_uris: uris } : params)
    const made = register(state, ask)
    return c.json({
      id: state.nextId(),
      ...publicView(state, made),
      client_id: made.clientId,
      client_secret: made.clientSecret,
      client_secret_expires_at: 0,
    })
  })
  app.get('/api/v1/apps/verify_credentials', needsToken(state), (c) => c.json(publicView(state, c.get('grant').app)))
}

/** The application of this id, unless the server has forgotten it. */
export const findApp = (state: State, clientId: string | undefined): App | undefined =>
  clientId === undefined || state.lostApps.has(clientId) ? undefined : state.grants.app(clientId)
