/** On a server of its own: roles belong to the whole server, and here nobody has made them before. */
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startEmbedded, type Embedded } from './embedded/start.ts'
import { migrate } from './migrate.ts'
import { openDatabase } from './open.ts'
import { scratchFolder, type Scratch } from './testing/scratch.ts'
import { databaseUrl } from './testing/urls.ts'

let scratch: Scratch
let embedded: Embedded
beforeAll(async () => {
  scratch = await scratchFolder()
  embedded = await startEmbedded({ dataDir: scratch.folder, durable: false })
})
afterAll(async () => {
  await embedded.stop()
  await scratch[Symbol.asyncDispose]()
})

async function run(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}

async function roleOf(url: string): Promise<string> {
  await using db = openDatabase({ url, role: 'posthorn_web' })
  const { rows } = await db.pool.query<{ role: string }>('select current_user as role')
  return rows[0]?.role ?? ''
}

test('a user who is no superuser but may create roles, as on a managed server, makes them and takes them on', async () => {
  await run(
    embedded.url,
    `create role manager login createrole password 'secret'`,
    'create database managed owner manager',
  )
  const url = new URL(databaseUrl(embedded.url, 'managed'))
  url.username = 'manager'
  url.password = 'secret'
  await migrate(url.href)
  expect(await roleOf(url.href)).toBe('posthorn_web')
  await run(embedded.url, 'drop database managed', 'drop role posthorn_web, posthorn_worker', 'drop role manager')
})

test('several databases migrated at the same moment agree on the roles', async () => {
  const urls = ['one', 'two', 'three', 'four'].map((name) => databaseUrl(embedded.url, name))
  await run(embedded.url, ...['one', 'two', 'three', 'four'].map((name) => `create database ${name}`))
  const starts = await Promise.all(urls.map((url) => migrate(url)))
  expect(new Set(starts.map(({ version }) => version)).size).toBe(1)
  expect(await Promise.all(urls.map(roleOf))).toEqual(urls.map(() => 'posthorn_web'))
})
