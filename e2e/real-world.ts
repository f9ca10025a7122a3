/**
 * A world in which all is real: database, door, sandbox process, connect flow, use cases, delivery engine, jobs. Only
 * time is not waited for: what the database knows is moved into the past and the network's clock ahead, by as much as
 * the engine wants to wait. A worker that dies here stops hearing and speaking inside this process, and its lease has
 * to run out; that real processes die as well is `kill.test.ts`'s to show.
 */
import { platforms } from '@posthorn/platforms/adapters'
import type { Exam, Outcome, Trouble, World, Written } from '@posthorn/platforms/conformance'
import type { Channel, Measures, Remote } from '@posthorn/platforms/interface'
import { ProblemError } from '@posthorn/domain/problems.ts'
import { assemble } from '@posthorn/server/assemble.ts'
import { createCall } from '@posthorn/server/channels/call.ts'
import { addActor } from '@posthorn/server/channels/testing.ts'
import { cloneTemplate } from '@posthorn/server/database/testing/database.ts'
import { scratchFolder } from '@posthorn/server/database/testing/scratch.ts'
import { readChannelsFor } from '@posthorn/server/posts/check.ts'
import { createPost } from '@posthorn/server/posts/posts.ts'
import { schedulePost } from '@posthorn/server/posts/schedule.ts'
import { networkFor } from '@posthorn/server/publishing/delivery.ts'
import { takeLanes } from '@posthorn/server/publishing/lanes.store.ts'
import { removePublication } from '@posthorn/server/publishing/publications.ts'
import { readPublication, readSteps } from '@posthorn/server/publishing/publications.store.ts'
import { registerRemove } from '@posthorn/server/publishing/remove.ts'
import { takeTurn } from '@posthorn/server/publishing/turn.ts'
import { readSettings } from '@posthorn/server/settings.ts'
import { openControl } from './real/control.ts'
import { openLibrary } from './real/library.ts'
import { createMortal } from './real/mortal.ts'
import { addPeople, signIn, type AtNetwork } from './real/people.ts'
import { ageDatabase, untilNext } from './real/time.ts'
import { orderTrouble } from './real/trouble.ts'
import { until } from './real/until.ts'

const rateSeconds = 30
type Trx = Parameters<typeof readPublication>[0]
type Within = <T>(work: (trx: Trx) => Promise<T>) => Promise<T>

/** Networks that count by the day make stories wait for days: late is told elsewhere. */
const latest = 604_800

export async function startRealWorld({ platform }: Exam): Promise<World> {
  await using opened = new AsyncDisposableStack()
  const { id } = platform.rules
  const db = opened.use(await cloneTemplate())
  const { folder } = opened.use(await scratchFolder())
  const environment = { DATABASE_URL: db.url, DATA_DIR: folder, SANDBOX_PORT: '0', LOG_LEVEL: 'silent' }
  let ahead = 0
  const trouble = orderTrouble({
    order: (fault) => control.fault(fault, fault === 'rate_limit' ? { seconds: rateSeconds } : {}),
    worker: () => worker,
    ahead: () => ahead,
  })
  const parts = opened.use(
    await assemble(await readSettings(environment, platforms), {
      platforms: { ...platforms, [id]: trouble.watch(platform) },
    }),
  )
  // Tokens live in the network's time, and so does whoever handles them.
  const abroad = { ...parts, now: () => new Date(Date.now() + ahead) }
  const control = openControl(parts.sandbox?.origin ?? '', id)
  const graves = opened.use(new DisposableStack())
  const birth = () => graves.adopt(createMortal(parts.worker), (mortal) => mortal.bury())
  let worker = birth()
  await registerRemove(parts)
  const actor = await addActor({ db }, 'owner')
  const { workspaceId, personId } = actor
  await db.superuser.query(`update workspace set late_policy = 'window', late_window_seconds = $1`, [latest])
  const draftOf = openLibrary(parts, { workspaceId, personId })
  const connections = new Map<string, { at: AtNetwork; via: string; since: number; laneId: number }>()

  const inWorkspace: Within = (work) => parts.web.inWorkspace(workspaceId, work)
  const connectionOf = ({ id: channel }: Channel) => {
    const found = connections.get(channel)
    if (!found) throw new Error(`this world knows no channel ${channel}`)
    return found
  }
  const callFor = (channel: Channel) => createCall(abroad, { workspaceId, channel, platform: id, network: 'sandbox' })

  async function pass(seconds: number): Promise<void> {
    await Promise.all([
      ageDatabase(db.superuser, seconds, ahead / 1000),
      control.tell('clock', { advanceSeconds: seconds }),
    ])
    ahead += seconds * 1000
  }

  /** One turn for every lane that is due. A worker that dies is followed by another, which knows only what is stored. */
  async function pull(): Promise<number> {
    const mortal = worker
    const deps = {
      parts: { ...parts, worker: mortal.worker },
      network: trouble.spoil(networkFor({ ...abroad, worker: mortal.worker })),
      chance: Math.random,
    }
    const lanes = await takeLanes(parts.worker.pool, 10)
    const turns = lanes.map((lane) => takeTurn(deps, lane, new AbortController().signal))
    for (const turn of turns) turn.catch(() => undefined)
    await Promise.race([Promise.all(turns), mortal.died])
    if (mortal.isDead()) worker = birth()
    return lanes.length
  }

  /** Works and lets time pass until nothing of the channel happens by itself any more. */
  async function settle(channel: Channel): Promise<void> {
    const { laneId } = connectionOf(channel)
    for (let turns = 0; turns < 200; turns++) {
      if ((await pull()) > 0) continue
      const seconds = await untilNext(db.superuser, [laneId])
      if (seconds === undefined) return
      if (seconds > 0) await pass(Math.ceil(seconds))
    }
    throw new Error('the channel never came to rest')
  }

  async function outcome(publication: string): Promise<Outcome> {
    const [row, steps] = await inWorkspace(async (trx) => [
      await readPublication(trx, publication),
      await readSteps(trx, publication),
    ])
    if (!row) throw new Error(`this world knows no publication ${publication}`)
    const out = steps.filter((step) => step.forWhat === 'post' && step.remoteId !== null)
    const ids = [...new Set([row.remoteId, ...out.map(({ remoteId }) => remoteId)])].filter((one) => one !== null)
    return {
      publication,
      state: row.state,
      remotes: ids.map((remote): Remote => ({ id: remote, at: 'public' })),
      notes: row.notes.map(({ step, code }) => `${step ?? ''}: ${code}`),
      struck: trouble.struck(),
      ...(row.problem === null ? {} : { problem: row.problem.code }),
    }
  }

  const closing = opened.move()
  return {
    async connect(account) {
      const at = await addPeople(control.tell, id, account, connections.size + 1)
      const since = (await control.lines()).length
      const channelId = await signIn(abroad, actor, id, { via: account.via }, at)
      const channel = (await inWorkspace((trx) => readChannelsFor(trx, [channelId]))).get(channelId)
      if (!channel) throw new Error('the channel is not there')
      connections.set(channelId, { at, via: account.via, since, laneId: channel.laneId })
      return channel
    },
    async publish(version, channel, ordered?: Trouble) {
      trouble.expect(ordered)
      const post = await createPost(parts, workspaceId, personId, await draftOf(version, channel))
      const scheduled = await schedulePost(
        parts,
        { workspaceId, personId, id: post.id },
        { when: { is: 'now' }, mixNetworks: false },
      )
      await settle(channel)
      const standing = await control.standing()
      if (standing.length > 0) throw new Error(`${ordered?.fault ?? 'a fault'} was ordered and never struck`)
      return outcome(scheduled.publications[0]?.id ?? '')
    },
    async reconnect(channel) {
      const { at, via } = connectionOf(channel)
      await signIn(abroad, actor, id, { via, reconnects: channel.id }, at)
      await settle(channel)
    },
    outcome,
    async remove(publication) {
      const done = () => inWorkspace(async (trx) => (await readPublication(trx, publication))?.state === 'removed')
      try {
        await removePublication(parts, { workspaceId, personId, id: publication })
      } catch (error) {
        // Taken down before: the command says so, and nothing is to be done.
        if (!(error instanceof ProblemError && (await done()))) throw error
      }
      await until(done)
    },
    async measure(publication): Promise<readonly Measures[]> {
      const row = await inWorkspace((trx) => readPublication(trx, publication))
      const channel = row && (await inWorkspace((trx) => readChannelsFor(trx, [row.channelId]))).get(row.channelId)
      if (!channel) throw new Error(`this world knows no publication ${publication}`)
      await pass(3600)
      return (await platform.measure?.(callFor(channel), channel, (await outcome(publication)).remotes)) ?? []
    },
    async measureChannel(channel) {
      return (await platform.measureChannel?.(callFor(channel), channel)) ?? { remoteId: channel.remoteId, values: {} }
    },
    async ledger(channel): Promise<readonly Written[]> {
      const { since } = connectionOf(channel)
      return (await control.lines()).slice(since).filter(control.isOf(channel.remoteId))
    },
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}
