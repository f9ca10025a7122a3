import { share } from '../../sandbox/chance.ts'
import type { NewPerson } from '../../sandbox/imitation.ts'
import { Refusal } from '../../sandbox/refusal.ts'
import { findAccount, handleEnd, type Account, type State } from './state.ts'

const base32 = 'abcdefghijklmnopqrstuvwxyz234567'
const statuses = ['active', 'takendown', 'deactivated'] as const

/** Letters that belong to a name for ever. */
const lettersOf = (name: string, length: number) =>
  Array.from({ length }, (_, index) => base32.charAt(Math.floor(share(`${name} ${index}`) * 32))).join('')

const passwordOf = (did: string) => lettersOf(`${did} password`, 16).match(/.{4}/g)?.join('-') ?? ''

function readHandle(state: State, typed: string): string {
  const label = typed.toLowerCase().replace(handleEnd, '')
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label))
    throw new Refusal(`a handle here has letters, digits and hyphens, and ends in ${handleEnd}`)
  if (findAccount(state, label + handleEnd)) throw new Refusal(`the handle ${label + handleEnd} is taken`)
  return label + handleEnd
}

const flag = (value: unknown, name: string) => {
  if (value !== undefined && typeof value !== 'boolean') throw new Refusal(`${name} is a boolean`)
  return value ?? true
}

/** Accounts have one kind, `user`; entitlements: `emailConfirmed`, `profile`, `video` (true unless said) and `status`. */
export function addAccount(state: State, person: NewPerson, known?: { followers: number; follows: number }): Account {
  if (person.kind !== 'user') throw new Refusal('Bluesky has one kind of person: "user"')
  const { emailConfirmed, profile, video, status = 'active', ...rest } = person.entitlements ?? {}
  if (Object.keys(rest).length > 0) throw new Refusal('entitlements of Bluesky: emailConfirmed, profile, video, status')
  const standing = statuses.find((one) => one === status)
  if (!standing) throw new Refusal(`status is one of ${statuses.join(', ')}`)
  const handle = readHandle(state, person.handle)
  const id = `did:plc:${lettersOf(handle, 24)}`
  const account: Account = {
    id,
    kind: 'user',
    name: person.name,
    handle,
    password: passwordOf(id),
    email: `${handle.replace(handleEnd, '')}@example.com`,
    emailConfirmed: flag(emailConfirmed, 'emailConfirmed'),
    hasProfile: flag(profile, 'profile'),
    mayUploadVideo: flag(video, 'video'),
    status: standing,
    followers: known?.followers ?? 60,
    follows: known?.follows ?? 20,
    bornAt: state.world.now(),
    repo: { records: new Map(), blobs: new Map(), head: '', rev: state.nextTid() },
  }
  state.accounts.set(id, account)
  return account
}

/** The same three people with the same DIDs and passwords in every sandbox, so that a channel survives a restart of it. */
export function seedAccounts(state: State): void {
  const user = (name: string, handle: string, followers: number, follows: number) =>
    addAccount(state, { kind: 'user', name, handle }, { followers, follows })
  user('Practice', 'practice', 340, 120)
  user('Mara Lindqvist', 'mara-lindqvist', 1280, 410)
  user('Harbour Coffee', 'harbour-coffee', 5200, 36)
}
