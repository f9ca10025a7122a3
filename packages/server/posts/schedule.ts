import { resolveWall, wallAt, type Fold } from '@posthorn/domain/schedule/wall.ts'
import { nextSlots, slotWeeks } from '@posthorn/domain/schedule/slots.ts'
import { problem } from '@posthorn/domain/problems.ts'
import type { Transaction } from 'kysely'
import type { z } from 'zod'
import type { Post, Schedule, When } from '@posthorn/contract/schemas/posts.ts'
import { plannedTimes, readSlots } from '../channels/slots.store.ts'
import type { Schema } from '../database/open.ts'
import { lockLanes, wakeLanes } from '../publishing/wake.ts'
import { blocking, readChannelsFor, type CheckedChannel } from './check.ts'
import { insertRun, lanesOfPost, latestRuns, refreshTime, replan, tell, unplan, type Planned } from './plan.store.ts'
import { checkContent, needPost, show, type PostParts } from './posts.ts'
import { noteChange } from './posts.store.ts'

type Trx = Transaction<Schema>
type WhenInput = z.output<typeof When>

/** How far ahead a post may be planned, in years. */
const mostYears = 5

/** States of a newest run that a schedule may take up again, and those after which it makes a new one. */
const movable = ['draft', 'scheduled', 'missed'] as const
const over = ['failed', 'cancelled'] as const

/**
 * Plans a post on its channels. All or nothing: every version is checked first, and nothing is written unless all can
 * go. Throws post.no-channels, post.violations, post.time-…, post.already-out, channel.mixed-networks and the like.
 */
export const schedulePost = (
  parts: PostParts,
  { workspaceId, personId, id }: { workspaceId: string; personId: string; id: string },
  input: z.output<typeof Schedule>,
): Promise<z.output<typeof Post>> =>
  parts.web.inWorkspace(workspaceId, async (trx) => {
    const post = await needPost(trx, id, { lock: true })
    const versions = post.versions.filter(({ channelId }) => input.channelIds?.includes(channelId) ?? true)
    const unknown = input.channelIds?.find(
      (channelId) => !post.versions.some((version) => version.channelId === channelId),
    )
    if (unknown) throw problem('post.channel-foreign', {}, { field: 'channelIds' })
    if (versions.length === 0) throw problem('post.no-channels', {}, { field: 'channelIds' })
    const channels = await readChannelsFor(
      trx,
      versions.map(({ channelId }) => channelId),
    )
    refuseUnfit([...channels.values()], input.mixNetworks)
    const runs = new Map((await latestRuns(trx, id)).map((run) => [run.channelId, run]))
    const open = versions.filter(({ channelId }) => {
      const run = runs.get(channelId)
      return !run || [...movable, ...over].some((state) => state === run.state)
    })
    if (open.length === 0 || (input.channelIds && open.length < versions.length)) throw problem('post.already-out')
    const wrong = blocking(await checkContent(parts, trx, workspaceId, { base: post.base, versions: open }))
    if (wrong.length > 0) throw problem('post.violations', {}, { details: wrong })

    const lanes = open.flatMap(({ channelId }) => channels.get(channelId)?.laneId ?? [])
    await lockLanes(trx, lanes)
    let first: Date | undefined
    for (const { channelId } of open) {
      const channel = channels.get(channelId)
      if (!channel) continue
      const planned = await timeFor(trx, parts.now(), channel, input.when, await zoneOf(trx, workspaceId))
      if (!first || planned.dueAt < first) first = planned.dueAt
      const run = runs.get(channelId)
      const isMovable = run && movable.some((state) => state === run.state)
      let publicationId = run?.id
      if (!isMovable) {
        publicationId = await insertRun(trx, {
          workspaceId,
          postId: id,
          channelId,
          laneId: channel.laneId,
          run: (run?.run ?? 0) + 1,
          revision: post.revision,
          personId,
          ...planned,
        })
      } else if (!(await replan(trx, run.id, movable, planned))) throw problem('post.already-out')
      if (publicationId)
        await tell(trx, workspaceId, publicationId, `person:${personId}`, 'scheduled', {
          dueAt: planned.dueAt.toISOString(),
          zone: planned.zone,
          wallTime: planned.wallTime,
        })
    }
    await refreshTime(trx, id)
    if (first) await wakeLanes(trx, lanes, first)
    await noteChange(trx, workspaceId, 'post', id)
    return show(trx, workspaceId, id)
  })

/** Makes what is planned of a post drafts again. */
export const unschedulePost = (parts: PostParts, workspaceId: string, id: string): Promise<z.output<typeof Post>> =>
  parts.web.inWorkspace(workspaceId, async (trx) => {
    await needPost(trx, id, { lock: true })
    await lockLanes(
      trx,
      (await lanesOfPost(trx, id)).map(({ laneId }) => laneId),
    )
    if ((await unplan(trx, id)) === 0) throw problem('post.already-out')
    await noteChange(trx, workspaceId, 'post', id)
    return show(trx, workspaceId, id)
  })

const zoneOf = async (trx: Trx, workspaceId: string): Promise<string> =>
  (await trx.selectFrom('workspace').select('zone').where('id', '=', workspaceId).executeTakeFirstOrThrow()).zone

/** The instant that a wish means for a channel. The channel's lane must be locked, so that nobody takes the same slot. */
export async function timeFor(
  trx: Trx,
  now: Date,
  channel: Pick<CheckedChannel, 'id' | 'zone'>,
  when: WhenInput,
  workspaceZone: string,
): Promise<Planned> {
  switch (when.is) {
    case 'now':
      return { dueAt: now, zone: workspaceZone, wallTime: wallAt(now, workspaceZone) }
    case 'at':
      return { ...exactTime(now, when.wallTime, when.zone, when.fold), zone: when.zone, wallTime: when.wallTime }
    case 'next-slot': {
      const slots = await readSlots(trx, channel.id)
      const until = new Date(now.getTime() + (slotWeeks + 1) * 7 * 86_400_000)
      const [slot] = nextSlots(slots, channel.zone, now, await plannedTimes(trx, channel.id, now, until), 1)
      if (!slot) throw problem('post.no-slot', { weeks: slotWeeks }, { field: `versions.${channel.id}` })
      return { dueAt: slot.at, zone: channel.zone, wallTime: slot.wallTime }
    }
  }
}

function exactTime(now: Date, wallTime: string, zone: string, fold: Fold | undefined): { dueAt: Date } {
  const dueAt = resolveWall(wallTime, zone, fold)
  if (dueAt.getTime() < now.getTime()) throw problem('post.time-past', {}, { field: 'when.wallTime' })
  if (dueAt.getTime() > now.getTime() + mostYears * 366 * 86_400_000)
    throw problem('post.time-far', { years: mostYears }, { field: 'when.wallTime' })
  return { dueAt }
}

function refuseUnfit(channels: readonly CheckedChannel[], mixNetworks: boolean): void {
  const gone = channels.find((channel) => channel.state === 'disconnected')
  if (gone) throw problem('channel.disconnected', {}, { field: `versions.${gone.id}` })
  if (!mixNetworks && new Set(channels.map((channel) => channel.network)).size > 1)
    throw problem('channel.mixed-networks')
}
