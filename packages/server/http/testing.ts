/** A web server without a port, on a database of its own, for tests of whatever answers requests. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { platforms } from '@posthorn/platforms/adapters'
import { createSeal } from '../channels/seal.ts'
import { cloneTemplate, type TestDatabase } from '../database/testing/database.ts'
import type { Jobs } from '../jobs.ts'
import { createLog } from '../log.ts'
import { createDoor } from '../outside/door.ts'
import type { Parts } from '../parts.ts'
import { serverApp } from '../routes.ts'
import { readSettings, type Environment } from '../settings.ts'
import { newSetUpCode } from '../team/people.ts'

export const password = 'a sentence nobody has'

export interface TestServer extends AsyncDisposable {
  readonly db: TestDatabase
  readonly parts: Parts
  /** All that was logged. */
  readonly log: readonly string[]
  readonly ask: Ask
  /** The time the server sees; moves only by `pass`. */
  readonly pass: (seconds: number) => void
}

export interface Asking {
  readonly body?: unknown
  readonly cookie?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as it is, instead of JSON. */
  readonly raw?: string | Uint8Array<ArrayBuffer>
}
export type Ask = (key: string, asking?: Asking) => Promise<Response>

export interface Member {
  readonly cookie: string
  readonly personId: string
  readonly workspaceId: string
  readonly email: string
  readonly password: string
}

/** Jobs are taken and not done: these tests are about answers. */
const idleJobs: Jobs = {
  register: async () => undefined,
  send: async () => undefined,
  schedule: async () => undefined,
  [Symbol.asyncDispose]: async () => undefined,
}

/** `environment` replaces single settings, `replace` single parts. */
export async function startTestServer(
  environment: Environment = {},
  replace: Partial<Parts> = {},
): Promise<TestServer> {
  await using opened = new AsyncDisposableStack()
  const db = opened.use(await cloneTemplate())
  const dataDir = await mkdtemp(join(tmpdir(), 'posthorn-http-'))
  opened.defer(() => rm(dataDir, { recursive: true, force: true }))
  const settings = await readSettings({ DATA_DIR: dataDir, SANDBOX: 'off', ...environment }, platforms)
  const door = opened.use(createDoor({ allow: [], userAgent: 'Posthorn test' }))
  const log: string[] = []
  let passed = 0
  const parts: Parts = {
    settings,
    web: db.web,
    worker: db.worker,
    door,
    sandbox: undefined,
    platforms,
    seal: createSeal(settings.tokenKeys),
    jobs: idleJobs,
    log: createLog({ level: 'debug', pretty: false, write: (line) => void log.push(line) }),
    now: () => new Date(Date.now() + passed),
    ...replace,
  }
  const app = serverApp(parts, { web: dataDir })
  const ask: Ask = async (key, { body, cookie, headers = {}, raw } = {}) => {
    const [method = 'GET', path = ''] = key.split(' ')
    const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body))
    return app.request(`${settings.backendUrl}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(cookie === undefined ? {} : { cookie }),
        ...headers,
      },
      ...(sent === undefined ? {} : { body: sent }),
    })
  }
  const closing = opened.move()
  return {
    db,
    parts,
    log,
    ask,
    pass: (seconds) => void (passed += seconds * 1000),
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}

/** What a browser would keep of an answer. */
export const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .join('; ')

interface Me {
  readonly person: { readonly id: string }
  readonly workspaces: readonly { readonly id: string }[]
}

async function memberOf(response: Response, email: string): Promise<Member> {
  const me = (await response.json()) as Me
  return {
    cookie: cookieOf(response),
    personId: me.person.id,
    workspaceId: me.workspaces[0]?.id ?? '',
    email,
    password,
  }
}

/** The first person, by the set-up code. */
export async function setUpOwner({ ask, parts }: TestServer, email = 'owner@example.com'): Promise<Member> {
  const code = await newSetUpCode(parts)
  const body = { code, name: 'Olga Owner', email, password, workspace: { name: 'Acme', zone: 'Europe/Rome' } }
  return memberOf(await ask('POST /api/v1/auth/set-up', { body }), email)
}

/** A person with a workspace of their own; registration is opened for them. */
export async function signUpStranger(
  { ask, db }: TestServer,
  email = `${randomBytes(4).toString('hex')}@example.com`,
): Promise<Member> {
  await db.superuser.query('update app.instance set open_registration = true')
  const body = { name: 'Stran Ger', email, password, workspace: { name: 'Other', zone: 'UTC' } }
  const response = await ask('POST /api/v1/auth/sign-up', { body })
  await db.superuser.query('update app.instance set open_registration = false')
  return memberOf(response, email)
}

/** A person whom an admin has invited. */
export async function joinAs({ ask }: TestServer, host: Member, role: string): Promise<Member> {
  const email = `${role}-${randomBytes(3).toString('hex')}@example.com`
  const path = `/api/v1/workspaces/${host.workspaceId}/invitations`
  const invited = await ask(`POST ${path}`, { cookie: host.cookie, body: { email, role } })
  const { link } = (await invited.json()) as { link: string }
  const body = { name: `An ${role}`, email, password, invitation: link.split('/').at(-1) }
  return memberOf(await ask('POST /api/v1/auth/sign-up', { body }), email)
}
