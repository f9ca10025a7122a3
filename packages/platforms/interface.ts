/**
 * The platform interface: what one folder under `packages/platforms/` has to say about its network.
 *
 * Two halves, because two programs read it:
 *   Composer  pure and browser-safe: the web app draws forms, counts, warns and previews with it.
 *   Platform  Composer + everything that speaks to the network. Server only.
 *
 * Three rules carry "never twice":
 *   1. A plan is made from a frozen version, and its shape (step names) is stored beside its results.
 *   2. A `never` step is described, not performed: one request as plain data. The engine stores it, commits,
 *      and sends it once. So "one irrevocable request per step" is a type, not a habit.
 *   3. What came back is judged by `classify` first; the engine's table by HTTP status is only the default.
 * No adapter holds a token, a database, a clock, randomness or the environment.
 */
import type { Json } from '@posthorn/domain/json.ts'
import type { Fact, MediaKind, MediaLimits, Rendition } from '@posthorn/domain/media/media.ts'
import type { Frozen, Part, Version } from '@posthorn/domain/post/version.ts'
import type { Promised } from '@posthorn/domain/post/states.ts'
import type { CountUnit } from '@posthorn/domain/text/count.ts'
import type { z } from 'zod'

export type { Fact, Frozen, Json, MediaKind, MediaLimits, Part, Rendition, Version }

// ── 1. Data: what the network allows ───────────────────────────────────────────────
export interface Quota {
  readonly of: 'publish' | 'call' | 'upload'
  readonly max: number
  readonly perSeconds: number
  readonly scope: 'channel' | 'app'
  readonly fact: Fact
}
/** One form of publishing on a network. */
export interface FormRules {
  readonly label: string // 'Post', 'Reel', 'Story', 'Document'
  readonly text: {
    readonly max: number
    readonly count: CountUnit
    readonly linkCost?: number
  }
  readonly parts: number // how many texts a thread may have; 1: no threads
  readonly media: Readonly<Partial<Record<MediaKind, MediaLimits>>>
  readonly inbox?: true // handed over: a person finishes it in the network's app
  readonly fact: Fact
}
/** What readers of a network are used to: ours to choose, no limit of the network. The writer aims at it. */
export interface WritingHints {
  /** 'short': one point; 'long': a few paragraphs; 'visual': a caption under a picture. */
  readonly family: 'short' | 'long' | 'visual'
  /** Length to aim at, in the unit of the form. */
  readonly target: readonly [least: number, most: number]
  /** Characters seen before the text folds. */
  readonly lead: number
  /** Where a link goes: into the text, into the card (`settings.link`), or nowhere, because it would not be clickable. */
  readonly link: 'text' | 'card' | 'none'
  readonly hashtags: readonly [least: number, most: number]
  /** The network forbids near-copies from several accounts. */
  readonly noCopies?: boolean
}
export interface PlatformRules {
  readonly id: string // folder name, stable for ever
  readonly label: string // 'X', 'LinkedIn'
  readonly hosts: readonly string[] // the only hosts a Wire may name; the sandbox maps these
  readonly forms: Readonly<Record<string, FormRules>> // 'post', 'reel', 'story', 'document' …: limits differ by form
  readonly quotas: readonly Quota[]
  readonly measures: { readonly post: readonly string[]; readonly channel: readonly string[] } // empty: the network tells us nothing
  readonly fetchesMedia: 'never' | 'images' | 'always' // does the network need a public URL of ours?
  readonly can: { readonly remove: boolean; readonly firstComment: boolean }
  readonly lookCost: number // US$ that one read-back may cost at most (X)
  readonly writing?: WritingHints // none: the writer takes a middle way from the limits
}

// ── 2. What is published ──────────────────────────────────────────────────────────
export interface Channel {
  readonly id: string
  readonly remoteId: string // account or page id, unique on the whole platform (Mastodon: 'id@host'); keys the lane
  readonly kind: string // 'member' | 'organization' | 'page' | 'creator' …: decides limits, plan, look-up
  readonly via: string // the way of `Platform.connect` it was connected by: decides hosts, scopes, plan
  readonly handle: string
  readonly host?: string // Mastodon server, Bluesky PDS
  readonly facts: { readonly [key: string]: Json } // learned at connect and refreshed: entitlements, scopes, server limits
}

/** Something that exists at the network. `id` is missing where the network hides it (private TikTok posts). */
export interface Remote {
  readonly id?: string
  readonly url?: string
  readonly at: 'public' | 'restricted' | 'inbox' // 'inbox': handed over, the person finishes it in the network's app
}

// ── 3. Speaking to the network ────────────────────────────────────────────────────
export interface FileRange {
  readonly rendition: string
  readonly from?: number
  readonly to?: number
} // `to` exclusive
export type Body =
  | { readonly is: 'json'; readonly value: Json }
  | { readonly is: 'form'; readonly fields: Readonly<Record<string, string>> }
  | {
      readonly is: 'multipart'
      readonly fields: Readonly<Record<string, string>>
      readonly file: FileRange
      readonly fileField: string
    }
  | { readonly is: 'bytes'; readonly file: FileRange; readonly type: string }

/** One request as data. Redirects are never followed; the token is put in by the caller, never by the adapter. */
export interface Wire {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string // host must be in rules.hosts or equal channel.host
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Body
  /** Whose token: page or account, person, application, none (pre-signed URL), or one the caller mints for another service (Bluesky video). */
  readonly as: 'channel' | 'user' | 'nobody' | { readonly audience: string; readonly method: string }
  /** The word before the token, where a host wants another than the way of connecting gives ('OAuth' at Meta's upload hosts). */
  readonly scheme?: 'OAuth'
}
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}
export interface Call {
  /** Resolves if not `failed(reply)` or its status is expected, else throws what the engine hands to `classify`. Renews the lease while bytes flow. */
  send(wire: Wire, expect?: readonly number[]): Promise<Reply>
  /** A signed https address the network can fetch for a day. Refused before scheduling if none is configured. */
  publicUrl(rendition: string): Promise<string>
}
export interface Failure {
  readonly during: string // step name, or 'identify', 'options', 'measure', 'remove'
  readonly wire: Wire
  readonly sent: boolean // had any byte of the request left this machine?
  readonly reply?: Reply // none: time-out, reset, unreadable
}

export type Verdict =
  | { readonly is: 'retry'; readonly afterSeconds?: number } // certainly not done
  | { readonly is: 'closed'; readonly scope: 'channel' | 'app'; readonly afterSeconds: number; readonly why: string }
  | { readonly is: 'renew' } // token too old: once, then 'reconnect'
  | { readonly is: 'reconnect' }
  | { readonly is: 'redo'; readonly from: string; readonly note?: Json } // clearly refused, curable from an earlier step
  | { readonly is: 'exists'; readonly remote: Remote } // "duplicate of …": it is already there
  | {
      readonly is: 'refused'
      readonly problem: string
      readonly field?: string
      readonly words?: string
      readonly values?: Readonly<Record<string, string | number>>
    }
  | { readonly is: 'unknown' }

// ── 4. The plan ───────────────────────────────────────────────────────────────────
/** Results of earlier steps, partial results of this one, the note of the last `redo`. Sealed at rest: may hold pre-signed URLs. */
export interface Memory {
  get(step: string): Json | undefined
  note(step: string): Json | undefined
}

export type Progress =
  | { readonly is: 'done'; readonly value: Json } // kept; next step
  | { readonly is: 'more'; readonly value: Json } // kept; same step again now: chunk n of an unknown count
  | { readonly is: 'wait'; readonly seconds: number; readonly value?: Json } // kept; lane given free, same step again later
  | { readonly is: 'redo'; readonly from: string; readonly note?: Json } // forget results from there on (an expired container)
  | { readonly is: 'refused'; readonly problem: string; readonly words: string } // told in a 2xx: processing failed
  | { readonly is: 'live'; readonly remote: Remote; readonly value?: Json } // kept like done (value: the remote, if none given): followers can see something

export type Found =
  | { readonly is: 'done'; readonly value: Json; readonly seen: string } // it took effect; go on with the plan
  | { readonly is: 'live'; readonly remote: Remote; readonly value?: Json; readonly seen: string }
  | { readonly is: 'absent'; readonly sure: boolean; readonly seen: string } // sure: asked about this very object, not "not in a list"
  | { readonly is: 'redo'; readonly from: string; readonly seen: string } // surely not done, and never will be (an expired container): on from there
  | { readonly is: 'unsure'; readonly why: string }

/** What was stored, in a commit of its own, before the request left. `taken`: remote ids other publications own. */
export interface Intent {
  readonly sentAt: Date
  readonly wire: Wire
  readonly taken: ReadonlySet<string>
}

interface Named {
  readonly name: string // 'upload:0', 'create', 'part:2', 'comment'
  readonly for: 'post' | 'extra' // an extra (comment, alt text, reply gate) can fail without failing the post
}
export interface FreeStep extends Named {
  readonly repeat: 'freely'
  run(call: Call, memory: Memory): Promise<Progress>
}
export interface OnceStep extends Named {
  readonly repeat: 'never'
  request(memory: Memory): Wire // pure: same memory, same bytes
  read(reply: Reply, memory: Memory): Progress // pure; throwing means the answer was unreadable: unknown
  /** When to look after an unclear end, in seconds after sending. Only the last look may conclude `absent`. */
  readonly look: readonly [number, ...number[]]
  find(call: Call, memory: Memory, intent: Intent): Promise<Found>
  /** After a last look that says absent but not sure, one automatic resend is allowed: only where the network itself refuses a double. */
  readonly resend?: boolean
  /** The network itself makes the identical request harmless in this window; `ask`: only if the workspace opted in. */
  readonly replay?: { readonly fromSeconds: number; readonly toSeconds: number; readonly ask: boolean }
}
export type Step = FreeStep | OnceStep

// ── 5. The two halves ─────────────────────────────────────────────────────────────
/** `values` fill the sentence of the problem: {over: 14, max: 280}. */
export interface Violation {
  readonly problem: string
  readonly part?: number
  readonly field?: string
  readonly blocks: boolean
  readonly values?: Readonly<Record<string, string | number>>
}
/** What followers will roughly see, as data; the web app has one React component for all networks. */
export interface Preview {
  readonly parts: readonly {
    readonly text: string
    readonly foldAt?: number
    readonly media: 'none' | 'one' | 'grid' | 'carousel' | 'vertical'
  }[]
  readonly card?: { readonly title: string; readonly host: string }
  readonly notes: readonly string[] // 'Paid partnership', 'AI-generated'
}

/** What an account may choose at this moment, for its form. */
export interface Options {
  /** By setting: the only values this account may have, in the network's order. */
  readonly choices: Readonly<Record<string, readonly { readonly value: string; readonly label: string }[]>>
  /** Settings that this account cannot use, with the reason. */
  readonly closed: Readonly<Record<string, string>>
  /** Sentences that the form shows above its fields: whose account it is, what it may not do now. */
  readonly says: readonly string[]
  /** What `validate` needs to know besides, such as the longest video. */
  readonly facts: { readonly [key: string]: Json }
}

export interface Composer<Settings extends object = object> {
  readonly rules: PlatformRules
  readonly settings: z.ZodType<Settings> // also printed as JSON Schema for the API, the CLI and MCP
  limits(channel: Channel): PlatformRules // the rules as this account meets them (X Premium, a Mastodon server)
  form(version: Version<Settings>): string // which of `rules.forms` this version is
  validate(version: Version<Settings>, channel: Channel, options?: Options): readonly Violation[]
  /** How much a text of the version counts, where the unit of the rules does not tell all (escapes, links, mentions). */
  length?(text: string, version: Version<Settings>, channel: Channel): number
  preview(version: Version<Settings>, channel: Channel): Preview
  /** What we may honestly promise for this version on this channel; pure, shown while composing and before scheduling. */
  promise(version: Version<Settings>, channel: Channel): Promised
  price?(version: Version<Settings>): number // US$
  /** What a person agrees to by publishing this version; the network demands that it stands beside the button. */
  consent?(version: Version<Settings>): Sentence
}

/** Words with links in them. */
export type Sentence = readonly (string | { readonly words: string; readonly url: string })[]

/** One way to connect. A platform may offer several: Instagram (own login, Facebook login), Bluesky (OAuth, app password), LinkedIn (two kinds of app). */
export type Connect = { readonly via: string } & (
  | {
      readonly how: 'oauth'
      readonly app: string // whose credentials: 'TWITTER' reads TWITTER_CLIENT_ID and TWITTER_CLIENT_SECRET
      readonly authorize: string
      readonly token: string
      readonly revoke?: string
      readonly scopes: readonly string[]
      readonly pkce: boolean
      readonly clientAuth: 'body' | 'basic'
      readonly renew: 'rotating' | 'static' | 'exchange' | 'none'
      /** Where a network leaves the standard, as data: TikTok's `client_key` and commas, Meta's second exchange and `appsecret_proof` (added by the caller). */
      readonly dialect?: {
        readonly clientId?: string
        readonly separator?: ',' | ' '
        readonly proof?: 'appsecret_proof'
        readonly exchange?: {
          readonly url: string
          readonly grant: string
          readonly renewUrl?: string
          readonly renewGrant?: string
          readonly tokenName?: string // the parameter that carries the token, if not 'access_token'
          readonly lasts?: number // seconds, where the answer leaves them out
        }
      }
    }
  | {
      /** OAuth with PKCE at a server that the person names; `Platform.locate` finds it and its endpoints. */
      readonly how: 'oauth-at-host'
      readonly ask: Typed
      /** How we become a client there: `Platform.register` asks for it, or the server reads a document of ours (`client_id` is its address). */
      readonly client: 'registered' | 'document'
      /** Tokens are bound to a key of ours (RFC 9449). */
      readonly dpop: boolean
      readonly scopes: readonly string[]
      readonly renew: 'rotating' | 'none'
    }
  | {
      /** A password made for us in the network's settings, changed for a session at the located host. */
      readonly how: 'app-password'
      readonly ask: Typed
      /** Paths at the host: JSON requests as the names say; `renew` and `end` are sent with the refresh token as bearer. */
      readonly session: Session
    }
)

/** What a person types so that we find their server. */
export interface Typed {
  readonly label: string // 'Server', 'Handle'
  readonly example: string // 'mastodon.social'
}
/** A session made from a password: where, and the names its fields have there. */
export interface Session {
  readonly make: string
  readonly renew: string
  readonly end?: string
  readonly fields: {
    readonly identifier: string
    readonly password: string
    readonly access: string
    readonly refresh: string
  }
}

/** Where an account lives, found from what a person typed. All addresses are https. */
export interface Location {
  readonly host: string // becomes `Channel.host`
  /** Which account must come out of it, if that is known already (a DID). Another one is refused. */
  readonly subject?: string
  /** Given to the sign-in page, so that nobody types it twice. */
  readonly hint?: string
  /** The authorization server; none for passwords. */
  readonly issuer?: string
  readonly endpoints?: {
    readonly authorize: string
    readonly token: string
    readonly revoke?: string
    /** Pushed authorization requests (RFC 9126). */
    readonly push?: string
  }
  /** Scopes to ask for, where the server knows other ones than `Connect.scopes`. */
  readonly scopes?: readonly string[]
}
/** What a server is told when we ask to become its client. */
export interface NewClient {
  readonly name: string
  readonly website: string
  readonly redirectUri: string
  readonly scopes: readonly string[]
}

/** An account or page a person may connect. `secret` (a page token) is sealed at once and never seen again by an adapter. */
export type Candidate = Omit<Channel, 'id' | 'via'> & { readonly secret?: string }
export interface Measures {
  readonly remoteId: string
  readonly values: Readonly<Record<string, number | 'unsupported' | 'not yet'>>
}

export interface Platform<Settings extends object = object> extends Composer<Settings> {
  readonly connect: readonly [Connect, ...Connect[]] // the first is offered first
  /** Raise it when the meaning of a step changes. A started publication of another version restarts if nothing was sent, else a person decides. */
  readonly version: number
  /** With `host`: the located one, for ways that connect at a host. */
  identify(call: Call, via: string, host?: string): Promise<readonly Candidate[]>
  /**
   * Finds the server of what a person typed ("@ada@example.social", a handle, an address). Its requests may name any
   * public host and are sent as 'nobody'. Throws `NotLocated` with words for the person.
   */
  locate?(call: Call, typed: string, via: string): Promise<Location>
  /** The request that makes us a client at a located server; its answer has `client_id` and `client_secret`. */
  register?(location: Location, client: NewClient): Wire
  /** For `Wire.as: {audience, method}`: the request, as 'channel', whose answer's `token` that service takes. `now`: tokens have an end. */
  mint?(channel: Channel, audience: string, method: string, now: Date): Wire
  /** Live choices (TikTok creator_info): fetched at each opening of the form by `GET /channels/{id}/options`, handed to the form and to `validate`,
   *  never stored in a version. The plan asks again in a free step of its own just before publishing. */
  options?(call: Call, channel: Channel): Promise<Options>
  plan(frozen: Frozen<Settings>, channel: Channel): readonly Step[]
  failed?(reply: Reply): boolean // default: status >= 400; TikTok and Graph also fail in a 200
  classify(failure: Failure): Verdict | undefined // undefined: the engine's table by status
  remove?(call: Call, channel: Channel, remotes: readonly Remote[]): Promise<void> // idempotent: "gone" is success
  measure?(call: Call, channel: Channel, remotes: readonly Remote[]): Promise<readonly Measures[]>
  measureChannel?(call: Call, channel: Channel): Promise<Measures> // followers and the like; remoteId is the channel's
  revoke?(call: Call, channel: Channel): Promise<void> // at disconnect, where `Connect.revoke` is not enough (Facebook, Bluesky app password)
}

/** No server could be found for what a person typed; the words are shown to them. */
export class NotLocated extends Error {
  override readonly name = 'NotLocated'
}

/** Keeps the settings type while checking the shape. */
export const definePlatform = <S extends object>(platform: Platform<S>): Platform<S> => platform
