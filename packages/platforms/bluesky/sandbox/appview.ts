/** The app view's reads: public without a token at `public.api.bsky.app`, through the account's server with one. */
import { l } from '@atproto/lex-schema'
import { identify } from './guard.ts'
import { bad, invalid } from './problems.ts'
import { mediaOf, postsOf } from './post.ts'
import { findAccount, seen, type Account, type State, type Stored } from './state.ts'
import { replyOf } from './values.ts'
import { feedView, postView, profileDetailed, threadView } from './view.ts'
import { params, query, type Method } from './xrpc.ts'

const actor = l.string({ format: 'at-identifier' })
const uri = l.string({ format: 'at-uri' })
const integer = (minimum: number, maximum: number, usual: number) =>
  l.optional(l.withDefault(l.integer({ minimum, maximum }), usual))
const shapes = {
  posts: l.params({ uris: l.array(uri, { maxLength: 25 }) }),
  profile: l.params({ actor }),
  profiles: l.params({ actors: l.array(actor, { maxLength: 25 }) }),
  feed: l.params({
    actor,
    limit: integer(1, 100, 50),
    cursor: l.optional(l.string()),
    filter: l.optional(l.string()),
    includePins: l.optional(l.boolean()),
  }),
  thread: l.params({ uri, depth: integer(0, 1000, 6), parentHeight: integer(0, 1000, 80) }),
}

/** By address, also where it names the handle. */
function findPost(state: State, address: string): Stored | undefined {
  const [, name = '', rest = ''] = /^at:\/\/([^/]+)(\/.*)$/.exec(address) ?? []
  const post = state.posts.get(`at://${findAccount(state, name)?.id ?? name}${rest}`)
  return post && seen(state, post) ? post : undefined
}

function person(state: State, name: string): Account {
  const account = findAccount(state, name)
  if (!account) throw invalid('Profile not found')
  if (account.status !== 'active')
    throw bad(`Account${account.status === 'takendown' ? 'Takedown' : 'Deactivated'}`, `Account is ${account.status}`)
  return account
}

const filters: Readonly<Record<string, (post: Stored) => boolean>> = {
  posts_with_replies: () => true,
  posts_no_replies: ({ value }) => !replyOf(value),
  posts_with_media: ({ value }) => ['images', 'gallery', 'video'].includes(mediaOf(value)?.is ?? ''),
  posts_with_video: ({ value }) => mediaOf(value)?.is === 'video',
  posts_and_author_threads: ({ value, account }) =>
    (replyOf(value)?.root.uri ?? `at://${account.id}/`).startsWith(`at://${account.id}/`),
}

const feed = (state: State) =>
  query((c) => {
    const { actor: name, limit, cursor, filter = 'posts_with_replies' } = params(c, shapes.feed)
    const wanted = filters[filter] ?? (() => true)
    const from = /^\d+$/.test(cursor ?? '') ? Number(cursor) : 0
    const posts = postsOf(state, person(state, name)).filter(wanted)
    const page = posts.slice(from, from + limit)
    return c.json({
      feed: page.map((post) => feedView(state, post)),
      ...(from + limit < posts.length ? { cursor: String(from + limit) } : {}),
    })
  })

export const appViewMethods = (state: State): Readonly<Record<string, Method>> => ({
  'app.bsky.feed.getPosts': query((c) => {
    const found = params(c, shapes.posts).uris.flatMap((one) => findPost(state, one) ?? [])
    return c.json({ posts: found.map((post) => postView(state, post)) })
  }),
  'app.bsky.actor.getProfile': query((c) => {
    return c.json(profileDetailed(state, person(state, params(c, shapes.profile).actor)))
  }),
  'app.bsky.actor.getProfiles': query((c) => {
    const found = params(c, shapes.profiles).actors.flatMap((one) => findAccount(state, one) ?? [])
    return c.json({ profiles: found.map((one) => profileDetailed(state, one)) })
  }),
  'app.bsky.feed.getAuthorFeed': feed(state),
  'app.bsky.feed.getPostThread': query((c) => {
    const { uri: address, depth, parentHeight } = params(c, shapes.thread)
    const post = findPost(state, address)
    if (!post) throw bad('NotFound', `Post not found: ${address}`)
    return c.json({ thread: threadView(state, post, depth, parentHeight) })
  }),
})

/** The same reads through the account's server, which asks for a token first. */
export const proxied = (state: State): Readonly<Record<string, Method>> =>
  Object.fromEntries(
    Object.entries(appViewMethods(state)).map(([name, method]) => [
      name,
      query(async (c) => {
        const caller = await identify(state, c)
        const aud = 'did:web:api.bsky.app#bsky_appview'
        caller.permit((permissions) => permissions.assertRpc({ aud, lxm: name }))
        return await method.run(c)
      }),
    ]),
  )
