import type { Quota } from '@posthorn/platforms/interface'
import type pg from 'pg'
import type { Lane } from './lanes.store.ts'

/** Sends borrowed at once from a quota that a whole app shares; small, so that what a dead process held is no loss. */
const block = 20

/**
 * Borrows sends from quotas of the app: a count in fixed windows, shared by all processes. Answers how many were
 * lent, or the seconds until the window that is used up ends.
 */
export async function borrow(
  pool: pg.Pool,
  lane: Lane,
  quotas: readonly Quota[],
): Promise<{ lent: number } | { seconds: number }> {
  for (const quota of quotas) {
    const { rows } = await pool.query<{ used: number; left: number }>({
      name: 'borrow-quota',
      text: `
        insert into app_bucket as b (platform, network, app, quota, window_started_at, used)
        values ($1, $2, '', $3, clock_timestamp(), $4)
        on conflict (platform, network, app, quota) do update
        set used = case when b.window_started_at < clock_timestamp() - make_interval(secs => $5) then $4 else b.used + $4 end,
            window_started_at = case when b.window_started_at < clock_timestamp() - make_interval(secs => $5) then clock_timestamp() else b.window_started_at end
        returning used, extract(epoch from window_started_at - clock_timestamp())::float8 + $5 as left`,
      values: [lane.platform, lane.network, `${quota.of}/${quota.perSeconds}`, block, quota.perSeconds],
    })
    const row = rows[0]
    if (row && row.used - block >= quota.max) return { seconds: Math.max(1, row.left) }
  }
  return { lent: block }
}
