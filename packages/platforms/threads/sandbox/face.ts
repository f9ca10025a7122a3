/** The timeline of Threads: chains joined, one topic in front, carousels, polls, long texts that open. */
import { html } from 'hono/html'
import type { Hono } from 'hono'
import { share } from '../../sandbox/chance.ts'
import { avatar } from '../../sandbox/face/avatar.ts'
import { bars, card, linkCard, type Shot, type Who } from '../../sandbox/face/card.ts'
import type { Html } from '../../sandbox/face/page.ts'
import { pageSize, timeline, type Timeline } from '../../sandbox/face/timeline.ts'
import { counted, figure, outside, spanned, type Span } from '../../sandbox/face/words.ts'
import { fileResponse } from '../../sandbox/files.ts'
import { followers } from '../../sandbox/growth.ts'
import { poll } from '../rules.ts'
import { figuresOf } from './insights.ts'
import { alive, rootOf, type Person, type Post, type State, type ThreadsEnv } from './state.ts'
import { linksIn, mentionsIn } from './text.ts'
import { engaged, isFilm } from './view.ts'

const path = (post: Post) => `/threads/web/@${post.author.handle}/post/${post.shortcode}`

const who = (person: Person): Who => ({
  name: person.name || person.handle,
  note: `@${person.handle}${person.verified ? ' · Verified' : ''}`,
  avatar: `/threads/cdn/avatars/${person.id}.png`,
})

/** Addresses lead out; names are coloured; what is a spoiler is covered. */
function words(post: Post): Html {
  const covered = post.spoilers.map(({ offset, length }): Span => ({
    start: offset,
    end: offset + length,
    show: (text) => html`<span title="Spoiler: ${text}">${'▒'.repeat(Array.from(text).length)}</span>`,
  }))
  const names = mentionsIn(post.text).map(({ start, end }): Span => ({
    start,
    end,
    show: (text) => html`<span class="tag">${text}</span>`,
  }))
  const links = linksIn(post.text).map(({ start, end, address }): Span => ({
    start,
    end,
    show: (text) => outside(address, text),
  }))
  const free = [...links, ...names].filter(
    (span) => !covered.some((one) => span.start < one.end && one.start < span.end),
  )
  return spanned(post.text, [...covered, ...free])
}

const shots = (post: Post): Shot[] =>
  post.files.map((file) => ({
    href: `/threads/cdn/media/${file.key}`,
    is: isFilm(file) ? 'video' : 'image',
    alt: file.alt,
  }))

function pollOf(state: State, post: Post, options: readonly string[]): Html {
  const votes = engaged(state, post).impressions / 12
  const open = state.world.now() < post.at + poll.hours * 3_600_000
  return bars(
    options.map((label, index) => ({ label, votes: Math.floor(votes * (0.2 + share(`${post.id}${index}`))) })),
    open ? 'open' : 'final',
  )
}

/** Media posts show no card; others the attached link, else the first one in the text. */
function linkOf(post: Post): Html | '' {
  const shown = post.kind === 'TEXT' ? (post.link ?? linksIn(post.text)[0]?.address) : undefined
  if (shown === undefined || !URL.canParse(shown)) return ''
  return linkCard({ href: shown, host: new URL(shown).host, says: shown })
}

function extra(state: State, post: Post): Html | '' {
  if (post.poll) return pollOf(state, post, post.poll)
  if (post.gif !== undefined)
    return html`<p class="state">GIF ${post.gif} of GIPHY; the practice network fetches none.</p>`
  const { longText } = post
  const long = longText
    ? html`<details>
        <summary>Read the attached text</summary>
        <p class="text">${longText.plaintext}</p>
        ${longText.link_attachment_url === undefined ? '' : outside(longText.link_attachment_url, longText.link_attachment_url)}
      </details>`
    : ''
  const other = post.quotes ?? post.reposts
  const quoted = !other
    ? ''
    : alive(state, other)
      ? html`<blockquote>
          <b>@${other.author.handle}</b> <a href="${path(other)}">${other.text === '' ? 'Post' : other.text}</a>
        </blockquote>`
      : html`<p class="gone">The quoted post is not there any more.</p>`
  return html`${long}${linkOf(post)}${quoted}`
}

const audience: Readonly<Record<string, string>> = {
  accounts_you_follow: 'Profiles they follow can reply',
  mentioned_only: 'Mentioned profiles can reply',
  parent_post_author_only: 'Only the author can reply',
  followers_only: 'Followers can reply',
}

function labels(post: Post): string[] {
  const { topic, replyControl, place, spoilerMedia, approvals, ghost, countries } = post
  return [
    post.kind === 'REPOST' ? 'Reposted' : '',
    topic === undefined ? '' : `Topic: ${topic}`,
    place ? `At ${place.name}` : '',
    spoilerMedia ? 'Spoiler: the media is covered' : '',
    audience[replyControl] ?? '',
    approvals ? 'Replies need approval' : '',
    ghost ? 'Gone after 24 hours' : '',
    countries.length > 0 ? `Shown in ${countries.join(', ')}` : '',
    post.hidden ? 'Hidden reply' : '',
  ].filter(Boolean)
}

function draw(state: State, post: Post, joined: boolean): Html {
  const figures = figuresOf(state, post)
  return card({
    id: post.id,
    href: path(post),
    who: who(post.author),
    at: post.at,
    text: words(post),
    shots: shots(post),
    extra: extra(state, post),
    labels: labels(post),
    figures: [
      counted(figures.likes, 'like', 'likes'),
      counted(figures.replies, 'reply', 'replies'),
      counted(figures.reposts, 'repost', 'reposts'),
      counted(figures.views, 'view', 'views'),
    ],
    joined,
  })
}

const gone = html`<p class="gone">This post is not there any more.</p>`

/** A post and everything below it. */
function chain(state: State, root: Post): Html {
  const lines: Post[] = []
  const walk = (post: Post): void => {
    lines.push(post)
    for (const reply of post.replies) walk(reply)
  }
  walk(root)
  const shown = lines.filter((post) => alive(state, post) || post.replies.length > 0 || post === root)
  const drawn = shown.map((post, index) => (alive(state, post) ? draw(state, post, index < shown.length - 1) : gone))
  return drawn.length === 1 ? html`${drawn}` : html`<section class="thread" aria-label="Thread">${drawn}</section>`
}

/** First posts of what is to be shown, the newest activity first. */
function roots(state: State, person: Person | undefined): Post[] {
  const shown = [...state.posts.values()].filter(
    (post) => alive(state, post) && (person === undefined || post.author === person),
  )
  return [...new Set(shown.toReversed().map(rootOf))]
}

function show(
  state: State,
  parts: Pick<Timeline, 'title' | 'posts' | 'empty'> & Partial<Timeline>,
  current?: Person,
  status: 200 | 404 = 200,
) {
  const accounts = [...state.people.values()].map((person) => ({
    ...who(person),
    href: `/threads/web/@${person.handle}`,
    current: person === current,
    figure: `${figure(followers(person.id, person.followers, person.bornAt, state.world.now()))} followers`,
  }))
  return timeline(state.world, { id: 'threads', accounts, ...parts }, status)
}

function list(state: State, here: string, skip: number, person?: Person) {
  const all = roots(state, person)
  const older = skip + pageSize < all.length ? `${here}?skip=${skip + pageSize}` : undefined
  return show(
    state,
    {
      title: person ? `@${person.handle}` : 'Timeline',
      posts: all.slice(skip, skip + pageSize).map((post) => chain(state, post)),
      empty: person ? `@${person.handle} has not posted.` : 'Nobody has posted.',
      older,
    },
    person,
  )
}

const skipOf = (text: string | undefined) => Math.max(0, Math.floor(Number(text ?? 0)) || 0)

export function faceRoutes(app: Hono<ThreadsEnv>, state: State): void {
  const missing = (title: string, empty: string) =>
    show(state, { title, posts: [], empty, single: true }, undefined, 404)

  app.get('/', (c) => list(state, '/threads', skipOf(c.req.query('skip'))))
  app.get('/web', (c) => c.redirect('/threads'))
  app.get('/web/:handle/post/:shortcode', (c) => {
    const post = [...state.posts.values()].find((one) => one.shortcode === c.req.param('shortcode'))
    if (!post) return missing('Post', 'There is no such post.')
    return show(state, { title: 'Post', posts: [chain(state, rootOf(post))], empty: '', single: true })
  })
  app.get('/web/:handle{@.+}', (c) => {
    const handle = c.req.param('handle').slice(1).toLowerCase()
    const person = [...state.people.values()].find((one) => one.handle.toLowerCase() === handle)
    if (!person) return missing('Profile', 'There is no such profile.')
    return list(state, `/threads/web/@${person.handle}`, skipOf(c.req.query('skip')), person)
  })
  app.get('/cdn/avatars/:file', (c) => avatar(c.req.param('file').replace(/\.png$/, '')))
  app.get('/cdn/media/:key', (c) => fileResponse(state.world.files.get(c.req.param('key'))))
}
