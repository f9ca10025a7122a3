/** Who is signed in, what their server is, and what they may do now. */
import type { Call, Candidate, Channel, Json, Options } from '../interface.ts'
import { at, compact, get, obj, str } from '../reply.ts'
import type { Obj } from '../reply.ts'
import { serverOf } from './adapter.locate.ts'
import { askLimits, closedWhy, isUsedUp } from './adapter.video.ts'
import { atView, hostOf, tryGet, xrpcAt } from './adapter.wire.ts'

const sessionAt = async (call: Call, host: string): Promise<Obj> =>
  obj((await call.send(get(xrpcAt(host, 'com.atproto.server.getSession')))).body)

/** Which version of the rules the server has, and what it calls itself. */
async function aboutServer(call: Call, host: string): Promise<Json> {
  const about = await tryGet(call, xrpcAt(host, 'com.atproto.server.describeServer'))
  const health = await tryGet(call, xrpcAt(host, '_health'))
  return compact({ did: at(about, 'did'), version: at(health, 'version') })
}

/** A server may say that anybody is signed in: only the one that the account itself names is believed. */
const isAtHome = async (call: Call, did: string, host: string): Promise<boolean> =>
  did.startsWith('did:web:') || (await serverOf(call, did)) === host

export async function identify(call: Call, _: string, host = ''): Promise<readonly Candidate[]> {
  const session = await sessionAt(call, host)
  const did = str(session['did'])
  if (did === '' || !(await isAtHome(call, did, host))) return []
  const handle = str(session['handle'])
  const profile = obj(await tryGet(call, atView('app.bsky.actor.getProfile', { actor: did })))
  return [
    {
      remoteId: did,
      kind: 'user',
      handle,
      host,
      facts: {
        name: str(profile['displayName']) || handle,
        avatar: str(profile['avatar']),
        server: await aboutServer(call, host),
      },
    },
  ]
}

/** What stands above the form: only what keeps this account from publishing now. */
export async function options(call: Call, channel: Channel): Promise<Options> {
  const session = await sessionAt(call, hostOf(channel))
  const limits = (await askLimits(call)) ?? {}
  const problem = closedWhy(limits)
  const says = [
    ...(session['active'] === false ? [`Bluesky says that this account is ${str(session['status'])}.`] : []),
    ...(problem === undefined ? [] : [`Videos are closed to this account: ${str(limits['message'])}`]),
    ...(isUsedUp(limits) ? ['This account can upload no more videos today.'] : []),
  ]
  return { choices: {}, closed: {}, says, facts: { video: compact({ problem }) } }
}
