import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { migrate, readMigrations } from './migrate.ts'
import { cloneTemplate, emptyDatabase } from './testing/database.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(inject('temporaryRoot'), 'migrations-'))
  await put('0001-first.sql', 'create table public.first (n int)')
  await put('0002-second.sql', 'insert into public.first values (2)')
})
afterEach(() => rm(directory, { recursive: true }))

const put = (name: string, sql: string): Promise<void> => writeFile(join(directory, name), sql)

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

const query = (url: string, statement: string): Promise<unknown[]> =>
  withClient(url, async (client) => (await client.query<object>(statement)).rows)

test('applies what is new, in order, and nothing twice', async () => {
  await using db = await emptyDatabase()
  expect(await migrate(db.url, { directory })).toEqual({ applied: [1, 2], version: 2 })
  expect(await migrate(db.url, { directory })).toEqual({ applied: [], version: 2 })
  await put('0003-third.sql', 'insert into public.first values (3)')
  expect(await migrate(db.url, { directory })).toEqual({ applied: [3], version: 3 })
  expect(await query(db.url, 'select n from public.first')).toEqual([{ n: 2 }, { n: 3 }])
  expect(await query(db.url, 'select version, name from public.schema_version order by 1')).toEqual([
    { version: 1, name: 'first' },
    { version: 2, name: 'second' },
    { version: 3, name: 'third' },
  ])
})

test('four starters at once: each file is applied by one of them, and all of them go on', async () => {
  await using db = await emptyDatabase()
  const starts = await Promise.all([1, 2, 3, 4].map(() => migrate(db.url, { directory })))
  expect(starts.map(({ version }) => version)).toEqual([2, 2, 2, 2])
  expect(starts.flatMap(({ applied }) => applied).toSorted((a, b) => a - b)).toEqual([1, 2])
  expect(await query(db.url, 'select n from public.first')).toEqual([{ n: 2 }])
})

test('the claim alone is enough: a file that another transaction is applying is left to it', async () => {
  await using db = await emptyDatabase()
  await migrate(db.url, { directory })
  await put('0003-third.sql', 'insert into public.first values (3)')
  const [third] = (await readMigrations(directory)).slice(-1)
  await withClient(db.url, async (other) => {
    await other.query('begin')
    await other.query('insert into public.schema_version values (3, $1, now(), $2)', ['third', third?.sha256])
    const outcome = migrate(db.url, { directory })
    await waitForBlocked(other)
    await other.query('commit')
    expect(await outcome).toEqual({ applied: [], version: 3 })
  })
  expect(await query(db.url, 'select n from public.first')).toEqual([{ n: 2 }])
})

/** Returns once the migrator waits for this client's transaction. */
async function waitForBlocked(client: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ blocked: boolean }>(`select exists (select from pg_locks
      where not granted and pg_backend_pid() = any (pg_blocking_pids(pid))) as blocked`)
    if (rows[0]?.blocked) return
  }
}

test('a database that is newer than the code is refused, with both versions named', async () => {
  await using db = await emptyDatabase()
  await migrate(db.url, { directory })
  await rm(join(directory, '0002-second.sql'))
  await expect(migrate(db.url, { directory })).rejects.toMatchObject({
    code: 'database.newer',
    message: expect.stringMatching(/version 2.*only version 1/),
  })
})

test('an applied file with other contents is refused', async () => {
  await using db = await emptyDatabase()
  await migrate(db.url, { directory })
  await put('0001-first.sql', 'create table public.first (n int, m int)')
  await expect(migrate(db.url, { directory })).rejects.toMatchObject({
    code: 'database.migration-changed',
    values: { version: 1 },
  })
})

test('a file that fails leaves nothing behind, and those before it stay', async () => {
  await using db = await emptyDatabase()
  await put('0003-broken.sql', 'insert into public.first values (3); select 1 / 0')
  await expect(migrate(db.url, { directory })).rejects.toMatchObject({
    code: 'database.migration-failed',
    values: { version: 3, name: 'broken', words: expect.stringContaining('division by zero') },
  })
  expect(await query(db.url, 'select n from public.first')).toEqual([{ n: 2 }])
  expect(await query(db.url, 'select max(version) as version from public.schema_version')).toEqual([{ version: 2 }])
})

test('the names of the files are held to their form', async () => {
  await put('0002-other.sql', '')
  await expect(readMigrations(directory)).rejects.toThrow('two migrations have the number 2')
  await put('3-short.sql', '')
  await expect(readMigrations(directory)).rejects.toThrow('3-short.sql is not named')
})

test('our own migrations are applied in the template', async () => {
  const ours = await readMigrations(join(import.meta.dirname, 'migrations'))
  await using db = await cloneTemplate()
  const { rows } = await db.superuser.query('select version, name, sha256 from public.schema_version order by 1')
  expect(rows).toEqual(ours.map(({ version, name, sha256 }) => ({ version, name, sha256 })))
})

test('an ordinary user who was given the roles can migrate, and stands before the walls himself', async () => {
  await using db = await emptyDatabase()
  const name = new URL(db.url).pathname.slice(1)
  await query(db.url, `create role ${name} login password 'secret'`)
  try {
    await query(db.url, `alter database ${name} owner to ${name}; grant posthorn_web, posthorn_worker to ${name}`)
    const url = new URL(db.url)
    url.username = name
    url.password = 'secret'
    await migrate(url.href)
    // A migration that would change no rows in silence is an error instead.
    const blind = `set row_security = off; update app.workspace set zone = 'UTC'`
    await expect(query(url.href, blind)).rejects.toMatchObject({ code: '42501' })
  } finally {
    await query(db.url, `reassign owned by ${name} to current_user; drop owned by ${name}; drop role ${name}`)
  }
})
