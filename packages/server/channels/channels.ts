/** Channels as people and programs see them, and changing them. */
import type { z } from 'zod'
import type * as contract from '@posthorn/contract/schemas/channels.ts'
import { problem } from '@posthorn/domain/problems.ts'
import { knownZone } from '@posthorn/domain/schedule/wall.ts'
import type { Parts } from '../parts.ts'
import { wakeChannel } from '../publishing/wake.ts'
import { cancelPlanned } from './cancel.store.ts'
import { noteChannel, partChannel, readChannels, updateChannel, type ChannelRow } from './channels.store.ts'
import { revoke } from './revoke.ts'

export type ShownChannel = z.output<typeof contract.Channel>

/** A row as the contract has it; no column of it is a secret. */
export function showChannel(row: ChannelRow): ShownChannel {
  const { consentId: _, laneId: __, workspaceId, ...shown } = row
  return {
    ...shown,
    avatarUrl: row.avatarUrl === null ? null : `/api/v1/workspaces/${workspaceId}/channels/${row.id}/avatar`,
    pausedAt: instant(row.pausedAt),
    expiresAt: instant(row.expiresAt),
    closedUntil: instant(row.closedUntil),
    lastPublishedAt: instant(row.lastPublishedAt),
  }
}

const instant = (at: Date | null): string | null => at?.toISOString() ?? null

/** Throws access.not-here. */
export async function showOne({ web }: Pick<Parts, 'web'>, workspaceId: string, id: string): Promise<ShownChannel> {
  const [channel] = await showMany({ web }, workspaceId, [id])
  if (!channel) throw problem('access.not-here')
  return channel
}

export const showMany = async (
  { web }: Pick<Parts, 'web'>,
  workspaceId: string,
  ids: readonly string[],
): Promise<ShownChannel[]> =>
  (await web.inWorkspace(workspaceId, (trx) => readChannels(trx, ids))).map((row) => showChannel(row))

/** Changes what is given. The end of a pause lets what waited go on. */
export async function changeChannel(
  { web }: Pick<Parts, 'web'>,
  workspaceId: string,
  id: string,
  change: z.output<typeof contract.ChannelChange>,
): Promise<ShownChannel> {
  const { paused, zone, latePolicy, lateWindowSeconds, hue } = change
  const values = {
    ...(zone === undefined ? {} : { zone: knownZone(zone) }),
    ...(latePolicy === undefined ? {} : { latePolicy }),
    ...(lateWindowSeconds === undefined ? {} : { lateWindowSeconds }),
    ...(hue === undefined ? {} : { hue }),
  }
  await web.inWorkspace(workspaceId, async (trx) => {
    if (!(await updateChannel(trx, id, values, paused))) throw problem('access.not-here')
    if (paused === false) await wakeChannel(trx, { workspaceId, channelId: id })
    await noteChannel(trx, workspaceId, id)
  })
  return await showOne({ web }, workspaceId, id)
}

/** Takes the channel away from its grant, cancels what is planned, and gives access back to the network later. */
export async function disconnect(
  { web, jobs }: Pick<Parts, 'web' | 'jobs'>,
  workspaceId: string,
  id: string,
  personId: string,
): Promise<ShownChannel> {
  await web.inWorkspace(workspaceId, async (trx) => {
    const before = await partChannel(trx, id)
    if (!before) throw problem('access.not-here')
    await cancelPlanned(trx, id, `person:${personId}`)
    await noteChannel(trx, workspaceId, id)
    const { consentId } = before
    if (consentId !== null) await jobs.send(revoke, { workspaceId, consentId, channelId: id }, { trx, key: consentId })
  })
  return await showOne({ web }, workspaceId, id)
}
