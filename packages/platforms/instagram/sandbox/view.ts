/** Accounts, Pages, containers, posts and comments as nodes of Graph. */
import type { Node } from '../../sandbox/graph/fields.ts'
import type { Call } from './call.ts'
import { statusOf, statusText, videoStatus } from './container.ts'
import { engagedOf, followersOf, stamp } from './figures.ts'
import { productOf } from './insights.media.ts'
import { listed, type Account, type Comment, type Container, type Media, type Page, type State } from './state.ts'
import { pageToken } from './tokens.ts'

export const avatarOf = ({ id }: { readonly id: string }) => `https://scontent.cdninstagram.com/avatars/${id}.png`
const fileOf = (key: string) => `https://scontent.cdninstagram.com/v/${key}`

/** Never made from the number of a post. */
export function permalinkOf(media: Media): string {
  const { account, id, shortcode } = media
  const product = productOf(media)
  if (product === 'STORY') return `https://www.instagram.com/stories/${account.handle}/${id}`
  return `https://www.instagram.com/${product === 'REELS' ? 'reel' : 'p'}/${shortcode}/`
}

/** Newest first, without stories. */
export const postsOf = (state: State, account: Account): Media[] =>
  account.media.filter((one) => listed(state, one) && productOf(one) !== 'STORY').toReversed()
export const storiesOf = (state: State, account: Account): Media[] =>
  account.media.filter((one) => listed(state, one) && productOf(one) === 'STORY').toReversed()
export const commentsOf = (media: Media, parent?: Comment): Comment[] =>
  media.comments.filter((one) => !one.deleted && one.parent === parent).toReversed()

export function accountNode(call: Call, account: Account): Node {
  const { state, caller } = call
  const shared: Node['fields'] = {
    username: account.handle,
    name: account.name,
    profile_picture_url: avatarOf(account),
    followers_count: followersOf(state, account),
    follows_count: 118,
    media_count: () => account.media.filter((one) => listed(state, one)).length,
    biography: 'Practice account: made up, nothing here is public.',
    website: 'https://example.com/',
    media: () => ({ edge: { nodes: postsOf(state, account).map((one) => mediaNode(call, one)) } }),
    stories: () => ({ edge: { nodes: storiesOf(state, account).map((one) => mediaNode(call, one)) } }),
  }
  if (caller.way === 'facebook') return { type: 'IGUser', usual: ['id'], fields: { id: account.id, ...shared } }
  const kind = account.kind === 'business' ? 'BUSINESS' : 'MEDIA_CREATOR'
  return {
    type: 'IGUser',
    usual: ['id'],
    fields: { id: account.scopedId, user_id: account.id, account_type: kind, ...shared },
  }
}

export function pageNode(call: Call, page: Page): Node {
  const { account } = page
  return {
    type: 'Page',
    usual: ['name', 'id'],
    fields: {
      id: page.id,
      name: page.name,
      username: page.handle,
      category: 'Local business',
      category_list: [{ id: '2500', name: 'Local business' }],
      tasks: page.tasks,
      access_token: () => pageToken(call.state, call.caller.token, page),
      link: `https://www.facebook.com/${page.handle}`,
      picture: { data: { url: avatarOf(page), is_silhouette: false, width: 50, height: 50 } },
      instagram_business_account: () => (account ? { node: accountNode(call, account) } : undefined),
      connected_instagram_account: () => (account ? { node: accountNode(call, account) } : undefined),
      location: page.located ? { latitude: 38.71, longitude: -9.14, city: 'Lisbon', country: 'Portugal' } : undefined,
    },
  }
}

export const containerNode = (state: State, container: Container): Node => ({
  type: 'ShadowIGMediaBuilder',
  usual: ['id'],
  fields: {
    id: container.id,
    status_code: () => statusOf(state, container),
    status: () => statusText(state, container),
    video_status: () => (container.pushed ? videoStatus(state, container) : undefined),
    copyright_check_status: () => ({ status: 'completed', matches_found: false }),
  },
})

const mediaType = ({ content, load }: Container) => {
  if (content.form === 'carousel') return 'CAROUSEL_ALBUM'
  return load.seen?.type.startsWith('video/') ? 'VIDEO' : 'IMAGE'
}
const filesOf = ({ content, load }: Container): Node['fields'] => ({
  media_url: load.key === undefined ? undefined : fileOf(load.key),
  thumbnail_url: content.coverKey === undefined ? undefined : fileOf(content.coverKey),
})

export function mediaNode(call: Call, media: Media): Node {
  const { state, caller } = call
  const { account, container } = media
  const { content } = container
  const counts = () => engagedOf(state, media)
  const first = container.children[0] ?? container
  const facebook: Node['fields'] = {
    saved_count: () => counts().saves,
    shares_count: () => counts().shares,
    reposts_count: () => Math.floor(counts().shares / 3),
  }
  return {
    type: 'IGMedia',
    usual: ['id'],
    fields: {
      id: media.id,
      caption: content.caption === '' ? undefined : content.caption,
      alt_text: content.altText,
      timestamp: stamp(media.at),
      permalink: permalinkOf(media),
      shortcode: media.shortcode,
      media_type: mediaType(container),
      media_product_type: productOf(media),
      ...filesOf(first),
      username: account.handle,
      owner: { id: caller.way === 'instagram' ? account.scopedId : account.id },
      like_count: () => counts().likes,
      comments_count: () => commentsOf(media).length,
      is_comment_enabled: !media.commentsOff,
      is_shared_to_feed: content.form === 'reel' ? content.inFeed : undefined,
      children: () => (media.children.length === 0 ? undefined : { edge: { nodes: childNodes(media) } }),
      comments: () => ({ edge: { nodes: commentsOf(media).map((one) => commentNode(one)) } }),
      ...(caller.way === 'facebook' ? facebook : {}),
    },
  }
}

export const childNodes = (media: Media): Node[] =>
  media.children.map(({ id, container }) => ({
    type: 'IGMedia',
    usual: ['id'],
    fields: {
      id,
      alt_text: container.content.altText,
      media_type: mediaType(container),
      media_product_type: productOf(media),
      permalink: permalinkOf(media),
      timestamp: stamp(media.at),
      username: media.account.handle,
      ...filesOf(container),
    },
  }))

export function commentNode(comment: Comment): Node {
  const { id, by, on, text, at, hidden, parent } = comment
  return {
    type: 'IGComment',
    usual: ['timestamp', 'text', 'id'],
    fields: {
      id,
      text,
      timestamp: stamp(at),
      username: by.handle,
      from: { id: by.id, username: by.handle },
      like_count: 0,
      hidden,
      parent_id: parent?.id,
      media: { id: on.id, media_product_type: productOf(on) },
      replies: () => ({ edge: { nodes: commentsOf(on, comment).map((one) => commentNode(one)) } }),
    },
  }
}
