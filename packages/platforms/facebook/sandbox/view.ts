/** Facebook's objects as the API shows them. */
import { edgeOf, pick, type Edge, type Field, type Node } from '../../sandbox/graph/fields.ts'
import { askedPage } from '../../sandbox/graph/paging.ts'
import { engagement, followers } from '../../sandbox/growth.ts'
import { askedFields, type Call } from './gate.ts'
import { isKnown, isOut, outAt } from './life.ts'
import { statusOf } from './status.ts'
import type { State } from './state.ts'
import { pageToken } from './tokens.ts'
import type { Business, Comment, Page, Photo, Post, Thing, Token, User, Video } from './things.ts'

/** `2026-11-21T08:00:00+0000` */
export const stamp = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, '+0000')
const unix = (ms: number) => Math.floor(ms / 1000)
const www = 'https://www.facebook.com'
export const fileUrl = (key: string) => `https://scontent.xx.fbcdn.net/v/${key}`

const faceOf = (id: string, field: Field) => {
  const side = field.options.get('type') === 'large' ? 200 : 50
  const url = `https://scontent.xx.fbcdn.net/p/${id}?_nc_ht=scontent.xx&oe=practice`
  return { data: { url, is_silhouette: false, width: side, height: side } }
}

const userNode = (user: User): Node => ({
  type: 'User',
  usual: ['name', 'id'],
  fields: {
    id: user.id,
    name: user.name,
    first_name: user.name.split(' ')[0],
    last_name: user.name.split(' ').slice(1).join(' '),
    email: `${user.handle}@example.org`,
    picture: (field) => faceOf(user.id, field),
  },
})
const businessNode = ({ id, name }: Business): Node => ({
  type: 'Business',
  usual: ['id', 'name'],
  fields: { id, name, verification_status: 'not_verified' },
})

export const audience = (state: State, page: Page): number =>
  followers(page.id, page.followers, page.bornAt, state.world.now())

/** `parent`: the token of the person, from which the Page's own is made. */
export function pageNode(state: State, page: Page, token: Token, listed = false): Node {
  const role = page.roles.get(token.grant.user.id)
  const usual = listed ? ['access_token', 'category', 'category_list', 'name', 'id', 'tasks'] : ['name', 'id']
  return {
    type: 'Page',
    usual,
    fields: {
      id: page.id,
      name: page.name,
      username: page.handle,
      category: page.category,
      category_list: [{ id: '2500', name: page.category }],
      link: `${www}/${page.handle}`,
      about: 'A practice Page.',
      access_token: () => (role ? (token.page ? token.value : pageToken(state, token, page).value) : undefined),
      tasks: listed && role ? [...role] : undefined,
      picture: (field) => faceOf(page.id, field),
      followers_count: audience(state, page),
      fan_count: Math.floor(audience(state, page) * 0.9),
      is_published: true,
      verification_status: 'not_verified',
      instagram_business_account: undefined,
    },
  }
}

const photoUrl = (photo: Photo) => `${www}/photo.php?fbid=${photo.id}`
const imageOf = (photo: Photo) => ({ src: fileUrl(photo.id), width: photo.seen.width, height: photo.seen.height })
const photoNode = (state: State, photo: Photo): Node => ({
  type: 'Photo',
  usual: ['created_time', 'name', 'id'],
  fields: {
    id: photo.id,
    created_time: stamp(photo.at),
    updated_time: stamp(photo.at),
    name: photo.caption === '' ? undefined : photo.caption,
    alt_text_custom: photo.alt,
    link: photoUrl(photo),
    permalink_url: photoUrl(photo),
    picture: fileUrl(photo.id),
    width: photo.seen.width,
    height: photo.seen.height,
    images: [{ source: fileUrl(photo.id), width: photo.seen.width, height: photo.seen.height }],
    from: { id: photo.page.id, name: photo.page.name },
    page_story_id: photo.post && isOut(state, photo.post) ? photo.post.id : undefined,
    comments: () => ({ edge: commentsOf(state, photo.post) }),
  },
})

export const videoUrl = (video: Video) =>
  video.way === 'reel' ? `${www}/reel/${video.id}/` : `${www}/${video.page.id}/videos/${video.id}/`
const videoNode = (state: State, video: Video): Node => {
  const out = video.post !== undefined && isOut(state, video.post)
  return {
    type: 'Video',
    usual: ['updated_time', 'id', 'description'],
    fields: {
      id: video.id,
      created_time: stamp(video.at),
      updated_time: stamp(video.processing?.at ?? video.at),
      title: video.title === '' ? undefined : video.title,
      description: video.description === '' ? undefined : video.description,
      length: video.file?.seconds,
      permalink_url: videoUrl(video),
      post_id: out ? video.post?.number : undefined,
      published: out,
      scheduled_publish_time: video.post?.scheduledFor === undefined ? undefined : stamp(video.post.scheduledFor),
      source: video.file ? fileUrl(video.id) : undefined,
      picture: fileUrl(`${video.id}.jpg`),
      from: { id: video.page.id, name: video.page.name },
      status: () => statusOf(state, video),
      views: video.post ? figures(state, video.post).impressions : 0,
      comments: () => ({ edge: commentsOf(state, video.post) }),
      likes: () => ({ edge: counted(video.post ? figures(state, video.post).likes : 0) }),
    },
  }
}

/** Made-up engagement, from the moment followers see it. */
export function figures(state: State, post: Post) {
  const out = outAt(post)
  return engagement(post.number, out === undefined ? 0 : (state.world.now() - out) / 1000)
}
const counted = (total: number): Edge => ({ nodes: [], summary: { total_count: total, viewer_reaction: 'NONE' } })

export function commentsOf(state: State, post: Post | undefined, parent?: Comment, all = false): Edge {
  const found = (post?.comments ?? []).filter((one) => isKnown(state, one) && (all || one.parent === parent))
  return {
    nodes: found.map((one) => commentNode(state, one)),
    summary: { order: 'chronological', total_count: found.length, can_comment: true },
  }
}

export const postUrl = (post: Post): string => {
  if (post.story) return `https://facebook.com/stories/${post.page.id}/${post.number}`
  return post.video ? videoUrl(post.video) : `${www}/${post.page.id}/posts/${post.number}`
}

function attachmentsOf({ photos, video, link }: Post) {
  const one = (photo: Photo) => ({
    media_type: 'photo',
    type: 'photo',
    description: photo.caption,
    media: { image: imageOf(photo) },
    target: { id: photo.id, url: photoUrl(photo) },
    url: photoUrl(photo),
  })
  const [first] = photos
  if (video)
    return [
      {
        media_type: 'video',
        type: 'video_inline',
        target: { id: video.id, url: videoUrl(video) },
        url: videoUrl(video),
      },
    ]
  if (first && photos.length === 1) return [one(first)]
  if (first) return [{ ...one(first), media_type: 'album', type: 'album', subattachments: { data: photos.map(one) } }]
  if (link !== undefined)
    return [
      {
        media_type: 'link',
        type: 'share',
        title: new URL(link).host,
        url: link,
        unshimmed_url: link,
        target: { url: link },
      },
    ]
  return []
}

const statusType = ({ photos, video, link }: Post) => {
  if (photos.length > 0) return 'added_photos'
  if (video) return 'added_video'
  return link === undefined ? 'mobile_status_update' : 'shared_story'
}

function postNode(state: State, post: Post): Node {
  const { likes, shares } = figures(state, post)
  const attachments = attachmentsOf(post)
  const out = isOut(state, post)
  const author = { id: post.page.id, name: post.page.name }
  const fallback = Object.fromEntries(Object.entries(post.more).map(([name, value]) => [name, value as string]))
  return {
    type: 'Post',
    usual: ['created_time', 'message', 'id'],
    fields: {
      ...fallback,
      id: post.id,
      created_time: stamp(post.at),
      updated_time: stamp(post.changedAt),
      message: post.message === '' ? undefined : post.message,
      permalink_url: postUrl(post),
      from: author,
      application: { id: post.app.clientId, name: post.app.clientId, link: www },
      is_published: out,
      is_hidden: post.hidden,
      is_pinned: post.pinned,
      is_expired: false,
      scheduled_publish_time: post.scheduledFor === undefined || out ? undefined : unix(post.scheduledFor),
      status_type: statusType(post),
      full_picture: post.photos[0] ? fileUrl(post.photos[0].id) : undefined,
      picture: post.photos[0] ? fileUrl(post.photos[0].id) : undefined,
      attachments: attachments.length === 0 ? undefined : { data: attachments },
      shares: shares === 0 ? undefined : { count: shares },
      reactions: { edge: counted(likes) },
      likes: { edge: counted(likes) },
      comments: () => ({ edge: commentsOf(state, post) }),
      story: undefined,
      message_tags: undefined,
      place: undefined,
      targeting: post.more['targeting'] as string,
      feed_targeting: post.more['feed_targeting'] as string,
      call_to_action: post.more['call_to_action'] as string,
      backdated_time: post.more['backdated_time'] as string,
      privacy: { value: 'EVERYONE', description: 'Public', allow: '', deny: '', friends: '' },
    },
  }
}

const commentNode = (state: State, comment: Comment): Node => ({
  type: 'Comment',
  usual: ['created_time', 'from', 'message', 'id'],
  fields: {
    id: comment.id,
    created_time: stamp(comment.at),
    message: comment.message,
    from: { id: comment.from.id, name: comment.from.name },
    permalink_url: `${www}/${comment.post.page.id}/posts/${comment.post.number}?comment_id=${comment.id.split('_')[1] ?? ''}`,
    is_hidden: comment.hidden,
    can_hide: false, // a Page cannot hide what it said itself
    can_remove: true,
    can_comment: comment.parent === undefined,
    like_count: 0,
    user_likes: false,
    comment_count: commentsOf(state, comment.post, comment).nodes.length,
    parent: () => (comment.parent ? { node: commentNode(state, comment.parent) } : undefined),
    object: { id: comment.post.id },
    attachment:
      comment.photo === undefined ? undefined : { type: 'photo', media: { image: { src: fileUrl(comment.photo) } } },
    comments: () => ({ edge: commentsOf(state, comment.post, comment) }),
  },
})

export function nodeOf(state: State, thing: Thing, token: Token): Node {
  switch (thing.kind) {
    case 'user':
      return userNode(thing)
    case 'business':
      return businessNode(thing)
    case 'page':
      return pageNode(state, thing, token)
    case 'photo':
      return photoNode(state, thing)
    case 'video':
      return videoNode(state, thing)
    case 'post':
      return postNode(state, thing)
    case 'comment':
      return commentNode(state, thing)
  }
}

export const shown = (call: Call, thing: Thing): object =>
  pick(nodeOf(call.state, thing, call.token), askedFields(call))
/** A list of things as an edge, cut into pages as the call asks. */
export function listed(call: Call, nodes: readonly Node[], summary?: Readonly<Record<string, unknown>>): object {
  const reversed = call.parameters.text('order') === 'reverse_chronological'
  const asked = { ...askedPage(call.parameters), reversed, url: call.url }
  const wantsSummary = ['true', '1', 'total_count'].includes(call.parameters.text('summary') ?? '')
  return edgeOf({ nodes, ...(summary ? { summary } : {}) }, askedFields(call), { ...asked, summary: wantsSummary })
}
