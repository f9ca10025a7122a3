/** Below a post and below a comment. */
import { badParameter } from '../../sandbox/graph/errors.ts'
import { pick } from '../../sandbox/graph/fields.ts'
import { demand, type Call } from './call.ts'
import { addComment, hideComment, removeComment } from './comments.ts'
import { mediaInsights } from './insights.media.ts'
import { list, question } from './lists.ts'
import type { Comment, Media } from './state.ts'
import { childNodes, commentNode, commentsOf, mediaNode } from './view.ts'

/** Comments can be turned off and on; nothing else of a post changes. */
function changeMedia(call: Call, media: Media): object {
  demand(call, 'comments')
  const enabled = call.parameters.flag('comment_enabled')
  if (enabled === undefined) throw badParameter('The parameter comment_enabled is required')
  media.commentsOff = !enabled
  return { success: true }
}

function removeMedia(call: Call, media: Media): object | undefined {
  if (call.caller.way === 'instagram') return undefined
  demand(call, 'remove')
  media.deleted = true
  const { account, id } = media
  call.state.world.accept(call.visit, { kind: 'delete', account: account.id, id, text: '', media: [] })
  return { success: true }
}

export function mediaCall(call: Call, media: Media, edge: string): object | undefined {
  switch (`${call.verb} ${edge}`) {
    case 'GET ':
      demand(call, 'identity')
      return pick(mediaNode(call, media), call.fields)
    case 'GET children':
      demand(call, 'identity')
      return list(call, childNodes(media))
    case 'GET comments':
      demand(call, 'comments')
      return list(
        call,
        commentsOf(media).map((one) => commentNode(one)),
        50,
        50,
      )
    case 'POST comments':
      return addComment(call, media)
    case 'GET insights':
      demand(call, 'insights')
      return mediaInsights(call.state, call.caller, media, question(call))
    case 'POST ':
      return changeMedia(call, media)
    case 'DELETE ':
      return removeMedia(call, media)
    default:
      return undefined
  }
}
export function commentCall(call: Call, comment: Comment, edge: string): object | undefined {
  switch (`${call.verb} ${edge}`) {
    case 'GET ':
      demand(call, 'comments')
      return pick(commentNode(comment), call.fields)
    case 'GET replies':
      demand(call, 'comments')
      return list(
        call,
        commentsOf(comment.on, comment).map((one) => commentNode(one)),
        50,
        50,
      )
    case 'POST replies':
      return addComment(call, comment.on, comment)
    case 'POST ':
      return hideComment(call, comment)
    case 'DELETE ':
      return removeComment(call, comment)
    default:
      return undefined
  }
}
