/** The accounts that a grant gives, as they wait to be chosen. Pure. */
import { z } from 'zod'
import type { Json } from '@posthorn/domain/json.ts'
import { problem } from '@posthorn/domain/problems.ts'
import type { Candidate } from '@posthorn/platforms/interface'
import { plain } from './grant.read.ts'

/** More than any network lists at once. */
const mostAccounts = 500

const Facts = z.record(
  z.string(),
  z.custom<Json>((value) => value !== undefined),
)

/** An account as it waits to be chosen: no secret in it. Text of strangers is bounded and inert. */
export const Account = z.object({
  remoteId: z.string().min(1).max(300),
  kind: z.string().min(1).max(40),
  handle: z.string(),
  name: z.string(),
  avatarUrl: z.string().nullable(),
  host: z.string().nullable(),
  facts: Facts,
  /** Why it cannot be chosen. */
  refused: z.string().nullable(),
})
export type Account = z.output<typeof Account>

/**
 * `facts.name`, `facts.avatar` and `facts.refused` are what a person sees; adapters fill them where the network tells.
 * The granted scopes are added as `facts.scopes`: what can be read back and measured depends on them. `host`: where they
 * were found; requests of their channels go there, whatever the accounts say.
 */
export function accountsOf(candidates: readonly Candidate[], scopes: readonly string[], host?: string): Account[] {
  return candidates.slice(0, mostAccounts).map((candidate) => {
    const { name, avatar, refused } = candidate.facts
    const handle = plain(candidate.handle)
    return Account.parse({
      remoteId: candidate.remoteId,
      kind: candidate.kind,
      handle,
      name: plain(typeof name === 'string' && name !== '' ? name : handle),
      avatarUrl: typeof avatar === 'string' && isWeb(avatar) ? avatar : null,
      host: host ?? candidate.host ?? null,
      facts: { ...candidate.facts, scopes },
      refused: typeof refused === 'string' && refused !== '' ? plain(refused) : null,
    })
  })
}

const isWeb = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && text.length <= 2_000

/** The secrets of pages, of the accounts that are kept. */
export function secretsOf(candidates: readonly Candidate[], kept: readonly Account[]): Record<string, string> {
  const ids = new Set(kept.map((account) => account.remoteId))
  return Object.fromEntries(
    candidates.flatMap(({ remoteId, secret }) =>
      secret === undefined || !ids.has(remoteId) ? [] : [[remoteId, secret] as const],
    ),
  )
}

/** The account a channel is, among those of a new grant. Throws channel.other-account. */
export function sameAccount(accounts: readonly Account[], wanted: { remoteId: string; handle: string }): Account {
  const found = accounts.find((account) => account.remoteId === wanted.remoteId)
  if (found) return found
  const got = accounts.map((account) => account.handle).slice(0, 3)
  throw problem('channel.other-account', { got: got.join(', '), wanted: wanted.handle })
}
