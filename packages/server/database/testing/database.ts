/** A database of its own for each test file, cloned from the migrated template in about 50 ms. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { sqlState } from '../errors.ts'
import { openDatabase, type Database } from '../open.ts'
import { types } from '../types.ts'
import { databaseUrl } from './urls.ts'

export interface TestDatabase extends AsyncDisposable {
  /** A superuser's address. */
  readonly url: string
  /** As the web server sees it. */
  readonly web: Database
  /** As a worker sees it. */
  readonly worker: Database
  /** Sees and may do everything: for arranging, and for looking behind the walls. */
  readonly superuser: pg.Pool
}

/** `await using db = await cloneTemplate()`; closed and dropped at the end of the scope. */
export async function cloneTemplate(): Promise<TestDatabase> {
  const template = inject('databaseTemplate')
  const name = `${template}_${randomBytes(6).toString('hex')}`
  await onServer(`create database ${name} template ${template}`)
  const url = databaseUrl(inject('databaseUrl'), name)
  const web = openDatabase({ url, role: 'posthorn_web', max: 5 })
  const worker = openDatabase({ url, role: 'posthorn_worker', max: 5 })
  const superuser = new pg.Pool({ connectionString: url, max: 3, types, options: '-c search_path=app,public' })
  superuser.on('error', () => {
    // An idle connection ended, as when a test stops the server.
  })
  return {
    url,
    web,
    worker,
    superuser,
    async [Symbol.asyncDispose]() {
      await Promise.all([web[Symbol.asyncDispose](), worker[Symbol.asyncDispose](), superuser.end()])
      await drop(name)
    },
  }
}

/** A database with nothing in it, for tests of migrations. */
export async function emptyDatabase(): Promise<{ readonly url: string } & AsyncDisposable> {
  const name = `${inject('databaseTemplate')}_${randomBytes(6).toString('hex')}`
  await onServer(`create database ${name}`)
  return {
    url: databaseUrl(inject('databaseUrl'), name),
    [Symbol.asyncDispose]: () => drop(name),
  }
}

/** Lets connections that are just closing close; what a test left open is then cut off. */
async function drop(name: string): Promise<void> {
  try {
    await onServer(`drop database ${name}`)
  } catch (error) {
    // 55006: still in use after the five seconds that the server itself waits.
    if (sqlState(error) !== '55006') throw error
    await onServer(`drop database ${name} with (force)`)
  }
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('databaseUrl') })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
