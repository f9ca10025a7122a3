/** What a failed call means for us. The error itself holds the whole prompt, so it is read here and never kept. */
import { APICallError, RetryError } from 'ai'
import type { ProblemCode } from '@posthorn/domain/problems.ts'

export interface Failure {
  readonly code: ProblemCode
  /** Worth the same request again. */
  readonly retry: boolean
  /** What the server asked us to wait, in milliseconds. */
  readonly afterMs?: number
  readonly values?: Readonly<Record<string, string | number>>
}

export function failureOf(error: unknown): Failure {
  const cause = RetryError.isInstance(error) ? error.lastError : error
  if (APICallError.isInstance(cause)) return byStatus(cause.statusCode, cause.responseHeaders ?? {})
  const name = cause instanceof Error ? cause.name : ''
  if (name === 'AI_InvalidResponseDataError' || name === 'AI_TypeValidationError' || name === 'AI_JSONParseError')
    return { code: 'writer.answer-unusable', retry: false }
  return { code: 'writer.provider-unreachable', retry: true }
}

function byStatus(status: number | undefined, headers: Readonly<Record<string, string>>): Failure {
  if (status === 401 || status === 403) return { code: 'writer.key-refused', retry: false }
  if (status === 402) return { code: 'writer.budget-reached', retry: false }
  if (status === 404) return { code: 'writer.model-unknown', retry: false }
  if (status === 429) {
    const afterMs = retryAfter(headers['retry-after'])
    return { code: 'writer.rate-limited', retry: true, afterMs, values: { seconds: Math.ceil(afterMs / 1000) } }
  }
  // A stream that broke off says 200; what came is kept, and one more try is fair.
  if (status === undefined || status === 200 || status >= 500)
    return { code: 'writer.provider-unreachable', retry: true }
  return { code: 'writer.answer-unusable', retry: false }
}

const unsaidMs = 2000

/** `Retry-After` in seconds or as a date. */
function retryAfter(header: string | undefined): number {
  if (header === undefined) return unsaidMs
  const seconds = Number(header)
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000)
  const until = Date.parse(header)
  return Number.isNaN(until) ? unsaidMs : Math.max(0, until - Date.now())
}
