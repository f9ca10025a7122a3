/** Answers: a node with the fields that were asked for, or a list of nodes. */
import { edgeOf, pick, type Node } from '../../sandbox/graph/fields.ts'
import { askedPage } from '../../sandbox/graph/paging.ts'
import { askedFields, type Call } from './gate.ts'
import type { State } from './state.ts'
import type { Thing, Token } from './things.ts'
import { photoNode, videoNode } from './view.media.ts'
import { businessNode, pageNode, userNode } from './view.people.ts'
import { commentNode, postNode } from './view.post.ts'

export function nodeOf(state: State, thing: Thing, token: Token): Node {
  switch (thing.kind) {
    case 'user':
      return userNode(thing)
    case 'business':
      return businessNode(thing)
    case 'page':
      return pageNode(state, thing, token)
    case 'photo':
      return photoNode(state, thing)
    case 'video':
      return videoNode(state, thing)
    case 'post':
      return postNode(state, thing)
    case 'comment':
      return commentNode(state, thing)
  }
}

export const shown = (call: Call, thing: Thing): object =>
  pick(nodeOf(call.state, thing, call.token), askedFields(call))
/** A list of things as an edge, cut into pages as the call asks. */
export function listed(call: Call, nodes: readonly Node[], summary?: Readonly<Record<string, unknown>>): object {
  const reversed = call.parameters.text('order') === 'reverse_chronological'
  const asked = { ...askedPage(call.parameters), reversed, url: call.url }
  const wantsSummary = ['true', '1', 'total_count'].includes(call.parameters.text('summary') ?? '')
  return edgeOf({ nodes, ...(summary ? { summary } : {}) }, askedFields(call), { ...asked, summary: wantsSummary })
}
