/**
 * What a world with the real engine stands on: a database of its own, a data folder, the sandbox process, a person in a
 * workspace, accounts connected by the way of their network, posts planned by the API's own use cases.
 */
import { platforms } from '@posthorn/platforms/adapters'
import type { Account } from '@posthorn/platforms/conformance'
import type { Platform, Version } from '@posthorn/platforms/interface'
import { assemble } from '@posthorn/server/assemble.ts'
import { addActor, type Actor } from '@posthorn/server/channels/testing.ts'
import { cloneTemplate, type TestDatabase } from '@posthorn/server/database/testing/database.ts'
import { scratchFolder } from '@posthorn/server/database/testing/scratch.ts'
import { listen } from '@posthorn/server/http/listen.ts'
import type { Parts } from '@posthorn/server/parts.ts'
import { readChannelsFor, type CheckedChannel } from '@posthorn/server/posts/check.ts'
import { createPost } from '@posthorn/server/posts/posts.ts'
import { schedulePost } from '@posthorn/server/posts/schedule.ts'
import type { readPublication } from '@posthorn/server/publishing/publications.store.ts'
import { serverApp } from '@posthorn/server/routes.ts'
import { readSettings, withPort } from '@posthorn/server/settings.ts'
import { openControl, type Control } from './control.ts'
import { openLibrary } from './library.ts'
import { addPeople, signIn, type AtNetwork } from './people.ts'
import { ageDatabase, restOf } from './time.ts'
import { until } from './until.ts'

type Trx = Parameters<typeof readPublication>[0]

export interface Connected {
  readonly channel: CheckedChannel
  readonly at: AtNetwork
}

export interface Ground extends AsyncDisposable {
  readonly db: TestDatabase
  readonly parts: Parts
  /** The same, with the network's clock: tokens live in its time, and so does whoever handles them. */
  readonly abroad: Parts
  readonly actor: Actor
  readonly control: Control
  /** What a worker process needs to stand here. */
  readonly environment: Readonly<Record<string, string>>
  /** How far the network's clock is ahead of the database's, in ms. */
  readonly ahead: () => number
  readonly inWorkspace: <T>(work: (trx: Trx) => Promise<T>) => Promise<T>
  connect(account: Account): Promise<Connected>
  /** Plans a version for now; answers the publication's id. */
  schedule(version: Version, channel: CheckedChannel): Promise<string>
  /** Lets time pass, here and at the network, without waiting. */
  pass(seconds: number): Promise<void>
  /** The network's clock jumps ahead. */
  jump(seconds: number): Promise<void>
  /** Ours follows. */
  follow(): Promise<void>
  /** Works by `pull` and lets time pass until nothing of a lane happens by itself any more. */
  settle(laneId: number, pull: () => Promise<number>): Promise<void>
  /** Waits for something that workers do, and lets time pass whenever they only wait themselves. */
  hurry(laneId: number, isSo: () => Promise<boolean>): Promise<void>
}

/** Networks that count by the day make stories wait for days: late is told elsewhere. */
const latest = 604_800
/** A film that is never ready is asked about for hours. */
const mostTurns = 2000

export async function openGround(id: string, platform?: Platform): Promise<Ground> {
  await using opened = new AsyncDisposableStack()
  const db = opened.use(await cloneTemplate())
  const { folder } = opened.use(await scratchFolder())
  const environment = { DATABASE_URL: db.url, DATA_DIR: folder, LOG_LEVEL: 'silent' }
  // Networks fetch files from us.
  const listening = opened.use(await listen({ host: '127.0.0.1', port: 0, isFixed: true }))
  const settings = withPort(await readSettings({ ...environment, SANDBOX_PORT: '0' }, platforms), listening.port)
  const parts = opened.use(
    await assemble(settings, platform ? { platforms: { ...platforms, [id]: platform } } : undefined),
  )
  const app = serverApp(parts)
  listening.use((request, env) => app.fetch(request, env))
  let ahead = 0
  const abroad = { ...parts, now: () => new Date(Date.now() + ahead) }
  const origin = parts.sandbox?.origin ?? ''
  const control = openControl(origin, id)
  const actor = await addActor({ db }, 'owner')
  const { workspaceId, personId } = actor
  await db.superuser.query(`update workspace set late_policy = 'window', late_window_seconds = $1`, [latest])
  const draftOf = openLibrary(parts, { workspaceId, personId })
  let people = 0

  async function pass(seconds: number): Promise<void> {
    const clock = control.tell('clock', { advanceSeconds: seconds })
    await Promise.all([ageDatabase(db.superuser, seconds, ahead / 1000), clock])
    ahead += seconds * 1000
  }
  let jumped = 0
  async function jump(seconds: number): Promise<void> {
    jumped += seconds
    await control.tell('clock', { advanceSeconds: seconds })
  }
  async function follow(): Promise<void> {
    const seconds = jumped
    jumped = 0
    if (seconds > 0) await ageDatabase(db.superuser, seconds, ahead / 1000)
    ahead += seconds * 1000
  }
  const inWorkspace: Ground['inWorkspace'] = (work) => parts.web.inWorkspace(workspaceId, work)

  const closing = opened.move()
  return {
    db,
    parts,
    abroad,
    actor,
    control,
    environment: { ...environment, SANDBOX_PORT: new URL(origin).port, PORT: String(listening.port) },
    ahead: () => ahead,
    inWorkspace,
    pass,
    jump,
    follow,
    async connect(account) {
      const at = await addPeople(control.tell, id, account, ++people)
      const channelId = await signIn(abroad, actor, id, { via: account.via }, at)
      const channel = (await inWorkspace((trx) => readChannelsFor(trx, [channelId]))).get(channelId)
      if (!channel) throw new Error('the channel is not there')
      return { channel, at }
    },
    async schedule(version, channel) {
      const post = await createPost(parts, workspaceId, personId, await draftOf(version, channel))
      const which = { workspaceId, personId, id: post.id }
      const { publications } = await schedulePost(parts, which, { when: { is: 'now' }, mixNetworks: false })
      return publications[0]?.id ?? ''
    },
    async settle(laneId, pull) {
      for (let turns = 0; turns < mostTurns; turns++) {
        if ((await pull()) > 0) continue
        const { seconds, renewingSeconds } = await restOf(db.superuser, laneId)
        if (seconds === undefined) return
        if (seconds > 0) await pass(Math.ceil(Math.max(seconds, renewingSeconds)))
      }
      throw new Error('the lane never came to rest')
    },
    async hurry(laneId, isSo) {
      await until(async () => {
        if (await isSo()) return true
        const { seconds, isHeld } = await restOf(db.superuser, laneId)
        // Below a second they are about to begin.
        if (!isHeld && seconds !== undefined && seconds > 1) await pass(seconds)
        return false
      })
    },
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}
