import type { Context, Hono } from 'hono'
import { z } from 'zod'
import { notFound } from './errors.ts'
import { needs, viewer } from './guard.ts'
import { flag, permit, readParams, whole, word } from './params.ts'
import { byHandle } from './people.ts'
import { domain, shelfOf, type Account, type MastodonEnv, type State, type Status } from './state.ts'
import { pieces } from './text.ts'
import { accountView, ownAccountView, seen, statusView, visibleTo } from './view.ts'

const paging = z.object({
  limit: whole.optional(),
  max_id: word.optional(),
  since_id: word.optional(),
  min_id: word.optional(),
  only_media: flag.optional(),
  exclude_replies: flag.optional(),
  exclude_reblogs: flag.optional(),
  exclude_direct: flag.optional(),
  pinned: flag.optional(),
  tagged: word.optional(),
})
type Paging = z.infer<typeof paging>

const number = (id: string | undefined) => (id !== undefined && /^\d+$/.test(id) ? BigInt(id) : undefined)

function passes(ask: Paging, status: Status): boolean {
  const ownThread = status.parent?.author === status.author
  if (ask.pinned === true) return false
  if (ask.only_media === true && status.media.length === 0) return false
  if (ask.exclude_replies === true && status.parent && !ownThread) return false
  if (ask.exclude_direct === true && status.visibility === 'direct') return false
  const tag = ask.tagged?.toLowerCase()
  return tag === undefined || pieces(status.text).some(({ is, value }) => is === 'tag' && value.toLowerCase() === tag)
}

/** Newest first. `min_id` gives the page right above it, the others the newest that fit. */
function page(state: State, account: Account, who: Account | undefined, ask: Paging): Status[] {
  const limit = Math.min(40, Math.max(1, ask.limit ?? 20))
  const [max, since, min] = [number(ask.max_id), number(ask.since_id), number(ask.min_id)]
  const { posts } = shelfOf(state, account)
  const fits = (status: Status) => {
    const id = BigInt(status.id)
    const within =
      (max === undefined || id < max) && (since === undefined || id > since) && (min === undefined || id > min)
    return within && seen(state, status) && visibleTo(state, status, who) && passes(ask, status)
  }
  const found: Status[] = []
  for (let step = 0; step < posts.length && found.length < limit; step++) {
    const status = posts.at(min === undefined ? -1 - step : step)
    if (status && fits(status)) found.push(status)
  }
  return min === undefined ? found : found.toReversed()
}

/** The pages before and after, as addresses in a header. */
function linkHeader(c: Context<MastodonEnv>, statuses: readonly Status[]): Record<string, string> {
  const [first, last] = [statuses[0], statuses.at(-1)]
  if (!first || !last) return {}
  const to = (name: string, id: string, rel: string) => {
    const url = new URL(c.env.visit.path, `https://${domain}`)
    for (const [key, value] of new URL(c.req.url).searchParams)
      if (!/^(?:max|min|since)_id$/.test(key)) url.searchParams.append(key, value)
    url.searchParams.set(name, id)
    return `<${url.href}>; rel="${rel}"`
  }
  return { link: `${to('max_id', last.id, 'next')}, ${to('min_id', first.id, 'prev')}` }
}

function find(state: State, id: string): Account {
  const account = state.accounts.get(id)
  if (!account) throw notFound()
  return account
}

export function accountRoutes(app: Hono<MastodonEnv>, state: State): void {
  app.get('/api/v1/accounts/verify_credentials', needs(state, 'read', 'read:accounts', 'profile'), (c) =>
    c.json(ownAccountView(state, c.get('caller').account)),
  )
  app.get('/api/v1/accounts/lookup', (c) => {
    viewer(state, c.env.visit, c.req.header('authorization'), 'read', 'read:accounts')
    const [handle = '', host = domain] = (c.req.query('acct') ?? '').replace(/^@/, '').split('@')
    const account = host === domain ? byHandle(state, handle) : undefined
    if (!account) throw notFound()
    return c.json(accountView(state, account))
  })
  app.get('/api/v1/accounts/:id', (c) => {
    viewer(state, c.env.visit, c.req.header('authorization'), 'read', 'read:accounts')
    return c.json(accountView(state, find(state, c.req.param('id'))))
  })
  app.get('/api/v1/accounts/:id/statuses', async (c) => {
    const who = viewer(state, c.env.visit, c.req.header('authorization'), 'read', 'read:statuses')
    const account = find(state, c.req.param('id'))
    const statuses = page(state, account, who, permit(c.env.visit, paging, await readParams(c.req.raw)))
    return c.json(
      statuses.map((status) => statusView(state, status, who)),
      200,
      linkHeader(c, statuses),
    )
  })
}
