/**
 * The programs run from a copy under the data folder, never from `node_modules`: `npm ci` deletes those files, also
 * under a running server. The copy carries the links between libraries that the package's install script would have
 * made; such scripts are often blocked.
 */
import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { access, chmod, copyFile, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { z } from 'zod'
import type { PostgresPackage } from './package.ts'

const prefix = 'runtime-'

/** Needed to compile against PostgreSQL, not to run it. */
const leftOut = (name: string): boolean => name.endsWith('.a') || name === 'pkgconfig'

/** Makes sure of a complete copy of this version below `base` and returns its folder. Safe against a second starter. */
export async function ensureRuntime(base: string, { native, version }: PostgresPackage): Promise<string> {
  const runtime = join(base, prefix + version)
  if (await exists(runtime)) return runtime
  const draft = join(base, `${prefix}${version}.new-${randomUUID()}`)
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

/** Removes the copies of other versions. Only for whoever has just started the server from `runtime`. */
export async function removeOtherRuntimes(base: string, runtime: string): Promise<void> {
  const others = (await readdir(base)).filter(
    (name) => name.startsWith(prefix) && !name.includes('.new-') && name !== basename(runtime),
  )
  await Promise.all(others.map((name) => rm(join(base, name), { recursive: true, force: true })))
}

/** Copies with modes of its own: under a strict umask the server's user could not read the files of root. */
async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to)
  await chmod(to, 0o755)
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (leftOut(entry.name)) continue
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) await copyTree(source, target)
    else if (entry.isFile()) {
      await copyFile(source, target, constants.COPYFILE_FICLONE)
      await chmod(target, basename(from) === 'bin' ? 0o755 : 0o644)
    }
  }
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

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
