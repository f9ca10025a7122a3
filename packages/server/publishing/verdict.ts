import type { Failure, Reply, Verdict } from '@posthorn/platforms/interface'

/**
 * The table by HTTP status, for what a platform's own `classify` has no opinion on. `never`: the request is an
 * irrevocable one, so an unclear end is `unknown` and is looked at; otherwise it is simply tried again.
 */
export function byStatus(failure: Failure, never: boolean, now: Date): Verdict {
  const { reply, sent } = failure
  if (!reply) return sent && never ? { is: 'unknown' } : { is: 'retry' }
  const { status } = reply
  const after = retryAfter(reply, now)
  if (status === 401) return { is: 'renew' }
  if (status === 402) return { is: 'closed', scope: 'app', afterSeconds: after ?? 1800, why: 'credits' }
  if (status === 429) return { is: 'closed', scope: 'channel', afterSeconds: after ?? 60, why: 'slow_down' }
  if (status < 400 || status === 408 || status === 409 || status === 425 || status >= 500) {
    return never ? { is: 'unknown' } : { is: 'retry', ...(after === undefined ? {} : { afterSeconds: after }) }
  }
  return { is: 'refused', problem: 'network.refused', words: wordsOf(reply) }
}

/** Seconds from a Retry-After header (delta or date, RFC 9110 10.2.3). */
export function retryAfter(reply: Reply, now: Date): number | undefined {
  const header = reply.headers['retry-after']
  if (header === undefined) return undefined
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now.getTime()) / 1000
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined
}

const likelyWords = ['detail', 'message', 'error_description', 'title', 'error'] as const

/** The network's own words in an answer, short enough to show. */
export function wordsOf(reply: Reply): string {
  const found = findWords(reply.body, 0)
  return (found ?? `HTTP ${reply.status}`).slice(0, 500)
}

function findWords(body: unknown, depth: number): string | undefined {
  if (typeof body === 'string') return body.trim() || undefined
  if (typeof body !== 'object' || body === null || depth > 3) return undefined
  if (Array.isArray(body)) return findWords(body[0], depth + 1)
  const record = body as Record<string, unknown>
  for (const key of likelyWords) {
    const value = record[key]
    if (typeof value === 'string' && value.trim()) return value.trim()
  }
  for (const key of ['errors', 'error', 'errorDetails', 'inputErrors']) {
    const inner = findWords(record[key], depth + 1)
    if (inner) return inner
  }
  return undefined
}

/**
 * Seconds before attempt `n` (from 1) is made again: doubling from 2 s to 10 min, spread by `chance` in [0, 1) over
 * half its length so that many publications do not come back at once.
 */
export function backOffSeconds(n: number, chance: number): number {
  const full = Math.min(2 ** Math.max(1, n), 600)
  return full / 2 + (chance * full) / 2
}
