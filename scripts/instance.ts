/** A throw-away Posthorn for the demo, stories and measurements: its own data folder and ports, sandbox included. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createClient } from '@posthorn/contract/client.ts'

export interface Instance extends AsyncDisposable {
  readonly url: string
  readonly setUpCode: string
  readonly sandbox: string
  readonly dataDir: string
  readonly pid: number
}

export interface InstanceOptions {
  /** More settings, by their environment names. */
  readonly settings?: Readonly<Record<string, string>>
  /** A data folder to use and keep; a temporary one otherwise. */
  readonly dataDir?: string
}

/** Starts one and waits until it answers. Whoever starts it disposes it: the process ends, the folder goes. */
export async function startInstance({ settings = {}, dataDir }: InstanceOptions = {}): Promise<Instance> {
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'posthorn-')))
  const program = join(import.meta.dirname, '../packages/server/main.ts')
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, [program], {
    env: { PATH, HOME, DATA_DIR: folder, PORT: '0', SANDBOX_PORT: '0', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => said.push(line))
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    await ended
    if (dataDir === undefined) await rm(folder, { recursive: true, force: true })
  }
  const address = await new Promise<URL>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      said.push(line)
      const found = /Open (http\S+)/.exec(line)?.[1]
      if (found) resolve(new URL(found))
    })
    ended.then(() => reject(new Error(`Posthorn ended before it was ready:\n${said.join('\n')}`))).catch(reject)
  })
  const sandbox = await sandboxOf(address.origin)
  return {
    url: address.origin,
    setUpCode: address.searchParams.get('code') ?? '',
    sandbox,
    dataDir: folder,
    pid: child.pid ?? 0,
    [Symbol.asyncDispose]: stop,
  }
}

/** Where the practice networks stand, as the program itself says. */
async function sandboxOf(origin: string): Promise<string> {
  const api = createClient({ baseUrl: origin })
  const { data } = await api('GET /api/v1/auth/state', {})
  return data.sandboxUrl ?? ''
}
