/** Kept answers and changes that nobody asks for any more. */
import { workspaceIds } from '../channels/workspaces.store.ts'
import { job } from '../jobs.ts'
import type { Parts } from '../parts.ts'
import { deleteOldChanges } from './event-stream.store.ts'
import { deleteExpired } from './idempotency.store.ts'

const sweep = job('http.sweep', { tries: 2 })

export async function registerHttpJobs({ jobs, worker }: Pick<Parts, 'jobs' | 'worker'>): Promise<void> {
  await jobs.register(
    sweep,
    async () => {
      await deleteExpired(worker.kysely)
      for (const workspaceId of await workspaceIds(worker)) await deleteOldChanges(worker, workspaceId)
    },
    { atOnce: 1 },
  )
  await jobs.schedule(sweep, '41 * * * *', {})
}
