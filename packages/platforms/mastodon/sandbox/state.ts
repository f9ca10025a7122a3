/** What one Mastodon server remembers. `POST /_sandbox/reset` makes a new one. */
import type { Seen } from '../../sandbox/files.ts'
import { createIds } from '../../sandbox/ids.ts'
import type { Env, Setting, World } from '../../sandbox/imitation.ts'
import { createGrants, type App, type Grant, type Grants } from '../../sandbox/oauth.ts'
import { images, poll, text, type visibilities } from '../rules.ts'

/** The server's name; it stands in every address an answer has. */
export const domain = 'mastodon.social'

export type Visibility = (typeof visibilities.values)[number]
export interface Account {
  readonly id: string
  readonly kind: 'account'
  readonly name: string
  readonly handle: string
  readonly bot: boolean
  readonly locked: boolean
  /** Moderators took its posts out of public timelines: its public posts become unlisted. */
  readonly silenced: boolean
  /** Whether it may sign in. */
  readonly login: Login
  readonly privacy: Visibility
  readonly sensitive: boolean
  readonly language: string | null
  readonly followers: number
  readonly following: number
  readonly bornAt: number
}
export type Login = 'active' | 'unconfirmed' | 'pending' | 'disabled'
export type MediaType = 'image' | 'gifv' | 'video' | 'audio'
export interface Media {
  readonly id: string
  readonly owner: string
  readonly type: MediaType
  readonly seen: Seen
  /** Key of the file, part of its address. */
  readonly key: string
  readonly doneAt: number
  readonly fails: boolean
  description: string | null
  focus: { readonly x: number; readonly y: number } | undefined
  /** Purged then, unless a post holds it. */
  until: number
  attachedTo: string | undefined
}
export interface Poll {
  readonly id: string
  readonly options: readonly string[]
  readonly multiple: boolean
  readonly hideTotals: boolean
  readonly expiresAt: number
  readonly bornAt: number
}
/** What a person wrote; an edit replaces it. */
export interface Content {
  readonly text: string
  readonly spoiler: string
  readonly sensitive: boolean
  readonly language: string
  readonly media: readonly Media[]
  readonly poll: Poll | undefined
}
export interface Status extends Content {
  readonly id: string
  readonly author: Account
  readonly visibility: Visibility
  readonly app: App
  readonly at: number
  /** Reading finds it from then on. */
  readonly seenFrom: number
  readonly parent: Status | undefined
  readonly quoted: Status | undefined
  readonly quotePolicy: string
  readonly replies: Status[]
  readonly quotes: Status[]
  /** When each version of it was made; the first is the post itself. */
  readonly versions: readonly (Content & { readonly at: number })[]
  readonly deleted: boolean
}
/** Everything one person posted, oldest first, and how many of it are still there. */
export interface Shelf {
  readonly posts: Status[]
  alive: number
}
/** Only an edit and a delete change a post. */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] }

interface Settings extends Record<string, Setting> {
  latencyMs: number
  /** Of the server software: before 4.5, 4.3 and 4.0 it can less. */
  version: string
  maxCharacters: number
  charactersReservedPerUrl: number
  maxMediaAttachments: number
  pollOptions: number
  pollOptionCharacters: number
  /** How long a file is worked on; 0: the upload answers 200. */
  imageSeconds: number
  gifSeconds: number
  videoSeconds: number
  audioSeconds: number
  /** False: a server that ignores `Idempotency-Key`. */
  idempotency: boolean
  rateLimits: boolean
  /** False: a proxy in front wants `Content-Length`. */
  chunkedUploads: boolean
}
export interface State {
  readonly world: World
  readonly settings: Settings
  readonly grants: Grants
  /** What registered applications call themselves, by client id. */
  readonly appNames: Map<string, { readonly name: string; readonly website: string | null }>
  /** Applications the server has forgotten, as old ones did with unused ones. */
  readonly lostApps: Set<string>
  readonly accounts: Map<string, Account>
  readonly media: Map<string, Media>
  readonly statuses: Map<string, Mutable<Status>>
  readonly byAuthor: Map<string, Shelf>
  readonly scheduled: Map<string, Scheduled>
  /** Account and key → the status that was made with it. */
  readonly idempotent: Map<string, { readonly id: string; readonly until: number }>
  readonly windows: Map<string, number>
  nextId(): string
}
export interface Caller {
  readonly account: Account
  readonly grant: Grant
}
/** A post that waits for its time at the server. */
export interface Scheduled {
  readonly id: string
  readonly account: Account
  readonly params: Readonly<Record<string, unknown>>
  readonly media: readonly Media[]
  readonly bornAt: number
  at: number
  publish(): void
}
/** The posts of one person, made on first use. */
export function shelfOf(state: State, account: Account): Shelf {
  const old = state.byAuthor.get(account.id)
  if (old) return old
  const shelf = { posts: [], alive: 0 }
  state.byAuthor.set(account.id, shelf)
  return shelf
}
export type MastodonEnv = Env & { Variables: { caller: Caller; grant: Grant } }

const settings = (): Settings => ({
  latencyMs: 0,
  version: '4.5.4',
  maxCharacters: text.max,
  charactersReservedPerUrl: text.linkCost,
  maxMediaAttachments: images.count[1],
  pollOptions: poll.options[1],
  pollOptionCharacters: poll.option,
  imageSeconds: 0,
  gifSeconds: 2,
  videoSeconds: 4,
  audioSeconds: 2,
  idempotency: true,
  rateLimits: true,
  chunkedUploads: true,
})

export function createState(world: World): State {
  return {
    world,
    settings: settings(),
    grants: createGrants(world),
    appNames: new Map(),
    lostApps: new Set(),
    accounts: new Map(),
    media: new Map(),
    statuses: new Map(),
    byAuthor: new Map(),
    scheduled: new Map(),
    idempotent: new Map(),
    windows: new Map(),
    nextId: createIds(() => world.now(), { bits: 16n }),
  }
}

/** True if the server's software is at least this version. */
export function atLeast({ settings: { version } }: State, major: number, minor: number): boolean {
  const [has = 0, hasMinor = 0] = version.split('.').map((part) => Number.parseInt(part, 10))
  return has > major || (has === major && hasMinor >= minor)
}
