/** The steps that followers see the end of. Each is sent once, and each knows how to find out what became of it. */
import type { Channel, Frozen, Json, Memory, OnceStep, Progress, Reply } from '../interface.ts'
import { at, compact, post, str } from '../reply.ts'
import { idOf } from '../graph/answer.ts'
import {
  findAlbum,
  findFilm,
  findPhotoStory,
  findPost,
  storiesWire,
  storyId,
  storyOf,
  storyRemote,
} from './adapter.find.ts'
import { filmWire } from './adapter.film.ts'
import { filmId, photoId } from './adapter.media.ts'
import { outAs } from './adapter.staged.ts'
import { absolute, filmEdge, permalink, read, shared, write } from './adapter.wire.ts'
import type { Settings } from './compose.ts'

const once = { for: 'post', repeat: 'never' } as const
/** Copies of Facebook's data lag behind by some seconds; a film is worked on before it is seen. */
const postLook = [15, 60, 180] as const
const filmLook = [15, 60, 180, 600] as const

const photosOf = ({ parts }: Frozen<Settings>, memory: Memory): readonly string[] =>
  parts[0].media.map((_, n) => photoId(memory, n))
/** An empty text beside media is refused, so it is left out. */
const said = (text: string): string | undefined => (text.trim() === '' ? undefined : text)

function feedBody(frozen: Frozen<Settings>, memory: Memory): Json {
  const { parts, settings } = frozen
  const photos = photosOf(frozen, memory)
  const link = photos.length === 0 ? settings.link : undefined
  return compact({
    message: said(parts[0].text),
    link,
    call_to_action: link && settings.button ? { type: settings.button, value: { link } } : undefined,
    attached_media: photos.length > 0 ? photos.map((id) => ({ media_fbid: id })) : undefined,
    ...shared(settings),
  })
}

/**
 * A text, a link or photos. Facebook refuses to post a staged photo twice, so a post of photos may be sent again. The
 * answer is not asked for the address: an error in reading it would look like a refusal of a post that is out.
 */
export const feedStep = (frozen: Frozen<Settings>, channel: Channel): OnceStep => ({
  ...once,
  name: 'create',
  request: (memory) => {
    const out = outAs(memory)
    return out === ''
      ? write(`${channel.remoteId}/feed`, feedBody(frozen, memory))
      : read(out, { fields: 'id,permalink_url' })
  },
  read: (reply) => {
    const id = idOf(reply)
    const url = absolute(str(at(reply.body, 'permalink_url'))) || permalink(id)
    return { is: 'live', remote: { id, url, at: 'public' }, value: { id } }
  },
  look: postLook,
  ...(frozen.parts[0].media.length > 0
    ? { find: (call, memory) => findAlbum(call, channel, photosOf(frozen, memory)), resend: true }
    : { find: (call, _, intent) => findPost(call, channel, intent) }),
})

/** "success" only means that Facebook goes on with it; the next step sees it, or sees it fail. */
function readSuccess(reply: Reply, memory: Memory): Progress {
  if (outAs(memory) !== '') return { is: 'done', value: { post: '' } }
  if (at(reply.body, 'success') !== true) throw new Error('Facebook answered without success')
  return { is: 'done', value: { post: storyId(at(reply.body, 'post_id')) } }
}

/** A photo as a story, seen at once. The staged photo can be used once, here too. */
export const photoStoryStep = (channel: Channel): OnceStep => ({
  ...once,
  name: 'create',
  request: (memory) =>
    outAs(memory) === ''
      ? write(`${channel.remoteId}/photo_stories`, { photo_id: photoId(memory, 0) })
      : storiesWire(channel.remoteId),
  read: (reply, memory) => {
    const story = storyOf(reply.body, photoId(memory, 0))
    if (story) return { is: 'live', remote: storyRemote(story), value: { id: story.id } }
    const id = idOf(reply, 'post_id')
    return { is: 'live', remote: { id, at: 'public' }, value: { id } }
  },
  look: postLook,
  find: (call, memory, intent) => findPhotoStory(call, channel, memory, intent),
  resend: true,
})

/** The end of an upload, after which the film is published. Its number is known, so nothing has to be guessed. */
const finishStep = (request: OnceStep['request']): OnceStep => ({
  ...once,
  name: 'finish',
  request: (memory) => (outAs(memory) === '' ? request(memory) : filmWire(filmId(memory))),
  read: readSuccess,
  look: filmLook,
  find: findFilm,
})

export const finishReel = ({ parts, settings }: Frozen<Settings>, { remoteId }: Channel): OnceStep =>
  finishStep((memory) =>
    write(
      `${remoteId}/video_reels`,
      compact({
        upload_phase: 'finish',
        video_id: filmId(memory),
        video_state: 'PUBLISHED',
        description: said(parts[0].text),
        title: settings.title,
        ...shared(settings),
      }),
    ),
  )

export const finishStory = ({ remoteId }: Channel): OnceStep =>
  finishStep((memory) => write(`${remoteId}/video_stories`, { upload_phase: 'finish', video_id: filmId(memory) }))

export const finishVideo = ({ parts, settings }: Frozen<Settings>, { remoteId }: Channel): OnceStep =>
  finishStep((memory) =>
    post(
      filmEdge(remoteId),
      compact({
        upload_phase: 'finish',
        upload_session_id: str(at(memory.get('start'), 'session')),
        description: said(parts[0].text),
        title: settings.title,
        ...shared(settings),
      }),
    ),
  )
