/**
 * A world in which all is real: database, door, sandbox process, connect flow, use cases, delivery engine, jobs. Only
 * time is not waited for: what the database knows is moved into the past and the network's clock ahead, by as much as
 * the engine wants to wait. A worker that dies here stops hearing and speaking inside this process, and its lease has
 * to run out; that real processes die as well is `kill.test.ts`'s to show.
 */
import type { Exam, Outcome, World, Written } from '@posthorn/platforms/conformance'
import type { Channel, Measures, Remote } from '@posthorn/platforms/interface'
import { ProblemError } from '@posthorn/domain/problems.ts'
import { createCall } from '@posthorn/server/channels/call.ts'
import { readChannelsFor } from '@posthorn/server/posts/check.ts'
import { networkFor } from '@posthorn/server/publishing/delivery.ts'
import { takeLanes } from '@posthorn/server/publishing/lanes.store.ts'
import { removePublication, retryPublication } from '@posthorn/server/publishing/publications.ts'
import { readPublication, readSteps } from '@posthorn/server/publishing/publications.store.ts'
import { registerRemove } from '@posthorn/server/publishing/remove.ts'
import { takeTurn } from '@posthorn/server/publishing/turn.ts'
import { openGround, type Connected } from './real/ground.ts'
import { createMortal } from './real/mortal.ts'
import { signIn } from './real/people.ts'
import { orderTrouble } from './real/trouble.ts'
import { until } from './real/until.ts'

const rateSeconds = 30

export async function startRealWorld({ platform, settings = {} }: Exam): Promise<World> {
  await using opened = new AsyncDisposableStack()
  const { id } = platform.rules
  const trouble = orderTrouble({
    order(fault, amount) {
      const seconds = amount ?? (fault === 'rate_limit' ? rateSeconds : undefined)
      return control.fault(fault, seconds === undefined ? {} : { seconds })
    },
    jump: (seconds) => ground.jump(seconds),
    worker: () => worker,
    ahead: () => ground.ahead(),
  })
  const ground = opened.use(await openGround(id, trouble.watch(platform)))
  const { parts, abroad, control, actor, inWorkspace } = ground
  await control.tell('settings', { platform: id, ...settings })
  const { workspaceId, personId } = actor
  await registerRemove(parts)
  const graves = opened.use(new DisposableStack())
  const birth = () => graves.adopt(createMortal(parts.worker), (mortal) => mortal.bury())
  let worker = birth()
  const connections = new Map<string, Connected & { since: number }>()

  const connectionOf = ({ id: channel }: Channel) => {
    const found = connections.get(channel)
    if (!found) throw new Error(`this world knows no channel ${channel}`)
    return found
  }
  const callFor = (channel: Channel) => createCall(abroad, { workspaceId, channel, platform: id, network: 'sandbox' })

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
  const settle = (channel: Channel) => ground.settle(connectionOf(channel).channel.laneId, pull)

  async function outcome(publication: string): Promise<Outcome> {
    const [row, steps] = await inWorkspace(
      async (trx) => [await readPublication(trx, publication), await readSteps(trx, publication)] as const,
    )
    if (!row) throw new Error(`this world knows no publication ${publication}`)
    const out = steps.filter((step) => step.forWhat === 'post')
    const ids = new Set([row.remoteId, ...out.map(({ remoteId }) => remoteId)])
    return {
      publication,
      state: row.state,
      remotes: [...ids].flatMap((remote): Remote[] => (remote === null ? [] : [{ id: remote, at: 'public' }])),
      notes: row.notes.map(({ step, code }) => `${step ?? ''}: ${code}`),
      struck: trouble.struck(),
      ...(row.problem === null ? {} : { problem: row.problem.code }),
    }
  }

  const closing = opened.move()
  return {
    isReal: true,
    async connect(account) {
      const connected = await ground.connect(account)
      const since = (await control.lines()).length
      connections.set(connected.channel.id, { ...connected, since })
      return connected.channel
    },
    async publish(version, channel, ordered) {
      trouble.expect(ordered)
      const publication = await ground.schedule(version, connectionOf(channel).channel)
      await settle(channel)
      await ground.follow()
      const isStanding = (await control.standing()).length > 0
      if (isStanding && !ordered?.lurks) throw new Error(`${ordered?.fault ?? 'a fault'} was ordered and never struck`)
      if (isStanding) await control.calm()
      const told = await outcome(publication)
      return { ...told, struck: told.struck && !isStanding }
    },
    async reconnect(channel) {
      await signIn(abroad, actor, id, { via: channel.via, reconnects: channel.id }, connectionOf(channel).at)
      await settle(channel)
    },
    async retry(publication) {
      await retryPublication(parts, { workspaceId, personId, id: publication })
      const row = await inWorkspace((trx) => readPublication(trx, publication))
      if (row) await ground.settle(row.laneId, pull)
    },
    outcome,
    async remove(publication) {
      const isGone = () => inWorkspace(async (trx) => (await readPublication(trx, publication))?.state === 'removed')
      try {
        await removePublication(parts, { workspaceId, personId, id: publication })
      } catch (error) {
        // Taken down before: the command says so, and nothing is to be done.
        if (!(error instanceof ProblemError && (await isGone()))) throw error
      }
      await until(isGone)
    },
    async measure(publication): Promise<readonly Measures[]> {
      const row = await inWorkspace((trx) => readPublication(trx, publication))
      const channel = row && (await inWorkspace((trx) => readChannelsFor(trx, [row.channelId]))).get(row.channelId)
      if (!channel) throw new Error(`this world knows no publication ${publication}`)
      await ground.pass(3600)
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
