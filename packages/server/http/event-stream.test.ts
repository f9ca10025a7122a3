import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTail, workspaceEvents } from './event-stream.ts'
import type { Happening } from './event-stream.store.ts'
import { setUpOwner, startTestServer, type Member, type TestServer } from './testing.ts'

let server: TestServer
let owner: Member
beforeAll(async () => {
  server = await startTestServer()
  owner = await setUpOwner(server)
})
afterAll(async () => server[Symbol.asyncDispose]())

/** Reads until the text has arrived or the stream has ended. */
async function readUntil(response: Response, wanted: string | undefined): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (wanted !== undefined && text.includes(wanted)) return text
  }
  return `${text}[end]`
}

async function sessionOf(member: Member): Promise<string> {
  const { rows } = await server.db.superuser.query<{ id: string }>('select id from auth.session where "userId" = $1', [
    member.personId,
  ])
  return rows[0]?.id ?? ''
}

const watch = async (headers: Record<string, string> = {}) => {
  const abort = new AbortController()
  const request = new Request('http://x/', { headers, signal: abort.signal })
  const handler = workspaceEvents(server.parts, 10)
  return handler({ person: { sessionId: await sessionOf(owner) }, workspaceId: owner.workspaceId, request })
}

test('a change arrives, and a reconnected browser gets what it missed', async () => {
  const stream = await watch()
  const path = `PATCH /api/v1/workspaces/${owner.workspaceId}`
  await server.ask(path, { cookie: owner.cookie, body: { name: 'Renamed' } })
  const text = await readUntil(stream, 'event: workspace')
  const [, id] = /id: change-(\d+)/.exec(text) ?? []
  expect(text).toContain('data: {')
  await server.ask(path, { cookie: owner.cookie, body: { name: 'Again' } })
  const later = await readUntil(await watch({ 'last-event-id': `change-${id}` }), 'event: workspace')
  expect(later).toContain(`id: change-${Number(id) + 1}\n`)
})

test('threat 44: an open stream ends when its person has signed out', async () => {
  const stream = await watch()
  await server.ask('POST /api/v1/auth/sign-out', { cookie: owner.cookie })
  expect(await readUntil(stream, undefined)).toMatch(/\[end\]$/)
})

test('a number that commits late is read, and none is told twice', () => {
  const row = (id: number): Happening => ({ of: 'change', id, what: 'post', rowId: null, kind: null })
  const tail = createTail({ publication: 0, change: 5 })
  expect(tail.fresh([row(7)], 0).map((one) => one.id)).toEqual([7])
  expect(tail.from().change).toBe(5)
  expect(tail.fresh([row(6), row(7)], 1000).map((one) => one.id)).toEqual([6])
  expect(tail.fresh([], 12_000)).toEqual([])
  expect(tail.from().change).toBe(7)
})
