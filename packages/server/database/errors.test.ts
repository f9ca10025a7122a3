import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { findPlace } from './embedded/place.ts'
import { databaseProblem, isConnectionTrouble, isDiskFull, isForeignKeyViolation, sqlState } from './errors.ts'
import { canMount, withSmallDisk } from './testing/mount.ts'
import { scratchFolder } from './testing/scratch.ts'
import { startElsewhere } from './testing/start-elsewhere.ts'

const withCode = (code: string, message = ''): Error => Object.assign(new Error(message), { code })

test.each(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', '57P01', '57P03', '08006', '53300'])(
  '%s: the database does not take us now',
  (code) => {
    expect(isConnectionTrouble(withCode(code))).toBe(true)
    expect(databaseProblem(withCode(code))).toMatchObject({ code: 'system.database' })
  },
)

test.each(['23505', '40001', '57014', 'EACCES'])('%s is another kind of trouble', (code) => {
  expect(isConnectionTrouble(withCode(code))).toBe(false)
  expect(databaseProblem(withCode(code))).toBeUndefined()
})

test('what the driver says without a code is understood', () => {
  expect(isConnectionTrouble(new Error('Connection terminated unexpectedly'))).toBe(true)
  expect(isConnectionTrouble(new Error('timeout exceeded when trying to connect'))).toBe(true)
  expect(isConnectionTrouble(new TypeError('x is not a function'))).toBe(false)
  expect(isConnectionTrouble('Connection terminated unexpectedly')).toBe(false)
})

test('only five characters of PostgreSQL are a state', () => {
  expect(sqlState(withCode('23503'))).toBe('23503')
  expect(sqlState(withCode('ENOENT'))).toBeUndefined()
  expect(sqlState(undefined)).toBeUndefined()
  expect(isForeignKeyViolation(Object.assign(withCode('23503'), { constraint: 'a' }), 'b')).toBe(false)
})

describe.runIf(process.getuid?.() === 0 && (await canMount()))('a full disk', () => {
  test('refuses the statement, changes nothing, and is told as what it is', async () => {
    await using scratch = await scratchFolder()
    const small = join(scratch.folder, 'small')
    await mkdir(small)
    const { user } = await findPlace(scratch.folder)
    const before = withSmallDisk(small, `size=2m,mode=700,uid=${user?.uid}`)
    const server = await startElsewhere(scratch.folder, { before })
    const client = new pg.Client({ connectionString: server.told.url })
    await client.connect()
    await client.query(`create tablespace small location '${small}'`)
    await client.query('create table filled (text text) tablespace small')
    const error: unknown = await client
      .query(`insert into filled select repeat('x', 1000) from generate_series(1, 5000)`)
      .catch((reason: unknown) => reason)
    expect(isDiskFull(error)).toBe(true)
    expect(databaseProblem(error)).toMatchObject({ code: 'system.disk-full' })
    expect((await client.query('select from filled')).rowCount).toBe(0)
    await client.end()
    await server.stop()
  })
})
