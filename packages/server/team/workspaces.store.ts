/** SQL of workspaces: the name lies with better-auth's organisation, all the rest in a tenant table. */
import { sql, type Transaction } from 'kysely'
import type { Schema } from '../database/open.ts'

type Trx = Transaction<Schema>

export interface WorkspaceRow {
  readonly id: string
  readonly name: string
  readonly zone: string
  readonly weekStart: number
  readonly latePolicy: 'window' | 'skip' | 'ask'
  readonly lateWindowSeconds: number
  readonly priceCap: string | null
  readonly repeatsUnclear: boolean
  readonly stoppedAt: Date | null
}

export type WorkspaceValues = Partial<
  Pick<WorkspaceRow, 'zone' | 'weekStart' | 'latePolicy' | 'lateWindowSeconds' | 'repeatsUnclear'>
> & {
  readonly priceCap?: number | null
}

/** The slug is better-auth's and nobody sees it. */
export async function insertWorkspace(
  trx: Trx,
  { id, name, zone }: { id: string; name: string; zone: string },
): Promise<void> {
  await sql`insert into auth.organization (id, name, slug) values (${id}, ${name}, ${id})`.execute(trx)
  await sql`insert into workspace (id, zone) values (${id}, ${zone})`.execute(trx)
}

/** The workspace of this transaction. */
export async function readWorkspace(trx: Trx, id: string): Promise<WorkspaceRow | undefined> {
  const { rows } = await sql<WorkspaceRow>`
    select w.id, o.name, w.zone, w.week_start, w.late_policy, w.late_window_seconds, w.price_cap, w.repeats_unclear, w.stopped_at
    from workspace w join auth.organization o on o.id = w.id where w.id = ${id}`.execute(trx)
  return rows[0]
}

export async function renameWorkspace(trx: Trx, id: string, name: string): Promise<void> {
  await sql`update auth.organization set name = ${name} where id = ${id}`.execute(trx)
}

/** Changes what is given and leaves the rest. */
export async function updateWorkspace(trx: Trx, id: string, values: WorkspaceValues): Promise<void> {
  if (Object.keys(values).length > 0) await trx.updateTable('workspace').set(values).where('id', '=', id).execute()
}

export async function stopWorkspace(trx: Trx, id: string, why: string | undefined): Promise<void> {
  await sql`update workspace set stopped_at = coalesce(stopped_at, now()), stopped_why = ${why ?? null} where id = ${id}`.execute(
    trx,
  )
}

export async function resumeWorkspace(trx: Trx, id: string): Promise<void> {
  await sql`update workspace set stopped_at = null, stopped_why = null where id = ${id}`.execute(trx)
}

/** Tells those who watch the workspace. */
export async function noteChange(
  trx: Trx,
  workspaceId: string,
  what: string,
  rowId: string | null = null,
): Promise<void> {
  await sql`insert into change (workspace_id, what, row_id) values (${workspaceId}, ${what}, ${rowId})`.execute(trx)
}
