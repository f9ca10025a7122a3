/** SQL of what happened in a workspace, by number. */
import { sql } from 'kysely'
import type { Database } from '../database/open.ts'

/** How far two kinds of numbers have been read. */
export interface Place {
  readonly publication: number
  readonly change: number
}

export interface Happening {
  readonly of: keyof Place
  readonly id: number
  /** `publication`, or what changed: post, channel, workspace, … */
  readonly what: string
  readonly rowId: string | null
  readonly kind: string | null
}

const atMost = 500

/** What happened after a place, oldest first. */
export const readHappenings = (web: Database, workspaceId: string, after: Place): Promise<readonly Happening[]> =>
  web.inWorkspace(workspaceId, async (trx) => {
    const { rows } = await sql<Happening>`
      (select 'publication' as of, id, 'publication' as what, publication_id as row_id, kind from publication_event
        where workspace_id = ${workspaceId} and id > ${after.publication} order by id limit ${atMost})
      union all
      (select 'change' as of, id, what, row_id, null as kind from change
        where workspace_id = ${workspaceId} and id > ${after.change} order by id limit ${atMost})`.execute(trx)
    return rows
  })

export const newestPlace = (web: Database, workspaceId: string): Promise<Place> =>
  web.inWorkspace(workspaceId, async (trx) => {
    const { rows } = await sql<Place>`
      select (select coalesce(max(id), 0) from publication_event where workspace_id = ${workspaceId}) as publication,
        (select coalesce(max(id), 0) from change where workspace_id = ${workspaceId}) as change`.execute(trx)
    return rows[0] ?? { publication: 0, change: 0 }
  })

/** Of these sessions, those that still belong to a member. */
export async function stillAllowed(
  { kysely }: Database,
  workspaceId: string,
  sessions: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select s.id from auth.session s join auth.member m on m."userId" = s."userId" and m."organizationId" = ${workspaceId}
    where s.id = any(${sessions}::uuid[]) and s."expiresAt" > now()`.execute(kysely)
  return new Set(rows.map((row) => row.id))
}

/** Streams read a change within seconds; after an hour nobody asks for it. */
export async function deleteOldChanges(web: Database, workspaceId: string): Promise<void> {
  await web.inWorkspace(workspaceId, (trx) => sql`delete from change where at < now() - interval '1 hour'`.execute(trx))
}
