/** Walks the real schema, so that a table added tomorrow is held to the same walls without being named here. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cloneTemplate, type TestDatabase } from './testing/database.ts'
import { addWorkspace } from './testing/workspace.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await cloneTemplate()
})
afterAll(() => db[Symbol.asyncDispose]())

/** Tables with rows of tenants. */
const tenantTables = `
  select c.oid, c.relname as name, c.relrowsecurity, c.relforcerowsecurity
  from pg_class c
  where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p')
    and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped)`

const names = async (statement: string): Promise<string[]> =>
  (await db.superuser.query<{ name: string }>(statement)).rows.map(({ name }) => name)

describe('every table with a workspace_id', () => {
  test('is one of many', async () => {
    expect((await names(tenantTables)).length).toBeGreaterThan(5)
  })

  test('has row-level security that holds for its owner too', async () => {
    expect(
      await names(`select name from (${tenantTables}) t where not (relrowsecurity and relforcerowsecurity)`),
    ).toEqual([])
  })

  test('has a policy that compares workspace_id, for reading and for writing', async () => {
    expect(
      await names(`select name from (${tenantTables}) t where not exists (
        select from pg_policy p where p.polrelid = t.oid and p.polcmd = '*'
          and pg_get_expr(p.polqual, t.oid) = '(workspace_id = current_workspace())'
          and pg_get_expr(coalesce(p.polwithcheck, p.polqual), t.oid) = '(workspace_id = current_workspace())')`),
    ).toEqual([])
  })

  test('cannot be without one', async () => {
    expect(
      await names(`select name from (${tenantTables}) t where exists (
        select from pg_attribute a where a.attrelid = t.oid and a.attname = 'workspace_id' and not a.attnotnull)`),
    ).toEqual([])
  })

  test('has no policy that lets the web role see other workspaces, but for those named here', async () => {
    // The callback of a network knows only a hash, and finds the workspace by it.
    expect(await widerPolicies('posthorn_web')).toEqual(['oauth_state.by_hash'])
  })

  test('shows the worker, who delivers for all, no consent outside its workspace', async () => {
    expect((await widerPolicies('posthorn_worker')).filter((name) => /^(consent|oauth_state)\./.test(name))).toEqual([])
  })
})

/** Policies of a role that do not ask for the workspace. */
const widerPolicies = (role: string): Promise<string[]> =>
  names(`select t.name || '.' || p.polname as name from (${tenantTables}) t
    join pg_policy p on p.polrelid = t.oid
    where p.polpermissive and ('${role}'::regrole = any (p.polroles) or p.polroles = '{0}')
      and coalesce(pg_get_expr(p.polqual, t.oid), '') || coalesce(pg_get_expr(p.polwithcheck, t.oid), '')
        not like '%current_workspace()%'
    order by 1`)

test('a foreign key between two tables of tenants carries the workspace_id, on both sides at the same place', async () => {
  const { rows } = await db.superuser.query<{ name: string; safe: boolean }>(`
    with tenant as (${tenantTables})
    select k.conname as name, exists (
      select from unnest(k.conkey, k.confkey) as pair (here, there)
      join pg_attribute h on h.attrelid = k.conrelid and h.attnum = pair.here and h.attname = 'workspace_id'
      join pg_attribute t on t.attrelid = k.confrelid and t.attnum = pair.there and t.attname = 'workspace_id') as safe
    from pg_constraint k
    where k.contype = 'f' and k.conrelid in (select oid from tenant) and k.confrelid in (select oid from tenant)`)
  expect(rows.length).toBeGreaterThan(5)
  expect(rows.filter(({ safe }) => !safe)).toEqual([])
})

test('neither role owns a table, passes by row-level security, or can log in', async () => {
  const { rows } = await db.superuser.query(`select rolname, rolcanlogin, rolbypassrls, rolsuper,
      exists (select from pg_class where relowner = r.oid) as owns
    from pg_roles r where rolname like 'posthorn_we%' or rolname like 'posthorn_wo%' order by 1`)
  const powerless = { rolcanlogin: false, rolbypassrls: false, rolsuper: false, owns: false }
  expect(rows).toEqual([
    { rolname: 'posthorn_web', ...powerless },
    { rolname: 'posthorn_worker', ...powerless },
  ])
})

describe('two workspaces', () => {
  let one: string
  let two: string
  let asset: string
  beforeAll(async () => {
    ;[one, two] = [await addWorkspace(db.superuser), await addWorkspace(db.superuser)]
    const add = `insert into asset (workspace_id, sha256, kind, type, bytes, name)
      values ($1, 'abc', 'image', 'image/png', 1, 'a.png') returning id`
    asset = (await db.superuser.query<{ id: string }>(add, [one])).rows[0]?.id ?? ''
    await db.superuser.query(add, [two])
  })

  test('each sees its own rows, and outside of a workspace one sees none', async () => {
    const assets = await db.web.inWorkspace(one, (trx) =>
      trx.selectFrom('asset').select(['id', 'workspaceId']).execute(),
    )
    expect(assets).toEqual([{ id: asset, workspaceId: one }])
    expect(await db.web.kysely.selectFrom('asset').select('id').execute()).toEqual([])
  })

  test('a row cannot be written into the other one, nor moved there', async () => {
    const insert = db.web.inWorkspace(one, (trx) =>
      trx.insertInto('post').values({ workspaceId: two, base: '{}' }).execute(),
    )
    await expect(insert).rejects.toMatchObject({ code: '42501' })
    const move = db.web.inWorkspace(one, (trx) => trx.updateTable('asset').set({ workspaceId: two }).execute())
    await expect(move).rejects.toMatchObject({ code: '42501' })
  })

  test('a child of the other one cannot be referred to, not even by raw SQL behind the walls', async () => {
    const post = await db.superuser.query<{ id: string }>(
      `insert into post (workspace_id, base) values ($1, '{}') returning id`,
      [two],
    )
    const refer = `insert into post_asset (workspace_id, post_id, asset_id) values ($1, $2, $3)`
    await expect(db.superuser.query(refer, [two, post.rows[0]?.id, asset])).rejects.toMatchObject({ code: '23503' })
    const walled = db.web.inWorkspace(two, (trx) =>
      sql`insert into post_asset values (${two}, ${post.rows[0]?.id}, ${asset})`.execute(trx),
    )
    await expect(walled).rejects.toMatchObject({ code: '23503' })
  })
})
