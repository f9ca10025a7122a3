import type pg from 'pg'
import type { Seal } from '../channels/seal.ts'
import type { Due } from './due.store.ts'
import type { Lane } from './lanes.store.ts'
import { stepSeal, type StepResult } from './work.ts'

interface Row {
  readonly name: string
  readonly state: StepResult['state']
  readonly value: string | null
  readonly note: string | null
  readonly remote_id: string | null
}

/** Loads what earlier turns remembered of a publication's steps. */
export async function loadResults(pool: pg.Pool, seal: Seal, due: Due): Promise<Map<string, StepResult>> {
  const { rows } = await pool.query<Row>({
    name: 'load-results',
    text: `select name, state, value, note, remote_id from publication_step where workspace_id = $1 and publication_id = $2`,
    values: [due.workspaceId, due.id],
  })
  const results = await Promise.all(
    rows.map(async (row): Promise<[string, StepResult]> => [
      row.name,
      {
        state: row.state,
        value: row.value === null ? undefined : await seal.open(row.value, stepSeal(due, row.name)),
        note: row.note === null ? undefined : await seal.open(row.note, stepSeal(due, row.name)),
        remoteId: row.remote_id ?? undefined,
      },
    ]),
  )
  return new Map(results)
}

/** Remote ids that other publications of this lane own, so that no look claims one of them. */
export async function takenRemotes(pool: pg.Pool, lane: Lane, due: Due): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ remote_id: string }>({
    name: 'taken-remotes',
    text: `
      select remote_id from publication
      where lane_id = $1 and id <> $2 and live_at > $3::timestamptz - interval '1 day' and remote_id is not null
      union
      select s.remote_id from publication p
      join publication_step s on s.workspace_id = p.workspace_id and s.publication_id = p.id
      where p.lane_id = $1 and p.live_at > $3::timestamptz - interval '1 day' and s.remote_id is not null`,
    values: [lane.id, due.id, due.unclearSince ?? due.sentAt ?? due.dueAt],
  })
  return new Set(rows.map((row) => row.remote_id))
}

/** How many irrevocable requests of this lane took effect in the last `seconds`, and how long ago the first did. */
export async function sentWithin(
  pool: pg.Pool,
  lane: Lane,
  seconds: number,
): Promise<{ count: number; oldestAgo: number }> {
  const { rows } = await pool.query<{ count: number; oldest: number | null }>({
    name: 'sent-within',
    text: `
      select coalesce(sum(greatest(1, (
          select count(*) from publication_step s
          where s.workspace_id = p.workspace_id and s.publication_id = p.id and s.sent_at is not null))), 0)::int as count,
        extract(epoch from clock_timestamp() - min(p.live_at))::float8 as oldest
      from publication p
      where p.lane_id = $1 and p.live_at > clock_timestamp() - make_interval(secs => $2)`,
    values: [lane.id, seconds],
  })
  return { count: rows[0]?.count ?? 0, oldestAgo: rows[0]?.oldest ?? 0 }
}
