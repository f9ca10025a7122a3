/** Where the conformance suite plays: an engine, a door and an imitated network, however they are built. */
import type { State } from '@posthorn/domain/post/states.ts'
import type { Channel, Connect, Measures, Platform, Remote, Version } from '../interface.ts'

/** Somebody of the imitated network, in its own words. */
export interface Person {
  readonly kind: string
  readonly handle: string
  readonly entitlements?: Readonly<Record<string, string | number | boolean>>
}

/** An account to publish from. */
export interface Account {
  readonly name: string // for the titles of the tests
  readonly via: string // the way of `Platform.connect`
  readonly person: Person // who signs in
  readonly page?: Person // what they manage and publish as, if not as themselves
  /** What the person types so that their server is found, if not their handle. */
  readonly typed?: string
  /** The forms it may publish, if not all of them. */
  readonly forms?: readonly string[]
}

/** Stories a platform cannot tell, each with the reason; the handbook prints them. */
export type Gaps = Readonly<
  Partial<Record<'remove' | 'measure' | 'measureChannel' | 'expire' | 'revoke' | 'rate' | 'part' | 'comment', string>>
>

/** What a platform brings to the suite. */
export interface Exam {
  readonly platform: Platform
  /** One version for every form of `rules.forms`. */
  readonly samples: Readonly<Record<string, Version>>
  readonly accounts: readonly [Account, ...Account[]]
  /** Forms that end in the network's own app, where a person finishes them. */
  readonly handedOver?: readonly string[]
  /** Settings of the imitation: caps that the suite would meet, because it publishes more than anybody does. */
  readonly settings?: Readonly<Record<string, number | boolean | string>>
  readonly gaps?: Gaps
  /** Faults by which the network refuses for good what would go well: a part of a thread, a first comment. */
  readonly refusals?: Readonly<Partial<Record<'part' | 'comment', string>>>
  /** Faults after which the account cannot be connected again. */
  readonly losesAccount?: readonly string[]
  /** Faults of the imitation that no publication of the samples meets, each with the reason; the handbook prints them. */
  readonly untold?: Readonly<Record<string, string>>
}

/** The samples that an account may publish, by form. */
export const samplesFor = ({ samples }: Exam, { forms }: Account): readonly (readonly [form: string, Version])[] =>
  Object.entries(samples).filter(([form]) => forms?.includes(form) ?? true)

/** Whether a token that has ended can be renewed: one that its holder exchanges for a new one has to live for that. */
export const outlives = (way: Connect): boolean =>
  !('renew' in way && (way.renew === 'none' || way.renew === 'exchange'))

/** Networks name accounts by a bare id, by a whole URN that ends with it, or by an id at a host. */
export const isSameAccount = (one: string, other: string): boolean =>
  one === other ||
  [`${one} ${other}`, `${other} ${one}`].some((pair) => {
    const [long = '', short = ''] = pair.split(' ')
    return short !== '' && (long.endsWith(short) || long.startsWith(`${short}@`))
  })

/** Trouble on the network's side, hitting the first request of a step. */
export type Fault =
  | 'lose_answer' // done, and the line is cut
  | 'error_after' // done, and the answer is a 5xx
  | 'truncated_body' // done, and half of the answer arrives
  | 'error_before' // not done, 5xx
  | 'reset' // not done, and the line is cut
  | 'rate_limit' // refused with the time to wait
  | 'rate_limit_bare' // refused without
  | 'token_expired'
  | 'token_revoked'

/** Where the process dies: before the step, after its request has left (answer lost with it), after the answer is kept. */
export type Death = 'before' | 'sent' | 'after'

export interface Trouble {
  /** Where it happens; without a step, at the first request of the publication. */
  readonly step?: string
  /** Also the names of faults that only this network has. */
  readonly fault?: Fault | (string & {})
  /** How much of the fault there is, for those that are an amount: late by so much, processing for so long. */
  readonly seconds?: number
  /** Another fault that is ordered along with it, for what it brings about: a renewal of the token, a look. */
  readonly with?: string
  /** May stand by until a request comes that it fits, or find none; otherwise finding none is a mistake of the story. */
  readonly lurks?: boolean
  readonly death?: Death
  /** The network's clock jumps ahead by so many seconds; ours follows after the story. */
  readonly jump?: number
}

export interface Outcome {
  readonly publication: string
  readonly state: State
  readonly remotes: readonly Remote[]
  /** Code of what went wrong, if something did. */
  readonly problem?: string
  /** What the extras have to say. */
  readonly notes: readonly string[]
  /** The ordered trouble found its moment. A fault cannot hit a step that asks the network nothing. */
  readonly struck: boolean
}

/** One accepted write, as the network's ledger has it. */
export interface Written {
  readonly kind: string
  readonly id: string
  /** As followers read it. */
  readonly text: string
  readonly notes: readonly string[]
}

export interface World extends AsyncDisposable {
  /** Whether engine and door are the real ones: signing in and renewing speak with the network, so trouble can hit them. */
  readonly isReal: boolean
  /** Makes the account at the network, signs in by its way, identifies. */
  connect(account: Account): Promise<Channel>
  /** Publishes and waits for the end, or for the moment when only a person can go on. */
  publish(version: Version, channel: Channel, trouble?: Trouble): Promise<Outcome>
  /** Signs in again and lets waiting publications go on. */
  reconnect(channel: Channel): Promise<void>
  /** A person has seen what was refused and lets the rest go on. */
  retry(publication: string): Promise<void>
  outcome(publication: string): Promise<Outcome>
  remove(publication: string): Promise<void>
  measure(publication: string): Promise<readonly Measures[]>
  measureChannel(channel: Channel): Promise<Measures>
  /** Accepted writes of one channel's account since it was connected, oldest first. */
  ledger(channel: Channel): Promise<readonly Written[]>
}
