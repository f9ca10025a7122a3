/** The imitation of Instagram, written from the sheet (2026-11-23) alone: it refuses what Instagram would refuse. */
import { Hono } from 'hono'
import { Answered } from '../sandbox/answered.ts'
import { broken, GraphRefusal, respond, unknownPath } from '../sandbox/graph/errors.ts'
import { graphPath } from '../sandbox/graph/path.ts'
import type { Imitation, Place, World } from '../sandbox/imitation.ts'
import { practiceApp } from '../sandbox/oauth.ts'
import { Refusal } from '../sandbox/refusal.ts'
import { faceRoutes } from './sandbox/face.ts'
import { graphRoutes } from './sandbox/graph.routes.ts'
import { oauthRoutes } from './sandbox/oauth.ts'
import { addPerson, everyone, seedPeople } from './sandbox/people.ts'
import { uploadRoutes } from './sandbox/rupload.ts'
import { scopesInWords } from './sandbox/scopes.ts'
import { createState, type InstagramEnv, type State } from './sandbox/state.ts'
import { longSeconds, longToken, pageToken } from './sandbox/tokens.ts'
import { answer, troubles } from './sandbox/trouble.ts'

/** Where paths begin with a version and slashes may be doubled; a longer name before one it begins with. */
const graphs = ['/instagram/graph-facebook', '/instagram/graph', '/instagram/www-facebook']

/** Elsewhere only a slash at the end does not matter, as in `/p/{shortcode}/`. */
function pathOf(request: Request): string {
  const { pathname } = new URL(request.url)
  const graph = graphs.find((one) => pathname === one || pathname.startsWith(`${one}/`))
  return graph === undefined ? pathname.replace(/(?<=.)\/+$/, '') : graphPath(pathname, graph)
}

function routes(state: State): Hono<InstagramEnv> {
  const app = new Hono<InstagramEnv>({ getPath: pathOf }).basePath('/instagram')
  oauthRoutes(app, state)
  uploadRoutes(app, state)
  graphRoutes(app, state)
  faceRoutes(app, state)
  app.notFound((c) => respond(unknownPath(c.req.path.split('/').slice(3).join('/')).problem, state.world.chance))
  app.onError((error) => {
    if (error instanceof Answered) return error.response
    return error instanceof GraphRefusal
      ? respond(error.problem, state.world.chance)
      : broken(500, 1, state.world.chance)
  })
  return app
}

/** A token of an account (Instagram login), or of somebody at Facebook or a Page of theirs (Facebook login). */
function mint(state: State, person: string, scopes: readonly string[]) {
  const page = state.pages.get(person)
  const who = page?.owner.id ?? person
  const way = state.accounts.has(who) ? 'instagram' : 'facebook'
  if (way === 'facebook' && !state.persons.has(who)) throw new Refusal(`Instagram has no person "${person}"`)
  const unknown = scopes.find((scope) => scopesInWords[way][scope] === undefined)
  if (unknown !== undefined) throw new Refusal(`the ${way} login has no scope "${unknown}"`)
  const app = state.grants.app('sandbox-instagram')
  if (!app) throw new Refusal('the practice application is missing')
  const { value } = longToken(state, state.grants.grant(app, who, scopes))
  return { accessToken: (page && pageToken(state, value, page)) ?? value, expiresIn: longSeconds }
}

function open(world: World): Place {
  const state = createState(world)
  state.grants.addApp(practiceApp('instagram'))
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
    report: () => ({ containers: state.containers.size, published: state.media.size }),
  }
}

const tokenPath =
  /^\/(graph\/(.*\/)?(refresh_)?access_token|graph-facebook\/(.*\/)?oauth\/access_token|api\/oauth\/access_token)\/?$/

export const imitation: Imitation = {
  id: 'instagram',
  label: 'Instagram',
  hosts: {
    'graph.instagram.com': '/instagram/graph',
    'graph.facebook.com': '/instagram/graph-facebook',
    'rupload.facebook.com': '/instagram/rupload',
    'api.instagram.com': '/instagram/api',
    'www.instagram.com': '/instagram/web',
    'instagram.com': '/instagram/web',
    'www.facebook.com': '/instagram/www-facebook',
    'scontent.cdninstagram.com': '/instagram/cdn',
  },
  area(path) {
    if (tokenPath.test(path)) return 'oauth'
    if (path.startsWith('/rupload/')) return 'upload'
    return path.startsWith('/graph/') || path.startsWith('/graph-facebook/') ? 'api' : 'face'
  },
  troubles,
  open,
}
