import type { Answer, Input, Params, Query, Role, Route, RouteTable } from '@posthorn/contract/route.ts'

/** The person behind a request. */
export interface Person {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly sessionId: string
}

/**
 * What a handler gets. `person`, `workspaceId` and `role` have been checked against the route's policy before it
 * runs; on public routes `person` is undefined.
 */
export interface HandlerCall<R extends Route> {
  readonly params: Params<R>
  readonly query: Query<R>
  readonly input: Input<R>
  readonly person: R['policy'] extends 'public' ? Person | undefined : Person
  readonly workspaceId: string
  readonly role: Role | undefined
  /** From If-Match, where the route demands it. */
  readonly revision: number | undefined
  readonly requestId: string
  /** Where the request came from: an address, or the network of one (IPv6). For counting tries, not for proving anything. */
  readonly source: string
  readonly request: Request
}

/** Routes that are not JSON (`is`) answer with a Response of their own; so may any that sets cookies. */
export type Handler<R extends Route> = (call: HandlerCall<R>) => Promise<Answer<R> | Response>

/** One handler for each key of a route table; a missing or unknown one does not compile. */
export type Handlers<T extends RouteTable> = { readonly [Key in keyof T]: Handler<Extract<T[Key], Route>> }
