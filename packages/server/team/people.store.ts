/** SQL of people and their membership. Tables of better-auth have camelCase columns. */
import { sql, type Kysely, type Transaction } from 'kysely'
import type { Role } from '@posthorn/contract/route.ts'
import type { Schema } from '../database/open.ts'

type Handle = Kysely<Schema> | Transaction<Schema>
type Trx = Transaction<Schema>

export interface NewPerson {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly passwordHash: string
}

/** A person and their password, as better-auth keeps them. Throws a unique violation when the address is known. */
export async function insertPerson(trx: Trx, { id, name, email, passwordHash }: NewPerson): Promise<void> {
  await sql`insert into auth."user" (id, name, email) values (${id}, ${name}, ${email})`.execute(trx)
  await sql`insert into auth.account (id, "accountId", "providerId", "userId", password)
    values (new_id(), ${id}, 'credential', ${id}, ${passwordHash})`.execute(trx)
}

export async function isKnown(handle: Handle, email: string): Promise<boolean> {
  const { rows } = await sql`select from auth."user" where email = ${email}`.execute(handle)
  return rows.length > 0
}

export async function endSession(handle: Handle, sessionId: string): Promise<void> {
  await sql`delete from auth.session where id = ${sessionId}`.execute(handle)
}

export async function deleteEndedSessions(handle: Handle): Promise<void> {
  await sql`delete from auth.session where "expiresAt" < now()`.execute(handle)
}

export interface Membership {
  readonly workspaceId: string
  readonly name: string
  readonly role: Role
}

export async function listMemberships(handle: Handle, personId: string): Promise<readonly Membership[]> {
  const { rows } = await sql<Membership>`
    select m."organizationId" as workspace_id, o.name, m.role
    from auth.member m join auth.organization o on o.id = m."organizationId"
    where m."userId" = ${personId} order by m."createdAt", m.id`.execute(handle)
  return rows
}

export interface MemberRow {
  readonly id: string
  readonly personId: string
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly since: Date
}

const memberColumns = sql`m.id, u.id as person_id, u.name, u.email, m.role, m."createdAt" as since`

/** By id, which follows time. */
export async function listMembers(
  handle: Handle,
  workspaceId: string,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<readonly MemberRow[]> {
  const { rows } = await sql<MemberRow>`
    select ${memberColumns} from auth.member m join auth."user" u on u.id = m."userId"
    where m."organizationId" = ${workspaceId} and (${after ?? null}::uuid is null or m.id > ${after ?? null}::uuid)
    order by m.id limit ${limit}`.execute(handle)
  return rows
}

export async function readMember(handle: Handle, workspaceId: string, id: string): Promise<MemberRow | undefined> {
  const { rows } = await sql<MemberRow>`
    select ${memberColumns} from auth.member m join auth."user" u on u.id = m."userId"
    where m."organizationId" = ${workspaceId} and m.id = ${id}`.execute(handle)
  return rows[0]
}

/** Nothing happens when the person is a member already: an invitation does not lower or raise a role. */
export async function insertMember(trx: Trx, workspaceId: string, personId: string, role: Role): Promise<void> {
  await sql`insert into auth.member (id, "organizationId", "userId", role)
    values (new_id(), ${workspaceId}, ${personId}, ${role}) on conflict ("organizationId", "userId") do nothing`.execute(
    trx,
  )
}

/** Locks the workspace's members, so that two owners cannot remove each other at the same moment. */
export async function lockOwners(trx: Trx, workspaceId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from auth.member where "organizationId" = ${workspaceId} and role = 'owner' order by id for update`.execute(
    trx,
  )
  return rows.map((row) => row.id)
}

export async function updateRole(trx: Trx, workspaceId: string, id: string, role: Role): Promise<void> {
  await sql`update auth.member set role = ${role} where "organizationId" = ${workspaceId} and id = ${id}`.execute(trx)
}

export async function deleteMember(trx: Trx, workspaceId: string, id: string): Promise<void> {
  await sql`delete from auth.member where "organizationId" = ${workspaceId} and id = ${id}`.execute(trx)
}
