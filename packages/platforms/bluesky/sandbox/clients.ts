/**
 * Who may ask for access. A real client id is the address of a document that the server reads; a practice network has
 * no business in the internet, so it knows the loopback client of the developer exception, its own practice
 * application, and what `POST /_sandbox/apps` added. There a `clientSecret` that is a JSON key set (public keys) makes a
 * confidential client, which then has to sign assertions; any other makes a public one.
 */
import { createLocalJWKSet, decodeProtectedHeader, errors, jwtVerify, type JSONWebKeySet } from 'jose'
import { mayRedirect } from '../../sandbox/oauth.ts'
import { oauthRefusal } from './problems.ts'
import { origin, type State } from './state.ts'

export interface Client {
  readonly id: string
  readonly keys?: JSONWebKeySet | undefined
  mayRedirect(uri: string): boolean
  /** What its document declares; undefined: anything. */
  readonly scopes: readonly string[] | undefined
}

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const assertionSeconds = 60

/** Loopback by its number; the name `localhost` is not one. Ports do not count (RFC 8252). */
const loopback = (uri: string) => {
  if (!URL.canParse(uri)) return undefined
  const url = new URL(uri)
  const good = url.protocol === 'http:' && ['127.0.0.1', '[::1]'].includes(url.hostname) && url.hash === ''
  return good ? `${url.hostname}${url.pathname}${url.search}` : undefined
}

function loopbackClient(id: string): Client {
  const url = new URL(id)
  const unknown = [...url.searchParams.keys()].find((name) => name !== 'redirect_uri' && name !== 'scope')
  const uris = url.searchParams.getAll('redirect_uri')
  const declared = uris.length > 0 ? uris : ['http://127.0.0.1/', 'http://[::1]/']
  const places = declared.map(loopback)
  if (!/^http:\/\/localhost\/?(\?.*)?$/.test(id) || unknown !== undefined || places.includes(undefined))
    throw oauthRefusal('invalid_client_metadata', `Invalid client ID "${id}"`)
  return {
    id,
    scopes: (url.searchParams.get('scope') ?? 'atproto').split(' '),
    mayRedirect: (uri) => places.includes(loopback(uri) ?? 'none'),
  }
}

function keySet(text: string): JSONWebKeySet | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const good = typeof value === 'object' && value !== null && 'keys' in value && Array.isArray(value.keys)
    return good ? (value as JSONWebKeySet) : undefined
  } catch {
    return undefined
  }
}

export function findClient(state: State, id: string | undefined): Client {
  if (id === undefined || id === '')
    throw oauthRefusal('invalid_client', 'Client credentials missing: Required at body.client_id')
  const app = state.apps.get(id)
  if (app)
    return { id, keys: keySet(app.clientSecret), scopes: app.scopes, mayRedirect: (uri) => mayRedirect(app, uri) }
  if (/^http:\/\/localhost(?![\w.-])/.test(id) && URL.canParse(id)) return loopbackClient(id)
  throw oauthRefusal(
    'invalid_client_metadata',
    `Unable to obtain client metadata for "${id}": nothing is fetched here, add it with POST /_sandbox/apps`,
  )
}

/** Confidential clients sign an assertion about themselves; public ones must not try. */
export async function authenticate(
  state: State,
  client: Client,
  fields: ReadonlyMap<string, string>,
  realNow: number,
): Promise<void> {
  const [type, assertion] = [fields.get('client_assertion_type'), fields.get('client_assertion')]
  if (!client.keys) {
    if (assertion !== undefined) throw oauthRefusal('invalid_client', 'This client has no keys to authenticate with')
    return
  }
  if (assertion === undefined)
    throw oauthRefusal(
      'invalid_request',
      'client authentication method "private_key_jwt" required a "client_assertion"',
    )
  if (type !== assertionType) throw oauthRefusal('invalid_client', `Unsupported client_assertion_type "${type ?? ''}"`)
  try {
    if (decodeProtectedHeader(assertion).kid === undefined)
      throw oauthRefusal('invalid_client', '"kid" required in client_assertion')
    const { payload } = await jwtVerify(assertion, createLocalJWKSet(client.keys), {
      issuer: client.id,
      subject: client.id,
      audience: origin,
      algorithms: ['ES256'],
      requiredClaims: ['jti', 'iat'],
      maxTokenAge: assertionSeconds,
      clockTolerance: 5,
      currentDate: new Date(realNow),
    })
    const once = `assertion ${client.id} ${payload.jti ?? ''}`
    if (state.proofs.has(once)) throw oauthRefusal('invalid_grant', 'private_key_jwt jti reused')
    state.proofs.set(once, state.world.now())
  } catch (error) {
    if (!(error instanceof errors.JOSEError) && !(error instanceof TypeError)) throw error
    throw oauthRefusal('invalid_client', `Validation of "client_assertion" failed: ${error.message}`)
  }
}
