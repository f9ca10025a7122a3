/** Sessions of app passwords (sheet 2.1), and the tokens an account gives to other services (sheet 6). */
import { l } from '@atproto/lex-schema'
import { didDocument } from './identity.ts'
import { bearerToken, expired, identify, standing } from './guard.ts'
import { seconds, signed } from './jwt.ts'
import { spendSession } from './limits.ts'
import { bad, invalid, unauthorized } from './problems.ts'
import { findAccount, type Account, type Session, type State } from './state.ts'
import { passwordPair, renewPassword } from './tokens.ts'
import { input, noInput, params, procedure, query, type Method } from './xrpc.ts'

const createInput = l.object({
  identifier: l.string(),
  password: l.string(),
  authFactorToken: l.optional(l.string()),
  allowTakendown: l.optional(l.boolean()),
})
const serviceParams = l.params({
  aud: l.string({ maxLength: 2048 }),
  exp: l.optional(l.integer()),
  lxm: l.optional(l.string({ format: 'nsid' })),
})

function about(state: State, account: Account) {
  const { id, handle, email, emailConfirmed, status } = account
  return {
    did: id,
    handle,
    email,
    emailConfirmed,
    active: status === 'active',
    ...(status === 'active' ? {} : { status }),
    ...(state.settings.didDocWithSession ? { didDoc: didDocument(account) } : {}),
  }
}

/** A new session. It ends when nobody renews it for ninety days. */
export const openSession = (account: Account): Session => ({
  account,
  until: Number.POSITIVE_INFINITY,
  revoked: false,
})

const createSession = (state: State) =>
  procedure(async (c) => {
    const { identifier, password, allowTakendown } = await input(c, createInput)
    spendSession(state, c, identifier)
    const account =
      findAccount(state, identifier) ??
      [...state.accounts.values()].find((one) => one.email === identifier.toLowerCase())
    if (account?.password !== password) throw unauthorized('AuthenticationRequired', 'Invalid identifier or password')
    if (account.status === 'takendown' && allowTakendown !== true) standing(account)
    c.env.visit.account = account.id
    const { access, refresh } = passwordPair(state, openSession(account))
    return c.json({ accessJwt: access.value, refreshJwt: refresh.value, ...about(state, account) })
  })

const refreshSession = (state: State) =>
  procedure(async (c) => {
    const token = bearerToken(state, c, 'refresh')
    await noInput(c)
    if (token.session.revoked) throw expired('Token has been revoked')
    if (token.until <= state.world.now()) throw expired('Token has expired')
    if (token.session.account.status === 'takendown') standing(token.session.account)
    const pair = renewPassword(state, c.env.visit, token)
    if (!pair) throw expired('Token has been revoked')
    return c.json({ accessJwt: pair.access, refreshJwt: pair.refresh, ...about(state, token.session.account) })
  })

const deleteSession = (state: State) =>
  procedure((c) => {
    bearerToken(state, c, 'refresh').session.revoked = true
    return c.body(null, 200)
  })

const getSession = (state: State) =>
  query(async (c) => {
    const { account, permit } = await identify(state, c)
    const { email, emailConfirmed, ...rest } = about(state, account)
    try {
      permit((permissions) => permissions.assertAccount({ attr: 'email', action: 'read' }))
    } catch {
      return c.json(rest)
    }
    return c.json({ ...rest, email, emailConfirmed })
  })

const hourMs = 3_600_000
const minuteMs = 60_000

/**
 * How long a token for another service lives. Clients reckon `exp` by the real clock; those that follow this network's
 * own, which can be moved on, by that one.
 */
function lifeMs(exp: number | undefined, lxm: string | undefined, [real, own]: readonly [number, number]): number {
  const lifeBy = (now: number): number => (exp === undefined ? minuteMs : exp * 1000 - now)
  const isSound = (life: number): boolean => life >= 0 && life <= hourMs
  const life = !isSound(lifeBy(real)) && isSound(lifeBy(own)) ? lifeBy(own) : lifeBy(real)
  if (life < 0) throw bad('BadExpiration', 'expiration is in past')
  if (life > hourMs)
    throw bad('BadExpiration', 'cannot request a token with an expiration more than an hour in the future')
  if (lxm === undefined && life > minuteMs)
    throw bad('BadExpiration', 'cannot request a method-less token with an expiration more than a minute in the future')
  return life
}

const getServiceAuth = (state: State) =>
  query(async (c) => {
    const { account, permit } = await identify(state, c)
    const { aud, exp, lxm } = params(c, serviceParams)
    permit((permissions) => permissions.assertRpc({ aud, lxm: lxm ?? '*' }))
    if (!/^did:(plc:[a-z2-7]{24}|web:[\w.%-]+)(#[\w.-]+)?$/.test(aud))
      throw invalid('aud must be a valid atproto DID or did#serviceId reference')
    standing(account)
    const life = lifeMs(exp, lxm, [c.env.visit.startedAt, state.world.now()])
    const now = c.env.visit.startedAt
    const claims = {
      iat: seconds(now),
      iss: account.id,
      aud,
      exp: seconds(now + life),
      lxm,
      jti: state.world.chance.text(32),
    }
    const token = signed(state.secret, 'JWT', claims)
    state.services.set(token, { account, audience: aud, method: lxm, until: state.world.now() + life })
    return c.json({ token })
  })

export const sessionMethods = (state: State): Readonly<Record<string, Method>> => ({
  'com.atproto.server.createSession': createSession(state),
  'com.atproto.server.refreshSession': refreshSession(state),
  'com.atproto.server.deleteSession': deleteSession(state),
  'com.atproto.server.getSession': getSession(state),
  'com.atproto.server.getServiceAuth': getServiceAuth(state),
})
