import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose'
import { describe, expect, test } from 'vitest'
import type { RequestOptions } from '../outside/door.ts'
import { worldOf } from '../outside/sandbox.ts'
import type { Settings } from '../settings.ts'
import {
  assertionKey,
  assertionKeyId,
  clientDocument,
  documentClientId,
  missingForDocument,
} from './client-document.ts'
import { pushRequest, type Speaker } from './grant.ts'
import { harbour } from './harbour-platform.testing.ts'

const at = (backendUrl: string, stateSecret = 'a secret of the state') => ({
  settings: { backendUrl, stateSecret } as unknown as Settings,
  platforms: { harbour },
})
const own = at('https://posthorn.example')
const redirectUri = 'https://posthorn.example/api/v1/auth/social/callback/harbour'
const sent = { platform: 'harbour', network: 'real', redirectUri, scopes: ['one', 'two'] } as const

test('the address of the document is our name, and the document names itself', () => {
  const id = documentClientId(own, sent)
  expect(id).toBe('https://posthorn.example/oauth/harbour/client-metadata.json')
  expect(clientDocument(own, 'harbour')).toMatchObject({
    client_id: id,
    redirect_uris: [redirectUri],
    scope: 'one two',
    dpop_bound_access_tokens: true,
    token_endpoint_auth_method: 'private_key_jwt',
  })
})

test('its key shows no private half, and is the same in every process with the same secret', () => {
  const { jwks } = clientDocument(own, 'harbour') as { jwks?: { keys: object[] } }
  expect(Object.keys(jwks?.keys[0] ?? {}).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'])
  expect(clientDocument(at('https://posthorn.example'), 'harbour')['jwks']).toEqual(jwks)
  expect(clientDocument(at('https://posthorn.example', 'another'), 'harbour')['jwks']).not.toEqual(jwks)
})

test('what it signs is believed by whoever reads the document', async () => {
  const asked: RequestOptions[] = []
  const speaker: Speaker = {
    door: {
      request(options) {
        asked.push(options)
        return Promise.resolve({ status: 201, headers: {}, body: Buffer.from('{"request_uri":"urn:x"}') })
      },
    },
    world: worldOf('real', undefined),
    client: {
      id: documentClientId(own, sent),
      sign: { key: assertionKey(own.settings), kid: assertionKeyId(own.settings) },
    },
    way: {
      via: 'bound',
      authorize: 'https://as.example/authorize',
      token: 'https://as.example/token',
      push: 'https://as.example/par',
      issuer: 'https://as.example',
      scopes: ['one'],
      pkce: true,
      clientAuth: 'body',
      renew: 'rotating',
    },
  }
  const ask = { redirectUri, state: 'S'.repeat(43), verifier: 'V'.repeat(43) }
  expect(await pushRequest(speaker, ask)).toMatchObject({ is: 'pushed' })
  await pushRequest(speaker, ask)
  const keys = createLocalJWKSet(clientDocument(own, 'harbour')['jwks'] as unknown as JSONWebKeySet)
  const claims = await Promise.all(
    asked.map(async ({ body }) => {
      const assertion = new URLSearchParams(typeof body === 'string' ? body : '').get('client_assertion') ?? ''
      const name = documentClientId(own, sent)
      return (await jwtVerify(assertion, keys, { audience: 'https://as.example', issuer: name, subject: name })).payload
    }),
  )
  expect(new Set(claims.map(({ jti }) => jti)).size).toBe(2)
})

describe('without a public address', () => {
  test.each([
    ['http://127.0.0.1:3000', []],
    ['http://[::1]:3000', []],
    ['https://posthorn.example', []],
    ['http://localhost:3000', ['BACKEND_URL']],
    ['http://192.168.1.5:3000', ['BACKEND_URL']],
    ['http://127.0.0.1.evil.example', ['BACKEND_URL']],
  ])('%s lacks %j', (backendUrl, missing) => {
    expect(missingForDocument({ backendUrl })).toEqual(missing)
  })
  test('there is the exception for programs on a person’s own machine', () => {
    const id = documentClientId(at('http://127.0.0.1:3000'), { ...sent, redirectUri: 'http://127.0.0.1:3000/cb' })
    expect(id).toBe('http://localhost?redirect_uri=http%3A%2F%2F127.0.0.1%3A3000%2Fcb&scope=one%20two')
  })
  test('and nothing for others', () => {
    const away = { ...sent, redirectUri: 'http://192.168.1.5:3000/cb' }
    expect(() => documentClientId(at('http://192.168.1.5:3000'), away)).toThrow('no app for Harbour')
    expect(() => clientDocument(at('http://127.0.0.1:3000'), 'harbour')).toThrow()
  })
  test.each(['twitter', 'nowhere', '__proto__'])('%s has no document', (id) => {
    expect(() => clientDocument(own, id)).toThrow()
  })
})
