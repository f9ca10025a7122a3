/** What Facebook remembers. One of these per sandbox; `POST /_sandbox/reset` makes a new one. */
import type { Seen } from '../../sandbox/files.ts'
import { createMeter, type Meter } from '../../sandbox/graph/usage.ts'
import { createIds } from '../../sandbox/ids.ts'
import type { Env, Setting, World } from '../../sandbox/imitation.ts'
import type { App } from '../../sandbox/oauth.ts'
import type { Code, Token } from './tokens.ts'

export const tasks = ['MODERATE', 'MESSAGING', 'ANALYZE', 'ADVERTISE', 'CREATE_CONTENT', 'MANAGE'] as const
export type Task = (typeof tasks)[number]

export interface User {
  readonly kind: 'user'
  readonly id: string
  readonly name: string
  readonly handle: string
}
export interface Business {
  readonly kind: 'business'
  readonly id: string
  readonly name: string
}
export interface Page {
  readonly kind: 'page'
  readonly id: string
  readonly name: string
  readonly handle: string
  readonly category: string
  /** The portfolio that owns it: not listed among a person's own without `business_management`. */
  readonly business: Business | undefined
  readonly followers: number
  readonly bornAt: number
  readonly roles: Map<string, ReadonlySet<Task>> // by the id of the person
}
/** A photo; while it is not in a post it is staged and lives a day. */
export interface Photo {
  readonly kind: 'photo'
  readonly id: string
  readonly page: Page
  readonly at: number
  readonly until: number
  readonly seen: Seen
  readonly alt: string | undefined
  caption: string
  post: Post | undefined
  deleted: boolean
}
export type VideoWay = 'video' | 'reel' | 'story'
export interface Processing {
  readonly at: number
  readonly seconds: number
  readonly failure: { readonly code: number; readonly message: string } | undefined
  /** The check for copyrights never ends. */
  readonly copyrightStuck: boolean
}
export interface Video {
  readonly kind: 'video'
  readonly id: string
  readonly page: Page
  readonly way: VideoWay
  readonly at: number
  seenFrom: number
  /** When an upload that was begun is forgotten. */
  readonly until: number
  /** Bytes announced; undefined until the client said. */
  size: number | undefined
  received: number
  chunks: Uint8Array<ArrayBuffer>[]
  file: Seen | undefined
  title: string
  description: string
  processing: Processing | undefined
  state: 'PUBLISHED' | 'SCHEDULED' | 'DRAFT'
  post: Post | undefined
  readonly collaborators: Map<string, 'Pending' | 'Accepted' | 'Declined'>
  deleted: boolean
}
export interface Comment {
  readonly kind: 'comment'
  readonly id: string
  readonly post: Post
  readonly parent: Comment | undefined
  readonly from: Page | User
  readonly at: number
  readonly seenFrom: number
  readonly photo: string | undefined // key of the file
  readonly link: string | undefined
  message: string
  hidden: boolean
  deleted: boolean
}
export interface Post {
  readonly kind: 'post'
  readonly id: string // {page}_{number}, of a story the number alone
  readonly number: string
  readonly page: Page
  readonly app: App
  readonly at: number
  readonly seenFrom: number
  readonly story: boolean
  readonly link: string | undefined
  readonly photos: readonly Photo[]
  readonly video: Video | undefined
  /** Everything else that was accepted with it and is only given back. */
  readonly more: Readonly<Record<string, unknown>>
  readonly comments: Comment[]
  message: string
  published: boolean
  /** When it was made public by hand, if that was later than it was made. */
  publishedAt: number
  scheduledFor: number | undefined
  changedAt: number
  pinned: boolean
  hidden: boolean
  deleted: boolean
}
export type Thing = User | Business | Page | Photo | Video | Post | Comment

/** An upload whose end is a handle for `fbuploader_video_file_chunk`. */
export interface Session {
  readonly id: string
  readonly person: string
  readonly type: string
  readonly size: number
  received: number
  chunks: Uint8Array<ArrayBuffer>[]
  handle: string | undefined
}

interface Settings extends Record<string, Setting> {
  latencyMs: number
  requireProof: boolean
  shortSeconds: number
  declinedScopes: string
  untickedPages: string
  readbackLagSeconds: number
  videoSeconds: number
  completeWord: string
  storyIdsAreNumbers: boolean
  photoBytes: number
  mostAttached: number
  refuseDuplicates: boolean
  duplicateSeconds: number
  reelsPerDay: number
  invitationsPerDay: number
  pageCallsPerDay: number
  appCallsPerHour: number
  chunkBytes: number
  simpleVideoBytes: number
  hideOwnedPages: boolean
  mayReadVideos: boolean
}
export interface State {
  readonly world: World
  readonly settings: Settings
  readonly apps: Map<string, App>
  readonly codes: Map<string, Code>
  readonly tokens: Map<string, Token>
  readonly users: Map<string, User>
  readonly pages: Map<string, Page>
  readonly businesses: Map<string, Business>
  readonly photos: Map<string, Photo>
  readonly videos: Map<string, Video>
  readonly posts: Map<string, Post> // by id and by number
  readonly ordered: Post[]
  readonly comments: Map<string, Comment>
  readonly sessions: Map<string, Session>
  readonly handles: Map<string, Session>
  readonly meter: Meter
  nextId(): string
}
export type FacebookEnv = Env

const settings = (): Settings => ({
  latencyMs: 0,
  requireProof: false,
  shortSeconds: 5400,
  declinedScopes: '', // with commas: what the person unticks in the dialog
  untickedPages: '',
  readbackLagSeconds: 0,
  videoSeconds: 8,
  completeWord: 'complete', // live answers say `completed`
  storyIdsAreNumbers: true,
  photoBytes: 10_000_000,
  mostAttached: 10,
  refuseDuplicates: true,
  duplicateSeconds: 600,
  reelsPerDay: 30,
  invitationsPerDay: 10,
  pageCallsPerDay: 48_000, // 4800 for each of ten engaged people
  appCallsPerHour: 6000, // 200 for each of thirty people
  chunkBytes: 1024 * 1024,
  simpleVideoBytes: 1_000_000_000,
  hideOwnedPages: true,
  mayReadVideos: true,
})

export function createState(world: World): State {
  const now = () => world.now()
  return {
    world,
    settings: settings(),
    apps: new Map(),
    codes: new Map(),
    tokens: new Map(),
    users: new Map(),
    pages: new Map(),
    businesses: new Map(),
    photos: new Map(),
    videos: new Map(),
    posts: new Map(),
    ordered: [],
    comments: new Map(),
    sessions: new Map(),
    handles: new Map(),
    meter: createMeter(now),
    // Fifteen digits: ids of stories are told as JSON numbers, which must not lose any.
    nextId: createIds(now, { epoch: Date.UTC(2020, 0, 1), bits: 10n }),
  }
}
