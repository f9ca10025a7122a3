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
  const { values, add } = placeholders([lane.id, lane.fence, due.workspaceId, due.id])
  const late = add(row.lateAfterSeconds)
  const revision = add(row.begin ? due.revision : null)
  const step = add(row.step.name)
  const intent = add(row.intent)
  const begin = assignments(row.begin ?? {}, add)
  const text = `with ${[
    mine(''),
    `gate as (
      select case
        when p.cancel_asked is not null then 'cancelled'
        when i.stopped_at is not null or w.stopped_at is not null or c.paused_at is not null then 'paused'
        when c.state <> 'connected' then 'reconnect'
        when p.live_at is null and clock_timestamp() > p.due_at + make_interval(secs => ${late}::float8) then 'late'
        end as why
      from mine
      join publication p on p.lane_id = mine.id and p.workspace_id = $3 and p.id = $4
      cross join instance i
      join workspace w on w.id = p.workspace_id
      join channel c on c.workspace_id = p.workspace_id and c.id = p.channel_id
    )`,
    `done as (
      update publication p
      set ${[...begin, `sending_step = ${step}`, `intent = ${intent}`, 'sent_at = clock_timestamp()', 'looks = 0', 'attempts = p.attempts + 1'].join(', ')},
          state = case when p.state in ('published', 'handed_over') then p.state else 'publishing' end,
          reason = null
      from gate
      where gate.why is null and p.workspace_id = $3 and p.id = $4 and p.lane_id = $1 and p.cancel_asked is null
        and p.sending_step is null and p.state in ('scheduled', 'publishing', 'waiting', 'published', 'handed_over')
        and (${revision}::int is null or p.revision = ${revision}::int)
      returning p.workspace_id, p.id, p.sent_at
    )`,
  ].join(',')}
    select (select count(*)::int from mine) as held, (select why from gate) as why, (select sent_at from done) as "sentAt"`
  const { rows } = await pool.query<{ held: number; why: Blocked | null; sentAt: Date | null }>(prepared(text, values))
  const answer = rows[0]
  if (answer?.sentAt) return { sentAt: answer.sentAt }
  if (!answer || answer.held === 0) return { blocked: 'lost' }
  return { blocked: answer.why ?? 'moved' }
}
