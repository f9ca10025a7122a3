import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Channel } from '@posthorn/platforms/interface'
import { openDatabase } from '../database/open.ts'
import { OutsideFailure, type Door } from '../outside/door.ts'
import { createCall } from './call.ts'
import { tidy } from './channels.jobs.ts'
import { disconnect, showOne } from './channels.ts'
import { createRefusals } from './refusals.ts'
import { practice } from './practice.ts'
import { revokeConsent } from './revoke.ts'
import { rotateKeys } from './rotate.ts'
import { createSeal } from './seal.ts'
import { addActor, keys, setStage, type Actor, type Stage } from './testing.ts'
import type { ChannelKey, TokenParts } from './stored.ts'
import { accessToken, renewToken } from './tokens.ts'

const hours = 3_600_000
let stage: Stage
let actor: Actor
let key: ChannelKey
/** Parts of a process of its own: a worker that shares nothing but the database. */
let process: (more?: Partial<TokenParts>) => TokenParts

beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage[Symbol.asyncDispose]())

const opened: AsyncDisposable[] = []
beforeEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one[Symbol.asyncDispose]()))
  await stage.tell('reset')
  actor = await addActor(stage)
  const [channel] = await practice(stage.parts, actor, ['twitter'])
  key = { workspaceId: actor.workspaceId, channelId: channel?.id ?? '' }
  process = (more = {}) => {
    const worker = openDatabase({ url: stage.db.url, role: 'posthorn_worker', max: 2 })
    opened.push(worker)
    return { ...stage.parts, worker, ...more }
  }
})
afterAll(() => Promise.all(opened.map((one) => one[Symbol.asyncDispose]())))

const requests = async (path: string) =>
  ((await stage.ask('requests?platform=twitter')) as { path: string; status: number }[]).filter(
    (one) => one.path === path,
  )
const rotations = async () => (await requests('/2/oauth2/token')).filter((one) => one.status === 200).length
const state = async () => await showOne(stage.parts, key.workspaceId, key.channelId)
/** Lets time pass on both sides. */
const pass = async (ms: number) => {
  stage.advance(ms)
  await stage.tell('clock', { advanceSeconds: ms / 1000 })
}
const me = { method: 'GET', url: 'https://api.x.com/2/users/me', as: 'channel' } as const
const callOf = (parts: TokenParts) =>
  createCall(parts, {
    workspaceId: key.workspaceId,
    platform: 'twitter',
    network: 'sandbox',
    channel: { id: key.channelId } as Channel,
  })

test('a token works, is kept for a moment, and is read no second time', async () => {
  const reply = await callOf(process()).send(me)
  expect(reply.status).toBe(200)
  expect(await rotations()).toBe(1) // the exchange
})

test('a token that ends in ten minutes is renewed before it is used', async () => {
  const before = await accessToken(process(), key)
  await pass(1.9 * hours)
  const after = await accessToken(process(), key)
  expect(after.fence).not.toBe(before.fence)
  expect(after.authorization.reveal()).not.toBe(before.authorization.reveal())
  expect((await callOf(process()).send(me)).status).toBe(200)
})

test('two processes meet an ended token at once: one rotation, and both go on', async () => {
  const [one, other] = [process(), process()]
  const { fence } = await accessToken(one, key)
  await pass(2.5 * hours)
  const before = await rotations()
  const ends = await Promise.all([
    renewToken(one, { ...key, refused: fence }),
    renewToken(other, { ...key, refused: fence }),
  ])
  expect(ends).toEqual(['renewed', 'renewed'])
  expect(await rotations()).toBe(before + 1)
  for (const parts of [one, other]) expect((await callOf(parts).send(me)).status).toBe(200)
})

test('a process that still holds an old token learns of the new one when the network refuses', async () => {
  const [one, other] = [process(), process()]
  const old = await accessToken(other, key)
  expect(await renewToken(one, { ...key, refused: old.fence })).toBe('renewed')
  const before = await rotations()
  expect(await renewToken(other, { ...key, refused: old.fence })).toBe('renewed')
  expect(await rotations()).toBe(before)
})

describe('an outage never disconnects', () => {
  const troubled = (request: Door['request']): TokenParts => process({ door: { ...stage.parts.door, request } })
  const answer = (status: number, body: object) => () =>
    Promise.resolve({ status, headers: {}, body: Buffer.from(JSON.stringify(body)) })
  test.each([
    ['500', answer(500, {})],
    ['429', answer(429, {})],
    ['401 to everybody', answer(401, { title: 'Unauthorized' })],
    ['our secret is wrong', answer(401, { error: 'invalid_client' })],
    ['a page instead of an answer', answer(200, {})],
    ['nothing had left', () => Promise.reject(new OutsideFailure(false, new Error('refused')))],
    ['the answer was lost', () => Promise.reject(new OutsideFailure(true, new Error('reset')))],
  ])('%s', async (_, request) => {
    const parts = troubled(request)
    const { fence } = await accessToken(parts, key)
    expect(await renewToken(parts, { ...key, refused: fence })).toBe('later')
    expect(await state()).toMatchObject({ state: 'connected' })
  })
  test('a token that is about to end is used meanwhile', async () => {
    const parts = troubled(answer(503, {}))
    await pass(1.9 * hours)
    expect((await accessToken(parts, key)).authorization.reveal()).toMatch(/^Bearer \S+$/)
  })
})

test('access that the person withdrew at the network: the channel says why, and nothing is asked again', async () => {
  const parts = process()
  const { fence } = await accessToken(parts, key)
  await revokeAtNetwork()
  expect(await renewToken(parts, { ...key, refused: fence })).toBe('reconnect')
  expect(await state()).toMatchObject({ state: 'reconnect' })
  expect((await state()).stateWhy).toContain('Value passed for the token was invalid')
  const asked = (await requests('/2/oauth2/token')).length
  expect(await renewToken(parts, { ...key, refused: fence })).toBe('reconnect')
  expect((await requests('/2/oauth2/token')).length).toBe(asked)
  await expect(accessToken(process(), key)).rejects.toMatchObject({ code: 'channel.reconnect' })
  await expect(callOf(process()).send(me)).rejects.toMatchObject({
    failure: { sent: false, reply: { status: 401 } },
  })
})

/** What a person does on the network's own page; the practice application knows the tokens. */
async function revokeAtNetwork(): Promise<void> {
  const { sealed } = await consentRow()
  const stored = (await stage.parts.seal.open(sealed, `consent:${key.workspaceId}:${(await consentRow()).id}`)) as {
    refresh: string
  }
  const credentials = Buffer.from('sandbox-twitter:sandbox-twitter-secret').toString('base64')
  await stage.parts.door.request({
    method: 'POST',
    url: stage.link.map('https://api.x.com/2/oauth2/revoke'),
    headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: `Basic ${credentials}` },
    body: new URLSearchParams({ token: stored.refresh }).toString(),
    timeoutMs: 5_000,
    maxBytes: 10_000,
  })
}

async function consentRow(): Promise<{ id: string; sealed: string; key_id: string }> {
  const { rows } = await stage.db.superuser.query<{ id: string; sealed: string; key_id: string }>(
    'select id, sealed, key_id from consent where workspace_id = $1',
    [key.workspaceId],
  )
  const [row] = rows
  if (!row) throw new Error('there is no consent')
  return row
}

test('the answer to a rotation is lost: nobody asks again within the lease, then a person is told what happened', async () => {
  const parts = process()
  const { fence } = await accessToken(parts, key)
  await stage.tell('faults', { platform: 'twitter', fault: 'refresh_lost' })
  expect(await renewToken(parts, { ...key, refused: fence })).toBe('later')
  expect(await state()).toMatchObject({ state: 'connected' })
  // The lease of the first try runs out.
  await stage.db.superuser.query(
    `update consent set renewing_until = now() - interval '1 second' where workspace_id = $1`,
    [key.workspaceId],
  )
  expect(await renewToken(parts, { ...key, refused: fence })).toBe('reconnect')
  expect((await state()).stateWhy).toContain('answer to an earlier renewal was lost')
})

describe('a token that nothing renews', () => {
  const unrenewable = (expires: string) =>
    stage.db.superuser.query(
      `update consent set renewable = false, expires_at = now() + $2::interval where workspace_id = $1`,
      [key.workspaceId, expires],
    )
  test('is believed to be over after a minute of refusals', async () => {
    await unrenewable('1 day')
    const parts = process()
    const { fence } = await accessToken(parts, key)
    expect(await renewToken(parts, { ...key, refused: fence })).toBe('later')
    expect(await state()).toMatchObject({ state: 'connected' })
    stage.advance(61_000)
    expect(await renewToken(parts, { ...key, refused: fence })).toBe('reconnect')
    expect(await state()).toMatchObject({ state: 'reconnect' })
  })
  test('is over at once when its time has passed', async () => {
    await unrenewable('-1 day')
    const parts = process()
    const { fence } = await accessToken(parts, key)
    expect(await renewToken(parts, { ...key, refused: fence })).toBe('reconnect')
    expect((await state()).stateWhy).toContain('as announced')
  })
})

describe('every hour', () => {
  test('a long-lived token is renewed ten days before its end, a short-lived one is left alone', async () => {
    const before = await rotations()
    await tidy({ ...stage.parts, worker: process().worker })
    expect(await rotations()).toBe(before)
    await stage.db.superuser.query(
      `update consent set created_at = now() - interval '51 days', expires_at = now() + interval '9 days' where workspace_id = $1`,
      [key.workspaceId],
    )
    await tidy({ ...stage.parts, worker: process().worker })
    expect(await rotations()).toBe(before + 1)
  })
  test('choices nobody made, attempts that are over and access not yet given back are dealt with', async () => {
    const { id } = await consentRow()
    await stage.db.superuser.query('update channel set consent_id = null where workspace_id = $1', [key.workspaceId])
    await tidy({ ...stage.parts, worker: process().worker })
    expect(stage.sent).toContainEqual({
      name: 'channels.revoke',
      data: { workspaceId: key.workspaceId, consentId: id },
    })
    await stage.db.superuser.query(
      `update consent set state = 'choosing', created_at = now() - interval '2 hours' where workspace_id = $1`,
      [key.workspaceId],
    )
    await stage.db.superuser.query(
      `update oauth_state set expires_at = now() - interval '2 days' where workspace_id = $1`,
      [key.workspaceId],
    )
    await tidy({ ...stage.parts, worker: process().worker })
    await expect(consentRow()).rejects.toThrow('there is no consent')
    const { rows } = await stage.db.superuser.query('select 1 from oauth_state where workspace_id = $1', [
      key.workspaceId,
    ])
    expect(rows).toEqual([])
  })
})

test('access to a network that we cannot speak to any more is forgotten', async () => {
  await disconnect(stage.parts, key.workspaceId, key.channelId, actor.personId)
  const { id } = await consentRow()
  await revokeConsent(process({ sandbox: undefined }), { workspaceId: key.workspaceId, consentId: id })
  await expect(consentRow()).rejects.toThrow('there is no consent')
})

test('a database that is away for a moment costs no token', async () => {
  const parts = process()
  const { fence } = await accessToken(parts, key)
  let calls = 0
  // Reading and leasing work; storing fails twice.
  const inWorkspace: typeof parts.worker.inWorkspace = (workspaceId, work) => {
    calls += 1
    const away = calls === 3 || calls === 4
    return away ? Promise.reject(new Error('away')) : parts.worker.inWorkspace(workspaceId, work)
  }
  const flaky = { ...parts, worker: { ...parts.worker, inWorkspace } }
  expect(await renewToken(flaky, { ...key, refused: fence })).toBe('renewed')
  expect(calls).toBe(5)
  expect((await callOf(process()).send(me)).status).toBe(200)
})

test('refusals: one says little, a repeated one is believed, many at once are the network’s trouble', () => {
  const refusals = createRefusals()
  const refusal = (account: string, at: number) => refusals.doubt({ place: 'real:linkedin', account, at })
  expect(refusal('a', 0)).toBe(true)
  expect(refusal('a', 30_000)).toBe(true)
  expect(refusal('a', 61_000)).toBe(false)
  expect([refusal('b', 62_000), refusal('c', 63_000), refusal('a', 64_000)]).toEqual([true, true, true])
  expect(refusals.doubt({ place: 'real:twitter', account: 'x', at: 64_000 })).toBe(true)
  expect(refusal('a', 64_000 + 11 * 60_000)).toBe(true) // long after: it begins anew
})

describe('threat 56: the key is changed while workers run', () => {
  test('a renewal and a rotation at the same moment lose no token', async () => {
    const [first, second] = keys
    const seal = createSeal([second, first])
    for (let round = 0; round < 5; round += 1) {
      const worker = process()
      const { fence } = await accessToken(worker, key)
      const ends = await Promise.all([
        renewToken(worker, { ...key, refused: fence }),
        rotateKeys({ ...process(), seal }),
      ])
      expect(ends).toMatchObject(['renewed', { broken: 0 }])
      expect((await callOf(process()).send(me)).status).toBe(200)
    }
    // What a worker with the old first key sealed meanwhile is found by the next run.
    await rotateKeys({ ...process(), seal })
    expect((await consentRow()).key_id).toBe('second')
    expect(await rotateKeys({ ...process(), seal })).toEqual({ resealed: 0, broken: 0 })
    expect((await callOf(process({ seal: createSeal([second]) })).send(me)).status).toBe(200)
  })
  test('what was sealed with a key that is gone is counted, and stays as it is', async () => {
    const before = await consentRow()
    expect((await rotateKeys({ ...process(), seal: createSeal([keys[1]]) })).broken).toBeGreaterThan(0)
    expect(await consentRow()).toEqual(before)
    expect((await callOf(process()).send(me)).status).toBe(200)
  })
})

test('disconnecting gives access back and leaves no token behind', async () => {
  const { fence } = await accessToken(process(), key)
  expect(await disconnect(stage.parts, key.workspaceId, key.channelId, actor.personId)).toMatchObject({
    state: 'disconnected',
    scopes: [],
  })
  const job = stage.sent.find((one) => one.name === 'channels.revoke' && 'channelId' in one.data)
  expect(JSON.stringify(job)).not.toMatch(/eyJ|Bearer/)
  const { id } = await consentRow()
  await revokeConsent(process(), { workspaceId: key.workspaceId, consentId: id, channelId: key.channelId })
  expect(await requests('/2/oauth2/revoke')).toHaveLength(1)
  await expect(consentRow()).rejects.toThrow('there is no consent')
  expect(await renewToken(process(), { ...key, refused: fence })).toBe('reconnect')
  await expect(accessToken(process(), key)).rejects.toMatchObject({ code: 'channel.disconnected' })
})

test('the web role cannot read what is sealed', async () => {
  const read = stage.parts.web.inWorkspace(key.workspaceId, (trx) =>
    trx.selectFrom('consent').select('sealed').execute(),
  )
  await expect(read).rejects.toThrow('permission denied')
})

test('threat 58: no token in logs, answers and errors', async () => {
  const parts = process()
  const { fence, authorization } = await accessToken(parts, key)
  const renewed = await renewToken(parts, { ...key, refused: fence })
  const failed = await callOf(parts)
    .send({ ...me, url: 'https://api.x.com/2/nowhere' })
    .catch((error: unknown) => error)
  parts.log.error({ err: failed, access: await accessToken(parts, key) }, 'a canary walks')
  const stored = JSON.stringify(
    await stage.parts.seal.open((await consentRow()).sealed, `consent:${key.workspaceId}:${(await consentRow()).id}`),
  )
  const secrets = [authorization.reveal().slice(7), ...(stored.match(/[\w-]{40,}/g) ?? [])]
  expect(secrets.length).toBeGreaterThanOrEqual(3)
  const seen = [renewed, JSON.stringify(await state()), JSON.stringify(failed), String(failed), ...stage.lines].join(
    '\n',
  )
  expect(seen).toContain('a canary walks')
  for (const secret of secrets) expect(seen).not.toContain(secret)
})
