/** Asking for numbers in time: every five minutes what has become ripe, a few of each channel in one request. */
import { channelGap, nextAfter } from '@posthorn/domain/measures/measures.ts'
import { workspaceIds } from '../channels/workspaces.store.ts'
import { platformOf } from '../channels/world.ts'
import { job } from '../jobs.ts'
import type { Parts } from '../parts.ts'
import { readChannelsFor } from '../posts/check.ts'
import { isAutomatic, measureChannel, measurePublications, type MeasureParts } from './measures.ts'
import { channelsToMeasure, measurable } from './snapshots.store.ts'

const ripe = job('analytics.measure', { tries: 1, seconds: 1_500 })
/** Publications of one channel that are asked about in one run: networks take this many in one request, or few requests. */
const atOnce = 20

export async function registerAnalytics(parts: Parts): Promise<void> {
  await parts.jobs.register(ripe, (_, signal) => measureRipe(parts, signal), { atOnce: 1 })
  await parts.jobs.schedule(ripe, '*/5 * * * *', {})
}

/** One run over all workspaces. A channel that cannot be asked does not keep the others from it. */
export async function measureRipe(parts: MeasureParts, signal?: AbortSignal): Promise<void> {
  for (const workspaceId of await workspaceIds(parts.worker)) {
    for (const [channelId, work] of await workOf(parts, workspaceId)) {
      if (signal?.aborted) return
      try {
        await measureOne(parts, workspaceId, channelId, work, signal)
      } catch (err) {
        parts.log.warn({ err, workspaceId, channelId }, 'numbers could not be fetched')
      }
    }
  }
}

interface Work {
  readonly publications: string[]
  itself: boolean
}

/** What is ripe in a workspace, by channel. */
async function workOf(parts: MeasureParts, workspaceId: string): Promise<Map<string, Work>> {
  const [out, channels] = await parts.worker.inWorkspace(
    workspaceId,
    async (trx) => [await measurable(trx), await channelsToMeasure(trx, channelGap)] as const,
  )
  const work = new Map<string, Work>()
  const of = (channelId: string): Work => {
    const found = work.get(channelId) ?? { publications: [], itself: false }
    work.set(channelId, found)
    return found
  }
  for (const { publicationId, channelId, age, lastAge } of out) {
    const next = nextAfter(lastAge ?? undefined)
    if (next === undefined || age < next) continue
    const { publications } = of(channelId)
    if (publications.length < atOnce) publications.push(publicationId)
  }
  for (const channelId of channels) of(channelId).itself = true
  return work
}

async function measureOne(
  parts: MeasureParts,
  workspaceId: string,
  channelId: string,
  { publications, itself }: Work,
  signal: AbortSignal | undefined,
): Promise<void> {
  const channel = (await parts.worker.inWorkspace(workspaceId, (trx) => readChannelsFor(trx, [channelId]))).get(
    channelId,
  )
  if (!channel || !isAutomatic(platformOf(parts, channel.platform), channel)) return
  if (publications.length > 0) await measurePublications(parts, workspaceId, channel, publications, signal)
  if (itself) await measureChannel(parts, workspaceId, channel, signal)
}
