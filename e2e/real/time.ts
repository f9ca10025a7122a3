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
     buckets as (update app.app_bucket set window_started_at = window_started_at - by from age)
     update app.lane set wake_at = wake_at - by, busy_until = busy_until - by, closed_until = closed_until - by,
       calls_day = calls_day - days from age`,
    [seconds, ahead],
  )
}

/** Seconds until anything of these lanes wants attention; undefined: nothing ever does by itself. */
export async function untilNext(superuser: Superuser, lanes: readonly number[]): Promise<number | undefined> {
  const { rows } = await superuser.query<{ seconds: number | null }>(
    `select extract(epoch from min(wake_at) - clock_timestamp())::float8 as seconds from app.lane
     where id = any($1::bigint[]) and wake_at < 'infinity'`,
    [lanes],
  )
  return rows[0]?.seconds ?? undefined
}
