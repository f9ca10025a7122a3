/** Finding the server of what a person typed, and becoming a client of it. */
import { NotLocated } from '../interface.ts'
import type { Call, Location, NewClient, Wire } from '../interface.ts'
import { address, at, get, header, obj, objs, str, strs } from '../reply.ts'
import { apiAt, askInstance, unknown } from './adapter.wire.ts'

/** What we ask for; `profile` is the least that tells who it is. */
export const scopes = ['profile', 'read:statuses', 'write:statuses', 'write:media'] as const

interface Typed {
  readonly domain: string
  /** `ada@example.social`, if a person was named. */
  readonly account?: string
}

/** "example.social", "https://example.social/@ada" or "@ada@example.social". Throws NotLocated. */
export function readTyped(typed: string): Typed {
  const text = typed.trim()
  const [, name, domain = ''] = /^@?([^@\s/:]+)@([^@\s/]+)$/.exec(text) ?? []
  if (name !== undefined) {
    const host = hostIn(domain)
    return { domain: host, account: `${name}@${host}` }
  }
  return { domain: hostIn(text.replace(/^https?:\/\//i, '').replace(/[/?#].*$/s, '')) }
}

/** A lone word is a name more often than a server. */
function hostIn(text: string): string {
  const url = `https://${text}/`
  if (!/[.:]/.test(text) || /[@\s]/.test(text) || !URL.canParse(url))
    throw new NotLocated(
      'Type the name of your server, such as mastodon.social, or your whole handle: @you@your.server.',
    )
  return new URL(url).host
}

const anyAnswer = [...unknown, 421, 429, 500, 502, 503, 504]
const mostHops = 3

/**
 * The server where an account lives: `@ada@example.org` may be at home at social.example.org, which WebFinger tells.
 * A domain without it is taken for the server itself.
 */
async function homeOf(call: Call, { domain, account }: Typed): Promise<string> {
  if (account === undefined) return domain
  let url = address(`https://${domain}/.well-known/webfinger`, { resource: `acct:${account}` })
  for (let hop = 0; hop < mostHops; hop += 1) {
    const reply = await call.send(get(url, 'nobody'), anyAnswer)
    const next = header(reply, 'location')
    if (reply.status >= 300 && reply.status < 400 && isHttps(next, url)) {
      url = new URL(next, url).href
      continue
    }
    const self = objs(at(reply.body, 'links')).find(({ rel, type }) => rel === 'self' && /json/.test(str(type)))
    const href = str(self?.['href'])
    return reply.status === 200 && isHttps(href) ? new URL(href).host : domain
  }
  return domain
}

/** A domain that keeps its server elsewhere sends whoever asks there. */
async function movedTo(call: Call, domain: string): Promise<string | undefined> {
  const url = `https://${domain}/.well-known/host-meta`
  const reply = await call.send(get(url, 'nobody'), anyAnswer)
  const next = header(reply, 'location')
  const host = isHttps(next, url) ? new URL(next, url).host : domain
  return host === domain ? undefined : host
}

/** The host that answers as a server. Throws NotLocated. */
async function serverFor(call: Call, typed: Typed): Promise<string> {
  const home = await homeOf(call, typed)
  if (await askInstance(call, home, 'nobody')) return home
  const moved = await movedTo(call, home)
  if (moved !== undefined && (await askInstance(call, moved, 'nobody'))) return moved
  throw new NotLocated(`${home} does not answer as a Mastodon server.`)
}

const isHttps = (url: string, base?: string): boolean =>
  url !== '' && URL.canParse(url, base) && new URL(url, base).protocol === 'https:'

/** Servers without a list of scopes are older than 4.3 and know no `profile`; those with broad ones only get these. */
export function scopesFor(supported: readonly string[]): readonly string[] {
  const known = (scope: string): boolean => supported.length === 0 || supported.includes(scope)
  const found = scopes.map((scope) => {
    if (scope === 'profile')
      return supported.includes(scope) ? scope : known('read:accounts') ? 'read:accounts' : 'read'
    return known(scope) ? scope : scope.replace(/:.*$/, '')
  })
  return [...new Set(found)]
}

/** The sign-in page is shown to people who are signed in already too: they may want another account. */
const choosing = (authorize: string): string => {
  const url = new URL(authorize)
  url.searchParams.set('force_login', 'true')
  return url.href
}

export async function locate(call: Call, typed: string): Promise<Location> {
  const host = await serverFor(call, readTyped(typed))
  const reply = await call.send(get(`https://${host}/.well-known/oauth-authorization-server`, 'nobody'), unknown)
  const told = reply.status === 200 ? obj(reply.body) : {}
  const endpoint = (name: string, path: string): string => {
    const url = str(told[name])
    return isHttps(url) ? url : `https://${host}${path}`
  }
  const issuer = str(told['issuer'])
  return {
    host,
    ...(isHttps(issuer) ? { issuer } : {}),
    endpoints: {
      authorize: choosing(endpoint('authorization_endpoint', '/oauth/authorize')),
      token: endpoint('token_endpoint', '/oauth/token'),
      revoke: endpoint('revocation_endpoint', '/oauth/revoke'),
    },
    scopes: scopesFor(strs(told['scopes_supported'])),
  }
}

/** One address as a text, which servers of every age take. */
export const register = ({ host }: Location, client: NewClient): Wire => ({
  method: 'POST',
  url: apiAt(host, 'v1/apps'),
  as: 'nobody',
  body: {
    is: 'json',
    value: {
      client_name: client.name,
      redirect_uris: client.redirectUri,
      scopes: client.scopes.join(' '),
      website: client.website,
    },
  },
})
