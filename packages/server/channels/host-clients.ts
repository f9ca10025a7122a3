/**
 * Becoming a client of servers that ask for it: once for each server and address of coming back, kept with its secret
 * sealed. Servers forget clients (older ones sweep out unused ones), so a client that is refused, or with which people
 * go and never come back, is registered anew.
 */
import { problem } from '@posthorn/domain/problems.ts'
import type { Parts } from '../parts.ts'
import { CallFailed } from '../publishing/work.ts'
import { createLocateCall } from './call.ts'
import { fieldsOf, plain, wordsOf } from './grant.read.ts'
import {
  dropHostClient,
  noteAnswered,
  noteAsked,
  readHostClient,
  saveHostClient,
  type ClientPlace,
  type HostClient,
} from './host-clients.store.ts'
import type { Located } from './located.ts'
import type { HeldClient } from './stored.ts'
import { platformOf } from './world.ts'

type ClientParts = Omit<Parts, 'jobs'>

/** Whoever has not come back after this long, in ms, may have met a server that does not know us any more. */
const patience = 10 * 60_000

export const hostClientSeal = ({ platform, network, host, redirectUri }: ClientPlace): string =>
  `host-client:${network}:${platform}:${host}:${redirectUri}`

/** The client to send a person with. Throws channel.exchange with the server's words. */
export async function clientAt(
  parts: ClientParts,
  place: ClientPlace,
  { location, scopes }: { readonly location: Located; readonly scopes: readonly string[] },
): Promise<HeldClient> {
  const known = await readHostClient(parts.web, place)
  const client =
    known && isGood(known, scopes, parts.now())
      ? known
      : await register(parts, place, { location, scopes, replaced: known?.clientId })
  await noteAsked(parts.web, place, client.clientId, parts.now())
  const secret = await parts.seal.open(client.sealed, hostClientSeal(place))
  return { id: client.clientId, ...(typeof secret === 'string' && secret !== '' ? { secret } : {}) }
}

const isGood = ({ scopes: registered, unanswered, askedAt }: HostClient, scopes: readonly string[], now: Date) =>
  scopes.every((scope) => registered.includes(scope)) && !(unanswered && now.getTime() - askedAt.getTime() > patience)

/** Somebody came back: the server knows the client. */
export const clientAnswered = async (parts: ClientParts, place: ClientPlace, { id }: HeldClient): Promise<void> =>
  await noteAnswered(parts.web, place, id)

/** The server said that it does not know the client. */
export const clientForgotten = async (parts: ClientParts, place: ClientPlace, { id }: HeldClient): Promise<void> =>
  await dropHostClient(parts.web, place, id)

async function register(
  parts: ClientParts,
  place: ClientPlace,
  { location, scopes, replaced }: { location: Located; scopes: readonly string[]; replaced: string | undefined },
): Promise<HostClient> {
  const { id, secret } = await ask(parts, place, location, scopes)
  const sealed = await parts.seal.seal(secret, hostClientSeal(place))
  await saveHostClient(parts.web, place, { clientId: id, sealed, keyId: parts.seal.keyId, scopes }, replaced)
  // Whoever was faster is right, and the client just made is forgotten.
  const stored = await readHostClient(parts.web, place)
  if (!stored) throw new Error('a client that was just stored is not there')
  return stored
}

async function ask(
  parts: ClientParts,
  { platform: id, network, redirectUri }: ClientPlace,
  location: Located,
  scopes: readonly string[],
): Promise<{ id: string; secret: string }> {
  const platform = platformOf(parts, id)
  if (!platform.register) throw problem('channel.way', { platform: platform.rules.label }, { field: 'via' })
  const asking = { name: 'Posthorn', website: parts.settings.backendUrl, redirectUri, scopes }
  const refused = (words: string, cause?: unknown) =>
    problem('channel.exchange', { platform: location.host, words }, { field: 'typed', cause })
  let body
  try {
    body = (await createLocateCall(parts, { platform: id, network }).send(platform.register(location, asking))).body
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error
    const { reply } = error.failure
    throw refused(reply ? wordsOf(reply) : 'it did not answer', error)
  }
  const { client_id: clientId, client_secret: secret } = fieldsOf(body)
  if (typeof clientId !== 'string' || clientId === '') throw refused('it gave no client id')
  return { id: plain(clientId), secret: typeof secret === 'string' ? secret : '' }
}
