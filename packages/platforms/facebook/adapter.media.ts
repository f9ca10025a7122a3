/** Bringing media to Facebook. Everything here stays unseen until the one step that publishes it. */
import type { FreeStep, Json, Memory, Rendition, Reply } from '../interface.ts'
import { at, num, obj, post, str } from '../reply.ts'
import { idOf } from '../graph/answer.ts'
import { ask } from '../graph/ask.ts'
import { readNode } from '../graph/node.ts'
import { pollStep } from '../graph/poll.ts'
import { filmWire, readFilm } from './adapter.film.ts'
import { filmEdge, send, uploadAddress, write } from './adapter.wire.ts'

export const photoName = (n: number): string => `photo:${n}`
export const photoId = (memory: Memory, n: number): string => str(at(memory.get(photoName(n)), 'id'))
export const filmId = (memory: Memory): string => str(at(memory.get('start'), 'id'))

/** Stages a photo: it has a number and nobody sees it. One that is never used is deleted by Facebook after a day. */
export const photoStep = (file: Rendition, n: number, page: string): FreeStep => ({
  name: photoName(n),
  for: 'post',
  repeat: 'freely',
  async run(call) {
    const fields = { published: 'false', ...(file.alt === '' ? {} : { alt_text_custom: file.alt }) }
    const reply = await call.send(send(`${page}/photos`, fields, file))
    return { is: 'done', value: { id: idOf(reply) } }
  },
})

/** Opens the upload of a reel or a story. Its number is the key to whatever becomes of it. */
const startStep = (edge: string): FreeStep => ({
  name: 'start',
  for: 'post',
  repeat: 'freely',
  async run(call) {
    const reply = await call.send(write(edge, { upload_phase: 'start' }))
    return {
      is: 'done',
      value: { id: idOf(reply, 'video_id'), url: uploadAddress(str(at(reply.body, 'upload_url'))) },
    }
  },
})

/** Sends the rest of the file in one request, from where Facebook says that it stands. */
const bytesStep = (file: Rendition): FreeStep => ({
  name: 'upload',
  for: 'post',
  repeat: 'freely',
  async run(call, memory) {
    const state = await readNode(call, filmWire(filmId(memory)))
    const from = state ? readFilm(state).bytes : 0
    if (from >= file.bytes) return { is: 'done', value: from }
    await call.send({
      method: 'POST',
      url: str(at(memory.get('start'), 'url')),
      as: 'channel',
      scheme: 'OAuth',
      headers: { offset: String(from), file_size: String(file.bytes) },
      body: { is: 'bytes', file: { rendition: file.id, from, to: file.bytes }, type: 'application/octet-stream' },
    })
    return { is: 'done', value: file.bytes }
  },
})

/** All bytes are there. Waiting for the film to be ready would be in vain: a story is not worked on before its end. */
const arrivedStep = pollStep({
  name: 'arrived',
  wire: (memory) => filmWire(filmId(memory)),
  cadence: [2, 5, 10],
  patience: 10 * 60,
  mayBeMissing: 4,
  judge: (reply) => {
    const film = readFilm(reply)
    if (film.is === 'uploading') return { is: 'working', words: film.words }
    return film.is === 'lost' || film.is === 'failed'
      ? { is: 'redo', from: 'start', note: film.words }
      : { is: 'done', value: true }
  },
  stuck: (words) => ({ is: 'redo', from: 'start', note: words }),
})

/** A reel or a film as a story; `edge` says which. */
export const clipSteps = (file: Rendition, edge: string): readonly FreeStep[] => [
  startStep(edge),
  bytesStep(file),
  arrivedStep,
]

/** Where the next chunk begins and ends: in an answer, or in a refusal that names what was expected. */
function rangeIn(reply: Reply): { readonly from: number; readonly to: number } | undefined {
  const told = obj(reply.status >= 400 ? at(reply.body, 'error', 'error_data') : reply.body)
  const [from, to] = [told['start_offset'], told['end_offset']].map((value) => Number(value ?? Number.NaN))
  return from === undefined || to === undefined || Number.isNaN(from + to) ? undefined : { from, to }
}

/** An ordinary video, in the chunks that Facebook asks for. Its number is known before anybody sees it. */
export const videoSteps = (file: Rendition, page: string): readonly FreeStep[] => [
  {
    name: 'start',
    for: 'post',
    repeat: 'freely',
    async run(call) {
      const reply = await call.send(post(filmEdge(page), { upload_phase: 'start', file_size: String(file.bytes) }))
      const range = rangeIn(reply)
      if (!range) throw new Error('Facebook opened an upload without saying where it begins')
      const value: Json = { id: idOf(reply, 'video_id'), session: idOf(reply, 'upload_session_id'), ...range }
      return { is: 'done', value }
    },
  },
  {
    name: 'upload',
    for: 'post',
    repeat: 'freely',
    async run(call, memory) {
      const opened = obj(memory.get('start'))
      const place = obj(memory.get('upload') ?? opened)
      const [from, to] = [num(place['from']), Math.min(num(place['to']), file.bytes)]
      if (from >= to) return { is: 'done', value: { from, to } }
      const reply = await ask(
        call,
        {
          method: 'POST',
          url: filmEdge(page),
          as: 'channel',
          body: {
            is: 'multipart',
            fields: {
              upload_phase: 'transfer',
              upload_session_id: str(opened['session']),
              start_offset: String(from),
            },
            file: { rendition: file.id, from, to },
            fileField: 'video_file_chunk',
          },
        },
        (one) => rangeIn(one) !== undefined,
      )
      const next = rangeIn(reply)
      if (!next) throw new Error('Facebook took a chunk without saying where the next one begins')
      return { is: 'more', value: { ...next } }
    },
  },
]
