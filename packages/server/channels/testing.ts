/** A real sandbox, a real database and a person in a workspace, for the tests of this folder. */
import { spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline'
import { pino } from 'pino'
import { platforms } from '@posthorn/platforms/adapters'
import type { Platform } from '@posthorn/platforms/interface'
import { cloneTemplate, type TestDatabase } from '../database/testing/database.ts'
import { addWorkspace } from '../database/testing/workspace.ts'
import type { Jobs } from '../jobs.ts'
import { createDoor, type Door } from '../outside/door.ts'
import { linkSandbox, type SandboxLink } from '../outside/sandbox.ts'
import type { Parts } from '../parts.ts'
import type { Settings } from '../settings.ts'
import type { Asking } from './attempt.ts'
import { readForm } from './practice.ts'
import { createSeal } from './seal.ts'

export interface Stage extends AsyncDisposable {
  readonly db: TestDatabase
  readonly parts: Parts
  readonly link: SandboxLink
  /** All that was logged. */
  readonly lines: string[]
  /** Jobs that were sent. */
  readonly sent: { name: string; data: object }[]
  /** Moves the clock of the server; the sandbox has one of its own. */
  advance(ms: number): void
  /** `POST /_sandbox/…` */
  tell(path: string, body?: object): Promise<unknown>
  /** `GET /_sandbox/…` */
  ask(path: string): Promise<unknown>
}

const keyOf = (id: string) => ({ id, key: new Uint8Array(randomBytes(32)) })
/** The server seals with the first. */
export const keys = [keyOf('first'), keyOf('second')] as const

interface Setting {
  readonly backendUrl?: string
  /** What stands in the place of the sandbox. */
  readonly origin?: string
  /** Beside the real ones. */
  readonly more?: Readonly<Record<string, Platform>>
  readonly allow?: readonly string[]
}

export async function setStage({
  backendUrl = 'http://127.0.0.1:3000',
  origin: own,
  more = {},
  allow = [],
}: Setting = {}): Promise<Stage> {
  const stack = new AsyncDisposableStack()
  const origin = own ?? (await startSandbox(stack))
  const db = stack.use(await cloneTemplate())
  const door: Door = stack.use(createDoor({ allow, sandboxOrigin: origin, userAgent: 'Posthorn-test' }))
  const link = await linkSandbox(door, origin)
  const lines: string[] = []
  const sent: { name: string; data: object }[] = []
  let moved = 0
  const known = { backendUrl, stateSecret: 'state secret of the test', clients: {}, addresses: {} }
  const parts: Parts = {
    settings: known as unknown as Settings,
    web: db.web,
    worker: db.worker,
    door,
    sandbox: link,
    platforms: { ...platforms, ...more },
    seal: createSeal(keys),
    jobs: recorder(sent),
    log: pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }),
    now: () => new Date(Date.now() + moved),
  }
  const control = async (method: string, path: string, body?: object): Promise<unknown> => {
    const { status, text } = await send(
      door,
      method,
      `${origin}/_sandbox/${path}`,
      'application/json',
      JSON.stringify(body),
    )
    if (status >= 300) throw new Error(`the sandbox answered ${status}: ${text}`)
    return JSON.parse(text)
  }
  return {
    db,
    parts,
    link,
    lines,
    sent,
    advance: (ms) => void (moved += ms),
    tell: (path, body = {}) => control('POST', path, body),
    ask: (path) => control('GET', path),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

async function startSandbox(stack: AsyncDisposableStack): Promise<string> {
  const main = new URL('../../platforms/sandbox/main.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [main, '--with-parent'], { stdio: ['pipe', 'pipe', 'inherit'] })
  stack.defer(() => void child.kill())
  for await (const line of createInterface(child.stdout)) return (JSON.parse(line) as { url: string }).url
  throw new Error('the sandbox said nothing')
}

/** Remembers what was sent; tests do the work themselves, when they want it done. */
const recorder = (sent: { name: string; data: object }[]): Jobs => ({
  register: () => Promise.resolve(),
  schedule: () => Promise.resolve(),
  send: (kind, data) => {
    sent.push({ name: kind.name, data })
    return Promise.resolve()
  },
  [Symbol.asyncDispose]: () => Promise.resolve(),
})

export interface Actor extends Asking {
  readonly workspaceId: string
}

/** A person with a session, and a workspace in which they have this role. */
export async function addActor({ db }: Pick<Stage, 'db'>, role = 'admin', workspaceId?: string): Promise<Actor> {
  const workspace = workspaceId ?? (await addWorkspace(db.superuser))
  const [personId, sessionId] = [randomUUID(), randomUUID()]
  const values = { person: [personId, `${personId}@test.invalid`], session: [sessionId, sessionId, personId] }
  await db.superuser.query('insert into auth."user" (id, name, email) values ($1, $2, $2)', values.person)
  await db.superuser.query(
    `insert into auth.session (id, token, "userId", "expiresAt") values ($1, $2, $3, now() + interval '1 day')`,
    values.session,
  )
  await db.superuser.query(
    'insert into auth.member (id, "organizationId", "userId", role) values (app.new_id(), $1, $2, $3)',
    [workspace, personId, role],
  )
  return { workspaceId: workspace, personId, sessionId, browser: undefined }
}

async function send(door: Door, method: string, url: string, type: string, body?: string) {
  const answer = await door.request({
    method,
    url,
    headers: { 'content-type': type },
    ...(body === undefined ? {} : { body }),
    timeoutMs: 10_000,
    maxBytes: 2_000_000,
  })
  return { ...answer, text: Buffer.from(answer.body).toString() }
}

/** Fills in and sends a consent page: `person` other than the first, `decision` refuse. Answers where the browser goes. */
export async function press(
  { parts: { door } }: Pick<Stage, 'parts'>,
  address: string,
  change: Readonly<Record<string, string>> = {},
): Promise<URL> {
  const page = await send(door, 'GET', address, 'text/plain')
  const { action, fields } = readForm(page.text, address)
  for (const [name, value] of Object.entries(change)) fields.set(name, value)
  const answer = await send(door, 'POST', action, 'application/x-www-form-urlencoded', fields.toString())
  const location = answer.headers['location']
  if (location === undefined) throw new Error(`the consent page answered ${answer.status}`)
  return new URL(location)
}
