/** The contract as OpenAPI, as a page, and as a client. */
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { ApiProblem, createClient } from './client.ts'
import { docsPage } from './docs-page.ts'
import { openapi, type OpenApiOperation } from './openapi.ts'
import { routes } from './routes.ts'

const document = openapi(routes, { version: '1', serverUrl: 'https://posthorn.example.com' })
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ key: `${method.toUpperCase()} ${path}`, path, operation })),
)

/** All `$ref`s and all schemas of a value, however deep. */
function* walk(value: unknown): Generator<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) yield value as Record<string, unknown>
  for (const inner of Object.values(value)) yield* walk(inner)
}

describe('OpenAPI', () => {
  test('has every route, once, by a name of its own', () => {
    expect(operations.map(({ key }) => key).toSorted()).toEqual(Object.keys(routes).toSorted())
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length)
  })

  test('names nothing that is not there', () => {
    const references = [...walk(document)].flatMap((node) => (typeof node['$ref'] === 'string' ? [node['$ref']] : []))
    expect(references.length).toBeGreaterThan(50)
    for (const reference of references) {
      const [, name = ''] = /^#\/components\/schemas\/(\w+)$/.exec(reference) ?? []
      expect(Object.keys(document.components.schemas)).toContain(name)
    }
  })

  test('its schemas are JSON Schema 2020-12, and hold', () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true })
    addFormats.default(ajv)
    ajv.addSchema({ $id: 'https://posthorn.test/', ...document })
    const compile = (name: string) => ajv.compile({ $ref: `https://posthorn.test/#/components/schemas/${name}` })
    for (const name of Object.keys(document.components.schemas)) expect(typeof compile(name)).toBe('function')
    const isPerson = compile('Person')
    expect(isPerson({ id: '01890000-0000-7000-8000-000000000000', name: 'A', email: 'a@example.com' })).toBe(true)
    expect(isPerson({ id: 'x', name: 'A', email: 'a@example.com' })).toBe(false)
  })

  test('every parameter of a path is described, and every operation can answer a problem', () => {
    for (const { path, operation } of operations) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      expect(new Set(operation.parameters.filter((one) => one.in === 'path').map((one) => one.name))).toEqual(
        new Set(named),
      )
      expect(operation.responses['default']?.content).toHaveProperty('application/problem+json')
    }
  })

  const at = (key: string): OpenApiOperation | undefined => operations.find((one) => one.key === key)?.operation
  const headersOf = (key: string) =>
    at(key)
      ?.parameters.filter((one) => one.in === 'header')
      .map((one) => [one.name, one.required])
  test('keys and revisions stand where they count', () => {
    expect(headersOf('PUT /api/v1/workspaces/{workspaceId}/posts/{id}')).toEqual([
      ['Idempotency-Key', false],
      ['If-Match', true],
    ])
    expect(headersOf('POST /api/v1/auth/sign-in')).toEqual([])
    expect(headersOf('GET /api/v1/me')).toEqual([])
    expect(at('GET /health')?.security).toEqual([])
    expect(at('GET /api/v1/me')?.security).toEqual([{ session: [] }])
  })
})

test('the page shows every operation, loads nothing and runs nothing', () => {
  const page = docsPage(document)
  for (const { operation } of operations) expect(page).toContain(`id="${operation.operationId}"`)
  expect(page).not.toMatch(/<script|src=|@import|url\(|javascript:/i)
  const hostile = docsPage({ ...document, info: { ...document.info, title: '<img src=x onerror=alert(1)>' } })
  expect(hostile).not.toContain('<img')
})

describe('the client', () => {
  const asked: { url: string; init: RequestInit }[] = []
  const clientThat = (answer: () => Response) =>
    createClient({
      baseUrl: 'https://posthorn.example.com',
      fetch: async (url, init = {}) => {
        asked.push({ url: url instanceof Request ? url.url : url.toString(), init })
        return answer()
      },
      headers: () => ({ cookie: 'a=b' }),
    })
  const id = '01890000-0000-7000-8000-000000000000'

  test('fills the path, sends what was given and reads the revision', async () => {
    const api = clientThat(() => Response.json({ id }, { headers: { etag: '"r2"' } }))
    const body = { base: { parts: [{ text: 'Hi' }] } }
    const answer = await api('PUT /api/v1/workspaces/{workspaceId}/posts/{id}', {
      params: { workspaceId: id, id: 'a/b' },
      body,
      ifMatch: '"r1"',
      idempotencyKey: 'k',
    })
    expect(answer).toEqual({ data: { id }, etag: '"r2"' })
    expect(asked.at(-1)).toMatchObject({
      url: `https://posthorn.example.com/api/v1/workspaces/${id}/posts/a%2Fb`,
      init: {
        method: 'PUT',
        body: JSON.stringify(body),
        headers: { 'if-match': '"r1"', 'idempotency-key': 'k', cookie: 'a=b', 'content-type': 'application/json' },
      },
    })
  })

  test('leaves out what is undefined in a query', async () => {
    const api = clientThat(() => Response.json({ items: [], next: null }))
    await api('GET /api/v1/workspaces/{workspaceId}/posts', {
      params: { workspaceId: id },
      query: { q: 'a b', state: undefined, limit: 5 },
    })
    expect(asked.at(-1)?.url).toMatch(/posts\?q=a\+b&limit=5$/)
  })

  test('throws the problem it was given, or one that says there was none', async () => {
    const problem = { type: 'urn:x', title: 'No.', status: 409, code: 'access.last-owner' }
    const refusing = clientThat(() =>
      Response.json(problem, { status: 409, headers: { 'content-type': 'application/problem+json' } }),
    )
    await expect(refusing('GET /api/v1/me')).rejects.toEqual(new ApiProblem(problem))
    const proxy = clientThat(
      () => new Response('<h1>Bad gateway</h1>', { status: 502, headers: { 'content-type': 'text/html' } }),
    )
    await expect(proxy('GET /api/v1/me')).rejects.toMatchObject({ problem: { status: 502, code: 'client.no-problem' } })
  })
})
