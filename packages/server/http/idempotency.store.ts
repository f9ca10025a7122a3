/** SQL of kept answers. A claim is a row without a status. */
import { sql, type Kysely } from 'kysely'
import type { Schema } from '../database/open.ts'

export interface Claim {
  readonly actor: string
  readonly key: string
  readonly hash: string
}

export interface KeptAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

interface Row {
  readonly requestHash: string
  readonly status: number | null
  readonly headers: Record<string, string> | null
  readonly body: string | null
}

/** True: the request is ours to answer. A claim whose holder died, and an answer past its time, give way. */
export async function claim(db: Kysely<Schema>, { actor, key, hash }: Claim, leaseSeconds: number): Promise<boolean> {
  const done = await sql`
    insert into idempotency as i (actor, key, request_hash, claimed_until)
    values (${actor}, ${key}, ${hash}, now() + make_interval(secs => ${leaseSeconds}))
    on conflict (actor, key) do update set
      request_hash = excluded.request_hash, claimed_until = excluded.claimed_until, status = null, headers = null,
      body = null, created_at = excluded.created_at, expires_at = excluded.expires_at
    where i.expires_at < now() or (i.status is null and i.claimed_until < now() and i.request_hash = excluded.request_hash)`.execute(
    db,
  )
  return done.numAffectedRows === 1n
}

export async function readKept(db: Kysely<Schema>, { actor, key }: Claim): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select request_hash, status, headers, body from idempotency where actor = ${actor} and key = ${key}`.execute(db)
  return rows[0]
}

export async function keepAnswer(db: Kysely<Schema>, { actor, key }: Claim, answer: KeptAnswer): Promise<void> {
  await sql`update idempotency set status = ${answer.status}, headers = ${JSON.stringify(answer.headers)}::jsonb, body = ${answer.body}
    where actor = ${actor} and key = ${key}`.execute(db)
}

/** The request changed nothing, so its key is free again. */
export async function release(db: Kysely<Schema>, { actor, key }: Claim): Promise<void> {
  await sql`delete from idempotency where actor = ${actor} and key = ${key} and status is null`.execute(db)
}

export async function deleteExpired(db: Kysely<Schema>): Promise<void> {
  await sql`delete from idempotency where expires_at < now()`.execute(db)
}
