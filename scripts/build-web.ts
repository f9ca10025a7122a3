/** Builds the web app when its sources changed: `npm run build`. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '..')
const stamp = join(root, 'packages/web/dist/sources.sha256')

/** All that ends up in the built files, or decides how. */
const sources = [
  'package-lock.json',
  'packages/web/**/*.{ts,tsx,css,html,json,svg,png,woff2,webmanifest}',
  'packages/contract/**/*.ts',
  'packages/domain/**/*.ts',
  'packages/platforms/*.gen.ts',
  'packages/platforms/*.ts',
  'packages/platforms/*/*.ts',
]
const notSources = ['**/node_modules/**', '**/dist/**', '**/*.test.ts', '**/*.test.tsx', '**/{adapter,sandbox}*']

/** True: it was built now. Throws when the build fails. */
export async function buildWeb(): Promise<boolean> {
  const hash = hashSources()
  if (readStamp() === hash) return false
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  // A process of its own gives its memory back when it is done.
  await promisify(execFile)(process.execPath, [vite, 'build', 'packages/web', '--logLevel', 'warn'], { cwd: root })
  writeFileSync(stamp, hash)
  return true
}

function hashSources(): string {
  const hash = createHash('sha256')
  for (const file of globSync(sources, { cwd: root, exclude: notSources }).toSorted()) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0')
  }
  return hash.digest('hex')
}

function readStamp(): string | undefined {
  try {
    return readFileSync(stamp, 'utf8')
  } catch {
    return undefined
  }
}

if (import.meta.main)
  process.stdout.write((await buildWeb()) ? 'built packages/web/dist\n' : 'packages/web/dist is up to date\n')
