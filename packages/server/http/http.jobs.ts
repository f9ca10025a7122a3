/** What nobody asks for any more: kept answers, changes, sessions and tries that are over. */
import { workspaceIds } from '../channels/workspaces.store.ts'
import { job } from '../jobs.ts'
import type { Parts } from '../parts.ts'
import { deleteOldChanges } from './event-stream.store.ts'
import { deleteEndedSessions } from '../team/people.store.ts'
import { deleteOldTries } from '../team/tries.ts'
import { deleteExpired } from './idempotency.store.ts'

const sweep = job('http.sweep', { tries: 2 })

export async function registerHttpJobs(parts: Pick<Parts, 'jobs' | 'web' | 'worker' | 'now'>): Promise<void> {
  const { jobs, web, worker } = parts
  await jobs.register(
    sweep,
    async () => {
      await deleteExpired(worker.kysely)
      await deleteEndedSessions(web.kysely)
      await deleteOldTries(parts)
      for (const workspaceId of await workspaceIds(worker)) await deleteOldChanges(worker, workspaceId)
    },
    { atOnce: 1 },
  )
  await jobs.schedule(sweep, '41 * * * *', {})
}
