/** The cluster: PostgreSQL's own data folder and the password to it, made once, in one piece. */
import { randomBytes, randomUUID } from 'node:crypto'
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { problem } from '@posthorn/domain/problems.ts'
import { run } from './run.ts'
import { clusterOf, type User } from './place.ts'
import { draftMark } from './runtime.ts'

export interface Cluster {
  /** PostgreSQL's data folder. */
  readonly data: string
  /** Of the superuser `posthorn`. */
  readonly password: string
  /** What the server says, since the cluster was made. */
  readonly logFile: string
  readonly folder: string
}

/** The major version whose folders this code can open. */
const major = '18'

interface Maker {
  readonly user: User | undefined
  /** `false` for data that is thrown away. */
  readonly durable: boolean
}

/** Finds the cluster below `base`, or makes one. A second starter at the same moment gets the first one's. */
export async function ensureCluster(base: string, runtime: string, { user, durable }: Maker): Promise<Cluster> {
  const folder = clusterOf(base)
  const found = await readVersion(folder)
  if (found === undefined) await createCluster(folder, runtime, { user, durable })
  else if (found !== major) throw problem('database.other-major', { folder, found, wanted: major })
  return {
    folder,
    data: join(folder, 'data'),
    logFile: join(folder, 'postgres.log'),
    password: (await readFile(join(folder, 'password'), 'utf8')).trim(),
  }
}

async function readVersion(folder: string): Promise<string | undefined> {
  try {
    return (await readFile(join(folder, 'data', 'PG_VERSION'), 'utf8')).trim()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Built beside its place and moved there whole, so that neither a crash nor a second starter leaves half of one. */
async function createCluster(folder: string, runtime: string, { user, durable }: Maker): Promise<void> {
  const draft = folder + draftMark + randomUUID()
  const passwordFile = join(draft, 'password')
  try {
    await mkdir(draft, { mode: 0o700 })
    await writeFile(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 })
    if (user) for (const path of [draft, passwordFile]) await chown(path, user.uid, user.gid)
    const args = [...initArguments(join(draft, 'data'), passwordFile), ...(durable ? [] : ['--no-sync'])]
    await run(join(runtime, 'bin', 'initdb'), args, {
      user,
      cwd: dirname(folder),
    })
    await rename(draft, folder)
  } catch (cause) {
    await rm(draft, { recursive: true, force: true })
    if ((await readVersion(folder)) === major) return
    throw problem('database.not-created', { words: cause instanceof Error ? cause.message : String(cause) }, { cause })
  }
}

/**
 * The built-in C.UTF-8 sorts the same on every machine and after every update of the system, so a folder that moves
 * keeps its indexes right.
 */
const initArguments = (data: string, passwordFile: string): readonly string[] => [
  `--pgdata=${data}`,
  '--username=posthorn',
  `--pwfile=${passwordFile}`,
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--no-instructions',
]
