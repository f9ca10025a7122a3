import { randomUUID } from 'node:crypto'
import type pg from 'pg'

/** An empty workspace, made behind the walls; returns its id. `superuser` may be a pool or a client. */
export async function addWorkspace(
  superuser: Pick<pg.ClientBase, 'query'> | Pick<pg.Pool, 'query'>,
  { name = 'Test', zone = 'Europe/Rome' }: { name?: string; zone?: string } = {},
): Promise<string> {
  const id = randomUUID()
  await superuser.query('insert into auth.organization (id, name, slug) values ($1, $2, $3)', [id, name, id])
  await superuser.query('insert into app.workspace (id, zone) values ($1, $2)', [id, zone])
  return id
}
