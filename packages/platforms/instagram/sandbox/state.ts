/** What Instagram remembers. One of these per sandbox; `POST /_sandbox/reset` makes a new one. */
import type { Seen } from '../../sandbox/files.ts'
import { createIds } from '../../sandbox/ids.ts'
import type { Env, Setting, World } from '../../sandbox/imitation.ts'
import { token } from '../rules.ts'
import { createGrants, type Grant, type Grants } from '../../sandbox/oauth.ts'
import { createMeter, type Meter } from '../../sandbox/graph/usage.ts'

/** A professional account: the only kind the API knows. */
export interface Account {
  readonly kind: 'business' | 'creator'
  readonly id: string // 17841…: what publishing takes and webhooks say
  readonly scopedId: string // what the Instagram login calls `id`
  readonly name: string
  readonly handle: string
  readonly followers: number
  readonly bornAt: number
  /** May publish trial reels. */
  readonly trials: boolean
  /** Has to complete something in the app before it may publish. */
  readonly restricted: boolean
  /** Every container of the last 24 hours. */
  readonly containers: Container[]
  /** Everything published, oldest first. */
  readonly media: Media[]
}
/** Somebody at Facebook, who manages Pages. */
export interface Person {
  readonly kind: 'user'
  readonly id: string
  readonly name: string
  readonly handle: string
}
export interface Page {
  readonly kind: 'page'
  readonly id: string
  readonly name: string
  readonly handle: string
  readonly owner: Person
  readonly tasks: readonly string[]
  /** Belongs to a business portfolio, and is seen only with `business_management`. */
  readonly portfolio: boolean
  /** Has coordinates: can be the place of a post. */
  readonly located: boolean
  readonly account?: Account | undefined
}

export interface Tag {
  readonly username: string
  readonly x?: number | undefined
  readonly y?: number | undefined
}
/** A track laid over a reel. Volumes from 0 to 1. */
export interface Sound {
  readonly name: string
  readonly volume: number
  readonly videoVolume: number
}
/** What followers will see of a container. */
export interface Content {
  readonly form: 'image' | 'video' | 'reel' | 'story' | 'carousel'
  readonly caption: string
  readonly altText?: string | undefined
  readonly tags: readonly Tag[]
  readonly collaborators: readonly string[]
  readonly place?: Page | undefined
  readonly inFeed: boolean
  readonly madeWithAi: boolean
  readonly partnership?: { readonly sponsors: readonly string[] } | undefined
  readonly audioName?: string | undefined
  readonly sound?: Sound | undefined
  readonly trial?: string | undefined
  readonly thumbMs: number
  readonly coverKey?: string | undefined
}
/** A file on its way: pulled from an address or pushed in pieces. */
export interface Load {
  bytes: number
  /** None until the whole file is here. */
  at?: number
  seconds: number
  key?: string
  seen?: Seen
  /** 2207xxx: what `status` says once processing is over. */
  failure?: number | undefined
}
export interface Container {
  readonly id: string
  readonly account: Account
  readonly at: number
  readonly child: boolean
  readonly content: Content
  readonly children: readonly Container[]
  /** Waits for its bytes at the upload host. */
  readonly pushed: boolean
  readonly load: Load
  media?: Media
}
export interface Comment {
  readonly id: string
  readonly by: Account
  readonly on: Media
  readonly text: string
  readonly at: number
  readonly parent?: Comment | undefined
  hidden: boolean
  deleted: boolean
}
export interface Media {
  readonly id: string
  readonly shortcode: string
  readonly account: Account
  readonly container: Container
  readonly at: number
  readonly listedFrom: number // lists have it from then on
  readonly seenFrom: number // a question for it by its id is answered from then on
  readonly children: readonly { readonly id: string; readonly container: Container }[]
  readonly comments: Comment[]
  commentsOff: boolean
  deleted: boolean
}

interface Settings extends Record<string, Setting> {
  latencyMs: number
  imageSeconds: number
  videoSeconds: number
  failureCode: number
  readbackSeconds: number
  quotaTotal: number
  containersTotal: number
  containersCode: number
  containersSubcode: number
  insightsAfterSeconds: number
  storyViewers: number
  pngTolerated: boolean
  wrappedTokens: boolean
  wrappedIdentity: boolean
  pageTokenBlind: boolean
  refreshAfterSeconds: number
  publishesPerHour: number
  callsTotal: number
  requireProof: boolean
}
export interface State {
  readonly world: World
  readonly settings: Settings
  readonly grants: Grants
  readonly accounts: Map<string, Account>
  readonly persons: Map<string, Person>
  readonly pages: Map<string, Page>
  /** Which Page a token speaks for. */
  readonly pageTokens: Map<string, Page>
  /** The other way round: the token that a user token gives for a Page. */
  readonly pageTokenOf: Map<string, string>
  readonly containers: Map<string, Container>
  /** Bytes of films that are not whole yet, by container. */
  readonly pieces: Map<string, readonly Uint8Array<ArrayBuffer>[]>
  readonly media: Map<string, Media>
  readonly byShortcode: Map<string, Media>
  readonly childMedia: Map<string, Media>
  readonly comments: Map<string, Comment>
  /** When each long-lived token of the Instagram login was made, in ms. */
  readonly longLived: Map<string, number>
  /** Grants whose sessions were ended, with the subcode that says why. */
  readonly ended: Map<Grant, number>
  readonly meter: Meter
  nextId(): string
}

/** The two ways in: the Instagram login and the Facebook login. */
export type Way = 'instagram' | 'facebook'
/** Who calls: by which of the two ways in, and, where a token speaks for one, which Page. */
export interface Caller {
  readonly grant: Grant
  readonly way: Way
  readonly token: string
  readonly account?: Account | undefined
  readonly person?: Person | undefined
  readonly page?: Page | undefined
}
export type InstagramEnv = Env

const settings = (): Settings => ({
  latencyMs: 0,
  imageSeconds: 0,
  videoSeconds: 5,
  failureCode: 2_207_053,
  readbackSeconds: 2,
  quotaTotal: 100,
  containersTotal: 400,
  containersCode: 9, // it and its subcode stand in no document
  containersSubcode: 2_207_098,
  insightsAfterSeconds: 0,
  storyViewers: 5,
  pngTolerated: false,
  wrappedTokens: false,
  wrappedIdentity: false,
  pageTokenBlind: false,
  refreshAfterSeconds: token.renewableAfterSeconds,
  publishesPerHour: 0, // 0: no bound
  callsTotal: 480_000, // 4800 for each impression of the last day; a hundred are assumed
  requireProof: false,
})

export const daySeconds = 86_400
const epoch = 1_262_304_000_000 // 2010: with 15 bits a media id of today has the 17 digits of Instagram's

export function createState(world: World): State {
  return {
    world,
    settings: settings(),
    grants: createGrants(world),
    accounts: new Map(),
    persons: new Map(),
    pages: new Map(),
    pageTokens: new Map(),
    pageTokenOf: new Map(),
    containers: new Map(),
    pieces: new Map(),
    media: new Map(),
    byShortcode: new Map(),
    childMedia: new Map(),
    comments: new Map(),
    longLived: new Map(),
    ended: new Map(),
    meter: createMeter(() => world.now()),
    nextId: createIds(() => world.now(), { epoch, bits: 15n }),
  }
}

/** A story is gone after a day. */
export const alive = (state: State, media: Media) =>
  !media.deleted && (media.container.content.form !== 'story' || media.at + daySeconds * 1000 > state.world.now())
export const seen = (state: State, media: Media) => alive(state, media) && media.seenFrom <= state.world.now()
export const listed = (state: State, media: Media) => alive(state, media) && media.listedFrom <= state.world.now()
