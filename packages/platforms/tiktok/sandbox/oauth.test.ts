import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { lost, practice, type Practice } from '../../sandbox/practice.testing.ts'
import { ilya, maren } from './tiktok.testing.ts'

const redirect = 'http://127.0.0.1:3000/callback'
const asked = {
  client_key: 'sandbox-tiktok',
  response_type: 'code',
  scope: 'user.info.basic,video.publish,video.upload',
  redirect_uri: redirect,
  state: 'abc',
  disable_auto_auth: '1',
}
const page = '/tiktok/web/v2/auth/authorize/'
const keys = { client_key: 'sandbox-tiktok', client_secret: 'sandbox-tiktok-secret' }

async function consent(box: Practice, more: Record<string, string> = {}) {
  const told = await box.ask(page, { form: { ...asked, decision: 'allow', ...more } })
  return { status: told.status, to: new URL(told.headers.get('location') ?? 'about:blank') }
}
const codeOf = async (box: Practice, more: Record<string, string> = {}) =>
  (await consent(box, more)).to.searchParams.get('code') ?? ''
const exchange = (box: Practice, code: string, more: Record<string, string> = {}) =>
  box.ask('/tiktok/v2/oauth/token/', {
    form: { ...keys, code, grant_type: 'authorization_code', redirect_uri: redirect, ...more },
  })
const renew = (box: Practice, token: unknown, more: Record<string, string> = {}) =>
  box.ask('/tiktok/v2/oauth/token/', {
    form: { ...keys, grant_type: 'refresh_token', refresh_token: String(token), ...more },
  })
const me = (box: Practice, token: unknown) =>
  box.ask('/tiktok/v2/user/info/?fields=open_id,display_name', { token: String(token) })

test('the consent page names the scopes and the people, and works as a plain form', async () => {
  await using box = await practice()
  const told = await box.ask(`${page}?${String(new URLSearchParams(asked))}`)
  expect(told.status).toBe(200)
  expect(told.text).toContain('Put drafts into your inbox')
  expect(told.text).toContain('@ilya_offline · private account')
  expect(told.text).toMatch(/<input\s+type="hidden" name="client_key" value="sandbox-tiktok"/)
})

test('consent, code, tokens, renewal with a new refresh token', async () => {
  await using box = await practice()
  const { status, to } = await consent(box, { person: ilya })
  expect([status, to.origin + to.pathname, to.searchParams.get('state')]).toEqual([302, redirect, 'abc'])
  expect(to.searchParams.get('scopes')).toBe(asked.scope)
  expect(to.search).toContain('%21') // a code has letters that have to be decoded
  const first = (await exchange(box, to.searchParams.get('code') ?? '')).body
  expect(first).toEqual({
    access_token: expect.stringMatching(/^act\./),
    expires_in: 7200,
    open_id: ilya,
    refresh_expires_in: 15_552_000,
    refresh_token: expect.stringMatching(/^rft\./),
    scope: asked.scope,
    token_type: 'Bearer',
  })
  expect((await me(box, first['access_token'])).body).toMatchObject({
    data: { user: { display_name: 'Ilya Petrenko' } },
  })

  await box.advance(7200)
  expect((await me(box, first['access_token'])).status).toBe(401)
  const second = (await renew(box, first['refresh_token'])).body
  expect(second).toMatchObject({ expires_in: 7200, open_id: ilya })
  // Renewing does not make the connection live longer.
  expect(second['refresh_expires_in']).toBeLessThanOrEqual(15_552_000 - 7200)
  expect(second['refresh_token']).not.toBe(first['refresh_token'])
  expect((await me(box, second['access_token'])).status).toBe(200)

  const again = await renew(box, first['refresh_token'])
  expect([again.status, again.body['error']]).toEqual([200, 'invalid_grant'])
  expect(again.body).toHaveProperty('log_id')
  expect((await renew(box, second['refresh_token'])).body).toHaveProperty('access_token')
})

test('the older lifetimes are a switch, and so is the status of invalid_grant', async () => {
  await using box = await practice()
  await box.settings('tiktok', { longTokens: true, invalidGrantStatus: 400 })
  const told = await exchange(box, await codeOf(box))
  expect(told.body).toMatchObject({ expires_in: 86_400, refresh_expires_in: 31_536_000 })
  expect((await renew(box, 'rft.nobody')).status).toBe(400)
})

test('a refusal goes back without a code', async () => {
  await using box = await practice()
  const { to } = await consent(box, { decision: 'refuse' })
  expect(to.searchParams.get('error')).toBe('access_denied')
  expect(to.searchParams.get('state')).toBe('abc')
  expect(to.searchParams.has('code')).toBe(false)
})

test('what a person unticks is not granted', async () => {
  await using box = await practice()
  await box.settings('tiktok', { withheldScopes: 'video.publish' })
  const told = await exchange(box, await codeOf(box))
  expect(told.body['scope']).toBe('user.info.basic,video.upload')
  const refused = await box.ask('/tiktok/v2/post/publish/creator_info/query/', {
    method: 'POST',
    token: String(told.body['access_token']),
  })
  expect([refused.status, refused.body['error']]).toMatchObject([401, { code: 'scope_not_authorized' }])
})

test('who has consented is sent straight back, unless the app insists on the page', async () => {
  await using box = await practice()
  await exchange(box, await codeOf(box, { person: ilya }))
  const { disable_auto_auth: _, ...silent } = asked
  const told = await box.ask(`${page}?${String(new URLSearchParams(silent))}`)
  expect(told.status).toBe(302)
  const code = new URL(told.headers.get('location') ?? '').searchParams.get('code') ?? ''
  expect((await exchange(box, code)).body['open_id']).toBe(ilya)
  expect((await box.ask(`${page}?${String(new URLSearchParams(asked))}`)).status).toBe(200)
})

test.each([
  ['client_id instead of client_key', { client_key: '', client_id: 'sandbox-tiktok' }],
  ['a callback that is not registered', { redirect_uri: 'https://evil.example/cb' }],
  ['a callback with a query', { redirect_uri: `${redirect}?a=1` }],
  ['spaces between scopes', { scope: 'user.info.basic video.publish' }],
  ['an unknown scope', { scope: 'user.info.basic,video.delete' }],
  ['another response type', { response_type: 'token' }],
  ['no state', { state: '' }],
])('%s gets a page and no redirect', async (_, more) => {
  await using box = await practice()
  const told = await box.ask(`${page}?${String(new URLSearchParams({ ...asked, ...more }))}`)
  expect([told.status, told.headers.get('location')]).toEqual([400, null])
  expect((await consent(box, more)).status).toBe(400)
})

test('a code works once, for ten minutes, decoded, for its callback', async () => {
  await using box = await practice()
  const code = await codeOf(box)
  expect((await exchange(box, code)).status).toBe(200)
  expect((await exchange(box, code)).body['error']).toBe('invalid_grant')
  const [, raw = ''] = /[?&]code=([^&]+)/.exec((await consent(box)).to.search) ?? []
  expect((await exchange(box, raw)).body['error']).toBe('invalid_grant')
  expect((await exchange(box, await codeOf(box), { redirect_uri: `${redirect}/` })).body['error']).toBe('invalid_grant')
  const late = await codeOf(box)
  await box.advance(600)
  expect((await exchange(box, late)).body['error']).toBe('invalid_grant')
})

test('credentials go into a form, under the name client_key', async () => {
  await using box = await practice()
  const path = '/tiktok/v2/oauth/token/'
  const json = await box.ask(path, { json: { ...keys, grant_type: 'refresh_token' } })
  expect(json.body['error']).toBe('invalid_request')
  const { client_key: id, client_secret: secret } = keys
  const named = await box.ask(path, { form: { client_id: id, client_secret: secret, grant_type: 'refresh_token' } })
  expect([named.status, named.body['error']]).toEqual([401, 'invalid_client'])
  expect((await renew(box, '', { client_secret: 'wrong' })).body['error']).toBe('invalid_client')
  expect((await renew(box, '', { grant_type: 'password' })).body['error']).toBe('unsupported_grant_type')
})

test('a desktop app proves itself with a hexadecimal challenge, at any port it left open', async () => {
  await using box = await practice()
  const clientId = 'desk'
  await box.control('/apps', {
    platform: 'tiktok',
    kind: 'desktop',
    clientId,
    clientSecret: 's',
    redirectUris: ['http://127.0.0.1:*/callback/'],
  })
  const verifier = 'a-verifier-of-at-least-forty-three-characters-x'
  const digest = (form: 'hex' | 'base64url') => createHash('sha256').update(verifier).digest(form)
  const more = {
    client_key: clientId,
    redirect_uri: 'http://127.0.0.1:53682/callback/',
    code_challenge: digest('hex'),
    code_challenge_method: 'S256',
  }
  const desk = (code: string, code_verifier: string) =>
    exchange(box, code, { client_key: clientId, client_secret: 's', redirect_uri: more.redirect_uri, code_verifier })
  expect((await consent(box, { ...more, code_challenge: digest('base64url') })).status).toBe(400)
  expect((await consent(box, { ...more, code_challenge: '' })).status).toBe(400)
  expect((await desk(await codeOf(box, more), `${verifier}y`)).body['error']).toBe('invalid_request')
  const told = await desk(await codeOf(box, more), verifier)
  expect(told.body).toHaveProperty('access_token')
  expect(told.body['open_id']).not.toBe(maren) // ids are each app's own
  expect((await me(box, told.body['access_token'])).body).toMatchObject({
    data: { user: { open_id: told.body['open_id'], display_name: 'Maren Olsen' } },
  })
})

test.each([
  ['http on the web', 'web', 'http://app.example/cb'],
  ['localhost on the web', 'web', 'https://localhost:3000/cb'],
  ['a query', 'web', 'https://app.example/cb?x=1'],
  ['no port on a desktop', 'desktop', 'http://127.0.0.1/cb'],
  ['a host on a desktop', 'desktop', 'http://app.example:80/cb'],
])('the portal takes no callback with %s', async (_, kind, uri) => {
  await using box = await practice()
  const app = { platform: 'tiktok', kind, clientId: 'x', clientSecret: 's', redirectUris: [uri] }
  await expect(box.control('/apps', app)).rejects.toThrow(uri)
})

test('revoking ends the connection; withdrawn and expired tokens are 401', async () => {
  await using box = await practice()
  const grant = async () => (await exchange(box, await codeOf(box))).body
  const given = await grant()
  const told = await box.ask('/tiktok/v2/oauth/revoke/', { form: { ...keys, token: String(given['access_token']) } })
  expect([told.status, told.body]).toEqual([200, {}])
  const dead = await me(box, given['access_token'])
  expect([dead.status, dead.body]).toMatchObject([
    401,
    { data: {}, error: { code: 'access_token_invalid', log_id: expect.any(String) } },
  ])
  expect((await renew(box, given['refresh_token'])).body['error']).toBe('invalid_grant')

  const withdrawn = await grant()
  await box.fault('tiktok', 'token_revoked')
  expect((await me(box, withdrawn['access_token'])).status).toBe(401)
  expect((await renew(box, withdrawn['refresh_token'])).body['error']).toBe('invalid_grant')
  const expired = await grant()
  await box.fault('tiktok', 'token_expired')
  expect((await me(box, expired['access_token'])).status).toBe(401)
  expect((await renew(box, expired['refresh_token'])).body).toHaveProperty('access_token')
})

test('a renewal whose answer is lost has used the old token up; one can be refused for nothing', async () => {
  await using box = await practice()
  const first = (await exchange(box, await codeOf(box))).body
  await box.fault('tiktok', 'refresh_lost')
  expect(await lost(renew(box, first['refresh_token']))).toBe('lost')
  expect((await renew(box, first['refresh_token'])).body['error']).toBe('invalid_grant')
  const second = (await exchange(box, await codeOf(box))).body
  await box.fault('tiktok', 'refresh_refused')
  const refused = await renew(box, second['refresh_token'])
  expect([refused.status, refused.body['error']]).toEqual([200, 'invalid_grant'])
  expect((await renew(box, second['refresh_token'])).body).toHaveProperty('access_token')
})
