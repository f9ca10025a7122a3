/** The imitation of LinkedIn, written from the sheet (2026-11-23) alone: it refuses what LinkedIn would refuse. */
import { Hono } from 'hono'
import { Answered } from '../sandbox/answered.ts'
import type { Imitation, Place, World } from '../sandbox/imitation.ts'
import { practiceApp } from '../sandbox/oauth.ts'
import { Refusal } from '../sandbox/refusal.ts'
import { commentRoutes } from './sandbox/comments.ts'
import { coded } from './sandbox/envelopes.ts'
import { faceRoutes } from './sandbox/face.ts'
import { rest, unversioned } from './sandbox/gate.ts'
import { identityRoutes } from './sandbox/identity.ts'
import { legacyRoutes } from './sandbox/legacy.ts'
import { mintPair, oauthRoutes } from './sandbox/oauth.ts'
import { addPerson, everyone, seedPeople } from './sandbox/people.ts'
import { postRoutes } from './sandbox/post.routes.ts'
import { scopesInWords } from './sandbox/scopes.ts'
import { createState, type LinkedInEnv, type State } from './sandbox/state.ts'
import { statisticsRoutes } from './sandbox/statistics.ts'
import { answer, troubles } from './sandbox/trouble.ts'
import { uploadRoutes } from './sandbox/upload.routes.ts'

function routes(state: State): Hono<LinkedInEnv> {
  const app = new Hono<LinkedInEnv>().basePath('/linkedin')
  for (const path of ['/rest/*', '/v2/*'] as const) {
    app.use(path, async (c, next) => {
      await next()
      c.header('x-li-uuid', state.world.chance.text(22))
      c.header('x-li-fabric', 'practice')
    })
  }
  app.use('/rest/*', rest(state))
  app.use('/v2/*', unversioned(state))
  oauthRoutes(app, state)
  uploadRoutes(app, state)
  postRoutes(app, state)
  commentRoutes(app, state)
  legacyRoutes(app, state)
  identityRoutes(app, state)
  statisticsRoutes(app, state)
  faceRoutes(app, state)
  app.notFound(() => coded(404, 'RESOURCE_NOT_FOUND', 'No virtual resource found'))
  app.onError((error) => {
    if (error instanceof Answered) return error.response
    return coded(500, 'INTERNAL_SERVER_ERROR', error.message)
  })
  return app
}

function mint(state: State, person: string, scopes: readonly string[]) {
  const unknown = scopes.find((scope) => scopesInWords[scope] === undefined)
  const app = state.grants.app('sandbox-linkedin')
  if (unknown !== undefined) throw new Refusal(`LinkedIn has no scope "${unknown}"`)
  if (!state.members.has(person) || !app)
    throw new Refusal(`LinkedIn has no member "${person}"; a page is spoken for by its member`)
  const { access, seconds, refresh } = mintPair(state, state.grants.grant(app, person, scopes))
  return { accessToken: access.value, expiresIn: seconds, ...(refresh ? { refreshToken: refresh.value } : {}) }
}

function open(world: World): Place {
  const state = createState(world)
  state.grants.addApp(practiceApp('linkedin'))
  seedPeople(state)
  return {
    app: routes(state),
    settings: state.settings,
    people: () => everyone(state).map(({ id, kind, name, handle }) => ({ id, kind, name, handle })),
    addPerson(person) {
      const { id, kind, name, handle } = addPerson(state, person)
      return { id, kind, name, handle }
    },
    addApp: state.grants.addApp,
    mint: (person, scopes) => mint(state, person, scopes),
    answer: (fault) => answer(state, fault),
    report: () => ({ calls: Object.fromEntries(state.calls) }),
  }
}

export const imitation: Imitation = {
  id: 'linkedin',
  label: 'LinkedIn',
  hosts: { 'api.linkedin.com': '/linkedin', 'www.linkedin.com': '/linkedin/www', 'media.licdn.com': '/linkedin/licdn' },
  area(path) {
    if (path.startsWith('/rest/') || path.startsWith('/v2/')) return 'api'
    if (path.startsWith('/www/dms-uploads/') || path.startsWith('/mediaUpload/')) return 'upload'
    return path.startsWith('/www/oauth/v2/') && !path.endsWith('/authorization') ? 'oauth' : 'face'
  },
  troubles,
  open,
}
