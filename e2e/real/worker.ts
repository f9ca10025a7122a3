/** A worker as it runs in earnest: the program in a process of its own, to be killed and frozen. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface WorkerProcess extends AsyncDisposable {
  readonly isAlive: () => boolean
  /** `kill -9`; resolves when it is gone. */
  kill(): Promise<void>
  /** It does not notice that time passes. */
  freeze(): void
  thaw(): void
}

const program = join(import.meta.dirname, '../../packages/server/main.ts')

/** Starts one and waits until it works. It ends with its scope. */
export async function startWorker(environment: Readonly<Record<string, string>>): Promise<WorkerProcess> {
  const { PATH = '', HOME = '' } = process.env
  const env = { PATH, HOME, MODE: 'worker', ...environment }
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(child, 'exit')
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text))
  const lines = createInterface({ input: child.stdout })
  const spoke = once(lines, 'line')
  await Promise.race([spoke, ended])
  if (child.exitCode !== null) throw new Error(`the worker did not start: ${complaint}`)
  const isAlive = () => child.exitCode === null && child.signalCode === null
  const kill = async (): Promise<void> => {
    if (!isAlive()) return
    child.kill('SIGKILL')
    await ended
  }
  return {
    isAlive,
    kill,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    [Symbol.asyncDispose]: kill,
  }
}
