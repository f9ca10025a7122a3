import type { NewPerson } from '../../sandbox/imitation.ts'
import { Refusal } from '../../sandbox/refusal.ts'
import type { Account, Page, Person, State } from './state.ts'

const allTasks = ['MODERATE', 'MESSAGING', 'ANALYZE', 'ADVERTISE', 'CREATE_CONTENT', 'MANAGE']
const entitlements = ['tasks', 'portfolio', 'located', 'trials', 'restricted', 'followers']

interface Granted {
  readonly tasks: readonly string[]
  readonly portfolio: boolean
  readonly located: boolean
  readonly trials: boolean
  readonly restricted: boolean
  readonly followers: number
}

function granted(person: NewPerson): Granted {
  const given = person.entitlements ?? {}
  const unknown = Object.keys(given).find((name) => !entitlements.includes(name))
  if (unknown !== undefined) throw new Refusal(`entitlements of Instagram: ${entitlements.join(', ')}`)
  const tasks = typeof given['tasks'] === 'string' ? given['tasks'].split(',').filter(Boolean) : allTasks
  const wrong = tasks.find((task) => !allTasks.includes(task))
  if (wrong !== undefined) throw new Refusal(`tasks of a Page: ${allTasks.join(', ')}`)
  return {
    tasks,
    portfolio: given['portfolio'] === true,
    located: given['located'] === true,
    trials: given['trials'] !== false,
    restricted: given['restricted'] === true,
    followers: typeof given['followers'] === 'number' ? given['followers'] : 840,
  }
}

function addPage(state: State, person: NewPerson, given: Granted, account: Account | undefined, id: string): Page {
  const owner = state.persons.get(person.owner ?? '')
  if (!owner) throw new Refusal(`Facebook has no person "${person.owner ?? ''}" who could manage a Page`)
  const { tasks, portfolio, located } = given
  const page: Page = {
    kind: 'page',
    id,
    name: person.name,
    handle: person.handle,
    owner,
    tasks,
    portfolio,
    located,
    account,
  }
  state.pages.set(id, page)
  return page
}

function addAccount(state: State, person: NewPerson, kind: Account['kind'], given: Granted, id: string): Account {
  if (!/^[\w.]{1,30}$/.test(person.handle))
    throw new Refusal('a username has 1 to 30 letters, digits, underscores or full stops')
  const account: Account = {
    kind,
    id,
    scopedId: `2${id.slice(3)}${id.slice(1, 3)}`,
    name: person.name,
    handle: person.handle,
    followers: given.followers,
    bornAt: state.world.now(),
    trials: given.trials,
    restricted: given.restricted,
    containers: [],
    media: [],
  }
  state.accounts.set(id, account)
  return account
}

/**
 * Kinds: `business` and `creator` are professional accounts; with `owner`, a `user` of Facebook, each also gets a Page
 * that is linked to it. `page` is one without an account. Entitlements of an account: `trials`, `restricted`,
 * `followers`; of its Page: `tasks` (a comma list), `portfolio`, `located`.
 */
export function addPerson(state: State, person: NewPerson, id?: string): Account | Person | Page {
  const given = granted(person)
  switch (person.kind) {
    case 'business':
    case 'creator': {
      const account = addAccount(state, person, person.kind, given, id ?? `17841${state.nextId().slice(-12)}`)
      if (person.owner !== undefined) addPage(state, person, given, account, `10${account.id.slice(-13)}`)
      return account
    }
    case 'page':
      return addPage(state, person, given, undefined, id ?? `10${state.nextId().slice(-13)}`)
    case 'user': {
      const { name, handle } = person
      const somebody: Person = { kind: 'user', id: id ?? `12${state.nextId().slice(-13)}`, name, handle }
      state.persons.set(somebody.id, somebody)
      return somebody
    }
    default:
      throw new Refusal('kinds of Instagram: "business", "creator", and Facebook’s "user" and "page"')
  }
}

/** The same people with the same ids in every sandbox, so that a channel survives a restart of it. */
export function seedPeople(state: State): void {
  const add = (id: string, kind: string, name: string, handle: string, more: Partial<NewPerson> = {}) =>
    addPerson(state, { kind, name, handle, ...more }, id)
  const ana = add('122100000000001', 'user', 'Ana Ribeiro', 'ana.ribeiro').id
  add('17841405822300001', 'business', 'Kestrel Coffee', 'kestrelcoffee', {
    owner: ana,
    entitlements: { located: true, followers: 4210 },
  })
  add('17841405822300002', 'creator', 'Jonas Walks', 'jonas.walks', {
    owner: ana,
    entitlements: { trials: false, followers: 910 },
  })
  add('17841405822300003', 'business', 'Lumen Studio', 'lumen.studio', {
    owner: ana,
    entitlements: { portfolio: true, followers: 12_800 },
  })
  add('104582230000004', 'page', 'Kestrel Staff Room', 'kestrelstaff', { owner: ana })
}

export const everyone = (state: State): (Account | Person | Page)[] => [
  ...state.accounts.values(),
  ...state.persons.values(),
  ...state.pages.values(),
]
