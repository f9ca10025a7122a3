/** What LinkedIn remembers. One of these per sandbox; `POST /_sandbox/reset` makes a new one. */
import type { Seen } from '../../sandbox/files.ts'
import { createIds } from '../../sandbox/ids.ts'
import type { Env, Setting, World } from '../../sandbox/imitation.ts'
import { createGrants, type Grant, type Grants } from '../../sandbox/oauth.ts'
import type { Little } from './little.ts'

export interface Member {
  readonly kind: 'member'
  readonly id: string
  readonly urn: string
  readonly name: string
  readonly handle: string
  readonly followers: number
  readonly bornAt: number
}
export interface Organization {
  readonly kind: 'organization'
  readonly id: string
  readonly urn: string
  readonly name: string
  readonly handle: string
  readonly followers: number
  readonly bornAt: number
  readonly roles: Map<string, string> // member id → role
}
export type Actor = Member | Organization

export type UploadKind = 'image' | 'video' | 'document'
export interface Part {
  readonly token: string
  readonly first: number
  readonly last: number
  bytes?: Uint8Array<ArrayBuffer>
  etag?: string
}
export interface Upload {
  readonly kind: UploadKind
  readonly urn: string
  readonly owner: string
  readonly until: number
  readonly parts: readonly Part[]
  /** One PUT of any length: images, documents, and everything of the old way. */
  readonly whole: boolean
  done?: { readonly at: number; readonly seconds: number; readonly failure: string | undefined; readonly seen: Seen }
}

export interface Content {
  readonly media?:
    | { readonly id: string; readonly altText?: string | undefined; readonly title?: string | undefined }
    | undefined
  readonly multiImage?:
    | { readonly images: readonly { readonly id: string; readonly altText?: string | undefined }[] }
    | undefined
  readonly article?:
    | {
        readonly source: string
        readonly title?: string | undefined
        readonly description?: string | undefined
        readonly thumbnail?: string | undefined
      }
    | undefined
  readonly poll?:
    | {
        readonly question: string
        readonly options: readonly { readonly text: string }[]
        readonly settings: { readonly duration: string }
      }
    | undefined
}
export interface Comment {
  readonly id: string
  readonly urn: string
  readonly actor: Actor
  readonly agent: Member | undefined
  readonly at: number
  readonly parent: string | undefined
  text: string
}
export interface Post {
  readonly urn: string
  readonly id: string
  readonly activity: string
  readonly author: Actor
  readonly visibility: string
  readonly feed: string
  readonly reshareDisabled: boolean
  readonly content: Content | undefined
  readonly reshareOf: string | undefined
  readonly at: number
  readonly seenFrom: number
  readonly comments: Comment[]
  readonly failsToPublish: boolean
  commentary: string // as it is stored: little text, cut where LinkedIn cut it
  little: Little
  changedAt: number
  edited: boolean
  deleted: boolean
}
interface Settings extends Record<string, Setting> {
  latencyMs: number
  imageSeconds: number
  documentSeconds: number
  videoSeconds: number
  minVideoBytes: number
  uploadHours: number
  readbackLagSeconds: number
  activityLagSeconds: number
  duplicateWindowSeconds: number
  countEscaped: boolean
  memberDayQuota: number
  appDayQuota: number
  developmentTier: boolean
  commentsPerMinute: number
  activeVersions: string
  skipConsent: boolean
}
export interface State {
  readonly world: World
  readonly settings: Settings
  readonly grants: Grants
  readonly members: Map<string, Member>
  readonly organizations: Map<string, Organization>
  readonly uploads: Map<string, Upload>
  readonly addresses: Map<string, { readonly upload: Upload; readonly part: Part | undefined }> // by token; no part: captions, thumbnail
  readonly posts: Map<string, Post> // by share, ugcPost and activity URN
  readonly ordered: Post[]
  readonly recent: Map<string, { readonly at: number; readonly urn: string }>
  readonly calls: Map<string, number> // 'day who' → how many
  readonly commentTimes: Map<string, number[]>
  nextId(): string
}
export interface Caller {
  readonly member: Member
  readonly grant: Grant
  readonly version: string
}
export type LinkedInEnv = Env & { Variables: { caller: Caller } }

const settings = (): Settings => ({
  latencyMs: 0,
  imageSeconds: 2,
  documentSeconds: 5,
  videoSeconds: 15,
  minVideoBytes: 75_000,
  uploadHours: 24,
  readbackLagSeconds: 2,
  activityLagSeconds: 3,
  duplicateWindowSeconds: 600,
  countEscaped: true,
  memberDayQuota: 150,
  appDayQuota: 100_000,
  developmentTier: false,
  commentsPerMinute: 20,
  activeVersions: '202601,202602,202603,202604,202605,202606,202607,202608,202609',
  skipConsent: false,
})

export function createState(world: World): State {
  return {
    world,
    settings: settings(),
    grants: createGrants(world),
    members: new Map(),
    organizations: new Map(),
    uploads: new Map(),
    addresses: new Map(),
    posts: new Map(),
    ordered: [],
    recent: new Map(),
    calls: new Map(),
    commentTimes: new Map(),
    nextId: createIds(world.now),
  }
}

export function actor(state: State, urn: string): Actor | undefined {
  const [kind, id = ''] = /^urn:li:(person|organization):([\w-]+)$/.exec(urn)?.slice(1) ?? []
  return kind === 'person' ? state.members.get(id) : kind === 'organization' ? state.organizations.get(id) : undefined
}
