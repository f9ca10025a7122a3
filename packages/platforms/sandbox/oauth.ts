/** The part of OAuth that is the same everywhere: applications, codes, grants, tokens. The rules are each network's own. */
import type { Chance } from './chance.ts'

export interface App {
  readonly clientId: string
  readonly clientSecret: string
  readonly redirectUris: readonly string[]
  /** What kind of application, in the network's terms ('public', 'self-serve', …). */
  readonly kind?: string | undefined
  /** Scopes it may ask for; none given: all. */
  readonly scopes?: readonly string[] | undefined
  /** Gets refresh tokens, where a network gives them to some only. */
  readonly refresh?: boolean | undefined
  /** The practice application may redirect to any loopback callback. */
  readonly anyLoopback?: boolean | undefined
}
export interface Grant {
  readonly app: App
  readonly person: string
  readonly scopes: readonly string[]
  readonly bornAt: number
  revoked: boolean
}
export interface Code {
  readonly app: App
  readonly person: string
  readonly scopes: readonly string[]
  readonly redirectUri: string
  readonly challenge?: string | undefined
  readonly until: number
}
export interface Token {
  readonly value: string
  readonly is: 'access' | 'refresh'
  readonly grant: Grant
  /** When it ends, in ms. `token_expired` ends it now. */
  until: number
  /** A refresh token that was exchanged. */
  spent: boolean
}

export const practiceApp = (platform: string): App => ({
  clientId: `sandbox-${platform}`,
  clientSecret: `sandbox-${platform}-secret`,
  redirectUris: [],
  anyLoopback: true,
})

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]'])
function isLoopback(uri: string): boolean {
  return URL.canParse(uri) && loopback.has(new URL(uri).hostname) && /^https?:/.test(uri)
}

/** `ignoreQuery`: LinkedIn compares without the query. Everyone compares byte by byte. */
export function mayRedirect(app: App, uri: string, ignoreQuery = false): boolean {
  if (!URL.canParse(uri) || uri.includes('#')) return false
  const plain = (text: string) => (ignoreQuery ? text.replace(/\?.*$/s, '') : text)
  return app.redirectUris.some((one) => plain(one) === plain(uri)) || (app.anyLoopback === true && isLoopback(uri))
}

/** Adds parameters to a callback address that may have a query already. */
export function callback(uri: string, values: Readonly<Record<string, string | undefined>>): string {
  const url = new URL(uri)
  for (const [name, value] of Object.entries(values)) if (value !== undefined) url.searchParams.set(name, value)
  return url.href
}

export function createGrants(world: { now(): number; readonly chance: Chance }) {
  const apps = new Map<string, App>()
  const codes = new Map<string, Code>()
  const tokens = new Map<string, Token>()
  const grants: Grant[] = []

  return {
    app: (clientId: string | undefined) => (clientId === undefined ? undefined : apps.get(clientId)),
    addApp: (app: App) => void apps.set(app.clientId, app),
    issueCode(code: Omit<Code, 'until'>, seconds: number): string {
      const value = world.chance.text(64)
      codes.set(value, { ...code, until: world.now() + seconds * 1000 })
      return value
    },
    /** A code works once: whoever asks has used it up. */
    takeCode(value: string): Code | undefined {
      const code = codes.get(value)
      codes.delete(value)
      return code
    },
    grant(app: App, person: string, scopes: readonly string[]): Grant {
      const grant = { app, person, scopes, bornAt: world.now(), revoked: false }
      grants.push(grant)
      return grant
    },
    live: (app: App, person: string) =>
      grants.filter((grant) => grant.app === app && grant.person === person && !grant.revoked),
    mint(grant: Grant, is: Token['is'], seconds: number, length: number): Token {
      const token = { value: world.chance.text(length), is, grant, until: world.now() + seconds * 1000, spent: false }
      tokens.set(token.value, token)
      return token
    },
    token: (value: string) => tokens.get(value),
  }
}
export type Grants = ReturnType<typeof createGrants>

export const bearer = (header: string | undefined) => /^Bearer (\S+)$/i.exec(header ?? '')?.[1]

/** The fields of a urlencoded form; undefined for any other content type. A repeated field is an error of its own. */
export async function form(request: Request): Promise<Map<string, string> | undefined> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers.get('content-type') ?? '')) return undefined
  const fields = new URLSearchParams(await request.text())
  return new Set(fields.keys()).size === fields.size ? new Map(fields) : undefined
}
