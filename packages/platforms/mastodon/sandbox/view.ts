/** People, posts, files and polls as answers: the entities of Mastodon's documentation. */
import { engagement, followers, type Engagement } from '../../sandbox/growth.ts'
import { share } from '../../sandbox/chance.ts'
import { progress } from './media.ts'
import { profileUrl } from './people.ts'
import {
  atLeast,
  domain,
  shelfOf,
  type Account,
  type Content,
  type Media,
  type Poll,
  type State,
  type Status,
} from './state.ts'
import { mentioned, pieces, tagUrl, toHtml } from './text.ts'

const iso = (ms: number) => new Date(ms).toISOString()
const files = `https://files.${domain}`

export const followersOf = (state: State, account: Account) =>
  followers(account.id, account.followers, account.bornAt, state.world.now())

export function accountView(state: State, account: Account): Record<string, unknown> {
  const avatar = `${files}/accounts/avatars/${account.id}/original/avatar.png`
  const { posts, alive: count } = shelfOf(state, account)
  const last = posts.at(-1)
  return {
    id: account.id,
    username: account.handle,
    acct: account.handle,
    display_name: account.name,
    locked: account.locked,
    bot: account.bot,
    discoverable: true,
    indexable: false,
    group: false,
    created_at: `${iso(account.bornAt).slice(0, 10)}T00:00:00.000Z`,
    note: '<p>Practice account: made up, nothing here is public.</p>',
    url: profileUrl(account),
    uri: `https://${domain}/users/${account.handle}`,
    avatar,
    avatar_static: avatar,
    header: `https://${domain}/headers/original/missing.png`,
    header_static: `https://${domain}/headers/original/missing.png`,
    followers_count: followersOf(state, account),
    following_count: account.following,
    statuses_count: count,
    last_status_at: last ? iso(last.at).slice(0, 10) : null,
    hide_collections: false,
    noindex: false,
    emojis: [],
    roles: [],
    fields: [],
    ...(account.silenced ? { limited: true } : {}),
  }
}

/** What only the person themselves sees of their account. */
export const ownAccountView = (state: State, account: Account) => ({
  ...accountView(state, account),
  source: {
    privacy: account.privacy,
    sensitive: account.sensitive,
    language: account.language,
    note: 'Practice account: made up, nothing here is public.',
    fields: [],
    follow_requests_count: 0,
    ...(atLeast(state, 4, 5) ? { quote_policy: 'public' } : {}),
  },
  role: { id: '-99', name: '', permissions: '65536', color: '', highlighted: false },
})

const extensions: Readonly<Record<string, string>> = { image: 'jpg', gifv: 'mp4', video: 'mp4', audio: 'mp3' }

export function mediaView(state: State, media: Media): Record<string, unknown> {
  const ready = progress(state, media) === 'ready'
  const { type, seen, key } = media
  const url = ready ? `${files}/media_attachments/files/${key}/original.${extensions[type]}` : null
  const { width, height } = seen
  const size = width && height ? { width, height, size: `${width}x${height}`, aspect: width / height } : undefined
  return {
    id: media.id,
    type,
    url,
    preview_url: type === 'audio' || !ready ? null : `${files}/media_attachments/files/${key}/small.png`,
    remote_url: null,
    preview_remote_url: null,
    text_url: null,
    meta: ready
      ? {
          ...(media.focus ? { focus: media.focus } : {}),
          original: { ...size, ...(seen.seconds === undefined ? {} : { duration: seen.seconds }) },
        }
      : null,
    description: media.description,
    blurhash: type === 'audio' ? null : 'UBL_:rOpGG-oBUNG,qRj2so|=eE1w^n4S5NH',
  }
}

/** Figures grow with time; nobody meets a post that was sent to named people only. */
export function engaged(state: State, status: Status): Pick<Engagement, 'likes' | 'shares' | 'impressions'> {
  if (status.visibility === 'direct') return { likes: 0, shares: 0, impressions: 0 }
  const { likes, shares, impressions } = engagement(status.id, (state.world.now() - status.at) / 1000)
  return { likes, shares: status.visibility === 'private' ? 0 : shares, impressions }
}

export function pollVotes(state: State, poll: Poll): readonly number[] {
  const end = Math.min(state.world.now(), poll.expiresAt)
  const crowd = engagement(poll.id, (end - poll.bornAt) / 1000).impressions / 5
  return poll.options.map((_, index) => Math.floor(crowd * (0.2 + share(`${poll.id}${index}`))))
}

export function pollView(state: State, poll: Poll): Record<string, unknown> {
  const expired = poll.expiresAt <= state.world.now()
  const hidden = poll.hideTotals && !expired
  const votes = pollVotes(state, poll)
  const sum = votes.reduce((all, one) => all + one, 0)
  return {
    id: poll.id,
    expires_at: iso(poll.expiresAt),
    expired,
    multiple: poll.multiple,
    votes_count: sum,
    voters_count: poll.multiple ? Math.ceil(sum / 2) : sum,
    options: poll.options.map((title, index) => ({ title, votes_count: hidden ? null : votes[index] })),
    emojis: [],
    voted: true,
    own_votes: [],
  }
}

export const alive = (status: Status) => !status.deleted
export const seen = (state: State, status: Status) => alive(status) && status.seenFrom <= state.world.now()

/** Whether this person may see a post at all. Nobody here follows anybody. */
export function visibleTo(state: State, status: Status, who: Account | undefined): boolean {
  if (status.visibility === 'public' || status.visibility === 'unlisted') return true
  if (who === undefined) return false
  if (status.author === who) return true
  return mentioned(state, status.text).includes(who)
}

export const repliesTo = (status: Status) => status.replies.filter(alive)

export const permalink = (status: Status) => `${profileUrl(status.author)}/${status.id}`

function quoteView(state: State, status: Status, who: Account | undefined): Record<string, unknown> {
  if (!atLeast(state, 4, 5)) return {}
  const { quoted, quotePolicy, author } = status
  const own = who === author
  const gone = quoted !== undefined && !alive(quoted)
  return {
    quotes_count: status.quotes.filter(alive).length,
    quote_approval: {
      automatic: quotePolicy === 'nobody' ? [] : [quotePolicy],
      manual: [],
      current_user: own || quotePolicy === 'public' ? 'automatic' : 'denied',
    },
    quote: quoted
      ? { state: gone ? 'deleted' : 'accepted', quoted_status: gone ? null : statusView(state, quoted, undefined) }
      : null,
  }
}

function named(state: State, text: string) {
  const tags = pieces(text).flatMap(({ is, value }) => (is === 'tag' ? [value.toLowerCase()] : []))
  return {
    mentions: mentioned(state, text).map((account) => ({
      id: account.id,
      username: account.handle,
      url: profileUrl(account),
      acct: account.handle,
    })),
    tags: [...new Set(tags)].map((name) => ({ name, url: tagUrl(name) })),
  }
}

const contentView = (state: State, content: Content) => ({
  sensitive: content.sensitive,
  spoiler_text: content.spoiler,
  media_attachments: content.media.map((media) => mediaView(state, media)),
  content: toHtml(state, content.text),
})

/** The card comes from the first link after a moment, and not beside media. */
function cardView(state: State, status: Status) {
  const link = pieces(status.text).find(({ is }) => is === 'link')?.value
  if (link === undefined || status.media.length > 0 || status.poll || state.world.now() < status.at + 3000) return null
  if (!URL.canParse(link)) return null
  const { hostname } = new URL(link)
  const empty = { description: '', author_name: '', author_url: '', provider_url: '', html: '', embed_url: '' }
  return {
    ...empty,
    url: link,
    title: hostname,
    type: 'link',
    provider_name: hostname,
    width: 0,
    height: 0,
    image: null,
  }
}

export function statusView(state: State, status: Status, who: Account | undefined): Record<string, unknown> {
  const { author, parent, app } = status
  const { likes, shares } = engaged(state, status)
  const known = state.appNames.get(app.clientId)
  const edited = status.versions.length > 1 ? status.versions.at(-1) : undefined
  return {
    id: status.id,
    created_at: iso(status.at),
    // A parent that was deleted is forgotten; who wrote it is not.
    in_reply_to_id: parent && alive(parent) ? parent.id : null,
    in_reply_to_account_id: parent?.author.id ?? null,
    visibility: status.visibility,
    language: status.language,
    uri: `https://${domain}/users/${author.handle}/statuses/${status.id}`,
    url: permalink(status),
    replies_count: repliesTo(status).length,
    reblogs_count: shares,
    favourites_count: likes,
    edited_at: edited ? iso(edited.at) : null,
    ...contentView(state, status),
    ...quoteView(state, status, who),
    reblog: null,
    application: { name: known?.name ?? app.clientId, website: known?.website ?? null },
    account: accountView(state, author),
    ...named(state, status.text),
    emojis: [],
    card: cardView(state, status),
    poll: status.poll ? pollView(state, status.poll) : null,
    ...(who ? { favourited: false, reblogged: false, muted: false, bookmarked: false } : {}),
    ...(who === author ? { pinned: false } : {}),
  }
}

/** All versions of a post, oldest first. */
export const historyView = (state: State, status: Status) =>
  status.versions.map((version) => ({
    ...contentView(state, version),
    created_at: iso(version.at),
    account: accountView(state, status.author),
    emojis: [],
    ...(version.poll ? { poll: { options: version.poll.options.map((title) => ({ title })) } } : {}),
  }))
