/** Where the server listens: a private socket, or a free port on loopback where there are no sockets. */
import { once } from 'node:events'
import { chmod, chown, lstat, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { problem } from '@posthorn/domain/problems.ts'
import type { Cluster } from './cluster.ts'
import type { User } from './place.ts'
import type { Postmaster } from './pidfile.ts'

/** A socket is named by its folder and by a number that is only a part of its name. */
export interface Address {
  readonly socketDir: string
  readonly port: number
}

/** The kernel's field for a socket's path has 104 bytes on macOS, 108 on Linux. */
const longestPath = 100
const socketPort = 5432
const temporaryPrefix = 'posthorn-'

/** `port` asks for TCP; 0 takes a free one. */
export async function chooseAddress(
  cluster: Cluster,
  user: User | undefined,
  port: number | undefined,
): Promise<Address> {
  if (port !== undefined || process.platform === 'win32') return { socketDir: '', port: port || (await freePort()) }
  const inside = join(cluster.folder, 'socket')
  if (Buffer.byteLength(join(inside, `.s.PGSQL.${socketPort}`)) > longestPath) {
    return { socketDir: await temporaryFolder(user), port: socketPort }
  }
  await mkdir(inside, { recursive: true, mode: 0o700 })
  await give(inside, user)
  return { socketDir: inside, port: socketPort }
}

/** A new name each time: a folder with a name that can be foretold could be somebody else's. */
async function temporaryFolder(user: User | undefined): Promise<string> {
  // Root's own temporary folder may be closed to the server's user.
  const folder = await mkdtemp(join(user ? '/tmp' : tmpdir(), temporaryPrefix))
  await give(folder, user)
  return folder
}

/** The same address once more, for a server that has died. Its folder may have gone with it. */
export async function reopen(address: Address, user: User | undefined): Promise<Address> {
  if (address.socketDir === '') return address
  const made = await mkdir(address.socketDir, { mode: 0o700 }).then(
    () => true,
    () => false,
  )
  if (made) await give(address.socketDir, user)
  const { uid } = await lstat(address.socketDir)
  // Its name is known by now, and others may write to the folder above it.
  if (uid !== (user?.uid ?? process.getuid?.() ?? uid)) throw problem('database.not-started', { words: taken(address) })
  return address
}

const taken = ({ socketDir }: Address): string => `${socketDir} belongs to somebody else.`

async function give(folder: string, user: User | undefined): Promise<void> {
  await chmod(folder, 0o700)
  if (user) await chown(folder, user.uid, user.gid)
}

/** Removes the temporary folder of a server that is gone. */
export async function forgetAddress({ socketDir }: Pick<Postmaster, 'socketDir'>): Promise<void> {
  const ours = [tmpdir(), '/tmp'].includes(dirname(socketDir)) && basename(socketDir).startsWith(temporaryPrefix)
  if (ours) await rm(socketDir, { recursive: true, force: true })
}

export const addressOf = ({ socketDir, port }: Postmaster): Address => ({ socketDir, port })

/** The superuser's address for one of the server's databases. The port is named, or the driver would ask PGPORT. */
export function urlFor({ socketDir, port }: Address, password: string, database: string): string {
  const host = socketDir === '' ? '127.0.0.1' : encodeURIComponent(socketDir)
  return `postgresql://posthorn:${password}@${host}:${port}/${database}`
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}
