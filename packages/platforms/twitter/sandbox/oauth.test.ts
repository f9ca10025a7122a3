import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { lost, practice, type Practice } from '../../sandbox/practice.testing.ts'

const verifier = 'a-verifier-of-at-least-forty-three-characters-x'
const callback = 'http://127.0.0.1:3000/callback'
const asked = {
  response_type: 'code',
  client_id: 'sandbox-twitter',
  redirect_uri: callback,
  scope: 'tweet.read tweet.write users.read media.write offline.access',
  state: 'abc',
  code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  code_challenge_method: 'S256',
}
const page = '/twitter/web/i/oauth2/authorize'
const basic = { authorization: `Basic ${btoa('sandbox-twitter:sandbox-twitter-secret')}` }

async function consent(box: Practice, more: Record<string, string> = {}) {
  const told = await box.ask(page, { form: { ...asked, decision: 'allow', ...more } })
  return { status: told.status, to: new URL(told.headers.get('location') ?? 'about:blank') }
}
const codeOf = async (box: Practice) => (await consent(box)).to.searchParams.get('code') ?? ''
const exchange = (
  box: Practice,
  code: string,
  more: Record<string, string> = {},
  headers: Record<string, string> = basic,
) =>
  box.ask('/twitter/2/oauth2/token', {
    form: { grant_type: 'authorization_code', code, redirect_uri: callback, code_verifier: verifier, ...more },
    headers,
  })
const renew = (box: Practice, token: unknown) =>
  box.ask('/twitter/2/oauth2/token', {
    form: { grant_type: 'refresh_token', refresh_token: String(token) },
    headers: basic,
  })
const me = (box: Practice, token: unknown) => box.ask('/twitter/2/users/me', { token: String(token) })

test('the consent page names the scopes and the people, and works as a plain form', async () => {
  await using box = await practice()
  const told = await box.ask(`${page}?${String(new URLSearchParams(asked))}`)
  expect(told.status).toBe(200)
  expect(told.text).toContain('Write and delete posts')
  expect(told.text).toContain('@practice_plus')
  expect(told.text).toMatch(/<input\s+type="hidden" name="state" value="abc"/)
  expect(told.headers.get('content-security-policy')).toContain("form-action 'self' http://127.0.0.1:3000")
})

test('consent, code, tokens, renewal', async () => {
  await using box = await practice()
  const { status, to } = await consent(box, { person: '2244994902' })
  expect([status, to.origin + to.pathname, to.searchParams.get('state')]).toEqual([302, callback, 'abc'])
  const first = await exchange(box, to.searchParams.get('code') ?? '')
  expect(first.body).toMatchObject({ token_type: 'bearer', expires_in: 7200 })
  expect(String(first.body['scope']).split(' ').toSorted()).toEqual(asked.scope.split(' ').toSorted())
  expect((await me(box, first.body['access_token'])).body).toMatchObject({ data: { username: 'practice_plus' } })

  await box.advance(7200)
  const old = await me(box, first.body['access_token'])
  expect([old.status, old.headers.get('x-rate-limit-limit')]).toEqual([401, null])
  const second = await renew(box, first.body['refresh_token'])
  expect(second.body['refresh_token']).not.toBe(first.body['refresh_token'])
  expect((await me(box, second.body['access_token'])).status).toBe(200)
})

test('a refusal goes back without a code', async () => {
  await using box = await practice()
  const { to } = await consent(box, { decision: 'refuse' })
  expect(to.search).toBe('?error=access_denied&state=abc')
})

test.each([
  ['an unknown app', { client_id: 'nobody' }],
  ['a callback that is not registered', { redirect_uri: 'https://evil.example/cb' }],
  ['an unknown scope', { scope: 'tweet.read everything' }],
  ['no PKCE', { code_challenge: '' }],
  ['a plain challenge', { code_challenge_method: 'plain' }],
  ['a lower-case method', { code_challenge_method: 's256' }],
  ['no state', { state: '' }],
])('%s gets a page and no redirect', async (_, more) => {
  await using box = await practice()
  const told = await box.ask(`${page}?${String(new URLSearchParams({ ...asked, ...more }))}`)
  expect([told.status, told.headers.get('location')]).toEqual([400, null])
  expect((await consent(box, more)).status).toBe(400)
})

test('a code works once, for thirty seconds, for its callback and its verifier', async () => {
  await using box = await practice()
  const refused = {
    error: 'invalid_request',
    error_description: 'Value passed for the authorization code was invalid.',
  }
  const code = await codeOf(box)
  expect((await exchange(box, code)).status).toBe(200)
  expect((await exchange(box, code)).body).toEqual(refused)
  expect((await exchange(box, await codeOf(box), { code_verifier: `${verifier}y` })).body).toEqual(refused)
  expect((await exchange(box, await codeOf(box), { redirect_uri: `${callback}/` })).body).toEqual(refused)
  const late = await codeOf(box)
  await box.advance(30)
  expect((await exchange(box, late)).body).toEqual(refused)
})

test('a confidential app has to show its secret in the header', async () => {
  await using box = await practice()
  const none = await exchange(box, await codeOf(box), { client_id: 'sandbox-twitter' }, {})
  expect([none.status, none.body['error']]).toEqual([401, 'unauthorized_client'])
  const wrong = await exchange(box, await codeOf(box), {}, { authorization: `Basic ${btoa('sandbox-twitter:no')}` })
  expect([wrong.status, wrong.body['error']]).toEqual([401, 'invalid_client'])
  await box.control('/apps', {
    platform: 'twitter',
    clientId: 'open',
    clientSecret: '',
    redirectUris: [callback],
    kind: 'public',
  })
  const { to } = await consent(box, { client_id: 'open' })
  const told = await exchange(box, to.searchParams.get('code') ?? '', { client_id: 'open' }, {})
  expect(told.status).toBe(200)
})

test('a JSON body is refused', async () => {
  await using box = await practice()
  const told = await box.ask('/twitter/2/oauth2/token', { json: { grant_type: 'refresh_token' }, headers: basic })
  expect([told.status, told.body['error']]).toEqual([400, 'invalid_request'])
})

test('using a refresh token twice ends the whole family', async () => {
  await using box = await practice()
  const first = await exchange(box, await codeOf(box))
  const second = await renew(box, first.body['refresh_token'])
  expect((await renew(box, first.body['refresh_token'])).body).toMatchObject({
    error_description: 'Value passed for the token was invalid.',
  })
  expect((await me(box, second.body['access_token'])).status).toBe(401)
  expect((await renew(box, second.body['refresh_token'])).status).toBe(400)
})

test('a renewal whose answer is lost has used the old token up', async () => {
  await using box = await practice()
  const first = await exchange(box, await codeOf(box))
  await box.fault('twitter', 'refresh_lost')
  expect(await lost(renew(box, first.body['refresh_token']))).toBe('lost')
  expect((await renew(box, first.body['refresh_token'])).status).toBe(400)
})

test('without offline.access there is no refresh token; a scope that was not given is not there', async () => {
  await using box = await practice()
  const { to } = await consent(box, { scope: 'tweet.read users.read' })
  const told = await exchange(box, to.searchParams.get('code') ?? '')
  expect(told.body).not.toHaveProperty('refresh_token')
  const refused = await box.ask('/twitter/2/tweets', { token: String(told.body['access_token']), json: { text: 'Hi' } })
  expect([refused.status, refused.body['type'], refused.body['detail']]).toEqual([403, 'about:blank', 'Forbidden'])
})

test('withdrawn, expired and revoked tokens are 401', async () => {
  await using box = await practice()
  const grant = async () => (await exchange(box, await codeOf(box))).body
  const withdrawn = await grant()
  await box.fault('twitter', 'token_revoked')
  expect((await me(box, withdrawn['access_token'])).body).toMatchObject({
    title: 'Unauthorized',
    type: 'about:blank',
    status: 401,
  })
  expect((await renew(box, withdrawn['refresh_token'])).status).toBe(400)
  const expired = await grant()
  await box.fault('twitter', 'token_expired')
  expect((await me(box, expired['access_token'])).status).toBe(401)
  expect((await renew(box, expired['refresh_token'])).status).toBe(200)
  const given = await grant()
  expect(
    (await box.ask('/twitter/2/oauth2/revoke', { form: { token: String(given['refresh_token']) }, headers: basic }))
      .body,
  ).toEqual({ revoked: true })
  expect((await me(box, given['access_token'])).status).toBe(401)
})
