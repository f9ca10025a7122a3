/** Meeting a server that a person named: finding it, becoming its client, and a key for the tokens it will give. */
import type { Network } from '../outside/sandbox.ts'
import type { Parts } from '../parts.ts'
import { documentClientId } from './client-document.ts'
import { newProofKey } from './dpop.ts'
import { clientAnswered, clientAt, clientForgotten } from './host-clients.ts'
import type { ClientPlace } from './host-clients.store.ts'
import type { Located } from './located.ts'
import { findServer } from './location.ts'
import type { Held } from './speaker.ts'
import { platformOf, wayOf, type OAuthHostWay } from './world.ts'

type HostParts = Omit<Parts, 'jobs'>

interface Meeting {
  readonly platform: string
  readonly network: Network
  readonly way: OAuthHostWay
  readonly typed: string
  readonly redirectUri: string
}

/** Throws channel.not-located, channel.exchange, channel.no-app. */
export async function meetServer(parts: HostParts, meeting: Meeting): Promise<{ location: Located; held: Held }> {
  const { platform, network, way, redirectUri } = meeting
  const location = await findServer(parts, meeting)
  const scopes = location.scopes ?? way.scopes
  const client =
    way.client === 'registered'
      ? await clientAt(parts, { platform, network, host: location.host, redirectUri }, { location, scopes })
      : { id: documentClientId(parts, { platform, network, redirectUri, scopes }) }
  return { location, held: { client, ...(way.dpop ? { key: await newProofKey() } : {}) } }
}

/** An attempt at a server, as it began. */
export interface Met extends Omit<ClientPlace, 'host'> {
  readonly via: string
  readonly location: Located | null
  readonly held: Held
}

/** Somebody came back: the server knows us. */
export const serverAnswered = (parts: HostParts, met: Met): Promise<void> => withClient(parts, met, clientAnswered)

/** The server does not know us any more: the next attempt begins with a new registration. */
export const serverForgot = (parts: HostParts, met: Met): Promise<void> => withClient(parts, met, clientForgotten)

async function withClient(parts: HostParts, met: Met, act: typeof clientAnswered): Promise<void> {
  const { platform, network, via, redirectUri, location, held } = met
  const way = wayOf(platformOf(parts, platform), via)
  if (way.how !== 'oauth-at-host' || way.client !== 'registered' || !location || !held.client) return
  await act(parts, { platform, network, host: location.host, redirectUri }, held.client)
}
