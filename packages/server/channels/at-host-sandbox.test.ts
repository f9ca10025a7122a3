/** The imitations of networks with servers of their own, connected by the ordinary flow. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { platforms } from '@posthorn/platforms/adapters'
import {
  NotLocated,
  type Call,
  type Channel,
  type Location,
  type Platform,
  type Wire,
} from '@posthorn/platforms/interface'
import { createCall } from './call.ts'
import { clientDocument } from './client-document.ts'
import { disconnect, showOne, type ShownChannel } from './channels.ts'
import { connectByPassword } from './connect-password.ts'
import { finishConnect, startConnect, type Wish } from './connect.ts'
import { newProofKey } from './dpop.ts'
import { exchangeCode, pushRequest, readCallback } from './grant.ts'
import { fieldsOf } from './grant.read.ts'
import type { Kept } from './keep.ts'
import { findServer } from './location.ts'
import { practice } from './practice.ts'
import { revokeConsent } from './revoke.ts'
import { Secret } from './secret.ts'
import { speakerOf } from './speaker.ts'
import { addActor, press, setStage, type Actor, type Stage } from './testing.ts'
import { accessToken, renewToken } from './tokens.ts'

const get = (url: string, as: Wire['as'] = 'channel'): Wire => ({ method: 'GET', url, as })
const base = platforms.twitter

async function ask(call: Call, url: string): Promise<Readonly<Record<string, unknown>>> {
  return fieldsOf((await call.send(get(url, 'nobody'))).body)
}
async function endpointsAt(call: Call, server: string): Promise<Pick<Location, 'issuer' | 'endpoints'>> {
  const told = await ask(call, `${server}/.well-known/oauth-authorization-server`)
  const word = (name: string): string => (typeof told[name] === 'string' ? told[name] : '')
  const push = word('pushed_authorization_request_endpoint')
  return {
    issuer: word('issuer'),
    endpoints: {
      authorize: word('authorization_endpoint'),
      token: word('token_endpoint'),
      revoke: word('revocation_endpoint'),
      ...(push === '' ? {} : { push }),
    },
  }
}

const bluesky: Platform = {
  ...base,
  rules: {
    ...base.rules,
    id: 'bluesky',
    label: 'Bluesky',
    hosts: ['bsky.social', 'public.api.bsky.app', 'video.bsky.app', 'plc.directory'],
  },
  connect: [
    {
      via: 'oauth',
      how: 'oauth-at-host',
      ask: { label: 'Handle', example: 'you.bsky.social' },
      client: 'document',
      dpop: true,
      scopes: ['atproto', 'transition:generic'],
      renew: 'rotating',
    },
    {
      via: 'app-password',
      how: 'app-password',
      ask: { label: 'Handle', example: 'you.bsky.social' },
      session: {
        make: '/xrpc/com.atproto.server.createSession',
        renew: '/xrpc/com.atproto.server.refreshSession',
        end: '/xrpc/com.atproto.server.deleteSession',
        fields: { identifier: 'identifier', password: 'password', access: 'accessJwt', refresh: 'refreshJwt' },
      },
    },
  ],
  async locate(call, typed) {
    const found = await call
      .send(get(`https://bsky.social/xrpc/com.atproto.identity.resolveHandle?handle=${typed}`, 'nobody'), [400])
      .then(({ body }) => fieldsOf(body)['did'])
    if (typeof found !== 'string') throw new NotLocated('There is no such handle.')
    const { service } = await ask(call, `https://plc.directory/${found}`)
    const [first] = Array.isArray(service) ? service.map(fieldsOf) : []
    const { host, origin } = new URL(String(first?.['serviceEndpoint']))
    const { authorization_servers: servers } = await ask(call, `${origin}/.well-known/oauth-protected-resource`)
    const [server] = Array.isArray(servers) ? servers.map(String) : []
    return { host, subject: found, hint: typed, ...(await endpointsAt(call, server ?? '')) }
  },
  mint: ({ host }, audience, method) =>
    get(`https://${host ?? ''}/xrpc/com.atproto.server.getServiceAuth?aud=${audience}&lxm=${method}`),
  async identify(call, via, host = '') {
    const { body } = await call.send(get(`https://${host}/xrpc/com.atproto.server.getSession`))
    const { did, handle } = fieldsOf(body)
    return [{ remoteId: String(did), kind: via, handle: String(handle), facts: {} }]
  },
  classify: () => undefined,
}

let stage: Stage
let actor: Actor
const stack = new AsyncDisposableStack()
beforeAll(async () => {
  stage = stack.use(await setStage({ more: { bluesky } }))
})
afterAll(() => stack.disposeAsync())
beforeEach(async () => {
  await stage.tell('reset')
  await stage.db.superuser.query('delete from host_client')
  actor = await addActor(stage)
})

const firstOn = async (platform: string) => {
  const people = (await stage.ask(`people?platform=${platform}`)) as { handle: string; password: string }[]
  const [first] = people
  if (!first) throw new Error('nobody lives there')
  return first
}
async function connect(platform: string, typed: string): Promise<ShownChannel> {
  const wish: Wish = { workspaceId: actor.workspaceId, platform, network: 'sandbox', typed }
  const started = await startConnect(stage.parts, actor, wish)
  const query = (await press(stage, started.authorizeUrl)).searchParams
  return await channelOf(await finishConnect(stage.parts, { ...actor, browser: started.browser }, platform, query))
}
async function channelOf(kept: Kept): Promise<ShownChannel> {
  const [id] = kept.is === 'connected' ? kept.channelIds : []
  return await showOne(stage.parts, actor.workspaceId, id ?? '')
}
const keyOf = ({ id }: ShownChannel) => ({ workspaceId: actor.workspaceId, channelId: id })
const callOf = (channel: ShownChannel) =>
  createCall(stage.parts, {
    workspaceId: actor.workspaceId,
    platform: channel.platform,
    network: 'sandbox',
    channel: { ...channel, facts: {} } as unknown as Channel,
  })
async function giveBack(channel: ShownChannel): Promise<void> {
  const { rows } = await stage.db.superuser.query<{ id: string }>('select id from consent where workspace_id = $1', [
    actor.workspaceId,
  ])
  await disconnect(stage.parts, actor.workspaceId, channel.id, actor.personId)
  await revokeConsent(stage.parts, {
    workspaceId: actor.workspaceId,
    consentId: rows[0]?.id ?? '',
    channelId: channel.id,
  })
}
const requests = async (platform: string, path: string) =>
  ((await stage.ask(`requests?platform=${platform}`)) as { path: string; status: number }[])
    .filter((one) => one.path === path)
    .map(({ status }) => status)

test('Mastodon: registered, consented, connected for good, given back', async () => {
  const channel = await connect('mastodon', 'mastodon.social')
  expect(channel).toMatchObject({ host: 'mastodon.social', renewable: false, expiresAt: null, state: 'connected' })
  await giveBack(channel)
  expect(await requests('mastodon', '/oauth/revoke')).toEqual([200])
})

test('Mastodon: a server that forgot us', async () => {
  const typed = 'mastodon.social'
  const wish: Wish = { workspaceId: actor.workspaceId, platform: 'mastodon', network: 'sandbox', typed }
  const started = await startConnect(stage.parts, actor, wish)
  const query = (await press(stage, started.authorizeUrl)).searchParams
  await stage.tell('reset')
  const asking = { ...actor, browser: started.browser }
  const failed = await finishConnect(stage.parts, asking, 'mastodon', query).catch((error: Error) => error.cause)
  expect(failed).toMatchObject({ code: 'channel.exchange', values: { platform: 'mastodon.social' } })
  expect(await connect('mastodon', typed)).toMatchObject({ state: 'connected' })
})

test('Bluesky by OAuth: proofs and nonces, rotation, a token for another service, given back', async () => {
  const { handle } = await firstOn('bluesky')
  const channel = await connect('bluesky', handle)
  expect(channel).toMatchObject({ host: 'bsky.social', handle, renewable: true })
  const { fence } = await accessToken(stage.parts, keyOf(channel))
  expect(await renewToken(stage.parts, { ...keyOf(channel), refused: fence })).toBe('renewed')
  const limits = get('https://video.bsky.app/xrpc/app.bsky.video.getUploadLimits', {
    audience: 'did:web:video.bsky.app',
    method: 'app.bsky.video.getUploadLimits',
  })
  expect(await callOf(channel).send(limits)).toMatchObject({ status: 200, body: { canUpload: true } })
  await giveBack(channel)
  expect((await requests('bluesky', '/oauth/revoke')).at(-1)).toBe(200)
})

test('Bluesky by OAuth: what cannot be taken back is repeated for a nonce, and done once', async () => {
  const { handle } = await firstOn('bluesky')
  const channel = await connect('bluesky', handle)
  await stage.tell('faults', {
    platform: 'bluesky',
    fault: 'nonce_old',
    on: { path: '/xrpc/com.atproto.repo.putRecord' },
  })
  const record = { $type: 'app.bsky.feed.post', text: 'Once.', createdAt: '2026-11-23T06:00:00.000Z' }
  const reply = await callOf(channel).once(
    {
      method: 'POST',
      url: 'https://bsky.social/xrpc/com.atproto.repo.putRecord',
      as: 'channel',
      body: {
        is: 'json',
        value: {
          repo: channel.remoteId,
          collection: 'app.bsky.feed.post',
          rkey: '3n2xgvc5yqca2',
          swapRecord: null,
          record,
        },
      },
    },
    10_000,
  )
  expect(reply.status).toBe(200)
  expect(await requests('bluesky', '/xrpc/com.atproto.repo.putRecord')).toEqual([401, 200])
  expect(await stage.ask('ledger?platform=bluesky')).toHaveLength(1)
})

test('Bluesky by OAuth: a client with a document signs itself in, and is believed', async () => {
  const settings = { ...stage.parts.settings, backendUrl: 'https://posthorn.example' }
  const parts = { ...stage.parts, settings }
  const redirectUri = 'https://posthorn.example/api/v1/auth/social/callback/bluesky'
  const { client_id: id, jwks } = clientDocument(parts, 'bluesky')
  const clientSecret = JSON.stringify(jwks)
  await stage.tell('apps', { platform: 'bluesky', clientId: id, clientSecret, redirectUris: [redirectUri] })
  const [way] = bluesky.connect
  if (way.how !== 'oauth-at-host') throw new Error('the first way is another one')
  const { handle } = await firstOn('bluesky')
  const sought = { platform: 'bluesky', network: 'sandbox', way, typed: handle } as const
  const location = await findServer(parts, sought)
  const held = { client: { id }, key: await newProofKey() }
  const speaker = speakerOf(parts, { ...sought, via: way.via, location }, held)
  const ask = { redirectUri, state: 'S'.repeat(43), verifier: 'V'.repeat(43) }
  const pushed = await pushRequest(speaker, ask)
  if (pushed.is !== 'pushed') throw new Error(JSON.stringify(pushed))
  const callback = readCallback(speaker, (await press(stage, pushed.url)).searchParams, ask.state)
  const grant = await exchangeCode(speaker, callback, ask)
  expect(grant).toMatchObject({ is: 'granted', tokens: { type: 'DPoP', subject: location.subject } })
  const { client: _, ...unsigned } = speaker
  expect(await pushRequest({ ...unsigned, client: { id } }, ask)).toMatchObject({ is: 'told' })
})

const byPassword = (handle: string, password: string) =>
  connectByPassword(
    stage.parts,
    actor.personId,
    { workspaceId: actor.workspaceId, platform: 'bluesky', network: 'sandbox', via: 'app-password', typed: handle },
    new Secret(password),
  )

test('Bluesky by app password: made, renewed, ended', async () => {
  const { handle, password } = await firstOn('bluesky')
  const channel = await channelOf(await byPassword(handle, password))
  expect(channel).toMatchObject({ host: 'bsky.social', renewable: true, via: 'app-password' })
  const { fence } = await accessToken(stage.parts, keyOf(channel))
  expect(await renewToken(stage.parts, { ...keyOf(channel), refused: fence })).toBe('renewed')
  await giveBack(channel)
  expect(await requests('bluesky', '/xrpc/com.atproto.server.deleteSession')).toEqual([200])
})

test('Bluesky by app password: the answer to a renewal is lost, and the server has the patience to give it again', async () => {
  const { handle, password } = await firstOn('bluesky')
  const channel = await channelOf(await byPassword(handle, password))
  const { fence } = await accessToken(stage.parts, keyOf(channel))
  await stage.tell('faults', { platform: 'bluesky', fault: 'refresh_lost' })
  expect(await renewToken(stage.parts, { ...keyOf(channel), refused: fence })).toBe('later')
  await stage.db.superuser.query(
    `update consent set renewing_until = now() - interval '1 second' where workspace_id = $1`,
    [actor.workspaceId],
  )
  expect(await renewToken(stage.parts, { ...keyOf(channel), refused: fence })).toBe('renewed')
  expect((await callOf(channel).send(get('https://bsky.social/xrpc/com.atproto.server.getSession'))).status).toBe(200)
})

test('a wrong app password, and a handle that is nobody’s', async () => {
  const { handle } = await firstOn('bluesky')
  await expect(byPassword(handle, 'aaaa-bbbb-cccc-dddd')).rejects.toMatchObject({ code: 'channel.exchange' })
  await expect(byPassword('nobody.bsky.social', 'x')).rejects.toMatchObject({
    code: 'channel.not-located',
    values: { words: 'There is no such handle.' },
  })
})

test('practice connects them like the others', async () => {
  const channels = await practice(stage.parts, actor)
  expect(channels.map(({ platform }) => platform)).toEqual(expect.arrayContaining(['mastodon', 'bluesky', 'twitter']))
  expect(channels.every(({ state }) => state === 'connected')).toBe(true)
})
