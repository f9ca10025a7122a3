import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** Whether this user may mount a small disk that only one process and its children see. */
export const canMount = (): Promise<boolean> =>
  promisify(execFile)('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).then(
    () => true,
    () => false,
  )

/** The words to put before a command that shall see a small disk at `folder`. It ends with the command. */
export const withSmallDisk = (folder: string, options: string): readonly string[] => [
  'unshare',
  '--mount',
  'sh',
  '-c',
  `mount -t tmpfs -o ${options} tmpfs "$0" && exec "$@"`,
  folder,
]
