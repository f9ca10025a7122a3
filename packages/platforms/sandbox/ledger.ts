/** What was asked and what was accepted. The ledger is the witness of "never twice": one line for each accepted write. */

export interface Entry {
  readonly kind: string // 'post', 'reply', 'comment', 'edit', 'delete'
  readonly account: string
  readonly id: string
  readonly text: string
  readonly media: readonly string[]
  /** Oddities a test may want to forbid, like a text that was cut. */
  readonly notes?: readonly string[]
}

/** One request while it is served. Real milliseconds with fractions, so that overlaps can be proven. */
export interface Visit {
  readonly id: string
  readonly platform: string
  readonly area: string
  readonly method: string
  readonly path: string // the network's real path, without query
  readonly at: number // the sandbox's clock
  readonly startedAt: number
  endedAt?: number
  status?: number
  /** Whose token it was; never the token. */
  account?: string
  readonly wrote: Entry[]
  readonly notes: string[]
  /** A refresh token was exchanged: what the fault `refresh_lost` waits for. */
  rotated?: boolean
}

export interface Line extends Entry {
  readonly platform: string
  readonly at: string
  readonly requestId: string
  readonly startedAt: number
  readonly endedAt: number | null
}

const keptVisits = 2000

export function createLedger() {
  const accepted: { readonly visit: Visit; readonly entry: Entry }[] = []
  const visits: Visit[] = []

  const mine = (platform: string | undefined) => (one: { readonly platform: string }) =>
    platform === undefined || one.platform === platform

  return {
    begin(visit: Visit): void {
      visits.push(visit)
      // Twice as many before cutting: one copy each two thousand requests instead of one each request.
      if (visits.length > 2 * keptVisits) visits.splice(0, visits.length - keptVisits)
    },
    accept: (visit: Visit, entry: Entry): void => {
      visit.wrote.push(entry)
      accepted.push({ visit, entry })
    },
    /** Accepted writes in order. */
    lines(platform?: string): Line[] {
      return accepted
        .map(({ visit, entry }) => ({
          platform: visit.platform,
          at: new Date(visit.at).toISOString(),
          ...entry,
          requestId: visit.id,
          startedAt: visit.startedAt,
          endedAt: visit.endedAt ?? null,
        }))
        .filter(mine(platform))
    },
    /** Recent requests, oldest first; without queries and bodies, so without secrets. */
    requests(platform?: string) {
      return visits
        .filter(mine(platform))
        .slice(-keptVisits)
        .map(({ wrote, ...visit }) => ({ ...visit, accepted: wrote.map((entry) => entry.id) }))
    },
    count: () => accepted.length,
    clear(): void {
      accepted.length = 0
      visits.length = 0
    },
  }
}
