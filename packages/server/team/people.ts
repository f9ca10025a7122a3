/** Becoming a person here, signing in and out, changing the password. */
import { isAPIError } from 'better-auth/api'
import { uuidv7 } from 'uuidv7'
import type { z } from 'zod'
import { problem, ProblemError } from '@posthorn/domain/problems.ts'
import type * as schemas from '@posthorn/contract/schemas/people.ts'
import { isUniqueViolation } from '../database/errors.ts'
import * as events from '../events.ts'
import type { Person } from '../http/handler.ts'
import type { Parts } from '../parts.ts'
import type { Auth } from './auth.ts'
import { hashCode, makeCode } from './codes.ts'
import { putSetUpCode, readInstance, takeOwnership } from './instance.store.ts'
import { joinBy, openInvitation } from './invitations.ts'
import { refuseWeakPassword } from './passwords.ts'
import { endSession, insertPerson } from './people.store.ts'
import { countTry, forgetTries } from './tries.ts'
import { addWorkspace } from './workspaces.ts'

export type TeamParts = Pick<Parts, 'sandbox' | 'web' | 'settings' | 'now' | 'log'>

/** What a new session leaves in the browser. */
export interface Signed {
  readonly person: Pick<Person, 'id' | 'name' | 'email'>
  readonly cookies: readonly string[]
}

interface Asking {
  /** The address the request came from. */
  readonly source: string
  readonly headers: Headers
}

/** A new one-time code for the first owner; undefined once there is one. The code before is void. */
export async function newSetUpCode({ web }: Pick<Parts, 'web'>): Promise<string | undefined> {
  const code = makeCode()
  return (await putSetUpCode(web, hashCode('set-up', code))) ? code : undefined
}

/** The first person, who owns the instance and its first workspace. All or nothing. */
export async function setUp(
  parts: TeamParts,
  auth: Auth,
  input: z.output<typeof schemas.SetUp>,
  asking: Asking,
): Promise<Signed> {
  await countTry(parts, { what: 'set-up', source: asking.source })
  await refuseWeakPassword(input.password, [input.name, input.email])
  const person = await describe(auth, input)
  const workspaceId = uuidv7()
  await refusingTakenAddress(() =>
    parts.web.inWorkspace(workspaceId, async (trx) => {
      if (!(await takeOwnership(trx, hashCode('set-up', input.code), person.id))) {
        const { ownerId } = await readInstance(trx)
        throw ownerId ? problem('access.setup-done') : problem('access.setup-code', {}, { field: 'code' })
      }
      await insertPerson(trx, person)
      await addWorkspace(trx, { id: workspaceId, ...input.workspace, ownerId: person.id })
    }),
  )
  events.ownerSetUp(parts.log, { person: person.id, source: asking.source })
  return startSession(auth, input, asking)
}

/** By invitation, or where registration is open; the invitation decides the address. */
export async function signUp(
  parts: TeamParts,
  auth: Auth,
  input: z.output<typeof schemas.SignUp>,
  asking: Asking,
): Promise<Signed> {
  await countTry(parts, { what: 'sign-up', source: asking.source })
  const invitation = input.invitation === undefined ? undefined : await openInvitation(parts, input.invitation)
  if (invitation && invitation.email !== input.email.toLowerCase()) throw problem('access.invitation')
  if (!invitation && !(await readInstance(parts.web.kysely)).openRegistration)
    throw problem('access.registration-closed')
  await refuseWeakPassword(input.password, [input.name, input.email])
  const person = await describe(auth, input)
  const workspaceId = invitation?.workspaceId ?? uuidv7()
  await refusingTakenAddress(() =>
    parts.web.inWorkspace(workspaceId, async (trx) => {
      await insertPerson(trx, person)
      if (invitation) await joinBy(trx, invitation, person)
      else if (input.workspace) await addWorkspace(trx, { id: workspaceId, ...input.workspace, ownerId: person.id })
    }),
  )
  events.personJoined(parts.log, { person: person.id, source: asking.source })
  return startSession(auth, input, asking)
}

/** The same answer for an unknown address and a wrong password. A session that came along ends: its value is used up. */
export async function signIn(
  parts: TeamParts,
  auth: Auth,
  input: z.output<typeof schemas.SignIn>,
  asking: Asking & { readonly before: Person | undefined },
): Promise<Signed> {
  const attempt = { what: 'sign-in', account: input.email, source: asking.source }
  const signed = await countTry(parts, attempt)
    .then(() => startSession(auth, input, asking))
    .catch((error: unknown) => {
      if (error instanceof ProblemError) {
        events.signInRefused(parts.log, { source: asking.source, problem: error.code })
      }
      throw error
    })
  events.signedIn(parts.log, { person: signed.person.id, source: asking.source })
  await forgetTries(parts, attempt)
  if (asking.before) await endSession(parts.web.kysely, asking.before.sessionId)
  return signed
}

export async function signOut(auth: Auth, headers: Headers): Promise<readonly string[]> {
  const answer = await auth.api.signOut({ headers, returnHeaders: true })
  return answer.headers.getSetCookie()
}

/** Ends all sessions of the person and starts a new one here. */
export async function changePassword(
  parts: TeamParts,
  auth: Auth,
  person: Person,
  input: z.output<typeof schemas.ChangePassword>,
  asking: Asking,
): Promise<readonly string[]> {
  const attempt = { what: 'password', account: person.email, source: asking.source }
  await countTry(parts, attempt)
  await refuseWeakPassword(input.new, [person.name, person.email])
  const answer = await refusingCredentials(() =>
    auth.api.changePassword({
      body: { currentPassword: input.old, newPassword: input.new, revokeOtherSessions: true },
      headers: asking.headers,
      returnHeaders: true,
    }),
  )
  events.passwordChanged(parts.log, { person: person.id, source: asking.source })
  await forgetTries(parts, attempt)
  return answer.headers.getSetCookie()
}

async function describe(auth: Auth, { name, email, password }: { name: string; email: string; password: string }) {
  const { password: hasher } = await auth.$context
  return { id: uuidv7(), name, email: email.toLowerCase(), passwordHash: await hasher.hash(password) }
}

async function startSession(
  auth: Auth,
  { email, password }: { email: string; password: string },
  { headers }: Asking,
): Promise<Signed> {
  const answer = await refusingCredentials(() =>
    auth.api.signInEmail({ body: { email, password }, headers, returnHeaders: true }),
  )
  const { id, name, email: known } = answer.response.user
  return { person: { id, name, email: known }, cookies: answer.headers.getSetCookie() }
}

async function refusingCredentials<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (isAPIError(error) && error.statusCode < 500) throw problem('access.wrong-credentials', {}, { cause: error })
    throw error
  }
}

async function refusingTakenAddress<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (isUniqueViolation(error, 'user_email_key')) throw problem('access.email-taken', {}, { field: 'email' })
    throw error
  }
}
