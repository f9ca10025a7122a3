import type pg from 'pg'

/** Seconds a lane stays ours without a renewal; every write of a turn renews it. */
export const leaseSeconds = 60

/** A lane in our hands. Every write carries its fence; with a newer fence in the row, we have lost it. */
export interface Lane {
  readonly id: number
  readonly fence: number
  readonly platform: string
  readonly network: 'sandbox' | 'real'
  readonly remoteId: string
  /** The publication that is half out; nothing else goes out on this lane before it. */
  readonly heldBy: string | null
  /** Calls to the network counted on this day (UTC) before this turn. */
  readonly callsToday: number
}

/** Takes up to `places` lanes that want attention. This one query is wake-up, hand-over, sweep and crash recovery. */
export async function takeLanes(pool: pg.Pool, places: number): Promise<readonly Lane[]> {
  const { rows } = await pool.query<Lane>({
    name: 'take-lanes',
    text: `
      update lane l
      set fence = l.fence + 1,
          busy_until = clock_timestamp() + make_interval(secs => ${leaseSeconds}),
          wake_at = clock_timestamp() + make_interval(secs => ${leaseSeconds})
      from (
        select id from lane
        where wake_at <= clock_timestamp() and closed_until <= clock_timestamp() and busy_until <= clock_timestamp()
        order by wake_at limit $1 for update skip locked
      ) due
      where l.id = due.id
      returning l.id, l.fence, l.platform, l.network, l.remote_id as "remoteId", l.held_by as "heldBy",
                case when l.calls_day = current_date then l.calls else 0 end as "callsToday"`,
    values: [places],
  })
  return rows
}

/** Milliseconds until the next lane wants attention, by the database's clock; undefined if none does. */
export async function nextWake(pool: pg.Pool): Promise<number | undefined> {
  const { rows } = await pool.query<{ ms: number | null }>({
    name: 'next-wake',
    text: `select extract(epoch from min(wake_at) - clock_timestamp())::float8 * 1000 as ms from lane where wake_at < 'infinity'`,
  })
  return rows[0]?.ms ?? undefined
}

/** Renews the lease; false: somebody else has the lane, stop at once. */
export async function renewLane(pool: pg.Pool, lane: Lane): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'renew-lane',
    text: `
      update lane
      set busy_until = clock_timestamp() + make_interval(secs => ${leaseSeconds}),
          wake_at = clock_timestamp() + make_interval(secs => ${leaseSeconds})
      where id = $1 and fence = $2 and busy_until > clock_timestamp()`,
    values: [lane.id, lane.fence],
  })
  return rowCount === 1
}

/** Counts the calls of a turn, lets go and sets the next waking. */
export async function releaseLane(pool: pg.Pool, lane: Lane, calls: number): Promise<void> {
  if (calls > 0) {
    await pool.query({
      name: 'count-calls',
      text: `
        update lane set calls = case when calls_day = current_date then calls else 0 end + $3, calls_day = current_date
        where id = $1 and fence = $2`,
      values: [lane.id, lane.fence, calls],
    })
  }
  await pool.query({ name: 'release-lane', text: 'select release_lane($1, $2)', values: [lane.id, lane.fence] })
}

/** Closes a lane, or all lanes of its platform (the app's limit), until the time given; nothing is tried before. */
export async function closeLanes(
  pool: pg.Pool,
  lane: Lane,
  { scope, seconds, why }: { scope: 'channel' | 'app'; seconds: number; why: string },
): Promise<void> {
  const which = scope === 'channel' ? 'id = $3' : 'platform = $3 and network = $4'
  await pool.query({
    text: `
      update lane
      set closed_until = greatest(closed_until, clock_timestamp() + make_interval(secs => $1)), closed_why = $2,
          wake_at = greatest(wake_at, clock_timestamp() + make_interval(secs => $1))
      where ${which}`,
    values: [seconds, why, ...(scope === 'channel' ? [lane.id] : [lane.platform, lane.network])],
  })
}
