/** The program as a process: starts, says where, meets itself, stops and leaves nothing running. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { request } from 'undici'
import { afterAll, beforeAll, expect, test } from 'vitest'

const program = join(import.meta.dirname, 'main.ts')
let dataDir: string
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'posthorn-main-'))
})
afterAll(() => rm(dataDir, { recursive: true, force: true }))

const launch = (args: readonly string[] = [], settings: Readonly<Record<string, string>> = {}) =>
  spawn(process.execPath, [program, ...args], {
    env: { PATH: '/usr/bin:/bin', DATA_DIR: dataDir, PORT: '0', SANDBOX_PORT: '0', LOG_LEVEL: 'error', ...settings },
  })

async function run(args: readonly string[], settings: Readonly<Record<string, string>> = {}) {
  const child = launch(args, settings)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, said: said.trim() }
}

/** Starts and waits for the line with the address. */
async function begin(settings: Readonly<Record<string, string>> = {}) {
  const child = launch(['start'], settings)
  const exited = once(child, 'exit') as Promise<[number | null]>
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const url = /http:\S+/.exec(line)?.[0] ?? line
  return { child, exited, url: new URL(url) }
}

/** Processes whose command line or folder names the data folder. */
async function leftovers(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  // A process may end between the two looks.
  const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')))
  return commands.filter((command) => command.includes(dataDir))
}

test('starts, meets itself, gives a new code, refuses to change keys beside itself, stops', async () => {
  const { child, exited, url } = await begin()
  expect(url.pathname).toBe('/setup')
  expect(url.searchParams.get('code')).toMatch(/^[\w-]{43}$/)
  const { statusCode } = await request(`${url.origin}/health`)
  expect(statusCode).toBe(200)

  expect(await run([])).toEqual({ code: 0, said: `Posthorn is already running at ${url.origin}` })
  const another = await run(['set-up-code'])
  expect([another.code, another.said]).toEqual([0, expect.stringContaining(`${url.origin}/setup?code=`)])
  expect(another.said).not.toContain(url.searchParams.get('code'))
  expect((await run(['rotate-keys'])).said).toContain('Stop it first')
  const taken = await run([], { PORT: url.port, DATA_DIR: join(dataDir, 'second') })
  expect([taken.code, taken.said]).toEqual([1, expect.stringContaining(`Port ${url.port} is taken`)])

  child.kill('SIGTERM')
  expect((await exited)[0]).toBe(0)
  expect(await leftovers()).toEqual([])
  await expect(access(join(dataDir, 'running.json'))).rejects.toThrow('ENOENT')
}, 60_000)

test('after kill -9 the next start takes over what was left', async () => {
  const first = await begin()
  first.child.kill('SIGKILL')
  await first.exited
  const second = await begin()
  expect((await request(`${second.url.origin}/health`)).statusCode).toBe(200)
  second.child.kill('SIGINT')
  expect((await second.exited)[0]).toBe(0)
  expect(await leftovers()).toEqual([])
}, 60_000)

test('keys are changed while nothing runs', async () => {
  const rotated = await run(['rotate-keys'])
  expect([rotated.code, rotated.said]).toEqual([0, expect.stringContaining('Sealed anew')])
  expect(await leftovers()).toEqual([])
}, 60_000)

test('a wrong setting and a wrong command end with a sentence', async () => {
  expect(await run([], { MODE: 'fast' })).toEqual({ code: 1, said: expect.stringContaining('MODE') as string })
  expect(await run(['dance'])).toEqual({
    code: 2,
    said: expect.stringContaining('There is no command "dance"') as string,
  })
})
