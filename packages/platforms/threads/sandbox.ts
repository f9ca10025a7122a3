/** The imitation of Threads, written from the sheet (2026-11-23) alone: it refuses what Threads would refuse. */
import { Hono } from 'hono'
import { Answered } from '../sandbox/answered.ts'
import { GraphRefusal, unknownPath } from '../sandbox/graph/errors.ts'
import { graphPath } from '../sandbox/graph/path.ts'
import type { Imitation, Place, World } from '../sandbox/imitation.ts'
import { practiceApp } from '../sandbox/oauth.ts'
import { Refusal } from '../sandbox/refusal.ts'
import { tokens } from './rules.ts'
import { faceRoutes } from './sandbox/face.ts'
import { insightRoutes } from './sandbox/insights.ts'
import { mintLong, oauthRoutes } from './sandbox/oauth.ts'
import { addProfile, seedPeople } from './sandbox/people.ts'
import { answerProblem } from './sandbox/problems.ts'
import { readRoutes } from './sandbox/read.routes.ts'
import { scopesInWords } from './sandbox/scopes.ts'
import { createState, type State, type ThreadsEnv } from './sandbox/state.ts'
import { answer, troubles } from './sandbox/trouble.ts'
import { writeRoutes } from './sandbox/write.routes.ts'

const prefix = '/threads'
/** The API has one version, and answers without it too. */
const otherVersion = /^\/+v(?!1\.0(?:\/|$))\d+\.\d+(?:\/|$)/

function routes(state: State): Hono<ThreadsEnv> {
  const pathOf = (request: Request) => {
    const { pathname } = new URL(request.url)
    if (pathname === prefix || otherVersion.test(pathname.slice(prefix.length))) return pathname
    return graphPath(pathname, prefix)
  }
  const app = new Hono<ThreadsEnv>({ getPath: pathOf }).basePath(prefix)
  faceRoutes(app, state)
  oauthRoutes(app, state)
  writeRoutes(app, state)
  insightRoutes(app, state)
  readRoutes(app, state)
  app.notFound((c) => answerProblem(state, unknownPath(c.req.path.slice(prefix.length + 1)).problem))
  app.onError((error) => {
    if (error instanceof Answered) return error.response
    if (error instanceof GraphRefusal) return answerProblem(state, error.problem)
    return answerProblem(state, { code: 1, message: error.message, status: 500 })
  })
  return app
}

function mint(state: State, person: string, scopes: readonly string[]) {
  const unknown = scopes.find((scope) => scopesInWords[scope] === undefined)
  const app = state.grants.app('sandbox-threads')
  if (unknown !== undefined) throw new Refusal(`Threads has no scope "${unknown}"`)
  if (!state.people.has(person) || !app) throw new Refusal(`Threads has no profile "${person}"`)
  return { accessToken: mintLong(state, state.grants.grant(app, person, scopes)).value, expiresIn: tokens.long }
}

function open(world: World): Place {
  const state = createState(world)
  state.grants.addApp(practiceApp('threads'))
  seedPeople(state)
  return {
    app: routes(state),
    settings: state.settings,
    people: () => [...state.people.values()].map(({ id, kind, name, handle }) => ({ id, kind, name, handle })),
    addPerson(person) {
      const { id, kind, name, handle } = addProfile(state, person)
      return { id, kind, name, handle }
    },
    addApp: state.grants.addApp,
    mint: (person, scopes) => mint(state, person, scopes),
    answer: (fault) => answer(state, fault),
    report: () => ({ containers: state.containers.size, posts: state.posts.size }),
  }
}

/** `/v1.0/oauth/access_token` and `/oauth/access_token` alike. */
const isToken = /^(?:\/v1\.0)?\/(?:oauth\/access_token|access_token|refresh_access_token)$/
const isFace = /^\/(?:(?:web|cdn)(?:\/.*)?)?$/

export const imitation: Imitation = {
  id: 'threads',
  label: 'Threads',
  hosts: {
    'graph.threads.net': prefix,
    'graph.threads.com': prefix,
    'www.threads.net': `${prefix}/web`,
    'www.threads.com': `${prefix}/web`,
    'threads.net': `${prefix}/web`,
    'threads.com': `${prefix}/web`,
    'scontent.cdninstagram.com': `${prefix}/cdn`,
  },
  area(path) {
    const plain = path.replaceAll(/\/{2,}/g, '/')
    return isFace.test(plain) ? 'face' : isToken.test(plain) ? 'oauth' : 'api'
  },
  troubles,
  open,
}
