/** What was accepted is not yet seen: waiting until followers can, and for the number and address it has then. */
import type { Call, Channel, FreeStep, Memory, Remote } from '../interface.ts'
import { at, num, str } from '../reply.ts'
import { isMissing } from '../graph/answer.ts'
import { ask } from '../graph/ask.ts'
import { readNode } from '../graph/node.ts'
import { pollStep, waitedFor } from '../graph/poll.ts'
import type { Judged } from '../graph/poll.ts'
import { filmWire, readFilm } from './adapter.film.ts'
import type { Film } from './adapter.film.ts'
import { storiesWire, storyOf, storyRemote } from './adapter.find.ts'
import { filmId, photoId } from './adapter.media.ts'
import { absolute, erase, permalink, read, wholeId } from './adapter.wire.ts'

const name = 'seen'
/** A reel is ready in minutes; hours of video take hours. After that it is stuck, and taken back. */
const patience = { clip: 60 * 60, video: 6 * 60 * 60 } as const
/** The number of the post may come after the film is out. It is not waited for longer. */
const numberSeconds = 60

/** Nothing may come out later, when a person has been told that it failed: so the film is deleted first. */
async function takeBack(words: string, memory: Memory, call: Call) {
  await ask(call, erase(filmId(memory)), isMissing)
  return { is: 'refused', problem: 'network.media-stuck', words } as const
}

interface Waits {
  readonly patience: number
  /** The remote of a film that is out; none while its number is not told. */
  readonly remote: (film: Film, memory: Memory, call: Call) => Promise<Remote | undefined>
}

const filmStep = ({ patience: seconds, remote }: Waits): FreeStep =>
  pollStep({
    name,
    wire: (memory) => filmWire(filmId(memory)),
    cadence: [5, 5, 10, 10, 20, 30, 60, 60, 60, 60, 120, 300],
    patience: seconds,
    // Once it was accepted, "does not exist" is never taken for an end: it may be seen later, when it was called failed.
    mayBeMissing: Number.POSITIVE_INFINITY,
    stuck: takeBack,
    async judge(reply, memory, call): Promise<Judged> {
      const film = readFilm(reply)
      if (film.is === 'failed' || film.is === 'lost')
        return { is: 'refused', problem: 'network.media-processing', words: film.words }
      const found = film.is === 'out' ? await remote(film, memory, call) : undefined
      if (!found) return { is: 'working', words: film.words }
      return { is: 'live', remote: found, value: { post: found.id ?? '', video: filmId(memory) } }
    },
  })

/** A reel or a video: its post has a number of its own, under which it is measured and commented on. */
export const filmSeen = ({ remoteId }: Channel, kind: 'reel' | 'video'): FreeStep =>
  filmStep({
    patience: kind === 'reel' ? patience.clip : patience.video,
    remote: async ({ postId, url }, memory) => {
      if (postId === '' && waitedFor(memory, name) < numberSeconds) return undefined
      const id = wholeId(remoteId, postId) || filmId(memory)
      return { id, url: absolute(url) || permalink(kind === 'reel' ? `reel/${filmId(memory)}/` : id), at: 'public' }
    },
  })

/** The list of stories tells the address; that it does not is no trouble. */
async function storyIn(call: Call, { remoteId }: Channel, mediaId: string) {
  const reply = await ask(call, storiesWire(remoteId), () => true)
  return storyOf(reply.body, mediaId)
}

export const filmStorySeen = (channel: Channel): FreeStep =>
  filmStep({
    patience: patience.clip,
    remote: async ({ postId }, memory, call) => {
      const video = filmId(memory)
      const story = await storyIn(call, channel, video)
      const id = str(at(memory.get('finish'), 'post')) || postId
      if (story) return storyRemote(story)
      if (id !== '') return { id, at: 'public' }
      return waitedFor(memory, name) < numberSeconds ? undefined : { id: video, at: 'public' }
    },
  })

/** The address of what is out, which the answer to publishing does not tell. Looked for three times at most. */
const linkStep = (find: (call: Call, memory: Memory) => Promise<Remote | undefined>): FreeStep => ({
  name: 'permalink',
  for: 'extra',
  repeat: 'freely',
  async run(call, memory) {
    const remote = await find(call, memory)
    if (remote) return { is: 'live', remote }
    const asked = num(at(memory.get('permalink'), 'asked')) + 1
    return asked < 3 ? { is: 'wait', seconds: 5, value: { asked } } : { is: 'done', value: { asked } }
  },
})

export const storyLink = (channel: Channel): FreeStep =>
  linkStep(async (call, memory) => {
    const story = await storyIn(call, channel, photoId(memory, 0))
    return story && storyRemote(story)
  })

export const postLink: FreeStep = linkStep(async (call, memory) => {
  const id = str(at(memory.get('create'), 'id'))
  const reply = id === '' ? undefined : await readNode(call, read(id, { fields: 'permalink_url' }))
  const url = absolute(str(at(reply?.body, 'permalink_url')))
  return url === '' ? undefined : { id, url, at: 'public' }
})
