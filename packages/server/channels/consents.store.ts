/** The SQL of consents. What is sealed is read by the worker's role only. */
import { sql, type Transaction } from 'kysely'
import type { Json } from '@posthorn/domain/json.ts'
import { json } from '../database/json.ts'
import type { Schema } from '../database/open.ts'
import type { JsonValue } from '../database/schema.gen.ts'
import type { Network } from '../outside/sandbox.ts'
import type { Located } from './located.ts'
import type { HeldConsent } from './renewals.store.ts'

type Trx = Transaction<Schema>

/** Whom a sealed value belongs to. */
export const consentSeal = (workspaceId: string, id: string): string => `consent:${workspaceId}:${id}`

interface NewConsent {
  readonly id: string
  readonly platform: string
  readonly network: Network
  readonly via: string
  readonly app: string
  readonly location: Located | null
  readonly scopes: readonly string[]
  readonly sealed: string
  readonly keyId: string
  readonly expiresAt: Date | null
  readonly refreshExpiresAt: Date | null
  readonly renewable: boolean
  readonly personId: string
  readonly reconnects: string | null
  readonly state: 'choosing' | 'held'
  /** What the account picker shows; null where no choice is needed. */
  readonly candidates: Json
}

export async function insertConsent(trx: Trx, workspaceId: string, consent: NewConsent): Promise<void> {
  const { scopes, candidates, location, ...rest } = consent
  await trx
    .insertInto('consent')
    .values({
      ...rest,
      workspaceId,
      scopes: [...scopes],
      host: location?.host ?? null,
      location: location && json(location),
      candidates: candidates === null ? null : json(candidates as JsonValue),
    })
    .execute()
}

/** What the web role may see of a consent. */
export async function readConsent(trx: Trx, id: string) {
  return await trx
    .selectFrom('consent')
    .select([
      'id',
      'platform',
      'network',
      'via',
      'scopes',
      'expiresAt',
      'renewable',
      'candidates',
      'state',
      'reconnects',
    ])
    .where('id', '=', id)
    .executeTakeFirst()
}

/** What somebody typed to find the server of a consent. */
export async function typedFor(trx: Trx, id: string): Promise<string | undefined> {
  const { rows } = await sql<{ typed: string | null }>`
    select location ->> 'typed' as typed from consent where id = ${id}`.execute(trx)
  return rows[0]?.typed ?? undefined
}

/** A choice was made: the list of accounts is not needed any more. False if one was made before. */
export async function holdConsent(trx: Trx, id: string): Promise<boolean> {
  const done = await trx
    .updateTable('consent')
    .set({ state: 'held', candidates: null })
    .where('id', '=', id)
    .where('state', '=', 'choosing')
    .executeTakeFirst()
  return done.numUpdatedRows === 1n
}

/** Deletes a consent that no channel stands on any more. */
export async function dropUnused(trx: Trx, id: string): Promise<void> {
  await sql`
    delete from consent c where c.id = ${id} and c.state <> 'choosing'
    and not exists (select from channel h where h.workspace_id = c.workspace_id and h.consent_id = c.id)`.execute(trx)
}

/** Accounts of the consent's platform that are channels here already. */
export async function connectedAccounts(
  trx: Trx,
  { platform, network }: { platform: string; network: Network },
): Promise<ReadonlySet<string>> {
  const rows = await trx
    .selectFrom('channel')
    .select('remoteId')
    .where('platform', '=', platform)
    .where('network', '=', network)
    .where('state', '=', 'connected')
    .execute()
  return new Set(rows.map((row) => row.remoteId))
}

/** What is sealed, locked. For the worker's role. */
export async function sealedOf(trx: Trx, id: string): Promise<string | undefined> {
  const row = await trx.selectFrom('consent').select('sealed').where('id', '=', id).forUpdate().executeTakeFirst()
  return row?.sealed
}

/** The same secrets in another seal: nobody's fence moves. Only under the lock of `sealedOf`. */
export async function resealConsent(trx: Trx, id: string, values: { sealed: string; keyId: string }): Promise<void> {
  await trx.updateTable('consent').set(values).where('id', '=', id).execute()
}

/** Consents that another key sealed. For the worker's role. */
export async function sealedOtherwise(trx: Trx, keyId: string): Promise<string[]> {
  const rows = await trx.selectFrom('consent').select('id').where('keyId', '<>', keyId).execute()
  return rows.map((row) => row.id)
}

export type Orphan = Pick<HeldConsent, 'id' | 'platform' | 'network' | 'via' | 'app' | 'location' | 'sealed'>

/** Consents that no channel stands on, left by a revocation that did not end well. */
export async function orphans(trx: Trx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select c.id from consent c where c.state <> 'choosing'
    and not exists (select from channel h where h.workspace_id = c.workspace_id and h.consent_id = c.id)`.execute(trx)
  return rows.map((row) => row.id)
}

/** A consent whose last channel was disconnected; undefined while one stands on it. For the worker's role. */
export async function orphanOf(trx: Trx, id: string): Promise<Orphan | undefined> {
  const { rows } = await sql<Orphan>`
    select c.id, c.platform, c.network, c.via, c.app, c.location, c.sealed from consent c
    where c.id = ${id} and not exists (select from channel h where h.workspace_id = c.workspace_id and h.consent_id = c.id)`.execute(
    trx,
  )
  return rows[0]
}

export async function deleteConsent(trx: Trx, id: string): Promise<void> {
  await trx.deleteFrom('consent').where('id', '=', id).execute()
}

/** Choices that nobody made within an hour: their tokens are of no use to anybody. */
export async function abandonedChoices(trx: Trx, before: Date): Promise<string[]> {
  const rows = await trx
    .selectFrom('consent')
    .select('id')
    .where('state', '=', 'choosing')
    .where('createdAt', '<', before)
    .execute()
  return rows.map((row) => row.id)
}
