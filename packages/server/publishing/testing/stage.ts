import pino from 'pino'
import { createSeal } from '../../channels/seal.ts'
import { cloneTemplate, type TestDatabase } from '../../database/testing/database.ts'
import { addWorkspace } from '../../database/testing/workspace.ts'
import { takeLanes } from '../lanes.store.ts'
import { takeTurn, type TurnDeps } from '../turn.ts'
import { chirp, newScript, scriptedNetwork, type Script } from './chirp.ts'

export interface Stage extends AsyncDisposable {
  readonly db: TestDatabase
  readonly script: Script
  /** Texts of the irrevocable requests that left, in order. */
  readonly sent: string[]
  readonly workspaceId: string
  readonly channelId: string
  readonly laneId: number
  readonly deps: TurnDeps
  /** Plans a post that is due now; answers the publication's id. */
  plan(
    texts: readonly string[],
    options?: { firstComment?: string; lateSeconds?: number; settings?: object },
  ): Promise<string>
  /** Gives every lane that is due one turn. Answers how many there were. */
  pull(): Promise<number>
  /** Pulls until nothing is due any more. */
  settle(): Promise<void>
  row(id: string): Promise<Row>
  sql<T extends object = Row>(text: string, values?: unknown[]): Promise<T[]>
}
export interface Row {
  readonly state: string
  readonly reason: string | null
  readonly remote_id: string | null
  readonly permalink: string | null
  readonly evidence: { how: string; seen?: string } | null
  readonly problem: { code: string; words?: string } | null
  readonly notes: readonly { code: string }[]
  readonly sending_step: string | null
  readonly intent: string | null
  readonly resent: boolean
  readonly attempts: number
  readonly wake_at: Date
  readonly ended_at: Date | null
  readonly live_at: Date | null
}

/** A workspace with one channel on a made-up network, and a worker that is moved by hand. */
export async function setStage(): Promise<Stage> {
  const db = await cloneTemplate()
  const workspaceId = await addWorkspace(db.superuser)
  const sql = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
    (await db.superuser.query<T>(text, values)).rows
  const [lane] = await sql<{ id: number }>(
    `insert into lane (platform, network, remote_id) values ('chirp', 'sandbox', 'bird') returning id`,
  )
  const laneId = lane?.id ?? 0
  const [channel] = await sql<{ id: string }>(
    `insert into channel (workspace_id, platform, network, kind, via, remote_id, handle, name, zone, lane_id)
     values ($1, 'chirp', 'sandbox', 'member', 'own', 'bird', '@bird', 'Bird', 'Europe/Rome', $2) returning id`,
    [workspaceId, laneId],
  )
  const channelId = channel?.id ?? ''
  const script = newScript()
  const sent: string[] = []
  const deps: TurnDeps = {
    parts: {
      worker: db.worker,
      platforms: {
        get chirp() {
          return chirp(script)
        },
      },
      seal: createSeal([{ id: 'test', key: new Uint8Array(32).fill(7) }]),
      log: pino({ level: 'silent' }),
      now: () => new Date(),
    },
    network: () => scriptedNetwork(script, sent),
    chance: () => 0,
  }
  const pull = async () => {
    const lanes = await takeLanes(db.worker.pool, 10)
    await Promise.all(lanes.map((one) => takeTurn(deps, one, new AbortController().signal)))
    return lanes.length
  }
  return {
    db,
    script,
    sent,
    workspaceId,
    channelId,
    laneId,
    deps,
    sql,
    pull,
    async plan(texts, { firstComment, lateSeconds = 0, settings = {} } = {}) {
      const base = { parts: texts.map((text) => ({ text, media: [] })), firstComment: firstComment ?? null, files: {} }
      const [post] = await sql<{ id: string }>(`insert into post (workspace_id, base) values ($1, $2) returning id`, [
        workspaceId,
        JSON.stringify(base),
      ])
      await sql(`insert into version (workspace_id, post_id, channel_id, settings) values ($1, $2, $3, $4)`, [
        workspaceId,
        post?.id,
        channelId,
        JSON.stringify(settings),
      ])
      const [publication] = await sql<{ id: string }>(
        `insert into publication (workspace_id, post_id, channel_id, lane_id, state, due_at, wake_at, zone, wall_time)
         select $1, $2, $3, $4, 'scheduled', t, t, 'Europe/Rome', '2026-01-01T09:00' from (select now() - make_interval(secs => $5) as t) due returning id`,
        [workspaceId, post?.id, channelId, laneId, lateSeconds],
      )
      await sql(`select wake_lane($1, now())`, [laneId])
      return publication?.id ?? ''
    },
    async settle() {
      for (let turns = 0; turns < 50; turns++) if ((await pull()) === 0) return
      throw new Error('the lane never came to rest')
    },
    async row(id) {
      const [row] = await sql<Row>(`select * from publication where id = $1`, [id])
      if (!row) throw new Error('no such publication')
      return row
    },
    [Symbol.asyncDispose]: () => db[Symbol.asyncDispose](),
  }
}

/** Settles without waiting for the network's schedule of looks. */
export async function settleNow(stage: Stage): Promise<void> {
  for (let n = 0; n < 20; n++) {
    await stage.settle()
    const [waiting] = await stage.sql<{ id: string }>(
      `update publication set wake_at = now() where wake_at < 'infinity' returning id`,
    )
    if (!waiting) return
    await stage.sql(`select wake_lane(id, now()) from lane`)
  }
  throw new Error('it never came to rest')
}
