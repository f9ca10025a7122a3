/** Who runs on this data folder: a file that is believed only if the address in it answers. */
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { createDoor } from './outside/door.ts'

const Running = z.object({ pid: z.number().int(), url: z.url() })
export type Running = z.output<typeof Running>

const fileOf = (dataDir: string): string => join(dataDir, 'running.json')

/** The Posthorn that already serves this data folder, if one does. */
export async function findRunning(dataDir: string): Promise<Running | undefined> {
  const running = await read(dataDir)
  if (!running) return undefined
  await using door = createDoor({ allow: [new URL(running.url).hostname], userAgent: 'Posthorn' })
  try {
    const { status } = await door.get(`${running.url}/health`, { maxBytes: 1000, timeoutMs: 2000, httpAllowed: true })
    return status === 200 ? running : undefined
  } catch {
    // Left behind by one that was killed.
    return undefined
  }
}

/** The file goes with the scope, unless another one has taken it over. */
export async function noteRunning(dataDir: string, running: Running): Promise<AsyncDisposable> {
  await writeFile(fileOf(dataDir), `${JSON.stringify(running)}\n`)
  return {
    async [Symbol.asyncDispose]() {
      if ((await read(dataDir))?.pid === running.pid) await rm(fileOf(dataDir), { force: true })
    },
  }
}

async function read(dataDir: string): Promise<Running | undefined> {
  try {
    return Running.parse(JSON.parse(await readFile(fileOf(dataDir), 'utf8')))
  } catch {
    return undefined
  }
}
