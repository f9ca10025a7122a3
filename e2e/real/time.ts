import type { TestDatabase } from '@posthorn/server/database/testing/database.ts'

type Superuser = TestDatabase['superuser']

/**
 * Lets `seconds` pass without waiting: everything that the database knows of moves into the past. The statement that
 * moves it knows all columns that a decision of delivery compares with the clock. `ahead`: how many seconds the network
 * is ahead already; calls are counted by its days.
 */
export async function ageDatabase(superuser: Superuser, seconds: number, ahead: number): Promise<void> {
  await superuser.query(
    `with age as (select make_interval(secs => $1) as by,
       (now() + make_interval(secs => $1 + $2))::date - (now() + make_interval(secs => $2))::date as days),
     publications as (
       update app.publication set due_at = due_at - by, wake_at = wake_at - by, sent_at = sent_at - by,
         unclear_since = unclear_since - by, live_at = live_at - by from age),
     steps as (update app.publication_step set sent_at = sent_at - by from age where sent_at is not null),
     snapshots as (update app.snapshot set fetched_at = fetched_at - by from age),
     renewals as (update app.consent set renewing_until = renewing_until - by from age where renewing_until > '-infinity'),
     buckets as (update app.app_bucket set window_started_at = window_started_at - by from age)
     update app.lane set wake_at = wake_at - by, busy_until = busy_until - by, closed_until = closed_until - by,
       calls_day = calls_day - days from age`,
    [seconds, ahead],
  )
}

export interface Rest {
  /** Until it wants attention; undefined: it never does by itself. */
  readonly seconds: number | undefined
  /** Somebody holds it, or did when they died. */
  readonly isHeld: boolean
  /** Until the right to renew a token is free again. Whoever comes sooner waits for it in earnest. */
  readonly renewingSeconds: number
}

/** How long a lane rests. */
export async function restOf(superuser: Superuser, laneId: number): Promise<Rest> {
  const { rows } = await superuser.query<{ seconds: number | null; isHeld: boolean; renewingSeconds: number }>(
    `select case when wake_at < 'infinity' then extract(epoch from wake_at - clock_timestamp())::float8 end as seconds,
       busy_until > clock_timestamp() as "isHeld",
       (select coalesce(extract(epoch from max(renewing_until) - clock_timestamp())::float8, 0) from app.consent
        where renewing_until > clock_timestamp()) as "renewingSeconds"
     from app.lane where id = $1`,
    [laneId],
  )
  const { seconds, isHeld = false, renewingSeconds = 0 } = rows[0] ?? {}
  return { seconds: seconds ?? undefined, isHeld, renewingSeconds }
}
