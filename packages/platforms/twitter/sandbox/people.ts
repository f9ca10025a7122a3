import { Refusal } from '../../sandbox/refusal.ts'
import type { NewPerson } from '../../sandbox/imitation.ts'
import type { State, Subscription, User } from './state.ts'

const subscriptions: readonly Subscription[] = ['None', 'Basic', 'Premium', 'PremiumPlus']
const verifiedTypes: readonly User['verifiedType'][] = ['none', 'blue', 'business', 'government']

function one<T extends string>(allowed: readonly T[], value: unknown, fallback: T): T {
  if (value === undefined) return fallback
  const found = allowed.find((each) => each === value)
  if (found === undefined) throw new Refusal(`expected one of ${allowed.join(', ')}`)
  return found
}

/** Accounts of X have one kind, `user`; entitlements: `subscription`, `verified_type`, `protected`. */
export function addUser(state: State, person: NewPerson, id = state.nextId()): User {
  if (person.kind !== 'user') throw new Refusal('X has one kind of person: "user"')
  if (!/^\w{1,15}$/.test(person.handle)) throw new Refusal('a handle has 1 to 15 letters, digits or underscores')
  const known = new Set(['subscription', 'verified_type', 'protected'])
  const { subscription, verified_type: verified, protected: locked, ...rest } = person.entitlements ?? {}
  if (Object.keys(rest).length > 0) throw new Refusal(`entitlements of X: ${[...known].join(', ')}`)
  const tier = one(subscriptions, subscription, 'None')
  const user: User = {
    id,
    kind: 'user',
    name: person.name,
    handle: person.handle,
    subscription: tier,
    verifiedType: one(verifiedTypes, verified, tier === 'None' ? 'none' : 'blue'),
    protected: locked === true,
    followers: 120,
    bornAt: state.world.now(),
  }
  state.users.set(id, user)
  return user
}

export const premium = (user: User) => user.subscription !== 'None'

/** The same two people with the same ids in every sandbox, so that a channel survives a restart of it. */
export function seedUsers(state: State): void {
  addUser(state, { kind: 'user', name: 'Practice', handle: 'practice' }, '2244994901')
  const plus = { subscription: 'Premium' }
  addUser(state, { kind: 'user', name: 'Practice Plus', handle: 'practice_plus', entitlements: plus }, '2244994902')
}
