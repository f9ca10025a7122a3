/** Starting PostgreSQL's programs: as the chosen user, without our environment, which holds secrets. */
import { spawn, type SpawnOptions } from 'node:child_process'
import { text } from 'node:stream/consumers'
import type { User } from './place.ts'

export interface RunAs {
  readonly user: User | undefined
  /** A folder the user may enter; ours may be closed to it. */
  readonly cwd: string
}

/** Windows programs do not start without the system's variables. */
export const spawnOptions = ({ user, cwd }: RunAs): SpawnOptions => ({
  cwd,
  ...(user && { uid: user.uid, gid: user.gid }),
  ...(process.platform !== 'win32' && { env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' } }),
  windowsHide: true,
})

/** Runs a program to its end; what it wrote becomes the error's message when it failed. */
export async function run(program: string, args: readonly string[], as: RunAs): Promise<void> {
  const child = spawn(program, args, { ...spawnOptions(as), stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const [code, said, complained] = await Promise.all([ended, readAll(child.stdout), readAll(child.stderr)])
  if (code !== 0) throw new Error((complained.trim() || said.trim()).split('\n').slice(0, 4).join(' '))
}

const readAll = (stream: NodeJS.ReadableStream | null): Promise<string> => (stream ? text(stream) : Promise.resolve(''))
