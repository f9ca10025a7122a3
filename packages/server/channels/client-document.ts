/**
 * Being a client by a document: servers of some networks read who we are at an address of ours, and that address is our
 * name there. Without a public address there is the network's exception for programs on a person's own machine.
 */
import { createECDH, createHash, hkdfSync } from 'node:crypto'
import type { Json } from '@posthorn/domain/json.ts'
import { problem } from '@posthorn/domain/problems.ts'
import type { Network } from '../outside/sandbox.ts'
import type { Parts } from '../parts.ts'
import type { Settings } from '../settings.ts'
import type { ProofKey } from './dpop.ts'
import { callbackPath, platformOf, type OAuthHostWay } from './world.ts'

type DocumentParts = Pick<Parts, 'settings' | 'platforms'>

const isPublic = ({ backendUrl }: Pick<Settings, 'backendUrl'>): boolean => backendUrl.startsWith('https:')

/** Loopback clients come back to an address of numbers: a name could be anybody's (RFC 8252, 7.3). */
const isOwnMachine = (url: string): boolean => /^http:\/\/(127\.0\.0\.1|\[::1\])(:\d+)?(\/|$)/.test(url)

/** Settings without which no server could know us; none if it works. */
export const missingForDocument = (settings: Pick<Settings, 'backendUrl'>): string[] =>
  isPublic(settings) || isOwnMachine(settings.backendUrl) ? [] : ['BACKEND_URL']

interface Sent {
  readonly platform: string
  readonly network: Network
  readonly redirectUri: string
  readonly scopes: readonly string[]
}

/** Who we are for a server that reads documents. Throws channel.no-app where it could not come back to us. */
export function documentClientId(parts: DocumentParts, { platform: id, network, redirectUri, scopes }: Sent): string {
  if (network === 'real' && isPublic(parts.settings)) return documentAddress(parts.settings, id)
  if (network === 'real' && !isOwnMachine(redirectUri)) {
    throw problem('channel.no-app', {
      platform: platformOf(parts, id).rules.label,
      variable: 'BACKEND_URL (with https)',
    })
  }
  const told = new URLSearchParams({ redirect_uri: redirectUri, scope: scopes.join(' ') })
  return `http://localhost?${told.toString().replaceAll('+', '%20')}`
}

/** A client with a document proves itself with the key named there; one on a person's machine has nothing to prove. */
export const hasDocument = (clientId: string): boolean => clientId.startsWith('https:')

const documentAddress = ({ backendUrl }: Pick<Settings, 'backendUrl'>, platform: string): string =>
  `${backendUrl}/oauth/${platform}/client-metadata.json`

/** What servers read. Throws access.not-here where no way of the platform wants it or our address is not public. */
export function clientDocument(
  { platforms, settings }: DocumentParts,
  id: string,
): Record<string, Json> & { client_id: string } {
  const platform = Object.hasOwn(platforms, id) ? platforms[id] : undefined
  const way = platform?.connect.find(
    (one): one is OAuthHostWay => one.how === 'oauth-at-host' && one.client === 'document',
  )
  if (!way || !isPublic(settings)) throw problem('access.not-here')
  const { d: _, ...key } = assertionKey(settings)
  return {
    client_id: documentAddress(settings, id),
    application_type: 'web',
    client_name: 'Posthorn',
    client_uri: settings.backendUrl,
    redirect_uris: [`${settings.backendUrl}${callbackPath(id)}`],
    grant_types: way.renew === 'none' ? ['authorization_code'] : ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    scope: way.scopes.join(' '),
    dpop_bound_access_tokens: way.dpop,
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: 'ES256',
    jwks: { keys: [{ ...key, kid: assertionKeyId(settings), use: 'sig', alg: 'ES256' }] },
  }
}

/** The order of the group of P-256 (FIPS 186-5): private keys are smaller. */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/**
 * The key that signs us in at those servers, made from OAUTH_STATE_SECRET: every process has the same one, and nothing
 * has to be kept. 48 bytes are enough for the remainder to be even over the group (FIPS 186-5, A.2.1).
 */
export function assertionKey({ stateSecret }: Pick<Settings, 'stateSecret'>): ProofKey {
  const bytes = Buffer.from(hkdfSync('sha256', stateSecret, '', 'posthorn client assertion', 48))
  const d = (BigInt(`0x${bytes.toString('hex')}`) % (order - 1n)) + 1n
  const secret = Buffer.from(d.toString(16).padStart(64, '0'), 'hex')
  const curve = createECDH('prime256v1')
  curve.setPrivateKey(secret)
  const point = curve.getPublicKey()
  const text = (part: Buffer) => part.toString('base64url')
  return { kty: 'EC', crv: 'P-256', x: text(point.subarray(1, 33)), y: text(point.subarray(33)), d: text(secret) }
}

/** The key's thumbprint (RFC 7638). */
export function assertionKeyId(settings: Pick<Settings, 'stateSecret'>): string {
  const { crv, kty, x, y } = assertionKey(settings)
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url')
}
