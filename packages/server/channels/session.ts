/** Sessions made from an app password: begun, renewed and ended at the server where the account lives. */
import type { Json } from '@posthorn/domain/json.ts'
import type { Reply } from '@posthorn/platforms/interface'
import { OutsideFailure, type Door } from '../outside/door.ts'
import { locate, type World } from '../outside/sandbox.ts'
import { replyOf } from '../outside/wire.ts'
import type { Grant } from './grant.ts'
import { fieldsOf, wordsOf } from './grant.read.ts'
import { lifeOf } from './jwt.ts'
import type { Located } from './located.ts'
import type { PasswordWay } from './world.ts'

const timeoutMs = 20_000
const answerBytes = 256_000

export interface SessionPlace {
  readonly door: Pick<Door, 'request'>
  readonly world: World
  readonly way: PasswordWay
  readonly location: Pick<Located, 'host'>
}

/** A session for a password, which is kept nowhere. */
export async function makeSession(place: SessionPlace, identifier: string, password: string): Promise<Grant> {
  const { make, fields } = place.way.session
  const body = { [fields.identifier]: identifier, [fields.password]: password }
  return await hear(async () => readSession(place, await post(place, make, { body }), refusedMake))
}

/** New tokens for the old ones. */
export async function renewSession(place: SessionPlace, refresh: string | undefined): Promise<Grant> {
  if (refresh === undefined) throw new Error('there is nothing to renew with')
  const { renew } = place.way.session
  return await hear(async () => readSession(place, await post(place, renew, { bearer: refresh }), refusedRenewal))
}

/** Ends a session; true if the server said so. Throws OutsideFailure. */
export async function endSession(place: SessionPlace, refresh: string): Promise<boolean> {
  const { end } = place.way.session
  return end !== undefined && (await post(place, end, { bearer: refresh })).status < 300
}

async function post(
  { door, world, location }: SessionPlace,
  path: string,
  { body, bearer }: { readonly body?: Json; readonly bearer?: string },
): Promise<Reply> {
  const answer = await door.request({
    method: 'POST',
    url: locate(world, `https://${location.host}${path}`),
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    timeoutMs,
    maxBytes: answerBytes,
    fresh: true,
  })
  return replyOf(answer)
}

async function hear(ask: () => Promise<Grant>): Promise<Grant> {
  try {
    return await ask()
  } catch (cause) {
    return { is: 'silent', sent: !(cause instanceof OutsideFailure) || cause.sent, cause }
  }
}

type What = Extract<Grant, { is: 'told' }>['what']

function readSession({ way }: SessionPlace, reply: Reply, refused: (reply: Reply) => What): Grant {
  const { access: accessName, refresh: refreshName } = way.session.fields
  const fields = fieldsOf(reply.body)
  const [access, refresh] = [fields[accessName], fields[refreshName]]
  if (reply.status >= 300 || typeof access !== 'string' || typeof refresh !== 'string') {
    return { is: 'told', what: refused(reply), words: wordsOf(reply) }
  }
  const [expires, refreshExpires] = [lifeOf(access), lifeOf(refresh)]
  return {
    is: 'granted',
    tokens: {
      access,
      refresh,
      scopes: [],
      ...(expires === undefined ? {} : { expiresIn: expires / 1000 }),
      ...(refreshExpires === undefined ? {} : { refreshExpiresIn: refreshExpires / 1000 }),
    },
  }
}

const isTrouble = ({ status }: Reply): boolean => status >= 500 || status === 429 || status === 408 || status < 400

const refusedMake = (reply: Reply): What => (isTrouble(reply) ? 'trouble' : 'refused')

/** Names and words of the end of a session; a refusal without them says nothing about it. */
const saysOver = /expired|revoked|invalid ?token|authenticationrequired|takedown|takendown|deactivated/i

function refusedRenewal(reply: Reply): What {
  const { error, message } = fieldsOf(reply.body)
  if (isTrouble(reply)) return 'trouble'
  return saysOver.test(`${String(error)} ${String(message)}`) ? 'ended' : 'trouble'
}
