import { describe, expect, test } from 'vitest'
import { NotLocated } from '../interface.ts'
import type { Reply, Wire } from '../interface.ts'
import { reply, storedCall } from '../testing/stored.ts'
import { locate, readTyped, register, scopesFor } from './adapter.locate.ts'
import * as answers from './fixtures/answers.ts'

const ours = reply(200, answers.instance)
const missing = reply(404, { error: 'Not Found' })
const found = async (typed: string, ...stored: readonly Reply[]) => {
  const call = storedCall(...stored)
  const location = await locate(call, typed)
  return { location, asked: call.sent.map(({ url }) => url), sent: call.sent as readonly Wire[] }
}

describe('what a person types', () => {
  test.each([
    ['social.example', { domain: 'social.example' }],
    ['  Social.Example ', { domain: 'social.example' }],
    ['https://social.example/@ada', { domain: 'social.example' }],
    ['http://social.example', { domain: 'social.example' }],
    ['social.example:8443', { domain: 'social.example:8443' }],
    ['bücher.example', { domain: 'xn--bcher-kva.example' }],
    ['@ada@Social.example', { domain: 'social.example', account: 'ada@social.example' }],
    ['ada@social.example', { domain: 'social.example', account: 'ada@social.example' }],
  ])('%s', (typed, expected) => {
    expect(readTyped(typed)).toEqual(expected)
  })
  test.each(['', 'ada', '@ada', 'two words.example', 'https://', 'a@b@c.example', '@ada@', 'user:secret@a.example'])(
    '%j is told what is wanted',
    (typed) => {
      expect(() => readTyped(typed)).toThrow(NotLocated)
    },
  )
})

describe('locate', () => {
  test('by the document of the authorization server', async () => {
    const { location, sent } = await found('social.example', ours, reply(200, answers.oauthServer))
    expect(location).toEqual({
      host: 'social.example',
      issuer: 'https://social.example/',
      endpoints: {
        authorize: 'https://social.example/oauth/authorize?force_login=true',
        token: 'https://social.example/oauth/token',
        revoke: 'https://social.example/oauth/revoke',
      },
      scopes: ['profile', 'read:statuses', 'write:statuses', 'write:media'],
    })
    expect(sent.every(({ as }) => as === 'nobody')).toBe(true)
  })
  test('older servers have fixed paths and no `profile`', async () => {
    const { location, asked } = await found('old.example', missing, reply(200, { version: '3.5.3' }), missing)
    expect(location).toEqual({
      host: 'old.example',
      endpoints: {
        authorize: 'https://old.example/oauth/authorize?force_login=true',
        token: 'https://old.example/oauth/token',
        revoke: 'https://old.example/oauth/revoke',
      },
      scopes: ['read:accounts', 'read:statuses', 'write:statuses', 'write:media'],
    })
    expect(asked[1]).toBe('https://old.example/api/v1/instance')
  })
  test('addresses that are not https are not taken', async () => {
    const told = { ...answers.oauthServer, issuer: 'http://a.example', token_endpoint: 'javascript:alert(1)' }
    const { location } = await found('social.example', ours, reply(200, told))
    expect(location.issuer).toBeUndefined()
    expect(location.endpoints?.token).toBe('https://social.example/oauth/token')
  })
  test('a handle may be at home elsewhere', async () => {
    const links = [
      { rel: 'http://webfinger.net/rel/profile-page', href: 'https://example.org/@ada' },
      { rel: 'self', type: 'application/activity+json', href: 'https://social.example/users/ada' },
    ]
    const { location, asked } = await found(
      '@ada@example.org',
      reply(301, null, { location: 'https://social.example/.well-known/webfinger?resource=acct:ada@example.org' }),
      reply(200, { subject: 'acct:ada@example.org', links }),
      ours,
      reply(200, answers.oauthServer),
    )
    expect(location.host).toBe('social.example')
    expect(asked[0]).toBe('https://example.org/.well-known/webfinger?resource=acct%3Aada%40example.org')
    expect(asked[1]).toContain('https://social.example/.well-known/webfinger')
  })
  test.each([
    ['no WebFinger', [missing]],
    ['a page', [reply(200, '<html>')]],
    [
      'an address that is none',
      [reply(200, { links: [{ rel: 'self', type: 'application/json', href: 'javascript:x' }] })],
    ],
    ['a circle', [1, 2, 3].map(() => reply(302, null, { location: '/again' }))],
  ])('%s: the domain itself', async (_, stored) => {
    const { location } = await found('@ada@social.example', ...stored, ours, reply(200, answers.oauthServer))
    expect(location.host).toBe('social.example')
  })
  test('so may a whole domain', async () => {
    const elsewhere = reply(301, null, { location: 'https://social.example/.well-known/host-meta' })
    const { location, asked } = await found('example.org', missing, missing, elsewhere, ours, missing)
    expect(location.host).toBe('social.example')
    expect(asked[2]).toBe('https://example.org/.well-known/host-meta')
    const nowhere = found('example.org', missing, missing, elsewhere, missing, missing)
    await expect(nowhere).rejects.toThrow('example.org does not answer')
  })
  test('a server that speaks otherwise is named', async () => {
    const elsewhere = found('blog.example', missing, reply(200, '<html>'), missing)
    await expect(elsewhere).rejects.toThrow(new NotLocated('blog.example does not answer as a Mastodon server.'))
  })
})

test.each([
  ['broad ones only', ['read', 'write', 'follow'], ['read', 'write']],
  [
    'no profile',
    ['read', 'read:accounts', 'read:statuses', 'write:statuses', 'write:media'],
    ['read:accounts', 'read:statuses', 'write:statuses', 'write:media'],
  ],
])('scopes of a server with %s', (_, supported, asked) => {
  expect(scopesFor(supported)).toEqual(asked)
})

test('we register with one address as a text, which old servers take too', () => {
  const client = {
    name: 'Posthorn',
    website: 'https://p.example',
    redirectUri: 'https://p.example/cb',
    scopes: ['profile', 'write:media'],
  }
  expect(register({ host: 'social.example' }, client)).toEqual({
    method: 'POST',
    url: 'https://social.example/api/v1/apps',
    as: 'nobody',
    body: {
      is: 'json',
      value: {
        client_name: 'Posthorn',
        redirect_uris: 'https://p.example/cb',
        scopes: 'profile write:media',
        website: 'https://p.example',
      },
    },
  })
})
