/**
 * What happened that an operator counts or an auditor reads: one function for each, so that its log line and its
 * counter cannot drift apart. Labels of counters are few; the line has the details. Never a secret, never a text.
 */
import type { Logger } from 'pino'

const counts = new Map<string, number>()

/** How often each event happened in this process. */
export const counted = (): Readonly<Record<string, number>> => Object.fromEntries(counts)

function happened(log: Logger, name: string, details: Readonly<Record<string, string | undefined>>): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
  log.info({ event: name, ...details }, name)
}

interface By {
  readonly person: string
}
interface From {
  readonly source: string
}
interface In {
  readonly workspace: string
}

export const ownerSetUp = (log: Logger, event: By & From): void => happened(log, 'the owner was set up', { ...event })
export const personJoined = (log: Logger, event: By & From): void => happened(log, 'a person joined', { ...event })
export const signedIn = (log: Logger, event: By & From): void => happened(log, 'a person signed in', { ...event })
export const signInRefused = (log: Logger, event: From & { readonly problem: string }): void =>
  happened(log, 'a sign-in was refused', { ...event })
export const signedOut = (log: Logger, event: By): void => happened(log, 'a person signed out', { ...event })
export const passwordChanged = (log: Logger, event: By & From): void =>
  happened(log, 'a password was changed', { ...event })
export const personInvited = (log: Logger, event: By & In & { readonly role: string }): void =>
  happened(log, 'a person was invited', { ...event })
export const roleChanged = (log: Logger, event: By & In & { readonly member: string; readonly role: string }): void =>
  happened(log, 'a role was changed', { ...event })
export const memberRemoved = (log: Logger, event: By & In & { readonly member: string }): void =>
  happened(log, 'a member was removed', { ...event })
export const publishingStopped = (log: Logger, event: By & Partial<In>): void =>
  happened(log, 'publishing was stopped', { ...event })
export const publishingResumed = (log: Logger, event: By & Partial<In>): void =>
  happened(log, 'publishing goes on', { ...event })
