/** Bringing one file to the server, and waiting until it has worked on it. */
import type { Call, Channel, FreeStep, Memory, Progress, Rendition } from '../interface.ts'
import { at, get, num, obj, str } from '../reply.ts'
import type { Obj } from '../reply.ts'
import { see } from './adapter.errors.ts'
import { api } from './adapter.wire.ts'

/** Seconds: asked after 1, 2, 4 … 30; after a quarter of an hour nobody waits any more. Source: sheet, section 6. */
const pace = { most: 30, patience: 15 * 60 } as const

export const mediaName = (part: number, k: number): string => `media:${part}.${k}`

/** One request, then questions. An upload whose answer is lost is made again; the server drops the first in a day. */
export function mediaStep(channel: Channel, file: Rendition, name: string, focus = ''): FreeStep {
  return {
    name,
    for: 'post',
    repeat: 'freely',
    run: (call, memory) => {
      const before = obj(memory.get(name))
      const id = str(before['id'])
      return id === '' ? upload(call, channel, memory, { file, name, focus }) : ask(call, channel, { name, id, before })
    },
  }
}

interface Sent {
  readonly file: Rendition
  readonly name: string
  readonly focus: string
}

async function upload(call: Call, channel: Channel, memory: Memory, { file, name, focus }: Sent): Promise<Progress> {
  const fields = {
    ...(file.alt === '' ? {} : { description: file.alt }),
    ...(focus.trim() === '' ? {} : { focus: focus.replaceAll(/\s/g, '') }),
  }
  // A server that could not work on the file twice will not the third time.
  const isSecond = memory.note(name) === 'again'
  const reply = await call.send(
    {
      method: 'POST',
      url: api(channel, 'v2/media'),
      as: 'channel',
      body: { is: 'multipart', fields, file: { rendition: file.id }, fileField: 'file' },
    },
    isSecond ? [500] : [],
  )
  if (reply.status === 500) return { is: 'refused', problem: 'network.media-processing', words: see(reply).words }
  const id = str(at(reply.body, 'id'))
  if (id === '') throw new Error('Mastodon accepted an upload without naming it')
  // Called ready before, and refused as unfinished: it is asked about now, whatever the answer says.
  const isDoubtful = memory.note(name) === 'unfinished'
  return reply.status === 202 || isDoubtful ? pause({ id, waited: 0 }) : { is: 'done', value: { id } }
}

/** Twice as long each time. */
function pause(before: Obj): Progress {
  const waited = num(before['waited'])
  const seconds = Math.min(pace.most, waited + 1)
  return { is: 'wait', seconds, value: { ...before, waited: waited + seconds } }
}

interface Asked {
  readonly name: string
  readonly id: string
  readonly before: Obj
}

async function ask(call: Call, channel: Channel, { name, id, before }: Asked): Promise<Progress> {
  const reply = await call.send(get(api(channel, `v1/media/${id}`)), [404, 422])
  // Nothing of ours holds it yet, so it is gone: a day has passed.
  if (reply.status === 404) return { is: 'redo', from: name, note: 'gone' }
  if (reply.status === 422) return { is: 'refused', problem: 'network.media-processing', words: see(reply).words }
  if (reply.status !== 206) return { is: 'done', value: { id } }
  if (num(before['waited']) < pace.patience) return pause(before)
  return { is: 'refused', problem: 'network.media-processing', words: 'still not done after a quarter of an hour' }
}
