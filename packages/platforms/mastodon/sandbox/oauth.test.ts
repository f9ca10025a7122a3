import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { practice, type Practice, type Told } from '../../sandbox/practice.testing.ts'
import { bakery, ida, onMastodon } from './mastodon.testing.ts'

const verifier = 'a-verifier-of-at-least-forty-three-characters-x'
const callback = 'https://app.example/oauth/mastodon/callback'
const scopes = 'profile read:statuses write:statuses write:media'
const page = '/mastodon/oauth/authorize'
const error = ({ status, body }: Told) => [status, body['error']]

interface Client {
  readonly client_id: string
  readonly client_secret: string
}
const register = (box: Practice, more: object = {}) =>
  box.ask('/mastodon/api/v1/apps', {
    json: { client_name: 'Scheduler', redirect_uris: [callback], scopes, website: 'https://app.example', ...more },
  })
async function registered(box: Practice, more: object = {}): Promise<Client> {
  const { body } = await register(box, more)
  return { client_id: String(body['client_id']), client_secret: String(body['client_secret']) }
}
const question = (client: Client, more: Readonly<Record<string, string>> = {}) => ({
  response_type: 'code',
  client_id: client.client_id,
  redirect_uri: callback,
  scope: scopes,
  state: 'abc',
  code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  code_challenge_method: 'S256',
  force_login: 'true',
  ...more,
})
async function consent(box: Practice, client: Client, more: Readonly<Record<string, string>> = {}) {
  const told = await box.ask(page, { form: { ...question(client), decision: 'allow', ...more } })
  return { ...told, to: new URL(told.headers.get('location') ?? 'about:blank') }
}
const exchange = (box: Practice, client: Client, code: string, more: Readonly<Record<string, string>> = {}) =>
  box.ask('/mastodon/oauth/token', {
    form: {
      grant_type: 'authorization_code',
      code,
      ...client,
      redirect_uri: callback,
      code_verifier: verifier,
      ...more,
    },
  })
async function connected(box: Practice, client: Client, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const { to } = await consent(box, client, more)
  return String((await exchange(box, client, to.searchParams.get('code') ?? '')).body['access_token'])
}
const me = (box: Practice, token: string) => box.ask('/mastodon/api/v1/accounts/verify_credentials', { token })
const revoke = (box: Practice, client: Client, token: string) =>
  box.ask('/mastodon/oauth/revoke', { form: { ...client, token } })

test('a client registers itself, by list or by one text', async () => {
  await using box = await practice()
  expect((await register(box)).body).toMatchObject({
    id: expect.stringMatching(/^\d+$/),
    name: 'Scheduler',
    website: 'https://app.example',
    scopes: scopes.split(' '),
    redirect_uris: [callback],
    client_id: expect.stringMatching(/^\w{43}$/),
    client_secret: expect.stringMatching(/^\w{43}$/),
    client_secret_expires_at: 0,
  })
  const form = { client_name: 'Form', redirect_uris: 'urn:ietf:wg:oauth:2.0:oob\nhttp://localhost:3000/cb' }
  expect((await box.ask('/mastodon/api/v1/apps', { form })).body).toMatchObject({
    scopes: ['read'],
    redirect_uris: ['urn:ietf:wg:oauth:2.0:oob', 'http://localhost:3000/cb'],
    website: null,
  })
})

test('what cannot be registered is refused in the server’s words', async () => {
  await using box = await practice()
  for (const [more, says] of [
    [{ redirect_uris: ['callback'] }, 'Redirect URI must be an absolute URI.'],
    [{ redirect_uris: undefined }, "Redirect URI can't be blank"],
    [{ client_name: '' }, "Application name can't be blank"],
    [{ scopes: 'write:everything' }, "Scopes doesn't match configured on the server."],
    [{ website: 'app.example' }, 'Website is not a valid URL'],
  ] as const)
    expect(error(await register(box, more))).toEqual([422, `Validation failed: ${says}`])
})

test('before 4.3: no profile, no lists, no description of the server, no PKCE', async () => {
  await using box = await practice()
  await box.settings('mastodon', { version: '4.2.10' })
  expect((await register(box)).status).toBe(422)
  expect((await register(box, { redirect_uris: callback })).status).toBe(422)
  const old = await registered(box, { redirect_uris: callback, scopes: 'read write' })
  expect((await box.ask('/mastodon/.well-known/oauth-authorization-server')).status).toBe(404)
  const { to } = await consent(box, old, { scope: 'read write' })
  const told = await exchange(box, old, to.searchParams.get('code') ?? '', { code_verifier: 'another' })
  expect([told.status, told.body['scope']]).toEqual([200, 'read write'])
})

test('the server tells where OAuth lives', async () => {
  await using box = await practice()
  expect((await box.ask('/mastodon/.well-known/oauth-authorization-server')).body).toMatchObject({
    issuer: 'https://mastodon.social/',
    authorization_endpoint: 'https://mastodon.social/oauth/authorize',
    token_endpoint: 'https://mastodon.social/oauth/token',
    revocation_endpoint: 'https://mastodon.social/oauth/revoke',
    app_registration_endpoint: 'https://mastodon.social/api/v1/apps',
    code_challenge_methods_supported: ['S256'],
    scopes_supported: expect.arrayContaining(['profile', 'write:statuses']),
  })
})

test('the consent page names the application, its scopes and the people', async () => {
  await using box = await practice()
  const told = await box.ask(`${page}?${String(new URLSearchParams(question(await registered(box))))}`)
  expect(told.status).toBe(200)
  for (const text of ['Scheduler', 'Write, change and delete posts', '@practice_bakery@mastodon.social'])
    expect(told.text).toContain(text)
})

test('consent, code, token; nothing ends and nothing can be renewed', async () => {
  await using box = await practice()
  const client = await registered(box)
  const { status, to } = await consent(box, client, { person: bakery })
  expect([status, to.origin + to.pathname, to.searchParams.get('state')]).toEqual([302, callback, 'abc'])
  const told = await exchange(box, client, to.searchParams.get('code') ?? '')
  expect(told.body).toEqual({
    access_token: expect.stringMatching(/^\w{43}$/),
    token_type: 'Bearer',
    scope: scopes,
    created_at: expect.any(Number),
  })
  const token = String(told.body['access_token'])
  await box.advance(360 * 86_400)
  expect((await me(box, token)).body).toMatchObject({ id: bakery, username: 'practice_bakery', bot: true })
  const form = { grant_type: 'refresh_token', refresh_token: token, ...client }
  expect(error(await box.ask('/mastodon/oauth/token', { form }))).toEqual([400, 'unsupported_grant_type'])
  expect(error(await exchange(box, client, to.searchParams.get('code') ?? ''))).toEqual([400, 'invalid_grant'])
})

test('the first person is chosen where nobody is named; posts name the application', async () => {
  await using box = await practice()
  const token = await connected(box, await registered(box))
  expect((await me(box, token)).body).toMatchObject({
    id: ida,
    source: { privacy: 'public', sensitive: false, language: null },
  })
  const told = await box.ask('/mastodon/api/v1/statuses', { token, json: { status: 'Hello' } })
  expect(told.body).toMatchObject({ application: { name: 'Scheduler', website: 'https://app.example' } })
  expect((await box.ask('/mastodon/oauth/userinfo', { token })).body).toMatchObject({
    sub: 'https://mastodon.social/@ida_practice',
    preferred_username: 'ida_practice',
  })
})

test('a code is bound to its client, its callback, its verifier and ten minutes', async () => {
  await using box = await practice()
  const client = await registered(box)
  const code = async () => (await consent(box, client)).to.searchParams.get('code') ?? ''
  expect(error(await exchange(box, client, await code(), { code_verifier: 'another' }))).toEqual([400, 'invalid_grant'])
  expect(error(await exchange(box, client, await code(), { redirect_uri: 'https://app.example/' }))).toEqual([
    400,
    'invalid_grant',
  ])
  expect(error(await exchange(box, await registered(box), await code()))).toEqual([400, 'invalid_grant'])
  const late = await code()
  await box.advance(601)
  expect(error(await exchange(box, client, late))).toEqual([400, 'invalid_grant'])
  expect(error(await exchange(box, { ...client, client_secret: 'wrong' }, await code()))).toEqual([
    401,
    'invalid_client',
  ])
})

test('refusals go back to the application, or to a page where it is not known', async () => {
  await using box = await practice()
  const client = await registered(box)
  const refused = await consent(box, client, { decision: 'refuse' })
  expect(Object.fromEntries(refused.to.searchParams)).toEqual({
    error: 'access_denied',
    error_description: 'The resource owner or authorization server denied the request.',
    state: 'abc',
  })
  const asked = async (more: Record<string, string>) => {
    const told = await box.ask(`${page}?${String(new URLSearchParams(question(client, more)))}`)
    const location = told.headers.get('location')
    return [told.status, location === null ? null : new URL(location).searchParams.get('error')]
  }
  expect(await asked({ scope: 'profile write' })).toEqual([302, 'invalid_scope'])
  expect(await asked({ response_type: 'token' })).toEqual([302, 'unsupported_response_type'])
  expect(await asked({ code_challenge_method: 'plain' })).toEqual([302, 'invalid_code_challenge_method'])
  expect(await asked({ redirect_uri: 'https://evil.example/' })).toEqual([400, null])
  expect(await asked({ client_id: 'unknown' })).toEqual([400, null])
})

test('out of band the person gets a code to copy', async () => {
  await using box = await practice()
  const oob = 'urn:ietf:wg:oauth:2.0:oob'
  const client = await registered(box, { redirect_uris: oob })
  const told = await box.ask(page, { form: { ...question(client), redirect_uri: oob, decision: 'allow' } })
  const { text } = await box.ask(told.headers.get('location') ?? '')
  const code = /<code>(\w+)<\/code>/.exec(text)?.[1] ?? ''
  expect((await exchange(box, client, code, { redirect_uri: oob })).status).toBe(200)
})

test('an application has a token of its own, which is nobody', async () => {
  await using box = await practice()
  const client = await registered(box)
  const form = { grant_type: 'client_credentials', ...client, scope: 'write:statuses profile' }
  const token = String((await box.ask('/mastodon/oauth/token', { form })).body['access_token'])
  expect((await box.ask('/mastodon/api/v1/apps/verify_credentials', { token })).body).toMatchObject({
    name: 'Scheduler',
  })
  expect(error(await me(box, token))).toEqual([401, 'This API requires an authenticated user'])
})

test('a revoked token says so; revoking twice is fine, a stranger’s is not', async () => {
  await using box = await practice()
  const client = await registered(box)
  const token = await connected(box, client)
  expect(error(await revoke(box, await registered(box), token))).toEqual([403, 'unauthorized_client'])
  expect((await me(box, token)).status).toBe(200)
  for (const _ of [1, 2]) expect(await revoke(box, client, token)).toMatchObject({ status: 200, body: {} })
  expect(error(await me(box, token))).toEqual([401, 'The access token was revoked'])
  expect((await me(box, token)).headers.get('www-authenticate')).toContain('invalid_token')
  expect(error(await me(box, 'unknown'))).toEqual([401, 'The access token is invalid'])
  expect((await box.ask('/mastodon/api/v1/accounts/verify_credentials')).status).toBe(401)
})

test('a broad scope holds its granular ones; others are outside', async () => {
  await using box = await onMastodon()
  const only = async (scope: string) => await box.mint('mastodon', ida, [scope])
  const outside = [403, 'This action is outside the authorized scopes']
  expect((await box.post({ status: 'x' }, { token: await only('write') })).status).toBe(200)
  expect((await box.post({ status: 'x' }, { token: await only('write:statuses') })).status).toBe(200)
  expect(error(await box.post({ status: 'x' }, { token: await only('write:media') }))).toEqual(outside)
  expect((await me(box, await only('profile'))).status).toBe(200)
  expect((await me(box, await only('read:accounts'))).status).toBe(200)
  expect(error(await me(box, await only('read:statuses')))).toEqual(outside)
})

test('a forgotten application has to register again', async () => {
  await using box = await practice()
  const client = await registered(box)
  const { to } = await consent(box, client)
  await box.fault('mastodon', 'app_lost')
  expect(error(await exchange(box, client, to.searchParams.get('code') ?? ''))).toEqual([401, 'invalid_client'])
  expect((await consent(box, client)).status).toBe(400)
  const again = await registered(box)
  expect((await me(box, await connected(box, again))).status).toBe(200)
})

test('the practice application redirects to any loopback address, added ones to theirs', async () => {
  await using box = await practice()
  const known = { client_id: 'sandbox-mastodon', client_secret: 'sandbox-mastodon-secret' }
  const loopback = 'http://127.0.0.1:3000/callback'
  expect((await consent(box, known, { redirect_uri: loopback })).status).toBe(302)
  expect((await consent(box, known)).status).toBe(400)
  const added = { clientId: 'mine', clientSecret: 's', redirectUris: [callback] }
  await box.control('/apps', { platform: 'mastodon', ...added })
  expect((await me(box, await connected(box, { client_id: 'mine', client_secret: 's' }))).status).toBe(200)
})
