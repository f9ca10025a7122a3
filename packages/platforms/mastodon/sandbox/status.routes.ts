import type { Context, Hono } from 'hono'
import { z } from 'zod'
import { create, edit, own, remove } from './create.ts'
import { createShape, editShape } from './draft.ts'
import { notFound } from './errors.ts'
import { needs, viewer } from './guard.ts'
import { publishHeaders } from './limits.ts'
import { flag, permit, readParams, word, words } from './params.ts'
import { allScheduled, ownScheduled, reschedule, scheduledView, unschedule } from './schedule.ts'
import { atLeast, type Account, type MastodonEnv, type Scheduled, type State, type Status } from './state.ts'
import { historyView, pollView, repliesTo, seen, statusView, visibleTo } from './view.ts'

const reading = ['read', 'read:statuses'] as const
const writing = ['write', 'write:statuses'] as const

const readerOf = (state: State, c: Context<MastodonEnv>) =>
  viewer(state, c.env.visit, c.req.header('authorization'), ...reading)

/** A post this person may see, or 404. */
function find(state: State, who: Account | undefined, id: string): Status {
  const status = state.statuses.get(id)
  if (!status || !seen(state, status) || !visibleTo(state, status, who)) throw notFound()
  return status
}

/** The chain above a post, the oldest first. */
function above(state: State, status: Status, who: Account | undefined): Status[] {
  const { parent } = status
  if (!parent || !seen(state, parent) || !visibleTo(state, parent, who)) return []
  return [...above(state, parent, who), parent]
}

const below = (state: State, status: Status, who: Account | undefined): Status[] =>
  repliesTo(status)
    .filter((reply) => seen(state, reply) && visibleTo(state, reply, who))
    .flatMap((reply) => [reply, ...below(state, reply, who)])

const isScheduled = (made: Status | Scheduled): made is Scheduled => 'publish' in made

function writeRoutes(app: Hono<MastodonEnv>, state: State): void {
  app.post('/api/v1/statuses', needs(state, ...writing), async (c) => {
    const caller = c.get('caller')
    const ask = permit(c.env.visit, createShape, await readParams(c.req.raw))
    const made = create(state, c.env.visit, caller, ask, c.req.header('idempotency-key'))
    const headers = publishHeaders(state, caller.account.id)
    if (isScheduled(made)) return c.json(scheduledView(state, made), 200, headers)
    return c.json(statusView(state, made, caller.account), 200, headers)
  })
  app.put('/api/v1/statuses/:id', needs(state, ...writing), async (c) => {
    const ask = permit(c.env.visit, editShape, await readParams(c.req.raw))
    const caller = c.get('caller')
    return c.json(statusView(state, edit(state, c.env.visit, caller, c.req.param('id'), ask), caller.account))
  })
  app.delete('/api/v1/statuses/:id', needs(state, ...writing), async (c) => {
    const caller = c.get('caller')
    const shape = z.object({ delete_media: flag.optional() })
    const { delete_media: withMedia = false } = permit(c.env.visit, shape, await readParams(c.req.raw))
    const view = statusView(state, own(state, caller, c.req.param('id')), caller.account)
    const { text } = remove(state, c.env.visit, caller, c.req.param('id'), withMedia)
    return c.json({ ...view, text })
  })
}

function readRoutes(app: Hono<MastodonEnv>, state: State): void {
  app.get('/api/v1/statuses', async (c) => {
    if (!atLeast(state, 4, 3)) return c.notFound()
    const who = readerOf(state, c)
    const { id: ids = [] } = permit(c.env.visit, z.object({ id: words.optional() }), await readParams(c.req.raw))
    const found = [...new Set(ids)].flatMap((id) => state.statuses.get(id) ?? [])
    const shown = found.filter((status) => seen(state, status) && visibleTo(state, status, who))
    return c.json(shown.map((status) => statusView(state, status, who)))
  })
  app.get('/api/v1/statuses/:id', (c) => {
    const who = readerOf(state, c)
    return c.json(statusView(state, find(state, who, c.req.param('id')), who))
  })
  app.get('/api/v1/statuses/:id/context', (c) => {
    const who = readerOf(state, c)
    const status = find(state, who, c.req.param('id'))
    const views = (list: readonly Status[]) => list.map((one) => statusView(state, one, who))
    return c.json({ ancestors: views(above(state, status, who)), descendants: views(below(state, status, who)) })
  })
  app.get('/api/v1/statuses/:id/source', needs(state, ...reading), (c) => {
    const { id, text, spoiler } = find(state, c.get('caller').account, c.req.param('id'))
    return c.json({ id, text, spoiler_text: spoiler })
  })
  app.get('/api/v1/statuses/:id/history', (c) =>
    c.json(historyView(state, find(state, readerOf(state, c), c.req.param('id')))),
  )
  app.get('/api/v1/polls/:id', (c) => {
    const who = readerOf(state, c)
    const status = [...state.statuses.values()].find(({ poll }) => poll?.id === c.req.param('id'))
    const { poll } = find(state, who, status?.id ?? '')
    if (!poll) throw notFound()
    return c.json(pollView(state, poll))
  })
}

function scheduledRoutes(app: Hono<MastodonEnv>, state: State): void {
  const path = '/api/v1/scheduled_statuses/:id'
  app.get('/api/v1/scheduled_statuses', needs(state, ...reading), (c) =>
    c.json(allScheduled(state, c.get('caller')).map((one) => scheduledView(state, one))),
  )
  app.get(path, needs(state, ...reading), (c) =>
    c.json(scheduledView(state, ownScheduled(state, c.get('caller'), c.req.param('id')))),
  )
  app.put(path, needs(state, ...writing), async (c) => {
    const one = ownScheduled(state, c.get('caller'), c.req.param('id'))
    const shape = z.object({ scheduled_at: word.optional() })
    reschedule(state, one, permit(c.env.visit, shape, await readParams(c.req.raw)).scheduled_at)
    return c.json(scheduledView(state, one))
  })
  app.delete(path, needs(state, ...writing), (c) => {
    unschedule(state, ownScheduled(state, c.get('caller'), c.req.param('id')))
    return c.json({})
  })
}

export function statusRoutes(app: Hono<MastodonEnv>, state: State): void {
  writeRoutes(app, state)
  readRoutes(app, state)
  scheduledRoutes(app, state)
}
