/** The imitation of X, written from the sheet (2026-11-23) alone: it refuses what X would refuse. */
import { Hono } from 'hono'
import { Answered } from '../sandbox/answered.ts'
import type { Imitation, Place, World } from '../sandbox/imitation.ts'
import { practiceApp } from '../sandbox/oauth.ts'
import { Refusal } from '../sandbox/refusal.ts'
import { faceRoutes } from './sandbox/face.ts'
import { mintPair, oauthRoutes, scopesInWords } from './sandbox/oauth.ts'
import { addUser, seedUsers } from './sandbox/people.ts'
import { postRoutes } from './sandbox/post.routes.ts'
import { notFoundRoute, problemResponse, typeOf } from './sandbox/problems.ts'
import { createState, type State, type XEnv } from './sandbox/state.ts'
import { answer, troubles } from './sandbox/trouble.ts'
import { uploadRoutes } from './sandbox/upload.routes.ts'

function routes(state: State): Hono<XEnv> {
  const app = new Hono<XEnv>().basePath('/twitter')
  app.use('/2/*', async (c, next) => {
    await next()
    c.header('x-transaction-id', state.world.chance.text(16))
    c.header('api-version', '2.167')
    c.header('x-access-level', 'read-write')
  })
  oauthRoutes(app, state)
  uploadRoutes(app, state)
  postRoutes(app, state)
  faceRoutes(app, state)
  app.notFound(() => notFoundRoute())
  app.onError((error) => {
    if (error instanceof Answered) return error.response
    const detail = error instanceof Error ? error.message : 'Internal error'
    return problemResponse(500, { title: 'Internal Error', detail, type: typeOf(state, 'internal-error'), status: 500 })
  })
  return app
}

function open(world: World): Place {
  const state = createState(world)
  const practice = practiceApp('twitter')
  state.grants.addApp(practice)
  seedUsers(state)
  return {
    app: routes(state),
    settings: state.settings,
    people: () => [...state.users.values()],
    addPerson: (person) => addUser(state, person),
    addApp: state.grants.addApp,
    mint(person, scopes) {
      const unknown = scopes.find((scope) => scopesInWords[scope] === undefined)
      if (unknown !== undefined) throw new Refusal(`X has no scope "${unknown}"`)
      if (!state.users.has(person)) throw new Refusal(`X has no person "${person}"`)
      const { access, refresh } = mintPair(state, state.grants.grant(practice, person, scopes))
      return { accessToken: access.value, expiresIn: 7200, ...(refresh ? { refreshToken: refresh.value } : {}) }
    },
    answer: (fault) => answer(state, fault),
    report: () => ({
      spentUsd: Number(state.spent.toFixed(3)),
      creditsUsd: state.settings.creditsUsd,
      bills: state.bills,
    }),
  }
}

export const imitation: Imitation = {
  id: 'twitter',
  label: 'X',
  hosts: {
    'api.x.com': '/twitter',
    'api.twitter.com': '/twitter',
    'x.com': '/twitter/web',
    'twitter.com': '/twitter/web',
    't.co': '/twitter/t.co',
    'pbs.twimg.com': '/twitter/twimg',
  },
  area: (path) => (path.startsWith('/2/oauth2/') ? 'oauth' : path.startsWith('/2/') ? 'api' : 'face'),
  troubles,
  open,
}
