/**
 * What one imitation of a network has to say. The server around it (`server.ts`) adds faults, the ledger, the log
 * of requests, latency and the pages all networks share; a further network is one folder with one of these.
 */
import type { HttpBindings } from '@hono/node-server'
import type { Chance } from './chance.ts'
import type { Fault, Trouble } from './faults.ts'
import type { Shelf } from './files.ts'
import type { Entry, Visit } from './ledger.ts'
import type { Pull } from './pull.ts'
import type { Html, Network } from './face/page.ts'
import type { App } from './oauth.ts'

/** `api`, `oauth` and `upload` can be troubled and are logged; `face` is what a person sees in a browser. */
type Area = 'api' | 'oauth' | 'upload' | 'face'

/** What an imitation gets from the server around it. Time and chance are arguments, so a test can move them. */
export interface World {
  /** Milliseconds since 1970, moved by `POST /_sandbox/clock`. */
  readonly now: () => number
  readonly chance: Chance
  readonly files: Shelf
  /** Fetches a file from an address a client gave, where the network pulls media. */
  readonly pull: Pull
  /** The fault that hits this visit, used up once. For faults an imitation plays itself (`when: 'inside'`). */
  fault(visit: Visit, name: string): Fault | undefined
  /** Writes one accepted write into the ledger. */
  accept(visit: Visit, entry: Entry): void
  /** Every network of this sandbox, for the top line of pages. */
  readonly networks: readonly Network[]
  /** "Make trouble" and the ledger, for the side of this network's pages. */
  panel(): Html
}

export type Env = { Bindings: HttpBindings & { visit: Visit } }

export type Setting = number | boolean | string

interface Person {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly handle: string
  /** An application password, where the network has such. */
  readonly password?: string
}
export interface NewPerson {
  readonly kind: string
  readonly name: string
  readonly handle: string
  /** The id of the person who manages this page or organization. */
  readonly owner?: string | undefined
  readonly entitlements?: Readonly<Record<string, Setting>> | undefined
}
interface Minted {
  readonly accessToken: string
  readonly refreshToken?: string
  readonly expiresIn: number
}

/** One network while it runs. `POST /_sandbox/reset` throws it away and opens a new one. */
export interface Place {
  /** Routes below `/{id}`, with the network's real paths. */
  readonly app: { fetch(request: Request, env: Env['Bindings']): Response | Promise<Response> }
  /** Flat and mutable: `POST /_sandbox/settings` changes them. `latencyMs` is honoured by the server around it. */
  readonly settings: Record<string, Setting> & { latencyMs: number }
  people(): readonly Person[]
  /** Throws `Refusal` when the kind or an entitlement is not one of this network's. */
  addPerson(person: NewPerson): Person
  addApp(app: App): void
  mint(person: string, scopes: readonly string[]): Minted
  /** How this network words a fault: its 5xx, its 429, and its special faults. */
  answer(fault: Fault): Response
  /** Anything a test wants to see inside (bills, counters). */
  report(): Readonly<Record<string, unknown>>
}

export interface Imitation {
  readonly id: string
  readonly label: string
  /**
   * Every real host of the network and where it stands here; the path after it is the real one. Two networks may share
   * a host (Meta's): each has it at a place of its own.
   */
  readonly hosts: Readonly<Record<string, string>>
  /** Which area a path below `/{id}` belongs to. */
  area(path: string): Area
  /** Faults beyond the ones every network has. */
  readonly troubles: Readonly<Record<string, Trouble>>
  open(world: World): Place
}
