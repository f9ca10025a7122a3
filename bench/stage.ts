/** What a measurement of delivery runs on: a durable PostgreSQL of its own, the real engine, the judge's network. */
import { fork } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { benchPlatform } from './platform.ts'
import { createSeal } from '@posthorn/server/channels/seal.ts'
import { startEmbedded } from '@posthorn/server/database/embedded/start.ts'
import { migrate } from '@posthorn/server/database/migrate.ts'
import { openDatabase } from '@posthorn/server/database/open.ts'
import { addWorkspace } from '@posthorn/server/database/testing/workspace.ts'
import { createDoor } from '@posthorn/server/outside/door.ts'
import { createLink } from '@posthorn/server/outside/sandbox.ts'
import type { Parts } from '@posthorn/server/parts.ts'
import { readSettings } from '@posthorn/server/settings.ts'
import { createLog } from '@posthorn/server/log.ts'

export interface Verdict {
  readonly accepted: number
  readonly doubled: number
  readonly overlaps: number
  readonly arrivals: readonly { text: string; at: number }[]
}

export interface BenchStage extends AsyncDisposable {
  readonly parts: Parts
  readonly pool: pg.Pool
  readonly network: string
  readonly lanes: number
  /** Plans `count` publications over all lanes; `due` gives each one's instant. */
  plan(count: number, due: (n: number) => Date): Promise<void>
  verdict(): Promise<Verdict>
  reset(): Promise<void>
}

export async function setBenchStage({ lanes, latencyMs }: { lanes: number; latencyMs: number }): Promise<BenchStage> {
  await using opened = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-bench-'))
  opened.defer(() => rm(folder, { recursive: true, force: true }))
  await chmod(folder, 0o711)
  const embedded = opened.use(await startEmbedded({ dataDir: folder }))
  await migrate(embedded.url)
  const network = await startNetwork(latencyMs, opened)
  const pool = new pg.Pool({ connectionString: embedded.url, max: 20, options: '-c search_path=app,public' })
  opened.defer(() => pool.end())
  const worker = opened.use(openDatabase({ url: embedded.url, role: 'posthorn_worker', max: 10 }))
  const web = opened.use(openDatabase({ url: embedded.url, role: 'posthorn_web', max: 2 }))
  const door = opened.use(createDoor({ allow: [], sandboxOrigin: network, userAgent: 'Posthorn bench' }))
  const seal = createSeal([{ id: 'bench', key: new Uint8Array(32).fill(1) }])
  const settings = await readSettings({ DATA_DIR: folder }, {})
  const log = createLog({ level: 'warn' })
  const sandbox = createLink(network, { 'bench.example': '/bench' })
  const jobs: Parts['jobs'] = {
    register: async () => undefined,
    send: async () => undefined,
    schedule: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  }
  const parts: Parts = {
    settings,
    web,
    worker,
    door,
    sandbox,
    platforms: { bench: benchPlatform },
    seal,
    jobs,
    log,
    now: () => new Date(),
  }
  const workspaceId = await addWorkspace(pool)
  await seedLanes(pool, seal, workspaceId, lanes)
  const closing = opened.move()
  return {
    parts,
    pool,
    network,
    lanes,
    plan: (count, due) => plan(pool, workspaceId, count, due),
    verdict: async () => (await (await fetch(`${network}/verdict`)).json()) as Verdict,
    reset: async () => void (await fetch(`${network}/reset`)),
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}

async function startNetwork(latencyMs: number, opened: AsyncDisposableStack): Promise<string> {
  const child = fork(join(import.meta.dirname, 'network.ts'), [String(latencyMs)], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  opened.defer(() => void child.kill())
  if (!child.stdout) throw new Error('the network has no output')
  for await (const line of createInterface({ input: child.stdout })) return (JSON.parse(line) as { url: string }).url
  throw new Error('the network did not start')
}

async function seedLanes(pool: pg.Pool, seal: Parts['seal'], workspaceId: string, lanes: number): Promise<void> {
  for (let n = 0; n < lanes; n++) {
    const id = crypto.randomUUID()
    const sealed = await seal.seal({ access: `token-${n}` }, `consent:${workspaceId}:${id}`)
    await pool.query(
      `with lane as (insert into lane (platform, network, remote_id) values ('bench', 'sandbox', $3) returning id),
       consent as (insert into consent (workspace_id, id, platform, network, via, app, sealed, key_id, renewable, state, person_id)
         values ($1, $2, 'bench', 'sandbox', 'own', '', $4, $5, false, 'held', $2) returning id)
       insert into channel (workspace_id, platform, network, kind, via, remote_id, handle, name, zone, lane_id, consent_id)
       select $1, 'bench', 'sandbox', 'member', 'own', $3, $3, $3, 'UTC', lane.id, consent.id from lane, consent`,
      [workspaceId, id, `account-${n}`, sealed, seal.keyId],
    )
  }
}

async function plan(pool: pg.Pool, workspaceId: string, count: number, due: (n: number) => Date): Promise<void> {
  const times = Array.from({ length: count }, (_, n) => due(n).toISOString())
  await pool.query(
    `with due as (select t::timestamptz as at, n::int from unnest($2::text[]) with ordinality as d(t, n)),
     lanes as (select c.id as channel_id, c.lane_id, row_number() over (order by c.lane_id) as n, count(*) over () as total from channel c where c.workspace_id = $1),
     posts as (
       insert into post (workspace_id, id, base, at)
       select $1, app.new_id(), jsonb_build_object('parts', jsonb_build_array(jsonb_build_object('text', 'post ' || due.n || ' ' || gen_random_uuid(), 'media', '[]'::jsonb)), 'firstComment', null, 'files', '{}'::jsonb), due.at
       from due returning id, base, at, (split_part(base #>> '{parts,0,text}', ' ', 2))::int as n),
     versions as (insert into version (workspace_id, post_id, channel_id) select $1, posts.id, lanes.channel_id from posts join lanes on lanes.n = posts.n % lanes.total + 1)
     insert into publication (workspace_id, post_id, channel_id, lane_id, state, due_at, wake_at, zone, wall_time)
     select $1, posts.id, lanes.channel_id, lanes.lane_id, 'scheduled', posts.at, posts.at, 'UTC', ''
     from posts join lanes on lanes.n = posts.n % lanes.total + 1`,
    [workspaceId, times],
  )
  await pool.query(
    `update lane l set wake_at = (select min(wake_at) from publication p where p.lane_id = l.id) where exists (select from publication p where p.lane_id = l.id and p.wake_at < 'infinity')`,
  )
  await pool.query('analyze')
}

/** What the machine was doing: to be named beside every figure. */
export const load = () => ({ cores: cpus().length, load1: Number((loadavg()[0] ?? 0).toFixed(2)) })
