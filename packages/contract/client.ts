/**
 * The typed client: `await api('GET /api/v1/workspaces/{workspaceId}/channels', { params: { workspaceId } })`.
 * Routes are imported as types only, so that a browser loads neither the table nor zod.
 */
import type { Answer, Route, SentInput, SentQuery } from './route.ts'
import type { RouteKey, Routes } from './routes.ts'
import type { Problem } from './schemas/common.ts'
import type { z } from 'zod'

export type ProblemBody = z.output<typeof Problem>

/** A refused request; `problem.code` is stable. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly problem: ProblemBody
  constructor(problem: ProblemBody) {
    super(problem.title)
    this.problem = problem
  }
}

type Names<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never
type Given<Name extends string, T> = undefined extends T
  ? unknown
  : Record<never, never> extends T
    ? { [Key in Name]?: T }
    : { [Key in Name]: T }
type Fields<R extends Route> = Given<'query', SentQuery<R>> & Given<'body', SentInput<R>>
type Need<K extends RouteKey> = Fields<Routes[K]> &
  ([Names<K>] extends [never] ? unknown : { params: Record<Names<K>, string> }) &
  (Routes[K] extends { revision: 'required' } ? { ifMatch: string } : unknown) &
  (Routes[K] extends { is: 'upload' } ? { body: Blob | Uint8Array<ArrayBuffer> } : unknown)

export type Call<K extends RouteKey> = Need<K> & { idempotencyKey?: string; signal?: AbortSignal }
/** The second argument may be left out where nothing is needed. */
type Rest<K extends RouteKey> = Record<never, never> extends Need<K> ? [call?: Call<K>] : [call: Call<K>]

export interface Client {
  <K extends RouteKey>(key: K, ...rest: Rest<K>): Promise<{ data: Answer<Routes[K]>; etag: string | undefined }>
}

interface Loose {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly body?: unknown
  readonly ifMatch?: string
  readonly idempotencyKey?: string
  readonly signal?: AbortSignal
}

export interface ClientOptions {
  /** Empty for the page's own origin. */
  readonly baseUrl?: string
  readonly fetch?: typeof globalThis.fetch
  readonly headers?: () => Record<string, string>
  /** Told of every answer's head, for whoever keeps cookies where no browser does. */
  readonly hear?: (headers: Headers) => void
}

export function createClient({
  baseUrl = '',
  fetch = globalThis.fetch,
  headers = () => ({}),
  hear = () => undefined,
}: ClientOptions = {}): Client {
  const call = async (key: string, { params = {}, query = {}, body, ifMatch, idempotencyKey, signal }: Loose = {}) => {
    const [method = 'GET', template = ''] = key.split(' ')
    const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
    const isBytes = body instanceof Blob || body instanceof ArrayBuffer || body instanceof Uint8Array
    const response = await fetch(`${baseUrl}${path}${search(query)}`, {
      method,
      headers: {
        accept: 'application/json',
        ...(body === undefined || isBytes ? {} : { 'content-type': 'application/json' }),
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
        ...headers(),
      },
      ...(body === undefined
        ? {}
        : { body: isBytes ? (body as NonNullable<RequestInit['body']>) : JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    })
    hear(response.headers)
    if (!response.ok) throw new ApiProblem(await readProblem(response))
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true
    return { data: isJson ? await response.json() : undefined, etag: response.headers.get('etag') ?? undefined }
  }
  return call as Client
}

function search(query: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  )
  return given.length > 0 ? `?${new URLSearchParams(given).toString()}` : ''
}

/** What stands before us may answer without a problem of ours: a proxy, a network's sign-in page. */
async function readProblem(response: Response): Promise<ProblemBody> {
  const { status } = response
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') === true
  if (isProblem) return (await response.json()) as ProblemBody
  return { type: 'about:blank', title: `The server answered ${status}.`, status, code: 'client.no-problem' }
}
