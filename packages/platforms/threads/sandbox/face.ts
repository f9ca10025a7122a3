/** The timeline of Threads: chains joined, the newest activity first. */
import { html } from 'hono/html'
import type { Hono } from 'hono'
import { avatar } from '../../sandbox/face/avatar.ts'
import type { Html } from '../../sandbox/face/page.ts'
import { pageSize, timeline, type Timeline } from '../../sandbox/face/timeline.ts'
import { figure } from '../../sandbox/face/words.ts'
import { fileResponse } from '../../sandbox/files.ts'
import { followers } from '../../sandbox/growth.ts'
import { draw, who } from './draw.ts'
import { alive, rootOf, type Person, type Post, type State, type ThreadsEnv } from './state.ts'

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
