/** The SQL of connection attempts. */
import { sql } from 'kysely'
import type { Role } from '@posthorn/contract/route.ts'
import type { Database } from '../database/open.ts'
import { json } from '../database/json.ts'
import type { Network } from '../outside/sandbox.ts'
import { Located } from './located.ts'

export interface Attempt {
  /** Of the state that the browser carries; the state itself is stored nowhere. */
  readonly hash: string
  readonly workspaceId: string
  readonly personId: string
  readonly sessionId: string
  readonly platform: string
  readonly network: Network
  readonly via: string
  readonly browserHash: string
  readonly sealed: string
  readonly reconnects: string | null
  readonly location: Located | null
  readonly returnTo: string
  readonly expiresAt: Date
}

export async function insertAttempt(database: Database, attempt: Attempt): Promise<void> {
  const location = attempt.location && json(attempt.location)
  await database.inWorkspace(attempt.workspaceId, (trx) =>
    trx
      .insertInto('oauthState')
      .values({ ...attempt, location })
      .execute(),
  )
}

/** Uses an attempt up: of two callers with the same state one gets it. Expired ones are gone. */
export async function takeAttempt(database: Database, hash: string, now: Date): Promise<Attempt | undefined> {
  const found = await database.kysely
    .selectFrom('oauthState')
    .select('workspaceId')
    .where('hash', '=', hash)
    .executeTakeFirst()
  if (!found) return undefined
  const taken = await database.inWorkspace(found.workspaceId, (trx) =>
    trx
      .updateTable('oauthState')
      .set({ usedAt: now })
      .where('hash', '=', hash)
      .where('usedAt', 'is', null)
      .where('expiresAt', '>', now)
      .returningAll()
      .executeTakeFirst(),
  )
  return taken && { ...taken, location: Located.nullable().parse(taken.location) }
}

/** Attempts that are over by more than a day; of one workspace, because row security knows no other way. */
export async function sweepAttempts(database: Database, workspaceId: string, now: Date): Promise<void> {
  const before = new Date(now.getTime() - 86_400_000)
  await database.inWorkspace(workspaceId, (trx) =>
    trx.deleteFrom('oauthState').where('expiresAt', '<', before).execute(),
  )
}

/** What a person may do in a workspace at this moment; undefined for strangers. */
export async function roleIn(database: Database, workspaceId: string, personId: string): Promise<Role | undefined> {
  const { rows } = await sql<{ role: Role }>`
    select role from auth.member where "organizationId" = ${workspaceId} and "userId" = ${personId}`.execute(
    database.kysely,
  )
  return rows[0]?.role
}
