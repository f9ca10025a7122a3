/** Remembers which accounts were refused lately, to tell the end of one grant from a network in trouble. */

/** So many accounts of one platform within `windowMs` are the network's trouble (X refused everybody on 2026-06-30). */
const burst = 3
const windowMs = 10 * 60_000
/** A refusal is believed if it still stands after this. */
const settleMs = 60_000

interface Refusal {
  /** The platform of one network. */
  readonly place: string
  readonly account: string
  /** In ms. */
  readonly at: number
}

export function createRefusals() {
  const places = new Map<string, Map<string, { first: number; last: number }>>()
  return {
    /** Notes a refusal; true while it says nothing about this account. */
    doubt({ place, account, at }: Refusal): boolean {
      const accounts = places.get(place) ?? new Map<string, { first: number; last: number }>()
      places.set(place, accounts)
      for (const [id, { last }] of accounts) if (at - last > windowMs) accounts.delete(id)
      const first = accounts.get(account)?.first ?? at
      accounts.set(account, { first, last: at })
      return accounts.size >= burst || at - first < settleMs
    },
  }
}
type Refusals = ReturnType<typeof createRefusals>

const known = new WeakMap<object, Refusals>()

/** One memory for each program, found by something that lives as long. */
export function refusals(owner: object): Refusals {
  const found = known.get(owner) ?? createRefusals()
  known.set(owner, found)
  return found
}
