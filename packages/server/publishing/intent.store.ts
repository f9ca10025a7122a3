import type pg from 'pg'
import { isConnectionTrouble } from '../database/errors.ts'
import type { Due, StoredFrozen } from './due.store.ts'
import { mine, type StepRow } from './fenced.store.ts'
import { gather } from './gather.ts'
import type { Lane } from './lanes.store.ts'
import type { PlanStep } from './plan.ts'

/** Why the point of no return refused. `lost`: the lane is not ours any more. `moved`: a person changed something. */
export type Blocked = 'lost' | 'cancelled' | 'paused' | 'reconnect' | 'late' | 'moved'

/** What is fixed at the first claim and travels with the first write. */
export interface Beginning {
  readonly frozen: StoredFrozen
  readonly plan: readonly PlanStep[]
  readonly platform_version: number
  readonly content_hash: string
}

export interface IntentRow {
  readonly begin: Beginning | undefined
  readonly step: Pick<StepRow, 'name' | 'for'>
  /** The request, sealed. */
  readonly intent: string
  /** Seconds after the due time from which it is too late to begin. */
  readonly lateAfterSeconds: number
}

interface Ask extends IntentRow {
  readonly lane: Lane
  readonly due: Due
}

type Stored = { readonly sentAt: Date } | { readonly blocked: Blocked }

/**
 * The point of no return: one statement that checks the fence, cancelling, stops, the channel, lateness and the post's
 * revision, and stores what is about to be sent. Exactly one request may follow. Intents that many lanes store at the
 * same moment share a commit; each is answered for itself.
 *
 * The conditions on the publication stand in the update's own `where`: while this statement waits for a lane's row, a
 * person may have cancelled, edited or moved it, and only there PostgreSQL looks at the newest row.
 */
export const storeIntent = (pool: pg.Pool, lane: Lane, due: Due, row: IntentRow): Promise<Stored> =>
  askOf(pool)({ lane, due, ...row })

const asks = new WeakMap<pg.Pool, (ask: Ask) => Promise<Stored>>()

function askOf(pool: pg.Pool): (ask: Ask) => Promise<Stored> {
  const known = asks.get(pool)
  if (known) return known
  const made = gather<Ask, Stored>((group) => storeIntents(pool, group), { isFatal: isConnectionTrouble })
  asks.set(pool, made)
  return made
}

async function storeIntents(pool: pg.Pool, group: readonly Ask[]): Promise<readonly Stored[]> {
  const { rows } = await pool.query<{ id: string; sentAt: Date }>({
    name: 'store-intents',
    text: `
      with ask as (
        select * from unnest($1::bigint[], $2::bigint[], $3::uuid[], $4::uuid[], $5::uuid[], $6::float8[], $7::int[], $8::text[],
          $9::text[], $10::text[], $11::text[], $12::int[], $13::text[])
          as ask(lane, fence, workspace, id, channel, late, revision, step, intent, frozen, plan, version, hash)
      ), held as (
        select l.id from lane l join ask on ask.lane = l.id and ask.fence = l.fence
        where l.busy_until > clock_timestamp() order by l.id for no key update of l
      )
      update publication p
      set frozen = coalesce(ask.frozen::jsonb, p.frozen), plan = coalesce(ask.plan::jsonb, p.plan),
          platform_version = coalesce(ask.version, p.platform_version), content_hash = coalesce(ask.hash, p.content_hash),
          sending_step = ask.step, intent = ask.intent, sent_at = clock_timestamp(), looks = 0, attempts = p.attempts + 1,
          state = case when p.state in ('published', 'handed_over') then p.state else 'publishing' end, reason = null
      from ask
        join held on held.id = ask.lane
        cross join instance i
        join workspace w on w.id = ask.workspace
        join channel c on c.workspace_id = ask.workspace and c.id = ask.channel
      where p.workspace_id = ask.workspace and p.id = ask.id and p.lane_id = held.id
        and p.cancel_asked is null and p.sending_step is null and p.wake_at <= clock_timestamp()
        and p.state in ('scheduled', 'publishing', 'waiting', 'published', 'handed_over')
        and (ask.revision is null or p.revision = ask.revision)
        and (p.live_at is not null or p.taken_at is not null or clock_timestamp() <= p.due_at + make_interval(secs => ask.late))
        and i.stopped_at is null and w.stopped_at is null and c.paused_at is null and c.state = 'connected'
      returning p.id, p.sent_at as "sentAt"`,
    values: [
      group.map(({ lane }) => lane.id),
      group.map(({ lane }) => lane.fence),
      group.map(({ due }) => due.workspaceId),
      group.map(({ due }) => due.id),
      group.map(({ due }) => due.channelId),
      group.map(({ lateAfterSeconds }) => lateAfterSeconds),
      group.map(({ begin, due }) => (begin ? due.revision : null)),
      group.map(({ step }) => step.name),
      group.map(({ intent }) => intent),
      group.map(({ begin }) => (begin ? JSON.stringify(begin.frozen) : null)),
      group.map(({ begin }) => (begin ? JSON.stringify(begin.plan) : null)),
      group.map(({ begin }) => begin?.platform_version ?? null),
      group.map(({ begin }) => begin?.content_hash ?? null),
    ],
  })
  const stored = new Map(rows.map((row) => [row.id, row.sentAt]))
  return Promise.all(
    group.map(async ({ lane, due, lateAfterSeconds }): Promise<Stored> => {
      const sentAt = stored.get(due.id)
      return sentAt ? { sentAt } : { blocked: await whyBlocked(pool, lane, due, lateAfterSeconds) }
    }),
  )
}

/** Which condition refused: asked only then, so that the ordinary way is one statement. */
async function whyBlocked(pool: pg.Pool, lane: Lane, due: Due, lateAfterSeconds: number): Promise<Blocked> {
  const { rows } = await pool.query<{ why: Blocked | null }>({
    name: 'why-blocked',
    text: `
      select case
        when p.cancel_asked is not null then 'cancelled'
        when i.stopped_at is not null or w.stopped_at is not null or c.paused_at is not null then 'paused'
        when c.state <> 'connected' then 'reconnect'
        when p.live_at is null and p.taken_at is null and clock_timestamp() > p.due_at + make_interval(secs => $5::float8) then 'late'
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
