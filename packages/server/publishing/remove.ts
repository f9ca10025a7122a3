import type { Remote } from '@posthorn/platforms/interface'
import { askRenewing } from '../channels/asking.ts'
import { createCall } from '../channels/call.ts'
import { platformOf } from '../channels/world.ts'
import { readChannelsFor } from '../posts/check.ts'
import { tell } from '../posts/plan.store.ts'
import { job } from '../jobs.ts'
import type { Parts } from '../parts.ts'
import { move, readPublication, readSteps } from './publications.store.ts'
import { wordsOf } from './verdict.ts'
import { CallFailed } from './work.ts'

/** Deletes a published post at its network. It may run twice: "gone" is success. */
export const removeRemote = job<{ workspaceId: string; publicationId: string }>('publishing.remove')

/** Registers the work with this process's queue. */
export const registerRemove = (parts: Parts): Promise<void> =>
  parts.jobs.register(removeRemote, async ({ workspaceId, publicationId }, signal) => {
    const found = await parts.worker.inWorkspace(workspaceId, async (trx) => {
      const row = await readPublication(trx, publicationId)
      const channel = row && (await readChannelsFor(trx, [row.channelId])).get(row.channelId)
      return row && channel ? { row, channel, steps: await readSteps(trx, publicationId) } : undefined
    })
    if (!found || !['published', 'needs_you'].includes(found.row.state)) return
    const { row, channel, steps } = found
    const remotes: Remote[] = steps.flatMap((step) =>
      step.remoteId !== null && step.forWhat === 'post' ? [{ id: step.remoteId, at: 'public' as const }] : [],
    )
    if (remotes.length === 0 && row.remoteId !== null) remotes.push({ id: row.remoteId, at: 'public' })
    const call = createCall(parts, {
      workspaceId,
      channel,
      platform: channel.platform,
      network: channel.network,
      signal,
    })
    try {
      const platform = platformOf(parts, channel.platform)
      await askRenewing(call, platform, 'remove', async () => platform.remove?.(call, channel, remotes))
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error
      const words = error.failure.reply ? wordsOf(error.failure.reply) : 'no answer'
      await parts.worker.inWorkspace(workspaceId, (trx) =>
        tell(trx, workspaceId, publicationId, 'delivery', 'remove_failed', { words }),
      )
      throw error
    }
    await parts.worker.inWorkspace(workspaceId, async (trx) => {
      const now = await readPublication(trx, publicationId, { lock: true })
      if (now?.state === 'published')
        await move(trx, publicationId, { state: 'removed', wakeAt: 'never', set: { reason: null } })
      else if (now?.state === 'needs_you')
        await move(trx, publicationId, { state: 'cancelled', wakeAt: 'never', set: { endedAt: parts.now() } })
      else return
      await tell(trx, workspaceId, publicationId, 'delivery', 'removed')
    })
  })
