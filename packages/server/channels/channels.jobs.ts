/** What happens to channels by itself: access given back, long-lived tokens renewed, leftovers swept. */
import { job } from '../jobs.ts'
import type { Parts } from '../parts.ts'
import { abandonedChoices, deleteConsent, orphans } from './consents.store.ts'
import { endingSoon } from './renewals.store.ts'
import { revoke, revokeConsent } from './revoke.ts'
import { sweepAttempts } from './states.store.ts'
import { fenceOf } from './stored.ts'
import { renewToken } from './tokens.ts'
import { workspaceIds } from './workspaces.store.ts'

const hourly = job('channels.tidy', { tries: 3, seconds: 3_600 })

/** A token of 60 days is renewed when this is left: time for a week of trouble. */
const renewDays = 10
const hourMs = 3_600_000

export async function registerChannelJobs(parts: Parts): Promise<void> {
  await parts.jobs.register(revoke, (data) => revokeConsent(parts, data))
  await parts.jobs.register(hourly, () => tidy(parts), { atOnce: 1 })
  await parts.jobs.schedule(hourly, '17 * * * *', {})
}

/** Runs every hour; most hours find nothing. */
export async function tidy(parts: Omit<Parts, 'web'>): Promise<void> {
  const { worker } = parts
  const now = parts.now().getTime()
  const ending = new Date(now + renewDays * 24 * hourMs)
  const abandoned = new Date(now - hourMs)
  for (const workspaceId of await workspaceIds(worker)) {
    for (const { channelId, ...consent } of await worker.inWorkspace(workspaceId, (trx) => endingSoon(trx, ending))) {
      await renewToken(parts, { workspaceId, channelId, refused: fenceOf(consent) })
    }
    for (const id of await worker.inWorkspace(workspaceId, (trx) => abandonedChoices(trx, abandoned))) {
      await worker.inWorkspace(workspaceId, (trx) => deleteConsent(trx, id))
    }
    for (const consentId of await worker.inWorkspace(workspaceId, orphans)) {
      await parts.jobs.send(revoke, { workspaceId, consentId }, { key: consentId })
    }
    await sweepAttempts(worker, workspaceId, parts.now())
  }
}
