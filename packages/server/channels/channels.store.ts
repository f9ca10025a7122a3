/** The SQL of channels and their lanes. */
import { sql, type Transaction } from 'kysely'
import { json } from '../database/json.ts'
import type { Schema } from '../database/open.ts'
import type { JsonObject } from '../database/schema.gen.ts'
import type { Network } from '../outside/sandbox.ts'
import type { Account } from './account.ts'

type Trx = Transaction<Schema>

interface Place {
  readonly platform: string
  readonly network: Network
  readonly remoteId: string
}

/** The channel of an account in this workspace, locked. */
export async function channelAt(trx: Trx, { platform, network, remoteId }: Place) {
  return await trx
    .selectFrom('channel')
    .select(['id', 'consentId'])
    .where('platform', '=', platform)
    .where('network', '=', network)
    .where('remoteId', '=', remoteId)
    .forUpdate()
    .executeTakeFirst()
}

/** The accounts of channels that stand on a consent. */
export async function accountsOn(trx: Trx, consentId: string): Promise<Set<string>> {
  const rows = await trx.selectFrom('channel').select('remoteId').where('consentId', '=', consentId).execute()
  return new Set(rows.map((row) => row.remoteId))
}

/** The lane of an account; it is shared by all workspaces that connected it. */
export async function laneOf(trx: Trx, { platform, network, remoteId }: Place): Promise<number> {
  await sql`
    insert into lane (platform, network, remote_id) values (${platform}, ${network}, ${remoteId})
    on conflict do nothing`.execute(trx)
  const { rows } = await sql<{ id: number }>`
    select id from lane where platform = ${platform} and network = ${network} and remote_id = ${remoteId}`.execute(trx)
  const [lane] = rows
  if (!lane) throw new Error('a lane that was just made is not there')
  return lane.id
}

export async function workspaceZone(trx: Trx): Promise<string> {
  const { zone } = await trx.selectFrom('workspace').select('zone').executeTakeFirstOrThrow()
  return zone
}

/** Where a channel comes from. */
export interface From {
  readonly workspaceId: string
  readonly consentId: string
  readonly platform: string
  readonly network: Network
  readonly via: string
}

type NewChannel = From & Omit<Account, 'refused'> & { readonly laneId: number; readonly zone: string }

/** Makes the channel, or connects it again and leaves its zone, pause and policies as they are. */
export async function saveChannel(trx: Trx, channel: NewChannel): Promise<string> {
  const { workspaceId, consentId, platform, network, via, remoteId, laneId, zone, facts, ...seen } = channel
  const { id } = await trx
    .insertInto('channel')
    .values({
      ...seen,
      workspaceId,
      consentId,
      platform,
      network,
      via,
      remoteId,
      laneId,
      zone,
      facts: json(facts as JsonObject),
    })
    .onConflict((conflict) =>
      conflict.columns(['workspaceId', 'platform', 'network', 'remoteId']).doUpdateSet({
        ...seen,
        consentId,
        via,
        facts: json(facts as JsonObject),
        state: 'connected',
        stateWhy: null,
      }),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  await noteChannel(trx, workspaceId, id)
  return id
}

/** Tells those who watch the workspace. */
export async function noteChannel(trx: Trx, workspaceId: string, id: string): Promise<void> {
  await trx.insertInto('change').values({ workspaceId, what: 'channel', rowId: id }).execute()
}

export interface ChannelRow {
  readonly workspaceId: string
  readonly id: string
  readonly platform: string
  readonly network: Network
  readonly kind: string
  readonly via: string
  readonly remoteId: string
  readonly handle: string
  readonly name: string
  readonly avatarUrl: string | null
  readonly host: string | null
  readonly facts: Record<string, unknown>
  readonly zone: string
  readonly state: 'connected' | 'reconnect' | 'disconnected'
  readonly stateWhy: string | null
  readonly pausedAt: Date | null
  readonly latePolicy: 'window' | 'skip' | 'ask' | null
  readonly lateWindowSeconds: number | null
  readonly hue: number | null
  readonly lastPublishedAt: Date | null
  readonly consentId: string | null
  readonly laneId: number
  readonly expiresAt: Date | null
  readonly renewable: boolean
  readonly scopes: string[]
  readonly closedUntil: Date | null
  readonly closedWhy: string | null
  readonly slots: number
  readonly waiting: number
}

const columns = sql`
  h.workspace_id, h.id, h.platform, h.network, h.kind, h.via, h.remote_id, h.handle, h.name, h.avatar_url, h.host, h.facts, h.zone,
  h.state, h.state_why, h.paused_at, h.late_policy, h.late_window_seconds, h.hue, (select p.live_at from publication p where p.lane_id = h.lane_id and p.channel_id = h.id and p.live_at is not null
    order by p.live_at desc limit 1) as last_published_at, h.consent_id,
  h.lane_id, coalesce(c.renewable, false) as renewable, coalesce(c.scopes, '{}') as scopes,
  case when c.renewable then c.refresh_expires_at else c.expires_at end as expires_at,
  case when l.closed_until > now() then l.closed_until end as closed_until,
  case when l.closed_until > now() then l.closed_why end as closed_why,
  (select count(*)::int from slot s where s.channel_id = h.id) as slots,
  coalesce(w.waiting, 0) as waiting`

/** What is planned or waits is counted once for all channels: the states' index is read, not each channel's history. */
const tables = sql`
  channel h
  join lane l on l.id = h.lane_id
  left join consent c on c.workspace_id = h.workspace_id and c.id = h.consent_id
  left join (
    select channel_id, count(*)::int as waiting from publication
    where workspace_id = current_workspace() and state in ('scheduled', 'publishing', 'waiting', 'unconfirmed')
    group by channel_id) w on w.channel_id = h.id`

export async function listChannels(
  trx: Trx,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<ChannelRow[]> {
  const { rows } = await sql<ChannelRow>`
    select ${columns} from ${tables} where h.id > coalesce(${after ?? null}::uuid, '00000000-0000-0000-0000-000000000000')
    order by h.id limit ${limit}`.execute(trx)
  return rows
}

export async function readChannels(trx: Trx, ids: readonly string[]): Promise<ChannelRow[]> {
  const { rows } = await sql<ChannelRow>`
    select ${columns} from ${tables} where h.id = any(${[...ids]}::uuid[]) order by h.id`.execute(trx)
  return rows
}

interface ChannelValues {
  readonly zone?: string
  readonly latePolicy?: 'window' | 'skip' | 'ask' | null
  readonly lateWindowSeconds?: number | null
  readonly hue?: number | null
}

/** Changes what is given and leaves the rest; false if there is no such channel. */
export async function updateChannel(trx: Trx, id: string, values: ChannelValues, paused?: boolean): Promise<boolean> {
  const pausedAt = paused === true ? sql<Date>`coalesce(paused_at, now())` : null
  const done = await trx
    .updateTable('channel')
    .set({ ...values, ...(paused === undefined ? {} : { pausedAt }), zone: values.zone ?? sql<string>`zone` })
    .where('id', '=', id)
    .executeTakeFirst()
  return done.numUpdatedRows === 1n
}

/** Takes the consent away from a channel; answers it, locked, or undefined if there is no such channel. */
export async function partChannel(trx: Trx, id: string): Promise<{ consentId: string | null } | undefined> {
  const found = await trx.selectFrom('channel').select('consentId').where('id', '=', id).forUpdate().executeTakeFirst()
  if (!found) return undefined
  await trx
    .updateTable('channel')
    .set({ state: 'disconnected', stateWhy: null, consentId: null })
    .where('id', '=', id)
    .execute()
  return found
}
