import type { Hono } from 'hono'
import { missing, noObject, throttled } from '../../sandbox/graph/errors.ts'
import { perDay } from '../rules.ts'
import { call, own } from './call.ts'
import { addPost, makeContainer, publishContainer } from './container.ts'
import { answerProblem, noPermission, quotaReached } from './problems.ts'
import { visible } from './read.routes.ts'
import { alive, rootOf, usage, type Draft, type State, type ThreadsEnv } from './state.ts'

const bare: Draft = {
  text: '',
  topic: undefined,
  spoilers: [],
  spoilerMedia: false,
  link: undefined,
  poll: undefined,
  gif: undefined,
  longText: undefined,
  replyTo: undefined,
  quotes: undefined,
  replyControl: 'everyone',
  approvals: false,
  place: undefined,
  countries: [],
  ghost: false,
}

export function writeRoutes(app: Hono<ThreadsEnv>, state: State): void {
  const publishing = ['threads_basic', 'threads_content_publish']
  const idOf = (c: { req: { param(name: string): string | undefined } }) => c.req.param('id') ?? ''

  app.post(
    '/:id/threads',
    call(state, publishing, (c, caller, ask) => {
      own(caller, idOf(c), 'POST')
      const { id } = makeContainer(state, c.env.visit, caller, ask)
      return c.json({ id })
    }),
  )
  app.post(
    '/:id/threads_publish',
    call(state, publishing, (c, caller, ask) => {
      own(caller, idOf(c), 'POST')
      return c.json({ id: publishContainer(state, c.env.visit, caller, ask.needed('creation_id')).id })
    }),
  )
  app.post(
    '/:id/repost',
    call(state, publishing, (c, caller) => {
      const { person } = caller
      const original = state.posts.get(idOf(c))
      if (!original || !alive(state, original)) throw noObject(idOf(c), 'POST')
      const used = usage(state, person, 'posts')
      if (state.settings.rateLimits && used.length >= perDay.posts) throw quotaReached('posts')
      used.push(state.world.now())
      const post = addPost(state, c.env.visit, {
        ...bare,
        author: person,
        kind: 'REPOST',
        files: [],
        reposts: original,
      })
      state.world.accept(c.env.visit, {
        kind: 'repost',
        account: person.id,
        id: post.id,
        text: '',
        media: [original.id],
      })
      return c.json({ id: post.id })
    }),
  )
  app.post(
    '/:id/manage_reply',
    call(state, ['threads_basic', 'threads_manage_replies'], (c, caller, ask) => {
      const reply = visible(state, caller, idOf(c), 'POST')
      const hide = ask.flag('hide')
      if (hide === undefined) throw missing('hide')
      if (reply.replyTo === undefined || reply.author === caller.person || rootOf(reply).author !== caller.person)
        throw noPermission('only replies of others to your own posts can be hidden')
      reply.hidden = hide
      return c.json({ success: true })
    }),
  )
  app.delete(
    '/:id',
    call(state, ['threads_basic', 'threads_delete'], (c, caller) => {
      const post = visible(state, caller, idOf(c), 'DELETE')
      const { person } = caller
      if (post.author !== person) throw noPermission('only own posts can be deleted')
      const used = usage(state, person, 'deletes')
      if (state.settings.rateLimits && used.length >= perDay.deletes) return answerProblem(state, throttled(613))
      used.push(state.world.now())
      post.deleted = true
      state.world.accept(c.env.visit, { kind: 'delete', account: person.id, id: post.id, text: '', media: [] })
      return c.json({ success: true, deleted_id: post.id })
    }),
  )
}
