/**
 * The programs run from a copy under the data folder, never from `node_modules`: `npm ci` deletes those files, also
 * under a running server. The copy carries the links between libraries that the package's install script would have
 * made; such scripts are often blocked.
 */
import { randomUUID } from 'node:crypto'
import { access, chmod, copyFile, link, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { z } from 'zod'
import type { PostgresPackage } from './package.ts'

const prefix = 'runtime-'

/** In the name of everything that is being made; it gets its real name when it is whole. */
export const draftMark = '.new-'

/** Needed to compile against PostgreSQL, not to run it. */
const leftOut = (name: string): boolean => name.endsWith('.a') || name === 'pkgconfig'

/** Makes sure of a complete copy of this version below `base` and returns its folder. Safe against a second starter. */
export async function ensureRuntime(base: string, { native, version }: PostgresPackage): Promise<string> {
  const runtime = join(base, prefix + version)
  if (await exists(runtime)) return runtime
  const draft = join(base, prefix + version + draftMark + randomUUID())
  await copyTree(native, draft)
  await linkLibraries(native, draft)
  try {
    // All or nothing: a half-made copy never carries the real name.
    await rename(draft, runtime)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    if (!(await exists(runtime))) throw error
  }
  return runtime
}

/** Long after any start has ended. */
const forgottenMs = 600_000

/**
 * Removes the copies of other versions, and what starts that were killed have left half done.
 * Only for whoever has just started the server from `runtime`: nobody runs from the others then.
 */
export async function tidy(base: string, runtime: string, now = Date.now()): Promise<void> {
  for (const name of await readdir(base)) {
    const path = join(base, name)
    const halfDone = name.includes(draftMark)
    const unused = halfDone
      ? now - (await stat(path)).mtimeMs > forgottenMs
      : name.startsWith(prefix) && name !== basename(runtime)
    if (unused) await rm(path, { recursive: true, force: true })
  }
}

async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to)
  // Whatever the umask: the files of root are read by the server's user.
  await chmod(to, 0o755)
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (leftOut(entry.name)) continue
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) await copyTree(source, target)
    else if (entry.isFile()) await copy(source, target, basename(from) === 'bin' ? 0o755 : 0o644)
  }
}

/**
 * A second name for the same file where that can be had: `npm ci` takes away the first name and writes a new file, so
 * ours keeps what it has, and 55 MB need not be written. Across file systems, or for another user's files, a copy.
 */
async function copy(source: string, target: string, mode: number): Promise<void> {
  const readable = ((await stat(source)).mode & mode) === mode
  const linked = readable && (await succeeds(link(source, target)))
  if (linked) return
  await copyFile(source, target)
  await chmod(target, mode)
}

const linkTable = z.array(z.object({ source: z.string(), target: z.string() }))

/** `pg-symlinks.json` lists the links; its paths begin with `native/`. Packages for Windows have none. */
async function linkLibraries(native: string, copy: string): Promise<void> {
  const table = join(native, 'pg-symlinks.json')
  if (!(await exists(table))) return
  for (const { source, target } of linkTable.parse(JSON.parse(await readFile(table, 'utf8')))) {
    const link = join(copy, relative('native', target))
    await mkdir(dirname(link), { recursive: true })
    await rm(link, { force: true })
    await symlink(relative(dirname(target), source), link)
  }
}

const exists = (path: string): Promise<boolean> => succeeds(access(path))

const succeeds = (act: Promise<unknown>): Promise<boolean> =>
  act.then(
    () => true,
    () => false,
  )
