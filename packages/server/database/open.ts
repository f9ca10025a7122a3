/**
 * The one way to the database.
 *
 * Names are snake_case in SQL and camelCase in TypeScript: Kysely's CamelCasePlugin translates tables, columns and
 * the keys of result rows, also for `sql` templates, so inside such a template you write snake_case and read the
 * result in camelCase. What lies inside a JSON value is left as it is, in both directions.
 *
 * `Schema` knows the tables of the schema `app`. Those of `auth` have camelCase columns, as better-auth wants them,
 * which the plugin would rename: read them with `sql` templates and quoted names.
 *
 * Values: int8 is a number (an error beyond 2^53), numeric a string, timestamptz a Date ('infinity' the last one
 * there is), date a 'YYYY-MM-DD' string. Values for jsonb columns are written with `json()`.
 */
import { CamelCasePlugin, Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import pg from 'pg'
import { problem } from '@posthorn/domain/problems.ts'
import type { Role } from './roles.ts'
import type { DB } from './schema.gen.ts'
import { types } from './types.ts'

export type Schema = DB

export interface Database extends AsyncDisposable {
  /** For what belongs to no workspace; tenant tables show no rows here. */
  readonly kysely: Kysely<Schema>
  readonly pool: pg.Pool
  /** One transaction that sees the rows of this workspace and of no other. */
  inWorkspace<T>(workspaceId: string, work: (trx: Transaction<Schema>) => Promise<T>): Promise<T>
}

export interface DatabaseOptions {
  readonly url: string
  readonly role: Role
  /** Connections at most; 10 by default. */
  readonly max?: number
  /** Shown in `pg_stat_activity`; the role's name by default. */
  readonly applicationName?: string
  /** Where names without a schema are looked up; `auth` is for better-auth's own queries. */
  readonly schema?: 'app' | 'auth'
  /** Told when a connection is lost. The pool opens another by itself. */
  readonly onLost?: (error: Error) => void
}

/**
 * How long a statement may run, a lock may be waited for, a transaction may idle. A person waits for the web role;
 * the worker's statements carry more rows. The idle limit frees the locks of a process that hangs but lives.
 * The worker's few statements come thousands of times: planning each anew took longer than running it.
 */
const patience = {
  posthorn_web: { statement: '15s', lock: '5s', idle: '30s', plans: 'auto' },
  posthorn_worker: { statement: '60s', lock: '10s', idle: '60s', plans: 'force_generic_plan' },
} as const satisfies Record<Role, object>

/** Opens a pool whose every connection acts as `role`. Nothing is connected until the first query. */
export function openDatabase({
  url,
  role,
  max = 10,
  applicationName = role,
  schema = 'app',
  onLost,
}: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: applicationName,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    types,
    // The pool waits for the promise; only its type does not say so.
    // oxlint-disable-next-line typescript/no-misused-promises
    onConnect: (client) => {
      // Without a listener, a connection that breaks inside a transaction, between two statements, ends the process.
      client.on('error', (error) => onLost?.(error))
      return settle(client, role, schema)
    },
  })
  pool.on('error', () => {
    // The same news once more, for connections that idle in the pool.
  })
  const kysely = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
  return {
    kysely,
    pool,
    inWorkspace: (workspaceId, work) => inWorkspace(kysely, workspaceId, work),
    async [Symbol.asyncDispose]() {
      await kysely.destroy()
      // Kysely ends the pool only if it has used it itself.
      if (!pool.ending) await pool.end()
    },
  }
}

/** Makes a new connection ours. The pool waits for it and drops the connection when it fails. */
async function settle(client: pg.ClientBase, role: Role, schema: string): Promise<void> {
  const { statement, lock, idle, plans } = patience[role]
  await client.query(`
    set role ${role};
    set search_path = ${schema};
    set time zone 'UTC';
    set datestyle = 'ISO';
    set plan_cache_mode = ${plans};
    set statement_timeout = '${statement}';
    set lock_timeout = '${lock}';
    set idle_in_transaction_session_timeout = '${idle}'`)
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

async function inWorkspace<T>(
  kysely: Kysely<Schema>,
  workspaceId: string,
  work: (trx: Transaction<Schema>) => Promise<T>,
): Promise<T> {
  if (!uuid.test(workspaceId)) throw problem('access.not-here')
  return kysely.transaction().execute(async (trx) => {
    await sql`select set_config('app.workspace', ${workspaceId}, true)`.execute(trx)
    return work(trx)
  })
}
