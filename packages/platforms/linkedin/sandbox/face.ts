/** LinkedIn's feed: long texts fold after three lines, documents show as sheets, comments stand below. */
import { html } from 'hono/html'
import type { Hono } from 'hono'
import { avatar } from '../../sandbox/face/avatar.ts'
import { bars, card, face, linkCard, type Shot, type Who } from '../../sandbox/face/card.ts'
import type { Html } from '../../sandbox/face/page.ts'
import { pageSize, timeline, type Timeline } from '../../sandbox/face/timeline.ts'
import { counted, figure, moment, outside, spanned, type Span } from '../../sandbox/face/words.ts'
import { share } from '../../sandbox/chance.ts'
import { fileResponse } from '../../sandbox/files.ts'
import { everyone } from './people.ts'
import { lifecycle } from './post.routes.ts'
import { actor, type Actor, type Comment, type LinkedInEnv, type Post, type State } from './state.ts'
import { engagedOf, followersOf } from './statistics.ts'

const who = (one: Actor): Who => ({
  name: one.name,
  note: one.kind === 'member' ? 'Member' : 'Page',
  avatar: `/linkedin/licdn/dms/image/v2/${one.id}/photo/0/1`,
  square: one.kind === 'organization',
})
const profile = (one: Actor) =>
  one.kind === 'member' ? `/linkedin/www/in/${one.handle}` : `/linkedin/www/company/${one.handle}`
const fileOf = (urn: string) => `/linkedin/licdn/dms/${encodeURIComponent(urn)}`

const address = /https?:\/\/[^\s<>"]+/g
/** Punctuation after an address is not part of it, nor is a bracket that was opened before it. */
function trimmed(found: string): string {
  const text = found.replace(/[.,;:!?'"]+$/, '')
  return text.endsWith(')') && !text.includes('(') ? trimmed(text.slice(0, -1)) : text
}
const links = (text: string): Span[] =>
  [...text.matchAll(address)].map(({ 0: found, index: start }) => {
    const end = start + trimmed(found).length
    return { start, end, show: (shown) => outside(shown, shown) }
  })

/** A mention links only if its words are the name, or part of a person's name. */
function meant(state: State, urn: string, text: string): Actor | undefined {
  const found = actor(state, urn)
  if (!found) return undefined
  return found.name === text || (found.kind === 'member' && found.name.split(' ').includes(text)) ? found : undefined
}

function words(state: State, post: Post): Html {
  const { plain, elements } = post.little
  const spans = elements.map((element): Span => {
    const { start, end } = element
    const found = element.is === 'mention' ? meant(state, element.urn, plain.slice(start, end)) : undefined
    if (found) return { start, end, show: (text) => html`<a href="${profile(found)}">${text}</a>` }
    return {
      start,
      end,
      show: (text) => (element.is === 'hashtag' ? html`<span class="tag">${text}</span>` : html`${text}`),
    }
  })
  return spanned(plain, [...spans, ...links(plain)])
}

function shots(state: State, post: Post): Shot[] {
  const { media, multiImage } = post.content ?? {}
  if (multiImage) return multiImage.images.map((one) => ({ href: fileOf(one.id), is: 'image', alt: one.altText }))
  if (!media || media.id.startsWith('urn:li:document:')) return []
  return [
    {
      href: fileOf(media.id),
      is: state.uploads.get(media.id)?.kind === 'video' ? 'video' : 'image',
      alt: media.altText,
    },
  ]
}

function extra(state: State, post: Post): Html | '' {
  const { media, article, poll } = post.content ?? {}
  if (article) {
    const host = URL.canParse(article.source) ? new URL(article.source).host : article.source
    return linkCard({
      href: article.source,
      host,
      title: article.title ?? '',
      says: article.description ?? '',
      picture: article.thumbnail === undefined ? undefined : fileOf(article.thumbnail),
    })
  }
  if (poll) {
    const votes = engagedOf(state, post).impressions / 10
    const options = poll.options.map(({ text }, index) => ({
      label: text,
      votes: Math.floor(votes * (0.2 + share(`${post.id}${index}`))),
    }))
    return html`<div class="poll"><p class="question">${poll.question}</p></div>
      ${bars(options, poll.settings.duration.toLowerCase().replaceAll('_', ' '))}`
  }
  if (!media?.id.startsWith('urn:li:document:')) return ''
  const pages = state.uploads.get(media.id)?.done?.seen.pages
  return html`<a class="document" href="${fileOf(media.id)}"
    ><i class="sheet" aria-hidden="true"></i
    ><b>${media.title}<span>Document${pages ? ` · ${pages} ${pages === 1 ? 'page' : 'pages'}` : ''}</span></b></a
  >`
}

const drawComment = (one: Comment) =>
  html`<div class="comment">
    ${face(who(one.actor))}
    <div class="bubble">
      <p class="by">
        <b>${one.actor.name}</b> <span>${who(one.actor).note}</span> <span class="when">${moment(one.at)}</span>
      </p>
      <p class="text">${spanned(one.text, links(one.text))}</p>
    </div>
  </div>`

const audiences: Readonly<Record<string, string>> = {
  CONNECTIONS: 'Connections only',
  LOGGED_IN: 'Members only',
  CONTAINER: 'Group',
}
const lives: Readonly<Record<string, string>> = {
  PUBLISH_REQUESTED: 'Media is being processed, not visible yet',
  PUBLISH_FAILED: 'Failed after acceptance, never visible',
}

/** More than about three lines at this width. */
const isLong = (text: string) => text.length > 200 || text.split('\n').length > 3

function draw(state: State, post: Post): Html {
  const { likes, shares, impressions } = engagedOf(state, post)
  const labels = [
    lives[lifecycle(state, post)],
    audiences[post.visibility],
    post.edited ? 'Edited' : undefined,
    post.reshareOf === undefined ? undefined : 'Reshare',
    post.little.cut ? `Cut at an unescaped ${post.little.cut.character}` : undefined,
  ]
  return card({
    id: post.id,
    href: `/linkedin/www/feed/update/${post.urn}/`,
    who: who(post.author),
    at: post.at,
    text: words(state, post),
    folds: isLong(post.little.plain),
    shots: shots(state, post),
    extra: extra(state, post),
    labels: labels.filter((label) => label !== undefined),
    figures: [
      counted(likes, 'reaction', 'reactions'),
      counted(post.comments.length, 'comment', 'comments'),
      counted(shares, 'repost', 'reposts'),
      counted(impressions, 'impression', 'impressions'),
    ],
    below: post.comments.length === 0 ? '' : html`<div class="comments">${post.comments.map(drawComment)}</div>`,
  })
}

function show(
  state: State,
  parts: Pick<Timeline, 'title' | 'posts' | 'empty'> & Partial<Timeline>,
  current?: Actor,
  status: 200 | 404 = 200,
) {
  const accounts = everyone(state).map((one) => ({
    ...who(one),
    href: profile(one),
    current: one === current,
    figure: `${figure(followersOf(state, one))} followers`,
  }))
  return timeline(state.world, { id: 'linkedin', accounts, ...parts }, status)
}

function list(state: State, path: string, skip: number, author?: Actor) {
  const all = state.ordered
    .filter((post) => !post.deleted && (author === undefined || post.author === author))
    .toReversed()
  return show(
    state,
    {
      title: author?.name ?? 'Feed',
      posts: all.slice(skip, skip + pageSize).map((post) => draw(state, post)),
      empty: `${author?.name ?? 'Nobody'} has ${author ? 'not posted' : 'posted'}.`,
      older: skip + pageSize < all.length ? `${path}?skip=${skip + pageSize}` : undefined,
    },
    author,
  )
}
const skipOf = (text: string | undefined) => Math.max(0, Math.floor(Number(text ?? 0)) || 0)

export function faceRoutes(app: Hono<LinkedInEnv>, state: State): void {
  const missing = (what: string) =>
    show(
      state,
      { title: what, posts: [], empty: `There is no such ${what.toLowerCase()}.`, single: true },
      undefined,
      404,
    )
  const single = (urn: string) => {
    const post = state.posts.get(urn)
    if (!post || post.deleted) return missing('Post')
    return show(state, { title: 'Post', posts: [draw(state, post)], empty: '', single: true })
  }
  const account = (kind: Actor['kind'], handle: string, skip: string | undefined) => {
    const found = everyone(state).find((one) => one.kind === kind && (one.handle === handle || one.id === handle))
    return found ? list(state, profile(found), skipOf(skip), found) : missing('Account')
  }
  app.get('/', (c) => list(state, '/linkedin', skipOf(c.req.query('skip'))))
  app.get('/www', (c) => c.redirect('/linkedin'))
  app.get('/www/feed', (c) => c.redirect('/linkedin'))
  for (const path of ['/www/feed/update/:urn', '/www/feed/update/:urn/', '/www/embed/feed/update/:urn'] as const)
    app.get(path, (c) => single(c.req.param('urn')))
  for (const path of [
    '/www/in/:handle',
    '/www/in/:handle/',
    '/www/in/:handle/recent-activity',
    '/www/in/:handle/recent-activity/*',
  ] as const)
    app.get(path, (c) => account('member', c.req.param('handle'), c.req.query('skip')))
  for (const path of ['/www/company/:handle', '/www/company/:handle/*'] as const)
    app.get(path, (c) => account('organization', c.req.param('handle'), c.req.query('skip')))
  app.get('/licdn/dms/image/v2/:id/*', (c) => avatar(c.req.param('id')))
  app.get('/licdn/dms/:urn', (c) => fileResponse(state.world.files.get(c.req.param('urn'))))
}
