/** What a failure means: the platform's opinion first, else the table by status (see the docs of delivery). */
import type { Failure, Platform, Step, Verdict } from '../interface.ts'

export const verdictOn = (platform: Platform, failure: Failure, repeat: Step['repeat']): Verdict =>
  platform.classify(failure) ?? byStatus(failure, repeat)

/** Statuses after which nobody knows whether the request was carried out. */
const unclear = [408, 409, 425]

function byStatus({ reply, sent }: Failure, repeat: Step['repeat']): Verdict {
  const doubt: Verdict = repeat === 'never' ? { is: 'unknown' } : { is: 'retry' }
  if (!reply) return sent ? doubt : { is: 'retry' }
  const { status } = reply
  if (status === 401) return { is: 'renew' }
  if (status === 402) return { is: 'closed', scope: 'app', afterSeconds: 30 * 60, why: 'credits' }
  if (status === 429) return { is: 'closed', scope: 'channel', afterSeconds: 60, why: 'slow_down' }
  if (status < 400 || status >= 500 || unclear.includes(status)) return doubt
  return { is: 'refused', problem: 'network.refused', words: String(status) }
}
