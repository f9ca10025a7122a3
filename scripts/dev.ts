/** `npm run dev`: the server starts again when a file changes, and vite serves the screens as they are written. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
/** Vite hands what is not a screen to the server, wherever that listens. */
const env = { ...process.env, POSTHORN_URL: `http://localhost:${process.env['PORT'] ?? 3000}` }
const run = (...args: string[]) => spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env })
const children = [
  run(
    ...['contract', 'domain', 'platforms', 'server'].map((name) => `--watch-path=packages/${name}`),
    '--watch-preserve-output',
    'packages/server/main.ts',
  ),
  run('node_modules/vite/bin/vite.js', 'packages/web'),
]
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => children.forEach((child) => child.kill(signal)))
}
await Promise.all(children.map((child) => new Promise((resolve) => child.once('exit', resolve))))
