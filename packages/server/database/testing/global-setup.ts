/**
 * One PostgreSQL for the whole test run, with a migrated template that every test file clones.
 * It is started in a temporary folder, unless DATABASE_URL names a server; either way nothing stays behind.
 */
import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { findPostmaster, isAlive } from '../embedded/pidfile.ts'
import { startEmbedded } from '../embedded/start.ts'
import { migrate } from '../migrate.ts'
import { databaseUrl } from './urls.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A superuser's address of the server to test on; empty for one of our own. */
    databaseServer: string
    /** A superuser's address of the server that this run uses. */
    databaseUrl: string
    /** All databases of this run begin so; the template is this name itself. */
    databaseTemplate: string
  }
}

const folderPrefix = 'posthorn-test-'

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = project.getProvidedContext().databaseServer
  const server = given === '' ? await ownServer() : { url: given, close: () => Promise.resolve() }
  const template = `posthorn_test_${process.pid}_${randomBytes(4).toString('hex')}`
  await query(server.url, `create database ${template}`)
  await migrate(databaseUrl(server.url, template))
  project.provide('databaseUrl', server.url)
  project.provide('databaseTemplate', template)
  return async () => {
    if (given !== '') await dropAll(server.url, template)
    await server.close()
  }
}

/** A server in a folder of its own. The folder's name tells whose it is, for the case that we are killed. */
async function ownServer(): Promise<{ url: string; close: () => Promise<void> }> {
  await sweep()
  const dataDir = await mkdtemp(join(tmpdir(), `${folderPrefix}${process.pid}-`))
  // Started by root, the server runs as another user, who must be able to cross this folder.
  await chmod(dataDir, 0o711)
  const embedded = await startEmbedded({ dataDir, durable: false })
  const postmaster = await findPostmaster(join(dataDir, 'postgres', 'cluster', 'data'))
  const onExit = (): void => {
    // The last resort, as after a second Ctrl-C: nothing asynchronous runs any more.
    if (postmaster) process.kill(postmaster.pid, 'SIGKILL')
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
  process.once('exit', onExit)
  return {
    url: embedded.url,
    close: async () => {
      process.off('exit', onExit)
      await embedded.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** Stops and removes what killed test runs have left. */
async function sweep(): Promise<void> {
  const leftovers = (await readdir(tmpdir())).filter((name) => {
    const pid = name.startsWith(folderPrefix) ? Number(name.slice(folderPrefix.length).split('-')[0]) : Number.NaN
    return Number.isInteger(pid) && !isAlive(pid)
  })
  for (const name of leftovers) {
    const postmaster = await findPostmaster(join(tmpdir(), name, 'postgres', 'cluster', 'data'))
    if (postmaster) process.kill(postmaster.pid, 'SIGKILL')
    await rm(join(tmpdir(), name), { recursive: true, force: true, maxRetries: 5 })
  }
}

async function dropAll(url: string, template: string): Promise<void> {
  const names = await query(url, 'select datname as name from pg_database where starts_with(datname, $1)', [template])
  for (const { name } of names) await query(url, `drop database ${pg.escapeIdentifier(name)} with (force)`)
}

async function query(url: string, statement: string, values: string[] = []): Promise<{ name: string }[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<{ name: string }>(statement, values)).rows
  } finally {
    await client.end()
  }
}
