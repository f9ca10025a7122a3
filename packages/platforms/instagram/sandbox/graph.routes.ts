/** Both Graph hosts: what stands under an id depends on what the id names. */
import type { Context, Hono } from 'hono'
import { badParameter, GraphRefusal, mustBe, noObject, respond } from '../../sandbox/graph/errors.ts'
import { edgeOf, pick, type Node } from '../../sandbox/graph/fields.ts'
import { askedPage } from '../../sandbox/graph/paging.ts'
import { servedVersion } from '../../sandbox/graph/path.ts'
import { audioKinds, tracksOf } from './audio.ts'
import { accountOf, begin, demand, has, pagesOf, reaches, type Call } from './call.ts'
import { addComment, hideComment, removeComment } from './comments.ts'
import { accountInsights, mediaInsights, type Question } from './insights.ts'
import { accept, createContainer, publish, usedQuota } from './publish.ts'
import {
  daySeconds,
  seen,
  type Account,
  type Comment,
  type InstagramEnv,
  type Media,
  type State,
  type Way,
} from './state.ts'
import {
  accountNode,
  childNodes,
  commentNode,
  commentsOf,
  containerNode,
  mediaNode,
  pageNode,
  postsOf,
  storiesOf,
} from './view.ts'

/** Answers, or undefined: nothing like that is there. */
type Answer = object | undefined | Promise<object | undefined>

const list = (call: Call, nodes: readonly Node[], most = 100, usual = 25): object => {
  const page = askedPage(call.parameters)
  return edgeOf({ nodes }, call.fields, { ...page, limit: Math.min(page.limit ?? usual, most), url: call.url })
}

/** `since` and `until` count seconds since 1970. */
function range({ parameters }: Call) {
  return { since: parameters.time('since') ?? 0, until: parameters.time('until') ?? Number.POSITIVE_INFINITY }
}

function posts(call: Call, account: Account): object {
  demand(call, 'identity')
  const { since, until } = range(call)
  const found = postsOf(call.state, account).filter((one) => one.at >= since && one.at <= until)
  return list(
    call,
    found.slice(0, 10_000).map((one) => mediaNode(call, one)),
  )
}

function quota(call: Call, account: Account): object {
  demand(call, 'publish')
  const { state, parameters } = call
  const now = state.world.now()
  const since = parameters.time('since') ?? now - daySeconds * 1000
  if (since < now - daySeconds * 1000 - 1000) throw badParameter('since cannot be more than 24 hours ago')
  const fields = {
    quota_usage: usedQuota(state, account, (now - since) / 1000),
    config: { quota_total: state.settings.quotaTotal, quota_duration: daySeconds },
  }
  return { data: [pick({ type: 'ContentPublishingLimit', usual: ['quota_usage'], fields }, call.fields)] }
}

function question({ parameters }: Call): Question {
  const seconds = (name: string) => {
    const ms = parameters.time(name)
    return ms === undefined ? undefined : ms / 1000
  }
  const metric = parameters.value('metric')
  return {
    metric: Array.isArray(metric) ? metric.join(',') : parameters.text('metric'),
    breakdown: parameters.text('breakdown'),
    period: parameters.text('period'),
    metricType: parameters.text('metric_type'),
    since: seconds('since'),
    until: seconds('until'),
  }
}

async function accountCall(call: Call, account: Account, edge: string): Promise<object | undefined> {
  const { state } = call
  switch (`${call.verb} ${edge}`) {
    case 'GET ': {
      demand(call, 'identity')
      const found = pick(accountNode(call, account), call.fields)
      return call.caller.way === 'instagram' && state.settings.wrappedIdentity ? { data: [found] } : found
    }
    case 'GET media':
      return posts(call, account)
    case 'GET stories':
      demand(call, 'identity')
      return list(
        call,
        storiesOf(state, account).map((one) => mediaNode(call, one)),
      )
    case 'GET content_publishing_limit':
      return quota(call, account)
    case 'GET insights':
      demand(call, 'insights')
      return accountInsights(state, account, question(call))
    case 'POST media':
      return await createContainer(call, account)
    case 'POST media_publish': {
      const media = publish(call, account)
      accept(call, media)
      return { id: media.id }
    }
    default:
      return undefined
  }
}

/** Comments can be turned off and on; nothing else of a post changes. */
function changeMedia(call: Call, media: Media): object {
  demand(call, 'comments')
  const enabled = call.parameters.flag('comment_enabled')
  if (enabled === undefined) throw badParameter('The parameter comment_enabled is required')
  media.commentsOff = !enabled
  return { success: true }
}

function removeMedia(call: Call, media: Media): object | undefined {
  if (call.caller.way === 'instagram') return undefined
  demand(call, 'remove')
  media.deleted = true
  const { account, id } = media
  call.state.world.accept(call.visit, { kind: 'delete', account: account.id, id, text: '', media: [] })
  return { success: true }
}

function mediaCall(call: Call, media: Media, edge: string): object | undefined {
  switch (`${call.verb} ${edge}`) {
    case 'GET ':
      demand(call, 'identity')
      return pick(mediaNode(call, media), call.fields)
    case 'GET children':
      demand(call, 'identity')
      return list(call, childNodes(media))
    case 'GET comments':
      demand(call, 'comments')
      return list(call, commentsOf(media).map(commentNodeOf), 50, 50)
    case 'POST comments':
      return addComment(call, media)
    case 'GET insights':
      demand(call, 'insights')
      return mediaInsights(call.state, call.caller, media, question(call))
    case 'POST ':
      return changeMedia(call, media)
    case 'DELETE ':
      return removeMedia(call, media)
    default:
      return undefined
  }
}
const commentNodeOf = (comment: Comment) => commentNode(comment)

function commentCall(call: Call, comment: Comment, edge: string): object | undefined {
  switch (`${call.verb} ${edge}`) {
    case 'GET ':
      demand(call, 'comments')
      return pick(commentNode(comment), call.fields)
    case 'GET replies':
      demand(call, 'comments')
      return list(call, commentsOf(comment.on, comment).map(commentNodeOf), 50, 50)
    case 'POST replies':
      return addComment(call, comment.on, comment)
    case 'POST ':
      return hideComment(call, comment)
    case 'DELETE ':
      return removeComment(call, comment)
    default:
      return undefined
  }
}

/** What the person at Facebook has: Pages, businesses, the permissions they gave. */
function personCall(call: Call, edge: string): object | undefined {
  const { person, grant, page } = call.caller
  if (!person || page) return undefined
  switch (`${call.verb} ${edge}`) {
    case 'GET ': {
      const fields = { id: person.id, name: person.name }
      return pick({ type: 'User', usual: ['name', 'id'], fields }, call.fields)
    }
    case 'GET accounts':
      demand(call, 'pages')
      return list(
        call,
        pagesOf(call).map((one) => pageNode(call, one)),
      )
    case 'GET permissions':
      return { data: grant.scopes.map((permission) => ({ permission, status: 'granted' })) }
    case 'DELETE permissions':
      for (const one of call.state.grants.live(grant.app, person.id)) one.revoked = true
      return { success: true }
    case 'GET businesses':
      demand(call, 'businesses')
      return list(call, pagesOf(call).some((one) => one.portfolio) ? [businessNode(person.id)] : [])
    default:
      return undefined
  }
}

const businessId = (person: string) => `7${person.slice(1)}`
const businessNode = (person: string): Node => ({
  type: 'Business',
  usual: ['id', 'name'],
  fields: { id: businessId(person), name: 'Practice portfolio' },
})
function businessCall(call: Call, edge: string): object | undefined {
  if (call.verb !== 'GET' || !has(call, 'business_management')) return undefined
  const owned = edge === 'owned_pages' ? pagesOf(call).filter((one) => one.portfolio) : []
  if (edge !== 'owned_pages' && edge !== 'client_pages') return undefined
  return list(
    call,
    owned.map((one) => pageNode(call, one)),
  )
}

function audioCall(call: Call): object | undefined {
  if (call.verb !== 'GET' || call.caller.way === 'instagram') return undefined
  const kind = call.parameters.oneOf('audio_type', audioKinds)
  if (kind === undefined) throw mustBe('audio_type', `one of {${audioKinds.join(', ')}}`)
  return { data: tracksOf(kind) }
}

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
