/** People and posts as answers (sheet sections 3, 8 and 12). */
import { engagement, followers } from '../../sandbox/growth.ts'
import type { App } from '../../sandbox/oauth.ts'
import { readBack } from '../rules.ts'
import { openId, unionId } from './people.ts'
import { isPublic, now, type Creator, type Post, type State } from './state.ts'

const avatarHours = 2
const coverHours = 6
const cdn = 'https://p16-sign.tiktokcdn.com'
const web = 'https://www.tiktok.com'

/** Signed addresses of pictures end; whoever wants one for longer makes a copy. */
const signed = (state: State, path: string, hours: number) =>
  `${cdn}${path}?x-expires=${Math.floor(now(state) / 1000) + hours * 3600}`
export const avatarUrl = (state: State, { id }: Creator, size = 168) =>
  signed(state, `/avatar/${id}/${size}.png`, avatarHours)

export const engaged = (state: State, post: Post) => engagement(post.id, (now(state) - post.at) / 1000)
export const followersOf = (state: State, { id, followers: start, bornAt }: Creator) =>
  followers(id, start, bornAt, now(state))

/** Public posts of a creator, the newest first. */
export const publicPosts = (state: State, creator: Creator): Post[] =>
  [...state.posts.values()]
    .filter((post) => post.creator === creator && isPublic(state, post))
    .sort((a, b) => b.at - a.at || (BigInt(b.id) > BigInt(a.id) ? 1 : -1))

type Fields<T extends unknown[]> = Readonly<Record<string, (...of: T) => unknown>>
const pick = <T extends unknown[]>(fields: Fields<T>, names: readonly string[], ...of: T) =>
  Object.fromEntries(names.map((name) => [name, fields[name]?.(...of)]))

type OfUser = [state: State, creator: Creator, app: App]
const userFields: Fields<OfUser> = {
  open_id: (_, creator, app) => openId(app, creator),
  union_id: (_, creator) => unionId(creator),
  avatar_url: (state, creator) => avatarUrl(state, creator),
  avatar_url_100: (state, creator) => avatarUrl(state, creator, 100),
  avatar_large_url: (state, creator) => avatarUrl(state, creator, 720),
  display_name: (_, creator) => creator.name,
  username: (_, creator) => creator.handle,
  bio_description: () => 'Practice account: made up, nothing here is public.',
  profile_deep_link: (_, creator) => `${web}/@${creator.handle}`,
  profile_web_link: (_, creator) => `${web}/@${creator.handle}`,
  is_verified: (_, creator) => creator.verified,
  follower_count: (state, creator) => followersOf(state, creator),
  following_count: () => 41,
  likes_count: (state, creator) =>
    publicPosts(state, creator).reduce((sum, post) => sum + engaged(state, post).likes, 0),
  video_count: (state, creator) => publicPosts(state, creator).length,
}
/** The scope that each field of a person needs. */
const userScopes: Readonly<Record<string, readonly string[]>> = {
  'user.info.basic': ['open_id', 'union_id', 'avatar_url', 'avatar_url_100', 'avatar_large_url', 'display_name'],
  'user.info.profile': ['username', 'bio_description', 'profile_deep_link', 'profile_web_link', 'is_verified'],
  'user.info.stats': ['follower_count', 'following_count', 'likes_count', 'video_count'],
}
export const knownUserFields = new Set(Object.keys(userFields))
export const scopeOfField = (field: string) =>
  Object.keys(userScopes).find((scope) => userScopes[scope]?.includes(field)) ?? ''
export const userView = (names: readonly string[], ...of: OfUser) => pick(userFields, names, ...of)

const cut = (text: string) => text.slice(0, readBack.text)
export const shareUrl = ({ creator, kind, id }: Post) => `${web}/@${creator.handle}/${kind}/${id}`
const embedLink = ({ id }: Post) => `${web}/embed/v2/${id}`

type OfPost = [state: State, post: Post]
/** The caption of a video is its title and its description. */
const videoFields: Fields<OfPost> = {
  id: (_, post) => post.id,
  create_time: (_, post) => Math.floor(post.at / 1000),
  cover_image_url: (state, post) => signed(state, `/cover/${post.id}.png`, coverHours),
  share_url: (_, post) => shareUrl(post),
  title: (_, { info }) => cut(info.title),
  video_description: (_, { info, kind }) => cut(kind === 'video' ? info.title : info.description),
  duration: (_, post) => Math.round(post.seconds),
  width: (_, post) => post.width,
  height: (_, post) => post.height,
  embed_link: (_, post) => embedLink(post),
  embed_html: (_, post) =>
    `<blockquote class="tiktok-embed" cite="${shareUrl(post)}" data-video-id="${post.id}"></blockquote>`,
  view_count: (state, post) => engaged(state, post).impressions,
  like_count: (state, post) => engaged(state, post).likes,
  comment_count: (state, post) => (post.info.commentsOff ? 0 : engaged(state, post).comments),
  share_count: (state, post) => engaged(state, post).shares,
  is_aigc: (_, { info }) => info.madeWithAi,
}
export const knownVideoFields = new Set(Object.keys(videoFields))
export const videoView = (names: readonly string[], ...of: OfPost) => pick(videoFields, names, ...of)
