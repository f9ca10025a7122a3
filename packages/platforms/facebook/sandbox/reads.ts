/** Reading back: nodes, what a Page published, scheduled and told as stories (sheet 3, 8). */
import { badParameter } from '../../sandbox/graph/errors.ts'
import { on, type Call, type Route, type Routes } from './gate.ts'
import { isFaded, isKnown, isOut, outAt } from './life.ts'
import { pagesOf } from './tokens.ts'
import { postUrl } from './urls.ts'
import { listed, nodeOf, shown } from './view.ts'
import { pageNode } from './view.people.ts'
import type { Page, Post, Thing, User } from './things.ts'

const read = (call: Call): object => shown(call, call.node)

/** `since` and `until` of a list, by the time of creation. */
function within({ parameters }: Call, at: number): boolean {
  const [since, until] = [parameters.time('since'), parameters.time('until')]
  return (since === undefined || at >= since) && (until === undefined || at <= until)
}

/** Newest first, as the API lists posts. */
const postsOf = (call: Call<Page>, wanted: (post: Post) => boolean): Post[] =>
  call.state.ordered
    .filter((post) => post.page === call.node && isKnown(call.state, post) && wanted(post) && within(call, post.at))
    .toReversed()
const list = (call: Call, things: readonly Thing[]): object =>
  listed(
    call,
    things.map((thing) => nodeOf(call.state, thing, call.token)),
  )

const published = (call: Call<Page>): object =>
  list(
    call,
    postsOf(call, (post) => !post.story && isOut(call.state, post)),
  )
const scheduled = (call: Call<Page>): object =>
  list(
    call,
    postsOf(call, (post) => !post.story && post.scheduledFor !== undefined && !isOut(call.state, post)),
  )

const unix = (ms: number) => String(Math.floor(ms / 1000))
function stories(call: Call<Page>): object {
  const found = postsOf(call, (post) => post.story && isOut(call.state, post))
  const nodes = found.map((post) => ({
    type: 'Stories',
    usual: ['post_id', 'status', 'creation_time', 'media_type', 'media_id', 'url'],
    fields: {
      post_id: post.number,
      status: isFaded(call.state, post) ? 'ARCHIVED' : 'PUBLISHED',
      creation_time: unix(outAt(post) ?? post.at),
      media_type: post.video ? 'video' : 'photo',
      media_id: post.video?.id ?? post.photos[0]?.id,
      url: postUrl(post),
    },
  }))
  const status = call.parameters.value('status')
  const wanted = (Array.isArray(status) ? status : [status]).map((one) => String(one).toUpperCase())
  return listed(call, status === undefined ? nodes : nodes.filter((one) => wanted.includes(one.fields.status)))
}

/** The reference says that videos cannot be read, the specification that they can: a setting. */
function videos(call: Call<Page>, reels: boolean): object {
  if (!call.state.settings.mayReadVideos) throw badParameter('You cannot perform this operation on this endpoint.')
  call.parameters.text('type')
  const found = [...call.state.videos.values()].filter(
    (video) =>
      video.page === call.node &&
      (reels ? video.way === 'reel' : video.way !== 'story') &&
      video.processing !== undefined &&
      isKnown(call.state, video) &&
      within(call, video.at),
  )
  return list(call, found.toReversed())
}
function photos(call: Call<Page>): object {
  const found = [...call.state.photos.values()].filter(
    (photo) =>
      photo.page === call.node && isKnown(call.state, photo) && photo.post !== undefined && within(call, photo.at),
  )
  return list(call, found.toReversed())
}

function accounts(call: Call<User>): object {
  const { state, token } = call
  return listed(
    call,
    pagesOf(state, token.grant).map((page) => pageNode(state, page, token, true)),
  )
}
/** Portfolios in which the person has a Page. */
function businesses(call: Call<User>): object {
  const { state, user } = call
  const mine = [...state.pages.values()].filter((page) => page.roles.has(user.id))
  return list(
    call,
    [...state.businesses.values()].filter((one) => mine.some((page) => page.business === one)),
  )
}
const ownedPages: Route = {
  scopes: ['business_management', 'pages_show_list'],
  run: on('business', (call) => {
    const { state, token, node } = call
    const found = pagesOf(state, token.grant).filter((page) => page.business === node)
    return listed(
      call,
      found.map((page) => pageNode(state, page, token, true)),
    )
  }),
}

function permissions({ token }: Call): object {
  const rows = (scopes: ReadonlySet<string>, status: string) =>
    [...scopes].map((permission) => ({ permission, status }))
  return { data: [...rows(token.grant.scopes, 'granted'), ...rows(token.grant.declined, 'declined')] }
}
/** The whole application, or one permission. */
function revoke({ state, token, user, rest }: Call): object {
  for (const { grant } of state.tokens.values()) {
    if (grant.user !== user || grant.app !== token.grant.app) continue
    if (rest === undefined) grant.dead ??= 458
    else if (grant.scopes.delete(rest)) grant.declined.add(rest)
  }
  return { success: true }
}

const portrait = ({ node, parameters }: Call): Response => {
  const url = `https://scontent.xx.fbcdn.net/p/${node.id}`
  if (parameters.text('redirect') === 'false' || parameters.text('redirect') === '0')
    return Response.json({ data: { url, is_silhouette: false, width: 50, height: 50 } })
  return new Response(null, { status: 302, headers: { location: url } })
}

const engaged: readonly string[] = ['pages_read_engagement']
export const readRoutes: Routes = {
  'GET user': { scopes: [], run: read },
  'GET business': { scopes: ['business_management'], run: read },
  'GET page': { scopes: ['pages_show_list'], run: read },
  'GET post': { scopes: engaged, run: read },
  'GET photo': { scopes: engaged, run: read },
  'GET video': { scopes: engaged, run: read },
  'GET comment': { scopes: engaged, run: read },
  'GET user picture': { scopes: [], run: portrait },
  'GET page picture': { scopes: [], run: portrait },
  'GET user accounts': { scopes: ['pages_show_list'], run: on('user', accounts) },
  'GET user businesses': { scopes: ['business_management'], run: on('user', businesses) },
  'GET user permissions': { scopes: [], run: permissions },
  'DELETE user permissions': { scopes: [], run: revoke },
  'GET business owned_pages': ownedPages,
  'GET business client_pages': {
    ...ownedPages,
    run: () => ({ data: [] }), // no agency works for these portfolios
  },
  'GET page feed': { scopes: engaged, run: on('page', published) },
  'GET page posts': { scopes: engaged, run: on('page', published) },
  'GET page published_posts': { scopes: engaged, asPage: true, run: on('page', published) },
  'GET page scheduled_posts': { scopes: engaged, asPage: true, run: on('page', scheduled) },
  'GET page stories': { scopes: engaged, run: on('page', stories) },
  'GET page photos': { scopes: engaged, run: on('page', photos) },
  'GET page videos': { scopes: engaged, run: on('page', (call) => videos(call, false)) },
  'GET page video_reels': { scopes: engaged, run: on('page', (call) => videos(call, true)) },
}
