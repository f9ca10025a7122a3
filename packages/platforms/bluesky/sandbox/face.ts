/** The timeline at `bsky.app`, threads joined, with the files it shows. */
import type { Hono } from 'hono'
import { html } from 'hono/html'
import { avatar } from '../../sandbox/face/avatar.ts'
import type { Html } from '../../sandbox/face/page.ts'
import { pageSize, timeline, type Timeline } from '../../sandbox/face/timeline.ts'
import { figure } from '../../sandbox/face/words.ts'
import { fileResponse } from '../../sandbox/files.ts'
import { followers } from '../../sandbox/growth.ts'
import { draw, place, who } from './face.post.ts'
import { parentOf, repliesTo } from './post.ts'
import { postType } from './repo.ts'
import { findAccount, type Account, type BskyEnv, type State, type Stored } from './state.ts'
import { replyOf } from './values.ts'

function rootOf(state: State, post: Stored): Stored {
  let root = post
  for (let parent = parentOf(state, root); parent; parent = parentOf(state, root)) root = parent
  return root
}

/** A post and everything that answers it. */
function thread(state: State, root: Stored): Html {
  const lines: Stored[] = []
  const walk = (post: Stored): void => {
    lines.push(post)
    for (const reply of repliesTo(state, post.uri)) walk(reply)
  }
  walk(root)
  const drawn = lines.map((post, index) => draw(state, post, index < lines.length - 1))
  const above = replyOf(root.value) ? html`<p class="gone">The post this answers is not there.</p>` : ''
  if (lines.length === 1 && above === '') return html`${drawn}`
  return html`<section class="thread" aria-label="Thread">${above}${drawn}</section>`
}

/** Roots of what is to be shown, the newest activity first. */
function roots(state: State, account: Account | undefined): readonly Stored[] {
  const shown = [...state.posts.values()].filter((post) => account === undefined || post.account === account)
  return [...new Set(shown.toReversed().map((post) => rootOf(state, post)))]
}

type Shown = Pick<Timeline, 'title' | 'posts' | 'empty'> & Partial<Timeline>

function show(state: State, parts: Shown, current?: Account, status: 200 | 404 = 200) {
  const accounts = [...state.accounts.values()].map((account) => ({
    ...who(account),
    href: `${place}/profile/${account.handle}`,
    current: account === current,
    figure: `${figure(followers(account.id, account.followers, account.bornAt, state.world.now()))} followers`,
  }))
  return timeline(state.world, { id: 'bluesky', accounts, ...parts }, status)
}

function list(state: State, path: string, asked: string | undefined, account?: Account) {
  const skip = Math.max(0, Math.floor(Number(asked ?? 0)) || 0)
  const all = roots(state, account)
  return show(
    state,
    {
      title: account ? `@${account.handle}` : 'Timeline',
      posts: all.slice(skip, skip + pageSize).map((post) => thread(state, post)),
      empty: account ? `@${account.handle} has not posted.` : 'Nobody has posted.',
      older: skip + pageSize < all.length ? `${path}?skip=${skip + pageSize}` : undefined,
    },
    account,
  )
}

const missing = (state: State, title: string, empty: string) =>
  show(state, { title, posts: [], empty, single: true }, undefined, 404)

export function faceRoutes(app: Hono<BskyEnv>, state: State): void {
  app.get('/', (c) => list(state, '/bluesky', c.req.query('skip')))
  app.get('/web', (c) => c.redirect('/bluesky'))
  app.get('/web/profile/:name', (c) => {
    const account = findAccount(state, c.req.param('name'))
    if (!account) return missing(state, 'Account', 'There is no such account.')
    return list(state, `${place}/profile/${account.handle}`, c.req.query('skip'), account)
  })
  app.get('/web/profile/:name/post/:rkey', (c) => {
    const account = findAccount(state, c.req.param('name'))
    const post = state.posts.get(`at://${account?.id ?? ''}/${postType}/${c.req.param('rkey')}`)
    if (!post) return missing(state, 'Post', 'There is no such post.')
    return show(state, { title: 'Post', posts: [thread(state, rootOf(state, post))], empty: '', single: true })
  })
  app.get('/cdn/img/avatar/plain/:did/:file', (c) => {
    const file = state.world.files.get(c.req.param('file').replace(/@\w+$/, ''))
    return file ? fileResponse(file) : avatar(c.req.param('did'))
  })
  app.get('/cdn/img/:size/plain/:did/:file', (c) =>
    fileResponse(state.world.files.get(c.req.param('file').replace(/@\w+$/, ''))),
  )
  app.get('/video/watch/:did/:cid/:file', (c) =>
    c.redirect(`/bluesky/cdn/img/feed_fullsize/plain/${c.req.param('did')}/${c.req.param('cid')}@jpeg`),
  )
}
