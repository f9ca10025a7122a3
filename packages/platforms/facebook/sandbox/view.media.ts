/** Photos and films as the API shows them. */
import type { Node } from '../../sandbox/graph/fields.ts'
import { isOut } from './life.ts'
import type { State } from './state.ts'
import { statusOf } from './status.ts'
import type { Photo, Video } from './things.ts'
import { fileUrl, photoUrl, stamp, videoUrl } from './urls.ts'
import { commentsOf, counted, figures } from './view.post.ts'

export const photoNode = (state: State, photo: Photo): Node => ({
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

export const videoNode = (state: State, video: Video): Node => {
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
