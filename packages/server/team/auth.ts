/**
 * Passwords, sessions and their cookie, by better-auth. Workspaces, members and invitations are small tables of our own
 * making beside it: five roles, links bound to one address, and one transaction for what belongs together.
 */
import { betterAuth } from 'better-auth'
import { Kysely, PostgresDialect } from 'kysely'
import type { Parts } from '../parts.ts'

const sessionDays = 30

/** `__Host-` forbids a domain and demands https, so that no sibling site can set or read the cookie. */
export const sessionCookie = (backendUrl: string): { name: string; secure: boolean } => {
  const secure = backendUrl.startsWith('https:')
  return { name: secure ? '__Host-posthorn' : 'posthorn', secure }
}

export type Auth = ReturnType<typeof createAuth>

/** better-auth over the web role's connections. Its tables have camelCase names, so it gets a Kysely of its own. */
export function createAuth({ web, settings, log }: Pick<Parts, 'web' | 'settings' | 'log'>) {
  const { name, secure } = sessionCookie(settings.backendUrl)
  return betterAuth({
    appName: 'Posthorn',
    baseURL: settings.backendUrl,
    secret: settings.sessionSecret,
    database: {
      db: new Kysely({ dialect: new PostgresDialect({ pool: web.pool }) }),
      type: 'postgres',
      schemaName: 'auth',
      transaction: true,
    },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 8, maxPasswordLength: 256 },
    session: { expiresIn: sessionDays * 86_400, disableSessionRefresh: true, cookieCache: { enabled: false } },
    advanced: {
      database: { generateId: false },
      // The name carries its own prefix.
      useSecureCookies: false,
      cookies: { session_token: { name, attributes: { secure, sameSite: 'lax', httpOnly: true, path: '/' } } },
      ipAddress: { disableIpTracking: true },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { level: 'error', log: (_level, message) => log.error({ from: 'better-auth' }, message) },
  })
}
