/** Binds people and workspaces to the contract. */
import type { Role } from '@posthorn/contract/route.ts'
import type { peopleRoutes } from '@posthorn/contract/routes.ts'
import { problem } from '@posthorn/domain/problems.ts'
import { IdKey, pageOf, readCursor } from '../http/cursor.ts'
import type { HandlerCall, Handlers } from '../http/handler.ts'
import * as events from '../events.ts'
import type { Parts } from '../parts.ts'
import { createAuth } from './auth.ts'
import { readInstance } from './instance.store.ts'
import { accept, invite, openInvitation, showInvitation, withdraw } from './invitations.ts'
import { listInvitations } from './invitations.store.ts'
import * as people from './people.ts'
import { isKnown, listMembers, type MemberRow } from './people.store.ts'
import { countTry } from './tries.ts'
import * as workspaces from './workspaces.ts'

type TeamParts = Pick<Parts, 'sandbox' | 'web' | 'settings' | 'now' | 'log'>

export function peopleHandlers(parts: TeamParts): Handlers<typeof peopleRoutes> {
  const { web, settings, log } = parts
  const auth = createAuth(parts)

  const me = async (person: { id: string; name: string; email: string }) => ({
    person: { id: person.id, name: person.name, email: person.email },
    ownsInstance: (await readInstance(web.kysely)).ownerId === person.id,
    workspaces: await workspaces.workspacesOf(parts, person.id),
  })
  /** The answer of whatever starts a session. */
  const welcome = async ({ person, cookies }: people.Signed, status: number) =>
    withCookies(cookies, Response.json(await me(person), { status }))

  return {
    'GET /api/v1/auth/state': async ({ person }) => {
      const { ownerId, openRegistration } = await readInstance(web.kysely)
      return {
        needsSetUp: ownerId === null,
        openRegistration,
        sandbox: settings.sandbox,
        sandboxUrl: parts.sandbox?.origin ?? null,
        signedIn: person !== undefined,
      }
    },
    'POST /api/v1/auth/set-up': async (call) => welcome(await people.setUp(parts, auth, call.input, asking(call)), 201),
    'POST /api/v1/auth/sign-up': async (call) =>
      welcome(await people.signUp(parts, auth, call.input, asking(call)), 201),
    'POST /api/v1/auth/sign-in': async (call) =>
      welcome(await people.signIn(parts, auth, call.input, { ...asking(call), before: call.person }), 200),
    'POST /api/v1/auth/sign-out': async ({ request, person }) => {
      const cookies = await people.signOut(auth, request.headers)
      events.signedOut(log, { person: person.id })
      return withCookies(cookies, new Response(null, { status: 204 }))
    },
    'POST /api/v1/auth/password': async (call) => {
      const cookies = await people.changePassword(parts, auth, call.person, call.input, asking(call))
      return withCookies(cookies, new Response(null, { status: 204 }))
    },
    'GET /api/v1/me': ({ person }) => me(person),

    'GET /api/v1/invitations/{token}': async ({ params, source }) => {
      await countTry(parts, { what: 'invitation', source })
      const { workspace, role, email, inviter } = await openInvitation(parts, params.token)
      return { workspace, role, email, inviter, known: await isKnown(web.kysely, email) }
    },
    'POST /api/v1/invitations/{token}/accept': ({ params, person }) => accept(parts, params.token, person),

    'POST /api/v1/workspaces': ({ input, person }) => workspaces.createWorkspace(parts, input, person.id),
    'GET /api/v1/workspaces/{workspaceId}': (call) => workspaces.readWorkspace(parts, call.workspaceId, roleOf(call)),
    'PATCH /api/v1/workspaces/{workspaceId}': (call) =>
      workspaces.changeWorkspace(parts, call.workspaceId, call.input, roleOf(call)),
    'POST /api/v1/workspaces/{workspaceId}/stop': async (call) => {
      const stopped = await workspaces.stopWorkspace(parts, call.workspaceId, call.input.why, roleOf(call))
      events.publishingStopped(log, by(call))
      return stopped
    },
    'POST /api/v1/workspaces/{workspaceId}/resume': async (call) => {
      const resumed = await workspaces.resumeWorkspace(parts, call.workspaceId, roleOf(call))
      events.publishingResumed(log, by(call))
      return resumed
    },

    'GET /api/v1/workspaces/{workspaceId}/members': async ({ workspaceId, query: { cursor, limit } }) => {
      const after = readCursor(cursor, IdKey)?.[0]
      const rows = await listMembers(web.kysely, workspaceId, { after, limit: limit + 1 })
      return pageOf(rows, limit, (row) => [row.id], showMember)
    },
    'PATCH /api/v1/workspaces/{workspaceId}/members/{id}': async (call) => {
      const { role } = call.input
      const member = await workspaces.changeMember(parts, call.workspaceId, call.params.id, roleOf(call), role)
      events.roleChanged(log, { ...by(call), member: member.personId, role })
      return showMember(member)
    },
    'DELETE /api/v1/workspaces/{workspaceId}/members/{id}': async (call) => {
      await workspaces.removeMember(parts, call.workspaceId, call.params.id, roleOf(call))
      events.memberRemoved(log, { ...by(call), member: call.params.id })
      return undefined
    },

    'GET /api/v1/workspaces/{workspaceId}/invitations': async ({ workspaceId, query: { cursor, limit } }) => {
      const after = readCursor(cursor, IdKey)?.[0]
      const rows = await listInvitations(web.kysely, workspaceId, { after, limit: limit + 1, now: parts.now() })
      return pageOf(rows, limit, (row) => [row.id], showInvitation)
    },
    'POST /api/v1/workspaces/{workspaceId}/invitations': async (call) => {
      const invited = await invite(parts, call.workspaceId, call.input, { person: call.person, role: roleOf(call) })
      events.personInvited(log, { ...by(call), role: invited.role })
      return invited
    },
    'DELETE /api/v1/workspaces/{workspaceId}/invitations/{id}': async ({ workspaceId, params }) => {
      await withdraw(parts, workspaceId, params.id)
      return undefined
    },
  }
}

/** Routes of a workspace run only for members, so this throws for nobody but a mistaken table. */
function roleOf({ role }: { readonly role: Role | undefined }): Role {
  if (!role) throw problem('access.refused')
  return role
}

const by = ({ person, workspaceId }: { readonly person: { readonly id: string }; readonly workspaceId: string }) => ({
  person: person.id,
  workspace: workspaceId,
})

const asking = ({ request, source }: Pick<HandlerCall<never>, 'request' | 'source'>) => ({
  headers: request.headers,
  source,
})

function withCookies(cookies: readonly string[], response: Response): Response {
  for (const cookie of cookies) response.headers.append('set-cookie', cookie)
  return response
}

const showMember = ({ since, ...member }: MemberRow) => ({ ...member, since: since.toISOString() })
