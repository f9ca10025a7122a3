/** Trouble on order: `POST /_sandbox/faults`. */
import type { Visit } from './ledger.ts'
import { Refusal } from './refusal.ts'

export interface Trouble {
  readonly says: string
  /** before: nothing is committed. after: committed, the answer suffers. inside: the imitation plays it itself. */
  readonly when: 'before' | 'after' | 'inside'
  /** What `seconds` means: how long the fault stands, or how much of it there is. */
  readonly seconds: 'window' | 'amount'
  /** What it hits unless the order says `on`. `write`: a request that the ledger accepted. */
  readonly hits: readonly ('write' | 'api' | 'oauth' | 'upload')[]
  /** The only request it makes sense for, unless the order says another. */
  readonly on?: Target
}
interface Target {
  readonly method?: string | undefined
  /** The network's real path; `*` stands for anything. */
  readonly path?: string | undefined
}

const network = ['api', 'upload'] as const
/** The faults of every network. */
export const troubles = {
  lose_answer: { says: 'commits, then cuts the line', when: 'after', seconds: 'window', hits: ['write'] },
  error_after: { says: 'commits, then answers 5xx', when: 'after', seconds: 'window', hits: ['write'] },
  truncated_body: { says: 'commits, sends half of the answer', when: 'after', seconds: 'window', hits: ['write'] },
  delay: { says: 'commits, answers late', when: 'after', seconds: 'amount', hits: ['write'] },
  refresh_lost: { says: 'renews the token, then cuts the line', when: 'after', seconds: 'window', hits: ['oauth'] },
  error_before: {
    says: '5xx, nothing is committed',
    when: 'before',
    seconds: 'window',
    hits: ['api', 'oauth', 'upload'],
  },
  reset: { says: 'cuts the line, nothing is committed', when: 'before', seconds: 'window', hits: network },
  rate_limit: { says: '429 as the network words it', when: 'before', seconds: 'window', hits: ['api'] },
  rate_limit_bare: { says: '429 without any header', when: 'before', seconds: 'window', hits: ['api'] },
  token_revoked: { says: 'the person withdrew access', when: 'inside', seconds: 'window', hits: ['api'] },
  token_expired: { says: 'the access token is too old', when: 'inside', seconds: 'window', hits: ['api'] },
  media_slow: { says: 'processing takes long', when: 'inside', seconds: 'amount', hits: network },
  media_fails: { says: 'processing fails', when: 'inside', seconds: 'window', hits: network },
  readback_lag: { says: 'a new post is not seen for a while', when: 'inside', seconds: 'amount', hits: ['api'] },
} as const satisfies Record<string, Trouble>

export interface Order {
  readonly platform: string
  readonly fault: string
  readonly times?: number | undefined
  readonly seconds?: number | undefined
  /** For `error_before` and `error_after`. */
  readonly status?: number | undefined
  readonly on?: Target | undefined
}
export interface Fault extends Order {
  readonly id: string
  /** How often it will still strike; null: until its time is over. */
  left: number | null
  readonly until: string | null
}

/** A fault with what it takes to find it again. */
interface Standing extends Fault {
  readonly trouble: Trouble
  readonly path: RegExp | undefined
  readonly ends: number
}

const glob = (pattern: string) =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  )

/** `known` looks up what a fault of this platform does. */
export function createFaults(now: () => number, known: (platform: string, fault: string) => Trouble | undefined) {
  let active: Standing[] = []
  let count = 0

  const hits = (trouble: Trouble, visit: Visit) =>
    trouble.hits.some((area) => (area === 'write' ? visit.wrote.length > 0 : area === visit.area)) &&
    (trouble !== troubles.refresh_lost || visit.rotated === true)

  function take(visit: Visit, wanted: (name: string, trouble: Trouble) => boolean): Fault | undefined {
    if (active.length === 0) return undefined
    const time = now()
    active = active.filter((fault) => fault.left !== 0 && fault.ends > time)
    const found = active.find(
      (fault) =>
        fault.platform === visit.platform &&
        wanted(fault.fault, fault.trouble) &&
        (fault.on === undefined
          ? hits(fault.trouble, visit)
          : (fault.on.method ?? visit.method).toUpperCase() === visit.method &&
            (fault.path === undefined || fault.path.test(visit.path))),
    )
    if (found?.left != null) found.left -= 1
    return found
  }

  return {
    add(order: Order): Fault {
      const trouble = known(order.platform, order.fault)
      if (!trouble) throw new Refusal(`${order.platform} has no fault "${order.fault}"`)
      const window = trouble.seconds === 'window' ? order.seconds : undefined
      const ends = window === undefined ? Number.POSITIVE_INFINITY : now() + window * 1000
      const on = order.on ?? trouble.on
      const fault = {
        ...order,
        on,
        id: `f${++count}`,
        left: order.times ?? (window === undefined ? 1 : null),
        until: window === undefined ? null : new Date(ends).toISOString(),
        trouble,
        ends,
        path: on?.path === undefined ? undefined : glob(on.path),
      }
      active.push(fault)
      return fault
    },
    list(platform?: string): Fault[] {
      const time = now()
      return active
        .filter((fault) => fault.left !== 0 && fault.ends > time)
        .filter((fault) => platform === undefined || fault.platform === platform)
        .map(({ id, platform, fault, times, seconds, status, on, left, until }) => ({
          id,
          platform,
          fault,
          times,
          seconds,
          status,
          on,
          left,
          until,
        }))
    },
    clear(platform?: string): void {
      active = platform === undefined ? [] : active.filter((fault) => fault.platform !== platform)
    },
    named: (visit: Visit, name: string) => take(visit, (fault) => fault === name),
    before: (visit: Visit) => take(visit, (_, trouble) => trouble.when === 'before'),
    after: (visit: Visit) => take(visit, (_, trouble) => trouble.when === 'after'),
  }
}
