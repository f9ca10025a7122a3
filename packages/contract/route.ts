import type { z } from 'zod'

/** Who may call a route: nobody in particular, a signed-in person, or a member with at least this role. */
export type Policy = 'public' | 'person' | 'owner-of-instance' | Role
export const roles = ['viewer', 'contributor', 'editor', 'admin', 'owner'] as const
export type Role = (typeof roles)[number]

/** True if the first role may do what the second may. */
export const atLeast = (role: Role, needed: Role): boolean => roles.indexOf(role) >= roles.indexOf(needed)

/**
 * One route as data. Its key in a route table is 'METHOD /path/{parameter}'.
 * `answer` null: 204 without a body. `is` names what is not JSON.
 */
export interface Route {
  readonly says: string
  readonly policy: Policy
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
  readonly answer: z.ZodType | null
  readonly status?: 200 | 201 | 202
  /** The answer carries an ETag; a change demands If-Match with it. */
  readonly revision?: 'tagged' | 'required'
  readonly is?: 'upload' | 'events' | 'file' | 'redirect' | 'page'
  /** No Idempotency-Key is kept: doing it again is harmless, or the answer holds a secret that must not lie in a table. */
  readonly idempotency?: 'off'
  /** Largest JSON body, in bytes; 1 MB unless said. */
  readonly bodyLimit?: number
}

export type RouteTable = Readonly<Record<`${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`, Route>>

type Parsed<T, Fallback = undefined> = T extends z.ZodType ? z.output<T> : Fallback
type Sent<T, Fallback = undefined> = T extends z.ZodType ? z.input<T> : Fallback

/** What a handler receives and what a caller gives, for one route. */
export type Params<R extends Route> = Parsed<R['params'], Record<never, never>>
export type Query<R extends Route> = Parsed<R['query'], Record<never, never>>
export type Input<R extends Route> = Parsed<R['body']>
export type SentQuery<R extends Route> = Sent<R['query'], Record<never, never>>
export type SentInput<R extends Route> = Sent<R['body']>
export type Answer<R extends Route> = R['answer'] extends z.ZodType ? z.output<R['answer']> : undefined

/** Keeps the literal types of a table while checking its shape. */
export const defineRoutes = <const T extends RouteTable>(table: T): T => table
