/**
 * Posthorn's own PostgreSQL, for whoever has not set DATABASE_URL.
 *
 * The server is a process of its own and outlives us when we are killed; the next start finds it and takes it over.
 * There is no lock: every step either moves something whole into its place, or is refereed by PostgreSQL, which
 * lets one server run on a folder. Whoever comes second attaches to the first one's server.
 */
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { problem } from '@posthorn/domain/problems.ts'
import { sqlState } from '../errors.ts'
import { addressOf, chooseAddress, forgetAddress, urlFor } from './address.ts'
import { ensureCluster, type Cluster } from './cluster.ts'
import { findPackage, type PostgresPackage } from './package.ts'
import { clearStalePidFile, findPostmaster, type Postmaster } from './pidfile.ts'
import { findPlace, type Place } from './place.ts'
import { ensureRuntime, removeOtherRuntimes } from './runtime.ts'
import { launch, stopServer } from './server.ts'

export interface Embedded extends AsyncDisposable {
  /** The superuser's address of the database `posthorn`. */
  readonly url: string
  /** Of the running server, such as `18.4`. */
  readonly version: string
  /** It was running already. */
  readonly attached: boolean
  /** What a person should know. */
  readonly notes: readonly string[]
  /** Stops the server, also one that was attached to; waits until it has ended. */
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  /** Posthorn's data folder. */
  readonly dataDir: string
  readonly log?: (line: string) => void
  /** Listens on this loopback port instead of a private socket; 0 for a free one. */
  readonly port?: number
  /** `false` only for data that is thrown away: answered commits may then be lost with the machine. */
  readonly durable?: boolean
  readonly source?: PostgresPackage
  /** Where to go when the server's user cannot reach the data folder. */
  readonly shelter?: string
}

const database = 'posthorn'

/** Recovery after a crash reads the log since the last checkpoint; this is far more than it takes. */
const longestStartMs = 120_000

/** Starts the server of this data folder, or attaches to it when it runs. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  try {
    const { dataDir, source = findPackage(), log = () => {}, shelter } = options
    const place = await findPlace(dataDir, shelter === undefined ? {} : { shelter })
    const runtime = await ensureRuntime(place.base, source)
    const cluster = await ensureCluster(place.base, runtime, place.user)
    const { postmaster, attached } = await startOrAttach(options, place, cluster, runtime)
    log(
      attached ? `attached to PostgreSQL, process ${postmaster.pid}` : `started PostgreSQL, process ${postmaster.pid}`,
    )
    if (!attached) await removeOtherRuntimes(place.base, runtime)
    const url = urlFor(addressOf(postmaster), cluster.password, database)
    const version = await greet(url, urlFor(addressOf(postmaster), cluster.password, 'postgres'))
    const stop = () => stopServer(cluster, runtime, place.user)
    return { url, version, attached, notes: place.notes, stop, [Symbol.asyncDispose]: stop }
  } catch (error) {
    if (error instanceof Error && /ENOSPC|No space left/i.test(error.message)) {
      throw problem('system.disk-full', {}, { cause: error })
    }
    throw error
  }
}

async function startOrAttach(
  { port, durable = true }: EmbeddedOptions,
  place: Place,
  cluster: Cluster,
  runtime: string,
): Promise<{ postmaster: Postmaster; attached: boolean }> {
  const deadline = Date.now() + longestStartMs
  for (;;) {
    const running = await untilReady(cluster, deadline)
    if (running) return { postmaster: running, attached: true }
    const stale = await clearStalePidFile(cluster.data)
    if (stale) await forgetAddress(stale)

    const address = await chooseAddress(cluster, place.user, port)
    const server = await launch({ runtime, cluster, user: place.user, address, durable })
    const ours = await untilReady(cluster, deadline, server)
    if (ours) return { postmaster: ours, attached: ours.pid !== server.pid }
    await forgetAddress(address)
    // Refused because another starter was faster: the next round attaches to that one's server.
    if (!(await findPostmaster(cluster.data))) {
      throw problem('database.not-started', { words: await server.lastWords() })
    }
  }
}

/** Waits while a server comes up or goes down; undefined when there is none, or when `server` has given up. */
async function untilReady(
  cluster: Cluster,
  deadline: number,
  server?: { readonly ended: () => boolean },
): Promise<Postmaster | undefined> {
  for (;;) {
    const postmaster = await findPostmaster(cluster.data)
    if (postmaster?.status === 'ready') return postmaster
    const over = server ? server.ended() : !postmaster
    if (over) return undefined
    if (Date.now() > deadline) {
      throw problem('database.not-started', {
        words: `no answer after ${longestStartMs / 1000} s; see ${cluster.logFile}`,
      })
    }
    await wait(10)
  }
}

/** Makes sure that our database exists, and asks the version. */
async function greet(url: string, maintenanceUrl: string): Promise<string> {
  try {
    return await askVersion(url)
  } catch (error) {
    // 3D000: no such database, so this is the first start.
    if (sqlState(error) !== '3D000') throw error
    await createDatabase(maintenanceUrl)
    return askVersion(url)
  }
}

async function askVersion(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ server_version: string }>('show server_version')
    return rows[0]?.server_version ?? ''
  } finally {
    await client.end()
  }
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`create database ${database}`)
  } catch (error) {
    // 42P04, 23505: the other starter made it.
    if (!['42P04', '23505'].includes(sqlState(error) ?? '')) throw error
  } finally {
    await client.end()
  }
}
