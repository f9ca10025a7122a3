import { describe, expect, test } from 'vitest'
import type { Answer, RequestOptions } from '../outside/door.ts'
import { worldOf } from '../outside/sandbox.ts'
import { appSecretProof, authorizeUrl, exchangeCode, readCallback, renewGrant, type Speaker } from './grant.ts'
import { plain, readTokens } from './grant.read.ts'
import type { OAuthWay } from './world.ts'

const client = { id: 'id-1', secret: 's_3.c-ret' }
const ask = { redirectUri: 'https://own.example/cb', state: 'S'.repeat(43), verifier: 'V'.repeat(43) }
const plainWay: OAuthWay = {
  via: 'oauth',
  how: 'oauth',
  app: 'APP',
  authorize: 'https://net.example/authorize',
  token: 'https://api.net.example/token',
  scopes: ['a.read', 'a.write'],
  pkce: true,
  clientAuth: 'basic',
  renew: 'rotating',
}

/** A network that answers from a list, and what it was asked. */
function speakTo(way: OAuthWay, ...answers: object[]) {
  const asked: RequestOptions[] = []
  const request = (options: RequestOptions): Promise<Answer> => {
    asked.push(options)
    const body = Buffer.from(JSON.stringify(answers[asked.length - 1]))
    return Promise.resolve({ status: 200, headers: { 'content-type': 'application/json' }, body })
  }
  const speaker: Speaker = { door: { request }, world: worldOf('real', undefined), way, client }
  return { speaker, asked }
}
const back = (speaker: Speaker) =>
  readCallback(speaker, new URLSearchParams({ code: 'c!*', state: ask.state }), ask.state)
const fieldsOf = (asked: RequestOptions | undefined) =>
  Object.fromEntries(new URLSearchParams(typeof asked?.body === 'string' ? asked.body : ''))

test('the standard way: PKCE, Basic as it is, the code as it came', async () => {
  const { speaker, asked } = speakTo(plainWay, {
    access_token: 'A',
    refresh_token: 'R',
    expires_in: 7200,
    scope: 'x y',
  })
  const url = new URL(await authorizeUrl(speaker, ask))
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    client_id: 'id-1',
    scope: 'a.read a.write',
    code_challenge_method: 'S256',
  })
  expect(url.search).toContain('a.read%20a.write')
  expect(await exchangeCode(speaker, back(speaker), ask)).toEqual({
    is: 'granted',
    tokens: { access: 'A', refresh: 'R', expiresIn: 7200, scopes: ['x', 'y'] },
  })
  expect(asked).toHaveLength(1)
  expect(asked[0]).toMatchObject({
    url: plainWay.token,
    fresh: true,
    headers: { authorization: `Basic ${Buffer.from('id-1:s_3.c-ret').toString('base64')}` },
  })
  expect(fieldsOf(asked[0])).toMatchObject({ code: 'c!*', code_verifier: ask.verifier, redirect_uri: ask.redirectUri })
})

test('another name for the client id, commas between scopes, no PKCE', async () => {
  const dialect = { clientId: 'client_key', separator: ',' } as const
  const { speaker, asked } = speakTo({ ...plainWay, pkce: false, clientAuth: 'body', dialect }, { access_token: 'A' })
  const url = new URL(await authorizeUrl(speaker, ask))
  expect(Object.fromEntries(url.searchParams)).toMatchObject({ client_key: 'id-1', scope: 'a.read,a.write' })
  expect([url.searchParams.has('client_id'), url.searchParams.has('code_challenge')]).toEqual([false, false])
  await exchangeCode(speaker, back(speaker), ask)
  const fields = fieldsOf(asked[0])
  expect(fields).toMatchObject({ client_key: 'id-1', client_secret: client.secret })
  expect([fields['client_id'], fields['code_verifier']]).toEqual([undefined, undefined])
})

test('a second exchange for a longer life, and renewal by the token itself', async () => {
  const exchange = {
    url: 'https://graph.net.example/access_token',
    grant: 'long_exchange',
    renewUrl: 'https://graph.net.example/refresh',
    renewGrant: 'long_refresh',
  }
  const way = { ...plainWay, clientAuth: 'body', dialect: { exchange } } as const
  const short = { access_token: 'SHORT', permissions: ['a.read'] }
  const { speaker, asked } = speakTo(
    way,
    short,
    { access_token: 'LONG', expires_in: 5_183_944 },
    { access_token: 'NEW' },
  )
  expect(await exchangeCode(speaker, back(speaker), ask)).toMatchObject({
    tokens: { access: 'LONG', expiresIn: 5_183_944, scopes: ['a.read'] },
  })
  expect(Object.fromEntries(new URL(asked[1]?.url ?? '').searchParams)).toEqual({
    grant_type: 'long_exchange',
    client_id: 'id-1',
    client_secret: client.secret,
    access_token: 'SHORT',
  })
  expect(await renewGrant(speaker, { access: 'LONG' })).toMatchObject({ tokens: { access: 'NEW' } })
  expect(Object.fromEntries(new URL(asked[2]?.url ?? '').searchParams)).toEqual({
    grant_type: 'long_refresh',
    access_token: 'LONG',
  })
})

test('a token parameter with a name of its own', async () => {
  const exchange = { url: 'https://g.example/t', grant: 'ex', tokenName: 'ex_token' }
  const { speaker, asked } = speakTo(
    { ...plainWay, dialect: { exchange } },
    { access_token: 'S' },
    { access_token: 'L' },
  )
  await exchangeCode(speaker, back(speaker), ask)
  expect(new URL(asked[1]?.url ?? '').searchParams.get('ex_token')).toBe('S')
})

test('the proof of the app is the HMAC of the token', () => {
  expect(appSecretProof({ secret: 'key' }, 'The quick brown fox jumps over the lazy dog')).toBe(
    'f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8',
  )
})

describe('what networks answer', () => {
  test.each([
    ['X', 400, { error: 'invalid_request', error_description: 'Value passed for the token was invalid.' }, 'ended'],
    [
      'LinkedIn',
      400,
      {
        error: 'invalid_request',
        error_description: 'The provided authorization grant or refresh token is invalid, expired or revoked',
      },
      'ended',
    ],
    ['the standard', 400, { error: 'invalid_grant' }, 'ended'],
    ['TikTok, inside a 200', 200, { error: 'invalid_grant', error_description: 'x', log_id: '1' }, 'ended'],
    ['Meta', 400, { error: { message: 'Error validating access token', code: 190, type: 'OAuthException' } }, 'ended'],
    [
      'a wrong code',
      400,
      { error: 'invalid_request', error_description: 'Value passed for the authorization code was invalid.' },
      'refused',
    ],
    [
      'Instagram',
      400,
      { error_type: 'OAuthException', code: 400, error_message: 'Matching code was not found' },
      'refused',
    ],
    ['a wrong secret', 401, { error: 'invalid_client' }, 'app'],
    ['no Basic header', 401, { error: 'unauthorized_client', error_description: 'Missing valid header' }, 'app'],
    ['X in trouble', 401, { title: 'Unauthorized' }, 'trouble'],
    ['too many', 429, { error: 'invalid_grant' }, 'trouble'],
    ['down', 503, '<html>', 'trouble'],
    ['nonsense', 200, null, 'trouble'],
    ['an empty token', 200, { access_token: '' }, 'trouble'],
  ])('%s', (_, status, body, what) => {
    expect(readTokens({ status, body })).toMatchObject({ is: 'told', what })
  })
  test.each([
    [
      { access_token: 'A', scope: 'a,b c' },
      { access: 'A', scopes: ['a', 'b', 'c'] },
    ],
    [{ data: [{ access_token: 'A', permissions: 'a,b' }] }, { access: 'A', scopes: ['a', 'b'] }],
    [
      { access_token: 'A', expires_in: '60', refresh_expires_in: 5 },
      { access: 'A', expiresIn: 60, refreshExpiresIn: 5 },
    ],
    [{ access_token: 'A', expires_in: -1 }, { access: 'A' }],
  ])('%j', (body, tokens) => {
    expect(readTokens({ status: 200, body })).toEqual({ is: 'granted', tokens })
  })
  test('threat 7: words of strangers are inert and bounded', () => {
    expect(plain(`a\r\nb\u001B[31mc\u202Ed${'x'.repeat(1_000)}`)).toMatch(/^a b \[31mc dx{1,190}$/)
  })
})
