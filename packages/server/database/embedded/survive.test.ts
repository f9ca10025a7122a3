/** What happens to processes: killed, raced, run by others. Real processes, because that is what it is about. */
import { chmod, chown, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { describe, expect, test, vi } from 'vitest'
import { migrate } from '../migrate.ts'
import { openDatabase } from '../open.ts'
import { canMount, withSmallDisk } from '../testing/mount.ts'
import { scratchFolder } from '../testing/scratch.ts'
import { dataOf } from '../testing/server.ts'
import { startElsewhere } from '../testing/start-elsewhere.ts'
import { findPostmaster } from './pidfile.ts'
import { startEmbedded } from './start.ts'

// Processes take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const asRoot = process.getuid?.() === 0

async function ask<Row extends object>(url: string | undefined, statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(statement)).rows
  } finally {
    await client.end()
  }
}

test('after kill -9 of its starter the server lives on; the next start attaches, and its clean stop stops it', async () => {
  await using scratch = await scratchFolder()
  const starter = await startElsewhere(scratch.folder)
  await ask(starter.told.url, 'create table kept as select 42 as n')
  await starter.kill()
  const orphan = await findPostmaster(dataOf(scratch.folder))
  expect(orphan?.status).toBe('ready')

  const next = await startEmbedded({ dataDir: scratch.folder })
  expect(next).toMatchObject({ attached: true, url: starter.told.url })
  expect(await ask(next.url, 'select n from kept')).toEqual([{ n: 42 }])
  await next.stop()
  expect(await findPostmaster(dataOf(scratch.folder))).toBeUndefined()
})

test('of three starters at once on an empty folder one starts the server and two attach', async () => {
  await using scratch = await scratchFolder()
  const starters = await Promise.all([1, 2, 3].map(() => startElsewhere(scratch.folder)))
  expect(starters.filter(({ told }) => told.attached === false)).toHaveLength(1)
  expect(new Set(starters.map(({ told }) => told.url)).size).toBe(1)
  expect(await ask(starters[2]?.told.url, 'select 1 as fine')).toEqual([{ fine: 1 }])
  await Promise.all(starters.map(({ stop }) => stop()))
  expect(await findPostmaster(dataOf(scratch.folder))).toBeUndefined()
})

test('a server that is killed comes back at the same address, and pools find it again', async () => {
  await using scratch = await scratchFolder()
  const back = Promise.withResolvers<void>()
  await using embedded = await startEmbedded({
    dataDir: scratch.folder,
    log: (line) => line === 'PostgreSQL is back' && back.resolve(),
  })
  await migrate(embedded.url)
  const lost: Error[] = []
  await using db = openDatabase({ url: embedded.url, role: 'posthorn_worker', onLost: (error) => lost.push(error) })
  await db.kysely.updateTable('lane').set({ calls: 1 }).execute()
  await ask(embedded.url, 'create table kept as select 42 as n')

  const before = await findPostmaster(dataOf(scratch.folder))
  process.kill(before?.pid ?? 0, 'SIGKILL')
  await back.promise
  expect(await ask(embedded.url, 'select n from kept')).toEqual([{ n: 42 }])
  expect(await db.kysely.selectFrom('lane').select('id').execute()).toEqual([])
  expect(lost.length).toBe(1)
  expect((await findPostmaster(dataOf(scratch.folder)))?.pid).not.toBe(before?.pid)
})

test('when one of two ends cleanly, the other one’s server comes back', async () => {
  await using scratch = await scratchFolder()
  const back = Promise.withResolvers<void>()
  await using staying = await startEmbedded({
    dataDir: scratch.folder,
    durable: false,
    log: (line) => line === 'PostgreSQL is back' && back.resolve(),
  })
  await (await startEmbedded({ dataDir: scratch.folder, durable: false })).stop()
  await back.promise
  expect(await ask(staying.url, 'select 1 as fine')).toEqual([{ fine: 1 }])
})

describe.runIf(asRoot)('as another user', () => {
  const nobody = 65_534

  test('root finds a shelter for it where its user cannot reach the data folder', async () => {
    await using scratch = await scratchFolder()
    const [dataDir, shelter] = [join(scratch.folder, 'home', 'data'), join(scratch.folder, 'shelter')]
    await mkdir(join(scratch.folder, 'home'), { mode: 0o700 })
    await using embedded = await startEmbedded({ dataDir, shelter, durable: false })
    expect(embedded.notes).toEqual([expect.stringContaining(shelter)])
    expect(await ask(embedded.url, 'select 1 as fine')).toEqual([{ fine: 1 }])
  })

  test('an ordinary user starts and stops it in a folder of his own', async () => {
    await using scratch = await scratchFolder()
    await chown(scratch.folder, nobody, nobody)
    await chmod(scratch.folder, 0o700)
    const starter = await startElsewhere(scratch.folder, { uid: nobody })
    expect(starter.told).toMatchObject({ attached: false, notes: [] })
    expect(await ask(starter.told.url, 'select 1 as fine')).toEqual([{ fine: 1 }])
    await starter.stop()
    expect(await findPostmaster(dataOf(scratch.folder))).toBeUndefined()
  })

  test('a folder that another user’s server has used is refused in words', async () => {
    await using scratch = await scratchFolder()
    await (await startEmbedded({ dataDir: scratch.folder, durable: false })).stop()
    const { told } = await startElsewhere(scratch.folder, { uid: 12_345 })
    expect(told).toMatchObject({ code: 'database.other-owner', message: expect.stringContaining('uid 65534') })
  })

  test('a user without a name is refused in the words of initdb', async () => {
    await using scratch = await scratchFolder()
    await chown(scratch.folder, 12_345, 12_345)
    const { told } = await startElsewhere(scratch.folder, { uid: 12_345 })
    expect(told).toMatchObject({
      code: 'database.not-created',
      message: expect.stringContaining('could not look up effective user ID 12345'),
    })
  })
})

describe.runIf(asRoot && (await canMount()))('on a full disk', () => {
  test.each([
    { size: '20m', when: 'the programs are copied' },
    { size: '75m', when: 'the database is made' },
  ])('a first start says so when $when', async ({ size }) => {
    await using scratch = await scratchFolder()
    const small = join(scratch.folder, 'small')
    await mkdir(small)
    const { told, stop } = await startElsewhere(small, { before: withSmallDisk(small, `size=${size},mode=711`) })
    await stop()
    expect(told).toMatchObject({ code: 'system.disk-full' })
  })
})
