/** The SQL of clients that servers have made of us. */
import { sql } from 'kysely'
import type { Database } from '../database/open.ts'
import type { Network } from '../outside/sandbox.ts'

/** Where we are a client, and where people come back to. */
export interface ClientPlace {
  readonly platform: string
  readonly network: Network
  readonly host: string
  readonly redirectUri: string
}

export interface HostClient {
  readonly clientId: string
  readonly sealed: string
  readonly scopes: readonly string[]
  /** Nobody came back since somebody was last sent. */
  readonly unanswered: boolean
  readonly askedAt: Date
}

export async function readHostClient({ kysely }: Database, place: ClientPlace): Promise<HostClient | undefined> {
  const { rows } = await sql<HostClient>`
    select client_id, sealed, scopes, asked_at > answered_at as unanswered,
      greatest(asked_at, 'epoch'::timestamptz) as asked_at
    from host_client where ${at(place)}`.execute(kysely)
  return rows[0]
}

export interface NewHostClient {
  readonly clientId: string
  readonly sealed: string
  readonly keyId: string
  readonly scopes: readonly string[]
}

/** Stores a client in the place of `replaced` (undefined: of none). Of two who do it at once, the first one stays. */
export async function saveHostClient(
  { kysely }: Database,
  { platform, network, host, redirectUri }: ClientPlace,
  { clientId, sealed, keyId, scopes }: NewHostClient,
  replaced: string | undefined,
): Promise<void> {
  await sql`
    insert into host_client (platform, network, host, redirect_uri, scopes, client_id, sealed, key_id)
    values (${platform}, ${network}, ${host}, ${redirectUri}, ${[...scopes]}::text[], ${clientId}, ${sealed}, ${keyId})
    on conflict (platform, network, host, redirect_uri) do update set
      scopes = excluded.scopes, client_id = excluded.client_id, sealed = excluded.sealed, key_id = excluded.key_id,
      asked_at = '-infinity', answered_at = '-infinity'
    where host_client.client_id = ${replaced ?? null}`.execute(kysely)
}

export async function noteAsked({ kysely }: Database, place: ClientPlace, clientId: string, now: Date): Promise<void> {
  await sql`update host_client set asked_at = ${now} where ${at(place)} and client_id = ${clientId}`.execute(kysely)
}

export async function noteAnswered({ kysely }: Database, place: ClientPlace, clientId: string): Promise<void> {
  await sql`
    update host_client set answered_at = greatest(asked_at, answered_at)
    where ${at(place)} and client_id = ${clientId}`.execute(kysely)
}

/** The server does not know this client any more. */
export async function dropHostClient({ kysely }: Database, place: ClientPlace, clientId: string): Promise<void> {
  await sql`delete from host_client where ${at(place)} and client_id = ${clientId}`.execute(kysely)
}

export interface SealedClient extends ClientPlace {
  readonly clientId: string
  readonly sealed: string
}

/** Clients that another key sealed. */
export async function clientsSealedOtherwise({ kysely }: Database, keyId: string): Promise<SealedClient[]> {
  const { rows } = await sql<SealedClient>`
    select platform, network, host, redirect_uri, client_id, sealed from host_client
    where key_id <> ${keyId}`.execute(kysely)
  return rows
}

/** The same secret in another seal; nothing if the client was replaced meanwhile. */
export async function resealHostClient(
  { kysely }: Database,
  { clientId, sealed, ...place }: SealedClient,
  keyId: string,
): Promise<void> {
  await sql`
    update host_client set sealed = ${sealed}, key_id = ${keyId}
    where ${at(place)} and client_id = ${clientId}`.execute(kysely)
}

const at = ({ platform, network, host, redirectUri }: ClientPlace) => sql`
  platform = ${platform} and network = ${network} and host = ${host} and redirect_uri = ${redirectUri}`
