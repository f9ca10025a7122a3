/** What Threads remembers. One of these per sandbox; `POST /_sandbox/reset` makes a new one. */
import type { Seen } from '../../sandbox/files.ts'
import type { Parameters } from '../../sandbox/graph/parameters.ts'
import { createMeter, type Meter } from '../../sandbox/graph/usage.ts'
import { createIds } from '../../sandbox/ids.ts'
import type { Env, World } from '../../sandbox/imitation.ts'
import { createGrants, type Grant, type Grants, type Token } from '../../sandbox/oauth.ts'
import type { replyControls } from '../rules.ts'
import { settings, type Settings } from './settings.ts'

export interface Person {
  readonly id: string
  readonly kind: 'profile'
  readonly name: string // may be empty
  readonly handle: string
  readonly followers: number
  readonly bornAt: number
  /** Has a linked Instagram account; without one there are no figures of followers. */
  readonly instagram: boolean
  readonly verified: boolean
  readonly geoGating: boolean
  /** A Threads tester of the application: may do everything before its review. */
  readonly tester: boolean
}
export interface Place {
  readonly id: string
  readonly name: string
  readonly address: string
  readonly city: string
  readonly country: string
  readonly latitude: number
  readonly longitude: number
}
export type Kind = 'TEXT' | 'IMAGE' | 'VIDEO' | 'CAROUSEL'
export type ReplyControl = (typeof replyControls)[number]

export interface LongText {
  readonly plaintext: string
  readonly link_attachment_url?: string | undefined
  readonly text_with_styling_info?:
    | readonly { readonly offset: number; readonly length: number; readonly styling_info: readonly string[] }[]
    | undefined
}
/** Everything about a post but its files. */
export interface Draft {
  readonly text: string
  readonly topic: string | undefined
  readonly spoilers: readonly { readonly offset: number; readonly length: number }[]
  readonly spoilerMedia: boolean
  readonly link: string | undefined
  readonly poll: readonly string[] | undefined
  readonly gif: string | undefined
  readonly longText: LongText | undefined
  readonly replyTo: Post | undefined
  readonly quotes: Post | undefined
  readonly replyControl: ReplyControl
  readonly approvals: boolean
  readonly place: Place | undefined
  readonly countries: readonly string[]
  readonly ghost: boolean
}
/** A fetched file: `key` finds it on the shelf, `digest` says what it is, whichever address it came from. */
export interface File {
  readonly key: string
  readonly digest: string
  readonly seen: Seen
  readonly alt: string | undefined
}
export interface Container {
  readonly id: string
  readonly owner: Person
  readonly kind: Kind
  readonly at: number
  readonly item: boolean
  readonly children: readonly Container[]
  readonly draft: Draft
  /** When it is ready or broken, in ms; undefined while the file is being fetched. */
  settledAt: number | undefined
  error?: string
  file?: File
  /** The post it became. */
  published?: string
}
export interface Post extends Draft {
  readonly id: string
  readonly shortcode: string
  readonly author: Person
  readonly kind: Kind | 'REPOST'
  readonly at: number
  readonly files: readonly File[]
  readonly reposts: Post | undefined
  readonly replies: Post[]
  /** Lists have it from then on, in ms. */
  readonly listedFrom: number
  /** Its own id finds it from then on. */
  readonly readableFrom: number
  deleted: boolean
  hidden: boolean
}
export type Act = 'posts' | 'replies' | 'deletes' | 'locationSearches'
export interface State {
  readonly world: World
  readonly settings: Settings
  readonly grants: Grants
  readonly meter: Meter
  readonly people: Map<string, Person>
  readonly containers: Map<string, Container>
  readonly posts: Map<string, Post>
  readonly byAuthor: Map<string, Post[]>
  readonly places: ReadonlyMap<string, Place>
  /** Tokens of sixty days, by value, with the moment each was made. */
  readonly longTokens: Map<string, number>
  /** When a person did what has a daily quota, in ms. */
  readonly acts: Map<string, number[]>
  nextId(): string
}
export interface Caller {
  readonly person: Person
  readonly grant: Grant
  readonly token: Token
}
export type ThreadsEnv = Env & { Variables: { caller: Caller; ask: Parameters } }

const place = (id: string, name: string, address: string, at: readonly [number, number]): [string, Place] => [
  id,
  { id, name, address, city: 'Practice', country: 'Nowhere', latitude: at[0], longitude: at[1] },
]

export function createState(world: World): State {
  return {
    world,
    settings: settings(),
    grants: createGrants(world),
    meter: createMeter(() => world.now()),
    people: new Map(),
    containers: new Map(),
    posts: new Map(),
    byAuthor: new Map(),
    places: new Map([
      place('110843418940484', 'Practice Harbour', 'Quay 1', [53.54, 9.98]),
      place('110843418940485', 'Practice Market', 'Market Square 7', [53.55, 9.99]),
    ]),
    longTokens: new Map(),
    acts: new Map(),
    nextId: createIds(() => world.now(), { bits: 13n }),
  }
}

const day = 86_400_000
/** Not deleted, and not a ghost whose day is over. */
export const alive = (state: State, post: Post) => !post.deleted && !(post.ghost && state.world.now() >= post.at + day)
export const listed = (state: State, post: Post) => alive(state, post) && post.listedFrom <= state.world.now()

export const rootOf = (post: Post): Post => (post.replyTo ? rootOf(post.replyTo) : post)
export const postsOf = (state: State, person: Person): readonly Post[] => state.byAuthor.get(person.id) ?? []
export const permalink = (state: State, post: Post) =>
  `https://${state.settings.permalinkHost}/@${post.author.handle}/post/${post.shortcode}`

/** When a person did this in the last 24 hours, oldest first; what is pushed into it counts. */
export function usage(state: State, person: Person, act: Act): number[] {
  const key = `${person.id} ${act}`
  const times = state.acts.get(key) ?? []
  const fresh = times.findIndex((at) => at > state.world.now() - day)
  times.splice(0, fresh < 0 ? times.length : fresh)
  state.acts.set(key, times)
  return times
}
