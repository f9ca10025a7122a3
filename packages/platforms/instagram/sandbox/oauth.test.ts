/** Both logins, from the consent page to the end of a token (sheet section 2). */
import { describe, expect, test } from 'vitest'
import { lost, type Practice } from '../../sandbox/practice.testing.ts'
import { ana, codes, jonas, kestrel, kestrelPage, onInstagram } from './instagram.testing.ts'

const redirectUri = 'http://127.0.0.1:9/callback'
const client = { client_id: 'sandbox-instagram', client_secret: 'sandbox-instagram-secret' }
const scope = 'instagram_business_basic,instagram_business_content_publish'
const authorize = (changes: Readonly<Record<string, string>> = {}) =>
  new URLSearchParams({
    client_id: client.client_id,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope,
    state: 'abc',
    ...changes,
  })
const page = '/instagram/web/oauth/authorize'
const dialog = '/instagram/www-facebook/v25.0/dialog/oauth'

/** Where the network sends the browser after a press on Allow. */
async function agreed(box: Practice, path: string, query: URLSearchParams, person: string): Promise<string> {
  const told = await box.ask(path, { form: { ...Object.fromEntries(query), person, decision: 'allow' } })
  expect(told.status).toBe(302)
  return told.headers.get('location') ?? ''
}
const codeOf = (location: string) => new URL(location).searchParams.get('code') ?? ''
const exchange = (box: Practice, code: string, changes: Readonly<Record<string, string>> = {}) =>
  box.ask('/instagram/api/oauth/access_token', {
    form: { ...client, grant_type: 'authorization_code', redirect_uri: redirectUri, code, ...changes },
  })
async function short(box: Practice, person = kestrel): Promise<string> {
  const told = await exchange(box, codeOf(await agreed(box, page, authorize(), person)))
  return String(told.body['access_token'])
}
const long = (box: Practice, token: string, secret = client.client_secret) =>
  box.ask(`/instagram/graph/access_token?grant_type=ig_exchange_token&client_secret=${secret}&access_token=${token}`)
const refresh = (box: Practice, token: string) =>
  box.ask(`/instagram/graph/refresh_access_token?grant_type=ig_refresh_token&access_token=${token}`)

describe('the Instagram login', () => {
  test('asks, sends back a code with #_, gives an hour, then sixty days', async () => {
    await using x = await onInstagram()
    const asked = await x.ask(`${page}?${authorize().toString()}`)
    expect(asked.text).toContain('Connect to Instagram (practice)')
    expect(asked.text).toContain('Publish posts, reels and stories')
    const location = await agreed(x, page, authorize(), jonas)
    expect(location).toMatch(/^http:\/\/127\.0\.0\.1:9\/callback\?code=\w{64}&state=abc#_$/)
    const told = await exchange(x, codeOf(location))
    expect(told.text).toContain(`"user_id":${jonas}`)
    expect(told.body['permissions']).toEqual(scope.split(','))
    const token = String(told.body['access_token'])
    expect((await x.ig('/me?fields=user_id,username', { token })).body).toMatchObject({ user_id: jonas })
    const made = await long(x, token)
    expect(made.body).toMatchObject({ token_type: 'bearer', expires_in: 5_183_944 })
    await x.advance(3601)
    expect(codes(await x.ig('/me', { token }))).toEqual([400, 190, 463])
    expect((await x.ig('/me', { token: String(made.body['access_token']) })).status).toBe(200)
  })

  test('the first account is the one that is meant when none is named', async () => {
    await using x = await onInstagram()
    const told = await x.ask(page, { form: { ...Object.fromEntries(authorize()), decision: 'allow' } })
    expect((await exchange(x, codeOf(told.headers.get('location') ?? ''))).text).toContain(kestrel)
  })

  test('the answer may be wrapped, the body multipart', async () => {
    await using x = await onInstagram()
    await x.settings('instagram', { wrappedTokens: true, wrappedIdentity: true })
    const body = new FormData()
    const code = codeOf(await agreed(x, page, authorize(), kestrel))
    const fields = { ...client, grant_type: 'authorization_code', redirect_uri: redirectUri, code }
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    const told = await x.ask('/instagram/api/oauth/access_token', { method: 'POST', body })
    expect(told.body).toEqual({ data: [{ access_token: expect.any(String), user_id: kestrel, permissions: scope }] })
    expect((await x.ig('/me?fields=username')).body).toMatchObject({ data: [{ username: 'kestrelcoffee' }] })
  })

  test('a refusal goes back with its reason', async () => {
    await using x = await onInstagram()
    const told = await x.ask(page, { form: { ...Object.fromEntries(authorize()), decision: 'refuse' } })
    expect(Object.fromEntries(new URL(told.headers.get('location') ?? '').searchParams)).toEqual({
      error: 'access_denied',
      error_reason: 'user_denied',
      error_description: 'The user denied your request.',
      state: 'abc',
    })
  })

  test.each([
    ['an unknown application', { client_id: 'nobody' }],
    ['another callback', { redirect_uri: 'https://example.com/callback' }],
    ['another response type', { response_type: 'token' }],
    ['a scope of the past', { scope: 'instagram_business_basic,business_content_publish' }],
    ['no profile', { scope: 'instagram_business_content_publish' }],
  ])('a request with %s is told to the person, not to the application', async (_, changes) => {
    await using x = await onInstagram()
    const told = await x.ask(`${page}?${authorize(changes).toString()}`)
    expect([told.status, told.headers.get('location')]).toEqual([400, null])
  })

  test('a code works once, for an hour, with its #_ taken off, for the same callback', async () => {
    await using x = await onInstagram()
    const code = async () => codeOf(await agreed(x, page, authorize(), kestrel))
    const rejected = (message: RegExp) => ({
      error_type: 'OAuthException',
      code: 400,
      error_message: expect.stringMatching(message),
    })
    const once = await code()
    expect((await exchange(x, `${once}#_`)).body).toEqual(rejected(/Matching code was not found/))
    expect((await exchange(x, once)).status).toBe(200)
    const again = await exchange(x, once)
    expect([again.status, again.body]).toEqual([400, rejected(/Matching code was not found or was already used/)])
    expect((await exchange(x, await code(), { redirect_uri: `${redirectUri}/` })).body).toEqual(rejected(/identical/))
    expect((await exchange(x, await code(), { client_secret: 'no' })).body).toEqual(rejected(/client secret/))
    expect((await exchange(x, await code(), { client_id: 'no' })).body).toEqual(rejected(/Invalid platform app/))
    const late = await code()
    await x.advance(3600)
    expect((await exchange(x, late)).body).toEqual(rejected(/Matching code/))
  })

  test('a long-lived token is renewed after a day and before its end; the old one stays good', async () => {
    await using x = await onInstagram()
    const first = await short(x)
    expect(codes(await refresh(x, first))).toEqual([400, 190, undefined])
    expect(codes(await long(x, first, 'no'))).toEqual([400, 1, undefined])
    const old = String((await long(x, first)).body['access_token'])
    expect(codes(await refresh(x, old))).toEqual([400, 190, undefined])
    await x.advance(86_400)
    const renewed = await refresh(x, old)
    expect(renewed.body).toMatchObject({ token_type: 'bearer', expires_in: 5_183_944 })
    expect(renewed.body['access_token']).not.toBe(old)
    expect((await x.ig('/me', { token: old })).status).toBe(200)
    await x.advance(60 * 86_400)
    expect(codes(await refresh(x, old))).toEqual([400, 190, 463])
    expect(codes(await refresh(x, 'nonsense'))).toEqual([400, 190, undefined])
  })

  test('a lost renewal has happened', async () => {
    await using x = await onInstagram()
    await x.advance(86_400)
    await x.fault('instagram', 'refresh_lost')
    expect(await lost(refresh(x, x.token))).toBe('lost')
    expect((await refresh(x, x.token)).status).toBe(200)
  })
})

const facebookScope = 'instagram_basic,instagram_content_publish,pages_show_list,pages_read_engagement'
const graph = (box: Practice, values: Readonly<Record<string, string>>) =>
  box.ask(`/instagram/graph-facebook/v25.0/oauth/access_token?${new URLSearchParams(values).toString()}`)

describe('the Facebook login', () => {
  async function signIn(box: Practice) {
    const query = authorize({ scope: facebookScope })
    const location = await agreed(box, dialog, query, ana)
    expect(location).toMatch(/#_=_$/)
    const told = await graph(box, { ...client, redirect_uri: redirectUri, code: codeOf(location) })
    const token = String(told.body['access_token'])
    const made = await graph(box, { ...client, grant_type: 'fb_exchange_token', fb_exchange_token: token })
    return { token, long: String(made.body['access_token']) }
  }

  test('leads to Pages, whose tokens never end if they came from a long-lived one', async () => {
    await using x = await onInstagram()
    const { token, long: lasting } = await signIn(x)
    const fields = 'id,name,access_token,tasks,instagram_business_account{id,username,followers_count}'
    const pages = async (as: string) => {
      const { body } = await x.fb(`/me/accounts?fields=${fields}&limit=100`, { token: as })
      return body['data'] as Record<string, unknown>[]
    }
    const [first] = await pages(lasting)
    expect(first).toMatchObject({
      id: kestrelPage,
      name: 'Kestrel Coffee',
      tasks: expect.arrayContaining(['CREATE_CONTENT', 'MANAGE']),
      instagram_business_account: { id: kestrel, username: 'kestrelcoffee', followers_count: 4210 },
    })
    expect((await pages(lasting)).find((one) => one['name'] === 'Kestrel Staff Room')).not.toHaveProperty(
      'instagram_business_account',
    )
    const [brief] = await pages(token)
    await x.advance(61 * 86_400)
    const ask = (as: unknown) => x.fb(`/${kestrel}?fields=username`, { token: String(as) })
    expect((await ask(first?.['access_token'])).body).toEqual({ id: kestrel, username: 'kestrelcoffee' })
    expect(codes(await ask(brief?.['access_token']))).toEqual([400, 190, 463])
    expect(codes(await ask(lasting))).toEqual([400, 190, 463])
  })

  test('Pages of a portfolio are seen with business_management alone', async () => {
    await using x = await onInstagram()
    const { long: token } = await signIn(x)
    const names = async (path: string, as: string) =>
      ((await x.fb(`${path}?fields=name&limit=100`, { token: as })).body['data'] as { name: string }[]).map(
        (one) => one.name,
      )
    expect(await names('/me/accounts', token)).not.toContain('Lumen Studio')
    expect((await x.fb('/me/businesses', { token })).status).toBe(403)
    expect(await names('/me/accounts', x.user)).toContain('Lumen Studio')
    const [business] = (await x.fb('/me/businesses')).body['data'] as { id: string }[]
    expect(await names(`/${business?.id ?? ''}/owned_pages`, x.user)).toEqual(['Lumen Studio'])
    expect(await names(`/${business?.id ?? ''}/client_pages`, x.user)).toEqual([])
  })

  test('is withdrawn with everything that came from it', async () => {
    await using x = await onInstagram()
    const { long: token } = await signIn(x)
    expect((await x.fb('/me/permissions', { token })).body).toMatchObject({
      data: expect.arrayContaining([{ permission: 'instagram_basic', status: 'granted' }]),
    })
    const debug = `/debug_token?input_token=${token}&access_token=${client.client_id}|${client.client_secret}`
    expect((await x.fb(debug)).body).toMatchObject({ data: { is_valid: true, user_id: ana, type: 'USER' } })
    expect((await x.fb(`/${ana}/permissions`, { token, method: 'DELETE' })).body).toEqual({ success: true })
    expect(codes(await x.fb('/me/accounts', { token }))).toEqual([400, 190, 458])
    expect((await x.fb(debug)).body).toMatchObject({ data: { is_valid: false, error: { subcode: 458 } } })
  })

  test.each([
    ['a used code', { code: 'used' }, [400, 100, 36_009]],
    ['another secret', { client_secret: 'no' }, [400, 1, undefined]],
    ['an unknown application', { client_id: 'no' }, [400, 101, undefined]],
  ])('%s is refused', async (_, changes, expected) => {
    await using x = await onInstagram()
    expect(codes(await graph(x, { ...client, redirect_uri: redirectUri, ...changes }))).toEqual(expected)
  })
})

test('a token of one login is nothing at the host of the other', async () => {
  await using x = await onInstagram()
  for (const told of [await x.ig('/me', { token: x.user }), await x.fb('/me', { token: x.token })]) {
    expect(codes(told)).toEqual([400, 190, undefined])
    expect(told.text).toContain('Cannot parse access token')
  }
  expect(codes(await x.ask('/instagram/graph/v25.0/me'))).toEqual([400, 104, undefined])
})

test('the practice accounts are there, and more can be made with what they may', async () => {
  await using x = await onInstagram()
  const person = { platform: 'instagram', name: 'Wren Bikes', handle: 'wren.bikes' }
  const made = await x.control('/people', {
    ...person,
    kind: 'business',
    owner: ana,
    entitlements: { tasks: 'ANALYZE' },
  })
  const told = await x.fb(`/${String(made['id'])}/media`, { json: { image_url: await x.photo() } })
  expect([told.status, codes(told)[1]]).toEqual([403, 200])
  await expect(x.control('/people', { ...person, kind: 'personal' })).rejects.toThrow(/kinds of Instagram/)
  await expect(x.control('/people', { ...person, kind: 'business', entitlements: { gold: true } })).rejects.toThrow(
    /entitlements of Instagram/,
  )
  await expect(x.mint('instagram', kestrel, ['instagram_basic'])).rejects.toThrow(/no scope/)
})
