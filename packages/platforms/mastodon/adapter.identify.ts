/** Who is signed in, what their server allows, and what they may choose now. */
import type { Call, Candidate, Channel, Options } from '../interface.ts'
import { at, get, obj, str } from '../reply.ts'
import type { Obj } from '../reply.ts'
import { apiAt, askInstance, hostOf, unknown } from './adapter.wire.ts'
import { keptOf, readServer } from './server.ts'

export const meAt = (host: string): string => apiAt(host, 'v1/accounts/verify_credentials')

/** The domain that stands in handles; it may be another than the host. Older servers give an address for it. */
function domainOf(instance: unknown, host: string): string {
  const told = str(at(instance, 'domain')) || str(at(instance, 'uri'))
  return told.replace(/^https?:\/\//, '').replace(/\/.*$/, '') || host
}

/** What the server calls us: a post by another app is not ours. Older servers want a broader scope for the answer. */
async function appName(call: Call, host: string): Promise<string> {
  const reply = await call.send(get(apiAt(host, 'v1/apps/verify_credentials')), unknown)
  return reply.status === 200 ? str(at(reply.body, 'name')) : ''
}

const factsOf = (account: Obj, instance: unknown): Candidate['facts'] => ({
  name: str(account['display_name']) || str(account['username']),
  avatar: str(account['avatar_static']) || str(account['avatar']),
  locked: account['locked'] === true,
  bot: account['bot'] === true,
  privacy: str(at(account, 'source', 'privacy')) || 'public',
  server: keptOf(instance),
})

export async function identify(call: Call, _: string, host = ''): Promise<readonly Candidate[]> {
  const account = obj((await call.send(get(meAt(host)))).body)
  const id = str(account['id'])
  if (id === '') return []
  const instance = await askInstance(call, host, 'channel')
  return [
    {
      remoteId: `${id}@${host}`,
      kind: 'account',
      handle: `${str(account['username'])}@${domainOf(instance, host)}`,
      host,
      facts: { ...factsOf(account, instance), app: await appName(call, host) },
    },
  ]
}

const audiences: Readonly<Record<string, string>> = {
  public: 'public',
  unlisted: 'kept out of public timelines',
  private: 'for followers only',
  direct: 'for the people named in them only',
}

/** The server's numbers of this moment, and the account's own settings in words. */
export async function options(call: Call, channel: Channel): Promise<Options> {
  const host = hostOf(channel)
  const account = obj((await call.send(get(meAt(host)))).body)
  const instance = await askInstance(call, host, 'channel')
  const own = audiences[str(at(account, 'source', 'privacy'))]
  const late = `${host} knows no quotes: it is older than 4.5.`
  return {
    choices: {},
    closed: readServer(instance).canQuote ? {} : { quotes: late, quote: late },
    says: [
      ...(own === undefined ? [] : [`Unless you choose otherwise, posts of this account are ${own}.`]),
      ...(account['limited'] === true ? [`The moderators of ${host} keep this account out of public timelines.`] : []),
    ],
    facts: { server: keptOf(instance) },
  }
}
