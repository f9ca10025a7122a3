import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { inject } from 'vitest'
import { findPostmaster } from '../embedded/pidfile.ts'
import { dataOf } from './server.ts'

export interface Scratch extends AsyncDisposable {
  readonly folder: string
}

/** A data folder for an embedded server; a server that is still running in it at the end is killed. */
export async function scratchFolder(): Promise<Scratch> {
  const folder = await mkdtemp(join(inject('temporaryRoot'), 's-'))
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
