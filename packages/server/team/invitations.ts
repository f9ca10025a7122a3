/** Invitations: a link for one address, shown once, good for one use within seven days. The inviter vouches. */
import type { Transaction } from 'kysely'
import { uuidv7 } from 'uuidv7'
import type { z } from 'zod'
import { problem } from '@posthorn/domain/problems.ts'
import { atLeast, type Role } from '@posthorn/contract/route.ts'
import type * as schemas from '@posthorn/contract/schemas/people.ts'
import type { Schema } from '../database/open.ts'
import type { Person } from '../http/handler.ts'
import type { Parts } from '../parts.ts'
import { hashCode, makeCode } from './codes.ts'
import * as store from './invitations.store.ts'
import { insertMember } from './people.store.ts'
import { noteChange } from './workspaces.store.ts'
import { readWorkspace, type Workspace } from './workspaces.ts'

type TeamParts = Pick<Parts, 'sandbox' | 'web' | 'settings' | 'now'>

const goodForMs = 7 * 86_400_000

/** An earlier open invitation of the same address is withdrawn: only the newest link works. */
export async function invite(
  { web, settings, now }: TeamParts,
  workspaceId: string,
  { email, role }: z.output<typeof schemas.NewInvitation>,
  by: { readonly person: Person; readonly role: Role },
): Promise<z.output<typeof schemas.CreatedInvitation>> {
  if (!atLeast(by.role, role)) throw problem('access.refused')
  const token = makeCode()
  const invitation = {
    id: uuidv7(),
    email: email.toLowerCase(),
    role,
    expiresAt: new Date(now().getTime() + goodForMs),
  }
  await web.inWorkspace(workspaceId, async (trx) => {
    await store.withdrawFor(trx, workspaceId, invitation.email)
    await store.insertInvitation(trx, {
      ...invitation,
      workspaceId,
      inviterId: by.person.id,
      tokenHash: hashCode('invitation', token),
    })
    await noteChange(trx, workspaceId, 'workspace', invitation.id)
  })
  return { ...showInvitation(invitation), link: `${settings.backendUrl}/invite/${token}` }
}

/** Throws `access.invitation` for one that is used, expired, withdrawn or made up. */
export async function openInvitation({ web, now }: TeamParts, token: string): Promise<store.OpenInvitation> {
  const invitation = await store.findOpen(web.kysely, hashCode('invitation', token), now())
  if (!invitation) throw problem('access.invitation')
  return invitation
}

/** Makes the person a member, once. */
export async function joinBy(
  trx: Transaction<Schema>,
  invitation: store.OpenInvitation,
  { id, email }: { id: string; email: string },
): Promise<void> {
  if (invitation.email !== email.toLowerCase()) throw problem('access.invitation')
  if (!(await store.useInvitation(trx, invitation.id))) throw problem('access.invitation')
  await insertMember(trx, invitation.workspaceId, id, invitation.role)
  await noteChange(trx, invitation.workspaceId, 'workspace')
}

export async function accept(parts: TeamParts, token: string, person: Person): Promise<Workspace> {
  const invitation = await openInvitation(parts, token)
  await parts.web.inWorkspace(invitation.workspaceId, (trx) => joinBy(trx, invitation, person))
  return readWorkspace(parts, invitation.workspaceId, invitation.role)
}

export const withdraw = ({ web }: TeamParts, workspaceId: string, id: string): Promise<void> =>
  web.inWorkspace(workspaceId, async (trx) => {
    if (!(await store.deleteInvitation(trx, workspaceId, id))) throw problem('access.not-here')
    await noteChange(trx, workspaceId, 'workspace', id)
  })

export const showInvitation = ({
  id,
  email,
  role,
  expiresAt,
}: store.InvitationRow): z.output<typeof schemas.Invitation> => ({
  id,
  email,
  role,
  expiresAt: expiresAt.toISOString(),
})
