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
const sinceOf = ({ sentAt }: Intent): string => String(Math.floor((sentAt.getTime() - slackMs) / 1000))

const fields = [
  'id',
  'message',
  'created_time',
  'permalink_url',
  'application{id}',
  'attachments{media_type,unshimmed_url,target{id},subattachments{target{id}}}',
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

/** The address of a post's link card; empty if it has none. */
const cardOf = (post: Obj): string =>
  str(objs(at(post, 'attachments', 'data')).find((one) => str(one['media_type']) === 'link')?.['unshimmed_url'])

/** Facebook may show the address that the page calls its own; case of the host and a last slash are no difference. */
const isSameAddress = (one: string, other: string): boolean => {
  const [a, b] = [one, other].map((url) => (URL.canParse(url) ? new URL(url).href.replace(/\/$/, '') : url))
  return a === b
}

/** Posts that can be the one we sent: by words, time and application. What a person posts by hand has none. */
function sameWords(posts: readonly Obj[], sent: Obj, intent: Intent): readonly Obj[] {
  const ours = new Set(posts.filter((post) => intent.taken.has(str(post['id']))).map(appOf))
  const from = intent.sentAt.getTime() - slackMs
  return posts.filter((post) => {
    return (
      Date.parse(str(post['created_time'])) >= from &&
      comparable(str(post['message'])) === comparable(str(sent['message'])) &&
      (str(sent['message']) !== '' || cardOf(post) !== '') &&
      (ours.size === 0 ? appOf(post) !== '' : ours.has(appOf(post)))
    )
  })
}

const live = (post: Obj, seen: string): Found => {
  const id = str(post['id'])
  const remote: Remote = { id, url: absolute(str(post['permalink_url'])) || permalink(id), at: 'public' }
  return { is: 'live', remote, value: { id }, seen }
}

const postsOf = async (call: Call, page: string, since?: string): Promise<readonly Obj[]> =>
  objs(at((await call.send(read(`${page}/published_posts`, { fields, limit: String(newest), since }))).body, 'data'))

/** The post that one of these photos hangs on: a photo can hang on one only. */
const holding = (posts: readonly Obj[], photos: readonly string[]): Obj | undefined =>
  posts.find((post) => attachedTo(post).some((id) => photos.includes(id)))

/** The number of the post that shows a photo of ours already; empty if none of the newest does. */
export const postWith = async (call: Call, { remoteId }: Channel, photos: readonly string[]): Promise<string> =>
  str(holding(await postsOf(call, remoteId), photos)?.['id'])

/** Photos of ours that hang on a post are certain. */
export async function findAlbum(call: Call, channel: Channel, photos: readonly string[]): Promise<Found> {
  const posts = await postsOf(call, channel.remoteId)
  const hit = holding(posts, photos)
  return hit ? live(hit, 'a photo of ours hangs on it') : absent(posts.length)
}

/** Words alone are only strong: two posts that fit, or one with another link, are a doubt. */
export async function findPost(call: Call, channel: Channel, intent: Intent): Promise<Found> {
  const posts = await postsOf(call, channel.remoteId, sinceOf(intent))
  const { body } = intent.wire
  const sent = body?.is === 'json' ? obj(body.value) : {}
  const hits = sameWords(posts, sent, intent).filter((post) => !intent.taken.has(str(post['id'])))
  const hit = only(hits)
  if (hits.length > 1) return { is: 'unsure', why: `${hits.length} posts with these words appeared when we sent` }
  if (!hit) return absent(posts.length)
  const link = str(sent['link'])
  return link === '' || isSameAddress(cardOf(hit), link)
    ? live(hit, 'these words, among the newest posts of the Page')
    : { is: 'unsure', why: `a post with these words appeared when we sent, with the link ${cardOf(hit) || 'missing'}` }
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
  const { body } = await call.send(storiesWire(channel.remoteId, sinceOf(intent)))
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
