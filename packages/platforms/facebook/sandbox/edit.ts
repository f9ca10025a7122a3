/** Changing and deleting what exists (sheet 9). */
import { badParameter, refuse } from '../../sandbox/graph/errors.ts'
import { on, type Call, type Route, type Routes } from './gate.ts'
import { isOut } from './life.ts'
import { accept, asRead, checkText, checkTitle, checkWindow, emptyPost, willBeSeen, windows } from './publish.ts'
import type { Comment, Photo, Post, Video } from './things.ts'

const done = { success: true }

function checkOwn({ token }: Call, post: Post): void {
  if (post.app !== token.grant.app)
    throw refuse(200, '(#200) Only posts made by this application can be changed by it.', { status: 403 })
}

function editPost(call: Call<Post>): object {
  const { node: post, parameters, state } = call
  checkOwn(call, post)
  const text = parameters.text('message')
  if (parameters.has('message') && (text === undefined || text.trim() === '') && post.photos.length === 0)
    throw emptyPost()
  const publish = parameters.flag('is_published')
  if (publish === false && isOut(state, post)) throw badParameter('A published post cannot be unpublished')
  const time = parameters.time('scheduled_publish_time')
  if (time !== undefined) {
    if (isOut(state, post)) throw badParameter('The post is published already')
    checkWindow(state, time, windows.feed)
  }
  post.pinned = parameters.flag('is_pinned') ?? post.pinned
  post.hidden = parameters.flag('is_hidden') ?? post.hidden
  const seen = willBeSeen(post)
  if (text !== undefined) post.message = checkText(text)
  if (time !== undefined) post.scheduledFor = time
  if (publish === true && !isOut(state, post)) {
    post.scheduledFor = undefined
    post.published = true
    post.publishedAt = state.world.now()
  }
  post.changedAt = state.world.now()
  if (!seen && willBeSeen(post)) accept(call, post, 'post')
  else if (seen && text !== undefined) accept(call, post, 'edit')
  return done
}

/** Followers lose a post; one that they could never see goes without a line. */
function removePost(call: Call, post: Post): void {
  post.deleted = true
  if (willBeSeen(post)) accept(call, post, 'delete')
}

function deletePost(call: Call<Post>): object {
  removePost(call, call.node)
  if (call.node.video) call.node.video.deleted = true
  return done
}

function deleteMedia(call: Call<Photo | Video>): object {
  const { node } = call
  node.deleted = true
  const { post } = node
  // An album loses one photo; the post goes with its last one.
  const left = post?.photos.filter((photo) => !photo.deleted).length ?? 0
  if (post && !post.deleted && left === 0) removePost(call, post)
  return done
}

/** Also where phases of an upload are sent by mistake: they are taken and do nothing (sheet 13.4). */
function editVideo({ node, parameters }: Call<Video>): object {
  const [name, description] = [parameters.text('title') ?? parameters.text('name'), parameters.text('description')]
  if (name !== undefined) node.title = checkTitle(name)
  if (description !== undefined) node.description = checkText(description)
  return done
}

function acceptComment({ state, visit }: Call, comment: Comment, kind: 'edit' | 'delete'): void {
  const media = comment.photo === undefined ? [] : [comment.photo]
  const { id, from, message } = comment
  state.world.accept(visit, { kind, account: from.id, id, text: asRead(state, message), media })
}
function editComment(call: Call<Comment>): object {
  const { node, parameters } = call
  const hide = parameters.flag('is_hidden')
  if (hide !== undefined && node.from.kind === 'page')
    throw refuse(200, '(#200) A Page cannot hide its own comment.', { status: 403 })
  node.hidden = hide ?? node.hidden
  const text = parameters.text('message')
  if (text === undefined) return done
  node.message = checkText(text)
  acceptComment(call, node, 'edit')
  return done
}
function deleteComment(call: Call<Comment>): object {
  call.node.deleted = true
  acceptComment(call, call.node, 'delete')
  return done
}

const posting: Omit<Route, 'run'> = { scopes: ['pages_manage_posts'], task: 'CREATE_CONTENT', asPage: true }
const moderating: Omit<Route, 'run'> = { scopes: ['pages_manage_engagement'], task: 'MODERATE', asPage: true }
export const editRoutes: Routes = {
  'POST post': { ...posting, run: on('post', editPost) },
  'DELETE post': { ...posting, run: on('post', deletePost) },
  'DELETE photo': { ...posting, run: on('photo', deleteMedia) },
  'POST video': { ...posting, run: on('video', editVideo) },
  'DELETE video': { ...posting, run: on('video', deleteMedia) },
  'POST comment': { ...moderating, run: on('comment', editComment) },
  'DELETE comment': { ...moderating, run: on('comment', deleteComment) },
}
