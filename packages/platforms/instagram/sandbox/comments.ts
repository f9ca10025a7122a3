/** Comments and answers to them (sheet sections 7, 8.8). */
import { badParameter, noObject } from '../../sandbox/graph/errors.ts'
import { demand, type Call } from './call.ts'
import { badFormat } from './problems.ts'
import { productOf } from './insights.media.ts'
import { seen, type Comment, type Media } from './state.ts'
import { commentFault, trimmed } from './text.ts'

/** Writes one. With `fields` it is written all the same, and the answer is an error: Meta's own fault. */
export function addComment(call: Call, media: Media, parent?: Comment): { id: string } {
  const { state, visit, parameters } = call
  demand(call, 'comments')
  if (!seen(state, media)) throw noObject(media.id, call.verb)
  if (productOf(media) === 'STORY') throw badParameter('Comments are not supported for stories')
  if (media.commentsOff) throw badParameter('Comments are turned off for this media')
  const text = trimmed(parameters.needed('message'))
  const fault = commentFault(text)
  if (fault !== undefined) throw badParameter(fault)
  const comment: Comment = {
    id: state.nextId(),
    by: media.account,
    on: media,
    text,
    at: state.world.now(),
    parent: parent?.parent ?? parent, // answers stand on one level
    hidden: false,
    deleted: false,
  }
  media.comments.push(comment)
  state.comments.set(comment.id, comment)
  const kind = parent ? 'reply' : 'comment'
  state.world.accept(visit, { kind, account: media.account.id, id: comment.id, text, media: [] })
  if (parameters.has('fields')) throw badFormat()
  return { id: comment.id }
}

export function hideComment(call: Call, comment: Comment): object {
  demand(call, 'comments')
  const hide = call.parameters.flag('hide')
  if (hide === undefined) throw badParameter('The parameter hide is required')
  comment.hidden = hide
  return { success: true }
}

export function removeComment(call: Call, comment: Comment): object {
  const { state, visit } = call
  demand(call, 'comments')
  const answers = comment.on.comments.filter((one) => one.parent === comment)
  for (const one of [comment, ...answers]) one.deleted = true
  state.world.accept(visit, { kind: 'delete', account: comment.by.id, id: comment.id, text: '', media: [] })
  return { success: true }
}
