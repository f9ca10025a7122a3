import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'

const told = z.object({
  url: z.string().optional(),
  attached: z.boolean().optional(),
  notes: z.array(z.string()).optional(),
  code: z.string().optional(),
  message: z.string().optional(),
})

export interface Elsewhere {
  /** What the process said after its start. */
  readonly told: z.infer<typeof told>
  /** Ends its input, which stops the server cleanly. */
  readonly stop: () => Promise<void>
  /** `kill -9`. */
  readonly kill: () => Promise<void>
}

/** Starts the embedded server in a process of its own, as another user if asked. `before` is put before the command. */
export async function startElsewhere(
  dataDir: string,
  { uid, before = [] }: { uid?: number; before?: readonly string[] } = {},
): Promise<Elsewhere> {
  const script = join(import.meta.dirname, 'starter.ts')
  const [command, ...args] = [...before, process.execPath, script, dataDir]
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: '/',
    ...(uid !== undefined && { uid, gid: uid }),
  })
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  return {
    told: told.parse(JSON.parse(String(line))),
    stop: () => ended(child, () => child.stdin.end()),
    kill: () => ended(child, () => child.kill('SIGKILL')),
  }
}

async function ended(child: ChildProcess, by: () => unknown): Promise<void> {
  const exited = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined
  by()
  await exited
}
