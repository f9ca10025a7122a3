/** The timeline at `bsky.app`: facets, pictures, cards, quotes, who may reply, and warnings before what needs them. */
import type { Hono } from 'hono'
import { html } from 'hono/html'
import { avatar } from '../../sandbox/face/avatar.ts'
import { card, linkCard, type Shot, type Who } from '../../sandbox/face/card.ts'
import type { Html } from '../../sandbox/face/page.ts'
import { pageSize, timeline, type Timeline } from '../../sandbox/face/timeline.ts'
import { counted, figure, outside, spanned } from '../../sandbox/face/words.ts'
import { fileResponse } from '../../sandbox/files.ts'
import { followers } from '../../sandbox/growth.ts'
import { facetsOf, figuresOf, gateOf, labelsOf, mediaOf, parentOf, quotedOf, quotesOff, repliesTo } from './post.ts'
import { postType } from './repo.ts'
import { findAccount, type Account, type BskyEnv, type State, type Stored } from './state.ts'
import { cidOf, listOf, mapOf, replyOf, textOf, wordsOf } from './values.ts'

const place = '/bluesky/web'
const who = (account: Account): Who => ({
  name: account.name,
  note: `@${account.handle}`,
  avatar: `/bluesky/cdn/img/avatar/plain/${account.id}/drawn@jpeg`,
})
const hrefOf = ({ account, rkey }: Stored) => `${place}/profile/${account.handle}/post/${rkey}`
const fileHref = (account: Account, cid: string) => `/bluesky/cdn/img/feed_fullsize/plain/${account.id}/${cid}@jpeg`

const words = ({ value }: Stored): Html =>
  spanned(
    textOf(value),
    facetsOf(value).map(({ start, end, is, to }) => ({
      start,
      end,
      show: (text) => (is === 'link' ? outside(to, text) : html`<span class="tag">${text}</span>`),
    })),
  )

function shots({ account, value }: Stored): Shot[] {
  const media = mediaOf(value)
  if (media?.is === 'video') {
    const cid = cidOf(media.has['video'])
    return cid === undefined ? [] : [{ href: fileHref(account, cid), is: 'video', alt: wordsOf(media.has['alt']) }]
  }
  const items = media?.is === 'images' ? media.has['images'] : media?.is === 'gallery' ? media.has['items'] : undefined
  return listOf(items)
    .map(mapOf)
    .flatMap((item) => {
      const cid = cidOf(item['image'])
      return cid === undefined
        ? []
        : [{ href: fileHref(account, cid), is: 'image', alt: wordsOf(item['alt']) } as const]
    })
}

function externalCard({ account, value }: Stored): Html | '' {
  const media = mediaOf(value)
  if (media?.is !== 'external') return ''
  const { uri, title, description, thumb } = mapOf(media.has['external'])
  const href = wordsOf(uri)
  if (!/^https?:/i.test(href) || !URL.canParse(href)) return ''
  const picture = cidOf(thumb)
  return linkCard({
    href,
    host: new URL(href).host,
    title: wordsOf(title),
    says: wordsOf(description),
    picture: picture === undefined ? undefined : fileHref(account, picture),
  })
}

function quote(state: State, { value }: Stored): Html | '' {
  const uri = quotedOf(value)
  if (uri === undefined) return ''
  const post = state.posts.get(uri)
  if (!post) return html`<p class="gone">The quoted post is not there.</p>`
  if (quotesOff(post)) return html`<p class="gone">The author does not let others quote this post.</p>`
  const { name, handle } = post.account
  return linkCard({ href: hrefOf(post), host: `@${handle}`, title: name, says: textOf(post.value) })
}

const ruleWords: Readonly<Record<string, string>> = {
  mentionRule: 'mentioned accounts',
  followerRule: 'followers',
  followingRule: 'accounts they follow',
  listRule: 'accounts of a list',
}
const warnings: Readonly<Record<string, string>> = {
  sexual: 'Sexually suggestive',
  nudity: 'Nudity',
  porn: 'Adult content',
  'graphic-media': 'Graphic media',
}

function gate(post: Stored): string {
  const rules = gateOf(post)
  if (!rules) return ''
  if (rules.length === 0) return 'Replies disabled'
  return `Can reply: ${rules.map((rule) => ruleWords[rule] ?? rule).join(', ')}`
}

/** Pictures that a label covers until somebody wants to see them. */
const covered = (why: string, shown: readonly Shot[]): Html =>
  html`<details class="more">
    <summary>${why}: show</summary>
    <div class="shots n${Math.min(shown.length, 5)}">
      ${shown.map(({ href, is, alt }) =>
        is === 'video'
          ? html`<video src="${href}" controls preload="none"></video>`
          : html`<a class="picture" href="${href}"><img src="${href}" alt="${alt ?? ''}" loading="lazy" /></a>`,
      )}
    </div>
  </details>`

function draw(state: State, post: Stored, joined = false): Html {
  const { likes, reposts, replies, quotes } = figuresOf(state, post)
  const shown = shots(post)
  const warning = labelsOf(post.value).flatMap((label) => warnings[label] ?? [])[0]
  const hides = warning !== undefined && shown.length > 0
  const labels = [
    ...labelsOf(post.value).map((label) => warnings[label] ?? label),
    gate(post),
    quotesOff(post) ? 'Quotes disabled' : '',
  ].filter(Boolean)
  return card({
    id: `${post.account.id}-${post.rkey}`.replaceAll(':', '-'),
    href: hrefOf(post),
    who: who(post.account),
    at: post.at,
    text: words(post),
    shots: hides ? [] : shown,
    extra: html`${hides ? covered(warning, shown) : ''}${externalCard(post)}${quote(state, post)}`,
    labels,
    figures: [
      counted(replies, 'reply', 'replies'),
      counted(reposts, 'repost', 'reposts'),
      counted(quotes, 'quote', 'quotes'),
      counted(likes, 'like', 'likes'),
    ],
    joined,
  })
}

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
