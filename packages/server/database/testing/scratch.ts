import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPostmaster } from '../embedded/pidfile.ts'

export interface Scratch extends AsyncDisposable {
  readonly folder: string
}

/** A data folder for an embedded server; a server that is still running in it at the end is killed. */
export async function scratchFolder(): Promise<Scratch> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'posthorn-scratch-')))
  // Started by root, the server runs as another user, who must be able to cross this folder.
  await chmod(folder, 0o711)
  return {
    folder,
    async [Symbol.asyncDispose]() {
      const postmaster = await findPostmaster(dataOf(folder))
      if (postmaster) process.kill(postmaster.pid, 'SIGKILL')
      await rm(folder, { recursive: true, force: true, maxRetries: 10 })
    },
  }
}

/** PostgreSQL's own data folder below a data folder of Posthorn. */
export const dataOf = (folder: string): string => join(folder, 'postgres', 'cluster', 'data')
