/** Who speaks to which authorization server, for attempts, renewals and the end of a grant alike. */
import { problem } from '@posthorn/domain/problems.ts'
import type { Network } from '../outside/sandbox.ts'
import type { Parts } from '../parts.ts'
import { assertionKey, assertionKeyId, hasDocument } from './client-document.ts'
import { clientFor } from './clients.ts'
import { proverWith, type ProofKey } from './dpop.ts'
import { appSecretProof, type Server, type Speaker } from './grant.ts'
import type { Located } from './located.ts'
import { Secret } from './secret.ts'
import type { HeldClient } from './stored.ts'
import type { Access } from './access.ts'
import { platformOf, wayOf, worldFor, type OAuthHostWay } from './world.ts'

type SpeakerParts = Pick<Parts, 'platforms' | 'settings' | 'sandbox' | 'door'>

export interface Grantor {
  readonly platform: string
  readonly network: Network
  readonly via: string
  /** Whose credentials, where those of the way's app are not meant. */
  readonly app?: string
  readonly location: Located | null
}

/** What is kept from the beginning of an attempt to the end of the grant, sealed. */
export interface Held {
  readonly client?: HeldClient
  readonly key?: ProofKey
}

/** Throws channel.way for ways without an authorization server, channel.no-app, channel.sandbox-off. */
export function speakerOf(
  parts: SpeakerParts,
  { platform: id, network, via, app, location }: Grantor,
  { client, key }: Held = {},
): Speaker {
  const platform = platformOf(parts, id)
  const way = wayOf(platform, via)
  const base = { door: parts.door, world: worldFor(parts, id, network) }
  if (way.how === 'oauth') {
    return { ...base, way, client: clientFor(parts, { platform: id, network, app: app ?? way.app }) }
  }
  const server = way.how === 'oauth-at-host' && location ? serverAt(way, location) : undefined
  if (!server || !client) throw problem('channel.way', { platform: platform.rules.label }, { field: 'via' })
  const signs = hasDocument(client.id)
    ? { sign: { key: assertionKey(parts.settings), kid: assertionKeyId(parts.settings) } }
    : {}
  return {
    ...base,
    way: server,
    client: { ...client, ...signs },
    ...(key === undefined ? {} : { prover: proverWith(parts, network, key) }),
  }
}

/** A located server in the words of a fixed one. */
function serverAt(way: OAuthHostWay, { endpoints, issuer, scopes, hint }: Located): Server | undefined {
  if (!endpoints) return undefined
  return {
    via: way.via,
    ...endpoints,
    scopes: scopes ?? way.scopes,
    pkce: true,
    clientAuth: 'body',
    renew: way.renew,
    ...(issuer === undefined ? {} : { issuer }),
    ...(hint === undefined ? {} : { hint }),
    // Our name is the same at every server then, so a code of one could be spent by another (RFC 9207).
    namesIssuer: way.client === 'document' && issuer !== undefined,
  }
}

/** A token that was just given, as it is shown. */
export function accessBy({ way, client, prover }: Speaker, token: string): Access {
  const proof = way.dialect?.proof
  const { secret } = client
  return {
    fence: '',
    authorization: new Secret(`${prover ? 'DPoP' : 'Bearer'} ${token}`),
    query:
      proof === undefined || secret === undefined ? {} : { [proof]: new Secret(appSecretProof({ secret }, token)) },
    ...(prover ? { prover } : {}),
  }
}
