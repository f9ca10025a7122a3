import { expect, test } from 'vitest'
import { lost, practice, type Practice } from '../../sandbox/practice.testing.ts'

const callback = 'http://127.0.0.1:3000/callback'
const asked = {
  response_type: 'code',
  client_id: 'sandbox-linkedin',
  redirect_uri: callback,
  scope: 'openid profile w_member_social',
  state: 'abc',
}
const pages = 'r_basicprofile w_member_social w_organization_social rw_organization_admin'
const secret = { client_id: 'sandbox-linkedin', client_secret: 'sandbox-linkedin-secret' }
const authorize = '/linkedin/www/oauth/v2/authorization'
const day = 86_400

const get = async (box: Practice, more: Record<string, string> = {}) => {
  const told = await box.ask(`${authorize}?${String(new URLSearchParams({ ...asked, ...more }))}`)
  return { ...told, to: told.headers.get('location') }
}
async function consent(box: Practice, more: Record<string, string> = {}) {
  const told = await box.ask(authorize, { form: { ...asked, decision: 'allow', ...more } })
  return new URL(told.headers.get('location') ?? 'about:blank')
}
const codeOf = async (box: Practice, more: Record<string, string> = {}) =>
  (await consent(box, more)).searchParams.get('code') ?? ''
const token = (box: Practice, form: Record<string, string>) =>
  box.ask('/linkedin/www/oauth/v2/accessToken', { form: { ...secret, ...form } })
const exchange = (box: Practice, code: string, more: Record<string, string> = {}) =>
  token(box, { grant_type: 'authorization_code', code, redirect_uri: callback, ...more })
const renew = (box: Practice, value: unknown) =>
  token(box, { grant_type: 'refresh_token', refresh_token: String(value) })
const whoAmI = (box: Practice, value: unknown) => box.ask('/linkedin/v2/userinfo', { token: String(value) })

test('consent, code, token: comma scopes, sixty days, and no refresh token for a self-serve set', async () => {
  await using box = await practice()
  const told = await get(box)
  expect([
    told.status,
    told.text.includes('Pia Practice'),
    told.text.includes('Create, change and delete posts on your behalf'),
  ]).toEqual([200, true, true])
  const to = await consent(box)
  expect([to.origin + to.pathname, to.searchParams.get('state')]).toEqual([callback, 'abc'])
  const { body } = await exchange(box, to.searchParams.get('code') ?? '')
  expect(body).toMatchObject({
    expires_in: 60 * day,
    scope: 'openid,profile,w_member_social',
    token_type: 'Bearer',
    id_token: expect.any(String),
  })
  expect(body).not.toHaveProperty('refresh_token')
  expect((await whoAmI(box, body['access_token'])).body).toMatchObject({
    sub: 'pRaCtiCe01',
    name: 'Pia Practice',
    locale: { country: 'US' },
  })
})

test('refresh tokens of a community set live a year from consent and are not prolonged', async () => {
  await using box = await practice()
  const first = (await exchange(box, await codeOf(box, { scope: pages }))).body
  expect(first).toMatchObject({ refresh_token_expires_in: 365 * day })
  await box.advance(59 * day)
  expect((await renew(box, first['refresh_token'])).body).toMatchObject({
    refresh_token: first['refresh_token'],
    expires_in: 60 * day,
    refresh_token_expires_in: 306 * day - 1,
  })
  await box.advance(301 * day)
  expect((await renew(box, first['refresh_token'])).body).toMatchObject({ expires_in: 5 * day - 1 })
  await box.advance(5 * day)
  expect(await renew(box, first['refresh_token'])).toMatchObject({
    status: 400,
    body: { error: 'invalid_request', error_description: expect.stringContaining('expired or revoked') },
  })
})

test('a lost renewal can be repeated: the refresh token stays', async () => {
  await using box = await practice()
  const first = (await exchange(box, await codeOf(box, { scope: pages }))).body
  await box.fault('linkedin', 'refresh_lost')
  expect(await lost(renew(box, first['refresh_token']))).toBe('lost')
  expect((await renew(box, first['refresh_token'])).status).toBe(200)
})

test('what LinkedIn shows itself, and what goes back', async () => {
  await using box = await practice()
  for (const more of [{ client_id: 'x' }, { redirect_uri: 'https://evil.example' }, { prompt: 'none' }]) {
    expect(await get(box, more)).toMatchObject({ status: 400, to: null })
  }
  expect((await consent(box, { decision: 'refuse' })).searchParams.get('error')).toBe('user_cancelled_authorize')
  const { to } = await get(box, { scope: 'openid w_share' })
  expect(new URL(to ?? '').searchParams.get('error_description')).toBe(
    'Scope &quot;w_share&quot; is not authorized for your application',
  )
})

test('an app gets the scopes of its kind only', async () => {
  await using box = await practice()
  const app = (clientId: string, kind: string) =>
    box.control('/apps', { platform: 'linkedin', clientId, clientSecret: 's', redirectUris: [callback], kind })
  await app('self', 'self-serve')
  await app('cm', 'community-management')
  expect((await get(box, { client_id: 'self', scope: 'w_organization_social' })).to).toContain(
    'unauthorized_scope_error',
  )
  expect((await get(box, { client_id: 'cm' })).to).toContain('unauthorized_scope_error')
  expect((await get(box, { client_id: 'cm', scope: pages })).status).toBe(200)
  expect((await get(box, { client_id: 'cm', scope: pages, redirect_uri: 'http://127.0.0.1:1/other' })).status).toBe(400)
})

test('a code works once, for half an hour, with its callback', async () => {
  await using box = await practice()
  const code = await codeOf(box)
  expect((await exchange(box, code)).status).toBe(200)
  expect(await exchange(box, code)).toMatchObject({ status: 401, body: { error: 'invalid_request' } })
  expect(await exchange(box, await codeOf(box), { redirect_uri: `${callback}/` })).toMatchObject({
    status: 400,
    body: { error: 'invalid_redirect_uri' },
  })
  const late = await codeOf(box)
  await box.advance(1800)
  expect(await exchange(box, late)).toMatchObject({ status: 400, body: { error: 'invalid_redirect_uri' } })
  expect(await exchange(box, await codeOf(box), { client_secret: 'no' })).toMatchObject({
    status: 401,
    body: { error: 'invalid_client' },
  })
  const bare = await box.ask('/linkedin/www/oauth/v2/accessToken', {
    form: { grant_type: 'refresh_token', client_id: 'sandbox-linkedin' },
  })
  expect(bare.body['error_description']).toBe('A required parameter "client_secret" is missing')
})

test('another set of scopes ends the earlier tokens of the same app', async () => {
  await using box = await practice()
  const first = (await exchange(box, await codeOf(box))).body['access_token']
  const community = (await exchange(box, await codeOf(box, { scope: pages }))).body
  expect((await whoAmI(box, first)).status).toBe(200) // the practice app counts as two
  const other = (await exchange(box, await codeOf(box, { scope: 'openid profile' }))).body['access_token']
  expect(await whoAmI(box, first)).toMatchObject({
    status: 401,
    body: { code: 'REVOKED_ACCESS_TOKEN', serviceErrorCode: 65601 },
  })
  expect((await whoAmI(box, other)).status).toBe(200)
  expect((await renew(box, community['refresh_token'])).status).toBe(200)
})

test('introspection and revocation', async () => {
  await using box = await practice()
  const value = String((await exchange(box, await codeOf(box))).body['access_token'])
  const introspect = async () =>
    (await box.ask('/linkedin/www/oauth/v2/introspectToken', { form: { ...secret, token: value } })).body
  expect(await introspect()).toMatchObject({
    active: true,
    status: 'active',
    client_id: 'sandbox-linkedin',
    auth_type: '3L',
  })
  expect((await box.ask('/linkedin/www/oauth/v2/revoke', { form: { ...secret, token: value } })).status).toBe(200)
  expect(await introspect()).toMatchObject({ active: false, status: 'revoked' })
})
