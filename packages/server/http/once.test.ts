/** Idempotency keys, revisions, and what goes out when something breaks. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { uuidv7 } from 'uuidv7'
import { openDatabase } from '../database/open.ts'
import { problemResponse } from './problem-response.ts'
import { setUpOwner, signUpStranger, startTestServer, type Member, type TestServer } from './testing.ts'

let server: TestServer
let owner: Member
beforeAll(async () => {
  server = await startTestServer()
  owner = await setUpOwner(server)
})
afterAll(async () => server[Symbol.asyncDispose]())

const workspacesNamed = async (name: string): Promise<number> =>
  (await server.db.superuser.query('select from auth.organization where name = $1', [name])).rowCount ?? 0

const create = (name: string, key: string, member = owner) =>
  server.ask('POST /api/v1/workspaces', {
    cookie: member.cookie,
    body: { name, zone: 'UTC' },
    headers: { 'idempotency-key': key },
  })

describe('threat 13: one effect for one Idempotency-Key', () => {
  test('ten at once make one workspace and get one answer', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => create('Ten', 'ten')))
    expect(answers.map((answer) => answer.status)).toEqual(Array(10).fill(201))
    expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1)
    expect(answers.filter((answer) => answer.headers.has('idempotency-replayed'))).toHaveLength(9)
    expect(await workspacesNamed('Ten')).toBe(1)
  })

  test('another body with the same key is refused', async () => {
    await create('First', 'same')
    const second = await create('Second', 'same')
    expect(second.status).toBe(409)
    expect(await second.json()).toMatchObject({ code: 'request.idempotency-mismatch' })
    expect(await workspacesNamed('Second')).toBe(0)
  })

  test('a key belongs to one person', async () => {
    const stranger = await signUpStranger(server)
    await create('Mine', 'shared')
    expect((await create('Theirs', 'shared', stranger)).status).toBe(201)
  })

  test('a refusal leaves the key free', async () => {
    const refused = await server.ask('POST /api/v1/workspaces', {
      cookie: owner.cookie,
      body: { name: 'Free', zone: 'Mars/Base' },
      headers: { 'idempotency-key': 'free' },
    })
    expect(refused.status).toBe(422)
    expect((await create('Free', 'free')).status).toBe(201)
  })

  test('the claim of a process that died is taken over, by the same request only', async () => {
    await create('Alive', 'died')
    await server.db.superuser.query(
      `update app.idempotency set status = null, claimed_until = now() - interval '1 s' where key = 'died'`,
    )
    expect((await create('Other', 'died')).status).toBe(409)
    expect((await create('Alive', 'died')).status).toBe(201)
    expect(await workspacesNamed('Alive')).toBe(2)
  })

  test('a key that is no word is refused', async () => {
    expect((await create('Long', 'x'.repeat(201))).status).toBe(400)
  })
})

describe('revisions', () => {
  const post = { base: { parts: [{ text: 'Hello' }] } }
  const path = () => `/api/v1/workspaces/${owner.workspaceId}/posts`

  test('a change names the revision it is based on', async () => {
    const made = await server.ask(`POST ${path()}`, { cookie: owner.cookie, body: post })
    expect(made.headers.get('etag')).toBe('"r1"')
    const { id } = (await made.json()) as { id: string }
    const put = (headers: Record<string, string>) =>
      server.ask(`PUT ${path()}/${id}`, { cookie: owner.cookie, body: post, headers })
    expect((await put({})).status).toBe(428)
    expect((await put({ 'if-match': '*' })).status).toBe(428)
    expect((await put({ 'if-match': '"r7"' })).status).toBe(412)
    expect((await put({ 'if-match': 'r1' })).status).toBe(412)
    const changed = await put({ 'if-match': '"r1"' })
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"r2"'])
  })
})

describe('threat 60: when something breaks', () => {
  test('a lost database is said in general words, and nobody is let in', async () => {
    // Port 1 refuses, like a server that is down.
    await using gone = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/nothing', role: 'posthorn_web' })
    await using broken = await startTestServer({ SESSION_SECRET: server.parts.settings.sessionSecret }, { web: gone })
    for (const key of ['GET /api/v1/me', `GET /api/v1/workspaces/${owner.workspaceId}`, 'GET /api/v1/auth/state']) {
      const response = await broken.ask(key, { cookie: owner.cookie })
      const text = await response.text()
      expect(JSON.parse(text)).toMatchObject({
        status: 503,
        code: 'system.database',
        requestId: response.headers.get('x-request-id'),
      })
      expect(text).not.toMatch(/select |stack|node_modules|ECONN|127\.0\.0\.1/i)
    }
    expect(await (await broken.ask('GET /health')).json()).toEqual({ status: 'down' })
  })

  test.for([
    [Object.assign(new Error('could not extend file "base/1"'), { code: '53100' }), 507, 'system.disk-full'],
    [new TypeError('secret is undefined at /srv/x.ts'), 500, 'system.broken'],
    [Object.assign(new Error('date/time field value out of range'), { code: '22008' }), 400, 'request.invalid'],
    [Object.assign(new Error('violates foreign key'), { code: '23503' }), 422, 'request.names-nothing'],
  ] as const)('%s', async ([error, status, code]) => {
    const response = problemResponse(error, 'id')
    const text = await response.text()
    expect([response.status, JSON.parse(text).code]).toEqual([status, code])
    expect(text).not.toContain(error.message)
  })

  test('terminal codes and line breaks of a caller never reach the log as such', async () => {
    const name = `evil\u001B[2J\n{"level":60,"msg":"faked"}`
    await server.ask('POST /api/v1/workspaces', {
      cookie: owner.cookie,
      body: { name, zone: 'UTC' },
      headers: { 'user-agent': 'x' },
    })
    for (const line of server.log) {
      expect(line.trimEnd()).not.toMatch(/\p{Cc}/u)
      expect(JSON.parse(line)).not.toMatchObject({ msg: 'faked' })
    }
  })

  test('threat 58: no cookie, password or link is logged', async () => {
    const secret = uuidv7()
    await server.ask(`GET /api/v1/invitations/${secret}`)
    await server.ask('POST /api/v1/auth/sign-in', { body: { email: owner.email, password: secret } })
    await server.ask('GET /api/v1/me', { headers: { cookie: `posthorn=${secret}`, authorization: `Bearer ${secret}` } })
    expect(server.log.length).toBeGreaterThan(3)
    expect(server.log.join('')).not.toContain(secret)
  })
})
