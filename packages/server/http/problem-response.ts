/** Whatever was thrown, as application/problem+json. Nothing of our inside goes out: no stack, no SQL, no path. */
import type { Logger } from 'pino'
import { advice, fill, isProblemCode, problem, ProblemError, problems, sentence } from '@posthorn/domain/problems.ts'
import { databaseProblem, isForeignKeyViolation, sqlState } from '../database/errors.ts'

/** The problem that stands for an error; `system.broken` when nobody foresaw it. */
export function problemOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error
  const ofDatabase = databaseProblem(error)
  if (ofDatabase) return ofDatabase
  // Class 22 is "data exception": a value that passed the schema and that PostgreSQL cannot hold.
  if (sqlState(error)?.startsWith('22')) return problem('request.invalid', {}, { cause: error })
  if (isForeignKeyViolation(error)) return problem('request.names-nothing', {}, { cause: error })
  return problem('system.broken', {}, { cause: error })
}

/** Seconds after which trying again is worth it. */
const retryAfter = ({ code, values }: ProblemError): number | undefined =>
  typeof values['seconds'] === 'number' ? values['seconds'] : code === 'system.database' ? 2 : undefined

export function problemResponse(error: unknown, requestId: string): Response {
  const found = problemOf(error)
  const { code, values, field, details } = found
  const { status, shown } = problems[code]
  const todo = advice(code, values)
  const seconds = retryAfter(found)
  const body = {
    type: `urn:posthorn:problem:${code}`,
    title: sentence(code, values),
    status,
    code,
    ...(todo === undefined ? {} : { todo }),
    ...(shown && field !== undefined ? { field } : {}),
    ...(shown && Object.keys(values).length > 0 ? { values } : {}),
    ...(shown && details.length > 0 ? { details: details.map(complete) } : {}),
    requestId,
  }
  return Response.json(body, {
    status,
    headers: {
      'content-type': 'application/problem+json',
      ...(seconds === undefined ? {} : { 'retry-after': String(seconds) }),
    },
  })
}

/** A detail that only names its code gets the table's sentence and advice. */
function complete(detail: ProblemError['details'][number]): ProblemError['details'][number] {
  const todo = detail.todo ?? (isProblemCode(detail.code) ? fill(problems[detail.code].todo, detail.values) : undefined)
  return todo === undefined ? detail : { ...detail, todo }
}

/** Our failures are errors with their cause; what a caller did wrong is no more than a note. */
export function logProblem(log: Logger, error: unknown, about: { requestId: string; route: string }): void {
  const { code, cause } = problemOf(error)
  if (problems[code].status >= 500) log.error({ ...about, problem: code, err: cause ?? error }, 'a request failed')
  else log.debug({ ...about, problem: code }, 'a request was refused')
}
