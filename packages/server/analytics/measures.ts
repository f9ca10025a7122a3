/** Fetching what networks tell about posts and accounts, and showing what is known. */
import type { z } from 'zod'
import type * as contract from '@posthorn/contract/schemas/measures.ts'
import { total } from '@posthorn/domain/measures/measures.ts'
import { problem } from '@posthorn/domain/problems.ts'
import type { Measures, Platform, Remote } from '@posthorn/platforms/interface'
import { askRenewing } from '../channels/asking.ts'
import { createCall } from '../channels/call.ts'
import { platformOf } from '../channels/world.ts'
import type { Database } from '../database/open.ts'
import type { Parts } from '../parts.ts'
import { readChannelsFor, type CheckedChannel } from '../posts/check.ts'
import { noteChange } from '../posts/posts.store.ts'
import { readPublication, readSteps } from '../publishing/publications.store.ts'
import { wordsOf } from '../publishing/verdict.ts'
import { CallFailed } from '../publishing/work.ts'
import { countCalls, insertSnapshots, readSnapshots, type NewSnapshot, type SnapshotRow } from './snapshots.store.ts'

type View = z.output<typeof contract.Measures>
export type MeasureParts = Omit<Parts, 'web' | 'jobs'>

/** Money is spent only when a person asks; practice costs nothing. */
export const isAutomatic = ({ rules }: Platform, { network }: Pick<CheckedChannel, 'network'>): boolean =>
  rules.lookCost === 0 || network === 'sandbox'

/** Asks for the numbers of publications of one channel, all at once, and keeps what was said. */
export async function measurePublications(
  parts: MeasureParts,
  workspaceId: string,
  channel: CheckedChannel,
  publicationIds: readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  const platform = platformOf(parts, channel.platform)
  if (!platform.measure) return
  const remotes = await remotesOf(parts.worker, workspaceId, publicationIds)
  const asked = [...remotes].filter(([, of]) => of.length > 0)
  if (asked.length === 0) return
  const all = asked.flatMap(([, of]) => of)
  const heard = await hear(parts, workspaceId, channel, signal, (call) => platform.measure?.(call, channel, all))
  const rows = asked.map(([publicationId, of]): NewSnapshot => {
    const base = { channelId: channel.id, publicationId }
    if ('trouble' in heard) return { ...base, trouble: heard.trouble }
    const answered = heard.answered.filter(({ remoteId }) => of.some(({ id }) => id === remoteId))
    return answered.length > 0 ? { ...base, answered } : { ...base, trouble: 'the network does not know it any more' }
  })
  await keep(parts.worker, workspaceId, channel, heard.calls, rows)
}

/** Asks for the numbers of the account itself. */
export async function measureChannel(
  parts: MeasureParts,
  workspaceId: string,
  channel: CheckedChannel,
  signal?: AbortSignal,
): Promise<void> {
  const platform = platformOf(parts, channel.platform)
  if (!platform.measureChannel) return
  const heard = await hear(parts, workspaceId, channel, signal, async (call) => {
    const measures = await platform.measureChannel?.(call, channel)
    return measures && [measures]
  })
  const base = { channelId: channel.id, publicationId: null }
  const row = 'trouble' in heard ? { ...base, trouble: heard.trouble } : { ...base, answered: heard.answered }
  await keep(parts.worker, workspaceId, channel, heard.calls, [row])
}

type Heard = { readonly calls: number } & ({ readonly answered: readonly Measures[] } | { readonly trouble: string })

async function hear(
  parts: MeasureParts,
  workspaceId: string,
  channel: CheckedChannel,
  signal: AbortSignal | undefined,
  ask: (call: ReturnType<typeof createCall>) => Promise<readonly Measures[] | undefined> | undefined,
): Promise<Heard> {
  let calls = 0
  const { platform, network } = channel
  const call = createCall(parts, {
    workspaceId,
    channel,
    platform,
    network,
    onCall: () => void calls++,
    ...(signal ? { signal } : {}),
  })
  try {
    const answered = await askRenewing(
      call,
      platformOf(parts, platform),
      'measure',
      async () => (await ask(call)) ?? [],
    )
    return { calls, answered }
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error
    const { reply } = error.failure
    return { calls, trouble: reply ? wordsOf(reply) : 'no answer' }
  }
}

async function keep(
  database: Database,
  workspaceId: string,
  { laneId }: CheckedChannel,
  calls: number,
  rows: readonly NewSnapshot[],
): Promise<void> {
  await database.inWorkspace(workspaceId, async (trx) => {
    await insertSnapshots(trx, workspaceId, rows)
    for (const { publicationId, channelId } of rows) {
      if (publicationId === null) await noteChange(trx, workspaceId, 'channel', channelId)
      else await noteChange(trx, workspaceId, 'publication', publicationId)
    }
    await countCalls(trx, laneId, calls)
  })
}

/** The parts of each publication that are out, by what the network calls them. */
const remotesOf = (database: Database, workspaceId: string, ids: readonly string[]): Promise<Map<string, Remote[]>> =>
  database.inWorkspace(workspaceId, async (trx) => {
    const found = new Map<string, Remote[]>()
    for (const id of ids) {
      const row = await readPublication(trx, id)
      const parts = (await readSteps(trx, id)).filter((step) => step.forWhat === 'post')
      const remoteIds = new Set([row?.remoteId ?? null, ...parts.map((step) => step.remoteId)])
      found.set(
        id,
        [...remoteIds].flatMap((remote) => (remote === null ? [] : [{ id: remote, at: 'public' as const }])),
      )
    }
    return found
  })

/** What is known of a publication's numbers. Throws access.not-here. */
export const publicationMeasures = (parts: Pick<Parts, 'web' | 'platforms'>, workspaceId: string, id: string) =>
  parts.web.inWorkspace(workspaceId, async (trx): Promise<View> => {
    const row = await readPublication(trx, id)
    const channel = row && (await readChannelsFor(trx, [row.channelId])).get(row.channelId)
    if (!channel) throw problem('access.not-here')
    const platform = platformOf(parts, channel.platform)
    const names = platform.measure ? platform.rules.measures.post : []
    return show(platform, channel, names, await readSnapshots(trx, { publicationId: id }))
  })

/** What is known of an account's numbers. Throws access.not-here. */
export const channelMeasures = (parts: Pick<Parts, 'web' | 'platforms'>, workspaceId: string, id: string) =>
  parts.web.inWorkspace(workspaceId, async (trx): Promise<View> => {
    const channel = (await readChannelsFor(trx, [id])).get(id)
    if (!channel) throw problem('access.not-here')
    const platform = platformOf(parts, channel.platform)
    const names = platform.measureChannel ? platform.rules.measures.channel : []
    return show(platform, channel, names, await readSnapshots(trx, { channelId: id }))
  })

function show(
  platform: Platform,
  channel: CheckedChannel,
  names: readonly string[],
  rows: readonly SnapshotRow[],
): View {
  const [latest, ...earlier] = rows.flatMap(({ fetchedAt, answered }) =>
    answered ? [{ fetchedAt: fetchedAt.toISOString(), values: total(answered.map(({ values }) => values)) }] : [],
  )
  const [newest] = rows
  const trouble = newest?.trouble == null ? null : { at: newest.fetchedAt.toISOString(), words: newest.trouble }
  return { names: [...names], automatic: isAutomatic(platform, channel), latest: latest ?? null, earlier, trouble }
}
