/** What X remembers. One of these per sandbox; `POST /_sandbox/reset` makes a new one. */
import type { Seen } from '../../sandbox/files.ts'
import { createIds } from '../../sandbox/ids.ts'
import type { Env, Setting, World } from '../../sandbox/imitation.ts'
import { createGrants, type Grant, type Grants } from '../../sandbox/oauth.ts'

export type Subscription = 'None' | 'Basic' | 'Premium' | 'PremiumPlus'
export interface User {
  readonly id: string
  readonly kind: 'user'
  readonly name: string
  readonly handle: string
  readonly subscription: Subscription
  readonly verifiedType: 'none' | 'blue' | 'business' | 'government'
  readonly protected: boolean
  readonly followers: number
  readonly bornAt: number
}
export interface Upload {
  readonly id: string
  readonly key: string
  readonly owner: string
  readonly others: readonly string[]
  readonly category: string
  readonly type?: string | undefined
  readonly totalBytes: number
  readonly until: number
  readonly segments: Map<number, Uint8Array<ArrayBuffer>>
  finalized?: {
    readonly at: number
    readonly seconds: number
    readonly fails: boolean
    readonly size: number
    readonly seen: Seen
  }
  alt?: string
}
export interface Link {
  readonly start: number // UTF-16 offsets in the text as it was sent
  readonly end: number
  readonly short: string
  readonly expanded: string
  readonly display: string
  readonly mediaKey?: string
}
export interface Post {
  readonly id: string
  readonly author: User
  readonly text: string
  readonly weight: number
  readonly links: readonly Link[]
  readonly media: readonly Upload[]
  readonly poll?: { readonly id: string; readonly options: readonly string[]; readonly minutes: number } | undefined
  readonly parent?: Post | undefined
  readonly conversation: string
  readonly replySettings: string
  readonly madeWithAi: boolean
  readonly paidPartnership: boolean
  readonly at: number
  readonly seenFrom: number // read-back and replies find it from then on
  readonly history: readonly string[] // ids of all versions, oldest first
  readonly replies: Post[]
  newer?: Post
  deleted: boolean
  hidden: boolean
}
interface Bill {
  readonly at: number
  readonly app: string
  readonly what: string
  readonly usd: number
}
interface Settings extends Record<string, Setting> {
  latencyMs: number
  replicaLagSeconds: number
  duplicateWindowSeconds: number
  imageSeconds: number
  gifSeconds: number
  videoSeconds: number
  rateLimits: boolean
  creditsUsd: number
  enterprise: boolean
  problemHost: string
  missingPostStatus: number
}
export interface State {
  readonly world: World
  readonly settings: Settings
  readonly grants: Grants
  readonly users: Map<string, User>
  readonly uploads: Map<string, Upload>
  readonly posts: Map<string, Post>
  readonly byAuthor: Map<string, Post[]>
  readonly links: Map<string, string> // t.co code → address
  readonly recent: Map<string, number> // duplicate key → when
  readonly windows: Map<string, { used: number; resetAt: number }>
  readonly bills: Bill[]
  spent: number // US$
  nextId(): string
}
export interface Caller {
  readonly user: User
  readonly grant: Grant
}
export type XEnv = Env & { Variables: { caller: Caller } }

const settings = (): Settings => ({
  latencyMs: 0,
  replicaLagSeconds: 2,
  duplicateWindowSeconds: 86_400,
  imageSeconds: 0,
  gifSeconds: 2,
  videoSeconds: 5,
  rateLimits: true,
  creditsUsd: 1000,
  enterprise: false,
  problemHost: 'api.x.com',
  missingPostStatus: 200,
})

const epoch = 1_288_834_974_657 // snowflakes count from here (sheet 8.3)

export function createState(world: World): State {
  return {
    world,
    settings: settings(),
    grants: createGrants(world),
    users: new Map(),
    uploads: new Map(),
    posts: new Map(),
    byAuthor: new Map(),
    links: new Map(),
    recent: new Map(),
    windows: new Map(),
    bills: [],
    spent: 0,
    nextId: createIds(world.now, { epoch }),
  }
}

export const alive = (post: Post) => !post.deleted && post.newer === undefined
export const seen = (state: State, post: Post) => alive(post) && post.seenFrom <= state.world.now()
