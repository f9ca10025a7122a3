/** `npm run dev`: the server starts again when a file changes, and vite serves the screens as they are written. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const run = (...args: string[]) => spawn(process.execPath, args, { cwd: root, stdio: 'inherit' })
const children = [
  run('--watch-path=packages', '--watch-preserve-output', 'packages/server/main.ts'),
  run('node_modules/vite/bin/vite.js', 'packages/web'),
]
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => children.forEach((child) => child.kill(signal)))
}
await Promise.all(children.map((child) => new Promise((resolve) => child.once('exit', resolve))))
