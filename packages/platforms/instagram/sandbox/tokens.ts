/** Tokens of the two logins: an hour, then sixty days; Page tokens live as long as what they came from allows. */
import type { Grant, Token } from '../../sandbox/oauth.ts'
import type { Page, State } from './state.ts'

export const shortSeconds = 3600
export const longSeconds = 5_183_944 // sixty days less the seconds since, as Meta's own example has it

export const shortToken = (state: State, grant: Grant): Token => state.grants.mint(grant, 'access', shortSeconds, 120)

export function longToken(state: State, grant: Grant): Token {
  const token = state.grants.mint(grant, 'access', longSeconds, 160)
  state.longLived.set(token.value, state.world.now())
  return token
}

/** The same Page asked for twice with one token has one token. Made from a long-lived one it never ends. */
export function pageToken(state: State, user: string, page: Page): string | undefined {
  const from = state.grants.token(user)
  if (!from || state.pageTokens.get(user) === page) return from?.value
  const key = `${user} ${page.id}`
  const known = state.pageTokenOf.get(key)
  if (known !== undefined) return known
  const seconds = state.longLived.has(user) ? Number.POSITIVE_INFINITY : (from.until - state.world.now()) / 1000
  const { value } = state.grants.mint(from.grant, 'access', seconds, 180)
  state.pageTokens.set(value, page)
  state.pageTokenOf.set(key, value)
  return value
}

/** Long-lived, and old enough for another sixty days. */
export function renewable(state: State, token: Token): boolean {
  const born = state.longLived.get(token.value)
  return born !== undefined && born + state.settings.refreshAfterSeconds * 1000 <= state.world.now()
}
