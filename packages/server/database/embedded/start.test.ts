import { appendFile, cp, mkdir, readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { describe, expect, test, vi } from 'vitest'
import { scratchFolder } from '../testing/scratch.ts'
import { dataOf } from '../testing/server.ts'
import { findPackage } from './package.ts'
import { clearStalePidFile, findPostmaster } from './pidfile.ts'
import { startEmbedded } from './start.ts'

// Processes take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

async function ask<Row extends object>(url: string, statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(statement)).rows
  } finally {
    await client.end()
  }
}

describe('a first start', () => {
  test('makes a safe server, and the next start finds everything again', async () => {
    await using scratch = await scratchFolder()
    const dataDir = scratch.folder
    const said: string[] = []
    {
      await using embedded = await startEmbedded({ dataDir, log: (line) => said.push(line) })
      expect(embedded).toMatchObject({ attached: false, notes: [], version: expect.stringMatching(/^18\.\d+$/) })
      expect(
        await ask(
          embedded.url,
          `select current_database() as database, current_user as user,
             current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
             current_setting('full_page_writes') as pages, current_setting('listen_addresses') as tcp,
             current_setting('jit') as jit, current_setting('data_checksums') as checksums,
             (select count(*)::int from pg_hba_file_rules where auth_method <> 'scram-sha-256') as other_ways_in`,
        ),
      ).toEqual([
        {
          database: 'posthorn',
          user: 'posthorn',
          fsync: 'on',
          commit: 'on',
          pages: 'on',
          tcp: '',
          jit: 'off',
          checksums: 'on',
          other_ways_in: 0,
        },
      ])
      await ask(embedded.url, 'create table kept as select 42 as n')
      const wrong = new URL(embedded.url)
      wrong.password = 'guess'
      await expect(ask(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' })
    }
    expect(await findPostmaster(dataOf(dataDir))).toBeUndefined()
    const cluster = join(dataDir, 'postgres', 'cluster')
    expect((await stat(join(cluster, 'password'))).mode & 0o777).toBe(0o600)
    expect((await stat(cluster)).mode & 0o777).toBe(0o700)

    await using again = await startEmbedded({ dataDir })
    expect(await ask(again.url, 'select n from kept')).toEqual([{ n: 42 }])
    expect(said).toEqual([expect.stringMatching(/^started PostgreSQL, process \d+$/)])
  })

  test('needs no install script, and goes on when the packages are deleted under it', async () => {
    await using scratch = await scratchFolder()
    const installed = findPackage()
    const native = join(scratch.folder, 'package')
    await cp(installed.native, native, { recursive: true, filter: async (path) => !(await isLink(path)) })
    await using embedded = await startEmbedded({
      dataDir: scratch.folder,
      durable: false,
      source: { ...installed, native },
    })
    await rm(native, { recursive: true })
    expect(await ask(embedded.url, `select unistr('caf\\00e9') = 'café' as same`)).toEqual([{ same: true }])
    const runtime = join(scratch.folder, 'postgres', `runtime-${installed.version}`)
    expect(await readlink(join(runtime, 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18')
  })

  test('listens in a private temporary folder when the path is too long for a socket', async () => {
    await using scratch = await scratchFolder()
    const dataDir = join(scratch.folder, 'deep'.repeat(25))
    const embedded = await startEmbedded({ dataDir, durable: false })
    const socketDir = decodeURIComponent(new URL(embedded.url).hostname)
    expect(socketDir).toMatch(/^\/.*\/posthorn-[^/]{6}$/)
    expect((await stat(socketDir)).mode & 0o777).toBe(0o700)
    await embedded.stop()
    await expect(stat(socketDir)).rejects.toMatchObject({ code: 'ENOENT' })
  })
})

test('over TCP it takes a free port of loopback, and says when the port is not free', async () => {
  await using scratch = await scratchFolder()
  await using other = await scratchFolder()
  await using embedded = await startEmbedded({ dataDir: scratch.folder, durable: false, port: 0 })
  const { hostname, port } = new URL(embedded.url)
  expect(hostname).toBe('127.0.0.1')
  expect(await ask(embedded.url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }])
  await expect(startEmbedded({ dataDir: other.folder, durable: false, port: Number(port) })).rejects.toMatchObject({
    code: 'database.not-started',
    message: expect.stringContaining('Address already in use'),
  })
})

describe('an update of the package', () => {
  test('runs from a new copy and removes the old one', async () => {
    await using scratch = await scratchFolder()
    const source = findPackage()
    const start = (version: string) =>
      startEmbedded({ dataDir: scratch.folder, durable: false, source: { ...source, version } })
    await (await start('18.4.0-first')).stop()
    await using embedded = await start('18.4.0-second')
    expect(embedded.notes).toEqual([])
    expect((await readdir(join(scratch.folder, 'postgres'))).toSorted()).toEqual(['cluster', 'runtime-18.4.0-second'])
  })

  test('leaves a server that is running on the old copy, and says so', async () => {
    await using scratch = await scratchFolder()
    const source = findPackage()
    await using before = await startEmbedded({ dataDir: scratch.folder, durable: false })
    await using after = await startEmbedded({
      dataDir: scratch.folder,
      durable: false,
      source: { ...source, version: '18.99.0' },
    })
    expect(after.attached).toBe(true)
    expect(after.notes).toEqual([expect.stringContaining(`PostgreSQL ${before.version} is still running; 18.99.0`)])
    expect(await readdir(join(scratch.folder, 'postgres'))).toContain(`runtime-${source.version}`)
  })

  test('of another major version is refused before anything is touched', async () => {
    await using scratch = await scratchFolder()
    await mkdir(dataOf(scratch.folder), { recursive: true })
    await writeFile(join(dataOf(scratch.folder), 'PG_VERSION'), '17\n')
    await expect(startEmbedded({ dataDir: scratch.folder, durable: false })).rejects.toMatchObject({
      code: 'database.other-major',
      values: { found: '17', wanted: '18' },
    })
    expect(await readdir(dataOf(scratch.folder))).toEqual(['PG_VERSION'])
  })
})

describe('a stale pid file', () => {
  test('is no obstacle, whether its process is gone or a stranger has the number now', async () => {
    await using scratch = await scratchFolder()
    const start = () => startEmbedded({ dataDir: scratch.folder, durable: false })
    const pidFile = join(dataOf(scratch.folder), 'postmaster.pid')
    const first = await start()
    const real = await readFile(pidFile, 'utf8')
    await first.stop()

    // The number of this test's own process: alive, and no PostgreSQL.
    for (const pid of [process.pid, 2 ** 22 + 1]) {
      await writeFile(pidFile, real.replace(/^\d+/, String(pid)))
      const next = await start()
      expect(next.attached).toBe(false)
      expect(await ask(next.url, 'select 1 as fine')).toEqual([{ fine: 1 }])
      await next.stop()
    }
  })

  test('of a server that runs is left in its place', async () => {
    await using scratch = await scratchFolder()
    await using _server = await startEmbedded({ dataDir: scratch.folder, durable: false })
    const before = await readFile(join(dataOf(scratch.folder), 'postmaster.pid'), 'utf8')
    expect(await clearStalePidFile(dataOf(scratch.folder))).toBeUndefined()
    expect(await readFile(join(dataOf(scratch.folder), 'postmaster.pid'), 'utf8')).toBe(before)
  })
})

test('a server that cannot start says why', async () => {
  await using scratch = await scratchFolder()
  await (await startEmbedded({ dataDir: scratch.folder, durable: false })).stop()
  await appendFile(join(dataOf(scratch.folder), 'postgresql.conf'), "\nshared_preload_libraries = 'nonsense'\n")
  await expect(startEmbedded({ dataDir: scratch.folder, durable: false })).rejects.toMatchObject({
    code: 'database.not-started',
    message: expect.stringContaining('could not access file "nonsense"'),
  })
})

const isLink = (path: string): Promise<boolean> =>
  readlink(path).then(
    () => true,
    () => false,
  )
