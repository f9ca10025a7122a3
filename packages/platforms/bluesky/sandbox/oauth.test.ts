import { createHash, randomUUID } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { lost } from '../../sandbox/practice.testing.ts'
import { createdAt, key, onBluesky, postType, type OnBluesky } from './bluesky.testing.ts'

const callback = 'http://127.0.0.1:3000/cb'
const scope = 'atproto transition:generic'
const loopback = `http://localhost?redirect_uri=${encodeURIComponent(callback)}&scope=${encodeURIComponent(scope)}`
const verifier = 'a-verifier-of-at-least-forty-three-characters-x'
const challenge = createHash('sha256').update(verifier).digest('base64url')
const asked = {
  client_id: loopback,
  response_type: 'code',
  redirect_uri: callback,
  scope,
  state: 'abc',
  code_challenge: challenge,
  code_challenge_method: 'S256',
}

/** A client with a key of its own, that remembers the last nonce. */
async function client(sky: OnBluesky) {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  const jwk = await exportJWK(publicKey)
  let nonce: string | undefined
  const proof = (path: string, method: string, more: object = {}) =>
    new SignJWT({
      htm: method,
      htu: `https://bsky.social${path}`,
      jti: randomUUID(),
      ...(nonce ? { nonce } : {}),
      ...more,
    })
      .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk })
      .setIssuedAt()
      .sign(privateKey)

  async function once(path: string, asking: Parameters<OnBluesky['ask']>[1] = {}, more: object = {}) {
    const method = asking.method ?? (asking.form || asking.json ? 'POST' : 'GET')
    const dpop = await proof(path.replace(/\?.*/, ''), method, more)
    const told = await sky.ask(`/bluesky${path}`, { ...asking, headers: { ...asking.headers, dpop } })
    nonce = told.headers.get('dpop-nonce') ?? nonce
    return told
  }
  /** Sends again with the nonce when told to. */
  async function send(...args: Parameters<typeof once>) {
    const told = await once(...args)
    return told.text.includes('use_dpop_nonce') ? await once(...args) : told
  }
  const push = (more: Record<string, string> = {}) => send('/oauth/par', { form: { ...asked, ...more } })
  async function consent(more: Record<string, string> = {}, decision: Record<string, string> = {}) {
    const pushed = await push(more)
    const form = { client_id: asked.client_id, ...more, request_uri: String(pushed.body['request_uri']) }
    const told = await sky.ask('/bluesky/oauth/authorize', {
      form: { client_id: form.client_id, request_uri: form.request_uri, decision: 'allow', ...decision },
    })
    return { status: told.status, to: new URL(told.headers.get('location') ?? 'about:blank') }
  }
  const exchange = (code: string, more: Record<string, string> = {}) =>
    send('/oauth/token', {
      form: {
        grant_type: 'authorization_code',
        code,
        redirect_uri: callback,
        code_verifier: verifier,
        client_id: loopback,
        ...more,
      },
    })
  return {
    jkt: () => calculateJwkThumbprint(jwk, 'sha256'),
    proof,
    once,
    send,
    push,
    consent,
    exchange,
    grant: async (more: Record<string, string> = {}) =>
      (
        await exchange(
          (await consent(more)).to.searchParams.get('code') ?? '',
          more['client_id'] ? { client_id: more['client_id'] } : {},
        )
      ).body,
    renew: (token: unknown, more: Record<string, string> = {}) =>
      send('/oauth/token', {
        form: { grant_type: 'refresh_token', refresh_token: String(token), client_id: loopback, ...more },
      }),
    call: (path: string, token: unknown, asking: Parameters<OnBluesky['ask']>[1] = {}, more: object = {}) => {
      const ath = createHash('sha256').update(String(token)).digest('base64url')
      return send(path, { ...asking, headers: { authorization: `DPoP ${String(token)}` } }, { ath, ...more })
    },
  }
}
const me = '/xrpc/com.atproto.server.getSession'

test('the server says where everything is', async () => {
  await using sky = await onBluesky()
  const resource = await sky.ask('/bluesky/.well-known/oauth-protected-resource')
  expect(resource.body['authorization_servers']).toEqual(['https://bsky.social'])
  const server = await sky.ask('/bluesky/.well-known/oauth-authorization-server')
  expect(server.body).toMatchObject({
    issuer: 'https://bsky.social',
    pushed_authorization_request_endpoint: 'https://bsky.social/oauth/par',
    require_pushed_authorization_requests: true,
    dpop_signing_alg_values_supported: ['ES256'],
    client_id_metadata_document_supported: true,
  })
})

test('pushed request, consent, code, tokens, call, renewal, end', async () => {
  await using sky = await onBluesky()
  const app = await client(sky)
  const pushed = await app.push()
  expect([pushed.status, pushed.body]).toEqual([
    201,
    { request_uri: expect.stringMatching(/^urn:ietf:params:oauth:request_uri:req-/), expires_in: 299 },
  ])
  const page = await sky.ask(
    `/bluesky/oauth/authorize?${String(new URLSearchParams({ client_id: loopback, request_uri: String(pushed.body['request_uri']) }))}`,
  )
  expect(page.text).toContain('@practice.bsky.social')
  expect(page.text).toContain('Write, change and delete what is yours')
  const { status, to } = await app.consent({}, { person: sky.other.id })
  expect([status, to.origin + to.pathname, to.searchParams.get('state'), to.searchParams.get('iss')]).toEqual([
    302,
    callback,
    'abc',
    'https://bsky.social',
  ])
  const first = await app.exchange(to.searchParams.get('code') ?? '')
  expect(first.body).toMatchObject({ token_type: 'DPoP', expires_in: 3600, scope, sub: sky.other.id })
  expect((await app.call(me, first.body['access_token'])).body).toMatchObject({ did: sky.other.id })
  const second = await app.renew(first.body['refresh_token'])
  expect(second.body).toMatchObject({ sub: sky.other.id, scope })
  expect((await app.call(me, second.body['access_token'])).status).toBe(200)
  const ended = await app.send('/oauth/revoke', {
    form: { token: String(second.body['refresh_token']), client_id: loopback },
  })
  expect(ended.status).toBe(200)
  const over = await app.call(me, second.body['access_token'])
  expect([over.status, over.body['error']]).toEqual([401, 'invalid_token'])
  expect(over.headers.get('www-authenticate')).toMatch(/^DPoP .*error="invalid_token"/)
})

test('the form of the page alone is a consent of the first person', async () => {
  await using sky = await onBluesky()
  const app = await client(sky)
  const { to } = await app.consent({ login_hint: sky.other.handle })
  expect((await app.exchange(to.searchParams.get('code') ?? '')).body['sub']).toBe(sky.other.id)
  expect((await app.grant())['sub']).toBe(sky.me.id)
  const denied = await app.consent({}, { decision: 'refuse' })
  expect(Object.fromEntries(denied.to.searchParams)).toMatchObject({ error: 'access_denied', state: 'abc' })
  const fragment = await app.consent({ response_mode: 'fragment' })
  expect(new URLSearchParams(fragment.to.hash.slice(1)).get('code')).toMatch(/^cod-/)
})

test.each([
  ['no PKCE', { code_challenge: '' }, 'invalid_request', /PKCE/],
  ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request', /S256/],
  ['no atproto scope', { scope: 'transition:generic' }, 'invalid_scope', /"atproto" scope is required/],
  ['a scope that is not declared', { scope: 'atproto repo:*' }, 'invalid_scope', /not declared/],
  ['another callback', { redirect_uri: 'http://127.0.0.1:3000/other' }, 'invalid_request', /redirect_uri/],
  ['another type', { response_type: 'token' }, 'unsupported_response_type', /token/],
  ['a document nobody can fetch', { client_id: 'https://app.example/client.json' }, 'invalid_client_metadata', /apps/],
  [
    'localhost by name',
    { client_id: 'http://localhost?redirect_uri=http%3A%2F%2Flocalhost%2Fcb' },
    'invalid_client_metadata',
    /Invalid client ID/,
  ],
])('%s is refused when pushed', async (_, more, error, description) => {
  await using sky = await onBluesky()
  const form: Record<string, string> = { ...asked, ...more }
  if (form['code_challenge'] === '') delete form['code_challenge']
  const told = await sky.ask('/bluesky/oauth/par', { form })
  expect([told.status, told.body['error']]).toEqual([400, error])
  expect(told.body['error_description']).toMatch(description)
})

test('a request has to be pushed, belongs to one client, and is good for five minutes', async () => {
  await using sky = await onBluesky()
  const app = await client(sky)
  const page = (values: Record<string, string>) =>
    sky.ask(`/bluesky/oauth/authorize?${String(new URLSearchParams(values))}`)
  expect((await page(asked)).text).toContain('pushed first')
  expect((await page({ client_id: loopback, request_uri: 'urn:x' })).text).toContain('Unknown request_uri')
  const request_uri = String((await app.push()).body['request_uri'])
  expect((await page({ client_id: 'sandbox-bluesky', request_uri })).text).toContain('another client')
  await sky.advance(300)
  expect((await page({ client_id: loopback, request_uri })).text).toContain('has expired')
})

test('proofs need the nonce, the method, the address, the token, their age, and are good once', async () => {
  await using sky = await onBluesky()
  const app = await client(sky)
  const bare = await sky.ask('/bluesky/oauth/par', {
    form: asked,
    headers: { dpop: await app.proof('/oauth/par', 'POST') },
  })
  expect([bare.status, bare.body['error']]).toEqual([400, 'use_dpop_nonce'])
  expect(bare.headers.get('dpop-nonce')).toMatch(/./)
  const { access_token: token } = await app.grant()
  const refused = async (more: object, path = me) => (await app.call(path, token, {}, more)).body
  expect((await app.call(me, token)).status).toBe(200)
  expect(await refused({ htm: 'POST' })).toEqual({ error: 'invalid_dpop_proof', message: 'DPoP "htm" mismatch' })
  expect(await refused({ htu: 'https://bsky.social/xrpc/other' })).toMatchObject({ message: 'DPoP "htu" mismatch' })
  expect(await refused({ ath: 'x' })).toMatchObject({ message: 'DPoP "ath" mismatch' })
  expect(await refused({ jti: '' })).toMatchObject({ message: 'DPoP "jti" missing' })
  expect((await app.call(me, token, {}, { htu: `${sky.url}/bluesky${me}` })).status).toBe(200)
  const jti = randomUUID()
  expect((await app.call(me, token, {}, { jti })).status).toBe(200)
  expect(await refused({ jti })).toMatchObject({ message: 'DPoP proof replayed' })
  const without = await sky.ask(`/bluesky${me}`, { headers: { authorization: `DPoP ${String(token)}` } })
  expect([without.status, without.body['error']]).toEqual([401, 'invalid_dpop_proof'])
  const stolen = await (await client(sky)).call(me, token)
  expect([stolen.status, stolen.body['message']]).toEqual([401, 'Invalid DPoP key binding'])
  const bearer = await sky.ask(`/bluesky${me}`, { token: String(token) })
  expect([bearer.status, bearer.body['error']]).toEqual([400, 'InvalidToken'])
})

test('a nonce grows old; the resource server asks for a new one in its header', async () => {
  await using sky = await onBluesky()
  const app = await client(sky)
  const { access_token: token } = await app.grant()
  await sky.advance(180)
  const ath = createHash('sha256').update(String(token)).digest('base64url')
  const asking = { headers: { authorization: `DPoP ${String(token)}` } }
  const told = await app.once(me, asking, { ath })
  expect([told.status, told.body['error']]).toEqual([401, 'use_dpop_nonce'])
  expect(told.headers.get('www-authenticate')).toContain('error="use_dpop_nonce"')
  expect((await app.once(me, asking, { ath })).status).toBe(200)
  await sky.fault('bluesky', 'nonce_old')
  expect((await app.once(me, asking, { ath })).body['error']).toBe('use_dpop_nonce')
  expect((await app.once(me, asking, { ath })).status).toBe(200)
})

test('codes and refresh tokens are good once', async () => {
  await using sky = await onBluesky()
  const app = await client(sky)
  const code = async () => (await app.consent()).to.searchParams.get('code') ?? ''
  const used = await code()
  expect((await app.exchange(used)).status).toBe(200)
  expect((await app.exchange(used)).body).toEqual({ error: 'invalid_grant', error_description: 'Invalid code' })
  expect((await app.exchange(await code(), { code_verifier: verifier.toUpperCase() })).body['error']).toBe(
    'invalid_grant',
  )
  expect((await app.exchange(await code(), { redirect_uri: `${callback}/` })).body['error']).toBe('invalid_grant')
  expect((await (await client(sky)).exchange(await code())).body['error_description']).toMatch(/JKT/)
  const late = await code()
  await sky.advance(301)
  expect((await app.exchange(late)).body['error_description']).toBe('This code has expired')

  const first = await app.grant()
  const second = (await app.renew(first['refresh_token'])).body
  expect((await app.renew(first['refresh_token'])).body['error_description']).toBe('Refresh token replayed')
  expect((await app.renew(second['refresh_token'])).body['error']).toBe('invalid_grant')
  expect((await app.call(me, second['access_token'])).status).toBe(401)
  const none = await sky.ask('/bluesky/oauth/token', {
    form: { grant_type: 'authorization_code', code: await code(), client_id: loopback },
  })
  expect([none.status, none.body['error']]).toEqual([401, 'invalid_dpop_proof'])
})

test('a session of a public client ends after two weeks', async () => {
  await using sky = await onBluesky()
  const app = await client(sky)
  const first = await app.grant()
  await sky.advance(3600)
  expect((await app.call(me, first['access_token'])).body['error']).toBe('invalid_token')
  const second = (await app.renew(first['refresh_token'])).body
  await sky.advance(14 * 86_400)
  expect((await app.renew(second['refresh_token'])).body['error_description']).toBe('Session expired')
})

test('a renewal whose answer is lost has used the token up', async () => {
  await using sky = await onBluesky()
  const app = await client(sky)
  const first = await app.grant()
  await sky.fault('bluesky', 'refresh_lost')
  expect(await lost(app.renew(first['refresh_token']))).toBe('lost')
  expect((await app.renew(first['refresh_token'])).body['error']).toBe('invalid_grant')
  const other = await app.grant()
  await sky.fault('bluesky', 'token_revoked')
  expect((await app.call(me, other['access_token'])).body['error']).toBe('invalid_token')
  expect((await app.renew(other['refresh_token'])).body['error']).toBe('invalid_grant')
})

test('scopes are what one may do', async () => {
  await using sky = await onBluesky()
  const app = await client(sky)
  const may = async (scopes: string, action: 'put' | 'create' | 'upload') => {
    const { access_token: token } = await app.grant({ client_id: 'sandbox-bluesky', scope: scopes })
    const record = { $type: postType, text: scopes, createdAt }
    const calls = {
      put: ['com.atproto.repo.putRecord', { repo: sky.me.id, collection: postType, rkey: key(1), record }],
      create: ['com.atproto.repo.createRecord', { repo: sky.me.id, collection: postType, record }],
      upload: ['com.atproto.repo.uploadBlob', {}],
    } as const
    const [name, json] = calls[action]
    return await app.call(`/xrpc/${name}`, token, { json })
  }
  const missing = await may('atproto repo:app.bsky.feed.post?action=create', 'put')
  expect([missing.status, missing.body]).toEqual([
    403,
    { error: 'ScopeMissingError', message: 'Missing required scope "repo:app.bsky.feed.post?action=update"' },
  ])
  expect((await may('atproto repo:app.bsky.feed.post', 'put')).status).toBe(200)
  expect((await may('atproto include:app.bsky.authCreatePosts', 'create')).status).toBe(200)
  expect((await may('atproto include:app.bsky.authCreatePosts', 'put')).body['error']).toBe('ScopeMissingError')
  expect((await may('atproto blob:image/*', 'upload')).status).toBe(403)
  expect((await may('atproto blob:*/*', 'upload')).status).toBe(200)
  const { scope: granted } = await app.grant({ client_id: 'sandbox-bluesky', scope: 'atproto nonsense:x' })
  expect(granted).toBe('atproto')
})

test('a confidential client signs for itself and stays longer', async () => {
  await using sky = await onBluesky()
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' }
  const id = 'https://app.example/client.json'
  await sky.control('/apps', {
    platform: 'bluesky',
    clientId: id,
    clientSecret: JSON.stringify({ keys: [jwk] }),
    redirectUris: [callback],
  })
  const app = await client(sky)
  const assert = async (audience = 'https://bsky.social') => ({
    client_id: id,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await new SignJWT({ jti: randomUUID() })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setIssuer(id)
      .setSubject(id)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime('1m')
      .sign(privateKey),
  })
  expect((await app.push({ client_id: id })).body['error_description']).toMatch(/client_assertion/)
  expect((await app.push(await assert('https://other.example'))).body['error']).toBe('invalid_client')
  const pushed = await app.push(await assert())
  const told = await sky.ask('/bluesky/oauth/authorize', {
    form: { client_id: id, request_uri: String(pushed.body['request_uri']), decision: 'allow' },
  })
  const code = new URL(told.headers.get('location') ?? '').searchParams.get('code') ?? ''
  const first = (await app.exchange(code, await assert())).body
  await sky.advance(30 * 86_400)
  expect((await app.renew(first['refresh_token'], await assert())).status).toBe(200)
})
