/** A Page's timeline: posts with their media and comments, stories in a place of their own while they last. */
import type { Hono } from 'hono'
import { html } from 'hono/html'
import { avatar } from '../../sandbox/face/avatar.ts'
import { card, face, linkCard, type Shot, type Who } from '../../sandbox/face/card.ts'
import type { Html } from '../../sandbox/face/page.ts'
import { pageSize, timeline, type Timeline } from '../../sandbox/face/timeline.ts'
import { counted, figure, moment, outside, spanned, type Span } from '../../sandbox/face/words.ts'
import { fileResponse } from '../../sandbox/files.ts'
import { isFaded, isKnown, isOut, outAt } from './life.ts'
import { asRead } from './publish.ts'
import type { FacebookEnv, State } from './state.ts'
import { audience } from './view.people.ts'
import { figures } from './view.post.ts'
import type { Comment, Page, Post } from './things.ts'

/** Characters before Facebook writes "See more". */
const foldsAfter = 480
const web = '/facebook/web'
const file = (key: string) => `/facebook/cdn/v/${key}`

const who = (page: Pick<Page, 'id' | 'name'>, note: string): Who => ({
  name: page.name,
  note,
  avatar: `/facebook/cdn/p/${page.id}`,
})

function spans(text: string, pattern: RegExp, show: Span['show']): Span[] {
  return [...text.matchAll(pattern)].map(({ index, 0: found }) => ({ start: index, end: index + found.length, show }))
}
/** Addresses become links, hashtags are coloured. */
function words(state: State, sent: string): Html {
  const text = asRead(state, sent)
  return spanned(text, [
    ...spans(text, /https?:\/\/[^\s]+[^\s.,;:!?)'"]/gi, (found) => outside(found, found)),
    ...spans(text, /#[\p{L}\p{N}_]+/gu, (found) => html`<span class="tag">${found}</span>`),
  ])
}

function shots({ photos, video }: Post): Shot[] {
  if (video) return [{ href: file(video.id), is: 'video', alt: video.title || undefined }]
  return photos.map((photo) => ({ href: file(photo.id), is: 'image', alt: photo.alt }))
}

function comment(state: State, one: Comment): Html {
  const answers = one.post.comments.filter((other) => other.parent === one && isKnown(state, other))
  return html`<div class="comment" id="c${one.id}">
    ${face(who(one.from, ''))}
    <div class="bubble">
      <p class="by"><b>${one.from.name}</b> <span class="when">${moment(one.at)}</span></p>
      <p class="text">${words(state, one.message)}</p>
      ${one.photo === undefined ? '' : html`<img src="${file(one.photo)}" alt="" loading="lazy" />`}
      ${one.link === undefined ? '' : outside(one.link, one.link)} ${answers.map((answer) => comment(state, answer))}
    </div>
  </div>`
}
function comments(state: State, post: Post): Html | '' {
  const shown = post.comments.filter((one) => !one.parent && !one.hidden && isKnown(state, one))
  return shown.length > 0 ? html`<div class="comments">${shown.map((one) => comment(state, one))}</div>` : ''
}

const hrefOf = ({ page, number, story }: Post) =>
  story ? `${web}/stories/${page.id}/${number}` : `${web}/${page.id}/posts/${number}`

const backdated = ({ more: { backdated_time: time } }: Post) =>
  typeof time === 'string' ? Date.parse(time) : undefined

function draw(state: State, post: Post): Html {
  const { likes, shares } = figures(state, post)
  const labels = [
    post.story ? 'Story' : '',
    post.video?.way === 'reel' ? 'Reel' : '',
    post.pinned ? 'Pinned' : '',
    post.more['targeting'] === undefined ? '' : 'For some people only',
    typeof post.more['text_format_preset_id'] === 'string' ? 'On a coloured background' : '',
  ].filter(Boolean)
  const { link, video } = post
  return card({
    id: post.number,
    href: hrefOf(post),
    who: who(post.page, post.page.category),
    at: backdated(post) ?? outAt(post) ?? post.at,
    text: html`${video?.title ? html`<b>${video.title}</b> ` : ''}${words(state, post.message)}`,
    folds: post.message.length > foldsAfter,
    shots: shots(post),
    extra:
      link === undefined || post.photos.length > 0
        ? ''
        : linkCard({ href: link, host: new URL(link).host, says: link }),
    labels,
    figures: [
      counted(likes, 'reaction', 'reactions'),
      counted(post.comments.filter((one) => isKnown(state, one)).length, 'comment', 'comments'),
      counted(shares, 'share', 'shares'),
    ],
    below: comments(state, post),
  })
}

type Parts = Pick<Timeline, 'title' | 'posts' | 'empty'> & Partial<Timeline>
function show(state: State, parts: Parts, current?: Page, status: 200 | 404 = 200) {
  const accounts = [...state.pages.values()].map((page) => ({
    ...who(page, `@${page.handle}`),
    href: `${web}/${page.handle}`,
    current: page === current,
    figure: `${figure(audience(state, page))} followers`,
  }))
  return timeline(state.world, { id: 'facebook', accounts, ...parts }, status)
}

/** When followers see it, a new post first; hidden ones and faded stories are in no list. */
function list(state: State, path: string, skip: number, page?: Page) {
  const all = state.ordered
    .filter(
      (post) =>
        isOut(state, post) && !post.hidden && !isFaded(state, post) && (page === undefined || post.page === page),
    )
    .toSorted((a, b) => (outAt(b) ?? 0) - (outAt(a) ?? 0))
  const older = skip + pageSize < all.length ? `${path}?skip=${skip + pageSize}` : undefined
  const title = page?.name ?? 'Pages'
  const empty = page ? `${page.name} has not posted.` : 'Nobody has posted.'
  return show(
    state,
    { title, posts: all.slice(skip, skip + pageSize).map((post) => draw(state, post)), empty, older },
    page,
  )
}

function single(state: State, post: Post | undefined) {
  if (!post || !isOut(state, post)) {
    const empty = post?.deleted ? 'This post was deleted.' : 'This content isn’t available.'
    return show(state, { title: 'Post', posts: [], empty, single: true }, undefined, 404)
  }
  if (isFaded(state, post))
    return show(
      state,
      { title: 'Story', posts: [], empty: 'This story is no longer available.', single: true },
      undefined,
      404,
    )
  return show(state, { title: post.story ? 'Story' : 'Post', posts: [draw(state, post)], empty: '', single: true })
}

const skipOf = (text: string | undefined) => Math.max(0, Math.floor(Number(text ?? 0)) || 0)

export function faceRoutes(app: Hono<FacebookEnv>, state: State): void {
  const ofVideo = (id: string) => single(state, state.videos.get(id)?.post)
  const ofPost = (id: string) => single(state, state.posts.get(id))
  app.get('/', (c) => list(state, '/facebook', skipOf(c.req.query('skip'))))
  app.get('/web', (c) => c.redirect('/facebook'))
  app.get('/web/photo.php', (c) => single(state, state.photos.get(c.req.query('fbid') ?? '')?.post))
  app.get('/web/reel/:id', (c) => ofVideo(c.req.param('id')))
  app.get('/web/stories/:page/:id', (c) => ofPost(c.req.param('id')))
  app.get('/web/:page/posts/:id', (c) => ofPost(c.req.param('id')))
  app.get('/web/:page/videos/:id', (c) => ofVideo(c.req.param('id')))
  app.get('/web/:name', async (c) => {
    const name = c.req.param('name')
    const post = state.posts.get(name)
    if (post) return c.redirect(hrefOf(post))
    const page = [...state.pages.values()].find((one) => one.id === name || one.handle === name)
    if (page) return await list(state, `${web}/${page.handle}`, skipOf(c.req.query('skip')), page)
    return await show(
      state,
      { title: 'Page', posts: [], empty: 'There is no such Page.', single: true },
      undefined,
      404,
    )
  })
  app.get('/cdn/p/:id', (c) => avatar(c.req.param('id')))
  app.get('/cdn/v/:key', (c) => fileResponse(state.world.files.get(c.req.param('key'))))
}
