/** Who is asking: the cookie's session, the person behind it and their role, in one statement. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import type { Role } from '@posthorn/contract/route.ts'
import type { Person } from '../http/handler.ts'
import type { Parts } from '../parts.ts'
import { sessionCookie } from './auth.ts'

export interface Caller {
  readonly person: Person
  readonly ownsInstance: boolean
  /** In the workspace that was asked for; undefined when the person is no member of it. */
  readonly role: Role | undefined
}

export type FindCaller = (cookies: string | undefined, workspaceId: string | undefined) => Promise<Caller | undefined>

interface Row {
  readonly sessionId: string
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: Role | null
  readonly ownsInstance: boolean
}

/**
 * The database is asked for each request, so that a sign-out, a removal or a change of role counts at once.
 * The cookie is `token.signature`, as better-auth writes it: what lies in the table alone opens no session.
 */
export function callerFinder({ web, settings }: Pick<Parts, 'web' | 'settings'>): FindCaller {
  const { name } = sessionCookie(settings.backendUrl)
  return async (cookies, workspaceId) => {
    const token = readToken(cookies, name, settings.sessionSecret)
    if (token === undefined) return undefined
    const { rows } = await sql<Row>`
      select s.id as session_id, u.id, u.name, u.email, m.role, u.id is not distinct from i.owner_id as owns_instance
      from auth.session s
      join auth."user" u on u.id = s."userId"
      cross join instance i
      left join auth.member m on m."userId" = u.id and m."organizationId" = ${workspaceId ?? null}::uuid
      where s.token = ${token} and s."expiresAt" > now()`.execute(web.kysely)
    const row = rows[0]
    if (!row) return undefined
    const { sessionId, id, name: called, email, role, ownsInstance } = row
    return { person: { id, name: called, email, sessionId }, ownsInstance, role: role ?? undefined }
  }
}

/** The token of a cookie whose signature is ours; undefined for any other. Two cookies of our name are one too many. */
function readToken(cookies: string | undefined, name: string, secret: string): string | undefined {
  const values = (cookies ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
  const [value] = values
  if (value === undefined || values.length > 1) return undefined
  const plain = decode(value)
  const dot = plain.lastIndexOf('.')
  if (dot < 1) return undefined
  const token = plain.slice(0, dot)
  // Compared as text: decoding would forgive what stands behind the padding.
  const expected = Buffer.from(createHmac('sha256', secret).update(token).digest('base64'))
  const given = Buffer.from(plain.slice(dot + 1))
  return given.length === expected.length && timingSafeEqual(given, expected) ? token : undefined
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return ''
  }
}
