/** What PostgreSQL's errors mean to us. Codes: PostgreSQL manual, appendix A. */
import { problem, type ProblemError } from '@posthorn/domain/problems.ts'

/** The five-character SQLSTATE of a database error; undefined for anything else. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined
  return /^[0-9A-Z]{5}$/.test(error.code) ? error.code : undefined
}

const constraintOf = (error: unknown): unknown =>
  error instanceof Error && 'constraint' in error ? error.constraint : undefined

/** A unique key refused the row; with `constraint`, only that one. */
export const isUniqueViolation = (error: unknown, constraint?: string): boolean =>
  sqlState(error) === '23505' && (constraint === undefined || constraintOf(error) === constraint)

/** A foreign key refused the row; with `constraint`, only that one. */
export const isForeignKeyViolation = (error: unknown, constraint?: string): boolean =>
  sqlState(error) === '23503' && (constraint === undefined || constraintOf(error) === constraint)

/** Connection lost or refused by the operating system. */
const socketTrouble = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
])

/** Shutdown, crash, start-up or too many clients: the server is there, but not for us at this moment. */
const serverTrouble = new Set(['57P01', '57P02', '57P03', '57P05', '53300'])

/** What the driver says without a code, when the server goes away under a query or a pool waits too long. */
const driverTrouble = /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered)/

/**
 * The database is gone or does not take us now. Nothing is known about a `commit` that ended this way: whoever asks
 * must read what is there before doing it again.
 */
export function isConnectionTrouble(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const state = sqlState(error)
  if (state !== undefined && (state.startsWith('08') || serverTrouble.has(state))) return true
  if ('code' in error && typeof error.code === 'string') return socketTrouble.has(error.code)
  return driverTrouble.test(error.message)
}

/** PostgreSQL could not write: the statement was rolled back, nothing was changed. */
export const isDiskFull = (error: unknown): boolean => sqlState(error) === '53100'

/** The problem a person should see for a failure of the database itself; undefined when the fault is another's. */
export function databaseProblem(error: unknown): ProblemError | undefined {
  if (isDiskFull(error)) return problem('system.disk-full', {}, { cause: error })
  if (isConnectionTrouble(error)) return problem('system.database', {}, { cause: error })
  return undefined
}
