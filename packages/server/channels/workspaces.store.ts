import { sql } from 'kysely'
import type { Database } from '../database/open.ts'

/** All workspaces. Row security hides their tables from each other, so work over all goes through them one by one. */
export async function workspaceIds({ kysely }: Database): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from auth.organization order by id`.execute(kysely)
  return rows.map((row) => row.id)
}
