/** Calls by name: `GET` for a query, `POST` for a procedure; input and parameters are read by schemas. */
import type { LexValue } from '@atproto/lex-data'
import { lexParse } from '@atproto/lex-json'
import { l } from '@atproto/lex-schema'
import type { Context, Hono } from 'hono'
import { answerOf, bad, invalid } from './problems.ts'
import type { BskyEnv } from './state.ts'

type Ask = Context<BskyEnv>
export interface Method {
  readonly is: 'query' | 'procedure'
  run(c: Ask): Response | Promise<Response>
}
export const query = (run: Method['run']): Method => ({ is: 'query', run })
export const procedure = (run: Method['run']): Method => ({ is: 'procedure', run })

/** Puts methods below `{prefix}/xrpc/`. Unknown names are 501, as at the real servers. */
export function mount(app: Hono<BskyEnv>, prefix: string, methods: Readonly<Record<string, Method>>): void {
  app.all(`${prefix}/xrpc/:name`, async (c) => {
    const name = c.req.param('name')
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined
    if (!method) return answerOf(501, 'MethodNotImplemented', 'Method Not Implemented')
    const wanted = method.is === 'query' ? 'GET' : 'POST'
    if (c.req.method !== wanted) throw invalid(`Incorrect HTTP method (${c.req.method}) expected ${wanted}`)
    return await method.run(c)
  })
}

/** Query parameters by their schema; unknown ones are ignored, as the real servers do. */
export function params<P extends l.ParamsSchema>(c: Ask, schema: P): l.InferOutput<P> {
  try {
    return schema.fromURLSearchParams(new URL(c.req.url).searchParams)
  } catch (error) {
    if (!(error instanceof l.LexValidationError)) throw error
    const name = c.req.param('name') ?? ''
    throw invalid(`Invalid ${name} params: ${error.issues.map((issue) => issue.message).join(', ')}`)
  }
}

const mime = (c: Ask) => (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''

/** The type a body is declared to have, or 400. */
export function encoding(c: Ask): string {
  const type = mime(c)
  if (type === '') throw invalid('Request encoding (Content-Type) required but not provided')
  return type
}

function read(text: string): LexValue {
  try {
    return lexParse(text === '' ? '{}' : text)
  } catch (error) {
    if (error instanceof SyntaxError) throw bad('SyntaxError', error.message)
    throw invalid(error instanceof Error ? error.message : 'Invalid JSON')
  }
}

const mostJson = 1_000_000

/** A JSON body by its schema. CIDs, bytes and blobs in it are already what they stand for. */
export async function input<S extends l.Validator>(c: Ask, schema: l.Schema & S): Promise<l.InferOutput<S>> {
  const text = await c.req.text()
  if (text === '' && c.req.header('content-length') === undefined)
    throw invalid('A request body is expected but none was provided')
  const type = encoding(c)
  if (type !== 'application/json') throw invalid(`Wrong request encoding (Content-Type): ${type}`)
  if (Buffer.byteLength(text) > mostJson) throw invalid('request entity too large')
  const parsed = schema.safeParse(read(text))
  if (!parsed.success) throw invalid(parsed.reason.message)
  return parsed.value as l.InferOutput<S>
}

/** Calls without input refuse a body. */
export async function noInput(c: Ask): Promise<void> {
  if ((await c.req.arrayBuffer()).byteLength > 0) throw invalid('A request body was provided when none was expected')
}
