import type { NewPerson, Setting } from '../../sandbox/imitation.ts'
import { Refusal } from '../../sandbox/refusal.ts'
import { visibilities } from '../rules.ts'
import { domain, type Account, type Login, type State } from './state.ts'

const logins: readonly Login[] = ['active', 'unconfirmed', 'pending', 'disabled']
const entitlements = ['bot', 'locked', 'silenced', 'login', 'privacy', 'sensitive', 'language']

function one<T extends string>(name: string, allowed: readonly T[], value: Setting | undefined, fallback: T): T {
  const found = value === undefined ? fallback : allowed.find((each) => each === value)
  if (found === undefined) throw new Refusal(`"${name}" is one of ${allowed.join(', ')}`)
  return found
}

/** Kind: `account`. There are no pages, so nobody owns one. */
export function addAccount(state: State, person: NewPerson, id = state.nextId(), followers = 64): Account {
  if (person.kind !== 'account') throw new Refusal('Mastodon has one kind of person: "account"')
  if (person.owner !== undefined) throw new Refusal('Mastodon has no pages: an account is nobody’s')
  if (!/^\w{1,30}$/.test(person.handle)) throw new Refusal('a handle has 1 to 30 letters, digits or underscores')
  if (byHandle(state, person.handle)) throw new Refusal(`the handle "${person.handle}" is taken`)
  const given = person.entitlements ?? {}
  const unknown = Object.keys(given).find((name) => !entitlements.includes(name))
  if (unknown !== undefined) throw new Refusal(`entitlements of Mastodon: ${entitlements.join(', ')}`)
  const language = given['language']
  const account: Account = {
    id,
    kind: 'account',
    name: person.name,
    handle: person.handle,
    bot: given['bot'] === true,
    locked: given['locked'] === true,
    silenced: given['silenced'] === true,
    login: one('login', logins, given['login'], 'active'),
    privacy: one('privacy', visibilities.values, given['privacy'], 'public'),
    sensitive: given['sensitive'] === true,
    language: typeof language === 'string' ? language : null,
    followers,
    following: 42,
    bornAt: state.world.now(),
  }
  state.accounts.set(id, account)
  return account
}

/** The same people with the same ids in every sandbox, so that a channel survives a restart of it. */
export function seedAccounts(state: State): void {
  addAccount(state, { kind: 'account', name: 'Ida Practice', handle: 'ida_practice' }, '109348684301264170', 812)
  const bakery = { kind: 'account', name: 'Practice Bakery', handle: 'practice_bakery' }
  addAccount(state, { ...bakery, entitlements: { bot: true } }, '109348684301264171', 2310)
  const quiet = { privacy: 'unlisted', locked: true, language: 'de' }
  addAccount(
    state,
    { kind: 'account', name: 'Tomas Übung', handle: 'tomas_uebung', entitlements: quiet },
    '109348684301264172',
    95,
  )
}

export const byHandle = (state: State, handle: string): Account | undefined =>
  [...state.accounts.values()].find((account) => account.handle.toLowerCase() === handle.toLowerCase())

export const profileUrl = (account: Account) => `https://${domain}/@${account.handle}`
