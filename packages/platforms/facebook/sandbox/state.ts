/** What Facebook remembers. One of these per sandbox; `POST /_sandbox/reset` makes a new one. */
import { createMeter, type Meter } from '../../sandbox/graph/usage.ts'
import { createIds } from '../../sandbox/ids.ts'
import type { Env, Setting, World } from '../../sandbox/imitation.ts'
import type { App } from '../../sandbox/oauth.ts'
import type { Business, Code, Comment, Page, Photo, Post, Session, Token, User, Video } from './things.ts'

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
