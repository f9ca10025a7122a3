/** Comments of a Page: on its posts, photos and films, and answers to comments (sheet 7, 8). */
import { look } from '../../sandbox/files.ts'
import { badParameter, noObject } from '../../sandbox/graph/errors.ts'
import { checkLink } from './feed.ts'
import { on, type Call, type Route, type Routes } from './gate.ts'
import { isOut } from './life.ts'
import { picture, pulled } from './photos.ts'
import { asRead, emptyPost, lag, lengthOf } from './publish.ts'
import { listed, shown } from './view.ts'
import { commentsOf } from './view.post.ts'
import type { Comment, Photo, Post, Thing, Video } from './things.ts'

const mostText = 8000

type Commented = Post | Photo | Video | Comment
const postOf = (thing: Commented): Post | undefined => {
  if (thing.kind === 'post') return thing
  return thing.post
}

/** The key of the picture that comes with it, and the address it shares. */
async function attachment(call: Call): Promise<{ photo: string | undefined; link: string | undefined }> {
  const { state, parameters } = call
  const [url, id, share] = ['attachment_url', 'attachment_id', 'attachment_share_url'].map((name) =>
    parameters.text(name),
  )
  if ([url, id, share].filter((one) => one !== undefined).length > 1)
    throw badParameter('Only one attachment may be given')
  if (id !== undefined && !state.photos.has(id)) throw badParameter('Invalid parameter: attachment_id')
  const link = share === undefined ? undefined : checkLink(share)
  if (url === undefined) return { photo: id, link }
  const bytes = await pulled(call, url, 'attachment_url')
  await picture(call, bytes)
  const key = `c${state.nextId()}`
  state.world.files.put(key, { ...(await look(bytes)), bytes })
  return { photo: key, link }
}

async function create(call: Call<Commented>): Promise<object> {
  const { state, parameters, node, token, visit } = call
  const post = postOf(node)
  if (!post || !isOut(state, post)) throw noObject(node.id, 'POST')
  const text = parameters.text('message') ?? ''
  const { photo, link } = await attachment(call)
  if (text.trim() === '' && photo === undefined && link === undefined) throw emptyPost()
  if (lengthOf(text) > mostText) throw badParameter('Name parameter too long')
  const comment: Comment = {
    kind: 'comment',
    id: `${post.number}_${state.nextId()}`,
    post,
    // Comments have two levels: an answer to an answer stands beside it.
    parent: node.kind === 'comment' ? (node.parent ?? node) : undefined,
    from: token.page ?? token.grant.user,
    at: state.world.now(),
    seenFrom: state.world.now() + lag(call) * 1000,
    photo,
    link,
    message: text,
    hidden: false,
    deleted: false,
  }
  state.comments.set(comment.id, comment)
  post.comments.push(comment)
  const notes = parameters
    .unread()
    .filter((name) => name !== 'fields')
    .map((name) => `ignored: ${name}`)
  const media = photo === undefined ? [] : [photo]
  state.world.accept(visit, {
    kind: 'comment',
    account: comment.from.id,
    id: comment.id,
    text: asRead(state, text),
    media,
    notes,
  })
  return parameters.has('fields') ? shown(call, comment) : { id: comment.id }
}

/** With a person's token the list is empty, without a word (sheet 13.16). */
function list(call: Call<Commented>): object {
  const { state, parameters, node, token } = call
  const all = parameters.text('filter') === 'stream'
  const edge = commentsOf(state, postOf(node), node.kind === 'comment' ? node : undefined, all)
  return listed(call, token.page ? edge.nodes : [], edge.summary)
}

const kinds = ['post', 'photo', 'video', 'comment'] as const satisfies readonly Thing['kind'][]
const writing: Omit<Route, 'run'> = { scopes: ['pages_manage_engagement'], task: 'MODERATE', asPage: true }
export const commentRoutes: Routes = Object.fromEntries(
  kinds.flatMap((kind) => [
    [`POST ${kind} comments`, { ...writing, run: on(kind, create) }],
    [`GET ${kind} comments`, { scopes: ['pages_read_engagement'], run: on(kind, list) }],
  ]),
)
