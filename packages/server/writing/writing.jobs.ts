import { isConnectionTrouble } from '../database/errors.ts'
import type { Database } from '../database/open.ts'
import { job } from '../jobs.ts'
import type { Parts } from '../parts.ts'
import { readChannelsFor } from '../posts/check.ts'
import { readTable } from '../settings.ts'
import { writingSettings } from './settings.ts'
import { performRun, type WritingDeps } from './writing.ts'
import { changeRun } from './writing.store.ts'

/** Writes a draft run. Safe to run twice: a run that has ended is left as it is. */
export const performDraftRun = job<{ workspaceId: string; runId: string }>('writing.perform', {
  tries: 3,
  seconds: 600,
})

/** What the writer receives: no way to publish, only the door, a database and the channels' composers. */
export const writingDeps = (parts: Parts, database: Pick<Database, 'inWorkspace'>): WritingDeps => ({
  database,
  door: parts.door,
  settings: readTable(writingSettings, parts.settings.environment),
  fetch: parts.door.fetch,
  now: parts.now,
  targets: (workspaceId, channelIds) =>
    database.inWorkspace(workspaceId, async (trx) => {
      const channels = await readChannelsFor(trx, channelIds)
      return channelIds.flatMap((id) => {
        const channel = channels.get(id)
        const composer = channel && parts.platforms[channel.platform]
        return channel && composer ? [{ channel, platform: channel.platform, composer }] : []
      })
    }),
})

/** Registers the work with this process's queue. */
export const registerWriting = (parts: Parts): Promise<void> => {
  const deps = writingDeps(parts, parts.worker)
  return parts.jobs.register(
    performDraftRun,
    async ({ workspaceId, runId }, signal) => {
      try {
        await performRun(deps, { workspaceId, runId }, signal)
      } catch (error) {
        // While the database is away the queue tries again; anything else would only break again, and somebody waits.
        if (isConnectionTrouble(error) || signal.aborted) throw error
        parts.log.error({ err: error, workspaceId, runId }, 'a draft run broke')
        await parts.worker.inWorkspace(workspaceId, (trx) =>
          changeRun(trx, runId, {
            state: 'failed',
            problem: { code: 'system.broken', values: {} },
            endedAt: parts.now(),
          }),
        )
      }
    },
    { atOnce: 2 },
  )
}
