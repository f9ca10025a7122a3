/**
 * Numbered, forward-only SQL files, each applied once, each in a transaction of its own.
 *
 * Two processes may start at the same moment, and an old worker may still be running: one advisory lock puts the
 * starters in a row, and the first act of every migration claims its number in `schema_version`, so that even without
 * the lock a file could not be applied twice.
 */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { problem } from '@posthorn/domain/problems.ts'
import { isUniqueViolation } from './errors.ts'
import { ensureRoles } from './roles.ts'

const ourMigrations = join(import.meta.dirname, 'migrations')

/** "posthorn" as a number; advisory locks have no names. */
const lockKey = 7_678_840_786

/**
 * Behind row-level security the owner of a table sees no tenant's rows, and an update would change nothing in silence:
 * with `row_security` off that is an error. Superusers are not concerned. And a lock that an old worker keeps for
 * longer than any of its transactions may last is not waited for.
 */
const caution = `set row_security = off; set lock_timeout = '90s'`

export interface Migration {
  readonly version: number
  readonly name: string
  readonly sql: string
  readonly sha256: string
}

interface AppliedMigration {
  readonly version: number
  readonly sha256: string
}

/**
 * Brings the database at `url` to the newest version and says what it did.
 * Refuses a database that is newer than this code, and one whose applied files were changed afterwards.
 */
export async function migrate(
  url: string,
  { directory = ourMigrations }: { directory?: string } = {},
): Promise<{ applied: number[]; version: number }> {
  const migrations = await readMigrations(directory)
  const client = new pg.Client({ connectionString: url, application_name: 'posthorn-migrate' })
  client.on('error', () => {
    // The statement that was running fails with the same news; without a listener it would end the process.
  })
  await client.connect()
  try {
    await refuseOld(client)
    await client.query('select pg_advisory_lock($1)', [lockKey])
    await client.query(caution)
    await ensureRoles(client)
    const past = await readApplied(client)
    refuseNewer(past, migrations)
    refuseChanged(past, migrations)
    const done = new Set(past.map((row) => row.version))
    const pending = migrations.filter((migration) => !done.has(migration.version))
    const applied: number[] = []
    for (const migration of pending) {
      if (await apply(client, migration)) applied.push(migration.version)
    }
    return { applied, version: newest(migrations) }
  } finally {
    await client.end()
  }
}

/** Reads `NNNN-name.sql` files in order; any other `.sql` name or a doubled number is a mistake of ours. */
export async function readMigrations(directory: string): Promise<readonly Migration[]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.sql')).toSorted()
  const migrations = await Promise.all(
    files.map(async (file): Promise<Migration> => {
      const [, digits, name] = /^(\d{4})-([a-z0-9-]+)\.sql$/.exec(file) ?? []
      if (digits === undefined || name === undefined) {
        throw new TypeError(`${file} is not named NNNN-name.sql`)
      }
      const sql = await readFile(join(directory, file), 'utf8')
      return { version: Number(digits), name, sql, sha256: createHash('sha256').update(sql).digest('hex') }
    }),
  )
  const doubled = migrations.find((migration, at) => migration.version === migrations[at - 1]?.version)
  if (doubled) throw new TypeError(`two migrations have the number ${doubled.version}`)
  return migrations
}

/** 15 is the oldest with `nulls not distinct` and without everybody's right to create in `public`. */
async function refuseOld(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: string; version: string }>(
    `select current_setting('server_version_num') as number, current_setting('server_version') as version`,
  )
  if (Number(rows[0]?.number) < 150_000) throw problem('database.too-old', { version: rows[0]?.version ?? '' })
}

async function readApplied(client: pg.Client): Promise<readonly AppliedMigration[]> {
  await client.query(`
    create table if not exists public.schema_version (
      version int primary key,
      name text not null,
      applied_at timestamptz not null default now(),
      sha256 text not null
    )`)
  const { rows } = await client.query<AppliedMigration>(
    'select version, sha256 from public.schema_version order by version',
  )
  return rows
}

function refuseNewer(past: readonly AppliedMigration[], migrations: readonly Migration[]): void {
  const database = newest(past)
  const code = newest(migrations)
  if (database > code) throw problem('database.newer', { database, code })
}

function refuseChanged(past: readonly AppliedMigration[], migrations: readonly Migration[]): void {
  const known = new Map(migrations.map((migration) => [migration.version, migration.sha256]))
  const changed = past.find((row) => known.get(row.version) !== row.sha256)
  if (changed) throw problem('database.migration-changed', { version: changed.version })
}

/** False when another process has applied it: the claim then waits for that one's commit and meets its row. */
async function apply(client: pg.Client, { version, name, sql, sha256 }: Migration): Promise<boolean> {
  await client.query('begin')
  try {
    await client.query('insert into public.schema_version (version, name, sha256) values ($1, $2, $3)', [
      version,
      name,
      sha256,
    ])
    await client.query(sql)
    await client.query('commit')
    return true
  } catch (cause) {
    await client.query('rollback')
    if (isUniqueViolation(cause, 'schema_version_pkey')) return false
    throw problem('database.migration-failed', { version, name, words: String(cause) }, { cause })
  }
}

const newest = (rows: readonly { readonly version: number }[]): number => rows.at(-1)?.version ?? 0
