import { sql, type Transaction } from 'kysely'
import type { State } from '@posthorn/domain/post/states.ts'
import type { Schema } from '../database/open.ts'
import { setTime } from './posts.store.ts'

type Trx = Transaction<Schema>

/** Where a post's open publications run: the lanes to lock before anything of them changes. */
export const lanesOfPost = (trx: Trx, postId: string) =>
  trx
    .selectFrom('publication')
    .select(['laneId', 'channelId'])
    .where('postId', '=', postId)
    .where('state', 'in', [
      'draft',
      'awaiting_approval',
      'scheduled',
      'waiting',
      'missed',
      'publishing',
      'unconfirmed',
      'needs_you',
    ])
    .execute()

/** The newest run of each channel of a post. */
export async function latestRuns(trx: Trx, postId: string) {
  return trx
    .selectFrom('publication')
    .distinctOn('channelId')
    .select(['id', 'channelId', 'run', 'state', 'sentAt', 'liveAt'])
    .where('postId', '=', postId)
    .orderBy('channelId')
    .orderBy('run', 'desc')
    .execute()
}

export interface Planned {
  readonly dueAt: Date
  readonly zone: string
  readonly wallTime: string
}

/** Adds a run of a channel, planned for a time. Its lane must be locked. */
export async function insertRun(
  trx: Trx,
  row: {
    workspaceId: string
    postId: string
    channelId: string
    laneId: number
    run: number
    revision: number
    personId: string
  } & Planned,
): Promise<string> {
  const { workspaceId, postId, channelId, laneId, run, revision, personId, dueAt, zone, wallTime } = row
  const { id } = await trx
    .insertInto('publication')
    .values({
      workspaceId,
      postId,
      channelId,
      laneId,
      run,
      revision,
      dueAt,
      zone,
      wallTime,
      wakeAt: dueAt,
      state: 'scheduled',
      createdBy: personId,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/**
 * Gives a publication another time. What was frozen of one that never left is forgotten, so that it goes out as it
 * stands then. False if it is not in one of the states `from` any more. Its lane must be locked.
 */
export async function replan(
  trx: Trx,
  id: string,
  from: readonly State[],
  { dueAt, zone, wallTime }: Planned,
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    update publication p
    set state = 'scheduled', due_at = ${dueAt}, zone = ${zone}, wall_time = ${wallTime}, wake_at = ${dueAt}, reason = null, problem = null,
        ended_at = null, cancel_asked = null, retries = 0,
        frozen = case when p.sent_at is null then null else p.frozen end, plan = case when p.sent_at is null then null else p.plan end,
        revision = s.revision
    from post s
    where p.id = ${id} and p.state = any(${[...from]}::publication_state[]) and s.workspace_id = p.workspace_id and s.id = p.post_id
    returning p.id`.execute(trx)
  if (rows.length === 0) return false
  await sql`delete from publication_step s using publication p
    where p.id = ${id} and p.sent_at is null and s.workspace_id = p.workspace_id and s.publication_id = p.id`.execute(
    trx,
  )
  return true
}

/** Cancels what is planned of a post on channels other than these. Lanes must be locked. */
export async function leaveOut(trx: Trx, postId: string, keep: readonly string[]): Promise<void> {
  await sql`
    update publication set state = 'cancelled', wake_at = 'infinity', reason = null, ended_at = now()
    where post_id = ${postId} and state in ('scheduled', 'missed') and channel_id <> all(${[...keep]}::uuid[])`.execute(
    trx,
  )
  await refreshTime(trx, postId)
}

/** Makes planned publications of a post drafts again. Lanes must be locked. */
export async function unplan(trx: Trx, postId: string): Promise<number> {
  const { rows } = await sql`
    update publication set state = 'draft', wake_at = 'infinity', reason = null
    where post_id = ${postId} and state = 'scheduled' returning id`.execute(trx)
  await refreshTime(trx, postId)
  return rows.length
}

/** The post's own time is the earliest of what is planned or went out. */
export async function refreshTime(trx: Trx, postId: string): Promise<void> {
  const first = await trx
    .selectFrom('publication')
    .select(['dueAt', 'zone', 'wallTime'])
    .where('postId', '=', postId)
    .where('state', 'not in', ['draft', 'cancelled'])
    .orderBy('dueAt')
    .limit(1)
    .executeTakeFirst()
  await setTime(trx, postId, first ? { at: first.dueAt, zone: first.zone, wallTime: first.wallTime } : null)
}

/** Adds a line to a publication's timeline. */
export const tell = (
  trx: Trx,
  workspaceId: string,
  publicationId: string,
  actor: string,
  kind: string,
  data: object = {},
) =>
  trx
    .insertInto('publicationEvent')
    .values({ workspaceId, publicationId, actor, kind, data: JSON.stringify(data) as never })
    .execute()
