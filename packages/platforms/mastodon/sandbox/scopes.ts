/** Scopes: a broad one holds its granular ones. */
import { atLeast, type State } from './state.ts'

const read = 'accounts blocks bookmarks favourites filters follows lists mutes notifications search statuses'
const write =
  'accounts blocks bookmarks conversations favourites filters follows lists media mutes notifications reports statuses'
const granular = (broad: string, names: string) => names.split(' ').map((name) => `${broad}:${name}`)

const all = ['read', ...granular('read', read), 'write', ...granular('write', write), 'follow', 'push', 'profile']

/** `profile` is known since 4.3. */
export const knownScopes = (state: State): readonly string[] =>
  atLeast(state, 4, 3) ? all : all.filter((scope) => scope !== 'profile')

/** True if one of the wanted scopes is among the given, itself or by its broad one. */
export const covers = (given: readonly string[], wanted: readonly string[]): boolean =>
  wanted.some((scope) => given.includes(scope) || given.includes(scope.split(':', 1)[0] ?? scope))

const sentences: Readonly<Record<string, string>> = {
  profile: 'See your name and handle',
  read: 'Read everything of your account',
  'read:accounts': 'See your account',
  'read:statuses': 'Read your posts, private ones too',
  'read:notifications': 'See your notifications',
  write: 'Change everything of your account',
  'write:statuses': 'Write, change and delete posts',
  'write:media': 'Upload pictures, films and sound',
  push: 'Receive your notifications',
  follow: 'Change whom you follow',
}
export const inWords = (scope: string): string => sentences[scope] ?? scope
