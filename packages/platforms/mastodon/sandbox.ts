/** The imitation of one Mastodon server, written from the sheet (2026-07-02) alone: it refuses what the server would. */
import { Hono } from 'hono'
import { Answered } from '../sandbox/answered.ts'
import type { Imitation, Place, World } from '../sandbox/imitation.ts'
import { practiceApp } from '../sandbox/oauth.ts'
import { Refusal } from '../sandbox/refusal.ts'
import { accountRoutes } from './sandbox/account.routes.ts'
import { appRoutes } from './sandbox/apps.ts'
import { proxyPage } from './sandbox/errors.ts'
import { faceRoutes } from './sandbox/face.ts'
import { instanceRoutes } from './sandbox/instance.ts'
import { limited } from './sandbox/limits.ts'
import { mediaRoutes } from './sandbox/media.routes.ts'
import { mintToken, oauthRoutes } from './sandbox/oauth.ts'
import { addAccount, seedAccounts } from './sandbox/people.ts'
import { publishDue } from './sandbox/schedule.ts'
import { knownScopes } from './sandbox/scopes.ts'
import { createState, domain, type MastodonEnv, type State } from './sandbox/state.ts'
import { statusRoutes } from './sandbox/status.routes.ts'
import { answer, troubles } from './sandbox/trouble.ts'

/** Tokens have no end; whoever asks for one by the back door gets a number all the same. */
const tenYears = 10 * 365 * 86_400

function routes(state: State): Hono<MastodonEnv> {
  const app = new Hono<MastodonEnv>({ strict: false }).basePath('/mastodon') // a slash at the end is nothing to Rails
  app.use('*', async (_, next) => {
    publishDue(state)
    await next()
  })
  app.use('/api/*', limited(state))
  oauthRoutes(app, state)
  appRoutes(app, state)
  instanceRoutes(app, state)
  accountRoutes(app, state)
  mediaRoutes(app, state)
  statusRoutes(app, state)
  faceRoutes(app, state)
  app.notFound((c) => c.json({ error: 'Not Found' }, 404))
  app.onError((error) => {
    if (error instanceof Answered) return error.response
    return proxyPage(500)
  })
  return app
}

function open(world: World): Place {
  const state = createState(world)
  const practice = practiceApp('mastodon')
  state.grants.addApp(practice)
  seedAccounts(state)
  return {
    app: routes(state),
    settings: state.settings,
    people: () => [...state.accounts.values()],
    addPerson: (person) => addAccount(state, person),
    addApp: state.grants.addApp,
    mint(person, scopes) {
      const unknown = scopes.find((scope) => !knownScopes(state).includes(scope))
      if (unknown !== undefined) throw new Refusal(`Mastodon has no scope "${unknown}"`)
      if (!state.accounts.has(person)) throw new Refusal(`Mastodon has no person "${person}"`)
      const token = mintToken(state, state.grants.grant(practice, person, scopes))
      return { accessToken: token.value, expiresIn: tenYears }
    },
    answer: (fault) => answer(state, fault),
    report: () => ({
      looseMedia: [...state.media.values()].filter(({ attachedTo }) => attachedTo === undefined).length,
      waiting: state.scheduled.size,
    }),
  }
}

/** Profiles and posts stand on the same host as the API. */
function area(path: string): ReturnType<Imitation['area']> {
  if (path.startsWith('/oauth/authorize')) return 'face'
  if (path.startsWith('/oauth/')) return 'oauth'
  return /^\/(?:api|nodeinfo|\.well-known)\//.test(path) ? 'api' : 'face'
}

export const imitation: Imitation = {
  id: 'mastodon',
  label: 'Mastodon',
  hosts: { [domain]: '/mastodon', [`files.${domain}`]: '/mastodon/files' },
  area,
  troubles,
  open,
}
