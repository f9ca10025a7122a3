/** Both Graph hosts: what stands under an id depends on what the id names. */
import type { Context, Hono } from 'hono'
import { GraphRefusal, noObject, respond } from '../../sandbox/graph/errors.ts'
import { pick } from '../../sandbox/graph/fields.ts'
import { servedVersion } from '../../sandbox/graph/path.ts'
import { accountCall } from './account.calls.ts'
import { accountOf, begin, demand, pagesOf, reaches, type Call } from './call.ts'
import { audioCall, businessCall, businessId, personCall } from './facebook.calls.ts'
import { commentCall, mediaCall } from './media.calls.ts'
import { seen, type InstagramEnv, type State, type Way } from './state.ts'
import { childNodes, containerNode, pageNode } from './view.ts'

/** Answers, or undefined: nothing like that is there. */
type Answer = object | undefined | Promise<object | undefined>

/** Whatever the id names, if this token may see it. A container may be unseen although all is well: Meta's known fault. */
function answerFor(call: Call, id: string, edge: string): Answer {
  const { state, caller } = call
  const account = accountOf(call, id)
  if (account) return accountCall(call, account, edge)
  if (id === 'ig_audio' && edge === '') return audioCall(call)
  if (caller.person && (id === caller.person.id || (id === 'me' && !caller.page))) return personCall(call, edge)
  const page = id === 'me' ? caller.page : state.pages.get(id)
  if (page && caller.way === 'facebook' && edge === '' && call.verb === 'GET' && pagesOf(call).includes(page))
    return pick(pageNode(call, page), call.fields)
  if (caller.person && id === businessId(caller.person.id)) return businessCall(call, edge)
  const container = state.containers.get(id)
  if (container && reaches(call, container.account) && edge === '' && call.verb === 'GET') {
    if ((caller.page && state.settings.pageTokenBlind) || state.world.fault(call.visit, 'container_unseen'))
      return undefined
    demand(call, 'identity')
    return pick(containerNode(state, container), call.fields)
  }
  return postAnswer(call, id, edge)
}

function postAnswer(call: Call, id: string, edge: string): object | undefined {
  const { state } = call
  const media = state.media.get(id)
  if (media && seen(state, media) && reaches(call, media.account)) return mediaCall(call, media, edge)
  const comment = state.comments.get(id)
  if (comment && !comment.deleted && seen(state, comment.on) && reaches(call, comment.by))
    return commentCall(call, comment, edge)
  const around = state.childMedia.get(id)
  if (!around || !seen(state, around) || !reaches(call, around.account) || edge !== '' || call.verb !== 'GET')
    return undefined
  const child = childNodes(around).find((one) => one.fields['id'] === id)
  return child && pick(child, call.fields)
}

async function serve(state: State, c: Context<InstagramEnv>, way: Way): Promise<Response> {
  const call = await begin(state, c, way)
  const { id = '', edge = '' } = c.req.param() as Readonly<Record<string, string>>
  try {
    const answer = await answerFor(call, id, edge)
    if (!answer) throw noObject(id, call.verb)
    const ignored = call.parameters.unread()
    if (ignored.length > 0) call.visit.notes.push(`ignored: ${ignored.join(', ')}`)
    return Response.json(answer, {
      headers: { 'facebook-api-version': servedVersion(call.visit.path, state.world.now()), ...call.headers },
    })
  } catch (error) {
    if (!(error instanceof GraphRefusal)) throw error
    return respond({ ...error.problem, headers: { ...call.headers, ...error.problem.headers } }, state.world.chance)
  }
}

export function graphRoutes(app: Hono<InstagramEnv>, state: State): void {
  for (const [prefix, way] of [
    ['/graph', 'instagram'],
    ['/graph-facebook', 'facebook'],
  ] as const) {
    app.all(`${prefix}/:id`, (c) => serve(state, c, way))
    app.all(`${prefix}/:id/:edge`, (c) => serve(state, c, way))
  }
}
