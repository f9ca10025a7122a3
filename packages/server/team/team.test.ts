/** People, sessions, invitations, roles. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  cookieOf,
  joinAs,
  password,
  setUpOwner,
  signUpStranger,
  startTestServer,
  type Member,
  type TestServer,
} from '../http/testing.ts'
import { counted } from '../events.ts'
import { newSetUpCode } from './people.ts'

let server: TestServer
let owner: Member
beforeAll(async () => {
  server = await startTestServer()
  owner = await setUpOwner(server)
})
afterAll(async () => server[Symbol.asyncDispose]())

const codeOf = async (response: Response) => ((await response.json()) as { code?: string }).code
const me = (cookie: string) => server.ask('GET /api/v1/me', { cookie })
const signIn = (email: string, secret: string, cookie?: string) =>
  server.ask('POST /api/v1/auth/sign-in', { body: { email, password: secret }, cookie })
const at = (path = '') => `/api/v1/workspaces/${owner.workspaceId}${path}`

describe('the first owner', () => {
  test('needs the newest code, once', async () => {
    await using fresh = await startTestServer()
    const setUp = (code: string) =>
      fresh.ask('POST /api/v1/auth/set-up', {
        body: { code, name: 'A', email: 'a@example.com', password, workspace: { name: 'W', zone: 'UTC' } },
      })
    const old = await newSetUpCode(fresh.parts)
    const code = await newSetUpCode(fresh.parts)
    expect(await codeOf(await setUp('guess'))).toBe('access.setup-code')
    expect(await codeOf(await setUp(old ?? ''))).toBe('access.setup-code')
    const answers = await Promise.all([setUp(code ?? ''), setUp(code ?? '')])
    expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([201, 409])
    expect(await codeOf(await setUp(code ?? ''))).toBe('access.setup-done')
    expect(await newSetUpCode(fresh.parts)).toBeUndefined()
    const { rows } = await fresh.db.superuser.query('select "setup_code_hash" as hash from app.instance')
    expect(rows).toEqual([{ hash: null }])
  })

  test('only they stop the instance', async () => {
    const stranger = await signUpStranger(server)
    expect((await server.ask('POST /api/v1/instance/stop', { cookie: stranger.cookie, body: {} })).status).toBe(403)
    expect(
      (await server.ask('POST /api/v1/instance/stop', { cookie: owner.cookie, body: { why: 'fire' } })).status,
    ).toBe(204)
    const { rows } = await server.db.superuser.query('select stopped_why from app.instance')
    expect(rows).toEqual([{ stopped_why: 'fire' }])
    expect((await server.ask('POST /api/v1/instance/resume', { cookie: owner.cookie })).status).toBe(204)
  })
})

describe('threat 38: passwords', () => {
  const change = (secret: string) =>
    server.ask('POST /api/v1/auth/password', { cookie: owner.cookie, body: { old: 'wrong wrong', new: secret } })
  test.for([
    'abc',
    'seven77',
    'password',
    'Password',
    'iloveyou',
    'football123',
    'posthorn',
    'Posthorn2026!',
    'aaaaaaaaaa',
    'owner@example.com',
    'Olga Owner',
  ])('%s is refused', async (secret) => {
    expect(['access.weak-password', 'request.invalid']).toContain(await codeOf(await change(secret)))
  })
  test('64 characters and spaces are taken', async () => {
    const person = await signUpStranger(server)
    for (const secret of ['x y'.repeat(21).padEnd(64, 'z'), 'correct horse battery', 'ünïcödé 密码 パス']) {
      const body = { old: person.password, new: secret }
      const answer = await server.ask('POST /api/v1/auth/password', { cookie: person.cookie, body })
      expect(answer.status).toBe(204)
      Object.assign(person, { password: secret, cookie: cookieOf(answer) })
    }
  })
})

describe('sessions', () => {
  test('threat 43: a fixed cookie is replaced at sign-in, and the session it had ends', async () => {
    const person = await signUpStranger(server)
    const planted = await signIn(person.email, password, 'posthorn=attackers.choice')
    expect(cookieOf(planted)).not.toContain('attackers')
    const before = cookieOf(planted)
    const after = cookieOf(await signIn(person.email, password, before))
    expect(after).not.toBe(before)
    expect((await me(before)).status).toBe(401)
    expect((await me(after)).status).toBe(200)
  })

  test('threat 44: sign-out, a new password and removal count at once', async () => {
    const person = await joinAs(server, owner, 'editor')
    const second = cookieOf(await signIn(person.email, password))
    const changed = await server.ask('POST /api/v1/auth/password', {
      cookie: person.cookie,
      body: { old: password, new: 'another sentence' },
    })
    const third = cookieOf(changed)
    expect([(await me(person.cookie)).status, (await me(second)).status, (await me(third)).status]).toEqual([
      401, 401, 200,
    ])
    expect((await server.ask(`GET ${at()}`, { cookie: third })).status).toBe(200)
    const { rows } = await server.db.superuser.query<{ id: string }>('select id from auth.member where "userId" = $1', [
      person.personId,
    ])
    expect((await server.ask(`DELETE ${at(`/members/${rows[0]?.id}`)}`, { cookie: owner.cookie })).status).toBe(204)
    expect((await server.ask(`GET ${at()}`, { cookie: third })).status).toBe(404)
    expect((await server.ask('POST /api/v1/auth/sign-out', { cookie: third })).status).toBe(204)
    expect((await me(third)).status).toBe(401)
  })

  test('threat 51: a token without our signature, or of another kind, opens nothing', async () => {
    const { rows } = await server.db.superuser.query<{ token: string }>('select token from auth.session limit 1')
    const token = rows[0]?.token ?? ''
    const invited = await server.ask(`POST ${at('/invitations')}`, {
      cookie: owner.cookie,
      body: { email: 'k@example.com', role: 'viewer' },
    })
    const link = ((await invited.json()) as { link: string }).link.split('/').at(-1) ?? ''
    for (const value of [
      token,
      `${token}.`,
      `${token}.${token}`,
      link,
      `${owner.cookie.slice(9)}x`,
      'eyJhbGciOiJub25lIn0.e30.',
    ]) {
      expect((await me(`posthorn=${value}`)).status).toBe(401)
    }
    expect((await me(`${owner.cookie}; ${owner.cookie}`)).status).toBe(401)
    expect((await server.ask(`GET /api/v1/invitations/${token}`)).status).toBe(410)
  })

  test('threat 20: over https the cookie is __Host-, Secure, HttpOnly and Lax', async () => {
    await using secure = await startTestServer({ BACKEND_URL: 'https://posthorn.example.com' })
    const code = await newSetUpCode(secure.parts)
    const response = await secure.ask('POST /api/v1/auth/set-up', {
      body: { code, name: 'A', email: 'a@example.com', password, workspace: { name: 'W', zone: 'UTC' } },
    })
    const [cookie = ''] = response.headers.getSetCookie()
    expect(cookie).toMatch(/^__Host-posthorn=/)
    for (const word of ['Secure', 'HttpOnly', 'SameSite=Lax', 'Path=/']) expect(cookie).toContain(word)
    expect(cookie).not.toContain('Domain')
    expect((await secure.ask('GET /api/v1/me', { cookie: cookieOf(response) })).status).toBe(200)
    expect(response.headers.get('strict-transport-security')).toContain('max-age')
  })
})

describe('threat 39: guessing', () => {
  test('an account is closed for a while, known or not, and the answers are the same', async () => {
    const person = await signUpStranger(server)
    for (const email of [person.email, 'nobody@example.com']) {
      const answers = await Promise.all(Array.from({ length: 12 }, () => signIn(email, 'wrong password')))
      const codes = await Promise.all(answers.map(codeOf))
      expect(codes.filter((code) => code === 'access.wrong-credentials')).toHaveLength(10)
      expect(codes.filter((code) => code === 'access.too-many-tries')).toHaveLength(2)
      const closed = await signIn(email, password)
      expect([closed.status, Number(closed.headers.get('retry-after')) > 0]).toEqual([429, true])
    }
    server.pass(16 * 60)
    expect((await signIn(person.email, password)).status).toBe(200)
  })

  test('one source cannot try many accounts', async () => {
    await using fresh = await startTestServer()
    const tries = Array.from({ length: 60 }, (_, at) =>
      fresh.ask('POST /api/v1/auth/sign-in', { body: { email: `p${at}@example.com`, password: 'wrong password' } }),
    )
    const statuses = (await Promise.all(tries)).map((answer) => answer.status)
    expect(statuses.filter((status) => status === 429)).toHaveLength(10)
  })
})

describe('threat 41: invitations', () => {
  const invite = async (email: string, role = 'editor', cookie = owner.cookie) => {
    const response = await server.ask(`POST ${at('/invitations')}`, { cookie, body: { email, role } })
    const { link = '', id } = (await response.json()) as { link?: string; id?: string }
    return { status: response.status, token: link.split('/').at(-1) ?? '', id }
  }
  const signUp = (email: string, invitation: string) =>
    server.ask('POST /api/v1/auth/sign-up', { body: { name: 'N', email, password, invitation } })
  const accept = (member: Member, token: string) =>
    server.ask(`POST /api/v1/invitations/${token}/accept`, { cookie: member.cookie })

  test('bound to the address, good once, stored as a hash', async () => {
    const { token } = await invite('new@example.com')
    expect(await (await server.ask(`GET /api/v1/invitations/${token}`)).json()).toEqual({
      workspace: 'Acme',
      role: 'editor',
      email: 'new@example.com',
      inviter: 'Olga Owner',
      known: false,
    })
    expect(await codeOf(await signUp('other@example.com', token))).toBe('access.invitation')
    const joined = await signUp('New@Example.com', token)
    expect(((await joined.json()) as { workspaces: { role: string }[] }).workspaces).toMatchObject([{ role: 'editor' }])
    expect(await codeOf(await signUp('new@example.com', token))).toBe('access.invitation')
    const { rows } = await server.db.superuser.query('select i::text as row from auth.invitation i')
    expect(JSON.stringify(rows)).not.toContain(token)
    const { rows: kept } = await server.db.superuser.query('select body from app.idempotency where body like $1', [
      `%${token}%`,
    ])
    expect(kept).toEqual([])
  })

  test('another person cannot take it, a member of the address can, once', async () => {
    const [right, wrong] = [await signUpStranger(server), await signUpStranger(server)]
    const { token } = await invite(right.email, 'viewer')
    expect((await accept(wrong, token)).status).toBe(410)
    const both = await Promise.all([accept(right, token), accept(right, token)])
    expect(both.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 410])
  })

  test('an older link, a withdrawn and an expired one are void', async () => {
    const [old, newer] = [await invite('x@example.com'), await invite('x@example.com')]
    expect((await server.ask(`GET /api/v1/invitations/${old.token}`)).status).toBe(410)
    expect((await server.ask(`GET /api/v1/invitations/${newer.token}`)).status).toBe(200)
    expect((await server.ask(`DELETE ${at(`/invitations/${newer.id}`)}`, { cookie: owner.cookie })).status).toBe(204)
    expect((await server.ask(`GET /api/v1/invitations/${newer.token}`)).status).toBe(410)
    const late = await invite('y@example.com')
    server.pass(7 * 86_400 + 1)
    expect((await server.ask(`GET /api/v1/invitations/${late.token}`)).status).toBe(410)
  })

  test('nobody gives more than they have', async () => {
    expect((await invite('z@example.com', 'owner')).status).toBe(400)
    const editor = await joinAs(server, owner, 'editor')
    expect((await invite('z@example.com', 'viewer', editor.cookie)).status).toBe(403)
  })

  test('without one, registration stays closed', async () => {
    const body = { name: 'N', email: 'n@example.com', password }
    expect(await codeOf(await server.ask('POST /api/v1/auth/sign-up', { body }))).toBe('access.registration-closed')
  })
})

describe('roles', () => {
  test('the last owner stays, and only owners make owners', async () => {
    const admin = await joinAs(server, owner, 'admin')
    const { items } = (await (await server.ask(`GET ${at('/members')}`, { cookie: owner.cookie })).json()) as {
      items: { id: string; personId: string }[]
    }
    const idOf = (member: Member) => items.find((item) => item.personId === member.personId)?.id ?? ''
    const change = (cookie: string, who: Member, role: string) =>
      server.ask(`PATCH ${at(`/members/${idOf(who)}`)}`, { cookie, body: { role } })
    expect(await codeOf(await change(owner.cookie, owner, 'admin'))).toBe('access.last-owner')
    expect(await codeOf(await server.ask(`DELETE ${at(`/members/${idOf(owner)}`)}`, { cookie: owner.cookie }))).toBe(
      'access.last-owner',
    )
    expect(await codeOf(await change(admin.cookie, admin, 'owner'))).toBe('access.refused')
    expect(await codeOf(await change(admin.cookie, owner, 'viewer'))).toBe('access.refused')
    expect((await change(owner.cookie, admin, 'owner')).status).toBe(200)
    const both = await Promise.all([change(owner.cookie, owner, 'viewer'), change(admin.cookie, admin, 'viewer')])
    expect(both.map((answer) => answer.status).filter((status) => status === 200)).toHaveLength(1)
  })
})

test('threat 60: each security event is in the log, with who and from where', async () => {
  await using fresh = await startTestServer()
  const before = counted()['a sign-in was refused'] ?? 0
  const first = await setUpOwner(fresh)
  await fresh.ask('POST /api/v1/auth/sign-in', { body: { email: first.email, password: 'wrong password' } })
  await fresh.ask('POST /api/v1/auth/sign-in', { body: { email: first.email, password } })
  await joinAs(fresh, first, 'viewer')
  await fresh.ask('POST /api/v1/instance/stop', { cookie: first.cookie, body: {} })
  const lines = fresh.log.map((line) => JSON.parse(line) as { event?: string; person?: string; source?: string })
  const events = lines.filter((line) => line.event !== undefined)
  expect(events.map((line) => line.event)).toEqual([
    'the owner was set up',
    'a sign-in was refused',
    'a person signed in',
    'a person was invited',
    'a person joined',
    'publishing was stopped',
  ])
  expect(events.at(-1)?.person).toBe(first.personId)
  expect(events[1]).toMatchObject({ source: 'unknown', problem: 'access.wrong-credentials' })
  expect(counted()['a sign-in was refused']).toBe(before + 1)
})
