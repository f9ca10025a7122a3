/** The one client of this app, and the words for what it answers. Types only: no schema reaches the browser. */
import { ApiProblem, createClient, type ProblemBody } from '@posthorn/contract/client.ts'
import type * as channels from '@posthorn/contract/schemas/channels.ts'
import type * as measures from '@posthorn/contract/schemas/measures.ts'
import type * as people from '@posthorn/contract/schemas/people.ts'
import type * as posts from '@posthorn/contract/schemas/posts.ts'
import type { z } from 'zod'

export { ApiProblem }
export const api = createClient({ baseUrl: new URL(import.meta.env.BASE_URL, location.origin).href.replace(/\/$/, '') })

export type { Role } from '@posthorn/contract/route.ts'
export type { State } from '@posthorn/domain/post/states.ts'
export type Workspace = z.output<typeof people.Workspace>
export type Me = z.output<typeof people.Me>
export type Member = z.output<typeof people.Member>
export type LatePolicy = z.output<typeof people.LatePolicy>
export type Channel = z.output<typeof channels.Channel>
export type PlatformInfo = z.output<typeof channels.PlatformInfo>
export type Consent = z.output<typeof channels.Consent>
export type PublicationCard = z.output<typeof posts.PublicationCard>
export type Measures = z.output<typeof measures.Measures>
export type Publication = z.output<typeof posts.Publication>
export type Post = z.output<typeof posts.Post>
export type PostSummary = z.output<typeof posts.PostSummary>
export type CalendarDay = z.output<typeof posts.CalendarDay>
export type Today = z.output<typeof posts.Today>
export type When = z.input<typeof posts.When>

/** The problem inside what was thrown, if the server said one. */
export const problemOf = (thrown: unknown): ProblemBody | undefined =>
  thrown instanceof ApiProblem ? thrown.problem : undefined
