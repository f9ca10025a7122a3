/** Publishing what is ready, and what follows it. */
import { idOf } from '../graph/answer.ts'
import { readNode } from '../graph/node.ts'
import type { Channel, FreeStep, Frozen, Memory, OnceStep, Step } from '../interface.ts'
import { at, num, str } from '../reply.ts'
import { findComment, findPublished } from './adapter.find.ts'
import { limitOf } from './adapter.reads.ts'
import { asPerson, idIn, node, write } from './adapter.wire.ts'
import { formOf } from './compose.forms.ts'
import type { Settings } from './compose.settings.ts'

/** Where every plan begins, and begins again if its containers are lost. */
export const first = 'limit'

/** How much of the day's posts is used: a full day is an answer by which `failed` closes the lane. */
export function limitStep(channel: Channel): FreeStep {
  return {
    name: first,
    for: 'post',
    repeat: 'freely',
    async run(call) {
      const { body } = await call.send(limitOf(channel))
      return { is: 'done', value: at(body, 'data') ?? null }
    },
  }
}

function publishStep(frozen: Frozen<Settings>, channel: Channel): OnceStep {
  const { text: caption, media } = frozen.parts[0]
  const wanted = { form: formOf(frozen), caption, file: media[0]?.kind }
  return {
    name: 'publish',
    for: 'post',
    repeat: 'never',
    request: (memory) =>
      write(channel, `${channel.remoteId}/media_publish`, { creation_id: idIn(memory, 'container') }),
    read: (reply) => {
      const id = idOf(reply)
      return { is: 'live', remote: { id, at: 'public' }, value: { id } }
    },
    look: [15, 60, 120],
    find: (call, memory, intent) => findPublished(call, channel, wanted, memory, intent, first),
  }
}

/** Seconds before a link is asked for again that is not shown yet. */
const linkAgain = [3, 10, 30] as const

/** The link is never made from an id. An extra: the post is out whatever becomes of this. */
function permalinkStep(channel: Channel): FreeStep {
  const name = 'permalink'
  return {
    name,
    for: 'extra',
    repeat: 'freely',
    async run(call, memory) {
      const id = idIn(memory, 'publish')
      if (id === '') return { is: 'done', value: null }
      const wire = node(channel, id, { fields: 'id,permalink' })
      const reply = await readNode(call, wire, asPerson(channel, wire))
      const url = str(at(reply?.body, 'permalink'))
      if (url !== '') return { is: 'live', remote: { id, url, at: 'public' } }
      const asked = num(at(memory.get(name), 'asked'))
      const seconds = linkAgain[asked]
      return seconds === undefined ? { is: 'done', value: null } : { is: 'wait', seconds, value: { asked: asked + 1 } }
    },
  }
}

/** No post has this id: the first comment on a post whose own id stayed unknown is refused, and that is told. */
export const nowhere = '0'
const postIn = (memory: Memory): string => idIn(memory, 'publish') || nowhere

function commentStep(text: string, channel: Channel): OnceStep {
  return {
    name: 'comment',
    for: 'extra',
    repeat: 'never',
    // @NOTE A `fields` beside the message makes the comment and answers with an error (20/1772107).
    request: (memory) => write(channel, `${postIn(memory)}/comments`, { message: text }),
    read: (reply) => ({ is: 'done', value: { id: idOf(reply) } }),
    look: [15, 60],
    find: (call, memory, intent) => findComment(call, channel, { post: postIn(memory), text }, intent),
  }
}

/** Turning comments off twice is the same as once. */
function commentsOffStep(channel: Channel): FreeStep {
  return {
    name: 'comments-off',
    for: 'extra',
    repeat: 'freely',
    async run(call, memory) {
      await call.send(write(channel, postIn(memory), { comment_enabled: false }))
      return { is: 'done', value: true }
    },
  }
}

export const isOnce = (step: string): boolean => step === 'publish' || step === 'comment'
export const isExtra = (step: string): boolean => ['permalink', 'comment', 'comments-off'].includes(step)

export const publishSteps = (frozen: Frozen<Settings>, channel: Channel): readonly Step[] => [
  publishStep(frozen, channel),
  permalinkStep(channel),
  ...(frozen.firstComment === undefined ? [] : [commentStep(frozen.firstComment, channel)]),
  ...(frozen.settings.commentsOff === true ? [commentsOffStep(channel)] : []),
]
