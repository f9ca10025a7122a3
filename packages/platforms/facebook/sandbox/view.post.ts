/** Posts and comments as the API shows them. */
import type { Edge, Node } from '../../sandbox/graph/fields.ts'
import { engagement } from '../../sandbox/growth.ts'
import { isKnown, isOut, outAt } from './life.ts'
import type { State } from './state.ts'
import type { Comment, Photo, Post } from './things.ts'
import { fileUrl, photoUrl, postUrl, stamp, unix, videoUrl, www } from './urls.ts'

/** Made-up engagement, from the moment followers see it. */
export function figures(state: State, post: Post) {
  const out = outAt(post)
  return engagement(post.number, out === undefined ? 0 : (state.world.now() - out) / 1000)
}
export const counted = (total: number): Edge => ({
  nodes: [],
  summary: { total_count: total, viewer_reaction: 'NONE' },
})

export function commentsOf(state: State, post: Post | undefined, parent?: Comment, all = false): Edge {
  const found = (post?.comments ?? []).filter((one) => isKnown(state, one) && (all || one.parent === parent))
  return {
    nodes: found.map((one) => commentNode(state, one)),
    summary: { order: 'chronological', total_count: found.length, can_comment: true },
  }
}

const imageOf = (photo: Photo) => ({ src: fileUrl(photo.id), width: photo.seen.width, height: photo.seen.height })
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

export function postNode(state: State, post: Post): Node {
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

export const commentNode = (state: State, comment: Comment): Node => ({
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
