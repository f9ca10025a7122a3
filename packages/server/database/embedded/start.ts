/**
 * Posthorn's own PostgreSQL, for whoever has not set DATABASE_URL.
 *
 * The server is a process of its own and outlives us when we are killed; the next start finds it and takes it over.
 * There is no lock: every step either moves something whole into its place, or is refereed by PostgreSQL, which
 * lets one server run on a folder. Whoever comes second attaches to the first one's server.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { problem } from '@posthorn/domain/problems.ts'
import { addressOf, chooseAddress, forgetAddress, reopen, urlFor, type Address } from './address.ts'
import { ensureCluster, type Cluster } from './cluster.ts'
import { greet } from './greet.ts'
import { findPackage, type PostgresPackage } from './package.ts'
import { clearStalePidFile, findPostmaster, isAlive, type Postmaster } from './pidfile.ts'
import { findPlace, type User } from './place.ts'
import { ensureRuntime, tidy } from './runtime.ts'
import { launch, stopServer } from './server.ts'
import { keepAlive } from './watch.ts'

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
  /** The programs to run; by default those of the installed package. */
  readonly source?: PostgresPackage
  /** Where to go when the server's user cannot reach the data folder; /var/lib/posthorn by default. */
  readonly shelter?: string
}

/** What a start needs to know, first or again. */
interface Plan {
  readonly cluster: Cluster
  readonly runtime: string
  readonly user: User | undefined
  readonly durable: boolean
  readonly address: () => Promise<Address>
}

/** Recovery after a crash reads the log since the last checkpoint; this is far more than it takes. */
const longestStartMs = 120_000

/**
 * Starts the server of this data folder, or attaches to it when it runs, and brings it back when it dies.
 * Throws a problem (`database.…`, `system.disk-full`) that says what a person can do.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  try {
    return await start(options)
  } catch (error) {
    if (error instanceof Error && /ENOSPC|No space left/i.test(error.message)) {
      throw problem('system.disk-full', {}, { cause: error })
    }
    throw error
  }
}

async function start(options: EmbeddedOptions): Promise<Embedded> {
  const { dataDir, port, durable = true, source = findPackage(), log = () => {}, shelter } = options
  const { base, user, notes } = await findPlace(dataDir, shelter === undefined ? {} : { shelter })
  const runtime = await ensureRuntime(base, source)
  const cluster = await ensureCluster(base, runtime, { user, durable })
  const plan = { cluster, runtime, user, durable }
  const first = await startOrAttach({ ...plan, address: () => chooseAddress(cluster, user, port) })
  log(`${first.attached ? 'attached to' : 'started'} PostgreSQL, process ${first.postmaster.pid}`)
  if (!first.attached) await tidy(base, runtime)

  const address = addressOf(first.postmaster)
  const version = await greet((database) => urlFor(address, cluster.password, database))
  let current = first.postmaster
  const endWatch = keepAlive({
    log,
    alive: () => isAlive(current.pid),
    // At the same address, so that everybody's connections find it.
    restart: async () => {
      current = (await startOrAttach({ ...plan, address: () => reopen(address, user) })).postmaster
    },
  })
  const stop = async (): Promise<void> => {
    await endWatch()
    await stopServer(cluster, runtime, user)
  }
  return {
    url: urlFor(address, cluster.password, 'posthorn'),
    version,
    attached: first.attached,
    notes: [...notes, ...outdated(version, source)],
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

/** After an update of the packages, a server that was left running is still the one before. */
const outdated = (running: string, { version }: PostgresPackage): readonly string[] =>
  version.startsWith(`${running}.`)
    ? []
    : [`PostgreSQL ${running} is still running; ${version} takes its place at the next start after a clean stop.`]

async function startOrAttach(plan: Plan): Promise<{ postmaster: Postmaster; attached: boolean }> {
  const { cluster } = plan
  const deadline = Date.now() + longestStartMs
  for (;;) {
    const running = await untilReady(cluster, deadline)
    if (running) return { postmaster: running, attached: true }
    const stale = await clearStalePidFile(cluster.data)
    if (stale) await forgetAddress(stale)

    const address = await plan.address()
    const server = await launch({ ...plan, address })
    const ready = await untilReady(cluster, deadline, server)
    if (ready?.socketDir !== address.socketDir) await forgetAddress(address)
    if (ready) return { postmaster: ready, attached: ready.pid !== server.pid }
    // Refused because another starter was faster: the next round attaches to that one's server.
    if (await findPostmaster(cluster.data)) continue
    const words = await server.lastWords()
    // Sessions of a killed server that have not noticed yet; a moment later they have.
    if (!words.includes('shared memory block')) throw problem('database.not-started', { words })
    await wait(100)
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
      throw problem('database.not-started', { words: `not ready after ${longestStartMs / 1000} s` })
    }
    await wait(10)
  }
}
