/** X's timeline: threads joined, polls with bars, no folding but of very long posts. */
import { html } from 'hono/html'
import type { Hono } from 'hono'
import { avatar } from '../../sandbox/face/avatar.ts'
import { bars, card, linkCard, type Shot, type Who } from '../../sandbox/face/card.ts'
import type { Html } from '../../sandbox/face/page.ts'
import { pageSize, timeline, type Timeline } from '../../sandbox/face/timeline.ts'
import { counted, figure, outside, spanned, type Span } from '../../sandbox/face/words.ts'
import { fileResponse } from '../../sandbox/files.ts'
import { followers } from '../../sandbox/growth.ts'
import twitter from 'twitter-text'
import { premium } from './people.ts'
import { alive, type Post, type State, type User, type XEnv } from './state.ts'
import { engaged, pollView, repliesTo } from './view.ts'

const longText = 560

const who = (user: User): Who => ({
  name: user.name,
  note: `@${user.handle}${premium(user) ? ' · Premium' : ''}`,
  avatar: `/twitter/twimg/profile_images/${user.id}/avatar.png`,
})

/** Links by what they show, names and tags coloured but leading nowhere. */
function words(post: Post): Html {
  const own = post.links.filter((link) => link.mediaKey === undefined)
  const tag = ({ indices: [start, end] }: { indices: [number, number] }): Span => ({
    start,
    end,
    show: (text) => html`<span class="tag">${text}</span>`,
  })
  return spanned(post.text, [
    ...own.map(({ start, end, expanded, display }) => ({ start, end, show: () => outside(expanded, display) })),
    ...twitter.extractHashtagsWithIndices(post.text).map(tag),
    ...twitter.extractMentionsWithIndices(post.text).map(tag),
    ...twitter.extractCashtagsWithIndices(post.text).map(tag),
  ])
}

function shots(post: Post): Shot[] {
  return post.media.map((upload) => ({
    href: `/twitter/twimg/media/${upload.key}`,
    is: upload.finalized?.seen.type.startsWith('video/') ? 'video' : 'image',
    alt: upload.alt,
  }))
}

function extra(state: State, post: Post): Html | '' {
  const poll = pollView(state, post)
  if (poll) return bars(poll.options, poll.voting_status === 'open' ? 'open' : 'final')
  const link = post.media.length === 0 ? post.links.find((one) => /^https?:/i.test(one.expanded)) : undefined
  if (!link || !URL.canParse(link.expanded)) return ''
  return linkCard({ href: link.expanded, host: new URL(link.expanded).host, says: link.expanded })
}

const audience: Readonly<Record<string, string>> = {
  following: 'Accounts they follow can reply',
  mentionedUsers: 'Mentioned accounts can reply',
  subscribers: 'Subscribers can reply',
  verified: 'Verified accounts can reply',
}

function draw(state: State, post: Post, joined = false): Html {
  const { likes, shares, impressions } = engaged(state, post)
  const labels = [
    post.paidPartnership ? 'Paid partnership' : '',
    post.madeWithAi ? 'Made with AI' : '',
    audience[post.replySettings] ?? '',
    post.history.length > 1 ? 'Edited' : '',
    post.hidden ? 'Hidden reply' : '',
  ].filter(Boolean)
  return card({
    id: post.id,
    href: `/twitter/web/${post.author.handle}/status/${post.id}`,
    who: who(post.author),
    at: post.at,
    text: words(post),
    folds: post.text.length > longText,
    shots: shots(post),
    extra: extra(state, post),
    labels,
    figures: [
      counted(repliesTo(post).length, 'reply', 'replies'),
      counted(shares, 'repost', 'reposts'),
      counted(likes, 'like', 'likes'),
      counted(impressions, 'view', 'views'),
    ],
    joined,
  })
}

const gone = html`<p class="gone">This post was deleted.</p>`

/** A post, the chain above it, and everything below it. */
function thread(state: State, root: Post): Html {
  const lines: Post[] = []
  const walk = (post: Post): void => {
    lines.push(post)
    for (const reply of repliesTo(post)) walk(reply)
  }
  walk(root)
  const drawn = lines.map((post, index) => (alive(post) ? draw(state, post, index < lines.length - 1) : gone))
  return lines.length === 1 ? html`${drawn}` : html`<section class="thread" aria-label="Thread">${drawn}</section>`
}

/** Roots of what is to be shown, the newest activity first. */
function roots(state: State, user: User | undefined): Post[] {
  const shown = [...state.posts.values()].filter((post) => alive(post) && (user === undefined || post.author === user))
  const found = new Set<Post>()
  for (const post of shown.toReversed()) {
    let root = post
    while (root.parent) root = root.parent
    found.add(root)
  }
  return [...found]
}

function show(
  state: State,
  parts: Pick<Timeline, 'title' | 'posts' | 'empty'> & Partial<Timeline>,
  current?: User,
  status: 200 | 404 = 200,
) {
  const accounts = [...state.users.values()].map((user) => ({
    ...who(user),
    href: `/twitter/web/${user.handle}`,
    current: user === current,
    figure: `${figure(followers(user.id, user.followers, user.bornAt, state.world.now()))} followers`,
  }))
  return timeline(state.world, { id: 'twitter', accounts, ...parts }, status)
}

function list(state: State, path: string, skip: number, user?: User) {
  const all = roots(state, user)
  const older = skip + pageSize < all.length ? `${path}?skip=${skip + pageSize}` : undefined
  return show(
    state,
    {
      title: user ? `@${user.handle}` : 'Timeline',
      posts: all.slice(skip, skip + pageSize).map((post) => thread(state, post)),
      empty: user ? `@${user.handle} has not posted.` : 'Nobody has posted.',
      older,
    },
    user,
  )
}

const skipOf = (text: string | undefined) => Math.max(0, Math.floor(Number(text ?? 0)) || 0)

export function faceRoutes(app: Hono<XEnv>, state: State): void {
  const single = (id: string) => {
    const post = state.posts.get(id)
    if (!post)
      return show(state, { title: 'Post', posts: [], empty: 'There is no such post.', single: true }, undefined, 404)
    let root = post
    while (root.parent) root = root.parent
    return show(state, { title: 'Post', posts: [thread(state, post.newer ? post : root)], empty: '', single: true })
  }
  app.get('/', (c) => list(state, '/twitter', skipOf(c.req.query('skip'))))
  app.get('/web', (c) => c.redirect('/twitter'))
  app.get('/web/i/web/status/:id', (c) => single(c.req.param('id')))
  app.get('/web/:handle/status/:id', (c) => single(c.req.param('id')))
  app.get('/web/:handle/status/:id/:kind/:number', (c) => single(c.req.param('id')))
  app.get('/web/:handle', (c) => {
    const user = [...state.users.values()].find(
      (one) => one.handle.toLowerCase() === c.req.param('handle').toLowerCase(),
    )
    if (!user)
      return show(
        state,
        { title: 'Account', posts: [], empty: 'There is no such account.', single: true },
        undefined,
        404,
      )
    return list(state, `/twitter/web/${user.handle}`, skipOf(c.req.query('skip')), user)
  })
  app.get('/t.co/:code', (c) => {
    const address = state.links.get(c.req.param('code'))
    return address === undefined ? c.text('No such link.', 404) : c.redirect(address)
  })
  app.get('/twimg/profile_images/:id/:file', (c) => avatar(c.req.param('id')))
  app.get('/twimg/media/:key', (c) => fileResponse(state.world.files.get(c.req.param('key'))))
}
