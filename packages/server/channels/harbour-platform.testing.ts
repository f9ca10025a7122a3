/** The platform of the harbour, as an adapter would say it. */
import { platforms } from '@posthorn/platforms/adapters'
import { NotLocated, type Call, type Location, type Platform, type Wire } from '@posthorn/platforms/interface'
import { fieldsOf } from './grant.read.ts'
import { hosts } from './harbour.testing.ts'

const get = (url: string, as: Wire['as'] = 'channel'): Wire => ({ method: 'GET', url, as })
const field = (body: unknown, name: string): string => {
  const value = fieldsOf(body)[name]
  return typeof value === 'string' ? value : ''
}

const ask = { label: 'Server', example: 'home.example' }
const session = {
  make: '/session/make',
  renew: '/session/renew',
  end: '/session/end',
  fields: { identifier: 'who', password: 'secret', access: 'accessJwt', refresh: 'refreshJwt' },
}

/** `registered`: as Mastodon; `bound`: as Bluesky; `password`: by an app password. */
export const harbour: Platform = {
  ...platforms.twitter,
  rules: { ...platforms.twitter.rules, id: 'harbour', label: 'Harbour', hosts: Object.keys(hosts) },
  connect: [
    {
      via: 'bound',
      how: 'oauth-at-host',
      ask,
      client: 'document',
      dpop: true,
      scopes: ['one', 'two'],
      renew: 'rotating',
    },
    { via: 'registered', how: 'oauth-at-host', ask, client: 'registered', dpop: false, scopes: ['one'], renew: 'none' },
    { via: 'password', how: 'app-password', ask, session },
  ],
  locate,
  register: (_, { name, redirectUri }): Wire => ({
    method: 'POST',
    url: 'https://home.example/apps',
    as: 'nobody',
    body: { is: 'json', value: { name, redirect_uri: redirectUri } },
  }),
  mint: (_, audience, method) => get(`https://home.example/service?aud=${audience}&lxm=${method}`),
  async identify(call, via, host) {
    const id = field((await call.send(get(`https://${host}/me`))).body, 'id')
    return [{ remoteId: id, kind: via, handle: id.slice(4), facts: { name: 'Ada' }, host: 'elsewhere.example' }]
  },
  classify: () => undefined,
}

async function locate(call: Call, typed: string, via: string): Promise<Location> {
  if (typed === 'nobody') throw new NotLocated('There is nobody of this name.')
  const [, name, host = typed] = /^(\w+)@(.+)$/.exec(typed) ?? []
  if (via === 'password')
    return { host, subject: 'did:ada', ...(name === undefined ? { hint: 'ada' } : { hint: name }) }
  const isBound = via === 'bound'
  const server = host === 'home.example' && isBound ? 'as.example' : host
  const { body } = await call.send(get(`https://${server}/.well-known/server`, 'nobody'))
  return {
    host: 'home.example',
    ...(isBound ? { subject: 'did:ada', hint: 'ada' } : {}),
    issuer: field(body, 'issuer'),
    endpoints: {
      authorize: field(body, 'authorize'),
      token: isBound ? 'https://as.example/token' : field(body, 'token'),
      revoke: `https://${server}/revoke`,
      ...(isBound ? { push: field(body, 'push') } : {}),
    },
  }
}
