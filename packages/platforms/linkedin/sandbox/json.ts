/** Strict bodies in LinkedIn's order: unknown or null fields are 403, missing ones 400, then values. */
import type { z } from 'zod'
import { contentError, refuse, unpermitted } from './envelopes.ts'

const slashed = (path: readonly PropertyKey[]) => `/${path.map(String).join('/')}`

type Issue = z.core.$ZodIssue
const isNull = (issue: Issue) => issue.input === null
const isMissing = (issue: Issue) => ['invalid_type', 'invalid_value'].includes(issue.code) && issue.input === undefined

/** What a wrong value is called. */
function value(issue: Issue) {
  const field = slashed(issue.path)
  if (issue.code === 'too_big' && issue.origin === 'string')
    return contentError(400, 'FIELD_LENGTH_TOO_LONG', `${field} is longer than ${issue.maximum}`, undefined, field)
  if (issue.code === 'invalid_format')
    return contentError(400, 'INVALID_URN_ID', `${field} is no valid URN`, undefined, field)
  return contentError(400, 'INVALID_VALUE_FOR_FIELD', `${field}: ${issue.message}`, undefined, field)
}

/** Throws 403 for what may not be in the body at all. Comes before everything else about the body. */
export function permitted(issues: readonly Issue[]): void {
  const unknown = issues.find((issue) => issue.code === 'unrecognized_keys')
  if (unknown?.code === 'unrecognized_keys') throw unpermitted(slashed([...unknown.path, unknown.keys[0] ?? '']))
  const empty = issues.find(isNull)
  if (empty) throw unpermitted(slashed(empty.path))
}
/** The refusal of a body that lacks something or has a wrong value. */
export function incomplete(issues: readonly Issue[]): Error {
  const missing = issues.find(isMissing)
  if (missing)
    return contentError(
      400,
      'MISSING_FIELD',
      `Field ${slashed(missing.path)} is required`,
      undefined,
      slashed(missing.path),
    )
  const [first] = issues
  return first ? value(first) : refuse(400, undefined, 'The body is invalid')
}

export async function json(request: Request): Promise<unknown> {
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? ''))
    throw refuse(415, 'UNSUPPORTED_MEDIA_TYPE', 'The content type has to be application/json')
  const text = await request.text()
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw refuse(400, undefined, 'The request body is not valid JSON')
  }
}

/** Issues of a value, with what was there (`reportInput`), and the value if there are none. */
export const check = <T>(schema: z.ZodType<T>, raw: unknown) => schema.safeParse(raw, { reportInput: true })

export function fit<T>(schema: z.ZodType<T>, raw: unknown): T {
  const parsed = check(schema, raw)
  if (parsed.success) return parsed.data
  permitted(parsed.error.issues)
  throw incomplete(parsed.error.issues)
}
export const body = async <T>(schema: z.ZodType<T>, request: Request): Promise<T> => fit(schema, await json(request))
