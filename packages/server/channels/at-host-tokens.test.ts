/** Tokens of accounts at servers of their own: shown with proofs, renewed, minted, given back. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Channel, Wire } from '@posthorn/platforms/interface'
import { openDatabase } from '../database/open.ts'
import { beginConnect } from './begin.ts'
import { createCall } from './call.ts'
import { disconnect, showOne, type ShownChannel } from './channels.ts'
import { connectByPassword } from './connect-password.ts'
import { finishConnect, startConnect } from './connect.ts'
import { harbour } from './harbour-platform.testing.ts'
import { openHarbour, type Harbour } from './harbour.testing.ts'
import type { Kept } from './keep.ts'
import { revokeConsent } from './revoke.ts'
import { Secret } from './secret.ts'
import type { ChannelKey, TokenParts } from './stored.ts'
import { addActor, setStage, type Actor, type Stage } from './testing.ts'
import { accessToken, renewToken } from './tokens.ts'

let port: Harbour
let stage: Stage
let actor: Actor
const stack = new AsyncDisposableStack()
const opened: AsyncDisposable[] = []
beforeAll(async () => {
  port = stack.use(await openHarbour())
  stage = stack.use(await setStage({ origin: port.origin, more: { harbour } }))
  usual = { ...port.ways }
})
afterAll(async () => {
  await Promise.all(opened.map((one) => one[Symbol.asyncDispose]()))
  await stack.disposeAsync()
})
let usual: Harbour['ways']
beforeEach(async () => {
  Object.assign(port.ways, usual)
  actor = await addActor(stage)
})

const wish = (via: string, reconnects?: string) => ({
  workspaceId: actor.workspaceId,
  platform: 'harbour',
  network: 'sandbox' as const,
  via,
  ...(reconnects === undefined ? { typed: 'ada@home.example' } : { reconnects }),
})
const channelOf = async (kept: Kept): Promise<ShownChannel> => {
  const [id] = kept.is === 'connected' ? kept.channelIds : []
  port.heard.length = 0
  return await showOne(stage.parts, actor.workspaceId, id ?? '')
}
async function bind(): Promise<ShownChannel> {
  const started = await startConnect(stage.parts, actor, { ...wish('bound'), typed: 'home.example' })
  const asking = { ...actor, browser: started.browser }
  return await channelOf(await finishConnect(stage.parts, asking, 'harbour', port.approve(started.authorizeUrl)))
}
const byPassword = (password = 'right-password', reconnects?: string) =>
  connectByPassword(stage.parts, actor.personId, wish('password', reconnects), new Secret(password))
const keyOf = ({ id }: ShownChannel): ChannelKey => ({ workspaceId: actor.workspaceId, channelId: id })
/** Parts of a worker of its own. */
const process = (): TokenParts => {
  const worker = openDatabase({ url: stage.db.url, role: 'posthorn_worker', max: 2 })
  opened.push(worker)
  return { ...stage.parts, worker }
}
const callOf = (channel: ShownChannel, parts: TokenParts = process()) =>
  createCall(parts, {
    workspaceId: actor.workspaceId,
    platform: 'harbour',
    network: 'sandbox',
    channel: { ...channel, facts: {} } as unknown as Channel,
  })
const write = (text: string): Wire => ({
  method: 'POST',
  url: 'https://home.example/write?a=1',
  as: 'channel',
  body: { is: 'json', value: { text } },
})
const me: Wire = { method: 'GET', url: 'https://home.example/me', as: 'channel' }
const told = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'done',
    (error: unknown) => error,
  )
/** Does something when time has passed for us. */
async function later<T>(ms: number, act: () => Promise<T>): Promise<T> {
  stage.advance(ms)
  try {
    return await act()
  } finally {
    stage.advance(-ms)
  }
}
const asked = (path: string): number => port.requests(path).length
/** Of a first try whose end is not known. */
const letLeaseRunOut = () =>
  stage.db.superuser.query(`update consent set renewing_until = now() - interval '1 second' where workspace_id = $1`, [
    actor.workspaceId,
  ])
const revokeOf = async (channel: ShownChannel): Promise<void> => {
  const { rows } = await stage.db.superuser.query<{ id: string }>('select id from consent where workspace_id = $1', [
    actor.workspaceId,
  ])
  await disconnect(stage.parts, actor.workspaceId, channel.id, actor.personId)
  const revocation = { workspaceId: actor.workspaceId, consentId: rows[0]?.id ?? '', channelId: channel.id }
  await revokeConsent(process(), revocation)
}

describe('a token bound to a key', () => {
  test('what cannot be taken back is written once, also where the server first wants another nonce', async () => {
    const channel = await bind()
    const call = callOf(channel)
    const before = port.writes.length
    port.turnNonces()
    expect(await call.once(write('once'), 5_000)).toMatchObject({ status: 200 })
    expect(port.writes.slice(before)).toEqual(['once'])
    expect(asked('/home/write')).toBe(2)
    await call.once(write('again'), 5_000)
    expect(asked('/home/write')).toBe(3)
  })

  test('a lost answer to such a request is not asked for again', async () => {
    const channel = await bind()
    const before = port.writes.length
    port.lose('/home/write')
    expect(await told(callOf(channel).once(write('lost'), 5_000))).toMatchObject({ failure: { sent: true } })
    expect(port.writes.slice(before)).toEqual(['lost'])
  })

  test('a refusal for another reason is handed on', async () => {
    const channel = await bind()
    port.endTokens()
    const failed = await told(callOf(channel).send(me))
    expect(failed).toMatchObject({ failure: { reply: { status: 401, body: { error: 'invalid_token' } } } })
    expect(asked('/home/me')).toBe(1)
  })

  test('is renewed where it was given, with the same key, by one of two', async () => {
    const channel = await bind()
    const [one, other] = [process(), process()]
    const { fence } = await accessToken(one, keyOf(channel))
    port.turnNonces()
    const ends = await Promise.all(
      [one, other].map((parts) => renewToken(parts, { ...keyOf(channel), refused: fence })),
    )
    expect(ends).toEqual(['renewed', 'renewed'])
    expect(asked('/as/token')).toBe(2) // the first one without the new nonce
    expect((await callOf(channel, other).send(me)).status).toBe(200)
  })

  test('a lost answer to a renewal: nothing is believed until the server says that it is over', async () => {
    const channel = await bind()
    const parts = process()
    const { fence } = await accessToken(parts, keyOf(channel))
    port.lose('/as/token')
    expect(await renewToken(parts, { ...keyOf(channel), refused: fence })).toBe('later')
    expect(await showOne(stage.parts, actor.workspaceId, channel.id)).toMatchObject({ state: 'connected' })
    await letLeaseRunOut()
    expect(await renewToken(parts, { ...keyOf(channel), refused: fence })).toBe('reconnect')
    const after = await showOne(stage.parts, actor.workspaceId, channel.id)
    expect(after.stateWhy).toContain('the answer to an earlier renewal was lost')
  })

  test('is given back where it was given', async () => {
    await revokeOf(await bind())
    expect(port.requests('/as/revoke').at(-1)?.headers['dpop']).toBeDefined()
  })
})

describe('a token for another service', () => {
  const upload: Wire = {
    method: 'POST',
    url: 'https://films.example/upload',
    as: { audience: 'did:films', method: 'upload' },
  }
  test('is minted with the channel’s own, and kept until shortly before its end', async () => {
    const call = callOf(await bind())
    await call.send(upload)
    await call.send(upload)
    expect([asked('/home/service'), asked('/films/upload')]).toEqual([1, 2])
    expect(port.requests('/films/upload')[0]?.headers).toMatchObject({
      authorization: expect.stringMatching(/^Bearer /) as string,
    })
    expect(port.requests('/films/upload')[0]?.headers['dpop']).toBeUndefined()
    await later(55_000, () => call.send(upload))
    expect(asked('/home/service')).toBe(2)
  })

  test('that is refused is minted anew the next time', async () => {
    const call = callOf(await bind())
    const other: Wire = { ...upload, as: { audience: 'did:others', method: 'upload' } }
    await told(call.send(other))
    await told(call.send(other))
    expect(asked('/home/service')).toBe(2)
  })

  test('if it is not to be had, nothing of the request itself has left', async () => {
    const call = callOf(await bind())
    port.endTokens()
    const failed = await told(call.once({ ...upload, as: { audience: 'x', method: 'y' } }, 5_000))
    expect(failed).toMatchObject({ failure: { sent: false, reply: { status: 401 }, wire: { url: upload.url } } })
    expect(asked('/films/upload')).toBe(0)
  })
})

test('a host that wants another word before the token', async () => {
  const channel = await channelOf(await byPassword())
  await told(callOf(channel).send({ ...me, scheme: 'OAuth' }))
  expect(port.requests('/home/me').at(-1)?.headers['authorization']).toMatch(/^OAuth \S+$/)
})

describe('an app password', () => {
  test('becomes a session at the located server, and is kept nowhere', async () => {
    const channel = await channelOf(await byPassword())
    expect(channel).toMatchObject({ via: 'password', host: 'home.example', remoteId: 'did:ada', renewable: true })
    expect((await callOf(channel).send(me)).status).toBe(200)
    const { rows } = await stage.db.superuser.query<{ id: string; sealed: string; location: object }>(
      'select id, sealed, location from consent where workspace_id = $1',
      [actor.workspaceId],
    )
    const [row] = rows
    const opened = await stage.parts.seal.open(row?.sealed ?? '', `consent:${actor.workspaceId}:${row?.id ?? ''}`)
    expect(Object.keys(opened ?? {}).toSorted()).toEqual(['access', 'refresh'])
    expect(JSON.stringify([opened, row?.location, stage.lines])).not.toContain('right-password')
  })

  test('that is wrong: the server is quoted, nothing is kept', async () => {
    const failed = await told(byPassword('wrong-password'))
    expect(failed).toMatchObject({
      code: 'channel.exchange',
      field: 'password',
      values: { words: 'Invalid identifier or password' },
    })
    expect(`${String(failed)}${JSON.stringify(failed)}${stage.lines.join('')}`).not.toContain('wrong-password')
  })

  test('a server that does not answer', async () => {
    port.lose('/home/session/make')
    expect(await told(byPassword())).toMatchObject({ code: 'system.outside-failed', values: { host: 'home.example' } })
  })

  test('its session is renewed before it ends, and rotates', async () => {
    const channel = await channelOf(await byPassword())
    const before = await accessToken(process(), keyOf(channel))
    const parts = process()
    const after = await later(115 * 60_000, () => accessToken(parts, keyOf(channel)))
    expect(after.fence).not.toBe(before.fence)
    expect(asked('/home/session/renew')).toBe(1)
    expect((await callOf(channel, parts).send(me)).status).toBe(200)
  })

  test('a lost answer to a renewal, at a server without patience, is told', async () => {
    const channel = await channelOf(await byPassword())
    const parts = process()
    const { fence } = await accessToken(parts, keyOf(channel))
    port.lose('/home/session/renew')
    expect(await renewToken(parts, { ...keyOf(channel), refused: fence })).toBe('later')
    await letLeaseRunOut()
    expect(await renewToken(parts, { ...keyOf(channel), refused: fence })).toBe('reconnect')
    const { stateWhy } = await showOne(stage.parts, actor.workspaceId, channel.id)
    expect(stateWhy).toContain('Token has been revoked')
  })

  test('tokens that do not say when they end are renewed when they are refused', async () => {
    port.ways.sessionTokens = 'opaque'
    const channel = await channelOf(await byPassword())
    expect(channel.expiresAt).toBeNull()
    const parts = process()
    const { fence } = await accessToken(parts, keyOf(channel))
    expect(await renewToken(parts, { ...keyOf(channel), refused: fence })).toBe('renewed')
  })

  test('is not asked for in the sandbox, where practice accounts have theirs', async () => {
    const asked = { workspaceId: actor.workspaceId, platform: 'harbour', network: 'sandbox', via: 'password' } as const
    const channel = await channelOf((await beginConnect(stage.parts, actor, asked, undefined)) as Kept)
    expect(channel).toMatchObject({ remoteId: 'did:ada', host: 'home.example' })
  })

  test('is wanted at the real network, and nowhere else', async () => {
    const real = { ...wish('password'), network: 'real' } as const
    const field = { code: 'request.invalid', field: 'password' }
    expect(await told(beginConnect(stage.parts, actor, real, undefined))).toMatchObject(field)
    const other = beginConnect(stage.parts, actor, { ...wish('bound'), typed: 'home.example' }, new Secret('x'))
    expect(await told(other)).toMatchObject(field)
  })

  test('connecting again wants the password and no server', async () => {
    const channel = await channelOf(await byPassword())
    const again = await channelOf(await byPassword('right-password', channel.id))
    expect(again).toMatchObject({ id: channel.id, host: 'home.example' })
  })

  test('its session ends when the channel is disconnected', async () => {
    await revokeOf(await channelOf(await byPassword()))
    expect(asked('/home/session/end')).toBe(1)
    const { rows } = await stage.db.superuser.query('select 1 from consent where workspace_id = $1', [
      actor.workspaceId,
    ])
    expect(rows).toEqual([])
  })
})

test('threat 58: no token, key or password in logs and errors', async () => {
  const channel = await bind()
  const parts = process()
  const access = await accessToken(parts, keyOf(channel))
  const failed = await told(callOf(channel, parts).send({ ...me, url: 'https://home.example/nowhere' }))
  parts.log.error({ err: failed, access }, 'a canary walks')
  const { rows } = await stage.db.superuser.query<{ id: string; sealed: string }>(
    'select id, sealed from consent where workspace_id = $1',
    [actor.workspaceId],
  )
  const [row] = rows
  const stored = await stage.parts.seal.open(row?.sealed ?? '', `consent:${actor.workspaceId}:${row?.id ?? ''}`)
  const secrets = JSON.stringify(stored).match(/[\w-]{32,}/g) ?? []
  expect(secrets.length).toBeGreaterThanOrEqual(5) // access, refresh, and three numbers of the key
  const seen = [JSON.stringify(failed), String(failed), JSON.stringify(access), ...stage.lines].join('\n')
  expect(seen).toContain('a canary walks')
  for (const secret of secrets) expect(seen).not.toContain(secret)
})
