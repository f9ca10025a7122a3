/** Instagram's feed: pictures first, several to be swiped, the caption below them, then comments; stories last a day. */
import { html } from 'hono/html'
import type { Hono } from 'hono'
import { avatar } from '../../sandbox/face/avatar.ts'
import { card, face, type Shot, type Who } from '../../sandbox/face/card.ts'
import type { Html } from '../../sandbox/face/page.ts'
import { pageSize, timeline, type Timeline } from '../../sandbox/face/timeline.ts'
import { counted, figure, moment, spanned, type Span } from '../../sandbox/face/words.ts'
import { fileResponse } from '../../sandbox/files.ts'
import { engagedOf, followersOf } from './figures.ts'
import { productOf } from './insights.media.ts'
import {
  alive,
  type Account,
  type Comment,
  type Container,
  type InstagramEnv,
  type Media,
  type State,
} from './state.ts'
import { hashtags, mentions } from './text.ts'
import { commentsOf, permalinkOf } from './view.ts'

/** Instagram shows about two lines and "more". */
const foldAt = 125
const avatarHref = (id: string) => `/instagram/cdn/avatars/${id}.png`
const profile = ({ handle }: Account) => `/instagram/web/${handle}/`
const who = (account: Account): Who => ({
  name: account.name,
  note: `@${account.handle}`,
  avatar: avatarHref(account.id),
})
const hrefOf = (media: Media) => `/instagram/web${new URL(permalinkOf(media)).pathname}`

/** Tags and names are coloured; addresses stay plain text, as Instagram leaves them. */
function words(text: string): Html {
  const spans = [hashtags, mentions].flatMap((pattern) =>
    [...text.matchAll(pattern)].map(({ 0: match, index: start }): Span => ({
      start,
      end: start + match.length,
      show: (shown) => html`<span class="tag">${shown}</span>`,
    })),
  )
  return spanned(text, spans)
}

const shot = ({ load, content }: Container): Shot[] =>
  load.key === undefined
    ? []
    : [
        {
          href: `/instagram/cdn/v/${load.key}`,
          is: load.seen?.type.startsWith('video/') ? 'video' : 'image',
          alt: content.altText,
        },
      ]
const shots = ({ container }: Media): Shot[] =>
  container.children.length === 0 ? shot(container) : container.children.flatMap(shot)

const kinds = { FEED: undefined, REELS: 'Reel', STORY: 'Story, gone after 24 hours' } as const
const names = (list: readonly string[]) => list.map((name) => `@${name}`).join(', ')

/** Everything followers can see of the options, in words. */
function labels({ container, children, commentsOff, ...media }: Media): string[] {
  const { content } = container
  const tagged = [container, ...container.children].flatMap(({ content: { tags } }) => tags.map((tag) => tag.username))
  const found = [
    kinds[productOf({ container, children, commentsOff, ...media })],
    children.length > 0 ? `Carousel of ${children.length}` : undefined,
    content.collaborators.length > 0 ? `With ${names(content.collaborators)}` : undefined,
    tagged.length > 0 ? `Tagged: ${names(tagged)}` : undefined,
    content.place ? content.place.name : undefined,
    content.partnership ? 'Paid partnership' : undefined,
    content.madeWithAi ? 'AI info' : undefined,
    content.sound ? `♪ ${content.sound.name}` : undefined,
    content.audioName === undefined ? undefined : `♪ ${content.audioName}`,
    content.trial === undefined ? undefined : 'Trial: shown to people who do not follow',
    content.form === 'reel' && !content.inFeed ? 'Only in the Reels tab' : undefined,
    commentsOff ? 'Comments are off' : undefined,
  ]
  return found.filter((label) => label !== undefined)
}

function drawComment(media: Media, one: Comment): Html {
  const answers = commentsOf(media, one).toReversed()
  return html`<div class="comment">
    ${face(who(one.by))}
    <div class="bubble">
      <p class="by"><b>${one.by.name}</b> <span>@${one.by.handle}</span> <span class="when">${moment(one.at)}</span></p>
      <p class="text">${words(one.text)}</p>
      ${answers.map((each) => drawComment(media, each))}
    </div>
  </div>`
}

function draw(state: State, media: Media): Html {
  const { account, container } = media
  const { caption } = container.content
  const engaged = engagedOf(state, media)
  const likes = counted(engaged.likes, 'like', 'likes')
  const views = counted(engaged.impressions, 'view', 'views')
  const comments = commentsOf(media)
    .filter((one) => !one.hidden)
    .toReversed()
  return card({
    id: media.id,
    href: hrefOf(media),
    who: who(account),
    at: media.at,
    text: words(caption),
    folds: caption.length > foldAt,
    shots: shots(media),
    picturesFirst: true,
    labels: labels(media),
    figures: productOf(media) === 'STORY' ? [views] : [likes, counted(comments.length, 'comment', 'comments'), views],
    below:
      comments.length === 0 ? '' : html`<div class="comments">${comments.map((one) => drawComment(media, one))}</div>`,
  })
}

function show(
  state: State,
  parts: Pick<Timeline, 'title' | 'posts' | 'empty'> & Partial<Timeline>,
  current?: Account,
  status: 200 | 404 = 200,
) {
  const accounts = [...state.accounts.values()].map((account) => ({
    ...who(account),
    href: profile(account),
    current: account === current,
    figure: `${figure(followersOf(state, account))} followers`,
  }))
  return timeline(state.world, { id: 'instagram', accounts, ...parts }, status)
}

function list(state: State, path: string, skip: number, account?: Account) {
  const all = [...(account?.media ?? state.media.values())].filter((media) => alive(state, media)).toReversed()
  return show(
    state,
    {
      title: account ? `@${account.handle}` : 'Feed',
      posts: all.slice(skip, skip + pageSize).map((media) => draw(state, media)),
      empty: account ? `@${account.handle} has not posted.` : 'Nobody has posted.',
      older: skip + pageSize < all.length ? `${path}?skip=${skip + pageSize}` : undefined,
    },
    account,
  )
}
const skipOf = (text: string | undefined) => Math.max(0, Math.floor(Number(text ?? 0)) || 0)

export function faceRoutes(app: Hono<InstagramEnv>, state: State): void {
  const missing = (what: string) =>
    show(
      state,
      { title: what, posts: [], empty: `There is no such ${what.toLowerCase()}.`, single: true },
      undefined,
      404,
    )
  const single = (media: Media | undefined) =>
    media && alive(state, media)
      ? show(state, { title: 'Post', posts: [draw(state, media)], empty: '', single: true })
      : missing('Post')
  app.get('/', (c) => list(state, '/instagram', skipOf(c.req.query('skip'))))
  app.get('/web', (c) => c.redirect('/instagram'))
  for (const path of ['/web/p/:code', '/web/reel/:code', '/web/reels/:code'] as const)
    app.get(path, (c) => single(state.byShortcode.get(c.req.param('code'))))
  app.get('/web/stories/:handle/:id', (c) => single(state.media.get(c.req.param('id'))))
  app.get('/web/:handle', (c) => {
    const handle = c.req.param('handle').toLowerCase()
    const found = [...state.accounts.values()].find((account) => account.handle.toLowerCase() === handle)
    return found ? list(state, profile(found), skipOf(c.req.query('skip')), found) : missing('Account')
  })
  app.get('/cdn/avatars/:file', (c) => avatar(c.req.param('file').replace(/\.png$/, '')))
  app.get('/cdn/v/:key', (c) => fileResponse(state.world.files.get(c.req.param('key'))))
}
