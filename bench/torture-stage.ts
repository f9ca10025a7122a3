/** What torture is done on: a durable PostgreSQL, the imitated networks, accounts on them, and posts that tell who they are. */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { platforms } from '@posthorn/platforms/adapters'
import { exams } from '@posthorn/platforms/exams'
import { isSameAccount, type Account, type Exam } from '@posthorn/platforms/conformance'
import { assemble } from '@posthorn/server/assemble.ts'
import { createConnectCall, createLocateCall } from '@posthorn/server/channels/call.ts'
import { consentSeal } from '@posthorn/server/channels/consents.store.ts'
import { Secret } from '@posthorn/server/channels/secret.ts'
import { findPostmaster } from '@posthorn/server/database/embedded/pidfile.ts'
import { isConnectionTrouble } from '@posthorn/server/database/errors.ts'
import { startEmbedded } from '@posthorn/server/database/embedded/start.ts'
import { dataOf } from '@posthorn/server/database/testing/server.ts'
import { addWorkspace } from '@posthorn/server/database/testing/workspace.ts'
import type { Parts } from '@posthorn/server/parts.ts'
import { readSettings } from '@posthorn/server/settings.ts'
import { openControl, type Control } from '../e2e/real/control.ts'

export interface TortureStage extends AsyncDisposable {
  readonly pool: pg.Pool
  /** The imitations, by platform. */
  readonly networks: Readonly<Record<string, Control>>
  readonly environment: Readonly<Record<string, string>>
  /** Plans posts over all lanes in turn. */
  plan(posts: readonly { readonly text: string; readonly inSeconds: number }[]): Promise<void>
  /** `kill -9` to the database; it comes back by itself. */
  killDatabase(): Promise<void>
  /** Asks until the database answers. */
  ask<Row extends object>(statement: string, values?: readonly unknown[]): Promise<Row[]>
}

interface Lane {
  readonly channelId: string
  readonly laneId: number
}

/** Posts here are words alone, so networks that publish no such thing are left out. */
const takesWords = ({ samples: { text } }: Exam): boolean =>
  text?.parts.every(({ media }) => media.length === 0) ?? false

/** `of`: whose accounts. */
export async function setTortureStage(lanes: number, of: readonly Exam[] = exams): Promise<TortureStage> {
  await using opened = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-torture-'))
  opened.defer(() => rm(folder, { recursive: true, force: true }))
  await chmod(folder, 0o711)
  const embedded = opened.use(await startEmbedded({ dataDir: folder }))
  const environment = { DATABASE_URL: embedded.url, DATA_DIR: folder, LOG_LEVEL: 'silent' }
  const settings = await readSettings({ ...environment, MODE: 'web', SANDBOX_PORT: '0' }, platforms)
  const parts = opened.use(await assemble(settings))
  const pool = new pg.Pool({ connectionString: embedded.url, max: 4, options: '-c search_path=app,public' })
  pool.on('error', () => {
    // The server was killed on purpose.
  })
  opened.defer(() => pool.end())
  const origin = parts.sandbox?.origin ?? ''
  const networks = Object.fromEntries(exams.map(({ platform: { rules } }) => [rules.id, openControl(origin, rules.id)]))
  const workspaceId = await addWorkspace(pool)
  await pool.query(`update workspace set late_policy = 'window', late_window_seconds = 604800`)
  const seeded: Lane[] = []
  const accounts = of
    .filter(takesWords)
    .flatMap(({ platform, accounts }) => accounts.map((account) => ({ platform, account })))
  for (let n = 0; n < lanes; n++) {
    const one = accounts[n % accounts.length]
    const control = one && networks[one.platform.rules.id]
    if (!control) throw new Error('no platform has an account for this')
    seeded.push(await seed(parts, pool, control, { workspaceId, id: one.platform.rules.id, account: one.account, n }))
  }
  const closing = opened.move()
  return {
    pool,
    networks,
    environment: { ...environment, SANDBOX_PORT: new URL(origin).port },
    plan: (posts) => plan(pool, workspaceId, seeded, posts),
    async killDatabase() {
      const postmaster = await findPostmaster(dataOf(folder))
      if (postmaster) process.kill(postmaster.pid, 'SIGKILL')
    },
    async ask<Row extends object>(statement: string, values: readonly unknown[] = []) {
      for (let tries = 0; ; tries++) {
        try {
          return (await pool.query<Row>(statement, [...values])).rows
        } catch (error) {
          if (tries >= 300 || !isConnectionTrouble(error)) throw error
          await new Promise((resolve) => setTimeout(resolve, 100))
        }
      }
    },
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}

/** An account with the access that a person would have given. */
async function seed(
  parts: Parts,
  pool: pg.Pool,
  control: Control,
  { workspaceId, id, account, n }: { workspaceId: string; id: string; account: Account; n: number },
): Promise<Lane> {
  const add = async (who: Account['person'], more: object = {}) => {
    const one = { platform: id, name: `Account ${n}`, ...who, handle: `${who.handle}${n}`, ...more }
    return (await control.tell('people', one)) as { id: string; handle: string }
  }
  const person = await add(account.person)
  const owned = account.page ? await add(account.page, { owner: person.id }) : person
  const way = parts.platforms[id]?.connect.find(({ via }) => via === account.via)
  const scopes = way && 'scopes' in way ? way.scopes : []
  const { accessToken } = (await control.tell('tokens', { platform: id, person: person.id, scopes })) as {
    accessToken: string
  }
  const access = { fence: '', authorization: new Secret(`Bearer ${accessToken}`), query: {} }
  const world = { platform: id, network: 'sandbox' } as const
  const typed = account.typed ?? person.handle
  const location = await parts.platforms[id]?.locate?.(createLocateCall(parts, world), typed, account.via)
  const host = location?.host
  const call = createConnectCall(parts, { ...world, ...(host === undefined ? {} : { host }) }, access)
  const candidates = (await parts.platforms[id]?.identify(call, account.via, host)) ?? []
  const found = candidates.find(({ remoteId }) => isSameAccount(remoteId, owned.id))
  if (!found) throw new Error(`the network does not know ${account.name}`)
  const consent = crypto.randomUUID()
  const pages = found.secret === undefined ? {} : { pages: { [found.remoteId]: found.secret } }
  const { rows } = await pool.query<Lane>(
    `with lane as (insert into lane (platform, network, remote_id) values ($3, 'sandbox', $5) returning id),
     consent as (insert into consent (workspace_id, id, platform, network, via, app, sealed, key_id, renewable, state, person_id)
       values ($1, $2, $3, 'sandbox', $4, '', $9, $10, false, 'held', $2) returning id)
     insert into channel (workspace_id, platform, network, kind, via, remote_id, handle, name, zone, facts, host, lane_id, consent_id)
     select $1, $3, 'sandbox', $6, $4, $5, $7, $7, 'UTC', $8, $11, lane.id, consent.id from lane, consent
     returning id as "channelId", lane_id::int as "laneId"`,
    [
      workspaceId,
      consent,
      id,
      account.via,
      found.remoteId,
      found.kind,
      found.handle,
      JSON.stringify({ ...found.facts, scopes }),
      await parts.seal.seal({ access: accessToken, ...pages }, consentSeal(workspaceId, consent)),
      parts.seal.keyId,
      found.host ?? null,
    ],
  )
  const [lane] = rows
  if (!lane) throw new Error('no channel was made')
  return lane
}

async function plan(
  pool: pg.Pool,
  workspaceId: string,
  lanes: readonly Lane[],
  posts: Parameters<TortureStage['plan']>[0],
): Promise<void> {
  for (const [n, { text, inSeconds }] of posts.entries()) {
    const lane = lanes[n % lanes.length]
    if (!lane) throw new Error('there are no lanes')
    await pool.query(
      `with made as (insert into post (workspace_id, base) values ($1, $2) returning id),
       own as (insert into version (workspace_id, post_id, channel_id) select $1, id, $3 from made)
       insert into publication (workspace_id, post_id, channel_id, lane_id, state, due_at, wake_at, zone, wall_time)
       select $1, made.id, $3, $4, 'scheduled', now() + make_interval(secs => $5), now() + make_interval(secs => $5), 'UTC', ''
       from made`,
      [
        workspaceId,
        JSON.stringify({ parts: [{ text, media: [] }], firstComment: null, files: {} }),
        lane.channelId,
        lane.laneId,
        inSeconds,
      ],
    )
  }
  await pool.query(
    `select wake_lane(l.id, (select min(wake_at) from publication p where p.lane_id = l.id)) from lane l`,
  )
}
