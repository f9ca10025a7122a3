import { afterAll, beforeAll, expect, test } from 'vitest'
import { cloneTemplate, type TestDatabase } from './database/testing/database.ts'
import { job, openJobs, type Jobs } from './jobs.ts'
import { createLog } from './log.ts'

let db: TestDatabase
let jobs: Jobs
beforeAll(async () => {
  db = await cloneTemplate()
  jobs = await openJobs({ url: db.url, log: createLog({ level: 'silent' }) })
})
afterAll(async () => {
  await jobs[Symbol.asyncDispose]()
  await db[Symbol.asyncDispose]()
})

const waiting = async (name: string): Promise<number> => {
  const { rows } = await db.superuser.query<{ count: number }>('select count(*) from pgboss.job where name = $1', [
    name,
  ])
  return rows[0]?.count ?? -1
}

test('what is sent is done', async () => {
  const greet = job<{ name: string }>('test.greet')
  const greeted = new Promise<string>((resolve) => {
    void jobs.register(greet, async ({ name }) => resolve(name))
  })
  await jobs.send(greet, { name: 'Ada' })
  expect(await greeted).toBe('Ada')
})

test('a job that failed is tried again', async () => {
  const shaky = job('test.shaky', { tries: 2 })
  await jobs.send(shaky, {})
  const { rows } = await db.superuser.query<{ limit: number }>(
    'select retry_limit as limit from pgboss.job where name = $1',
    [shaky.name],
  )
  expect(rows).toEqual([{ limit: 1 }])
})

test('a job of a transaction exists only if that commits, under the role of the API', async () => {
  const kind = job<{ at: number }>('test.transaction')
  const undone = db.web.kysely.transaction().execute(async (trx) => {
    await jobs.send(kind, { at: 1 }, { trx })
    throw new Error('undo')
  })
  await expect(undone).rejects.toThrow('undo')
  expect(await waiting(kind.name)).toBe(0)
  await db.web.kysely.transaction().execute((trx) => jobs.send(kind, { at: 2 }, { trx }))
  expect(await waiting(kind.name)).toBe(1)
})

test('one key waits once; without a key each counts', async () => {
  const kind = job('test.key')
  await Promise.all([1, 2, 3].map(() => jobs.send(kind, {}, { key: 'same' })))
  expect(await waiting(kind.name)).toBe(1)
  await jobs.send(kind, {})
  await jobs.send(kind, {})
  expect(await waiting(kind.name)).toBe(3)
})

test('a process that only sends registers nothing', async () => {
  await using sender = await openJobs({ url: db.url, log: createLog({ level: 'silent' }), works: false })
  const kind = job('test.sender')
  await sender.register(kind, async () => {
    throw new Error('must not run')
  })
  await sender.send(kind, {})
  expect(await waiting(kind.name)).toBe(1)
})
