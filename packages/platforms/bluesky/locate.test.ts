import { describe, expect, test } from 'vitest'
import { NotLocated } from '../interface.ts'
import { reply, storedCall } from '../testing/stored.ts'
import { identify, options } from './adapter.identify.ts'
import { locate, readTyped } from './adapter.locate.ts'
import * as answers from './fixtures/answers.ts'

const { did, document, host } = answers
const nobody = reply(400, { error: 'InvalidRequest', message: 'Unable to resolve handle' })
const urls = (call: ReturnType<typeof storedCall>) => call.sent.map(({ url }) => url)

describe('what is typed', () => {
  test.each([
    ['ada.example.com', { is: 'handle', name: 'ada.example.com' }],
    [' @Ada.Example.com ', { is: 'handle', name: 'ada.example.com' }],
    ['at://ada.example.com', { is: 'handle', name: 'ada.example.com' }],
    ['https://bsky.app/profile/ada.example.com', { is: 'handle', name: 'ada.example.com' }],
    [`https://bsky.app/profile/${did}/post/3k2`, { is: 'did', name: did }],
    [did, { is: 'did', name: did }],
    ['did:web:example.com', { is: 'did', name: 'did:web:example.com' }],
    ['https://pds.example/', { is: 'server', host: 'pds.example' }],
    ['localhost:2583', { is: 'server', host: 'localhost:2583' }],
  ])('%s', (typed, asked) => {
    expect(readTyped(typed)).toEqual(asked)
  })
  test.each(['ada', '', 'ada@example.com', 'two words', 'did:key:zQ3'])('%j is nothing of it', (typed) => {
    expect(() => readTyped(typed)).toThrow(NotLocated)
  })
})

describe('finding the server', () => {
  const signIn = [reply(200, answers.resource), reply(200, answers.signIn)]
  const located = {
    host,
    subject: did,
    hint: 'ada.example.com',
    issuer: 'https://as.example',
    endpoints: {
      authorize: 'https://as.example/oauth/authorize',
      token: 'https://as.example/oauth/token',
      push: 'https://as.example/oauth/par',
      revoke: 'https://as.example/oauth/revoke',
    },
  }
  test('from the handle to the sign-in page', async () => {
    const call = storedCall(reply(200, { did }), reply(200, document()), ...signIn)
    expect(await locate(call, '@ada.example.com', 'oauth')).toEqual(located)
    expect(urls(call)).toEqual([
      'https://public.api.bsky.app/xrpc/com.atproto.identity.resolveHandle?handle=ada.example.com',
      `https://plc.directory/${did}`,
      `https://${host}/.well-known/oauth-protected-resource`,
      'https://as.example/.well-known/oauth-authorization-server',
    ])
    expect(call.sent.every(({ as }) => as === 'nobody')).toBe(true)
  })
  test('a handle that only its own site knows', async () => {
    const call = storedCall(nobody, reply(200, `${did}\n`), reply(200, document()))
    expect(await locate(call, 'ada.example.com', 'app-password')).toEqual({
      host,
      subject: did,
      hint: 'ada.example.com',
    })
    expect(urls(call)[1]).toBe('https://ada.example.com/.well-known/atproto-did')
  })
  test('a DID, also one of the web', async () => {
    expect(await locate(storedCall(reply(200, document())), did, 'app-password')).toMatchObject({ host, hint: did })
    const web = 'did:web:example.com'
    const call = storedCall(
      reply(200, document({ id: web, service: [{ id: `${web}#atproto_pds`, serviceEndpoint: `https://${host}` }] })),
    )
    expect(await locate(call, web, 'app-password')).toMatchObject({ host, subject: web })
    expect(urls(call)).toEqual(['https://example.com/.well-known/did.json'])
  })
  test('a server without an account, for the sign-in page only', async () => {
    const { subject: _, hint: __, ...rest } = located
    expect(await locate(storedCall(...signIn), `https://${host}`, 'oauth')).toEqual(rest)
    expect(await locate(storedCall(nobody, reply(404), ...signIn), host, 'oauth')).toEqual(rest)
    await expect(locate(storedCall(nobody, reply(404)), host, 'app-password')).rejects.toThrow(/No account is called/)
  })
  test.each([
    [
      'the account has another handle',
      [reply(200, { did }), reply(200, document({ alsoKnownAs: ['at://eve.example'] }))],
    ],
    ['the document is another one’s', [reply(200, { did }), reply(200, document({ id: 'did:plc:other' }))]],
    ['there is no document', [reply(200, { did }), reply(404, { message: 'DID not registered' })]],
    ['the account has no server', [reply(200, { did }), reply(200, document({ service: [] }))]],
    [
      'its server is not https',
      [
        reply(200, { did }),
        reply(200, document({ service: [{ id: '#atproto_pds', serviceEndpoint: 'http://a.example' }] })),
      ],
    ],
    ['the server has no sign-in page', [reply(200, { did }), reply(200, document()), reply(404)]],
    [
      'another server pretends to be the sign-in page',
      [
        reply(200, { did }),
        reply(200, document()),
        reply(200, answers.resource),
        reply(200, { ...answers.signIn, issuer: 'https://eve.example' }),
      ],
    ],
    [
      'nothing is pushed there',
      [
        reply(200, { did }),
        reply(200, document()),
        reply(200, answers.resource),
        reply(200, { ...answers.signIn, pushed_authorization_request_endpoint: '' }),
      ],
    ],
  ])('%s', async (_, replies) => {
    await expect(locate(storedCall(...replies), 'ada.example.com', 'oauth')).rejects.toThrow(NotLocated)
  })
})

describe('who is signed in', () => {
  const about = [reply(200, { did: 'did:web:pds.example' }), reply(200, { version: '0.5.35' })]
  test('the account, with what decisions need', async () => {
    const call = storedCall(reply(200, answers.session), reply(200, document()), reply(200, answers.profile), ...about)
    expect(await identify(call, 'oauth', host)).toEqual([
      {
        remoteId: did,
        kind: 'user',
        handle: 'ada.example.com',
        host,
        facts: {
          name: 'Ada',
          avatar: answers.profile.avatar,
          server: { did: 'did:web:pds.example', version: '0.5.35' },
        },
      },
    ])
  })
  test('without a profile, at a server that tells little', async () => {
    const call = storedCall(reply(200, answers.session), reply(200, document()), reply(400), reply(404), reply(502))
    expect(await identify(call, 'oauth', host)).toMatchObject([
      { facts: { name: 'ada.example.com', avatar: '', server: {} } },
    ])
  })
  test('nobody, where the account lives elsewhere', async () => {
    const call = storedCall(reply(200, answers.session), reply(200, document()))
    expect(await identify(call, 'oauth', 'eve.example')).toEqual([])
  })
})

describe('what stands above the form', () => {
  const channel = { id: 'c', remoteId: did, kind: 'user', via: 'oauth', handle: 'ada.example.com', host, facts: {} }
  test.each([
    ['nothing', answers.session, { canUpload: true, remainingDailyVideos: 5 }, [], {}],
    [
      'an address that is not confirmed',
      answers.session,
      { canUpload: false, error: 'unconfirmed_email', message: 'Confirm your email' },
      ['Videos are closed to this account: Confirm your email'],
      { problem: 'network.email-unconfirmed' },
    ],
    [
      'a day’s limit, which a later post may not meet',
      answers.session,
      { canUpload: false, remainingDailyVideos: 0 },
      ['This account can upload no more videos today.'],
      {},
    ],
    [
      'an account that is switched off',
      { ...answers.session, active: false, status: 'deactivated' },
      {},
      ['Bluesky says that this account is deactivated.'],
      {},
    ],
  ])('%s', async (_, session, limits, says, video) => {
    const call = storedCall(reply(200, session), reply(200, limits))
    expect(await options(call, channel)).toEqual({ choices: {}, closed: {}, says, facts: { video } })
    expect(call.sent[1]?.as).toEqual({ audience: 'did:web:video.bsky.app', method: 'app.bsky.video.getUploadLimits' })
  })
  test('a service that says nothing closes nothing', async () => {
    const call = storedCall(reply(200, answers.session), reply(403))
    expect((await options(call, channel)).facts).toEqual({ video: {} })
  })
})
