/** SQL of invitations. The link is never here, only its hash. */
import { sql, type Kysely, type Transaction } from 'kysely'
import type { Role } from '@posthorn/contract/route.ts'
import type { Schema } from '../database/open.ts'

type Handle = Kysely<Schema> | Transaction<Schema>

export interface InvitationRow {
  readonly id: string
  readonly email: string
  readonly role: Role
  readonly expiresAt: Date
}

export interface OpenInvitation extends InvitationRow {
  readonly workspaceId: string
  readonly workspace: string
  readonly inviter: string
}

export interface NewInvitation extends InvitationRow {
  readonly workspaceId: string
  readonly inviterId: string
  readonly tokenHash: string
}

/** Removes open invitations of the address, so that only the newest link works. */
export async function withdrawFor(trx: Transaction<Schema>, workspaceId: string, email: string): Promise<void> {
  await sql`delete from auth.invitation
    where "organizationId" = ${workspaceId} and email = ${email} and status = 'pending'`.execute(trx)
}

export async function insertInvitation(trx: Transaction<Schema>, one: NewInvitation): Promise<void> {
  await sql`insert into auth.invitation (id, "organizationId", email, role, status, "expiresAt", "inviterId", "tokenHash")
    values (${one.id}, ${one.workspaceId}, ${one.email}, ${one.role}, 'pending', ${one.expiresAt}, ${one.inviterId}, ${one.tokenHash})`.execute(
    trx,
  )
}

export async function listInvitations(
  handle: Handle,
  workspaceId: string,
  { after, limit, now }: { after: string | undefined; limit: number; now: Date },
): Promise<readonly InvitationRow[]> {
  const { rows } = await sql<InvitationRow>`
    select id, email, role, "expiresAt" from auth.invitation
    where "organizationId" = ${workspaceId} and status = 'pending' and "expiresAt" > ${now}
      and (${after ?? null}::uuid is null or id > ${after ?? null}::uuid)
    order by id limit ${limit}`.execute(handle)
  return rows
}

/** An invitation that can still be taken; its inviter must still be allowed to invite. */
export async function findOpen(handle: Handle, tokenHash: string, now: Date): Promise<OpenInvitation | undefined> {
  const { rows } = await sql<OpenInvitation>`
    select i.id, i.email, i.role, i."expiresAt", i."organizationId" as workspace_id, o.name as workspace, u.name as inviter
    from auth.invitation i
    join auth.organization o on o.id = i."organizationId"
    join auth."user" u on u.id = i."inviterId"
    join auth.member m on m."organizationId" = i."organizationId" and m."userId" = i."inviterId" and m.role in ('admin', 'owner')
    where i."tokenHash" = ${tokenHash} and i.status = 'pending' and i."expiresAt" > ${now}`.execute(handle)
  return rows[0]
}

/** The link's only use. False: somebody was faster. */
export async function useInvitation(trx: Transaction<Schema>, id: string): Promise<boolean> {
  const done =
    await sql`update auth.invitation set status = 'accepted' where id = ${id} and status = 'pending'`.execute(trx)
  return done.numAffectedRows === 1n
}

export async function deleteInvitation(handle: Handle, workspaceId: string, id: string): Promise<boolean> {
  const done = await sql`delete from auth.invitation
    where "organizationId" = ${workspaceId} and id = ${id} and status = 'pending'`.execute(handle)
  return done.numAffectedRows === 1n
}
