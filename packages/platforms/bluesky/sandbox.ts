/** The imitation of Bluesky, written from the sheet (2026-11-23): server, app view and video service of one practice network. */
import { Hono } from 'hono'
import { Answered } from '../sandbox/answered.ts'
import type { Imitation, Place, World } from '../sandbox/imitation.ts'
import { Refusal } from '../sandbox/refusal.ts'
import { appViewMethods, proxied } from './sandbox/appview.ts'
import { consentRoutes } from './sandbox/consent.ts'
import { faceRoutes } from './sandbox/face.ts'
import { identityMethods, identityRoutes, serverMethods } from './sandbox/identity.ts'
import { counted } from './sandbox/limits.ts'
import { oauthRoutes } from './sandbox/oauth.ts'
import { addAccount, seedAccounts } from './sandbox/people.ts'
import { answerOf } from './sandbox/problems.ts'
import { readMethods } from './sandbox/reads.routes.ts'
import { repoMethods } from './sandbox/repo.routes.ts'
import { known } from './sandbox/scopes.ts'
import { openSession, sessionMethods } from './sandbox/sessions.ts'
import { createState, type BskyEnv, type State } from './sandbox/state.ts'
import { accessSeconds, passwordPair } from './sandbox/tokens.ts'
import { answer, troubles } from './sandbox/trouble.ts'
import { videoMethods } from './sandbox/video.routes.ts'
import { mount } from './sandbox/xrpc.ts'

function routes(state: State): Hono<BskyEnv> {
  const app = new Hono<BskyEnv>().basePath('/bluesky')
  app.use('/xrpc/*', counted(state))
  oauthRoutes(app, state)
  consentRoutes(app, state)
  identityRoutes(app, state)
  const identity = identityMethods(state)
  mount(app, '', {
    ...sessionMethods(state),
    ...identity,
    ...serverMethods(state),
    ...repoMethods(state),
    ...readMethods(state),
    ...proxied(state),
  })
  mount(app, '/public', { ...identity, ...appViewMethods(state) })
  mount(app, '/video', videoMethods(state))
  faceRoutes(app, state)
  app.notFound(() => answerOf(404, 'NotFound', 'Not Found'))
  app.onError((error) => {
    if (error instanceof Answered) return error.response
    return answerOf(500, 'InternalServerError', error.message)
  })
  return app
}

function open(world: World): Place {
  const state = createState(world)
  seedAccounts(state)
  return {
    app: routes(state),
    settings: state.settings,
    people: () =>
      [...state.accounts.values()].map(({ id, kind, name, handle, password }) => ({
        id,
        kind,
        name,
        handle,
        password,
      })),
    addPerson(person) {
      const { id, kind, name, handle, password } = addAccount(state, person)
      return { id, kind, name, handle, password }
    },
    addApp: (app) => void state.apps.set(app.clientId, app),
    /** A session as an app password gives one; it has no scopes, so it may do everything whatever was named. */
    mint(person, scopes) {
      const strange = scopes.find((scope) => !known(scope))
      if (strange !== undefined) throw new Refusal(`Bluesky has no scope "${strange}"`)
      const account = state.accounts.get(person)
      if (!account) throw new Refusal(`Bluesky has no person "${person}"`)
      const { access, refresh } = passwordPair(state, openSession(account))
      return { accessToken: access.value, refreshToken: refresh.value, expiresIn: accessSeconds.password }
    },
    answer: (fault) => answer(state, fault),
    report: () => ({
      records: Object.fromEntries([...state.accounts.values()].map((one) => [one.handle, one.repo.records.size])),
      videos: state.jobs.size,
    }),
  }
}

const sessionPath = /^\/xrpc\/com\.atproto\.server\.(create|refresh|delete)Session$/
const uploadPath = /^\/(video\/xrpc\/|xrpc\/com\.atproto\.repo\.uploadBlob$)/

export const imitation: Imitation = {
  id: 'bluesky',
  label: 'Bluesky',
  hosts: {
    'bsky.social': '/bluesky',
    'public.api.bsky.app': '/bluesky/public',
    'api.bsky.app': '/bluesky/public',
    'video.bsky.app': '/bluesky/video',
    'plc.directory': '/bluesky/plc',
    'bsky.app': '/bluesky/web',
    'cdn.bsky.app': '/bluesky/cdn',
  },
  area(path) {
    if (path.startsWith('/oauth/') || sessionPath.test(path)) return 'oauth'
    if (uploadPath.test(path)) return 'upload'
    return /^\/(xrpc|public|plc|\.well-known)\//.test(path) ? 'api' : 'face'
  },
  troubles,
  open,
}
