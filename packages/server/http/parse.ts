/** Reads a request strictly: what the contract does not name is refused, and the refusal names the field. */
import { z } from 'zod'
import type { Route } from '@posthorn/contract/route.ts'
import { problem, type ProblemDetail, type ProblemError } from '@posthorn/domain/problems.ts'

/** What is not named by the route's own `bodyLimit`. */
const usualBodyLimit = 1_000_000

export interface RequestParser {
  /** An address that cannot exist is not here, like one that does not. */
  params(raw: Readonly<Record<string, string>>): unknown
  query(url: URL): unknown
  /** The parsed body and its bytes; an upload's body is left unread. */
  body(request: Request): Promise<{ readonly value: unknown; readonly text: string }>
}

export function parserFor(route: Route): RequestParser {
  const params = route.params ?? z.object({})
  const query = strict(route.query ?? z.object({}))
  const body = route.body ?? z.strictObject({})
  const limit = route.bodyLimit ?? usualBodyLimit
  return {
    params(raw) {
      const result = params.safeParse(raw)
      if (!result.success) throw problem('access.not-here')
      return result.data
    },
    query(url) {
      const raw: Record<string, string> = {}
      for (const [name, value] of url.searchParams) {
        if (Object.hasOwn(raw, name)) throw invalid(name, 'is given twice')
        refuseBrokenText(name, value)
        raw[name] = value
      }
      return check(query, raw)
    },
    async body(request) {
      const text = await readText(request, limit)
      // A route without a body takes nothing, and an empty one stands for {}: a required field then says that it is missing.
      if (text === '') return { value: route.body ? check(body, {}) : undefined, text }
      const type = request.headers.get('content-type') ?? ''
      if (!/^application\/json\s*(;|$)/i.test(type)) throw problem('request.not-json')
      const value = check(body, readJson(text))
      return { value: route.body ? value : undefined, text }
    },
  }
}

/** `z.object` drops unknown fields; a loose or strict one has said already what it wants. */
const strict = (schema: z.ZodObject): z.ZodObject => (schema.def.catchall === undefined ? schema.strict() : schema)

function check(schema: z.ZodType, raw: unknown): unknown {
  const result = schema.safeParse(raw)
  if (result.success) return result.data
  throw invalidFields(result.error.issues.flatMap(describe))
}

/** An issue names its place as `base.parts.0.text`; unknown keys are named one by one. */
function describe(issue: z.core.$ZodIssue): ProblemDetail[] {
  const at = issue.path.map(String)
  const detail = (path: readonly string[], says: string): ProblemDetail => ({
    code: 'request.invalid',
    field: path.join('.') || 'body',
    says,
  })
  if (issue.code !== 'unrecognized_keys') return [detail(at, issue.message)]
  return issue.keys.map((key) => detail([...at, key], 'Unknown field'))
}

function invalidFields(details: readonly ProblemDetail[]): ProblemError {
  const field = details[0]?.field
  return problem('request.invalid', {}, { details: details.slice(0, 20), ...(field === undefined ? {} : { field }) })
}

const invalid = (field: string, says: string): ProblemError => invalidFields([{ code: 'request.invalid', field, says }])

/** Counts while reading, so that a body without a length cannot grow for ever. */
async function readText(request: Request, limit: number): Promise<string> {
  const tooLarge = () => problem('request.too-large', { limit: `${limit / 1_000_000} MB` })
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge()
  if (!request.body) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body) {
    size += chunk.byteLength
    if (size > limit) throw tooLarge()
    chunks.push(chunk)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch {
    throw invalid('body', 'is not UTF-8')
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text, refuseTricks)
  } catch (error) {
    if (error instanceof SyntaxError) throw invalid('body', 'is not JSON')
    throw error
  }
}

/** PostgreSQL cannot hold NUL, no network takes half a character, and `__proto__` is never a field of ours. */
function refuseTricks(key: string, value: unknown): unknown {
  if (key === '__proto__') throw invalid(key, 'Unknown field')
  if (typeof value === 'string') refuseBrokenText(key, value)
  return value
}

function refuseBrokenText(field: string, value: string): void {
  if (value.includes('\u0000') || !value.isWellFormed()) throw invalid(field, 'must be well-formed text without NUL')
}
