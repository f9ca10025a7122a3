import type { NewPerson, Setting } from '../../sandbox/imitation.ts'
import { Refusal } from '../../sandbox/refusal.ts'
import type { State } from './state.ts'
import { tasks, type Business, type Page, type Task, type User } from './things.ts'

function addUser(state: State, person: NewPerson, id: string): User {
  if (person.entitlements !== undefined || person.owner !== undefined)
    throw new Refusal('a person of Facebook has neither owner nor entitlements')
  const user: User = { kind: 'user', id, name: person.name, handle: person.handle }
  state.users.set(id, user)
  return user
}

function tasksOf(value: Setting | undefined): ReadonlySet<Task> {
  if (value === undefined) return new Set(tasks)
  const named = String(value).split(',')
  const found = tasks.filter((task) => named.includes(task))
  if (found.length !== named.length) throw new Refusal(`tasks of a Page: ${tasks.join(', ')}`)
  return new Set(found)
}

function businessOf(state: State, name: Setting | undefined): Business | undefined {
  if (name === undefined) return undefined
  const known = [...state.businesses.values()].find((one) => one.name === name)
  const business: Business = known ?? { kind: 'business', id: state.nextId(), name: String(name) }
  state.businesses.set(business.id, business)
  return business
}

function addPage(state: State, person: NewPerson, id: string): Page {
  const { tasks: named, business, followers = 1234, category = 'Cafe', ...rest } = person.entitlements ?? {}
  if (Object.keys(rest).length > 0)
    throw new Refusal(
      'entitlements of a Page: tasks (of its owner, with commas), business (a name), followers, category',
    )
  if (person.owner !== undefined && !state.users.has(person.owner))
    throw new Refusal(`Facebook has no person "${person.owner}"`)
  const allowed = tasksOf(named)
  const page: Page = {
    kind: 'page',
    id,
    name: person.name,
    handle: person.handle,
    category: String(category),
    business: businessOf(state, business),
    followers: Number(followers),
    bornAt: state.world.now(),
    roles: new Map(person.owner === undefined ? [] : [[person.owner, allowed]]),
  }
  state.pages.set(id, page)
  return page
}

/** Kinds: `user`; `page` with `owner` and entitlements. */
export function addPerson(state: State, person: NewPerson, id = state.nextId()): User | Page {
  if (!/^[\w.-]{2,50}$/.test(person.handle))
    throw new Refusal('a username has 2 to 50 letters, digits, dots, hyphens or underscores')
  if (person.kind === 'user') return addUser(state, person, id)
  if (person.kind === 'page') return addPage(state, person, id)
  throw new Refusal('kinds of Facebook: "user", "page"')
}

/** The same people with the same ids in every sandbox, so that a channel survives a restart of it. */
export function seedPeople(state: State): void {
  const ann = addPerson(state, { kind: 'user', name: 'Ann Practice', handle: 'ann.practice' }, '7770000000001')
  const ben = addPerson(state, { kind: 'user', name: 'Ben Practice', handle: 'ben.practice' }, '7770000000002')
  const cafe = { kind: 'page', name: 'Practice Café', handle: 'practice.cafe', owner: ann.id }
  const books = { kind: 'page', name: 'Practice Books', handle: 'practice.books', owner: ann.id }
  addPage(state, { ...cafe, entitlements: { followers: 4210 } }, '5550000000001').roles.set(
    ben.id,
    new Set(['ANALYZE']),
  )
  addPage(state, { ...books, entitlements: { followers: 860, category: 'Bookstore' } }, '5550000000002')
}

export const everyone = (state: State): (User | Page)[] => [...state.users.values(), ...state.pages.values()]
