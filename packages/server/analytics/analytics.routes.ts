import type { analyticsRoutes } from '@posthorn/contract/routes.ts'
import { problem } from '@posthorn/domain/problems.ts'
import type { Handlers } from '../http/handler.ts'
import type { Parts } from '../parts.ts'
import { readChannelsFor, type CheckedChannel } from '../posts/check.ts'
import { readPublication } from '../publishing/publications.store.ts'
import { channelMeasures, measureChannel, measurePublications, publicationMeasures } from './measures.ts'

export const analyticsHandlers = (parts: Parts): Handlers<typeof analyticsRoutes> => ({
  'GET /api/v1/workspaces/{workspaceId}/publications/{id}/measures': ({ workspaceId, params }) =>
    publicationMeasures(parts, workspaceId, params.id),
  'POST /api/v1/workspaces/{workspaceId}/publications/{id}/measures': async ({ workspaceId, params: { id } }) => {
    const row = await parts.web.inWorkspace(workspaceId, (trx) => readPublication(trx, id))
    if (!row) throw problem('access.not-here')
    if (row.state !== 'published') throw problem('post.not-out')
    await measurePublications(parts, workspaceId, await channelOf(parts, workspaceId, row.channelId), [id])
    return publicationMeasures(parts, workspaceId, id)
  },
  'GET /api/v1/workspaces/{workspaceId}/channels/{id}/measures': ({ workspaceId, params }) =>
    channelMeasures(parts, workspaceId, params.id),
  'POST /api/v1/workspaces/{workspaceId}/channels/{id}/measures': async ({ workspaceId, params: { id } }) => {
    await measureChannel(parts, workspaceId, await channelOf(parts, workspaceId, id))
    return channelMeasures(parts, workspaceId, id)
  },
})

/** A channel that can be asked. Throws access.not-here, channel.reconnect. */
async function channelOf(parts: Parts, workspaceId: string, id: string): Promise<CheckedChannel> {
  const channel = (await parts.web.inWorkspace(workspaceId, (trx) => readChannelsFor(trx, [id]))).get(id)
  if (!channel) throw problem('access.not-here')
  if (channel.state !== 'connected') throw problem('channel.reconnect')
  return channel
}
