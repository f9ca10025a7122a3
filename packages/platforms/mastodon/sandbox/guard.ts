/** What stands before every route: the token, its scopes, and whether its person may act. */
import { createMiddleware } from 'hono/factory'
import type { Visit } from '../../sandbox/ledger.ts'
import { bearer, type Grant } from '../../sandbox/oauth.ts'
import { badToken, forbidden, noUser, outsideScopes } from './errors.ts'
import { covers } from './scopes.ts'
import type { Account, Login, MastodonEnv, State } from './state.ts'

/** The grant behind a token, or 401. The faults `token_revoked` and `token_expired` become true here. */
function readGrant(state: State, visit: Visit, header: string | undefined): Grant {
  const token = state.grants.token(bearer(header) ?? '')
  if (!token) throw badToken('is invalid')
  if (state.world.fault(visit, 'token_revoked')) token.grant.revoked = true
  if (state.world.fault(visit, 'token_expired')) token.until = state.world.now()
  if (token.grant.revoked) throw badToken('was revoked')
  if (token.until <= state.world.now()) throw badToken('expired')
  return token.grant
}

const barred: Readonly<Record<Exclude<Login, 'active'>, string>> = {
  unconfirmed: 'Your login is missing a confirmed e-mail address',
  pending: 'Your login is currently pending approval',
  disabled: 'Your login is currently disabled',
}

function readAccount(state: State, visit: Visit, grant: Grant): Account {
  const account = state.accounts.get(grant.person)
  if (!account) throw noUser()
  visit.account = account.id
  if (account.login !== 'active') throw forbidden(barred[account.login])
  return account
}

/** A token of an application or a person. */
export const needsToken = (state: State) =>
  createMiddleware<MastodonEnv>(async (c, next) => {
    c.set('grant', readGrant(state, c.env.visit, c.req.header('authorization')))
    await next()
  })

/** A person's token with one of these scopes. */
export const needs = (state: State, ...scopes: readonly string[]) =>
  createMiddleware<MastodonEnv>(async (c, next) => {
    const grant = readGrant(state, c.env.visit, c.req.header('authorization'))
    if (!covers(grant.scopes, scopes)) throw outsideScopes()
    c.set('caller', { account: readAccount(state, c.env.visit, grant), grant })
    await next()
  })

/** Whoever asks for something public. A token that comes along has to be good and to have one of these scopes. */
export function viewer(
  state: State,
  visit: Visit,
  header: string | undefined,
  ...scopes: readonly string[]
): Account | undefined {
  if (header === undefined) return undefined
  const grant = readGrant(state, visit, header)
  if (!covers(grant.scopes, scopes)) throw outsideScopes()
  return grant.person === '' ? undefined : readAccount(state, visit, grant)
}
