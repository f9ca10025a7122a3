import type { NewPerson } from '../../sandbox/imitation.ts'
import { Refusal } from '../../sandbox/refusal.ts'
import type { Person, State } from './state.ts'

const entitlements = { instagram: true, verified: false, geoGating: false, tester: true } as const
type Entitlement = keyof typeof entitlements

function flags(given: NewPerson['entitlements'] = {}): Record<Entitlement, boolean> {
  const out: Record<Entitlement, boolean> = { ...entitlements }
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(entitlements, name) || typeof value !== 'boolean')
      throw new Refusal(`entitlements of Threads, each true or false: ${Object.keys(entitlements).join(', ')}`)
    out[name as Entitlement] = value
  }
  return out
}

// Above 2^53 and odd: whoever reads such an id as a number gets another one.
const firstId = 17_841_405_793_187_219n

/** Accounts of Threads have one kind, `profile`; entitlements: `instagram`, `verified`, `geoGating`, `tester`. */
export function addProfile(state: State, person: NewPerson, followers = 120): Person {
  if (person.kind !== 'profile') throw new Refusal('Threads has one kind of person: "profile"')
  if (person.owner !== undefined) throw new Refusal('a profile of Threads belongs to nobody else')
  if (!/^[\w.]{1,30}$/.test(person.handle))
    throw new Refusal('a username has 1 to 30 letters, digits, dots or underscores')
  if ([...state.people.values()].some((one) => one.handle === person.handle))
    throw new Refusal(`the username "${person.handle}" is taken`)
  const profile: Person = {
    id: String(firstId + 2n * BigInt(state.people.size)),
    kind: 'profile',
    name: person.name,
    handle: person.handle,
    followers,
    bornAt: state.world.now(),
    ...flags(person.entitlements),
  }
  state.people.set(profile.id, profile)
  return profile
}

/** The same people with the same ids in every sandbox. The last has neither a name nor an Instagram account. */
export function seedPeople(state: State): void {
  addProfile(state, { kind: 'profile', name: 'Pia Practice', handle: 'pia.practice' }, 480)
  const bakery = { verified: true, geoGating: true }
  addProfile(state, { kind: 'profile', name: 'Practice Bakery', handle: 'practice.bakery', entitlements: bakery }, 2300)
  addProfile(state, { kind: 'profile', name: '', handle: 'quiet_practice', entitlements: { instagram: false } }, 37)
}
