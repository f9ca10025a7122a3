import { expect, test } from 'vitest'
import { lost } from '../../sandbox/practice.testing.ts'
import { onBluesky, type OnBluesky } from './bluesky.testing.ts'

const server = 'com.atproto.server'
const login = (sky: OnBluesky, identifier: string, password = sky.me.password) =>
  sky.ask(`/bluesky/xrpc/${server}.createSession`, { json: { identifier, password } })
const session = (sky: OnBluesky, token: unknown) => sky.xrpc(`${server}.getSession`, { token: String(token) })
const renew = (sky: OnBluesky, token: unknown) =>
  sky.ask(`/bluesky/xrpc/${server}.refreshSession`, { method: 'POST', token: String(token) })
const claims = (jwt: unknown) =>
  JSON.parse(Buffer.from(String(jwt).split('.')[1] ?? '', 'base64url').toString()) as Record<string, number>

test('an app password gives a session by handle, DID or address', async () => {
  await using sky = await onBluesky()
  expect(sky.me.password).toMatch(/^[a-z2-7]{4}(-[a-z2-7]{4}){3}$/)
  for (const identifier of [sky.me.handle, sky.me.id, sky.me.handle.toUpperCase(), 'practice@example.com']) {
    const told = await login(sky, identifier)
    expect(told.body).toMatchObject({ did: sky.me.id, handle: sky.me.handle, active: true, emailConfirmed: true })
  }
  const { body } = await login(sky, sky.me.handle)
  const [access, refresh] = [claims(body['accessJwt']), claims(body['refreshJwt'])]
  expect([access, refresh].map(({ exp = 0, iat = 0 }) => exp - iat)).toEqual([7200, 7_776_000])
  expect((await session(sky, body['accessJwt'])).body).toMatchObject({ did: sky.me.id, email: 'practice@example.com' })
})

test('a session names no other host unless asked to, so clients with a base path stay here', async () => {
  await using sky = await onBluesky()
  expect((await login(sky, sky.me.handle)).body).not.toHaveProperty('didDoc')
  await sky.settings('bluesky', { didDocWithSession: true })
  expect((await login(sky, sky.me.handle)).body).toMatchObject({ didDoc: { id: sky.me.id } })
})

test('a wrong password, a wrong person and a wrong body are refused', async () => {
  await using sky = await onBluesky()
  const refused = { error: 'AuthenticationRequired', message: 'Invalid identifier or password' }
  const wrong = await login(sky, sky.me.handle, 'abcd-abcd-abcd-abcd')
  expect([wrong.status, wrong.body]).toEqual([401, refused])
  expect((await login(sky, 'nobody.bsky.social')).body).toEqual(refused)
  expect((await sky.ask(`/bluesky/xrpc/${server}.createSession`, { json: { identifier: 'a' } })).status).toBe(400)
})

test('expired tokens are 400; the refresh token gives a new pair, and the same pair for two hours', async () => {
  await using sky = await onBluesky()
  const first = (await login(sky, sky.me.handle)).body
  await sky.advance(7200)
  const old = await session(sky, first['accessJwt'])
  expect([old.status, old.body]).toEqual([400, { error: 'ExpiredToken', message: 'Token has expired' }])
  const second = await renew(sky, first['refreshJwt'])
  expect(second.body).toMatchObject({ did: sky.me.id, handle: sky.me.handle, active: true })
  expect((await session(sky, second.body['accessJwt'])).status).toBe(200)
  expect((await renew(sky, first['refreshJwt'])).body).toEqual(second.body)
  await sky.advance(7201)
  const late = await renew(sky, first['refreshJwt'])
  expect([late.status, late.body]).toEqual([400, { error: 'ExpiredToken', message: 'Token has been revoked' }])
  expect((await renew(sky, second.body['refreshJwt'])).status).toBe(200)
  await sky.advance(91 * 86_400)
  expect((await renew(sky, second.body['refreshJwt'])).body['error']).toBe('ExpiredToken')
})

test('the wrong kind of token, and none, are refused', async () => {
  await using sky = await onBluesky()
  const { body } = await login(sky, sky.me.handle)
  expect((await session(sky, body['refreshJwt'])).body).toEqual({
    error: 'InvalidToken',
    message: 'Token could not be verified',
  })
  expect((await renew(sky, body['accessJwt'])).body['error']).toBe('InvalidToken')
  expect((await session(sky, 'nonsense')).body['error']).toBe('InvalidToken')
  const none = await sky.ask(`/bluesky/xrpc/${server}.getSession`)
  expect([none.status, none.body['error']]).toEqual([401, 'AuthMissing'])
  const basic = await sky.ask(`/bluesky/xrpc/${server}.getSession`, { headers: { authorization: 'Basic abc' } })
  expect([basic.status, basic.body['error']]).toEqual([400, 'InvalidToken'])
})

test('a session that was ended is over', async () => {
  await using sky = await onBluesky()
  const { body } = await login(sky, sky.me.handle)
  const told = await sky.ask(`/bluesky/xrpc/${server}.deleteSession`, {
    method: 'POST',
    token: String(body['refreshJwt']),
  })
  expect([told.status, told.text]).toEqual([200, ''])
  expect((await renew(sky, body['refreshJwt'])).body['message']).toBe('Token has been revoked')
})

test('on order: revoked, expired, and a renewal whose answer is lost', async () => {
  await using sky = await onBluesky()
  const revoked = (await login(sky, sky.me.handle)).body
  await sky.fault('bluesky', 'token_revoked')
  expect((await session(sky, revoked['accessJwt'])).body['error']).toBe('ExpiredToken')
  expect((await renew(sky, revoked['refreshJwt'])).body['message']).toBe('Token has been revoked')
  expect((await login(sky, sky.me.handle)).status).toBe(200)

  const expired = (await login(sky, sky.me.handle)).body
  await sky.fault('bluesky', 'token_expired')
  expect((await session(sky, expired['accessJwt'])).body['message']).toBe('Token has expired')
  await sky.fault('bluesky', 'refresh_lost')
  expect(await lost(renew(sky, expired['refreshJwt']))).toBe('lost')
  expect((await renew(sky, expired['refreshJwt'])).status).toBe(200)
})

test('signing in is scarce, and a refusal tells when to come back', async () => {
  await using sky = await onBluesky()
  await sky.settings('bluesky', { rateLimits: true })
  for (let count = 0; count < 30; count++) expect((await login(sky, sky.me.handle)).status).toBe(200)
  const told = await login(sky, sky.me.handle)
  expect([told.status, told.body]).toEqual([429, { error: 'RateLimitExceeded', message: 'Rate Limit Exceeded' }])
  expect(told.headers.get('retry-after')).toBeNull()
  expect(told.headers.get('ratelimit-policy')).toBe('30;w=300')
  expect(told.headers.get('ratelimit-remaining')).toBe('0')
  expect(Number(told.headers.get('ratelimit-reset'))).toBeGreaterThan(Date.now() / 1000)
  expect((await login(sky, sky.other.handle, sky.other.password)).status).toBe(200)
  await sky.advance(300)
  expect((await login(sky, sky.me.handle)).status).toBe(200)
})

test('writes cost points', async () => {
  await using sky = await onBluesky()
  await sky.settings('bluesky', { rateLimits: true })
  const left = async (told: Promise<{ headers: Headers }>) => (await told).headers.get('ratelimit-remaining')
  expect(await left(sky.put('3n2xgvc5yqca2', { text: 'a' }))).toBe('2999')
  const writes = Array.from({ length: 200 }, () => ({
    $type: 'com.atproto.repo.applyWrites#create',
    collection: 'com.example.note',
    value: { words: 'x' },
  }))
  const apply = () => sky.xrpc('com.atproto.repo.applyWrites', { json: { repo: sky.me.id, writes } })
  for (let count = 0; count < 8; count++) expect((await apply()).status).toBe(200)
  const told = await apply()
  expect([told.status, told.headers.get('ratelimit-policy')]).toEqual([429, '5000;w=3600'])
  await sky.advance(3600)
  expect((await apply()).status).toBe(200)
})

test('tokens for other services say for whom, for what and how long', async () => {
  await using sky = await onBluesky()
  const ask = (query: string) => sky.xrpc(`${server}.getServiceAuth?${query}`)
  const soon = Math.floor(Date.now() / 1000) + 1800
  const good = await ask(`aud=did:web:bsky.social&lxm=com.atproto.repo.uploadBlob&exp=${soon}`)
  expect(claims(good.body['token'])).toMatchObject({ aud: 'did:web:bsky.social', exp: soon, iss: sky.me.id })
  expect((await ask('aud=bsky.social')).body['error']).toBe('InvalidRequest')
  expect((await ask('lxm=a.b.c')).body['message']).toMatch(/Missing required key "aud"/)
  for (const exp of [soon - 3600, soon + 3600]) {
    expect((await ask(`aud=did:web:bsky.social&lxm=a.b.c&exp=${exp}`)).body['error']).toBe('BadExpiration')
  }
  expect((await ask(`aud=did:web:bsky.social&exp=${soon}`)).body['error']).toBe('BadExpiration')
})

test('handles lead to DIDs, DIDs to the server', async () => {
  await using sky = await onBluesky()
  const resolve = (handle: string, host = '') =>
    sky.ask(`/bluesky${host}/xrpc/com.atproto.identity.resolveHandle?handle=${handle}`)
  expect((await resolve(sky.me.handle)).body).toEqual({ did: sky.me.id })
  expect((await resolve(sky.me.handle, '/public')).body).toEqual({ did: sky.me.id })
  expect((await resolve('nobody.bsky.social')).status).toBe(400)
  expect((await resolve('nobody')).body['message']).toMatch(/handle/)
  const plc = await sky.ask(`/bluesky/plc/${sky.me.id}`)
  expect(plc.body).toMatchObject({
    id: sky.me.id,
    alsoKnownAs: [`at://${sky.me.handle}`],
    service: [{ id: '#atproto_pds', serviceEndpoint: 'https://bsky.social' }],
  })
  expect((await sky.ask('/bluesky/plc/did:plc:aaaaaaaaaaaaaaaaaaaaaaaa')).status).toBe(404)
})

test('people are added with or without the ending, with what the network knows of them', async () => {
  await using sky = await onBluesky()
  const add = (handle: string, entitlements = {}) =>
    sky.control('/people', { platform: 'bluesky', kind: 'user', name: 'Ada', handle, entitlements })
  expect(await add('ada')).toMatchObject({ handle: 'ada.bsky.social', password: expect.stringMatching(/-/) })
  await expect(add('ada.bsky.social')).rejects.toThrow(/taken/)
  await expect(add('a_b')).rejects.toThrow(/letters/)
  await expect(add('ben', { vip: true })).rejects.toThrow(/entitlements/)
  const gone = await add('gone', { status: 'deactivated' })
  const token = await sky.mint('bluesky', String(gone['id']), [])
  const json = { repo: gone['id'], collection: 'a.b.c', rkey: 'x', record: {} }
  const told = await sky.xrpc('com.atproto.repo.putRecord', { token, json })
  expect([told.status, told.body['error']]).toEqual([401, 'AccountDeactivated'])
  const taken = await add('taken', { status: 'takendown' })
  expect((await login(sky, String(taken['handle']), String(taken['password']))).body['error']).toBe('AccountTakedown')
})
