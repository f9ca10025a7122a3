/** How the server is set up: for a small machine that it shares with Posthorn, and never at the cost of a commit. */
import type { Address } from './address.ts'

/** Given on the command line, so that an update of Posthorn changes them without editing anybody's file. */
const tuning = {
  // Safety first: a commit that was answered is on the disk.
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  password_encryption: 'scram-sha-256',
  // Small: idle, everything together stays below 250 MB.
  shared_buffers: '64MB',
  max_connections: '60',
  maintenance_work_mem: '32MB',
  max_wal_size: '512MB',
  max_worker_processes: '4',
  max_parallel_workers_per_gather: '0',
  max_wal_senders: '0',
  autovacuum_max_workers: '2',
  io_method: 'sync',
  // Many short statements: compiling them costs more than it saves.
  jit: 'off',
  random_page_cost: '1.1',
  // The lane queue is updated all the time.
  autovacuum_naptime: '20s',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  log_line_prefix: '%m [%p] ',
  // No SQL and no values in the log: they are people's texts.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
} as const satisfies Readonly<Record<string, string>>

/** Only for data that is thrown away, as in tests: a crash of the machine may destroy it. */
const throwAway = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

export function serverArguments(data: string, { socketDir, port }: Address, durable: boolean): readonly string[] {
  const settings = {
    ...tuning,
    ...(durable ? {} : throwAway),
    port: String(port),
    listen_addresses: socketDir === '' ? '127.0.0.1' : '',
    unix_socket_directories: socketDir === '' ? '' : `"${socketDir.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
  }
  return ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}
