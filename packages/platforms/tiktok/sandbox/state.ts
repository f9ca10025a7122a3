/** What TikTok remembers. One of these per sandbox; `POST /_sandbox/reset` makes a new one. */
import { createIds } from '../../sandbox/ids.ts'
import type { Env, Setting, World } from '../../sandbox/imitation.ts'
import { createGrants, type App, type Grant, type Grants } from '../../sandbox/oauth.ts'
import { drafts } from '../rules.ts'

export interface Creator {
  /** The open id that the practice application sees; other applications see others. */
  readonly id: string
  readonly kind: 'creator'
  readonly name: string
  readonly handle: string
  readonly private: boolean
  /** Minors and limited accounts may not post to everyone. */
  readonly restricted: boolean
  readonly banned: boolean
  readonly verified: boolean
  readonly commentsOff: boolean
  readonly duetOff: boolean
  readonly stitchOff: boolean
  readonly maxSeconds: number
  /** Posts in 24 hours; none: the setting. */
  readonly dailyPosts: number | undefined
  readonly followers: number
  readonly bornAt: number
}

/** What the init said about the post. */
export interface Info {
  readonly title: string
  readonly description: string
  readonly privacy: string
  readonly commentsOff: boolean
  readonly paidPartnership: boolean
  readonly promotional: boolean
  readonly madeWithAi: boolean
  readonly music: boolean
  readonly cover: number
}
export interface Upload {
  readonly token: string
  readonly size: number
  readonly chunkSize: number
  readonly count: number
  until: number
  received: number
  /** The bytes; of a very long film only the first and the last chunk, which hold what can be read about it. */
  kept: Uint8Array<ArrayBuffer>[]
}
export interface Publish {
  readonly id: string
  readonly creator: Creator
  readonly app: App
  readonly kind: 'video' | 'photo'
  readonly mode: 'DIRECT_POST' | 'MEDIA_UPLOAD'
  readonly info: Info
  readonly at: number
  readonly notes: readonly string[]
  /** Seconds more until it can be read back. */
  readonly lag: number
  readonly upload?: Upload | undefined
  outcome?: Outcome
}
/** How it ends, known once all bytes are here; it shows when processing is over. */
export interface Outcome {
  /** When processing ends. */
  readonly at: number
  readonly fails?: string | undefined
  readonly post: Post | undefined
  cancelled: boolean
}
export interface Post {
  readonly id: string
  readonly creator: Creator
  readonly kind: 'video' | 'photo'
  readonly info: Info
  /** Keys on the shelf. */
  readonly files: readonly string[]
  readonly seconds: number
  readonly width: number
  readonly height: number
  /** When followers see it first. A draft that the person never finishes: infinitely late. */
  readonly at: number
  /** When moderation shows it to everyone: from then on it has a public id and is listed. Never: undefined. */
  readonly publicFrom: number | undefined
  cancelled: boolean
}

interface Settings extends Record<string, Setting> {
  latencyMs: number
  rateLimits: boolean
  /** Passed the Direct Post audit. */
  audited: boolean
  /** Creators that may post in 24 hours with an audited app. */
  activeCreators: number
  dailyPosts: number
  pendingDrafts: number
  /** Domains and `https://…/` prefixes, separated by commas. */
  verifiedPrefixes: string
  /** Our own media origin counts as verified, although it is plain http. */
  mediaVerified: boolean
  /** 24 hours and 365 days, as before November 2026. */
  longTokens: boolean
  invalidGrantStatus: number
  /** Scopes the person unticks, separated by commas. */
  withheldScopes: string
  /** "MB" is not defined: true takes only what both readings allow, false what either does. */
  strictMegabytes: boolean
  minVideoSeconds: number
  videoSeconds: number
  photoSeconds: number
  moderationSeconds: number
  /** When the person posts a draft from the inbox; 0: never. */
  inboxFinishSeconds: number
}
export interface State {
  readonly world: World
  readonly settings: Settings
  readonly grants: Grants
  readonly creators: Map<string, Creator>
  readonly publishes: Map<string, Publish>
  readonly uploads: Map<string, Publish>
  /** By id, in the order of acceptance. */
  readonly posts: Map<string, Post>
  /** Times of calls within the last minute, by who and what. */
  readonly calls: Map<string, number[]>
  /** Who consented last, by application: the person is logged in. */
  readonly signedIn: Map<string, string>
  nextId(): string
}
export interface Caller {
  readonly creator: Creator
  readonly grant: Grant
}
export type TikTokEnv = Env & { Variables: { caller: Caller } }

const settings = (): Settings => ({
  latencyMs: 0,
  rateLimits: true,
  audited: true,
  activeCreators: 1000,
  dailyPosts: 15,
  pendingDrafts: drafts.max,
  verifiedPrefixes: '',
  mediaVerified: true,
  longTokens: false,
  invalidGrantStatus: 200,
  withheldScopes: '',
  strictMegabytes: false,
  minVideoSeconds: 3,
  videoSeconds: 8,
  photoSeconds: 4,
  moderationSeconds: 20,
  inboxFinishSeconds: 0,
})

export function createState(world: World): State {
  const grown = createIds(() => world.now(), { bits: 20n })
  return {
    world,
    settings: settings(),
    grants: createGrants(world),
    creators: new Map(),
    publishes: new Map(),
    uploads: new Map(),
    posts: new Map(),
    calls: new Map(),
    signedIn: new Map(),
    // Nineteen digits with the last bits set, so that whoever reads one as a JavaScript number gets another one.
    nextId: () => String(BigInt(grown()) * 4n + 3n),
  }
}

export const now = (state: State) => state.world.now()

/** Whether the post is there: processed, and finished if it was a draft. */
export const alive = (state: State, post: Post) => !post.cancelled && post.at <= now(state)
/** Whether it is public: listed, and its id told. */
export const isPublic = (state: State, post: Post) =>
  alive(state, post) && post.publicFrom !== undefined && post.publicFrom <= now(state)
