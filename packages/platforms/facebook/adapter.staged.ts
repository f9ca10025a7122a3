/**
 * What lies ready may be refused by the one step that publishes it: a day may have passed, or it is out already, because
 * an answer was lost. Which of both is asked here, before anything is made anew: a second upload would be a second post.
 */
import type { Call, Channel, FreeStep, Memory, Progress } from '../interface.ts'
import { at, obj, str, strs } from '../reply.ts'
import { isMissing } from '../graph/answer.ts'
import { ask } from '../graph/ask.ts'
import { readNode } from '../graph/node.ts'
import { pollStep } from '../graph/poll.ts'
import { filmWire, readFilm } from './adapter.film.ts'
import { postWith, storiesWire, storyOf } from './adapter.find.ts'
import { filmId, photoId, photoName } from './adapter.media.ts'
import { erase, read } from './adapter.wire.ts'

const name = 'staged'
const step = { name, for: 'post', repeat: 'freely' } as const

/** The number of what is out already; empty while it still has to be published. */
export const outAs = (memory: Memory): string => str(at(memory.get(name), 'out'))

type Where = (call: Call, photos: readonly string[]) => Promise<string>

/** Photos that were refused (the note says which): those that are gone are uploaded again, those on a post are not. */
const photosStep = (count: number, where: Where): FreeStep => ({
  ...step,
  async run(call, memory) {
    const refused = strs(memory.note(name))
    const ids = Array.from({ length: count }, (_, n) => photoId(memory, n))
    if (!ids.some((id) => refused.includes(id))) return { is: 'done', value: true }
    const out = await where(call, ids)
    if (out !== '') return { is: 'done', value: { out } }
    for (const id of ids) {
      const photo = await readNode(call, read(id, { fields: 'id' }))
      if (!photo) return { is: 'redo', from: photoName(0) }
    }
    return { is: 'refused', problem: 'network.duplicate', words: 'Facebook does not take these photos a second time.' }
  },
})

export const stagedAlbum = (count: number, channel: Channel): FreeStep =>
  photosStep(count, (call, photos) => postWith(call, channel, photos))

export const stagedStory = ({ remoteId }: Channel): FreeStep =>
  photosStep(1, async (call, [photo = '']) => {
    const { body } = await call.send(storiesWire(remoteId))
    return storyOf(body, photo)?.id ?? ''
  })

/** Long enough for Facebook to say what it does with a film that it works on. */
const patience = 10 * 60

/** Deleted first, so that the old film cannot come out beside the new one. */
async function anew(call: Call, memory: Memory): Promise<Progress> {
  await ask(call, erase(filmId(memory)), isMissing)
  return { is: 'redo', from: 'start' }
}

const filmStep = pollStep({
  name,
  wire: (memory) => filmWire(filmId(memory)),
  cadence: [5, 10, 20, 30],
  patience,
  mayBeMissing: Number.POSITIVE_INFINITY,
  judge(reply, memory) {
    const film = readFilm(reply)
    if (film.accepted) return { is: 'done', value: { out: filmId(memory) } }
    return film.is === 'working' ? { is: 'working', words: film.words } : { is: 'redo', from: 'start' }
  },
  stuck: (_, memory, call) => anew(call, memory),
})

/** A film whose end was refused (the note names it): one that will be seen is waited for, any other is sent anew. */
export const stagedFilm: FreeStep = {
  ...step,
  run(call, memory) {
    const { id = '', session = '' } = obj(memory.get('start'))
    const isDoubted = memory.get(name) !== undefined || [id, session].includes(memory.note(name) ?? null)
    return isDoubted ? filmStep.run(call, memory) : Promise.resolve({ is: 'done', value: true })
  },
}
