/** The server's timeline: warnings that fold, polls with bars, threads joined, who may see what. */
import { html } from 'hono/html'
import type { Context, Hono } from 'hono'
import { avatar } from '../../sandbox/face/avatar.ts'
import { bars, card, linkCard, type Shot, type Who } from '../../sandbox/face/card.ts'
import type { Html } from '../../sandbox/face/page.ts'
import { pageSize, timeline, type Timeline } from '../../sandbox/face/timeline.ts'
import { counted, figure, outside, spanned, type Span } from '../../sandbox/face/words.ts'
import { fileResponse } from '../../sandbox/files.ts'
import { byHandle } from './people.ts'
import { domain, type Account, type MastodonEnv, type State, type Status } from './state.ts'
import { pieces, shortened, type Piece } from './text.ts'
import { alive, engaged, followersOf, pollVotes, repliesTo } from './view.ts'

const files = '/mastodon/files'
const longText = 900

const who = (account: Account): Who => ({
  name: account.name,
  note: `@${account.handle}@${domain}${account.bot ? ' · Automated' : ''}`,
  avatar: `${files}/accounts/avatars/${account.id}/original/avatar.png`,
})

/** Links shortened, names and tags coloured but leading nowhere. */
function words(text: string): Html {
  const show = (piece: Piece): Span['show'] =>
    piece.is === 'link'
      ? () => {
          const { shown, rest } = shortened(piece.value)
          return outside(piece.value, rest === '' ? shown : `${shown}…`)
        }
      : (word) => html`<span class="tag">${word}</span>`
  return spanned(
    text,
    pieces(text).map((piece) => ({ start: piece.start, end: piece.end, show: show(piece) })),
  )
}

const shots = (status: Status): Shot[] =>
  status.media
    .filter(({ type }) => type !== 'audio')
    .map((media) => ({
      href: `${files}/media_attachments/files/${media.key}/original`,
      // A GIF is still one here: nothing is turned into a film.
      is: media.type === 'video' ? 'video' : 'image',
      alt: media.description ?? undefined,
    }))

const linkTo = (status: Status) => `/mastodon/@${status.author.handle}/${status.id}`

const quote = (quoted: Status): Html =>
  alive(quoted)
    ? linkCard({
        href: linkTo(quoted),
        host: `@${quoted.author.handle}`,
        title: quoted.author.name,
        says: quoted.spoiler === '' ? quoted.text : quoted.spoiler,
      })
    : html`<p class="gone">The quoted post was deleted.</p>`

function extra(state: State, status: Status): Html | '' {
  const { poll } = status
  if (poll) {
    const votes = pollVotes(state, poll)
    const options = poll.options.map((label, index) => ({ label, votes: votes[index] ?? 0 }))
    return bars(options, poll.expiresAt > state.world.now() ? 'open' : 'closed')
  }
  const sound = status.media.find(({ type }) => type === 'audio')
  if (sound)
    return html`<audio
      controls
      preload="metadata"
      src="${files}/media_attachments/files/${sound.key}/original"
    ></audio>`
  if (status.quoted) return quote(status.quoted)
  const link = pieces(status.text).find(({ is }) => is === 'link')?.value
  if (link === undefined || status.media.length > 0 || !URL.canParse(link)) return ''
  return linkCard({ href: link, host: new URL(link).host, says: link })
}

const audience: Readonly<Record<string, string>> = {
  unlisted: 'Quiet public',
  private: 'Followers only',
  direct: 'Named people only',
}

/** Behind a warning the words fold away; they stand below it, because a paragraph cannot hold what folds. */
const folded = ({ spoiler, text }: Status): Html | '' =>
  spoiler === ''
    ? ''
    : html`<details class="more">
        <summary>Show more</summary>
        <p class="text">${words(text)}</p>
      </details>`

function draw(state: State, status: Status, joined = false): Html {
  const { likes, shares } = engaged(state, status)
  return card({
    id: status.id,
    href: linkTo(status),
    who: who(status.author),
    at: status.at,
    text: status.spoiler === '' ? words(status.text) : html`<b>${status.spoiler}</b>`,
    folds: status.spoiler === '' && status.text.length > longText,
    shots: shots(status),
    extra: html`${folded(status)}${extra(state, status)}`,
    labels: [
      audience[status.visibility] ?? '',
      status.sensitive && status.media.length > 0 ? 'Sensitive content' : '',
      status.versions.length > 1 ? 'Edited' : '',
    ].filter(Boolean),
    figures: [
      counted(repliesTo(status).length, 'reply', 'replies'),
      counted(shares, 'boost', 'boosts'),
      counted(likes, 'favourite', 'favourites'),
    ],
    joined,
  })
}

const gone = html`<p class="gone">This post was deleted.</p>`

/** A post and everything below it. */
function thread(state: State, root: Status): Html {
  const lines: Status[] = []
  const walk = (status: Status): void => {
    lines.push(status)
    for (const reply of repliesTo(status)) walk(reply)
  }
  walk(root)
  const drawn = lines.map((status, index) => (alive(status) ? draw(state, status, index < lines.length - 1) : gone))
  return lines.length === 1 ? html`${drawn}` : html`<section class="thread" aria-label="Thread">${drawn}</section>`
}

function rootOf(status: Status): Status {
  let root = status
  while (root.parent) root = root.parent
  return root
}

/** Roots of what is to be shown, the newest activity first. */
function roots(state: State, account: Account | undefined): Status[] {
  const shown = [...state.statuses.values()].filter(
    (status) => alive(status) && (account === undefined || status.author === account),
  )
  return [...new Set(shown.toReversed().map(rootOf))]
}

function show(
  state: State,
  parts: Pick<Timeline, 'title' | 'posts' | 'empty'> & Partial<Timeline>,
  current?: Account,
  status: 200 | 404 = 200,
) {
  const accounts = [...state.accounts.values()].map((account) => ({
    ...who(account),
    href: `/mastodon/@${account.handle}`,
    current: account === current,
    figure: `${figure(followersOf(state, account))} followers`,
  }))
  return timeline(state.world, { id: 'mastodon', accounts, ...parts }, status)
}

function list(state: State, path: string, skip: number, account?: Account) {
  const all = roots(state, account)
  const older = skip + pageSize < all.length ? `${path}?skip=${skip + pageSize}` : undefined
  return show(
    state,
    {
      title: account ? `@${account.handle}@${domain}` : 'Timeline',
      posts: all.slice(skip, skip + pageSize).map((root) => thread(state, root)),
      empty: account ? `@${account.handle} has not posted.` : 'Nobody has posted.',
      older,
    },
    account,
  )
}

const skipOf = (text: string | undefined) => Math.max(0, Math.floor(Number(text ?? 0)) || 0)

function single(state: State, id: string) {
  const status = state.statuses.get(id)
  if (status) return show(state, { title: 'Post', posts: [thread(state, rootOf(status))], empty: '', single: true })
  return show(state, { title: 'Post', posts: [], empty: 'There is no such post.', single: true }, undefined, 404)
}

function profile(state: State, c: Context<MastodonEnv>, handle: string) {
  const account = byHandle(state, handle)
  if (account) return list(state, `/mastodon/@${account.handle}`, skipOf(c.req.query('skip')), account)
  return show(state, { title: 'Account', posts: [], empty: 'There is no such account.', single: true }, undefined, 404)
}

export function faceRoutes(app: Hono<MastodonEnv>, state: State): void {
  app.get('/', (c) => list(state, '/mastodon', skipOf(c.req.query('skip'))))
  app.get('/:who{@[A-Za-z0-9_]+}', (c) => profile(state, c, c.req.param('who').slice(1)))
  app.get('/:who{@[A-Za-z0-9_]+}/:id{[0-9]+}', (c) => single(state, c.req.param('id')))
  app.get('/users/:handle', (c) => profile(state, c, c.req.param('handle')))
  app.get('/users/:handle/statuses/:id', (c) => single(state, c.req.param('id')))
  app.get('/files/accounts/avatars/:id/original/:file', (c) => avatar(c.req.param('id')))
  app.get('/files/media_attachments/files/:id/:key/:file', (c) =>
    fileResponse(state.world.files.get(`${c.req.param('id')}/${c.req.param('key')}`)),
  )
}
