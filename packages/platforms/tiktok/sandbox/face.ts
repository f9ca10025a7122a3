/** TikTok's profiles and posts: a tall film or pictures side by side, the caption, who may see it. */
import { html } from 'hono/html'
import type { Hono } from 'hono'
import { avatar } from '../../sandbox/face/avatar.ts'
import { card, type Shot, type Who } from '../../sandbox/face/card.ts'
import type { Html } from '../../sandbox/face/page.ts'
import { pageSize, timeline, type Timeline } from '../../sandbox/face/timeline.ts'
import { counted, figure, spanned, type Span } from '../../sandbox/face/words.ts'
import { fileResponse } from '../../sandbox/files.ts'
import { textOf } from './publish.ts'
import { alive, isPublic, now, type Creator, type Post, type State, type TikTokEnv } from './state.ts'
import { engaged, followersOf } from './view.ts'

/** More than about two lines on a phone. */
const foldsAt = 100

const profile = ({ handle }: Creator) => `/tiktok/web/@${handle}`
const permalink = ({ creator, kind, id }: Post) => `${profile(creator)}/${kind}/${id}`
const who = (creator: Creator): Who => ({
  name: creator.name,
  note: `@${creator.handle}${creator.verified ? ' · verified' : ''}`,
  avatar: `/tiktok/face/${creator.id}.png`,
})

const byHandle = (state: State, handle: string) =>
  [...state.creators.values()].find((one) => one.handle.toLowerCase() === handle.toLowerCase())

/** Tags and handles count where spaces or line breaks stand around them; an address is only text. */
function words(state: State, text: string): Html {
  const found = [...text.matchAll(/(?<=^|\s)[#@][\w.\p{L}\p{N}]+(?=$|\s)/gu)]
  return spanned(
    text,
    found.map(({ 0: name, index: start }): Span => {
      const meant = name.startsWith('@') ? byHandle(state, name.slice(1)) : undefined
      const show = (shown: string): Html =>
        meant ? html`<a href="${profile(meant)}">${shown}</a>` : html`<span class="tag">${shown}</span>`
      const isWord = name.startsWith('#') || meant !== undefined
      return { start, end: start + name.length, show: isWord ? show : (shown) => html`${shown}` }
    }),
  )
}

const shots = ({ files, kind }: Post): Shot[] =>
  files.map((key) => ({ href: `/tiktok/file/${encodeURIComponent(key)}`, is: kind === 'video' ? 'video' : 'image' }))

const audiences: Readonly<Record<string, string>> = {
  MUTUAL_FOLLOW_FRIENDS: 'Friends only',
  FOLLOWER_OF_CREATOR: 'Followers only',
  SELF_ONLY: 'Only the creator sees this',
}

function draw(state: State, post: Post): Html {
  const { info, kind, creator } = post
  const { likes, comments, shares, saves, impressions } = engaged(state, post)
  const text = textOf(post)
  const labels = [
    audiences[info.privacy],
    isPublic(state, post) || info.privacy in audiences ? undefined : 'Being reviewed, not listed yet',
    info.paidPartnership ? 'Paid partnership' : undefined,
    info.promotional && !info.paidPartnership ? 'Promotional content' : undefined,
    info.madeWithAi ? 'Creator labeled as AI-generated' : undefined,
    info.music ? 'Music added by TikTok' : undefined,
    info.commentsOff ? 'Comments off' : undefined,
    kind === 'photo' && post.files.length > 1 ? `${post.files.length} photos, cover ${info.cover + 1}` : undefined,
  ]
  return card({
    id: post.id,
    href: permalink(post),
    who: who(creator),
    at: post.at,
    text: words(state, text),
    folds: text.length > foldsAt,
    shots: shots(post),
    labels: labels.filter((label) => label !== undefined),
    figures: [
      counted(impressions, 'view', 'views'),
      counted(likes, 'like', 'likes'),
      counted(info.commentsOff ? 0 : comments, 'comment', 'comments'),
      counted(saves, 'save', 'saves'),
      counted(shares, 'share', 'shares'),
    ],
  })
}

/** What waits in an inbox is not published: it stands on the page of its creator only, and says so. */
function drafts(state: State, creator: Creator): Html[] {
  const delivered = [...state.publishes.values()].flatMap(({ creator: one, mode, outcome }) =>
    one === creator && mode === 'MEDIA_UPLOAD' && outcome?.post && outcome.at <= now(state)
      ? [{ post: outcome.post, at: outcome.at }]
      : [],
  )
  return delivered
    .filter(({ post }) => !alive(state, post) && !post.cancelled)
    .map(({ post, at }) =>
      card({
        id: post.id,
        href: profile(creator),
        who: who(creator),
        at,
        text: words(state, textOf(post)),
        shots: shots(post),
        labels: ['In the inbox: not published until the creator finishes it'],
        figures: [],
      }),
    )
}

function show(
  state: State,
  parts: Pick<Timeline, 'title' | 'posts' | 'empty'> & Partial<Timeline>,
  current?: Creator,
  status: 200 | 404 = 200,
) {
  const accounts = [...state.creators.values()].map((creator) => ({
    ...who(creator),
    href: profile(creator),
    current: creator === current,
    figure: `${figure(followersOf(state, creator))} followers`,
  }))
  return timeline(state.world, { id: 'tiktok', accounts, ...parts }, status)
}

function list(state: State, path: string, skip: number, creator?: Creator) {
  const all = [...state.posts.values()]
    .filter((post) => alive(state, post) && (creator === undefined || post.creator === creator))
    .sort((a, b) => b.at - a.at)
  const posts = all.slice(skip, skip + pageSize).map((post) => draw(state, post))
  return show(
    state,
    {
      title: creator ? `@${creator.handle}` : 'Timeline',
      posts: creator && skip === 0 ? [...drafts(state, creator), ...posts] : posts,
      empty: creator ? `@${creator.handle} has not posted.` : 'Nobody has posted.',
      older: skip + pageSize < all.length ? `${path}?skip=${skip + pageSize}` : undefined,
    },
    creator,
  )
}

const skipOf = (text: string | undefined) => Math.max(0, Math.floor(Number(text ?? 0)) || 0)

/** The addresses of pictures in answers end; the pages here have some of their own that do not. */
function cdnRoutes(app: Hono<TikTokEnv>, state: State): void {
  app.use('/cdn/*', async (c, next) => {
    const until = Number(c.req.query('x-expires') ?? 0) * 1000
    if (!(until > now(state))) return c.text('Access Denied', 403)
    await next()
    return undefined
  })
  app.get('/cdn/avatar/:id/:file', (c) => avatar(c.req.param('id')))
  app.get('/cdn/cover/:file', (c) => {
    const id = c.req.param('file').replace('.png', '')
    const { kind, files, info } = state.posts.get(id) ?? {}
    return kind === 'photo' ? fileResponse(state.world.files.get(files?.[info?.cover ?? 0] ?? '')) : avatar(id)
  })
  app.get('/face/:file', (c) => avatar(c.req.param('file').replace('.png', '')))
  app.get('/file/:key', (c) => fileResponse(state.world.files.get(c.req.param('key'))))
}

export function faceRoutes(app: Hono<TikTokEnv>, state: State): void {
  const none = "This post doesn't exist, or it is not there any more."
  /** An id nobody has is answered with 200, so that looking at the status tells nothing. */
  const single = (id: string) => {
    const post = state.posts.get(id)
    const posts = post && alive(state, post) ? [draw(state, post)] : []
    return show(state, { title: 'Post', posts, empty: none, single: true })
  }
  cdnRoutes(app, state)
  app.get('/', (c) => list(state, '/tiktok', skipOf(c.req.query('skip'))))
  app.get('/web', (c) => c.redirect('/tiktok'))
  app.get('/web/embed/v2/:id', (c) => single(c.req.param('id')))
  for (const kind of ['video', 'photo'] as const) app.get(`/web/:handle/${kind}/:id`, (c) => single(c.req.param('id')))
  app.get('/web/:handle', (c) => {
    const name = c.req.param('handle')
    const creator = name.startsWith('@') ? byHandle(state, name.slice(1)) : undefined
    if (creator) return list(state, profile(creator), skipOf(c.req.query('skip')), creator)
    const empty = "Couldn't find this account."
    return show(state, { title: 'Account', posts: [], empty, single: true }, undefined, 404)
  })
}
