/**
 * `postmaster.pid`: who runs on a data folder. PostgreSQL trusts the number in it as long as any process has that
 * number, so after a crash a stranger's process can keep the database from starting. We look closer.
 */
import { randomUUID } from 'node:crypto'
import { execFile } from 'node:child_process'
import { link, readFile, readlink, realpath, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'

export interface Postmaster {
  readonly pid: number
  readonly port: number
  /** Folder of the socket; empty when it listens on TCP only. */
  readonly socketDir: string
  readonly status: 'starting' | 'stopping' | 'ready' | 'standby' | 'unknown'
}

const pidFileOf = (data: string): string => join(data, 'postmaster.pid')

/** Lines of the file, PostgreSQL's `utils/pidfile.h`: pid, folder, start, port, socket folder, address, memory, status. */
export function parsePidFile(text: string): Postmaster | undefined {
  const [pid, , , port, socketDir, , , status] = text.split('\n').map((line) => line.trim())
  // A negative number is a single-user server.
  if (!pid || !/^-?\d+$/.test(pid)) return undefined
  const known = (['starting', 'stopping', 'ready', 'standby'] as const).find((word) => word === status)
  return { pid: Math.abs(Number(pid)), port: Number(port) || 0, socketDir: socketDir ?? '', status: known ?? 'unknown' }
}

/** The server that runs on this folder now; undefined when there is none, whatever the file says. */
export async function findPostmaster(data: string): Promise<Postmaster | undefined> {
  const postmaster = parsePidFile(await readPidFile(data))
  return postmaster && (await isPostgresOn(postmaster.pid, data)) ? postmaster : undefined
}

/**
 * Removes a pid file that names no server on this folder, and returns what it said. Moved away first and read again,
 * so that the file of a server that has started meanwhile is put back.
 */
export async function clearStalePidFile(data: string): Promise<Postmaster | undefined> {
  if ((await readPidFile(data)) === '' || (await findPostmaster(data))) return undefined
  const aside = `${pidFileOf(data)}.${randomUUID()}`
  try {
    await rename(pidFileOf(data), aside)
  } catch {
    // Somebody else cleared it.
    return undefined
  }
  const stale = parsePidFile(await readFile(aside, 'utf8'))
  if (stale && (await isPostgresOn(stale.pid, data))) await link(aside, pidFileOf(data))
  await rm(aside)
  return stale
}

const readPidFile = (data: string): Promise<string> => readFile(pidFileOf(data), 'utf8').catch(() => '')

/** Whether any process has this number. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // Another user's process: there, but not ours to signal.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Whether the process is PostgreSQL working in this folder, and not a stranger that was given an old number. */
export async function isPostgresOn(pid: number, data: string): Promise<boolean> {
  try {
    if (process.platform === 'linux') return await linuxRunsOn(pid, data)
    if (process.platform === 'win32') return await windowsRuns(pid)
    const { stdout } = await promisify(execFile)('/bin/ps', ['-ww', '-o', 'command=', '-p', String(pid)])
    return stdout.includes('postgres') && stdout.includes(data)
  } catch {
    // No such process; its end and our question may cross.
    return false
  }
}

/** The server's working folder is its data folder; a zombie has none. */
async function linuxRunsOn(pid: number, data: string): Promise<boolean> {
  const [program, folder] = await Promise.all([readlink(`/proc/${pid}/exe`), readlink(`/proc/${pid}/cwd`)])
  return basename(program).startsWith('postgres') && folder === (await realpath(data))
}

/** Windows does not tell the folder; a foreign PostgreSQL with the same number is then waited for, not run over. */
async function windowsRuns(pid: number): Promise<boolean> {
  const { stdout } = await promisify(execFile)('tasklist', ['/FI', `PID eq ${pid}`, '/NH', '/FO', 'CSV'])
  return stdout.includes('postgres')
}
