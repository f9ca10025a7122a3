/** One effect for each Idempotency-Key: the same request gets the same answer, at once or after a lost connection. */
import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { problem } from '@posthorn/domain/problems.ts'
import type { Parts } from '../parts.ts'
import * as store from './idempotency.store.ts'

/** Longer than any answer takes; then its process is taken for dead. An upload may take an hour. */
const leaseSeconds = { usual: 120, upload: 3600 } as const
const longestWaitMs = 10_000

export interface Once {
  readonly actor: string
  readonly key: string
  /** All that makes the request what it is. */
  readonly request: readonly string[]
  readonly isUpload: boolean
}

/** The header's value; throws `request.invalid` when it is not usable as a key. */
export function readIdempotencyKey(request: Request): string | undefined {
  const key = request.headers.get('idempotency-key') ?? undefined
  if (key === undefined || /^[\x21-\x7E]{1,200}$/.test(key)) return key
  throw problem('request.invalid', {}, { field: 'Idempotency-Key' })
}

/**
 * Runs `act` once. An answer is kept, also a failure of ours: whether it had an effect is not known, and nothing is
 * done again on a guess. A refusal (4xx) had none, so its key stays free.
 */
export async function once({ web }: Pick<Parts, 'web'>, what: Once, act: () => Promise<Response>): Promise<Response> {
  const db = web.kysely
  const hash = createHash('sha256').update(what.request.join('\n')).digest('base64url')
  const claim = { actor: what.actor, key: what.key, hash }
  const lease = what.isUpload ? leaseSeconds.upload : leaseSeconds.usual
  const deadline = performance.now() + longestWaitMs
  for (let pause = 20; !(await store.claim(db, claim, lease)); pause = Math.min(pause * 2, 500)) {
    const kept = await store.readKept(db, claim)
    if (kept && kept.requestHash !== hash) throw problem('request.idempotency-mismatch')
    if (kept && kept.status !== null)
      return replay({ status: kept.status, headers: kept.headers ?? {}, body: kept.body })
    if (performance.now() > deadline) throw problem('request.idempotency-busy')
    await wait(pause)
  }
  const response = await act()
  if (response.status >= 400 && response.status < 500) {
    await store.release(db, claim)
    return response
  }
  const body = response.body ? await response.clone().text() : null
  await store.keepAnswer(db, claim, { status: response.status, headers: kept(response.headers), body })
  return response
}

const kept = (headers: Headers): Record<string, string> =>
  Object.fromEntries(
    ['content-type', 'etag', 'location'].flatMap((name) => {
      const value = headers.get(name)
      return value === null ? [] : [[name, value]]
    }),
  )

const replay = ({ status, headers, body }: store.KeptAnswer): Response =>
  new Response(body, { status, headers: { ...headers, 'idempotency-replayed': 'true' } })
