/** Tokens of people and of Pages. A token of a person ends; one of a Page lives as long as the person's consent does. */
import type { App } from '../../sandbox/oauth.ts'
import type { State } from './state.ts'
import type { Grant, Page, Token, User } from './things.ts'

export const longSeconds = 5_183_944

function issue(state: State, token: Omit<Token, 'value' | 'at'>): Token {
  const made = { ...token, value: `EAA${state.world.chance.text(60)}`, at: state.world.now() }
  state.tokens.set(made.value, made)
  return made
}

export const userToken = (state: State, grant: Grant, isLong: boolean): Token =>
  issue(state, {
    grant,
    page: undefined,
    isLong,
    until: state.world.now() + (isLong ? longSeconds : state.settings.shortSeconds) * 1000,
  })

/** The same parent gives the same token again. One of a long-lived parent has no end, else it dies with its parent. */
export function pageToken(state: State, parent: Token, page: Page): Token {
  const until = parent.isLong ? Number.POSITIVE_INFINITY : parent.until
  const known = [...state.tokens.values()].find(
    (one) => one.grant === parent.grant && one.page === page && one.until === until,
  )
  return known ?? issue(state, { grant: parent.grant, page, isLong: parent.isLong, until })
}

/** Ends everything a person gave, at one application or at all. */
export function kill(state: State, user: User, subcode: number, app?: App): void {
  for (const { grant } of state.tokens.values())
    if (grant.user === user && (app === undefined || grant.app === app)) grant.dead ??= subcode
}

/** The subcode of what ended a token; undefined while it works. */
export function endOf(state: State, token: Token): number | undefined {
  if (token.grant.dead !== undefined) return token.grant.dead
  if (token.until <= state.world.now()) return 463
  return token.page && !token.page.roles.has(token.grant.user.id) ? 492 : undefined
}

/** Pages a grant opens: ticked, with a role, and not hidden behind a portfolio. */
export function pagesOf(state: State, { user, pages, scopes }: Grant): Page[] {
  return [...state.pages.values()].filter(
    (page) =>
      page.roles.has(user.id) &&
      (pages === undefined || pages.has(page.id)) &&
      (page.business === undefined || !state.settings.hideOwnedPages || scopes.has('business_management')),
  )
}
