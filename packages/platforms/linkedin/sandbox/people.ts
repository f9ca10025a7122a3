import type { NewPerson } from '../../sandbox/imitation.ts'
import { Refusal } from '../../sandbox/refusal.ts'
import type { Actor, Member, Organization, State } from './state.ts'

export const publishers = new Set([
  'ADMINISTRATOR',
  'CONTENT_ADMINISTRATOR',
  'CONTENT_ADMIN',
  'DIRECT_SPONSORED_CONTENT_POSTER',
])
const roles = new Set([
  ...publishers,
  'RECRUITING_POSTER',
  'CURATOR',
  'ANALYST',
  'LEAD_CAPTURE_ADMINISTRATOR',
  'LEAD_GEN_FORMS_MANAGER',
])

function addMember(state: State, person: NewPerson, id: string): Member {
  if (person.entitlements !== undefined) throw new Refusal('a member has no entitlements; scopes decide')
  const member: Member = {
    kind: 'member',
    id,
    urn: `urn:li:person:${id}`,
    name: person.name,
    handle: person.handle,
    followers: 310,
    bornAt: state.world.now(),
  }
  state.members.set(id, member)
  return member
}

function addOrganization(state: State, person: NewPerson, id: string): Organization {
  const { role = 'ADMINISTRATOR', ...rest } = person.entitlements ?? {}
  if (Object.keys(rest).length > 0 || typeof role !== 'string' || !roles.has(role))
    throw new Refusal(`an organization has one entitlement, "role": ${[...roles].join(', ')}`)
  if (person.owner !== undefined && !state.members.has(person.owner))
    throw new Refusal(`LinkedIn has no member "${person.owner}"`)
  const organization: Organization = {
    kind: 'organization',
    id,
    urn: `urn:li:organization:${id}`,
    name: person.name,
    handle: person.handle,
    followers: 1234,
    bornAt: state.world.now(),
    roles: new Map(person.owner === undefined ? [] : [[person.owner, role]]),
  }
  state.organizations.set(id, organization)
  return organization
}

/** Kinds: `member`, and `organization` with `owner` and the entitlement `role` of that owner. */
export function addPerson(state: State, person: NewPerson, id?: string): Actor {
  if (!/^[\w-]{3,100}$/.test(person.handle)) throw new Refusal('a vanity name has 3 to 100 letters, digits or hyphens')
  if (person.kind === 'member') return addMember(state, person, id ?? state.world.chance.text(10))
  if (person.kind === 'organization')
    return addOrganization(state, person, id ?? String(5_520_000 + state.organizations.size))
  throw new Refusal('kinds of LinkedIn: "member", "organization"')
}

/** The same people with the same ids in every sandbox, so that a channel survives a restart of it. */
export function seedPeople(state: State): void {
  const pia = addPerson(state, { kind: 'member', name: 'Pia Practice', handle: 'pia-practice' }, 'pRaCtiCe01')
  addPerson(state, { kind: 'organization', name: 'Practice & Co', handle: 'practice-and-co', owner: pia.id }, '5515001')
  addPerson(
    state,
    { kind: 'organization', name: 'Practice Bakery', handle: 'practice-bakery', owner: pia.id },
    '5515002',
  )
}

export const everyone = (state: State): Actor[] => [...state.members.values(), ...state.organizations.values()]

/** A member is themselves; for an organization the role decides. */
export function role(member: Member, as: Actor): string | undefined {
  if (as.kind === 'member') return as.id === member.id ? 'SELF' : undefined
  return as.roles.get(member.id)
}
export const maySpeakAs = (member: Member, as: Actor) => {
  const found = role(member, as)
  return found === 'SELF' || (found !== undefined && publishers.has(found))
}
