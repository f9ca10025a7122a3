import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isConnectionTrouble, isUniqueViolation } from './errors.ts'
import { json } from './json.ts'
import { openDatabase } from './open.ts'
import { cloneTemplate, type TestDatabase } from './testing/database.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await cloneTemplate()
})
afterAll(() => db[Symbol.asyncDispose]())

const one = '01890000-0000-7000-8000-000000000001'
const two = '01890000-0000-7000-8000-000000000002'

describe('a pooled connection', () => {
  test('acts as its role, also when the address names a superuser', async () => {
    const ask = sql<{ currentUser: string; isSuper: boolean; searchPath: string }>`
      select current_user, current_setting('is_superuser')::bool as is_super, current_setting('search_path') as search_path`
    expect((await ask.execute(db.web.kysely)).rows).toEqual([
      { currentUser: 'posthorn_web', isSuper: false, searchPath: 'app' },
    ])
    expect((await ask.execute(db.worker.kysely)).rows[0]?.currentUser).toBe('posthorn_worker')
  })

  test('that cannot act as its role is not used at all', async () => {
    await db.superuser.query(`create role stranger_${process.pid} login password 'secret'`)
    const url = new URL(db.url)
    url.username = `stranger_${process.pid}`
    url.password = 'secret'
    try {
      await using closed = openDatabase({ url: url.href, role: 'posthorn_web' })
      await expect(closed.pool.query('select 1')).rejects.toMatchObject({ code: '42501' })
      await expect(closed.kysely.selectFrom('lane').select('id').execute()).rejects.toMatchObject({ code: '42501' })
    } finally {
      await db.superuser.query(`drop role stranger_${process.pid}`)
    }
  })

  test('gives up a statement that runs too long', async () => {
    const { rows } = await db.web.pool.query(`select current_setting('statement_timeout') as statement,
      current_setting('lock_timeout') as lock, current_setting('idle_in_transaction_session_timeout') as idle`)
    expect(rows).toEqual([{ statement: '15s', lock: '5s', idle: '30s' }])
  })

  test('reads values without losing any', async () => {
    const { rows } = await db.web.pool.query(`select 9007199254740991::int8 as big, '{1,NULL,3}'::int8[] as list,
      0.1::numeric as numeric, date '2026-02-03' as day, timestamptz '2026-02-03T04:05:06.789+01' as at,
      timestamptz 'infinity' as never`)
    expect(rows).toEqual([
      {
        big: Number.MAX_SAFE_INTEGER,
        list: [1, null, 3],
        numeric: '0.1',
        day: '2026-02-03',
        at: new Date('2026-02-03T03:05:06.789Z'),
        never: new Date(8.64e15),
      },
    ])
    await expect(db.web.pool.query('select 9007199254740993::int8')).rejects.toThrow('too large')
    expect((await db.web.pool.query('select 1 as fine')).rows).toEqual([{ fine: 1 }])
  })

  test.each([[[1, 'two', null]], ['text'], [{ a_b: { cD: [] } }], [null]])(
    'writes %j as JSON and reads it back',
    async (value) => {
      const { rows } = await sql`select ${json(value)} as value, jsonb_typeof(${json(value)}) as kind`.execute(
        db.web.kysely,
      )
      expect(rows).toEqual([{ value, kind: value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value }])
    },
  )

  test('leaves the inside of JSON alone', async () => {
    const { rows } = await sql`select '{"a_b": {"c_d": 1}}'::jsonb as some_value`.execute(db.web.kysely)
    expect(rows).toEqual([{ someValue: { a_b: { c_d: 1 } } }])
  })
})

test('closing leaves no connection open, whoever used it', async () => {
  const count = async (): Promise<unknown> =>
    (await db.superuser.query(`select count(*)::int as n from pg_stat_activity where application_name = 'counted'`))
      .rows
  {
    await using used = openDatabase({ url: db.url, role: 'posthorn_web', applicationName: 'counted' })
    await used.pool.query('select 1')
    expect(await count()).toEqual([{ n: 1 }])
  }
  await expect.poll(count).toEqual([{ n: 0 }])
})

describe('inWorkspace', () => {
  const setting = sql<{ workspace: string }>`select current_setting('app.workspace', true) as workspace`

  test('sets the workspace for its transaction only, each its own', async () => {
    const seen = await Promise.all(
      [one, two].map((id) => db.web.inWorkspace(id, async (trx) => (await setting.execute(trx)).rows[0]?.workspace)),
    )
    expect(seen).toEqual([one, two])
    const after = await Promise.all([1, 2, 3].map(() => setting.execute(db.web.kysely)))
    expect(after.map(({ rows }) => rows[0]?.workspace || 'none')).toEqual(['none', 'none', 'none'])
  })

  test('undoes everything when the work fails', async () => {
    await db.superuser.query('create table public.undone (n int); grant insert on public.undone to posthorn_web')
    const work = db.web.inWorkspace(one, async (trx) => {
      await sql`insert into public.undone values (1)`.execute(trx)
      throw new TypeError('changed my mind')
    })
    await expect(work).rejects.toThrow('changed my mind')
    expect((await db.superuser.query('select from public.undone')).rowCount).toBe(0)
  })

  test('refuses what is no id', async () => {
    const work = db.web.inWorkspace("' or true --", () => Promise.resolve('never'))
    await expect(work).rejects.toMatchObject({ code: 'access.not-here' })
  })
})

describe('errors', () => {
  test('a unique key is named', async () => {
    await db.superuser.query('create table public.once (n int constraint once_key unique)')
    const twice = await db.superuser.query('insert into public.once values (1), (1)').catch((error: unknown) => error)
    expect(isUniqueViolation(twice)).toBe(true)
    expect(isUniqueViolation(twice, 'once_key')).toBe(true)
    expect(isUniqueViolation(twice, 'other_key')).toBe(false)
  })

  test('a server that is not there is trouble with the connection', async () => {
    await using gone = openDatabase({ url: 'postgresql://nobody@127.0.0.1:1/none', role: 'posthorn_web' })
    const error = await gone.pool.query('select 1').catch((reason: unknown) => reason)
    expect(isConnectionTrouble(error)).toBe(true)
  })

  test('a session ended by the server is trouble with the connection, and the pool recovers', async () => {
    const ended = await db.web
      .inWorkspace(one, async (trx) => {
        const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx)
        await db.superuser.query('select pg_terminate_backend($1)', [rows[0]?.pid])
        return sql`select 1`.execute(trx)
      })
      .catch((reason: unknown) => reason)
    expect(isConnectionTrouble(ended)).toBe(true)
    expect((await db.web.pool.query('select 1 as fine')).rows).toEqual([{ fine: 1 }])
  })
})
