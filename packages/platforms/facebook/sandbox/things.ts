/** What there is on Facebook: people, Pages, what Pages publish, and what lets an application act for them. */
import type { Seen } from '../../sandbox/files.ts'
import type { App } from '../../sandbox/oauth.ts'

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

/** What one person gave one application at one time. */
export interface Grant {
  readonly app: App
  readonly user: User
  readonly scopes: Set<string>
  readonly declined: Set<string>
  /** Pages that were ticked; undefined: all. */
  readonly pages: ReadonlySet<string> | undefined
  readonly at: number
  /** The subcode that ended it. */
  dead: number | undefined
}
export interface Code {
  readonly grant: Grant
  readonly redirectUri: string
  readonly until: number
  used: boolean
}
export interface Token {
  readonly value: string
  readonly grant: Grant
  /** Whose it is, if it is no person's. */
  readonly page: Page | undefined
  readonly at: number
  readonly isLong: boolean
  until: number // ms; Infinity: never
}
