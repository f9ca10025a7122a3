import type pg from 'pg'
import type { Due } from './due.store.ts'
import { assignments, mine, placeholders, prepared, type Columns, type StepRow } from './fenced.store.ts'
import type { Lane } from './lanes.store.ts'

/** Why the point of no return refused. `lost`: the lane is not ours any more. `moved`: a person changed something. */
export type Blocked = 'lost' | 'cancelled' | 'paused' | 'reconnect' | 'late' | 'moved'

export interface IntentRow {
  /** What the first send of a plan writes along: the frozen version and the plan's shape. */
  readonly begin: Columns | undefined
  readonly step: Pick<StepRow, 'name' | 'for'>
  /** The request, sealed. */
  readonly intent: string
  /** Seconds after the due time from which it is too late to begin. */
  readonly lateAfterSeconds: number
}

/**
 * The point of no return: one statement, in a commit of its own, that checks the fence, cancelling, stops, the
 * channel, lateness and the post's revision, and stores what is about to be sent. Exactly one request may follow.
 *
 * The conditions on the publication stand in the update's own `where`: while this statement waits for the lane's
 * row, a person may have cancelled or edited, and only there PostgreSQL looks at the newest row.
 */
export async function storeIntent(
  pool: pg.Pool,
  lane: Lane,
  due: Due,
  row: IntentRow,
): Promise<{ readonly sentAt: Date } | { readonly blocked: Blocked }> {
  const { values, add } = placeholders([lane.id, lane.fence, due.workspaceId, due.id, due.channelId])
  const late = add(row.lateAfterSeconds)
  const revision = add(row.begin ? due.revision : null)
  const step = add(row.step.name)
  const intent = add(row.intent)
  const begin = assignments(row.begin ?? {}, add)
  const text = `
    update publication p
    set ${[...begin, `sending_step = ${step}`, `intent = ${intent}`, 'sent_at = clock_timestamp()', 'looks = 0', 'attempts = p.attempts + 1'].join(', ')},
        state = case when p.state in ('published', 'handed_over') then p.state else 'publishing' end, reason = null
    from ${mine} mine
      cross join instance i
      join workspace w on w.id = $3
      join channel c on c.workspace_id = $3 and c.id = $5
    where p.workspace_id = $3 and p.id = $4 and p.lane_id = mine.id and p.cancel_asked is null and p.sending_step is null
      and p.state in ('scheduled', 'publishing', 'waiting', 'published', 'handed_over')
      and (${revision}::int is null or p.revision = ${revision}::int)
      and (p.live_at is not null or clock_timestamp() <= p.due_at + make_interval(secs => ${late}::float8))
      and i.stopped_at is null and w.stopped_at is null and c.paused_at is null and c.state = 'connected'
    returning p.sent_at as "sentAt"`
  const { rows } = await pool.query<{ sentAt: Date }>(prepared(text, values))
  const [stored] = rows
  return stored ?? { blocked: await whyBlocked(pool, lane, due, row.lateAfterSeconds) }
}

/** Which condition refused: asked only then, so that the ordinary way is one small statement. */
async function whyBlocked(pool: pg.Pool, lane: Lane, due: Due, lateAfterSeconds: number): Promise<Blocked> {
  const { rows } = await pool.query<{ why: Blocked | null }>({
    name: 'why-blocked',
    text: `
      select case
        when p.cancel_asked is not null then 'cancelled'
        when i.stopped_at is not null or w.stopped_at is not null or c.paused_at is not null then 'paused'
        when c.state <> 'connected' then 'reconnect'
        when p.live_at is null and clock_timestamp() > p.due_at + make_interval(secs => $5::float8) then 'late'
        end as why
      from ${mine} mine
      join publication p on p.lane_id = mine.id and p.workspace_id = $3 and p.id = $4
      cross join instance i
      join workspace w on w.id = p.workspace_id
      join channel c on c.workspace_id = p.workspace_id and c.id = p.channel_id`,
    values: [lane.id, lane.fence, due.workspaceId, due.id, lateAfterSeconds],
  })
  const [found] = rows
  return found ? (found.why ?? 'moved') : 'lost'
}
