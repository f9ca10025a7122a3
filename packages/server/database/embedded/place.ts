/**
 * Where the embedded server keeps its files, and as whom it runs.
 *
 * PostgreSQL refuses to run as root. Started by root it runs as an existing unprivileged user, and only our own
 * folder is given to that user; nothing else on the host changes.
 */
import { createHash } from 'node:crypto'
import { chmod, chown, mkdir, readFile, realpath, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { problem } from '@posthorn/domain/problems.ts'

export interface User {
  readonly uid: number
  readonly gid: number
}

export interface Place {
  /** Holds the copied programs and the cluster. */
  readonly base: string
  /** The user to run as; undefined: as ourselves. */
  readonly user: User | undefined
  /** What a person should know about the choice. */
  readonly notes: readonly string[]
}

/** In this order; `initdb` needs a user that the system knows by name. */
const candidates = ['posthorn', 'nobody', 'postgres']

export const clusterOf = (base: string): string => join(base, 'cluster')

/** Chooses and creates the folder. `shelter` is used where the server's user cannot reach the data folder. */
export async function findPlace(
  dataDir: string,
  { uid = process.getuid?.(), shelter = '/var/lib/posthorn' }: { uid?: number; shelter?: string } = {},
): Promise<Place> {
  await mkdir(dataDir, { recursive: true })
  const real = await realpath(dataDir)
  const home = join(real, 'postgres')
  // Windows has no such users.
  if (uid === undefined) return create({ base: home, user: undefined, notes: [] })

  const away = join(shelter, createHash('sha256').update(real).digest('hex').slice(0, 16))
  const found = (await ownerOf(clusterOf(home))) ?? (await ownerOf(clusterOf(away)))
  if (uid !== 0) {
    if (found && found.uid !== uid) throw problem('database.other-owner', { folder: real, uid: found.uid })
    return create({ base: home, user: undefined, notes: [] })
  }
  const user = found?.uid === 0 ? await unprivileged() : (found ?? (await unprivileged()))
  return placeForRoot({ real, home, away, user })
}

async function placeForRoot(at: { real: string; home: string; away: string; user: User }): Promise<Place> {
  const livesAt = (await ownerOf(clusterOf(at.home)))
    ? at.home
    : (await ownerOf(clusterOf(at.away)))
      ? at.away
      : undefined
  await letCross(at.real, at.user)
  const reachable = await canReach(at.real, at.user)
  // Starting anew elsewhere would look like an empty Posthorn.
  if (livesAt === at.home && !reachable) throw problem('database.unreachable', { folder: at.real, uid: at.user.uid })
  if (livesAt === at.home || (livesAt === undefined && reachable)) {
    return create({ base: at.home, user: at.user, notes: [] })
  }
  const notes = [
    `The database lies in ${at.away}: its user (uid ${at.user.uid}) cannot reach ${at.real}, which only root may enter. ` +
      'Back up both.',
  ]
  return create({ base: at.away, user: at.user, notes })
}

/** The folder stays ours and may be crossed, not listed; what is inside belongs to the server's user. */
async function create(place: Place): Promise<Place> {
  await mkdir(place.base, { recursive: true })
  await chmod(place.base, place.user ? 0o711 : 0o700)
  return place
}

async function ownerOf(path: string): Promise<User | undefined> {
  const found = await stat(path).catch(() => undefined)
  return found && { uid: found.uid, gid: found.gid }
}

async function unprivileged(): Promise<User> {
  const lines = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n').map((line) => line.split(':'))
  for (const name of candidates) {
    const [, , uid, gid] = lines.find(([known]) => known === name) ?? []
    if (uid !== undefined && gid !== undefined && Number(uid) !== 0) return { uid: Number(uid), gid: Number(gid) }
  }
  throw problem('database.no-user', { names: candidates.join(', ') })
}

/**
 * A data folder that is closed to all but root is opened for crossing, to the group of the server's user alone.
 * It is ours, by definition; a home that somebody uses as one is not.
 */
async function letCross(folder: string, user: User): Promise<void> {
  const { uid, mode } = await stat(folder)
  if (uid !== 0 || (mode & 0o077) !== 0 || folder === homedir()) return
  await chown(folder, uid, user.gid)
  await chmod(folder, 0o710)
}

/** Whether the user may cross every folder from the root down to `path`. */
async function canReach(path: string, user: User): Promise<boolean> {
  const { mode, uid, gid } = await stat(path)
  const crossing = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
  if ((mode & crossing) === 0) return false
  return dirname(path) === path || canReach(dirname(path), user)
}
