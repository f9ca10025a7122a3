/** Addresses and times as Facebook writes them. */
import type { Photo, Post, Video } from './things.ts'

/** `2026-11-21T08:00:00+0000` */
export const stamp = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, '+0000')
export const unix = (ms: number) => Math.floor(ms / 1000)
export const www = 'https://www.facebook.com'
export const fileUrl = (key: string) => `https://scontent.xx.fbcdn.net/v/${key}`

export const photoUrl = (photo: Photo) => `${www}/photo.php?fbid=${photo.id}`
export const videoUrl = (video: Video) =>
  video.way === 'reel' ? `${www}/reel/${video.id}/` : `${www}/${video.page.id}/videos/${video.id}/`
export const postUrl = (post: Post): string => {
  if (post.story) return `https://facebook.com/stories/${post.page.id}/${post.number}`
  return post.video ? videoUrl(post.video) : `${www}/${post.page.id}/posts/${post.number}`
}
