/** The imitation of the networks, beside us: a process of its own, which ends when we do. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { problem } from '@posthorn/domain/problems.ts'
import type { Logger } from 'pino'
import { compileCache, type Settings } from './settings.ts'

export interface SandboxProcess extends AsyncDisposable {
  readonly origin: string
}

const program = join(import.meta.dirname, '../platforms/sandbox/main.ts')
/** How many ports are tried after a taken one. */
const tries = 50
const graceMs = 2000
const FirstLine = z.object({ url: z.url() })

export async function startSandboxProcess(
  {
    sandboxPort,
    sandboxPortIsFixed,
    environment,
  }: Pick<Settings, 'sandboxPort' | 'sandboxPortIsFixed' | 'environment'>,
  log: Logger,
): Promise<SandboxProcess> {
  const last = sandboxPortIsFixed || sandboxPort === 0 ? sandboxPort : sandboxPort + tries - 1
  for (let port = sandboxPort; port <= last; port++) {
    const child = launch(port, environment)
    const said = await firstWords(child)
    if (said.url !== undefined) {
      child.on('exit', (code) =>
        log[code === 0 || code === null ? 'debug' : 'error']({ exitCode: code }, 'the sandbox ended'),
      )
      return { origin: new URL(said.url).origin, [Symbol.asyncDispose]: () => end(child) }
    }
    if (!said.complaint.includes('EADDRINUSE'))
      throw problem('system.sandbox-failed', { words: said.complaint.slice(-300) })
  }
  throw problem('system.port-taken', { port: sandboxPort, name: 'SANDBOX_PORT' })
}

/** It gets no environment of ours, for it needs none of our secrets. */
const launch = (port: number, environment: Settings['environment']): ChildProcess =>
  spawn(process.execPath, [program, '--port', String(port), '--with-parent'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: environment['PATH'] ?? '', NODE_COMPILE_CACHE: compileCache(environment) },
    // Ctrl-C in the terminal is for us; the sandbox goes down after us.
    detached: true,
  })

/** Its address, or what it complained of when it gave up. */
async function firstWords(child: ChildProcess): Promise<{ url?: string; complaint: string }> {
  let complaint = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaint = (complaint + text).slice(-4000)))
  if (!child.stdout) return { complaint }
  const ended = once(child, 'close').then(() => ({ complaint }))
  const lines = createInterface({ input: child.stdout })
  const spoke = once(lines, 'line').then(([line]) => ({ ...FirstLine.parse(JSON.parse(String(line))), complaint }))
  return Promise.race([ended, spoke])
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  const force = setTimeout(() => child.kill('SIGKILL'), graceMs)
  await gone
  clearTimeout(force)
}
