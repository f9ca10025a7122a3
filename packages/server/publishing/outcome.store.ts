import type pg from 'pg'
import type { Json } from '@posthorn/domain/json.ts'
import { isConnectionTrouble } from '../database/errors.ts'
import type { Due } from './due.store.ts'
import { gather } from './gather.ts'
import type { Lane } from './lanes.store.ts'

/** How a publication of one step ended well: by far the commonest thing that is written. */
export interface Outcome {
  readonly lane: Lane
  readonly due: Due
  readonly state: 'published' | 'handed_over'
  readonly liveAt: Date | null
  readonly remoteId: string | null
  readonly permalink: string | null
  readonly evidence: Json
  readonly event: { readonly kind: string; readonly data: Json }
}

const outcomes = new WeakMap<pg.Pool, (outcome: Outcome) => Promise<boolean>>()

/** Writes the end of a publication under its lane's fence, together with what other lanes end at the same moment. */
export function storeOutcome(pool: pg.Pool, outcome: Outcome): Promise<boolean> {
  const known =
    outcomes.get(pool) ??
    gather<Outcome, boolean>((group) => storeOutcomes(pool, group), { isFatal: isConnectionTrouble })
  outcomes.set(pool, known)
  return known(outcome)
}

async function storeOutcomes(pool: pg.Pool, group: readonly Outcome[]): Promise<readonly boolean[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'store-outcomes',
    text: `
      with told as (
        select * from unnest($1::bigint[], $2::bigint[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::timestamptz[], $8::text[],
          $9::text[], $10::text[], $11::text[], $12::text[])
          as told(lane, fence, workspace, id, was, state, live_at, remote_id, permalink, evidence, kind, data)
      ), held as (
        select l.id from lane l join told on told.lane = l.id and told.fence = l.fence
        where l.busy_until > clock_timestamp() order by l.id for no key update of l
      ), done as (
        update publication p
        set state = told.state::publication_state, reason = null, problem = null, sending_step = null, intent = null, looks = 0,
            unclear_since = null, wake_at = 'infinity', ended_at = clock_timestamp(), evidence = told.evidence::jsonb,
            live_at = coalesce(p.live_at, told.live_at), remote_id = coalesce(p.remote_id, told.remote_id),
            permalink = coalesce(p.permalink, told.permalink)
        from told join held on held.id = told.lane
        where p.workspace_id = told.workspace and p.id = told.id and p.lane_id = held.id and p.state = told.was::publication_state
        returning p.workspace_id, p.id, told.kind, told.data
      )
      insert into publication_event (workspace_id, publication_id, actor, kind, data)
      select workspace_id, id, 'delivery', kind, data::jsonb from done
      returning publication_id as id`,
    values: [
      group.map(({ lane }) => lane.id),
      group.map(({ lane }) => lane.fence),
      group.map(({ due }) => due.workspaceId),
      group.map(({ due }) => due.id),
      group.map(({ due }) => due.state),
      group.map(({ state }) => state),
      group.map(({ liveAt }) => liveAt),
      group.map(({ remoteId }) => remoteId),
      group.map(({ permalink }) => permalink),
      group.map(({ evidence }) => JSON.stringify(evidence)),
      group.map(({ event }) => event.kind),
      group.map(({ event }) => JSON.stringify(event.data)),
    ],
  })
  const done = new Set(rows.map(({ id }) => id))
  return group.map(({ due }) => done.has(due.id))
}
