/** The HTTP API as an OpenAPI 3.1 document, drawn from the route table. */
import { z } from 'zod'
import type { Policy, Route, RouteTable } from './route.ts'
import { Problem } from './schemas/common.ts'

type Node = { [key: string]: unknown }
type Components = { [name: string]: Node }

export interface OpenApiDocument extends Record<string, unknown> {
  readonly openapi: '3.1.0'
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>
  readonly components: { readonly schemas: Components; readonly securitySchemes: Node }
}

export interface OpenApiOperation {
  readonly operationId: string
  readonly summary: string
  readonly description: string
  readonly tags: readonly string[]
  readonly security: readonly Node[]
  readonly parameters: readonly OpenApiParameter[]
  readonly requestBody?: { readonly required: boolean; readonly content: Content }
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Content; readonly headers?: Node }>
  >
}

export interface OpenApiParameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required: boolean
  readonly description?: string
  readonly schema: Node
}

type Content = Readonly<Record<string, { readonly schema: Node }>>

const needs: Readonly<Record<Policy, string>> = {
  public: 'Open to everybody.',
  person: 'For whoever is signed in.',
  'owner-of-instance': 'For the owner of this installation.',
  viewer: 'For every member.',
  contributor: 'For contributors and up.',
  editor: 'For editors and up.',
  admin: 'For admins and owners.',
  owner: 'For owners.',
}

/** `serverUrl` is the public base address. */
export function openapi(
  routes: RouteTable,
  { version, serverUrl }: { version: string; serverUrl: string },
): OpenApiDocument {
  const schemas: Components = {}
  const problem = schemaOf(Problem, 'output', schemas)
  const paths: Record<string, Record<string, OpenApiOperation>> = {}
  for (const [key, route] of Object.entries(routes)) {
    const [method = '', path = ''] = key.split(' ')
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation(method, path, route, schemas, problem) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Posthorn',
      version,
      description:
        'Write, schedule, publish. Unknown fields are refused. Errors are application/problem+json, and their `code` is stable.',
    },
    servers: [{ url: serverUrl }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'posthorn',
          description: 'Set by sign-in. Its name is __Host-posthorn over https.',
        },
      },
    },
  }
}

function operation(method: string, path: string, route: Route, schemas: Components, problem: Node): OpenApiOperation {
  return {
    operationId: operationId(method, path),
    summary: route.says,
    description: needs[route.policy],
    tags: [tagOf(path)],
    security: route.policy === 'public' ? [] : [{ session: [] }],
    parameters: [
      ...fields(route.params, 'path', schemas),
      ...fields(route.query, 'query', schemas),
      ...headers(method, route),
    ],
    ...body(route, schemas),
    responses: {
      ...success(route, schemas),
      default: { description: 'A problem.', content: { 'application/problem+json': { schema: problem } } },
    },
  }
}

function body(route: Route, schemas: Components): Pick<OpenApiOperation, 'requestBody'> | undefined {
  if (route.is === 'upload') {
    return {
      requestBody: {
        required: true,
        content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
      },
    }
  }
  if (!route.body) return undefined
  return {
    requestBody: {
      required: true,
      content: { 'application/json': { schema: schemaOf(route.body, 'input', schemas) } },
    },
  }
}

/** What a route answers when it is not JSON. */
const kinds: Partial<
  Readonly<Record<NonNullable<Route['is']>, { status: string; description: string; content?: Content }>>
> = {
  events: {
    status: '200',
    description: 'Server-sent events.',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  },
  file: {
    status: '200',
    description: 'The bytes.',
    content: { '*/*': { schema: { type: 'string', format: 'binary' } } },
  },
  page: { status: '200', description: 'A page.', content: { 'text/html': { schema: { type: 'string' } } } },
  redirect: { status: '302', description: 'Goes back to the web app.' },
}

function success(route: Route, schemas: Components): OpenApiOperation['responses'] {
  const kind = route.is && kinds[route.is]
  if (kind) {
    const { status, ...rest } = kind
    return { [status]: rest }
  }
  if (!route.answer) return { 204: { description: 'Done.' } }
  const tagged = route.revision && {
    headers: { ETag: { description: 'The revision, for If-Match.', schema: { type: 'string' } } },
  }
  const content = { 'application/json': { schema: schemaOf(route.answer, 'output', schemas) } }
  return { [route.status ?? 200]: { description: 'Done.', content, ...tagged } }
}

function fields(schema: z.ZodObject | undefined, place: 'path' | 'query', schemas: Components): OpenApiParameter[] {
  if (!schema) return []
  const { properties = {}, required = [] } = schemaOf(schema, 'input', schemas) as {
    properties?: Record<string, Node>
    required?: string[]
  }
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(typeof description === 'string' ? { description } : {}),
    schema: rest,
  }))
}

function headers(method: string, route: Route): OpenApiParameter[] {
  const text = { type: 'string', maxLength: 200 }
  const found: OpenApiParameter[] = []
  if (method !== 'GET' && route.idempotency !== 'off') {
    const description = 'The same key with the same request has one effect and gets the same answer.'
    found.push({ name: 'Idempotency-Key', in: 'header', required: false, description, schema: text })
  }
  if (route.revision === 'required') {
    const description = 'The ETag of what this change is based on.'
    found.push({ name: 'If-Match', in: 'header', required: true, description, schema: text })
  }
  return found
}

/** Named schemas (meta id) go to the components, once. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', schemas: Components): Node {
  const made = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => simplify(jsonSchema),
  }) as Node
  const { $schema: _dialect, $defs = {}, ...root } = made
  for (const [name, definition] of Object.entries($defs as Components)) schemas[name] ??= relocate(definition) as Node
  return relocate(root) as Node
}

/** Formats say what the patterns repeat at length; whole numbers are bounded only where somebody chose a bound. */
function simplify(node: Node): void {
  if (node['format'] !== undefined) delete node['pattern']
  if (node['minimum'] === Number.MIN_SAFE_INTEGER) delete node['minimum']
  if (node['maximum'] === Number.MAX_SAFE_INTEGER) delete node['maximum']
  delete node['id']
}

function relocate(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relocate)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === '$ref' && typeof inner === 'string'
        ? inner.replace('#/$defs/', '#/components/schemas/')
        : relocate(inner),
    ]),
  )
}

/** `POST /api/v1/workspaces/{workspaceId}/posts/{id}/schedule` is `postWorkspacesPostsByIdSchedule`. */
function operationId(method: string, path: string): string {
  const words = path
    .replace(/^\/api\/v1/, '')
    .replace('{workspaceId}/', '')
    .split(/[^A-Za-z{}]+/)
    .filter(Boolean)
  const named = words.map((word) => (word.startsWith('{') ? `By${capital(word.slice(1, -1))}` : capital(word)))
  return `${method.toLowerCase()}${path.startsWith('/api/v1') ? '' : 'Root'}${named.join('')}`
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

/** Groups by what a path is about. */
const tagOf = (path: string): string =>
  /^\/api\/v1\/workspaces\/\{workspaceId\}\/([a-z-]+)/.exec(path)?.[1] ??
  /^\/(?:api\/v1\/)?([a-z-]+)/.exec(path)?.[1] ??
  'instance'
