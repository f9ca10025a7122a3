import { expect, test } from 'vitest'
import { lost, practice, type Practice } from '../../sandbox/practice.testing.ts'
import { proofOf } from '../../sandbox/graph/token.ts'
import { bakery, errorOf, pia, scopes } from './threads.testing.ts'

const callback = 'http://127.0.0.1:3000/callback'
const asked = {
  client_id: 'sandbox-threads',
  redirect_uri: callback,
  scope: scopes.join(','),
  response_type: 'code',
  state: 'abc',
}
const page = '/threads/web/oauth/authorize'
const secret = 'sandbox-threads-secret'
const day = 86_400

async function consent(box: Practice, more: Record<string, string> = {}) {
  const told = await box.ask(page, { form: { ...asked, decision: 'allow', ...more } })
  return { status: told.status, to: new URL(told.headers.get('location') ?? 'about:blank') }
}
const codeOf = async (box: Practice) => (await consent(box)).to.searchParams.get('code') ?? ''
const exchange = (box: Practice, code: string, more: Record<string, string> = {}) =>
  box.ask('/threads/oauth/access_token', {
    form: {
      client_id: 'sandbox-threads',
      client_secret: secret,
      grant_type: 'authorization_code',
      redirect_uri: callback,
      code,
      ...more,
    },
  })
const get = (box: Practice, path: string, query: Record<string, string>) =>
  box.ask(`/threads${path}?${String(new URLSearchParams(query))}`)
const long = (box: Practice, token: string, more: Record<string, string> = {}) =>
  get(box, '/access_token', {
    grant_type: 'th_exchange_token',
    client_secret: secret,
    access_token: token,
    ...more,
  })
const renew = (box: Practice, token: string, prefix = '') =>
  get(box, `${prefix}/refresh_access_token`, { grant_type: 'th_refresh_token', access_token: token })
const me = (box: Practice, token: string) => get(box, '/v1.0/me', { access_token: token, fields: 'id,username' })
const shortToken = async (box: Practice) => String((await exchange(box, await codeOf(box))).body['access_token'])
const longToken = async (box: Practice) => String((await long(box, await shortToken(box))).body['access_token'])

test('the consent page names the scopes and the people', async () => {
  await using box = await practice()
  const told = await box.ask(`${page}?${String(new URLSearchParams(asked))}`)
  expect(told.status).toBe(200)
  expect(told.text).toContain('Publish posts')
  expect(told.text).toContain('@pia.practice')
  expect(told.text).toMatch(/value="17841405793187219"\s+checked/)
})

test('consent, code, token of an hour, token of sixty days', async () => {
  await using box = await practice()
  const { status, to } = await consent(box, { person: bakery })
  expect([status, to.origin + to.pathname, to.searchParams.get('state'), to.hash]).toEqual([302, callback, 'abc', '#_'])
  const first = await exchange(box, to.searchParams.get('code') ?? '')
  expect(first.text).toMatch(new RegExp(`^\\{"access_token":"\\w+","user_id":${bakery}\\}$`))
  const short = String(first.body['access_token'])
  expect((await me(box, short)).body).toEqual({ id: bakery, username: 'practice.bakery' })
  const second = await long(box, short)
  expect(second.body).toEqual({ access_token: expect.any(String), token_type: 'bearer', expires_in: 60 * day })
  await box.advance(3600)
  expect(errorOf(await me(box, short))).toEqual([400, 190, 463])
  expect((await me(box, String(second.body['access_token']))).status).toBe(200)
})

test('the number of the user is one no double can hold, and may be told as text', async () => {
  await using box = await practice()
  const told = await exchange(box, await codeOf(box))
  expect(String(told.body['user_id'])).not.toBe(pia)
  expect(told.text).toContain(`"user_id":${pia}`)
  await box.settings('threads', { userIdAsNumber: false })
  expect((await exchange(box, await codeOf(box))).body['user_id']).toBe(pia)
})

test('a client that does not say the response type is served', async () => {
  await using box = await practice()
  const { response_type: _, ...rest } = asked
  const told = await box.ask(`${page}?${String(new URLSearchParams(rest))}`)
  expect(told.status).toBe(200)
})

test('a refusal goes back without a code', async () => {
  await using box = await practice()
  const { to } = await consent(box, { decision: 'refuse' })
  expect(Object.fromEntries(to.searchParams)).toEqual({
    error: 'access_denied',
    error_reason: 'user_denied',
    error_description: 'The user denied your request',
    state: 'abc',
  })
})

test.each([
  ['an unknown app', { client_id: 'meta-app-id' }],
  ['a callback that is not listed', { redirect_uri: 'https://evil.example/cb' }],
  ['another response type', { response_type: 'token' }],
  ['an unknown scope', { scope: 'threads_basic,everything' }],
  ['no basic scope', { scope: 'threads_content_publish' }],
])('%s gets a page and no redirect', async (_, more) => {
  await using box = await practice()
  const told = await box.ask(`${page}?${String(new URLSearchParams({ ...asked, ...more }))}`)
  expect([told.status, told.headers.get('location')]).toEqual([400, null])
  expect((await consent(box, more)).status).toBe(400)
})

test('an app of its own has listed https addresses, byte by byte', async () => {
  await using box = await practice()
  const redirectUris = ['https://example.com/cb/', 'http://example.com/cb']
  await box.control('/apps', { platform: 'threads', clientId: 'own', clientSecret: 's', redirectUris })
  const status = async (uri: string) => (await consent(box, { client_id: 'own', redirect_uri: uri })).status
  expect(await status('https://example.com/cb/')).toBe(302)
  expect(await status('https://example.com/cb')).toBe(400)
  expect(await status('http://example.com/cb')).toBe(400)
})

test('a code works once, for an hour, for its callback; scopes may be parted by spaces', async () => {
  await using box = await practice()
  const refused = {
    error_type: 'OAuthException',
    code: 400,
    error_message: 'Matching code was not found or was already used',
  }
  const { to } = await consent(box, { scope: 'threads_basic threads_delete' })
  const code = to.searchParams.get('code') ?? ''
  expect((await exchange(box, code)).status).toBe(200)
  const again = await exchange(box, code)
  expect([again.status, again.body]).toEqual([400, refused])
  const elsewhere = await exchange(box, await codeOf(box), { redirect_uri: `${callback}/` })
  expect([elsewhere.status, elsewhere.body['error_type']]).toEqual([400, 'OAuthException'])
  const late = await codeOf(box)
  await box.advance(3600)
  expect((await exchange(box, late)).body).toEqual(refused)
})

test('a wrong secret is code 1, and does not use the code up', async () => {
  await using box = await practice()
  const code = await codeOf(box)
  const wrong = await exchange(box, code, { client_secret: 'no' })
  expect([...errorOf(wrong), wrong.text.includes('Error validating client secret.')]).toEqual([400, 1, undefined, true])
  expect((await exchange(box, code)).status).toBe(200)
  expect(errorOf(await long(box, await shortToken(box), { client_secret: 'no' }))).toEqual([400, 1, undefined])
})

test('the token endpoints stand below the version too, and take a query', async () => {
  await using box = await practice()
  const query = new URLSearchParams({
    client_id: 'sandbox-threads',
    client_secret: secret,
    grant_type: 'authorization_code',
    redirect_uri: callback,
    code: await codeOf(box),
  })
  const told = await box.ask(`/threads/v1.0/oauth/access_token?${String(query)}`, { method: 'POST' })
  expect(told.status).toBe(200)
  query.set('code', await codeOf(box))
  expect((await box.ask(`/threads/oauth/access_token?${String(query)}`)).status).toBe(200)
  const app = await get(box, '/oauth/access_token', {
    client_id: 'sandbox-threads',
    client_secret: secret,
    grant_type: 'client_credentials',
  })
  expect(app.body).toEqual({ access_token: expect.stringMatching(/^TH\|sandbox-threads\|\w+$/), token_type: 'bearer' })
})

test('a long token renews itself from a day on; the old one lives on, and each for sixty days', async () => {
  await using box = await practice()
  const token = await longToken(box)
  expect(errorOf(await renew(box, token))).toEqual([400, 100, undefined])
  expect(errorOf(await renew(box, await shortToken(box)))).toEqual([400, 100, undefined])
  await box.advance(day)
  await box.settings('threads', { sayExpiresIn: false })
  const told = await renew(box, token, '/v1.0')
  expect(told.body).toEqual({ access_token: expect.any(String), token_type: 'bearer' })
  const next = String(told.body['access_token'])
  expect((await me(box, token)).status).toBe(200)
  await box.advance(59 * day)
  expect(errorOf(await renew(box, token))).toEqual([400, 190, 463])
  expect((await me(box, next)).status).toBe(200)
  await box.advance(day)
  expect(errorOf(await me(box, next))).toEqual([400, 190, 463])
})

test('a renewal whose answer is lost costs nothing: the old token can be renewed again', async () => {
  await using box = await practice()
  const token = await longToken(box)
  await box.advance(day)
  await box.fault('threads', 'refresh_lost')
  expect(await lost(renew(box, token))).toBe('lost')
  expect((await renew(box, token)).status).toBe(200)
})

test('withdrawn and expired tokens are 190, each with its subcode; there is no renewal', async () => {
  await using box = await practice()
  for (const [fault, subcode] of [
    ['token_revoked', 458],
    ['token_expired', 463],
  ] as const) {
    const token = await longToken(box)
    await box.advance(day)
    await box.fault('threads', fault)
    expect(errorOf(await me(box, token))).toEqual([400, 190, subcode])
    expect(errorOf(await renew(box, token))).toEqual([400, 190, subcode])
  }
})

test('no token and a made-up one are 190; the token may stand in the header; a wrong proof is refused', async () => {
  await using box = await practice()
  expect(errorOf(await box.ask('/threads/v1.0/me'))).toEqual([400, 190, undefined])
  expect(errorOf(await me(box, 'THAAmadeup'))).toEqual([400, 190, undefined])
  const token = await longToken(box)
  expect((await box.ask('/threads/v1.0/me', { token })).body).toEqual({ id: pia })
  const proven = (proof: string) => get(box, '/v1.0/me', { access_token: token, appsecret_proof: proof })
  expect((await proven(proofOf(secret, token))).status).toBe(200)
  expect(errorOf(await proven('no'))).toEqual([400, 100, undefined])
})

test('a tester’s token tells about a token of the same app', async () => {
  await using box = await practice()
  const token = await longToken(box)
  const { body } = await get(box, '/v1.0/debug_token', { access_token: token, input_token: token })
  const data = body['data'] as Record<string, unknown>
  expect(data).toMatchObject({ type: 'USER', application: 'sandbox-threads', user_id: pia, is_valid: true, scopes })
  const issued = Number(data['issued_at'])
  expect([data['expires_at'], data['data_access_expires_at']]).toEqual([issued + 60 * day, issued + 90 * day])
  const made = await get(box, '/v1.0/debug_token', { access_token: token, input_token: 'made-up' })
  expect(made.body['data']).toMatchObject({ is_valid: false })
})
