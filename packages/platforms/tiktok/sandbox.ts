/** The imitation of TikTok, written from the sheet (2026-11-23) alone: it refuses what TikTok would refuse. */
import { Hono } from 'hono'
import { Answered } from '../sandbox/answered.ts'
import type { Imitation, Place, World } from '../sandbox/imitation.ts'
import { practiceApp } from '../sandbox/oauth.ts'
import { Refusal } from '../sandbox/refusal.ts'
import { refusal } from './sandbox/answers.ts'
import { authorizeRoutes, checkApp, scopesInWords } from './sandbox/authorize.ts'
import { faceRoutes } from './sandbox/face.ts'
import { mintPair, oauthRoutes } from './sandbox/oauth.ts'
import { addCreator, seedCreators } from './sandbox/people.ts'
import { publishRoutes } from './sandbox/publish.routes.ts'
import { statusOf } from './sandbox/publish.ts'
import { readRoutes } from './sandbox/read.routes.ts'
import { createState, type State, type TikTokEnv } from './sandbox/state.ts'
import { answer, troubles } from './sandbox/trouble.ts'
import { uploadRoutes } from './sandbox/upload.routes.ts'

function routes(state: State): Hono<TikTokEnv> {
  // TikTok's paths end with a slash; that one without it is refused is not documented.
  const app = new Hono<TikTokEnv>({ strict: false }).basePath('/tiktok')
  authorizeRoutes(app, state)
  oauthRoutes(app, state)
  publishRoutes(app, state)
  readRoutes(app, state)
  uploadRoutes(app, state)
  faceRoutes(app, state)
  app.notFound(() => refusal(state, 'not_found'))
  app.onError((error) => {
    if (error instanceof Answered) return error.response
    return refusal(state, 'internal_error', error.message)
  })
  return app
}

function mint(state: State, person: string, scopes: readonly string[]) {
  const app = state.grants.app('sandbox-tiktok')
  const unknown = scopes.find((scope) => scopesInWords[scope] === undefined)
  if (unknown !== undefined) throw new Refusal(`TikTok has no scope "${unknown}"`)
  if (!state.creators.has(person) || !app) throw new Refusal(`TikTok has no person "${person}"`)
  const { access, refresh, expiresIn } = mintPair(state, state.grants.grant(app, person, scopes))
  return { accessToken: access, refreshToken: refresh, expiresIn }
}

function open(world: World): Place {
  const state = createState(world)
  state.grants.addApp(practiceApp('tiktok'))
  seedCreators(state)
  return {
    app: routes(state),
    settings: state.settings,
    people: () => [...state.creators.values()].map(({ id, kind, name, handle }) => ({ id, kind, name, handle })),
    addPerson: (person) => addCreator(state, person),
    addApp(app) {
      checkApp(app)
      state.grants.addApp(app)
    },
    mint: (person, scopes) => mint(state, person, scopes),
    answer: (fault) => answer(state, fault),
    report: () => ({
      publishes: [...state.publishes.values()].map((one) => ({ publish_id: one.id, ...statusOf(state, one) })),
    }),
  }
}

export const imitation: Imitation = {
  id: 'tiktok',
  label: 'TikTok',
  hosts: {
    'open.tiktokapis.com': '/tiktok',
    'open-upload.tiktokapis.com': '/tiktok/upload',
    'upload.us.tiktokapis.com': '/tiktok/upload',
    'www.tiktok.com': '/tiktok/web',
    'tiktok.com': '/tiktok/web',
    'p16-sign.tiktokcdn.com': '/tiktok/cdn',
  },
  area(path) {
    if (path.startsWith('/v2/oauth/')) return 'oauth'
    if (path.startsWith('/v2/')) return 'api'
    return path.startsWith('/upload/') ? 'upload' : 'face'
  },
  troubles,
  open,
}
