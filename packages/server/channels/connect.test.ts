import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ownPath } from './attempt.ts'
import { choose, showConsent } from './choose.ts'
import { showOne } from './channels.ts'
import { finishConnect, startConnect, type Started, type Wish } from './connect.ts'
import { practice } from './practice.ts'
import { addActor, press, setStage, type Actor, type Stage } from './testing.ts'

let stage: Stage
let actor: Actor
beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage[Symbol.asyncDispose]())
beforeEach(async () => {
  await stage.tell('reset')
  actor = await addActor(stage)
})

const wish = (more: Partial<Wish> = {}): Wish => ({
  workspaceId: actor.workspaceId,
  platform: 'twitter',
  network: 'sandbox',
  ...more,
})
const start = (more: Partial<Wish> = {}): Promise<Started> => startConnect(stage.parts, actor, wish(more))
const finish = (started: Started, query: URLSearchParams, as: Actor = actor, platform = 'twitter') =>
  finishConnect(stage.parts, { ...as, browser: as.browser ?? started.browser }, platform, query)
async function connect(more: Partial<Wish> = {}, change: Readonly<Record<string, string>> = {}) {
  const started = await start(more)
  return await finish(started, (await press(stage, started.authorizeUrl, change)).searchParams)
}
const channelCount = async (): Promise<number> => {
  const { rows } = await stage.db.superuser.query<{ count: number }>(
    'select count(*)::int from channel where workspace_id = $1',
    [actor.workspaceId],
  )
  return rows[0]?.count ?? -1
}
/** What a person is told: the problem inside ConnectFailed, or the one thrown. */
const told = async (promise: Promise<unknown>): Promise<unknown> =>
  await promise.then(
    () => 'connected',
    (error: Error) => error.cause ?? error,
  )

test('one account becomes a channel at once', async () => {
  const finished = await connect({ returnTo: '/w/x/setup' })
  expect(finished).toMatchObject({ is: 'connected', returnTo: '/w/x/setup' })
  if (finished.is !== 'connected') throw new Error('nothing to look at')
  const channel = await showOne(stage.parts, actor.workspaceId, finished.channelIds[0] ?? '')
  expect(channel).toMatchObject({
    platform: 'twitter',
    network: 'sandbox',
    state: 'connected',
    renewable: true,
    zone: 'Europe/Rome',
    waiting: 0,
  })
  expect(channel.scopes).toContain('tweet.write')
  expect(channel.name).not.toBe('')
})

describe('threat 52: whose return it is', () => {
  const state = { code: 'channel.state' }
  test.each([
    ['missing', undefined],
    ['empty', ''],
    ['made up', 'A'.repeat(43)],
    ['of another form', 'x'],
  ])('a state that is %s', async (_, value) => {
    const started = await start()
    const query = (await press(stage, started.authorizeUrl)).searchParams
    query.delete('state')
    if (value !== undefined) query.set('state', value)
    expect(await told(finish(started, query))).toMatchObject(state)
    expect(await channelCount()).toBe(0)
  })
  test('a state that comes twice in the address', async () => {
    const started = await start()
    const query = (await press(stage, started.authorizeUrl)).searchParams
    query.append('state', query.get('state') ?? '')
    expect(await told(finish(started, query))).toMatchObject(state)
  })
  test('a state that was used', async () => {
    const started = await start()
    const query = (await press(stage, started.authorizeUrl)).searchParams
    await finish(started, query)
    expect(await told(finish(started, query))).toMatchObject(state)
  })
  test('two returns at once: one', async () => {
    const started = await start()
    const query = (await press(stage, started.authorizeUrl)).searchParams
    const ends = await Promise.all([told(finish(started, query)), told(finish(started, query))])
    expect(ends.filter((end) => end === 'connected')).toHaveLength(1)
  })
  test('a state of eleven minutes', async () => {
    const started = await start()
    const query = (await press(stage, started.authorizeUrl)).searchParams
    stage.advance(11 * 60_000)
    expect(await told(finish(started, query))).toMatchObject(state)
    stage.advance(-11 * 60_000)
  })
  test('another person, in the same browser', async () => {
    const started = await start()
    const query = (await press(stage, started.authorizeUrl)).searchParams
    expect(await told(finish(started, query, await addActor(stage, 'admin', actor.workspaceId)))).toMatchObject(state)
    // The attempt is used up, also for the one it belonged to.
    expect(await told(finish(started, query))).toMatchObject(state)
  })
  test('the same person in another session', async () => {
    const started = await start()
    const query = (await press(stage, started.authorizeUrl)).searchParams
    const other = await addActor(stage)
    expect(await told(finish(started, query, { ...actor, sessionId: other.sessionId }))).toMatchObject(state)
  })
  test.each([
    ['without our cookie', ''],
    ['with another value', 'B'.repeat(43)],
  ])('the same session in a browser %s: a link of an attacker connects nothing', async (_, browser) => {
    const started = await start()
    const query = (await press(stage, started.authorizeUrl)).searchParams
    expect(await told(finish(started, query, { ...actor, browser }))).toMatchObject(state)
    expect(await channelCount()).toBe(0)
  })
  test('another platform', async () => {
    const started = await start()
    const query = (await press(stage, started.authorizeUrl)).searchParams
    expect(await told(finish(started, query, actor, 'linkedin'))).toMatchObject(state)
  })
  test('a workspace in which the person has no right any more', async () => {
    const started = await start()
    const query = (await press(stage, started.authorizeUrl)).searchParams
    await stage.db.superuser.query(`update auth.member set role = 'editor' where "userId" = $1`, [actor.personId])
    expect(await told(finish(started, query))).toMatchObject({ code: 'access.refused' })
    expect(await channelCount()).toBe(0)
  })
  test('a channel of another workspace cannot be connected again from here', async () => {
    const finished = await connect()
    const other = await addActor(stage)
    const reconnects = finished.is === 'connected' ? finished.channelIds[0] : undefined
    const started = startConnect(stage.parts, other, { ...wish({ reconnects }), workspaceId: other.workspaceId })
    expect(await told(started)).toMatchObject({ code: 'access.not-here' })
  })
  test('a code of the attacker’s, injected into the person’s return: PKCE refuses it', async () => {
    const attacker = await addActor(stage)
    const theirs = await startConnect(stage.parts, attacker, { ...wish(), workspaceId: attacker.workspaceId })
    const code = (await press(stage, theirs.authorizeUrl)).searchParams.get('code') ?? ''
    const started = await start()
    const query = (await press(stage, started.authorizeUrl)).searchParams
    query.set('code', code)
    expect(await told(finish(started, query))).toMatchObject({ code: 'channel.exchange' })
    expect(await channelCount()).toBe(0)
  })
})

test('consent denied', async () => {
  expect(await told(connect({}, { decision: 'refuse' }))).toMatchObject({
    code: 'channel.denied',
    values: { platform: 'X' },
  })
  expect(await channelCount()).toBe(0)
})

test('a scope that was not granted is named', async () => {
  const started = await start()
  const url = new URL(started.authorizeUrl)
  url.searchParams.set('scope', 'tweet.read users.read tweet.write offline.access')
  const end = await told(finish(started, (await press(stage, url.href)).searchParams))
  expect(end).toMatchObject({ code: 'channel.scope-missing', values: { scopes: 'media.write' } })
})

test('a network that does not answer the exchange', async () => {
  const started = await start()
  const query = (await press(stage, started.authorizeUrl)).searchParams
  await stage.tell('faults', { platform: 'twitter', fault: 'reset', on: { path: '/2/oauth2/token' } })
  expect(await told(finish(started, query))).toMatchObject({ code: 'system.outside-failed' })
})

describe('connecting again', () => {
  test('in place: same channel, new grant, the old one is gone, what waited is awake', async () => {
    const finished = await connect()
    const [id] = finished.is === 'connected' ? finished.channelIds : []
    await stage.db.superuser.query(`update channel set state = 'reconnect', zone = 'Asia/Tokyo' where id = $1`, [id])
    const again = await connect({ reconnects: id })
    expect(again).toMatchObject({ is: 'connected', channelIds: [id] })
    expect(await showOne(stage.parts, actor.workspaceId, id ?? '')).toMatchObject({
      state: 'connected',
      zone: 'Asia/Tokyo',
    })
    const { rows } = await stage.db.superuser.query('select id from consent where workspace_id = $1', [
      actor.workspaceId,
    ])
    expect(rows).toHaveLength(1)
  })
  test('as another account is refused, and both are named', async () => {
    const finished = await connect()
    const [id] = finished.is === 'connected' ? finished.channelIds : []
    const other = (await stage.tell('people', {
      platform: 'twitter',
      kind: 'user',
      name: 'Somebody Else',
      handle: 'somebody_else',
    })) as { id: string }
    const end = await told(connect({ reconnects: id }, { person: other.id }))
    expect(end).toMatchObject({ code: 'channel.other-account', values: { got: 'somebody_else' } })
    expect(await channelCount()).toBe(1)
  })
})

test('accounts that stood on one grant come back together', async () => {
  const link = { platform: 'linkedin', via: 'pages' }
  const began = await start(link)
  const first = await finish(began, (await press(stage, began.authorizeUrl)).searchParams, actor, 'linkedin')
  if (first.is !== 'choosing') throw new Error('there was nothing to choose')
  const { candidates } = await showConsent(stage.parts, actor.workspaceId, first.consentId)
  const ids = candidates.slice(0, 2).map((candidate) => candidate.remoteId)
  const [one, other] = await choose(stage.parts, actor.workspaceId, first.consentId, ids)
  await stage.db.superuser.query(`update channel set state = 'reconnect' where workspace_id = $1`, [actor.workspaceId])
  const again = await start({ ...link, reconnects: one?.id })
  await finish(again, (await press(stage, again.authorizeUrl)).searchParams, actor, 'linkedin')
  expect(await showOne(stage.parts, actor.workspaceId, other?.id ?? '')).toMatchObject({ state: 'connected' })
  expect(await channelCount()).toBe(2)
})

test('several accounts: a person chooses, once', async () => {
  const started = await start({ platform: 'linkedin', via: 'pages' })
  const query = (await press(stage, started.authorizeUrl)).searchParams
  const finished = await finish(started, query, actor, 'linkedin')
  if (finished.is !== 'choosing') throw new Error('there was nothing to choose')
  const consent = await showConsent(stage.parts, actor.workspaceId, finished.consentId)
  expect(consent.candidates.length).toBeGreaterThan(1)
  const foreign = await addActor(stage)
  expect(await told(showConsent(stage.parts, foreign.workspaceId, finished.consentId))).toMatchObject({
    code: 'access.not-here',
  })
  const last = consent.candidates.at(-1)?.remoteId ?? ''
  const chosen = await choose(stage.parts, actor.workspaceId, finished.consentId, [last])
  expect(chosen.map((channel) => channel.remoteId)).toEqual([last])
  expect(await told(choose(stage.parts, actor.workspaceId, finished.consentId, [last]))).toMatchObject({
    code: 'access.not-here',
  })
})

test('practice connects by the ordinary flow, and a second time changes nothing', async () => {
  const channels = await practice(stage.parts, actor)
  expect(new Set(channels.map((channel) => channel.platform))).toEqual(new Set(Object.keys(stage.parts.platforms)))
  expect(channels.every((channel) => channel.network === 'sandbox' && channel.state === 'connected')).toBe(true)
  expect(await practice(stage.parts, actor)).toEqual(channels)
})

test('practice without a sandbox', async () => {
  expect(await told(practice({ ...stage.parts, sandbox: undefined }, actor))).toMatchObject({
    code: 'channel.sandbox-off',
  })
})

test('a real network without an app names the variables', async () => {
  expect(await told(start({ network: 'real' }))).toMatchObject({
    code: 'channel.no-app',
    values: { variable: 'TWITTER_CLIENT_ID and TWITTER_CLIENT_SECRET' },
  })
})

describe('threat 22: where a person returns to', () => {
  test.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https:evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/.//evil.example',
    '/x/..//evil.example',
    'javascript:alert(1)',
    '',
  ])('%j', (path) => {
    expect(ownPath(path, '/own')).toBe('/own')
  })
  test.each(['/w/1/channels?a=b#c', '/%2f%2fevil.example', '/%252fevil'])('%s stays', (path) => {
    expect(ownPath(path, '/own')).toBe(path)
  })
})
