/** The server process itself: launching it, hearing why it gave up, stopping it. */
import { spawn } from 'node:child_process'
import { open, readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { problem } from '@posthorn/domain/problems.ts'
import { forgetAddress, type Address } from './address.ts'
import type { Cluster } from './cluster.ts'
import { findPostmaster, isPostgresOn } from './pidfile.ts'
import type { User } from './place.ts'
import { run, spawnOptions } from './run.ts'
import { serverArguments } from './tuning.ts'

export interface Server {
  readonly pid: number | undefined
  readonly ended: () => boolean
  /** What it wrote since its launch. */
  readonly lastWords: () => Promise<string>
}

/** The log starts anew above this size; the one before is kept. */
const logBytes = 5_000_000

/** Starts the process and does not wait for it. */
export async function launch(what: {
  readonly runtime: string
  readonly cluster: Cluster
  readonly user: User | undefined
  readonly address: Address
  readonly durable: boolean
}): Promise<Server> {
  const { runtime, cluster, user, address, durable } = what
  const from = await rotate(cluster.logFile)
  await using log = await open(cluster.logFile, 'a', 0o600)
  // A session of its own: Ctrl-C in the terminal is for us, and the database goes down after us, not with us.
  const child = spawn(join(runtime, 'bin', 'postgres'), serverArguments(cluster.data, address, durable), {
    ...spawnOptions({ user, cwd: cluster.folder }),
    stdio: ['ignore', log.fd, log.fd],
    detached: true,
  })
  let ended: string | undefined
  child.once('error', (error) => (ended = error.message))
  child.once('exit', (code, signal) => (ended = `it ended with ${signal ?? code}`))
  child.unref()
  return {
    pid: child.pid,
    ended: () => ended !== undefined,
    lastWords: async () => {
      const said = (await readFile(cluster.logFile)).subarray(from).toString('utf8')
      return complaint(said) || (ended ?? '')
    },
  }
}

/** The lines that say why, without times and process numbers. */
const complaint = (log: string): string =>
  log
    .split('\n')
    .map((line) => /(?:FATAL|PANIC|ERROR|WARNING|HINT|DETAIL): .*|could not .*/.exec(line)?.[0])
    .filter((line) => line !== undefined)
    .slice(0, 5)
    .join(' ')

async function rotate(logFile: string): Promise<number> {
  const size = await stat(logFile).then(
    (found) => found.size,
    () => 0,
  )
  if (size < logBytes) return size
  await rename(logFile, `${logFile}.1`)
  return 0
}

/** Ends all sessions, writes everything down and stops; also a server that another process started. */
export async function stopServer(cluster: Cluster, runtime: string, user: User | undefined): Promise<void> {
  const postmaster = await findPostmaster(cluster.data)
  if (!postmaster) return
  try {
    await run(
      join(runtime, 'bin', 'pg_ctl'),
      ['stop', `--pgdata=${cluster.data}`, '--mode=fast', '--wait', '--timeout=60'],
      { user, cwd: cluster.folder },
    )
  } catch (cause) {
    // Stopped by somebody else meanwhile is as good.
    if (await isPostgresOn(postmaster.pid, cluster.data)) {
      throw problem('database.not-stopped', { pid: postmaster.pid, words: String(cause) }, { cause })
    }
  }
  await forgetAddress(postmaster)
}
