/** The SQL of the writer's runs. Texts of sources stand in `sources.store.ts`, the ledger in `usage.store.ts`. */
import { sql, type Transaction } from 'kysely'
import { json } from '../database/json.ts'
import type { Schema } from '../database/open.ts'
import type { Json } from '../database/schema.gen.ts'
import type { Claim } from './claims.ts'
import type { Note, Run, RunEvent, RunState, StoredClaim, Suggestion } from './run.ts'
import { plainVoice, voiceRules, type VoiceRules } from './voice.ts'

export type Trx = Transaction<Schema>
/** Our own records are plain data; only their `readonly` keeps them from being JSON for the compiler. */
export const data = (value: unknown) => json(value as Json)

export interface NewRun {
  readonly workspaceId: string
  readonly sourceIds: readonly string[]
  readonly brief: string
  readonly channelIds: readonly string[]
  readonly voiceId: string | null
  readonly voice: VoiceRules
  readonly voiceVersion: number | null
  readonly options: object
  readonly seed: number
  readonly createdBy: string | null
}

export async function insertRun(trx: Trx, run: NewRun): Promise<string> {
  const { id } = await trx
    .insertInto('draftRun')
    .values({
      ...run,
      sourceIds: [...run.sourceIds],
      channelIds: [...run.channelIds],
      voice: data(run.voice),
      options: data(run.options),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

const columns = [
  'id',
  'state',
  'sourceIds',
  'brief',
  'channelIds',
  'voice',
  'options',
  'cancelAsked',
  'writer',
  'model',
  'promptVersion',
  'seed',
  'costMicros',
  'tokens',
  'timings',
  'problem',
  'notes',
  'createdAt',
  'endedAt',
] as const

type Row = Omit<Run, 'voice' | 'options' | 'timings' | 'problem' | 'notes'> & {
  readonly voice: Json
  readonly options: Json
  readonly timings: Json
  readonly problem: Json
  readonly notes: Json
}
const toRun = (row: Row): Run => ({
  ...row,
  voice: voiceRules.catch(plainVoice).parse(row.voice),
  options: row.options as Run['options'],
  timings: row.timings as Run['timings'],
  problem: row.problem as unknown as Note | null,
  notes: row.notes as unknown as readonly Note[],
})

export async function findRun(trx: Trx, id: string): Promise<Run | undefined> {
  const row = await trx.selectFrom('draftRun').select(columns).where('id', '=', id).executeTakeFirst()
  return row && toRun(row)
}

/** Newest first; `before` is the id of the last one seen. Ids grow with time. */
export async function listRuns(trx: Trx, { before, limit }: { before?: string; limit: number }): Promise<Run[]> {
  const rows = await trx
    .selectFrom('draftRun')
    .select(columns)
    .$if(before !== undefined, (query) => query.where('id', '<', before ?? ''))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toRun)
}

export interface RunChange {
  readonly state?: RunState
  readonly writer?: string
  readonly model?: string | null
  readonly promptVersion?: string
  readonly problem?: Note | null
  readonly notes?: readonly Note[]
  readonly options?: object
  readonly timings?: object
  readonly cancelAsked?: boolean
  readonly endedAt?: Date | null
}

export async function changeRun(
  trx: Trx,
  id: string,
  { problem, notes, options, timings, ...plain }: RunChange,
): Promise<void> {
  await trx
    .updateTable('draftRun')
    .set({
      ...plain,
      ...(problem !== undefined && { problem: problem === null ? null : data(problem) }),
      ...(notes !== undefined && { notes: data(notes) }),
      ...(options !== undefined && { options: data(options) }),
      ...(timings !== undefined && { timings: data(timings) }),
      updatedAt: sql`now()`,
    })
    .where('id', '=', id)
    .execute()
}

/** Asks a run to end; one that has not begun ends at once. */
export async function askCancel(trx: Trx, id: string): Promise<RunState | undefined> {
  const row = await trx
    .updateTable('draftRun')
    .set({
      cancelAsked: true,
      state: sql<RunState>`case when state = 'queued' then 'cancelled' else state end`,
      endedAt: sql<Date | null>`case when state = 'queued' then now() else ended_at end`,
      updatedAt: sql`now()`,
    })
    .where('id', '=', id)
    .where('state', 'not in', ['done', 'done_with_warnings', 'failed', 'cancelled'])
    .returning('state')
    .executeTakeFirst()
  return row?.state
}

export async function isCancelAsked(trx: Trx, id: string): Promise<boolean> {
  const row = await trx.selectFrom('draftRun').select('cancelAsked').where('id', '=', id).executeTakeFirst()
  return row?.cancelAsked ?? true
}

/** The next number of a run's events; the row's lock keeps them in order. */
export async function appendEvent(trx: Trx, workspaceId: string, runId: string, event: RunEvent): Promise<number> {
  const { events: seq } = await trx
    .updateTable('draftRun')
    .set({ events: sql`events + 1` })
    .where('id', '=', runId)
    .returning('events')
    .executeTakeFirstOrThrow()
  await trx
    .insertInto('draftRunEvent')
    .values({ workspaceId, runId, seq, kind: event.kind, data: data(event) })
    .execute()
  return seq
}

export async function eventsAfter(
  trx: Trx,
  runId: string,
  seq: number,
): Promise<(RunEvent & { readonly seq: number })[]> {
  const rows = await trx
    .selectFrom('draftRunEvent')
    .select(['seq', 'data'])
    .where('runId', '=', runId)
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(500)
    .execute()
  return rows.map((row) => ({ ...(row.data as unknown as RunEvent), seq: row.seq }))
}

/** The outline of a run, written once: a second pass finds it there. */
export async function saveClaims(
  trx: Trx,
  workspaceId: string,
  runId: string,
  claims: readonly (Claim & { readonly sourceId: string })[],
): Promise<void> {
  if (claims.length === 0) return
  await trx
    .insertInto('claim')
    .values(
      claims.map(({ sourceId, ordinal, text, start, end, kind, atoms, salience, attribution, hedged, negated }) => ({
        workspaceId,
        runId,
        sourceId,
        ordinal,
        text,
        spanStart: start,
        spanEnd: end,
        kind,
        atoms: data(atoms),
        salience,
        attribution,
        hedged,
        negated,
      })),
    )
    .onConflict((conflict) => conflict.columns(['workspaceId', 'runId', 'ordinal']).doNothing())
    .execute()
}

export async function claimsOf(trx: Trx, runId: string): Promise<StoredClaim[]> {
  const rows = await trx
    .selectFrom('claim')
    .select([
      'sourceId',
      'ordinal',
      'text',
      'kind',
      'salience',
      'attribution',
      'hedged',
      'negated',
      'spanStart',
      'spanEnd',
    ])
    .where('runId', '=', runId)
    .orderBy('ordinal')
    .execute()
  return rows.map(({ spanStart: start, spanEnd: end, kind, ...row }) => ({
    ...row,
    kind: kind as StoredClaim['kind'],
    start,
    end,
  }))
}

export type NewSuggestion = Pick<
  Suggestion,
  'channelId' | 'content' | 'used' | 'evidence' | 'findings' | 'state' | 'writer'
>

/** Becomes the channel's current suggestion; earlier ones stay. */
export async function addSuggestion(
  trx: Trx,
  workspaceId: string,
  runId: string,
  suggestion: NewSuggestion,
): Promise<string> {
  const { channelId, content, used, evidence, findings, state, writer } = suggestion
  await trx
    .updateTable('suggestion')
    .set({ current: false })
    .where('runId', '=', runId)
    .where('channelId', '=', channelId)
    .execute()
  const { id } = await trx
    .insertInto('suggestion')
    .values((row) => ({
      workspaceId,
      runId,
      channelId,
      state,
      writer,
      content: data(content),
      used: data(used),
      evidence: data(evidence),
      findings: data(findings),
      ordinal: row
        .selectFrom('suggestion')
        .select(sql<number>`coalesce(max(ordinal) + 1, 0)`.as('next'))
        .where('runId', '=', runId)
        .where('channelId', '=', channelId),
    }))
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function suggestionsOf(trx: Trx, runId: string): Promise<Suggestion[]> {
  const rows = await trx
    .selectFrom('suggestion')
    .select([
      'id',
      'channelId',
      'ordinal',
      'content',
      'used',
      'evidence',
      'findings',
      'state',
      'writer',
      'current',
      'acceptedAt',
    ])
    .where('runId', '=', runId)
    .orderBy('channelId')
    .orderBy('ordinal')
    .execute()
  return rows as unknown as Suggestion[]
}

export async function markAccepted(trx: Trx, ids: readonly string[]): Promise<void> {
  await trx
    .updateTable('suggestion')
    .set({ acceptedAt: sql`now()` })
    .where('id', 'in', ids)
    .execute()
}

export async function findVoice(
  trx: Trx,
  id: string,
): Promise<{ readonly rules: VoiceRules; readonly version: number } | undefined> {
  const row = await trx.selectFrom('voice').select(['rules', 'version']).where('id', '=', id).executeTakeFirst()
  return row && { rules: voiceRules.catch(plainVoice).parse(row.rules), version: row.version }
}
