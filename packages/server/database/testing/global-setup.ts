/**
 * One PostgreSQL for the whole test run, with a migrated template that every test file clones.
 * It is started for the run, unless DATABASE_URL names a server; either way nothing stays behind.
 */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migrate } from '../migrate.ts'
import { throwAwayServer } from './server.ts'
import { databaseUrl } from './urls.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A superuser's address of the server to test on; empty for one of our own. */
    databaseServer: string
    /** A superuser's address of the server that this run uses. */
    databaseUrl: string
    /** All databases of this run begin so; the template is this name itself. */
    databaseTemplate: string
    /** Below it tests make their folders. */
    temporaryRoot: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = project.getProvidedContext().databaseServer
  const server = await throwAwayServer(given)
  const template = `posthorn_test_${process.pid}_${randomBytes(4).toString('hex')}`
  await query(server.url, `create database ${template}`)
  await migrate(databaseUrl(server.url, template))
  project.provide('databaseUrl', server.url)
  project.provide('databaseTemplate', template)
  project.provide('temporaryRoot', server.root)
  return async () => {
    if (given !== '') await dropAll(given, template)
    await server.close()
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
