/**
 * A PostgreSQL to throw away, in a temporary folder. Nothing stays behind: not after a clean end, not after Ctrl-C,
 * and what a killed process has left is removed by the next one.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { chmod, mkdtemp, readdir, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPostmaster, isAlive, parsePidFile } from '../embedded/pidfile.ts'
import { startEmbedded } from '../embedded/start.ts'

export interface ThrowAway {
  /** Everything temporary goes below it; removed at the end, with the servers that run there. */
  readonly root: string
  /** The superuser's address. */
  readonly url: string
  readonly close: () => Promise<void>
}

const prefix = 'posthorn-test-'

/** Starts the server; with `url` it uses that server and makes the folder only. */
export async function throwAwayServer(url = ''): Promise<ThrowAway> {
  await sweep()
  // The name says whose it is, for the case that we are killed.
  const root = await realpath(await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`)))
  // Started by root, the server runs as another user, who must be able to cross this folder.
  await chmod(root, 0o711)
  const onExit = (): void => removeNow(root)
  process.once('exit', onExit)
  const embedded = url === '' ? await startEmbedded({ dataDir: join(root, 'server'), durable: false }) : undefined
  return {
    root,
    url: embedded?.url ?? url,
    close: async () => {
      await embedded?.stop()
      await remove(root)
      process.off('exit', onExit)
    },
  }
}

/** PostgreSQL's own data folder below a data folder of Posthorn. */
export const dataOf = (dataDir: string): string => join(dataDir, 'postgres', 'cluster', 'data')

/** Stops and removes what killed processes have left. */
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const owner = name.startsWith(prefix) ? Number(name.slice(prefix.length).split('-')[0]) : Number.NaN
    if (Number.isInteger(owner) && !isAlive(owner)) await remove(join(tmpdir(), name))
  }
}

async function remove(root: string): Promise<void> {
  for (const name of await readdir(root).catch(() => [])) {
    const postmaster = await findPostmaster(dataOf(join(root, name)))
    if (postmaster) process.kill(postmaster.pid, 'SIGKILL')
  }
  await rm(root, { recursive: true, force: true, maxRetries: 10 })
}

/** The same in one breath: when a process exits, nothing asynchronous runs any more. */
function removeNow(root: string): void {
  for (const name of readdirSync(root)) {
    try {
      const postmaster = parsePidFile(readFileSync(join(dataOf(join(root, name)), 'postmaster.pid'), 'utf8'))
      if (postmaster) process.kill(postmaster.pid, 'SIGKILL')
    } catch {
      // No server, or it is gone.
    }
  }
  rmSync(root, { recursive: true, force: true, maxRetries: 10 })
}
