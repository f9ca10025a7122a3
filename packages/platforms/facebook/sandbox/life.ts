/** When things are seen: processing, schedules, stories that fade, replicas that lag. */
import type { State } from './state.ts'
import type { Photo, Post, Thing, Video } from './things.ts'

export const storySeconds = 24 * 60 * 60

/** When a film is ready to be seen; undefined: it is not being processed, or it failed. */
export const readyAt = ({ processing }: Video): number | undefined =>
  processing === undefined || processing.failure !== undefined ? undefined : processing.at + processing.seconds * 1000

/** When followers first see a post, in ms; undefined: as things are, never. */
export function outAt(post: Post): number | undefined {
  const made = post.scheduledFor ?? (post.published ? post.publishedAt : undefined)
  if (made === undefined || !post.video) return made
  const ready = readyAt(post.video)
  return ready === undefined ? undefined : Math.max(made, ready)
}

export function isOut(state: State, post: Post): boolean {
  const at = outAt(post)
  return !post.deleted && at !== undefined && at <= state.world.now()
}
export const isFaded = (state: State, post: Post): boolean =>
  post.story && state.world.now() >= (outAt(post) ?? post.at) + storySeconds * 1000

/** Staged photos are forgotten after a day. */
const isStale = (state: State, photo: Photo) => photo.post === undefined && photo.until <= state.world.now()

/** The API knows it: not deleted, and the replicas have caught up. */
export function isKnown(state: State, thing: Thing): boolean {
  const now = state.world.now()
  switch (thing.kind) {
    case 'photo':
      return !thing.deleted && !isStale(state, thing)
    case 'video':
      return !thing.deleted && thing.seenFrom <= now
    case 'post':
      return !thing.deleted && thing.seenFrom <= now
    case 'comment':
      return !thing.deleted && !thing.post.deleted && thing.seenFrom <= now
    default:
      return true
  }
}

/** What an id stands for: posts by both of their ids, Pages by name too. */
export function find(state: State, id: string): Thing | undefined {
  const page = state.pages.get(id) ?? [...state.pages.values()].find((one) => one.handle === id)
  return (
    page ??
    state.users.get(id) ??
    state.businesses.get(id) ??
    state.posts.get(id) ??
    state.photos.get(id) ??
    state.videos.get(id) ??
    state.comments.get(id)
  )
}

/** The Page a thing belongs to. */
export function pageOf(thing: Thing): string | undefined {
  if (thing.kind === 'user' || thing.kind === 'business') return undefined
  if (thing.kind === 'page') return thing.id
  return thing.kind === 'comment' ? thing.post.page.id : thing.page.id
}
