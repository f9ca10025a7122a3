/** The whole way to an account at a server of its own, against one that demands what the standards say. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Wire } from '@posthorn/platforms/interface'
import { createSeal } from './seal.ts'
import { showOne } from './channels.ts'
import { ConnectFailed, finishConnect, startConnect, type Started, type Wish } from './connect.ts'
import { harbour } from './harbour-platform.testing.ts'
import { openHarbour, type Harbour } from './harbour.testing.ts'
import { rotateKeys } from './rotate.ts'
import { serve } from '../outside/testing.ts'
import { addActor, keys, setStage, type Actor, type Stage } from './testing.ts'

let port: Harbour
let stage: Stage
let actor: Actor
const stack = new AsyncDisposableStack()
beforeAll(async () => {
  port = stack.use(await openHarbour())
  stage = stack.use(await setStage({ origin: port.origin, more: { harbour } }))
})
afterAll(() => stack.disposeAsync())
const usual = () => ({ ...port.ways })
let before: Harbour['ways']
beforeEach(async () => {
  before ??= usual()
  Object.assign(port.ways, before)
  port.heard.length = 0
  actor = await addActor(stage)
})

const wish = (more: Partial<Wish> = {}): Wish => ({
  workspaceId: actor.workspaceId,
  platform: 'harbour',
  network: 'sandbox',
  typed: 'home.example',
  ...more,
})
const start = (more: Partial<Wish> = {}): Promise<Started> => startConnect(stage.parts, actor, wish(more))
const finish = (started: Started, query: URLSearchParams, as: Actor = actor) =>
  finishConnect(stage.parts, { ...as, browser: as.browser ?? started.browser }, 'harbour', query)
async function connect(more: Partial<Wish> = {}, change: Readonly<Record<string, string>> = {}) {
  const started = await start(more)
  return await finish(started, port.approve(started.authorizeUrl, change))
}
/** The channel that was connected. */
async function channelOf(finished: ReturnType<typeof connect>) {
  const end = await finished
  const [id] = end.is === 'connected' ? end.channelIds : []
  return await showOne(stage.parts, actor.workspaceId, id ?? '')
}
const told = async (promise: Promise<unknown>): Promise<unknown> =>
  await promise.then(
    () => 'connected',
    (error: Error) => (error instanceof ConnectFailed ? error.cause : error),
  )
const count = async (table: 'channel' | 'consent' | 'oauth_state'): Promise<number> => {
  const { rows } = await stage.db.superuser.query<{ count: number }>(
    `select count(*)::int from ${table} where workspace_id = $1`,
    [actor.workspaceId],
  )
  return rows[0]?.count ?? -1
}

describe('tokens bound to a key', () => {
  const bound = { via: 'bound' }

  test('the request is pushed, the account becomes a channel of its server, and the sandbox gets a loopback client', async () => {
    const started = await start(bound)
    const address = new URL(started.authorizeUrl)
    expect([...address.searchParams.keys()]).toEqual(['client_id', 'request_uri'])
    const client = new URL(address.searchParams.get('client_id') ?? '')
    expect(client.origin).toBe('http://localhost')
    expect(Object.fromEntries(client.searchParams)).toEqual({
      redirect_uri: 'http://127.0.0.1:3000/api/v1/auth/social/callback/harbour',
      scope: 'one two',
    })
    expect(port.requests('/as/par').at(-1)?.fields).toMatchObject({ login_hint: 'ada', code_challenge_method: 'S256' })
    const finished = finish(started, port.approve(started.authorizeUrl))
    expect(await channelOf(finished)).toMatchObject({
      remoteId: 'did:ada',
      host: 'home.example',
      via: 'bound',
      state: 'connected',
      renewable: true,
      scopes: ['one', 'two'],
    })
  })

  test('a nonce is asked for once at each server, and then remembered', async () => {
    port.turnNonces()
    await connect(bound)
    const asked = (path: string) => port.requests(path).length
    // The token comes from the same server as the pushed request, which has told its nonce by then.
    expect([asked('/as/par'), asked('/as/token'), asked('/home/me')]).toEqual([2, 1, 2])
    port.heard.length = 0
    await connect(bound)
    expect([asked('/as/par'), asked('/as/token'), asked('/home/me')]).toEqual([1, 1, 1])
  })

  test('a nonce that changed between the page and the code costs no code', async () => {
    const started = await start(bound)
    port.turnNonces()
    expect(await channelOf(finish(started, port.approve(started.authorizeUrl)))).toMatchObject({ state: 'connected' })
    expect(port.requests('/as/token')).toHaveLength(2)
  })

  test.each([
    ['names another issuer', { iss: 'https://evil.example' }],
    ['names none', { iss: '' }],
  ])('mix-up: a return that %s is worth nothing', async (_, change) => {
    const started = await start(bound)
    const query = port.approve(started.authorizeUrl, change)
    if (query.get('iss') === '') query.delete('iss')
    expect(await told(finish(started, query))).toMatchObject({ code: 'channel.exchange' })
    expect(port.requests('/as/token')).toHaveLength(0)
    expect(await count('channel')).toBe(0)
  })

  test('a server that speaks for another account than it was found for is refused', async () => {
    port.ways.subject = 'did:mallory'
    expect(await told(connect(bound))).toMatchObject({ code: 'channel.other-account', values: { got: 'did:mallory' } })
    expect(await count('consent')).toBe(0)
  })

  test('a token that is not bound to our key is refused', async () => {
    port.ways.tokenType = 'Bearer'
    expect(await told(connect(bound))).toMatchObject({ code: 'channel.exchange' })
  })

  test('a scope that was not granted is named', async () => {
    port.ways.scope = 'one'
    expect(await told(connect(bound))).toMatchObject({ code: 'channel.scope-missing', values: { scopes: 'two' } })
  })

  test('a state in the hands of another person connects nothing', async () => {
    const started = await start(bound)
    const query = port.approve(started.authorizeUrl)
    const thief = await addActor(stage, 'admin', actor.workspaceId)
    expect(await told(finish(started, query, thief))).toMatchObject({ code: 'channel.state' })
    expect(await count('channel')).toBe(0)
  })

  test('what lies in the database unsealed is no secret', async () => {
    await connect(bound)
    const { rows } = await stage.db.superuser.query<{ location: object; state: object }>(
      `select c.location, s.location as state from consent c join oauth_state s using (workspace_id)
       where workspace_id = $1`,
      [actor.workspaceId],
    )
    expect(rows[0]?.location).toEqual(rows[0]?.state)
    expect(Object.keys(rows[0]?.location ?? {}).toSorted()).toEqual([
      'endpoints',
      'hint',
      'host',
      'issuer',
      'subject',
      'typed',
    ])
  })

  test('connecting again asks for nothing: the server is known', async () => {
    const channel = await channelOf(connect(bound))
    const again = await channelOf(connect({ reconnects: channel.id, typed: undefined }))
    expect(again).toMatchObject({ id: channel.id, host: 'home.example', via: 'bound', state: 'connected' })
    expect(await count('consent')).toBe(1)
  })
})

describe('a client that registers', () => {
  const registered = { via: 'registered' }
  const rows = async () =>
    (await stage.db.superuser.query<{ client_id: string }>('select client_id from host_client')).rows
  beforeEach(async () => {
    port.clients.clear()
    await stage.db.superuser.query('delete from host_client')
  })

  test('does so once for a server, and its secret is sealed', async () => {
    expect(await channelOf(connect(registered))).toMatchObject({ host: 'home.example', via: 'registered' })
    await connect(registered)
    expect(port.clients.size).toBe(1)
    const { rows: stored } = await stage.db.superuser.query('select * from host_client')
    expect(JSON.stringify(stored)).not.toContain([...port.clients.values()][0])
  })

  test('two who start at once end with one client, and both come back', async () => {
    const [one, other] = await Promise.all([start(registered), start(registered)])
    expect(await rows()).toHaveLength(1)
    for (const started of [one, other]) {
      expect(await finish(started, port.approve(started.authorizeUrl))).toMatchObject({ is: 'connected' })
    }
  })

  test('a client that the server forgot is said, and registered anew at the next try', async () => {
    const started = await start(registered)
    port.clients.clear()
    const query = port.approve(started.authorizeUrl)
    expect(await told(finish(started, query))).toMatchObject({
      code: 'channel.exchange',
      values: { words: 'invalid_client' },
    })
    expect(await channelOf(connect(registered))).toMatchObject({ state: 'connected' })
  })

  test('a client with which somebody went and never came back is doubted', async () => {
    await start(registered)
    await start(registered)
    expect(port.requests('/home/apps')).toHaveLength(1)
    stage.advance(11 * 60_000)
    await start(registered)
    expect(port.requests('/home/apps')).toHaveLength(2)
    stage.advance(-11 * 60_000)
  })

  test('a server that refuses us is quoted', async () => {
    const register = (): Wire => ({ method: 'POST', url: 'https://home.example/apps', as: 'nobody' })
    const parts = { ...stage.parts, platforms: { harbour: { ...harbour, register } } }
    expect(await told(startConnect(parts, actor, wish(registered)))).toMatchObject({
      code: 'channel.exchange',
      values: { platform: 'home.example', words: 'Validation failed: Redirect URI must be an absolute URI.' },
    })
  })

  test.each(['https://as.example/token', 'https://home.example.evil.example/token'])(
    'a server that has tokens given at %s is refused: it would be handed what another one gave',
    async (token) => {
      port.ways.token = token
      expect(await told(start(registered))).toMatchObject({
        code: 'channel.not-located',
        values: { words: 'home.example sends people elsewhere to sign in.' },
      })
      expect(port.clients.size).toBe(0)
    },
  )

  test('its secret is sealed anew with a new key', async () => {
    await start(registered)
    const [first, second] = keys
    await rotateKeys({ ...stage.parts, seal: createSeal([second, first]) })
    const only = { ...stage.parts, seal: createSeal([second]) }
    const started = await startConnect(only, actor, wish(registered))
    expect(port.clients.size).toBe(1)
    const query = port.approve(started.authorizeUrl)
    expect(await finishConnect(only, { ...actor, browser: started.browser }, 'harbour', query)).toMatchObject({
      is: 'connected',
    })
    await rotateKeys(stage.parts)
  })
})

describe('threat 1: what a person types', () => {
  const lost = { code: 'channel.not-located', field: 'typed' }

  test('the words of the platform are shown', async () => {
    expect(await told(start({ typed: 'nobody' }))).toMatchObject({
      ...lost,
      values: { words: 'There is nobody of this name.' },
    })
  })

  test.each([
    'javascript:alert(1)//',
    'data:text/html,x',
    'https://user:secret@as.example/',
    'http://as.example/x',
    'x',
    '',
  ])('a server whose page of consent is %j is not gone to', async (authorize) => {
    port.ways.authorize = authorize
    expect(await told(start())).toMatchObject(lost)
    expect(await count('oauth_state')).toBe(0)
  })

  test('nothing at all', async () => {
    expect(await told(start({ typed: ' ' }))).toMatchObject({ code: 'request.invalid', field: 'typed' })
  })

  test('the sandbox has its own servers and no others', async () => {
    const asked = start({ typed: 'mastodon.example' })
    expect(await told(asked)).toMatchObject({
      ...lost,
      values: { words: 'Nothing answers at mastodon.example.' },
    })
  })

  describe('at the real network', () => {
    test('a private server is never spoken to, and reads like one that is not there', async () => {
      let connections = 0
      await using inside = await serve((_, response) => {
        connections += 1
        response.end('{}')
      })
      const hosts = [
        `127.0.0.1:${inside.port}`,
        `localhost:${inside.port}`,
        `[::1]:${inside.port}`,
        `[::ffff:127.0.0.1]:${inside.port}`,
        '10.0.0.1',
        '169.254.169.254',
        `2130706433:${inside.port}`,
        'nowhere.invalid',
      ]
      for (const typed of hosts) {
        const problem = (await told(start({ network: 'real', typed }))) as { values: { words: string } }
        expect(problem).toMatchObject(lost)
        expect(problem.values.words).toMatch(/^Nothing answers at \S+\.$/)
      }
      expect(connections).toBe(0)
    })

    test.each(['a b', 'https://', 'x'.repeat(290), '..', 'host/../../etc', '%00', 'a@b@c', '\r\nHost: x'])(
      'nonsense: %j',
      async (typed) => {
        const problem = (await told(start({ network: 'real', typed }))) as { code: string }
        expect(['channel.not-located', 'request.invalid']).toContain(problem.code)
      },
    )

    test('a server in a network that the operator lets through is spoken to', async () => {
      await using inside = await serve((_, response) => response.end('{}'))
      await using own = await setStage({ origin: port.origin, more: { harbour }, allow: ['127.0.0.0/8'] })
      const asking = await addActor(own)
      const { workspaceId } = asking
      const typed = `127.0.0.1:${inside.port}`
      const sought = startConnect(own.parts, asking, { ...wish({ network: 'real', typed }), workspaceId })
      // It speaks no TLS, so this is as far as it goes; what counts is that the guard let it through.
      const { cause } = (await told(sought)) as { cause: { cause: Error } }
      expect(cause.cause.message).toMatch(/SSL|TLS|wrong version/i)
    })
  })
})
