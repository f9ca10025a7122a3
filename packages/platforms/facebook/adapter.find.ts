/** Looking for what was sent when its answer was lost. Facebook has no key for that, so what it shows is compared. */
import type { Call, Channel, Found, Intent, Memory, Remote } from '../interface.ts'
import { at, obj, objs, only, str } from '../reply.ts'
import type { Obj } from '../reply.ts'
import { isMissing } from '../graph/answer.ts'
import { ask } from '../graph/ask.ts'
import { filmWire, foundFilm } from './adapter.film.ts'
import { filmId, photoId } from './adapter.media.ts'
import { absolute, permalink, read } from './adapter.wire.ts'

const newest = 25
/** Clocks may differ by this much. */
const slackMs = 60_000

const fields = [
  'id',
  'message',
  'created_time',
  'permalink_url',
  'application{id}',
  'attachments{media_type,target{id},subattachments{target{id}}}',
].join(',')

/** Numbers of all that hangs on a post. */
export const attachedTo = (post: Obj): readonly string[] =>
  objs(at(post, 'attachments', 'data')).flatMap((one) =>
    [one, ...objs(at(one, 'subattachments', 'data'))].map((part) => str(at(part, 'target', 'id'))).filter(Boolean),
  )

/** Facebook trims texts, and lines may end in another way. */
const comparable = (text: string): string => text.replaceAll('\r\n', '\n').trim()

/** Which application made a post; our own is known by the posts that publications of ours own. */
const appOf = (post: Obj): string => str(at(post, 'application', 'id'))

/** Posts that can be the one we sent: by words, time and, where it can be told, by application. */
function sameWords(posts: readonly Obj[], sent: Obj, intent: Intent): readonly Obj[] {
  const ours = new Set(posts.filter((post) => intent.taken.has(str(post['id']))).map(appOf))
  const from = intent.sentAt.getTime() - slackMs
  return posts.filter((post) => {
    const isLink = objs(at(post, 'attachments', 'data')).some((one) => str(one['media_type']) === 'link')
    return (
      Date.parse(str(post['created_time'])) >= from &&
      comparable(str(post['message'])) === comparable(str(sent['message'])) &&
      (str(sent['message']) !== '' || isLink) &&
      (ours.size === 0 || ours.has(appOf(post)))
    )
  })
}

const live = (post: Obj, seen: string): Found => {
  const id = str(post['id'])
  const remote: Remote = { id, url: absolute(str(post['permalink_url'])) || permalink(id), at: 'public' }
  return { is: 'live', remote, value: { id }, seen }
}

/** Photos of ours that hang on a post are certain; words alone are only strong. */
export async function findPost(
  call: Call,
  channel: Channel,
  photos: readonly string[],
  intent: Intent,
): Promise<Found> {
  const since = String(Math.floor((intent.sentAt.getTime() - slackMs) / 1000))
  const reply = await call.send(
    read(`${channel.remoteId}/published_posts`, {
      fields,
      limit: String(newest),
      ...(photos.length > 0 ? {} : { since }),
    }),
  )
  const posts = objs(at(reply.body, 'data'))
  const free = posts.filter((post) => !intent.taken.has(str(post['id'])))
  if (photos.length > 0) {
    const hit = free.find((post) => attachedTo(post).some((id) => photos.includes(id)))
    return hit ? live(hit, 'a photo of ours hangs on it') : absent(posts.length)
  }
  const { body } = intent.wire
  const hits = sameWords(posts, body?.is === 'json' ? obj(body.value) : {}, intent).filter((post) =>
    free.includes(post),
  )
  const hit = only(hits)
  if (hit) return live(hit, 'these words, among the newest posts of the Page')
  return hits.length > 1
    ? { is: 'unsure', why: `${hits.length} posts with these words appeared when we sent` }
    : absent(posts.length)
}
const absent = (count: number): Found => ({
  is: 'absent',
  sure: false,
  seen: `not among the ${count} newest posts of the Page`,
})

export const storiesWire = (page: string, since?: string) =>
  read(`${page}/stories`, { fields: 'post_id,status,creation_time,media_type,media_id,url', since })

/** Ids of stories are strings or numbers. */
export const storyId = (value: unknown): string => (typeof value === 'number' ? String(value) : str(value))

/** The story in a list of them that shows this photo or film; its address is for a day. */
export function storyOf(body: unknown, mediaId: string): { readonly id: string; readonly url: string } | undefined {
  const story = objs(at(body, 'data')).find((one) => str(one['media_id']) === mediaId)
  const id = storyId(story?.['post_id'])
  return id === '' ? undefined : { id, url: str(story?.['url']) }
}
export const storyRemote = ({ id, url }: { readonly id: string; readonly url: string }): Remote => ({
  id,
  ...(url === '' ? {} : { url }),
  at: 'public',
})

export async function findPhotoStory(call: Call, channel: Channel, memory: Memory, intent: Intent): Promise<Found> {
  const since = String(Math.floor((intent.sentAt.getTime() - slackMs) / 1000))
  const { body } = await call.send(storiesWire(channel.remoteId, since))
  const story = storyOf(body, photoId(memory, 0))
  if (!story) return { is: 'absent', sure: false, seen: 'our photo is not among the newest stories of the Page' }
  const seen = 'our photo is among the stories of the Page'
  return { is: 'live', remote: storyRemote(story), value: { id: story.id }, seen }
}

export const findFilm = async (call: Call, memory: Memory): Promise<Found> =>
  foundFilm(await ask(call, filmWire(filmId(memory)), isMissing))

export async function findComment(call: Call, channel: Channel, post: string, intent: Intent): Promise<Found> {
  const { body: sent } = intent.wire
  const text = comparable(sent?.is === 'json' ? str(obj(sent.value)['message']) : '')
  const reply = await call.send(
    read(`${post}/comments`, {
      fields: 'id,message,from,created_time',
      order: 'reverse_chronological',
      limit: '50',
    }),
  )
  const hit = objs(at(reply.body, 'data')).find(
    (one) =>
      str(at(one, 'from', 'id')) === channel.remoteId &&
      comparable(str(one['message'])) === text &&
      Date.parse(str(one['created_time'])) >= intent.sentAt.getTime() - slackMs,
  )
  return hit
    ? { is: 'done', value: { id: str(hit['id']) }, seen: 'among the newest comments of the post' }
    : { is: 'absent', sure: false, seen: 'not among the newest comments of the post' }
}
