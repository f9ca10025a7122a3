/** Bodies as the schema has them; everything else is `invalid_params`, with the field's name. */
import type { z } from 'zod'
import { invalid } from './answers.ts'
import type { State } from './state.ts'

function sentence(issue: z.core.$ZodIssue): string {
  const at = issue.path.join('.')
  if (issue.code === 'unrecognized_keys') return `Unknown field: ${[...issue.path, issue.keys[0] ?? ''].join('.')}`
  return at === '' ? issue.message : `${at}: ${issue.message}`
}

export async function body<T>(state: State, schema: z.ZodType<T>, request: Request): Promise<T> {
  const text = await request.text()
  const type = request.headers.get('content-type') ?? ''
  if (text !== '' && !/^application\/json\b/i.test(type))
    throw invalid(state, 'The content type must be application/json; charset=UTF-8')
  const parsed = schema.safeParse(readJson(state, text))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw invalid(state, issue ? sentence(issue) : 'The body is invalid.')
}

function readJson(state: State, text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text)
  } catch {
    throw invalid(state, 'The body is not valid JSON.')
  }
}

/** The fields a query asks for; `allowed` are those that exist. */
export function fieldsOf(state: State, query: URLSearchParams, allowed: ReadonlySet<string>): string[] {
  const unknown = [...query.keys()].find((name) => name !== 'fields')
  if (unknown !== undefined) throw invalid(state, `Unknown parameter: ${unknown}`)
  const fields = (query.get('fields') ?? '').split(',').filter(Boolean)
  if (fields.length === 0) throw invalid(state, 'fields is required')
  const wrong = fields.find((field) => !allowed.has(field))
  if (wrong !== undefined) throw invalid(state, `Fields is invalid. Please check if ${wrong} is supported.`)
  return fields
}
