/** Posts, people, media as answers, in the vocabulary of the request: *tweet* unless it asked with `post.fields` (sheet 8.2). */
import { engagement, followers } from '../../sandbox/growth.ts'
import { share } from '../../sandbox/chance.ts'
import { premium } from './people.ts'
import { fieldRefused } from './problems.ts'
import { alive, type Caller, type Post, type State, type Upload, type User } from './state.ts'
import { showPost } from './text.ts'

export interface Asked {
  readonly vocabulary: 'tweet' | 'post'
  readonly post: ReadonlySet<string>
  readonly user: ReadonlySet<string>
  readonly media: ReadonlySet<string>
  readonly expand: ReadonlySet<string>
}
export interface Answer {
  readonly posts: readonly Post[]
  readonly asked: Asked
  readonly caller: Caller
}

const words = {
  tweet: {
    history: 'edit_history_tweet_ids',
    referenced: 'referenced_tweets',
    note: 'note_tweet',
    reposts: 'retweet_count',
    posts: 'tweet_count',
    included: 'tweets',
  },
  post: {
    history: 'edit_history_post_ids',
    referenced: 'referenced_posts',
    note: 'note_post',
    reposts: 'repost_count',
    posts: 'post_count',
    included: 'posts',
  },
} as const
const privateDays = 30

export const engaged = (state: State, post: Post) => engagement(post.id, (state.world.now() - post.at) / 1000)
export const repliesTo = (post: Post) => post.replies.filter(alive)
export const postsOf = (state: State, user: User) => state.byAuthor.get(user.id) ?? []

const profileImage = (user: User) => `https://pbs.twimg.com/profile_images/${user.id}/avatar_normal.png`

export function userView(state: State, user: User, asked: Asked): Record<string, unknown> {
  const fields: Record<string, () => unknown> = {
    created_at: () => new Date(user.bornAt).toISOString(),
    description: () => 'Practice account: made up, nothing here is public.',
    profile_image_url: () => profileImage(user),
    protected: () => user.protected,
    verified: () => user.verifiedType !== 'none',
    verified_type: () => user.verifiedType,
    subscription_type: () => user.subscription,
    public_metrics: () => ({
      followers_count: followers(user.id, user.followers, user.bornAt, state.world.now()),
      following_count: 10,
      [words[asked.vocabulary].posts]: postsOf(state, user).filter((post) => !post.deleted).length,
      listed_count: 1,
      like_count: 5,
      media_count: postsOf(state, user).reduce((sum, post) => sum + post.media.length, 0),
    }),
  }
  const chosen = Object.entries(fields).filter(([name]) => asked.user.has(name))
  return {
    id: user.id,
    name: user.name,
    username: user.handle,
    ...Object.fromEntries(chosen.map(([name, read]) => [name, read()])),
  }
}

function privateMetrics(state: State, post: Post) {
  const { impressions, clicks, likes, shares, comments, saves } = engaged(state, post)
  const own = {
    impression_count: impressions,
    user_profile_clicks: Math.floor(clicks / 3),
    ...(post.links.length > 0 ? { url_link_clicks: clicks } : {}),
  }
  return { ...own, engagements: likes + shares + comments + saves + clicks }
}

function publicMetrics(state: State, post: Post, vocabulary: Asked['vocabulary']) {
  const { impressions, likes, shares, saves } = engaged(state, post)
  return {
    [words[vocabulary].reposts]: shares,
    reply_count: repliesTo(post).length,
    like_count: likes,
    quote_count: Math.floor(shares / 4),
    bookmark_count: saves,
    impression_count: impressions,
  }
}

const editMinutes = 30
function editControls(state: State, post: Post) {
  const first = state.posts.get(post.history[0] ?? post.id) ?? post
  const until = first.at + editMinutes * 60_000
  const remaining = 5 - (post.history.length - 1)
  return {
    edits_remaining: remaining,
    is_edit_eligible: premium(post.author) && !post.poll && remaining > 0 && until > state.world.now(),
    editable_until: new Date(until).toISOString(),
  }
}

function postView(state: State, post: Post, { vocabulary, post: wanted }: Asked): Record<string, unknown> {
  const word = words[vocabulary]
  const { short, note } = showPost(post)
  const attachments = {
    ...(post.media.length > 0 ? { media_keys: post.media.map((one) => one.key) } : {}),
    ...(post.poll ? { poll_ids: [post.poll.id] } : {}),
  }
  const fields: Record<string, () => unknown> = {
    author_id: () => post.author.id,
    conversation_id: () => post.conversation,
    created_at: () => new Date(post.at).toISOString(),
    lang: () => 'und',
    possibly_sensitive: () => false,
    reply_settings: () => post.replySettings,
    paid_partnership: () => post.paidPartnership,
    source: () => 'Posthorn practice',
    entities: () => short.entities,
    attachments: () => (Object.keys(attachments).length > 0 ? attachments : undefined),
    [word.referenced]: () => post.parent && [{ type: 'replied_to', id: post.parent.id }],
    in_reply_to_user_id: () => post.parent?.author.id,
    [word.note]: () => note && { text: note.text, ...(note.entities ? { entities: note.entities } : {}) },
    edit_controls: () => editControls(state, post),
    public_metrics: () => publicMetrics(state, post, vocabulary),
    non_public_metrics: () => privateMetrics(state, post),
    organic_metrics: () => ({ ...privateMetrics(state, post), ...publicMetrics(state, post, vocabulary) }),
  }
  const out: Record<string, unknown> = { id: post.id, text: short.text, [word.history]: post.history }
  for (const [name, read] of Object.entries(fields)) {
    const value = wanted.has(name) ? read() : undefined
    if (value !== undefined) out[name] = value
  }
  return out
}

/** Private figures are for the author, for thirty days; asked for others they are errors beside the data. */
function refusals(state: State, { posts, asked, caller }: Answer) {
  const since = state.world.now() - privateDays * 86_400_000
  return ['non_public_metrics', 'organic_metrics', 'promoted_metrics']
    .filter((field) => asked.post.has(field))
    .flatMap((field) =>
      posts
        .filter((post) => field === 'promoted_metrics' || post.author.id !== caller.user.id || post.at < since)
        .map((post) => fieldRefused(state, post.id, field)),
    )
}

function mediaView(upload: Upload, { media: wanted }: Asked): Record<string, unknown> {
  const seen = upload.finalized?.seen
  const film = seen?.type.startsWith('video/') === true
  const views = Math.floor(share(upload.key) * 900)
  const fields: Record<string, unknown> = {
    url: film ? undefined : `https://pbs.twimg.com/media/${upload.key}`,
    width: seen?.width,
    height: seen?.height,
    alt_text: upload.alt,
    duration_ms: seen?.seconds === undefined ? undefined : Math.round(seen.seconds * 1000),
    public_metrics: film ? { view_count: views } : undefined,
  }
  const type = film ? 'video' : upload.category === 'tweet_gif' ? 'animated_gif' : 'photo'
  const out: Record<string, unknown> = { media_key: upload.key, type }
  for (const [name, value] of Object.entries(fields)) if (wanted.has(name) && value !== undefined) out[name] = value
  return out
}

export function pollView(state: State, post: Post) {
  const { poll } = post
  if (!poll) return undefined
  const end = post.at + poll.minutes * 60_000
  const votes = engaged(state, post).impressions / 12
  return {
    id: poll.id,
    options: poll.options.map((label, index) => ({
      position: index + 1,
      label,
      votes: Math.floor(votes * (0.2 + share(`${poll.id}${index}`))),
    })),
    duration_minutes: poll.minutes,
    end_datetime: new Date(end).toISOString(),
    voting_status: end > state.world.now() ? 'open' : 'closed',
  }
}

function includes(state: State, { posts, asked }: Answer) {
  const word = words[asked.vocabulary]
  const expand = (...names: string[]) => names.some((name) => asked.expand.has(name))
  const out: Record<string, unknown[]> = {}
  if (expand('attachments.media_keys'))
    out['media'] = [...new Set(posts.flatMap((post) => post.media))].map((one) => mediaView(one, asked))
  if (expand('author_id'))
    out['users'] = [...new Set(posts.map((post) => post.author))].map((one) => userView(state, one, asked))
  if (expand('attachments.poll_ids')) out['polls'] = posts.flatMap((post) => pollView(state, post) ?? [])
  if (expand('referenced_tweets.id', 'referenced_posts'))
    out[word.included] = [...new Set(posts.flatMap((post) => post.parent ?? []))].map((one) =>
      postView(state, one, asked),
    )
  return Object.fromEntries(Object.entries(out).filter(([, list]) => list.length > 0))
}

/** `data` is left out when nothing was found, and so are `errors` and `includes` when there are none. */
export function listAnswer(state: State, answer: Answer, errors: readonly object[] = [], meta?: object) {
  const all = [...errors, ...refusals(state, answer)]
  const hidden = (name: string, post: Post) =>
    refusals(state, { ...answer, posts: [post], asked: { ...answer.asked, post: new Set([name]) } }).length > 0
  const data = answer.posts.map((post) => {
    const wanted = new Set([...answer.asked.post].filter((name) => !name.endsWith('_metrics') || !hidden(name, post)))
    return postView(state, post, { ...answer.asked, post: wanted })
  })
  const included = includes(state, answer)
  return {
    ...(data.length > 0 ? { data } : {}),
    ...(Object.keys(included).length > 0 ? { includes: included } : {}),
    ...(all.length > 0 ? { errors: all } : {}),
    ...(meta ? { meta } : {}),
  }
}
