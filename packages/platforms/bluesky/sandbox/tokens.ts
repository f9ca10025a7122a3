/** Tokens of both ways in: made, found, renewed, ended. */
import type { Visit } from '../../sandbox/ledger.ts'
import { seconds, signed } from './jwt.ts'
import { did, type Session, type State, type Token } from './state.ts'

export const accessSeconds = { password: 7200, oauth: 3600 } as const
const refreshDays = { password: 90, public: 14, confidential: 91 } as const
const graceSeconds = 7200

function remember(state: State, is: Token['is'], session: Session, value: string, life: number): Token {
  const until = Math.min(state.world.now() + life * 1000, session.until)
  const token: Token = { value, is, session, until }
  state.tokens.set(value, token)
  return token
}

function passwordToken(state: State, session: Session, is: Token['is'], life: number): Token {
  const now = seconds(state.world.now())
  const scope = is === 'access' ? 'com.atproto.appPass' : 'com.atproto.refresh'
  const claims = {
    scope,
    sub: session.account.id,
    aud: did,
    jti: state.world.chance.text(32),
    iat: now,
    exp: now + life,
  }
  return remember(state, is, session, signed(state.secret, is === 'access' ? 'at+jwt' : 'refresh+jwt', claims), life)
}

/** The pair of an app password's session. */
export function passwordPair(state: State, session: Session) {
  return {
    access: passwordToken(state, session, 'access', accessSeconds.password),
    refresh: passwordToken(state, session, 'refresh', refreshDays.password * 86_400),
  }
}

export function oauthPair(state: State, session: Session, confidential: boolean) {
  const now = seconds(state.world.now())
  const claims = {
    iss: 'https://bsky.social',
    aud: did,
    sub: session.account.id,
    scope: session.oauth?.scopes.join(' '),
    client_id: session.oauth?.client,
    cnf: { jkt: session.oauth?.key },
    jti: `tok-${state.world.chance.text(32)}`,
    iat: now,
    exp: now + accessSeconds.oauth,
  }
  const life = (confidential ? refreshDays.confidential : refreshDays.public) * 86_400
  return {
    access: remember(state, 'access', session, signed(state.secret, 'at+jwt', claims), accessSeconds.oauth),
    refresh: remember(state, 'refresh', session, `ref-${state.world.chance.text(64)}`, life),
  }
}

/** A refresh token of a password is changed for a new pair; for two hours it gives the same pair again. */
export function renewPassword(
  state: State,
  visit: Visit,
  token: Token,
): { access: string; refresh: string } | undefined {
  if (token.next) return token.next.until > state.world.now() ? token.next : undefined
  const { access, refresh } = passwordPair(state, token.session)
  token.next = { access: access.value, refresh: refresh.value, until: state.world.now() + graceSeconds * 1000 }
  visit.rotated = true
  return token.next
}

/** Plays `token_revoked` and `token_expired` on the token of a visit. */
export function trouble(state: State, visit: Visit, token: Token): void {
  visit.account = token.session.account.id
  if (state.world.fault(visit, 'token_revoked')) token.session.revoked = true
  if (state.world.fault(visit, 'token_expired')) token.until = state.world.now()
}
