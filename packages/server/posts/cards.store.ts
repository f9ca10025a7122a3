import { sql, type Transaction } from 'kysely'
import type { Schema } from '../database/open.ts'
import type { State } from '@posthorn/domain/post/states.ts'

/** A publication as lists show it: the columns of a card, in the order of time. */
export interface CardRow {
  readonly id: string
  readonly postId: string
  readonly channelId: string
  readonly platform: string
  readonly state: State
  readonly reason: string | null
  readonly dueAt: Date
  readonly zone: string
  readonly wallTime: string
  readonly words: string
  readonly media: number
  readonly permalink: string | null
  /** How long after its time it was live. */
  readonly latenessMs: number | null
}

export interface CardFilter {
  readonly from?: Date | undefined
  readonly to?: Date | undefined
  readonly channel?: string | undefined
  readonly states?: readonly State[] | undefined
  readonly post?: string | undefined
  readonly after?: readonly [dueAt: string, id: string] | undefined
  readonly newestFirst?: boolean
  readonly limit: number
}

const cardColumns = sql`
  p.id, p.post_id, p.channel_id, c.platform, p.state, p.reason, p.due_at, p.zone, p.wall_time, p.permalink,
  (extract(epoch from p.live_at - p.due_at) * 1000)::int8 as lateness_ms,
  left(regexp_replace(coalesce(v.parts #>> '{0,text}', s.base #>> '{parts,0,text}', ''), '\\s+', ' ', 'g'), 120) as words,
  jsonb_array_length(coalesce(v.parts #> '{0,media}', s.base #> '{parts,0,media}', '[]')) as media`

const cardTables = sql`
  publication p
  join channel c on c.workspace_id = p.workspace_id and c.id = p.channel_id
  join post s on s.workspace_id = p.workspace_id and s.id = p.post_id
  left join version v on v.workspace_id = p.workspace_id and v.post_id = p.post_id and v.channel_id = p.channel_id`

/** Cards of a workspace; one row more than `limit` tells that there is more. */
export async function readCards(
  trx: Transaction<Schema>,
  workspaceId: string,
  filter: CardFilter,
): Promise<readonly CardRow[]> {
  const { from, to, channel, states, post, after, newestFirst = false, limit } = filter
  const wanted = [
    sql`p.workspace_id = ${workspaceId}`,
    sql`s.deleted_at is null`,
    ...(from ? [sql`p.due_at >= ${from}`] : []),
    ...(to ? [sql`p.due_at < ${to}`] : []),
    ...(channel ? [sql`p.channel_id = ${channel}`] : []),
    ...(post ? [sql`p.post_id = ${post}`] : []),
    ...(states ? [sql`p.state = any(${[...states]}::publication_state[])`] : []),
    ...(after
      ? [
          newestFirst
            ? sql`(p.due_at, p.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
            : sql`(p.due_at, p.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`,
        ]
      : []),
  ]
  const order = newestFirst ? sql`p.due_at desc, p.id desc` : sql`p.due_at, p.id`
  const { rows } = await sql<CardRow>`
    select ${cardColumns} from ${cardTables} where ${sql.join(wanted, sql` and `)} order by ${order} limit ${limit + 1}`.execute(
    trx,
  )
  return rows
}

export interface DayRow {
  readonly day: string
  readonly counts: Record<string, number>
  readonly top: readonly string[]
}

/** For each day of a month in a zone: how many in which state, and the ids of the three that matter most. */
export async function readDays(
  trx: Transaction<Schema>,
  workspaceId: string,
  {
    from,
    to,
    zone,
    channel,
    state,
  }: { from: string; to: string; zone: string; channel?: string | undefined; state?: State | undefined },
): Promise<readonly DayRow[]> {
  const { rows } = await sql<DayRow>`
    with mine as (
      select p.id, p.state, p.due_at, (p.due_at at time zone ${zone})::date as day,
        row_number() over (partition by (p.due_at at time zone ${zone})::date
          order by case p.state when 'needs_you' then 0 when 'failed' then 1 when 'missed' then 2 when 'unconfirmed' then 3 else 4 end, p.due_at, p.id) as place
      from publication p join post s on s.workspace_id = p.workspace_id and s.id = p.post_id and s.deleted_at is null
      where p.workspace_id = ${workspaceId}
        and p.due_at >= (${from}::date)::timestamp at time zone ${zone} and p.due_at < (${to}::date)::timestamp at time zone ${zone}
        and (${channel ?? null}::uuid is null or p.channel_id = ${channel ?? null}::uuid)
        and (${state ?? null}::text is null or p.state = (${state ?? null}::text)::publication_state)
    ), counted as (select day, state, count(*)::int as n from mine group by day, state)
    select to_char(c.day, 'YYYY-MM-DD') as day, jsonb_object_agg(c.state, c.n) as counts,
      (select array_agg(m.id order by m.due_at, m.id) from mine m where m.day = c.day and m.place <= 3)::text[] as top
    from counted c group by c.day order by c.day`.execute(trx)
  return rows
}

/** Cards by their ids, in no order. */
export async function readCardsById(
  trx: Transaction<Schema>,
  workspaceId: string,
  ids: readonly string[],
): Promise<readonly CardRow[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<CardRow>`
    select ${cardColumns} from ${cardTables} where p.workspace_id = ${workspaceId} and p.id = any(${[...ids]}::uuid[])`.execute(
    trx,
  )
  return rows
}
