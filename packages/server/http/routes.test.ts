/** What every route owes: policy, walls, strictness, headers. The tables are walked, so a new route is covered at once. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { roles, type Route } from '@posthorn/contract/route.ts'
import { routes } from '@posthorn/contract/routes.ts'
import { joinAs, setUpOwner, signUpStranger, startTestServer, type Member, type TestServer } from './testing.ts'

const all = Object.entries<Route>(routes).map(([key, route]) => ({ key, route }))
const random = '01890000-0000-7000-8000-00000000beef'

let server: TestServer
let owner: Member
let stranger: Member
beforeAll(async () => {
  server = await startTestServer()
  owner = await setUpOwner(server)
  stranger = await signUpStranger(server)
})
afterAll(async () => server[Symbol.asyncDispose]())

/** The key with its parameters filled in. */
const at = (key: string, workspaceId: string, id = random) =>
  key
    .replace('{workspaceId}', workspaceId)
    .replace('{id}', id)
    .replace('{token}', 'made-up')
    .replace('{platform}', 'nowhere')

const changes = (key: string): boolean => !key.startsWith('GET ')

describe('threat 26: without credentials', () => {
  test.for(all.filter(({ route }) => route.policy !== 'public'))('$key is refused', async ({ key }) => {
    const response = await server.ask(at(key, owner.workspaceId))
    expect(response.status).toBe(401)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({ code: 'access.sign-in', status: 401 })
  })

  test('the public list is this and no longer', () => {
    expect(all.filter(({ route }) => route.policy === 'public').map(({ key }) => key)).toEqual([
      'GET /health',
      'GET /api/v1/health',
      'GET /api/v1/openapi.json',
      'GET /api/v1/docs',
      'GET /api/v1/auth/state',
      'POST /api/v1/auth/set-up',
      'POST /api/v1/auth/sign-up',
      'POST /api/v1/auth/sign-in',
      'GET /api/v1/invitations/{token}',
      'GET /oauth/{platform}/client-metadata.json',
      'GET /media/{token}/{name}',
    ])
  })

  test.for(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])(
    '%s on an address of the API that has none is not there',
    async (method) => {
      const response = await server.ask(`${method} /api/v1/me`, { cookie: owner.cookie })
      expect(response.status).toBe(404)
      expect(await response.json()).toMatchObject({ code: 'request.no-route' })
    },
  )
})

describe('threat 46: another workspace is as absent as a random one', () => {
  test.for(all.filter(({ key }) => key.includes('{workspaceId}')))('$key', async ({ key }) => {
    const foreign = await server.ask(at(key, owner.workspaceId), { cookie: stranger.cookie })
    const nowhere = await server.ask(at(key, random), { cookie: stranger.cookie })
    expect([foreign.status, nowhere.status]).toEqual([404, 404])
    const body = async (response: Response) => ({ ...((await response.json()) as object), requestId: '' })
    expect(await body(foreign)).toEqual(await body(nowhere))
  })

  test('an id that cannot exist is not here either', async () => {
    for (const id of ['1', '..%2f..', "'%20or%201=1", '%00']) {
      const response = await server.ask(`GET /api/v1/workspaces/${id}`, { cookie: owner.cookie })
      expect(response.status).toBe(404)
    }
  })
})

describe('threat 48: roles', () => {
  const guarded = all.filter(
    ({ key, route }) => key.includes('{workspaceId}') && roles.slice(1).includes(route.policy as never),
  )
  test('every role below the needed one is refused, on every route', async () => {
    const members = new Map<string, Member>()
    for (const role of roles.slice(0, 4)) members.set(role, await joinAs(server, owner, role))
    let refused = 0
    for (const { key, route } of guarded) {
      for (const role of roles.slice(0, roles.indexOf(route.policy as never))) {
        const response = await server.ask(at(key, owner.workspaceId), { cookie: members.get(role)?.cookie })
        expect([key, role, response.status]).toEqual([key, role, 403])
        refused++
      }
    }
    expect(refused).toBeGreaterThan(30)
  })
})

describe('threat 20: a change asked for by another site', () => {
  const foreign = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1.evil.example:3000' },
  ]
  test.for(all.filter(({ key }) => changes(key)))('$key is refused', async ({ key }) => {
    for (const headers of foreign) {
      const response = await server.ask(at(key, owner.workspaceId), { cookie: owner.cookie, headers })
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([403, 'access.cross-site'])
    }
  })

  test('threat 21: no answer allows another origin', async () => {
    for (const headers of foreign) {
      const response = await server.ask('GET /api/v1/me', { cookie: owner.cookie, headers })
      expect(response.headers.has('access-control-allow-origin')).toBe(false)
      expect(response.headers.has('access-control-allow-credentials')).toBe(false)
    }
  })
})

describe('threats 18, 28 and 49: strict reading', () => {
  const withBody = all.filter(({ key, route }) => changes(key) && route.body instanceof z.ZodObject)
  test.for(withBody)('$key refuses fields it does not know', async ({ key }) => {
    for (const field of ['role_', 'orgId', 'isAdmin', 'publishedAt', 'remoteId']) {
      const headers = { 'if-match': '"r1"' }
      const response = await server.ask(at(key, owner.workspaceId), {
        cookie: owner.cookie,
        body: { [field]: 1 },
        headers,
      })
      expect(response.status).toBe(400)
      const problem = (await response.json()) as { details: { field: string }[] }
      expect(problem.details.map((detail) => detail.field)).toContain(field)
    }
  })

  const path = () => `PATCH /api/v1/workspaces/${owner.workspaceId}`
  const json = { 'content-type': 'application/json' }
  test.for([
    ['not JSON', '{', json, 400],
    ['NaN', '{"weekStart":NaN}', json, 400],
    ['a huge number', '{"weekStart":1e400}', json, 400],
    ['a wrong type', '{"name":["a"]}', json, 400],
    ['half a character', '{"name":"\\ud800"}', json, 400],
    ['NUL', '{"name":"a\\u0000b"}', json, 400],
    ['__proto__', '{"__proto__":{"role":"owner"}}', json, 400],
    ['__proto__ in disguise', '{"\\u005f_proto__":{"role":"owner"}}', json, 400],
    ['text/plain', '{"name":"x"}', { 'content-type': 'text/plain' }, 415],
    ['a form', 'name=x', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['multipart', '--x', { 'content-type': 'multipart/form-data; boundary=x' }, 415],
    ['no type', '{"name":"x"}', {}, 415],
    ['2 MB', `{"name":"${'x'.repeat(2_000_000)}"}`, json, 413],
    ['a zone that is none', '{"zone":"Mars/Base"}', json, 422],
  ] as const)('%s is refused', async ([, raw, headers, status]) => {
    const response = await server.ask(path(), { cookie: owner.cookie, raw, headers })
    expect(response.status).toBe(status)
  })

  test('a query parameter that is given twice or unknown is named', async () => {
    const list = `GET /api/v1/workspaces/${owner.workspaceId}/members`
    for (const [query, field] of [
      ['limit=1&limit=2', 'limit'],
      ['x=1', 'x'],
      ['limit[]=1', 'limit[]'],
      ['limit=0', 'limit'],
      ['cursor=%00', 'cursor'],
      ['cursor=abc', 'cursor'],
    ]) {
      const response = await server.ask(`${list}?${query}`, { cookie: owner.cookie })
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ code: 'request.invalid', field })
    }
  })
})

describe('threat 19: headers', () => {
  test.for(['GET /', 'GET /w/x/calendar', 'GET /api/v1/docs', 'GET /api/v1/me', 'GET /api/v1/nowhere'])(
    '%s is protected',
    async (key) => {
      const response = await server.ask(key)
      const policy = response.headers.get('content-security-policy') ?? ''
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toMatch(/script-src[^;]*unsafe/)
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(response.headers.get('referrer-policy')).toBe('same-origin')
      expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    },
  )
})

test('a list goes on where its cursor says, to the end', async () => {
  for (let count = 0; count < 3; count++) await joinAs(server, owner, 'viewer')
  const path = `GET /api/v1/workspaces/${owner.workspaceId}/members`
  const seen: string[] = []
  let next: string | null = ''
  while (next !== null) {
    const response = await server.ask(`${path}?limit=2${next === '' ? '' : `&cursor=${next}`}`, {
      cookie: owner.cookie,
    })
    const page = (await response.json()) as { items: { id: string }[]; next: string | null }
    expect(page.items.length).toBeLessThanOrEqual(2)
    seen.push(...page.items.map((item) => item.id))
    next = page.next
  }
  const { rowCount } = await server.db.superuser.query('select from auth.member where "organizationId" = $1', [
    owner.workspaceId,
  ])
  expect(new Set(seen).size).toBe(rowCount)
  expect(seen.length).toBe(rowCount)
})
