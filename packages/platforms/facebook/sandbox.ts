/** The imitation of Facebook Pages, written from the sheet (2026-11-23) alone: it refuses what Facebook would refuse. */
import { Hono } from 'hono'
import { Answered } from '../sandbox/answered.ts'
import { GraphRefusal, respond, unknownPath } from '../sandbox/graph/errors.ts'
import { graphPath, servedVersion } from '../sandbox/graph/path.ts'
import type { Imitation, Place, World } from '../sandbox/imitation.ts'
import { practiceApp } from '../sandbox/oauth.ts'
import { Refusal } from '../sandbox/refusal.ts'
import { commentRoutes } from './sandbox/comments.ts'
import { editRoutes } from './sandbox/edit.ts'
import { faceRoutes } from './sandbox/face.ts'
import { feedRoutes } from './sandbox/feed.ts'
import { createGate } from './sandbox/gate.ts'
import { insightRoutes } from './sandbox/insights.ts'
import { oauthRoutes } from './sandbox/oauth.ts'
import { addPerson, everyone, seedPeople } from './sandbox/people.ts'
import { photoRoutes } from './sandbox/photos.ts'
import { readRoutes } from './sandbox/reads.ts'
import { reelRoutes } from './sandbox/reels.ts'
import { uploadRoutes } from './sandbox/rupload.ts'
import { scopesInWords } from './sandbox/scopes.ts'
import { createState, type FacebookEnv, type State } from './sandbox/state.ts'
import { longSeconds, pageToken, userToken } from './sandbox/tokens.ts'
import { answer, troubles } from './sandbox/trouble.ts'
import { videoRoutes } from './sandbox/videos.ts'
import type { Grant } from './sandbox/things.ts'

const prefix = '/facebook'
const root = `${prefix}/-`
/** Places of hosts whose paths are no Graph paths. */
const apart = /^\/facebook\/(web|cdn|rupload)(\/|$)/

/** `graph-video` is the same Graph at another host. The root below a version is Graph's, the plain one a page. */
function pathOf({ url }: Request): string {
  const { pathname } = new URL(url)
  if (apart.test(pathname)) return pathname.replace(/\/$/, '')
  const path = graphPath(pathname.replace(/^\/facebook\/video(?=\/)/, prefix), prefix).replace(/\/$/, '')
  return path === prefix && /\/v\d/.test(pathname) ? root : path
}

function routes(state: State): Hono<FacebookEnv> {
  const app = new Hono<FacebookEnv>({ getPath: pathOf }).basePath(prefix)
  app.use(async (c, next) => {
    await next()
    if (!apart.test(c.req.path)) c.header('facebook-api-version', servedVersion(c.env.visit.path, state.world.now()))
  })
  faceRoutes(app, state)
  oauthRoutes(app, state)
  uploadRoutes(app, state)
  const gate = createGate(state, {
    ...readRoutes,
    ...feedRoutes,
    ...photoRoutes,
    ...videoRoutes,
    ...reelRoutes,
    ...commentRoutes,
    ...editRoutes,
    ...insightRoutes,
  })
  app.get('/-', gate.many)
  app.all('/:node', gate.one)
  app.all('/:node/:edge', gate.one)
  app.all('/:node/:edge/:rest', gate.one)
  app.notFound((c) => respond(unknownPath(c.req.path.slice(prefix.length + 1)).problem, state.world.chance))
  app.onError((error) => {
    if (error instanceof Answered) return error.response
    if (error instanceof GraphRefusal) return respond(error.problem, state.world.chance)
    return respond({ code: 1, message: error.message, status: 500 }, state.world.chance)
  })
  return app
}

/** A person's long-lived token; for a Page the one of the person who manages it. */
function mint(state: State, person: string, scopes: readonly string[]) {
  const unknown = scopes.find((scope) => scopesInWords[scope] === undefined)
  const app = state.apps.get('sandbox-facebook')
  if (unknown !== undefined || !app) throw new Refusal(`Facebook has no permission "${unknown}"`)
  const page = state.pages.get(person)
  const user = state.users.get(page ? ([...page.roles.keys()][0] ?? '') : person)
  if (!user) throw new Refusal(`Facebook has no person "${person}", and no Page that somebody manages`)
  const at = state.world.now()
  const grant: Grant = {
    app,
    user,
    scopes: new Set(scopes),
    declined: new Set(),
    pages: undefined,
    at,
    dead: undefined,
  }
  const token = userToken(state, grant, true)
  return { accessToken: page ? pageToken(state, token, page).value : token.value, expiresIn: longSeconds }
}

function open(world: World): Place {
  const state = createState(world)
  const practice = practiceApp('facebook')
  state.apps.set(practice.clientId, practice)
  seedPeople(state)
  const view = ({ id, kind, name, handle }: ReturnType<typeof addPerson>) => ({ id, kind, name, handle })
  return {
    app: routes(state),
    settings: state.settings,
    people: () => everyone(state).map(view),
    addPerson: (person) => view(addPerson(state, person)),
    addApp: (app) => void state.apps.set(app.clientId, app),
    mint: (person, scopes) => mint(state, person, scopes),
    answer: (fault) => answer(state, fault),
    report: () => ({
      staged: [...state.photos.values()].filter((photo) => !photo.deleted && !photo.post).length,
      videos: state.videos.size,
      tokens: state.tokens.size,
    }),
  }
}

export const imitation: Imitation = {
  id: 'facebook',
  label: 'Facebook',
  hosts: {
    'graph.facebook.com': prefix,
    'graph-video.facebook.com': `${prefix}/video`,
    'rupload.facebook.com': `${prefix}/rupload`,
    'www.facebook.com': `${prefix}/web`,
    'facebook.com': `${prefix}/web`,
    'scontent.xx.fbcdn.net': `${prefix}/cdn`,
  },
  area(path) {
    const plain = graphPath(path, '')
    if (path === '/' || apart.test(prefix + plain)) return plain.startsWith('/rupload/') ? 'upload' : 'face'
    if (/^\/oauth\/|^\/debug_token$/.test(plain)) return 'oauth'
    return /^\/upload:|^\/[^/]+\/uploads$/.test(plain) ? 'upload' : 'api'
  },
  troubles,
  open,
}
