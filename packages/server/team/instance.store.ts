/** The one row about this installation. */
import { sql, type Kysely, type Transaction } from 'kysely'
import type { Database, Schema } from '../database/open.ts'

type Handle = Kysely<Schema> | Transaction<Schema>

export interface Instance {
  readonly ownerId: string | null
  readonly openRegistration: boolean
  readonly stoppedAt: Date | null
}

export async function readInstance(handle: Handle): Promise<Instance> {
  const { rows } = await sql<Instance>`select owner_id, open_registration, stopped_at from instance`.execute(handle)
  return rows[0] ?? { ownerId: null, openRegistration: false, stoppedAt: null }
}

/** Puts another code in place of the last one, while there is no owner. False: there is one. */
export async function putSetUpCode({ kysely }: Database, hash: string): Promise<boolean> {
  const done = await sql`update instance set setup_code_hash = ${hash} where owner_id is null`.execute(kysely)
  return done.numAffectedRows === 1n
}

/** The code's only use: whoever has it becomes the owner. False: another code, or there is an owner. */
export async function takeOwnership(trx: Transaction<Schema>, hash: string, personId: string): Promise<boolean> {
  const done = await sql`update instance set owner_id = ${personId}, setup_code_hash = null
    where owner_id is null and setup_code_hash = ${hash}`.execute(trx)
  return done.numAffectedRows === 1n
}

export async function setRegistration(handle: Handle, open: boolean): Promise<void> {
  await sql`update instance set open_registration = ${open}`.execute(handle)
}

/** The first stop counts: stopping twice does not move its time. */
export async function stopInstance(handle: Handle, why: string | undefined): Promise<void> {
  await sql`update instance set stopped_at = coalesce(stopped_at, now()), stopped_why = ${why ?? null}`.execute(handle)
}

export async function resumeInstance(handle: Handle): Promise<void> {
  await sql`update instance set stopped_at = null, stopped_why = null`.execute(handle)
}
