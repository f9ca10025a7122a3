import type { Json } from '@posthorn/domain/json.ts'
import type { State } from '@posthorn/domain/post/states.ts'
import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { Due, StoredFrozen } from './due.store.ts'
import type { Lane } from './lanes.store.ts'
import type { PlanStep } from './plan.ts'

/** What a write changes in the publication; a missing key stays. */
export interface Columns {
  readonly state?: State
  readonly reason?: string | null
  readonly frozen?: StoredFrozen | null
  readonly plan?: readonly PlanStep[] | null
  readonly platform_version?: number | null
  readonly content_hash?: string | null
  readonly attempts?: number
  readonly retries?: number
  readonly redone?: number
  readonly sending_step?: string | null
  readonly intent?: string | null
  readonly looks?: number
  readonly unclear_since?: Date | null
  readonly resent?: boolean
  readonly live_at?: Date
  readonly taken_at?: Date | null
  readonly remote_id?: string
  readonly permalink?: string
  readonly evidence?: Json
  readonly problem?: Json
  readonly notes?: Json
}

export interface StepRow {
  readonly name: string
  readonly for: 'post' | 'extra'
  readonly state: 'done' | 'more' | 'wait' | 'live' | 'sending' | 'unknown' | 'refused' | 'skipped'
  /** Sealed; null keeps nothing. */
  readonly value: string | null
  readonly note?: string | null
  readonly remoteId?: string | null
  readonly permalink?: string | null
  readonly sentAt?: Date | null
}

export interface Change {
  readonly set?: Columns
  /** Seconds until it wants attention again; `null`: never by itself; missing: as it was. */
  readonly wakeIn?: number | null
  readonly ended?: boolean
  readonly step?: StepRow
  /** Forgets results: of these steps, or of all. */
  readonly forget?: readonly string[] | 'all'
  readonly events?: readonly { kind: string; step?: string; data?: Json }[]
  /** Forgets the values of all steps: it has ended, and they may hold pre-signed addresses. */
  readonly clean?: boolean
  /** Holds the lane for a half-out thread, or lets it serve others again. */
  readonly hold?: boolean
}

export const jsonColumns = new Set(['frozen', 'plan', 'evidence', 'problem', 'notes'])

/**
 * The lane, if it is still ours: part of every write of a turn. The row is locked, so that whoever plans or cancels
 * on this lane comes before or after, never between; the lease itself is renewed by the turn's own clock.
 */
export const mine = `(
  select id from lane where id = $1 and fence = $2 and busy_until > clock_timestamp() for no key update)`

/** Collects the values of a statement and hands out their places. */
export function placeholders(start: readonly unknown[]): { values: unknown[]; add: (value: unknown) => string } {
  const values = [...start]
  return { values, add: (value) => `$${values.push(value)}` }
}

/** The `set` list of a change. */
export function assignments(set: Columns, add: (value: unknown) => string): string[] {
  return Object.entries(set).map(([name, value]) => {
    const place = add(jsonColumns.has(name) && value !== null ? JSON.stringify(value) : value)
    return `${name} = ${place}${jsonColumns.has(name) ? '::jsonb' : name === 'state' ? '::publication_state' : ''}`
  })
}

/** CTEs that write a step and events for the rows of `done`. */
export function trail(change: Pick<Change, 'step' | 'forget' | 'events'>, add: (value: unknown) => string): string[] {
  const parts: string[] = []
  const { step, forget, events = [] } = change
  if (forget !== undefined) {
    const which = forget === 'all' ? '' : ` and s.name = any(${add(forget)}::text[])`
    parts.push(
      `forgotten as (delete from publication_step s using done where s.workspace_id = done.workspace_id and s.publication_id = done.id${which})`,
    )
  }
  if (step) {
    const { name, state, value, note = null, remoteId = null, permalink = null, sentAt = null } = step
    const places = [name, step.for, state, value, note, remoteId, permalink, sentAt].map(add)
    parts.push(`
      stepped as (
        insert into publication_step (workspace_id, publication_id, name, for_what, state, value, note, remote_id, permalink, sent_at)
        select workspace_id, id, ${places.map((place, n) => (n === 7 ? `${place}::timestamptz` : `${place}::text`)).join(', ')} from done
        on conflict (workspace_id, publication_id, name) do update
        set state = excluded.state, value = excluded.value, note = coalesce(excluded.note, publication_step.note),
            remote_id = coalesce(excluded.remote_id, publication_step.remote_id),
            permalink = coalesce(excluded.permalink, publication_step.permalink),
            sent_at = coalesce(excluded.sent_at, publication_step.sent_at), at = clock_timestamp()
      )`)
  }
  if (events.length > 0) {
    const lines = events.map(({ kind, step: of = null, data = {} }, n) => {
      const places = [kind, of, JSON.stringify(data)].map(add)
      return `(${n}, ${places[0]}::text, ${places[1]}::text, ${places[2]}::jsonb)`
    })
    parts.push(`
      told as (
        insert into publication_event (workspace_id, publication_id, actor, kind, step, data)
        select workspace_id, id, 'delivery', line.kind, line.step, line.data
        from done cross join (values ${lines.join(', ')}) line (n, kind, step, data) order by line.n
      )`)
  }
  return parts
}

/** Keeps the lane for a half-out thread, or lets it serve others again. */
const held = (hold: boolean): string =>
  `held as (update lane set held_by = ${hold ? '$4::uuid' : 'null'} where id = $1 and exists (select from done))`

/** Forgets values. The step that is written along is left out: one statement may touch a row once only. */
const cleaned = (step: string) => `
  cleaned as (
    update publication_step s set value = null, note = null from done
    where s.workspace_id = done.workspace_id and s.publication_id = done.id
      and (s.value is not null or s.note is not null) and s.name <> ${step}
  )`

const names = new Map<string, string>()

/** Names a prepared statement by its text, so that each shape is parsed once per connection. */
export function prepared(text: string, values: unknown[]): pg.QueryConfig {
  const name = names.get(text) ?? createHash('sha1').update(text).digest('base64').slice(0, 24)
  names.set(text, name)
  return { name, text, values }
}

/**
 * Writes a change under the fence. `false`: the lane is no longer ours, or the publication is not where we left it;
 * in both cases the turn must stop with it.
 */
export async function write(pool: pg.Pool, lane: Lane, due: Due, change: Change): Promise<boolean> {
  const { values, add } = placeholders([lane.id, lane.fence, due.workspaceId, due.id])
  const from = add(due.state)
  // A beginning binds to the revision that was read: an edit that came first wins.
  const revision = change.set?.frozen ? ` and p.revision = ${add(due.revision)}` : ''
  // While nothing is under way a person may have moved it to another time since it was read. An answer is always kept.
  const stillDue = due.sendingStep === null ? ' and p.wake_at <= clock_timestamp()' : ''
  const set = assignments(change.set ?? {}, add)
  if (change.wakeIn !== undefined) {
    set.push(
      change.wakeIn === null
        ? `wake_at = 'infinity'`
        : `wake_at = clock_timestamp() + make_interval(secs => ${add(change.wakeIn)}::float8)`,
    )
  }
  if (change.ended) set.push('ended_at = clock_timestamp()')
  const update = `
    update publication p set ${set.length > 0 ? set.join(', ') : 'retries = p.retries'}
    from ${mine} mine
    where p.workspace_id = $3 and p.id = $4 and p.lane_id = mine.id and p.state = ${from}::publication_state${revision}${stillDue}
    returning p.workspace_id, p.id`
  const more = [
    ...trail(change, add),
    ...(change.clean ? [cleaned(add(change.step?.name ?? ''))] : []),
    ...(change.hold === undefined ? [] : [held(change.hold)]),
  ]
  const text = `with ${[`done as (${update})`, ...more].join(',')} select count(*)::int as n from done`
  const { rows } = await pool.query<{ n: number }>(prepared(text, values))
  return rows[0]?.n === 1
}
