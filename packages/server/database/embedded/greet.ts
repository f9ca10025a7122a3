/** The first words with a server that has just come up. */
import pg from 'pg'
import { sqlState } from '../errors.ts'

const database = 'posthorn'

/** Makes sure that our database exists, and says the server's version. */
export async function greet(urlOf: (database: string) => string): Promise<string> {
  try {
    return await withClient(urlOf(database), askVersion)
  } catch (error) {
    // 3D000: no such database, so this is the first start.
    if (sqlState(error) !== '3D000') throw error
    await withClient(urlOf('postgres'), createDatabase)
    return withClient(urlOf(database), askVersion)
  }
}

async function askVersion(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ server_version: string }>('show server_version')
  return rows[0]?.server_version ?? ''
}

async function createDatabase(client: pg.Client): Promise<void> {
  try {
    await client.query(`create database ${database}`)
  } catch (error) {
    // 42P04, 23505: the other starter made it.
    if (!['42P04', '23505'].includes(sqlState(error) ?? '')) throw error
  }
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {
    // The statement that was running fails with the same news; without a listener it would end the process.
  })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
