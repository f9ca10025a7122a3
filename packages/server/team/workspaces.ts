/** Workspaces and who is in them. */
import type { Transaction } from 'kysely'
import { uuidv7 } from 'uuidv7'
import type { z } from 'zod'
import { problem } from '@posthorn/domain/problems.ts'
import type { Role } from '@posthorn/contract/route.ts'
import type * as schemas from '@posthorn/contract/schemas/people.ts'
import type { Schema } from '../database/open.ts'
import type { Parts } from '../parts.ts'
import { wakeWorkspace } from '../publishing/wake.ts'
import {
  deleteMember,
  insertMember,
  listMemberships,
  lockOwners,
  readMember,
  updateRole,
  type MemberRow,
} from './people.store.ts'
import * as store from './workspaces.store.ts'

export type Workspace = z.output<typeof schemas.Workspace>
type Trx = Transaction<Schema>

/** In a transaction of that workspace, so that it exists whole or not at all. */
export async function addWorkspace(
  trx: Trx,
  { id, name, zone, ownerId }: { id: string; name: string; zone: string; ownerId: string },
): Promise<void> {
  refuseUnknownZone(zone)
  await store.insertWorkspace(trx, { id, name, zone })
  await insertMember(trx, id, ownerId, 'owner')
}

export async function createWorkspace(
  { web }: Pick<Parts, 'web'>,
  input: z.output<typeof schemas.NewWorkspace>,
  ownerId: string,
): Promise<Workspace> {
  const id = uuidv7()
  return web.inWorkspace(id, async (trx) => {
    await addWorkspace(trx, { id, ...input, ownerId })
    return show(trx, id, 'owner')
  })
}

/** Each is read behind its own wall, so that no statement sees two tenants. */
export async function workspacesOf({ web }: Pick<Parts, 'web'>, personId: string): Promise<Workspace[]> {
  const workspaces: Workspace[] = []
  for (const { workspaceId, role } of await listMemberships(web.kysely, personId)) {
    workspaces.push(await readWorkspace({ web }, workspaceId, role))
  }
  return workspaces
}

export const readWorkspace = ({ web }: Pick<Parts, 'web'>, id: string, role: Role): Promise<Workspace> =>
  web.inWorkspace(id, (trx) => show(trx, id, role))

export function changeWorkspace(
  { web }: Pick<Parts, 'web'>,
  id: string,
  { name, ...values }: z.output<typeof schemas.WorkspaceChange>,
  role: Role,
): Promise<Workspace> {
  if (values.zone !== undefined) refuseUnknownZone(values.zone)
  return web.inWorkspace(id, async (trx) => {
    if (name !== undefined) await store.renameWorkspace(trx, id, name)
    await store.updateWorkspace(trx, id, defined(values))
    await store.noteChange(trx, id, 'workspace')
    return show(trx, id, role)
  })
}

/** Nothing more is sent; what is on its way already is looked after. */
export const stopWorkspace = ({ web }: Pick<Parts, 'web'>, id: string, why: string | undefined, role: Role) =>
  web.inWorkspace(id, async (trx) => {
    await store.stopWorkspace(trx, id, why)
    await store.noteChange(trx, id, 'workspace')
    return show(trx, id, role)
  })

export const resumeWorkspace = ({ web }: Pick<Parts, 'web'>, id: string, role: Role) =>
  web.inWorkspace(id, async (trx) => {
    await store.resumeWorkspace(trx, id)
    await wakeWorkspace(trx, { workspaceId: id })
    await store.noteChange(trx, id, 'workspace')
    return show(trx, id, role)
  })

/** Only an owner makes owners or touches one, and one owner always stays. */
export const changeMember = (parts: Pick<Parts, 'web'>, workspaceId: string, id: string, by: Role, role: Role) =>
  withMember(parts, workspaceId, id, by, role, async (trx, member) => {
    await updateRole(trx, workspaceId, id, role)
    return { ...member, role }
  })

export const removeMember = (parts: Pick<Parts, 'web'>, workspaceId: string, id: string, by: Role) =>
  withMember(parts, workspaceId, id, by, undefined, async (trx) => deleteMember(trx, workspaceId, id))

function withMember<T>(
  { web }: Pick<Parts, 'web'>,
  workspaceId: string,
  id: string,
  by: Role,
  becomes: Role | undefined,
  act: (trx: Trx, member: MemberRow) => Promise<T>,
): Promise<T> {
  return web.inWorkspace(workspaceId, async (trx) => {
    const owners = await lockOwners(trx, workspaceId)
    const member = await readMember(trx, workspaceId, id)
    if (!member) throw problem('access.not-here')
    if (by !== 'owner' && (member.role === 'owner' || becomes === 'owner')) throw problem('access.refused')
    if (member.role === 'owner' && becomes !== 'owner' && owners.length === 1) throw problem('access.last-owner')
    const done = await act(trx, member)
    await store.noteChange(trx, workspaceId, 'workspace', id)
    return done
  })
}

async function show(trx: Trx, id: string, role: Role): Promise<Workspace> {
  const row = await store.readWorkspace(trx, id)
  if (!row) throw problem('access.not-here')
  return {
    ...row,
    priceCap: row.priceCap === null ? null : Number(row.priceCap),
    repeatsUnclear: row.repeatsUnclear,
    stoppedAt: row.stoppedAt?.toISOString() ?? null,
    role,
  }
}

function refuseUnknownZone(zone: string): void {
  try {
    Intl.DateTimeFormat('en', { timeZone: zone })
  } catch {
    throw problem('post.zone-unknown', { zone }, { field: 'zone' })
  }
}

/** Without the fields that were not given; null stays, for it means "none". */
const defined = <T extends object>(values: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>
  }
