/** Strict bodies: what the schema does not know is refused, in X's words. */
import { z } from 'zod'
import { invalid } from './problems.ts'
import type { State } from './state.ts'

export const id = z.string().regex(/^[0-9]{1,19}$/, 'does not match the regex pattern ^[0-9]{1,19}$')

function sentence(issue: z.core.$ZodIssue): string {
  const at = ['$', ...issue.path].join('.')
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? ''
    return `${at}.${key}: is not defined in the schema and the schema does not allow additional properties`
  }
  if (issue.code === 'too_big' && issue.origin === 'array')
    return `${at}: there must be a maximum of ${issue.maximum} items in the array`
  return `${at}: ${issue.message}`
}

/** The body as the schema has it, or 400. */
export async function body<T>(state: State, schema: z.ZodType<T>, request: Request): Promise<T> {
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? ''))
    throw invalid(state, 'The content type must be application/json.')
  const value: unknown = await request.json().catch(() => {
    throw invalid(state, 'The body is not valid JSON.')
  })
  return fit(state, schema, value)
}

export function fit<T>(state: State, schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  if (!issue) throw invalid(state, 'The body is invalid.')
  const name = issue.path.join('.') || (issue.code === 'unrecognized_keys' ? (issue.keys[0] ?? '') : 'body')
  throw invalid(state, sentence(issue), { [name]: [] })
}
