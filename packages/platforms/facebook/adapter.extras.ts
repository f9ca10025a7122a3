/** What may fail without failing the post: the first comment, the cover of a film, invitations to a reel. */
import type { Channel, FreeStep, Memory, OnceStep, Rendition } from '../interface.ts'
import { at, objs, str, strs } from '../reply.ts'
import { idOf } from '../graph/answer.ts'
import { findComment } from './adapter.find.ts'
import { filmId } from './adapter.media.ts'
import { read, send, write } from './adapter.wire.ts'

const postOf = (memory: Memory): string => str(at(memory.get('create'), 'id')) || str(at(memory.get('seen'), 'post'))

export const commentStep = (text: string, channel: Channel): OnceStep => ({
  name: 'comment',
  for: 'extra',
  repeat: 'never',
  request: (memory) => write(`${postOf(memory)}/comments`, { message: text }),
  read: (reply) => ({ is: 'done', value: { id: idOf(reply) } }),
  look: [15, 60],
  find: (call, memory, intent) => findComment(call, channel, postOf(memory), intent),
})

/** A second upload of the same picture changes nothing. */
export const coverStep = (file: Rendition): FreeStep => ({
  name: 'cover',
  for: 'extra',
  repeat: 'freely',
  async run(call, memory) {
    await call.send(send(`${filmId(memory)}/thumbnails`, { is_preferred: 'true' }, file))
    return { is: 'done', value: true }
  },
})

/** Who was invited already is asked first, so that nobody is invited twice; one invitation at a time. */
export const inviteStep = (pages: readonly string[]): FreeStep => ({
  name: 'invite',
  for: 'extra',
  repeat: 'freely',
  async run(call, memory) {
    const edge = `${filmId(memory)}/collaborators`
    const sent = strs(memory.get('invite'))
    const listed = objs(at((await call.send(read(edge))).body, 'data')).flatMap((one) =>
      [one['collaborator_id'], one['id']].map(str),
    )
    const next = pages.find((page) => !sent.includes(page) && !listed.includes(page))
    if (next === undefined) return { is: 'done', value: sent }
    await call.send(write(edge, { target_id: next }))
    return { is: 'more', value: [...sent, next] }
  },
})
