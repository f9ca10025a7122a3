import type { Json } from '@posthorn/domain/json.ts'
import type { Frozen } from '@posthorn/domain/post/version.ts'
import type { State } from '@posthorn/domain/post/states.ts'
import type pg from 'pg'
import type { Lane } from './lanes.store.ts'
import type { PlanStep } from './plan.ts'

/** A publication that wants attention, with all that a decision needs. */
export interface Due {
  readonly workspaceId: string
  readonly id: string
  readonly postId: string
  readonly channelId: string
  readonly state: State
  readonly reason: string | null
  readonly dueAt: Date
  readonly lateMs: number
  readonly frozen: StoredFrozen | null
  readonly plan: readonly PlanStep[] | null
  readonly platformVersion: number | null
  readonly contentHash: string | null
  readonly cancelAsked: Date | null
  readonly attempts: number
  readonly retries: number
  readonly redone: number
  readonly sendingStep: string | null
  readonly sentAt: Date | null
  /** When the step was first sent without a clear answer. */
  readonly unclearSince: Date | null
  /** Milliseconds since then (or since it was sent), by the database's clock. */
  readonly sinceSentMs: number | null
  readonly intent: string | null
  readonly looks: number
  readonly resent: boolean
  readonly liveAt: Date | null
  /** When the network took an irrevocable request whose effect nobody sees yet. */
  readonly takenAt: Date | null
  readonly remoteId: string | null
  readonly permalink: string | null
  readonly notes: readonly Json[]
  readonly stopped: 'instance' | 'workspace' | 'channel' | null
  readonly channel: DueChannel
  readonly latePolicy: 'window' | 'skip' | 'ask'
  readonly lateWindowSeconds: number
  readonly priceCap: number | null
  /** The workspace lets an unclear request be repeated where the network says that it recognises doubles. */
  readonly repeatsUnclear: boolean
  readonly revision: number
  readonly base: Json
  readonly version: Json
}

export interface DueChannel {
  readonly remoteId: string
  readonly kind: string
  readonly via: string
  readonly handle: string
  readonly host: string | null
  readonly facts: { readonly [key: string]: Json }
  readonly state: 'connected' | 'reconnect' | 'disconnected'
}

/** A frozen version as it lies in the row: its time as text. */
export type StoredFrozen = Omit<Frozen, 'at'> & { readonly at: string }

/** Loads up to `limit` publications of a lane that are due, earliest first; of a half-out thread only that one. */
export async function loadDue(pool: pg.Pool, lane: Lane, limit: number): Promise<readonly Due[]> {
  const { rows } = await pool.query<Due>({
    name: 'load-due',
    text: `
      select p.workspace_id as "workspaceId", p.id, p.post_id as "postId", p.channel_id as "channelId", p.state, p.reason,
        p.due_at as "dueAt", extract(epoch from clock_timestamp() - p.due_at)::float8 * 1000 as "lateMs",
        p.frozen, p.plan, p.platform_version as "platformVersion", p.content_hash as "contentHash",
        p.cancel_asked as "cancelAsked", p.attempts, p.retries, p.redone, p.sending_step as "sendingStep", p.sent_at as "sentAt", p.unclear_since as "unclearSince",
        extract(epoch from clock_timestamp() - coalesce(p.unclear_since, p.sent_at))::float8 * 1000 as "sinceSentMs",
        p.intent, p.looks, p.resent, p.live_at as "liveAt", p.taken_at as "takenAt", p.remote_id as "remoteId", p.permalink, p.notes,
        case when i.stopped_at is not null then 'instance' when w.stopped_at is not null then 'workspace'
             when c.paused_at is not null then 'channel' end as stopped,
        jsonb_build_object('remoteId', c.remote_id, 'kind', c.kind, 'via', c.via, 'handle', c.handle, 'host', c.host,
                           'facts', c.facts, 'state', c.state) as channel,
        coalesce(s.late_policy, c.late_policy, w.late_policy) as "latePolicy",
        coalesce(s.late_window_seconds, c.late_window_seconds, w.late_window_seconds) as "lateWindowSeconds",
        w.price_cap::float8 as "priceCap", w.repeats_unclear as "repeatsUnclear", p.revision, s.base,
        jsonb_build_object('parts', v.parts, 'firstComment', v.first_comment, 'files', v.files, 'settings', v.settings) as version
      from (
        select * from publication
        where lane_id = $1 and wake_at <= clock_timestamp() and ($4::uuid is null or id = $4)
        order by wake_at, id limit $3
      ) p
      join lane l on l.id = p.lane_id and l.fence = $2
      cross join instance i
      join workspace w on w.id = p.workspace_id
      join channel c on c.workspace_id = p.workspace_id and c.id = p.channel_id
      join post s on s.workspace_id = p.workspace_id and s.id = p.post_id
      left join version v on v.workspace_id = p.workspace_id and v.post_id = p.post_id and v.channel_id = p.channel_id
      order by p.wake_at, p.id`,
    values: [lane.id, lane.fence, limit, lane.heldBy],
  })
  return rows
}
