/** Containers: made, read, published once (sheet sections 6, 7 and 15). */
import { badParameter } from '../../sandbox/graph/errors.ts'
import type { Node } from '../../sandbox/graph/fields.ts'
import type { Parameters } from '../../sandbox/graph/parameters.ts'
import type { Visit } from '../../sandbox/ledger.ts'
import { perDay } from '../rules.ts'
import { checkUnread } from './call.ts'
import { expired, readDraft } from './draft.ts'
import { settle } from './load.ts'
import { mediaNotFound, quotaReached } from './problems.ts'
import { alive, usage, type Caller, type Container, type File, type Post, type State } from './state.ts'

type Status = 'IN_PROGRESS' | 'FINISHED' | 'PUBLISHED' | 'ERROR' | 'EXPIRED'

/** A carousel is waiting for its pictures, and breaks with any of its children. */
function errorOf({ error, children }: Container): string | undefined {
  return error ?? (children.some((child) => child.error !== undefined) ? 'UNKNOWN' : undefined)
}

export function statusOf(state: State, container: Container): Status {
  if (container.published !== undefined) return 'PUBLISHED'
  if (expired(state, container)) return 'EXPIRED'
  const settled = ({ settledAt }: Container) => settledAt !== undefined && settledAt <= state.world.now()
  if (![container, ...container.children].every(settled)) return 'IN_PROGRESS'
  return errorOf(container) === undefined ? 'FINISHED' : 'ERROR'
}

export function containerNode(state: State, container: Container): Node {
  const status = statusOf(state, container)
  // Where its status has vanished, a published container is read like any post.
  if (status === 'PUBLISHED' && state.settings.statusVanishes)
    return { type: 'Media', usual: ['id'], fields: { id: container.id } }
  return {
    type: 'MediaContainer',
    usual: ['id'],
    fields: { id: container.id, status, error_message: status === 'ERROR' ? errorOf(container) : undefined },
  }
}

export function makeContainer(state: State, visit: Visit, caller: Caller, ask: Parameters): { readonly id: string } {
  const { kind, item, address, alt, children, draft } = readDraft(state, caller, ask)
  const atOnce = ask.flag('auto_publish_text') ?? false
  checkUnread(state, visit, ask)
  if (atOnce && kind !== 'TEXT') throw badParameter('Param auto_publish_text is for posts of text only')
  if (atOnce) return publish(state, visit, caller, { kind, draft, files: [] })
  const container: Container = {
    id: state.nextId(),
    owner: caller.person,
    kind,
    at: state.world.now(),
    item,
    children,
    draft,
    settledAt: undefined,
  }
  state.containers.set(container.id, container)
  // Pictures are waited for; a film that is not ready in time breaks its parent.
  const unfinished = children.some((child) => child.kind === 'VIDEO' && statusOf(state, child) !== 'FINISHED')
  void settle(state, visit, container, { address, alt, unfinished })
  return { id: container.id }
}

/** The only way a container is refused: whatever is the matter, it is "not found". */
export function publishContainer(state: State, visit: Visit, caller: Caller, id: string): Post {
  const container = state.containers.get(id)
  const missed = state.world.fault(visit, 'container_not_found')
  if (missed || !container || container.owner !== caller.person || container.item) throw mediaNotFound(id)
  if (statusOf(state, container) !== 'FINISHED') throw mediaNotFound(id)
  const { replyTo, quotes } = container.draft
  if ([replyTo, quotes].some((post) => post && !alive(state, post))) throw mediaNotFound(id)
  const files = [container, ...container.children].flatMap(({ file }) => file ?? [])
  const post = publish(state, visit, caller, { ...container, files })
  container.published = post.id
  return post
}

/** The post exists from here on: a new id, one line in the ledger, one of the day's posts or replies. */
function publish(
  state: State,
  visit: Visit,
  { person }: Caller,
  { kind, draft, files }: Pick<Container, 'kind' | 'draft'> & { readonly files: readonly File[] },
): Post {
  const act = draft.replyTo ? 'replies' : 'posts'
  const used = usage(state, person, act)
  if (state.settings.rateLimits && used.length >= perDay[act]) throw quotaReached(act)
  used.push(state.world.now())
  const post = addPost(state, visit, { author: person, kind, files, reposts: undefined, ...draft })
  post.replyTo?.replies.push(post)
  state.world.accept(visit, {
    kind: post.replyTo ? 'reply' : 'post',
    account: person.id,
    id: post.id,
    text: post.text,
    media: files.map((file) => file.digest),
  })
  return post
}

type Content = Omit<Post, 'id' | 'shortcode' | 'at' | 'replies' | 'listedFrom' | 'readableFrom' | 'deleted' | 'hidden'>

export function addPost(state: State, visit: Visit, content: Content): Post {
  const now = state.world.now()
  const lag = state.world.fault(visit, 'readback_lag')
  const unseenMs = lag ? (lag.seconds ?? 60) * 1000 : 0
  const post: Post = {
    ...content,
    id: state.nextId(),
    shortcode: `D${state.world.chance.text(10)}`,
    at: now,
    replies: [],
    listedFrom: now + (lag ? unseenMs : state.settings.readbackLagSeconds * 1000),
    readableFrom: now + unseenMs,
    deleted: false,
    hidden: false,
  }
  state.posts.set(post.id, post)
  const shelf = state.byAuthor.get(content.author.id)
  if (shelf) shelf.push(post)
  else state.byAuthor.set(content.author.id, [post])
  return post
}
