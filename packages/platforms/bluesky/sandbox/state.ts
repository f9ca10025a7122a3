/** What the network remembers. One of these per sandbox; `POST /_sandbox/reset` makes a new one. */
import type { LexMap } from '@atproto/lex-data'
import type { Env, Setting, World } from '../../sandbox/imitation.ts'
import { practiceApp, type App } from '../../sandbox/oauth.ts'
import { createTids } from './tid.ts'

export interface Account {
  /** The DID. */
  readonly id: string
  readonly kind: 'user'
  readonly name: string
  readonly handle: string
  readonly password: string
  readonly email: string
  readonly emailConfirmed: boolean
  /** Without one the video service knows nobody (sheet section 11). */
  readonly hasProfile: boolean
  readonly mayUploadVideo: boolean
  readonly status: 'active' | 'takendown' | 'deactivated'
  readonly followers: number
  readonly follows: number
  readonly bornAt: number
  readonly repo: Repo
}
/** One record; an edit changes it in place. */
export interface Stored {
  readonly uri: string
  readonly account: Account
  readonly collection: string
  readonly rkey: string
  readonly at: number
  /** The app view finds it from then on; the repository at once. */
  readonly seenFrom: number
  cid: string
  value: LexMap
}
interface Repo {
  /** By `collection/rkey`. */
  readonly records: Map<string, Stored>
  readonly blobs: Map<string, Blob>
  head: string
  rev: string
}
export interface Blob {
  readonly cid: string
  readonly type: string
  readonly size: number
  /** Not there before: the video service is still working. */
  readonly from: number
  /** Forgotten after, unless a record refers to it. */
  until: number
  permanent: boolean
}

/** What a person gave: an app password's session or an OAuth grant. */
export interface Session {
  readonly account: Account
  readonly until: number
  /** None: an app password. */
  readonly oauth?: { readonly client: string; readonly scopes: readonly string[]; readonly key: string }
  revoked: boolean
}
export interface Token {
  readonly value: string
  readonly is: 'access' | 'refresh'
  readonly session: Session
  until: number
  /** What it was exchanged for; given again for a while (sheet 2.1). */
  next?: { readonly access: string; readonly refresh: string; readonly until: number }
}
/** A token of an account for another service. */
export interface ServiceToken {
  readonly account: Account
  readonly audience: string
  readonly method: string | undefined
  readonly until: number
}
/** A pushed authorization request, then the code it became. */
export interface Pushed {
  readonly client: string
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly state: string | undefined
  readonly challenge: string
  readonly hint: string | undefined
  readonly fragment: boolean
  readonly until: number
  /** Thumbprint of the key that signed the request, if one did. */
  key: string | undefined
}
interface Granted extends Pushed {
  readonly account: Account
}
export interface Job {
  readonly id: string
  readonly account: Account
  readonly cid: string
  readonly type: string
  readonly size: number
  readonly at: number
  readonly seconds: number
  readonly failure?: { readonly code: string; readonly message: string }
}
export interface Parts {
  readonly id: string
  readonly account: Account
  readonly size: number
  readonly partBytes: number
  readonly until: number
  readonly received: Map<number, Uint8Array<ArrayBuffer>>
  is: 'created' | 'completed' | 'aborted'
  job?: Promise<Job>
}
interface Settings extends Record<string, Setting> {
  latencyMs: number
  appViewLagSeconds: number
  rateLimits: boolean
  sessionsPerDay: number
  olderLexicons: boolean
  didDocWithSession: boolean
  blobUploadLimit: number
  blobSeconds: number
  videoSeconds: number
  videosPerDay: number
  partBytes: number
}
export interface State {
  readonly world: World
  readonly settings: Settings
  readonly secret: string
  readonly accounts: Map<string, Account>
  readonly apps: Map<string, App>
  readonly tokens: Map<string, Token>
  readonly services: Map<string, ServiceToken>
  readonly pushed: Map<string, Pushed>
  readonly codes: Map<string, Granted>
  readonly proofs: Map<string, number>
  /** Posts in the order they came. */
  readonly posts: Map<string, Stored>
  /** Addresses of replies by the address of what they answer. */
  readonly replies: Map<string, Set<string>>
  readonly jobs: Map<string, Job>
  readonly uploads: Map<string, Parts>
  readonly windows: Map<string, { used: number; resetAt: number }>
  nextTid(): string
}
export interface Limit {
  readonly max: number
  readonly seconds: number
  readonly left: number
  readonly resetAt: number
}
export type BskyEnv = Env & { Variables: { limits: Limit[] } }

/** Where the practice network says it is. */
export const host = 'bsky.social'
export const origin = `https://${host}`
export const did = `did:web:${host}`
export const handleEnd = `.${host}`

const settings = (): Settings => ({
  latencyMs: 0,
  appViewLagSeconds: 2,
  rateLimits: true,
  sessionsPerDay: 100,
  olderLexicons: false,
  didDocWithSession: false,
  blobUploadLimit: 52_428_800,
  blobSeconds: 3600,
  videoSeconds: 5,
  videosPerDay: 25,
  partBytes: 8_388_608,
})

export function createState(world: World): State {
  const practice = practiceApp('bluesky')
  return {
    world,
    settings: settings(),
    secret: world.chance.text(32),
    accounts: new Map(),
    apps: new Map([[practice.clientId, practice]]),
    tokens: new Map(),
    services: new Map(),
    pushed: new Map(),
    codes: new Map(),
    proofs: new Map(),
    posts: new Map(),
    replies: new Map(),
    jobs: new Map(),
    uploads: new Map(),
    windows: new Map(),
    nextTid: createTids(() => world.now(), Math.floor(world.chance.number() * 1024)),
  }
}

/** By DID or handle, in any case. */
export function findAccount(state: State, name: string): Account | undefined {
  const plain = name.toLowerCase()
  return state.accounts.get(plain) ?? [...state.accounts.values()].find((one) => one.handle === plain)
}

export const seen = (state: State, post: Stored) => post.seenFrom <= state.world.now()
