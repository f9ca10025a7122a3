/**
 * The two roles that pooled connections take on. They cannot log in and own nothing: row-level security holds for
 * them even when the address in `DATABASE_URL` names a superuser.
 */
import type pg from 'pg'
import { sqlState } from './errors.ts'

export const roles = ['posthorn_web', 'posthorn_worker'] as const
export type Role = (typeof roles)[number]

/** Creates the roles and lets the current user take them on. */
export async function ensureRoles(client: pg.Client): Promise<void> {
  for (const role of roles) {
    await toleratingRaces(() => createRole(client, role))
    await toleratingRaces(() => allowSetRole(client, role))
  }
}

async function createRole(client: pg.Client, role: Role): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role])
  if (rowCount === 0) await client.query(`create role ${role} nologin`)
}

/** Tries instead of asking: what makes `set role` legal differs between PostgreSQL 15 and 16. */
async function allowSetRole(client: pg.Client, role: Role): Promise<void> {
  try {
    await client.query(`set role ${role}`)
    await client.query('reset role')
  } catch (error) {
    if (sqlState(error) !== '42501') throw error
    await client.query(`grant ${role} to current_user`)
  }
}

/**
 * Roles belong to the whole server, and advisory locks to one database, so another database's migration may do the
 * same at the same moment. It then meets "exists already", a unique key, or a tuple changed under its hands.
 */
async function toleratingRaces(act: () => Promise<void>, tries = 5): Promise<void> {
  try {
    await act()
  } catch (error) {
    const raced = ['42710', '23505', 'XX000'].includes(sqlState(error) ?? '')
    if (!raced || tries <= 1) throw error
    await toleratingRaces(act, tries - 1)
  }
}
