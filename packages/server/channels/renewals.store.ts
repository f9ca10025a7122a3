/** The SQL of renewing tokens, for the worker's role: who may renew, what is stored, when a grant has ended. */
import { sql, type Transaction } from 'kysely'
import type { Schema } from '../database/open.ts'
import type { Network } from '../outside/sandbox.ts'
import type { Located } from './located.ts'

type Trx = Transaction<Schema>

export interface HeldConsent {
  readonly id: string
  readonly platform: string
  readonly network: Network
  readonly via: string
  readonly app: string
  readonly location: Located | null
  readonly scopes: string[]
  readonly sealed: string
  readonly state: 'choosing' | 'held' | 'dead' | 'revoked'
  readonly fence: number
  readonly expiresAt: Date | null
  readonly refreshExpiresAt: Date | null
  readonly renewable: boolean
  readonly remoteId: string
  readonly channelState: 'connected' | 'reconnect' | 'disconnected'
}

/** The consent behind a channel, tokens included. For the worker's role. */
export async function consentOfChannel(trx: Trx, channelId: string): Promise<HeldConsent | undefined> {
  const { rows } = await sql<HeldConsent>`
    select c.id, c.platform, c.network, c.via, c.app, c.location, c.scopes, c.sealed, c.state, c.fence, c.expires_at,
      c.refresh_expires_at, c.renewable, h.remote_id, h.state as channel_state
    from channel h join consent c on c.workspace_id = h.workspace_id and c.id = h.consent_id
    where h.id = ${channelId}`.execute(trx)
  return rows[0]
}

/**
 * Takes the right to renew, for `seconds`. Nobody else renews meanwhile, and whoever dies with it loses it then. Answers
 * whether an earlier renewal never told how it ended.
 */
export async function takeRenewal(
  trx: Trx,
  { id, fence, seconds }: { id: string; fence: number; seconds: number },
): Promise<{ unfinished: boolean } | undefined> {
  const { rows } = await sql<{ unfinished: boolean }>`
    with mine as (
      select id, renewing_until > '-infinity' as unfinished from consent
      where id = ${id} and fence = ${fence} and state in ('held', 'choosing') and renewing_until <= clock_timestamp()
      for update)
    update consent c set renewing_until = clock_timestamp() + make_interval(secs => ${seconds})
    from mine where c.id = mine.id returning mine.unfinished`.execute(trx)
  return rows[0]
}

/** How far a renewal by somebody else has come. */
export async function renewalState(trx: Trx, id: string) {
  const { rows } = await sql<{ fence: number; state: HeldConsent['state']; renewing: boolean }>`
    select fence, state, renewing_until > clock_timestamp() as renewing from consent where id = ${id}`.execute(trx)
  return rows[0]
}

/** Gives the right to renew back without a new token. */
export async function endRenewal(trx: Trx, id: string, fence: number): Promise<void> {
  await sql`update consent set renewing_until = '-infinity' where id = ${id} and fence = ${fence}`.execute(trx)
}

export interface Renewed {
  readonly id: string
  /** Of the token that was renewed. */
  readonly fence: number
  readonly sealed: string
  readonly keyId: string
  readonly scopes: readonly string[]
  readonly expiresAt: Date | null
  readonly refreshExpiresAt: Date | null
}

/** Stores new tokens over those they replace; false if others did it first. */
export async function storeRenewed(trx: Trx, renewed: Renewed): Promise<boolean> {
  const { id, fence, scopes, ...values } = renewed
  const done = await trx
    .updateTable('consent')
    .set({
      ...values,
      scopes: [...scopes],
      fence: sql`fence + 1`,
      renewedAt: sql`clock_timestamp()`,
      renewingUntil: sql`'-infinity'`,
    })
    .where('id', '=', id)
    .where('fence', '=', fence)
    .executeTakeFirst()
  return done.numUpdatedRows === 1n
}

/** The grant is over: its channels want to be connected again. False if it was renewed meanwhile. */
export async function buryConsent(trx: Trx, { id, fence, why }: { id: string; fence: number; why: string }) {
  const done = await sql`
    update consent set state = 'dead', renewing_until = '-infinity'
    where id = ${id} and fence = ${fence} and state in ('held', 'choosing')`.execute(trx)
  if (done.numAffectedRows !== 1n) return false
  await sql`
    update channel set state = 'reconnect', state_why = ${why}
    where consent_id = ${id} and state = 'connected'`.execute(trx)
  await sql`
    insert into change (workspace_id, what, row_id)
    select workspace_id, 'channel', id from channel where consent_id = ${id}`.execute(trx)
  return true
}

/** Channels, one for each consent, whose long-lived token ends soon and is renewed by itself. For the worker's role. */
export async function endingSoon(trx: Trx, before: Date): Promise<{ channelId: string; id: string; fence: number }[]> {
  const { rows } = await sql<{ channelId: string; id: string; fence: number }>`
    select distinct on (c.id) h.id as channel_id, c.id, c.fence
    from consent c join channel h on h.workspace_id = c.workspace_id and h.consent_id = c.id
    where c.state = 'held' and c.renewable and c.expires_at < ${before} and h.state = 'connected'
    -- A token of hours is renewed when it is used; keeping it alive all the time would only wear it out.
    and c.expires_at - coalesce(c.renewed_at, c.created_at) > interval '2 days'
    order by c.id`.execute(trx)
  return rows
}
