import { expect, test } from 'vitest'
import { proofOf } from '../../sandbox/graph/token.ts'
import { lost, practice, type Practice } from '../../sandbox/practice.testing.ts'
import { ann, ben, books, cafe, dataOf, errorOf, messageOf, scopes, v } from './facebook.testing.ts'

const back = 'http://127.0.0.1:3000/callback'
const dialog = '/facebook/web/v26.0/dialog/oauth'
const asked = { client_id: 'sandbox-facebook', redirect_uri: back, state: 'abc', scope: scopes.join(',') }
const client = { client_id: 'sandbox-facebook', client_secret: 'sandbox-facebook-secret' }
const query = (values: Record<string, string>) => String(new URLSearchParams(values))

async function consent(box: Practice, more: Record<string, string> = {}): Promise<URL> {
  const told = await box.ask(dialog, { form: { ...asked, decision: 'allow', ...more } })
  return new URL(told.headers.get('location') ?? 'about:blank')
}
const codeOf = async (box: Practice, more: Record<string, string> = {}) =>
  (await consent(box, more)).searchParams.get('code') ?? ''
const token = (box: Practice, values: Record<string, string>) =>
  box.ask(`${v}/oauth/access_token?${query({ ...client, ...values })}`)
const short = async (box: Practice, more: Record<string, string> = {}) =>
  String((await token(box, { code: await codeOf(box, more), redirect_uri: back })).body['access_token'])
const long = (box: Practice, value: string) => token(box, { grant_type: 'fb_exchange_token', fb_exchange_token: value })
const longOf = async (box: Practice, more: Record<string, string> = {}) =>
  String((await long(box, await short(box, more))).body['access_token'])
const get = (box: Practice, path: string, value: string) => box.ask(`${v}/${path}`, { token: value })

test('from consent to two Pages, whose tokens have no end', async () => {
  await using box = await practice()
  const page = await box.ask(`${dialog}?${query(asked)}`)
  expect([page.status, page.text.includes('Ann Practice'), page.text.includes('Comment as your Pages')]).toEqual([
    200,
    true,
    true,
  ])
  const to = await consent(box)
  expect([to.origin + to.pathname, to.searchParams.get('state'), to.hash]).toEqual([back, 'abc', '#_=_'])
  const first = await token(box, { code: to.searchParams.get('code') ?? '', redirect_uri: back })
  expect(first.body).toMatchObject({ token_type: 'bearer', expires_in: 5400 })
  const second = await long(box, String(first.body['access_token']))
  expect(second.body).toMatchObject({ token_type: 'bearer', expires_in: 5_183_944 })
  expect(second.body['access_token']).not.toBe(first.body['access_token'])
  const user = String(second.body['access_token'])
  expect((await get(box, 'me?fields=id,name,picture{url}', user)).body).toMatchObject({
    id: ann,
    name: 'Ann Practice',
    picture: { data: { url: expect.stringMatching(/^https:/) } },
  })
  const fields = 'id,name,username,category,tasks,access_token,picture.type(large){url},followers_count'
  const pages = await get(box, `me/accounts?fields=${fields}&limit=100`, user)
  expect(dataOf(pages)).toMatchObject([
    { id: cafe, name: 'Practice Café', username: 'practice.cafe', followers_count: 4210 },
    { id: books, category: 'Bookstore', tasks: expect.arrayContaining(['CREATE_CONTENT', 'MANAGE']) },
  ])
  const own = String(dataOf(pages)[0]?.['access_token'])
  const told = await get(box, `debug_token?input_token=${own}&access_token=${Object.values(client).join('|')}`, '')
  expect(told.body['data']).toMatchObject({
    type: 'PAGE',
    profile_id: cafe,
    user_id: ann,
    is_valid: true,
    expires_at: 0,
  })
  await box.advance(61 * 86_400)
  expect((await get(box, 'me?fields=name', own)).body).toEqual({ id: cafe, name: 'Practice Café' })
  expect(errorOf(await get(box, 'me', user))).toEqual([400, 190, 463])
})

test('a Page token of a short-lived login dies with it, and an ended token cannot be exchanged', async () => {
  await using box = await practice()
  const user = await short(box)
  const own = String(dataOf(await get(box, 'me/accounts', user))[0]?.['access_token'])
  await box.advance(5401)
  expect(errorOf(await get(box, 'me', own))).toEqual([400, 190, 463])
  expect(errorOf(await long(box, user))).toEqual([400, 190, 463])
})

test('the exchange of a code is refused in its ways', async () => {
  await using box = await practice()
  const good = async () => ({ code: await codeOf(box), redirect_uri: back })
  const used = await good()
  await token(box, used)
  expect(errorOf(await token(box, used))).toEqual([400, 100, 36_009])
  expect(errorOf(await token(box, { ...(await good()), redirect_uri: `${back}/` }))).toEqual([400, 100, 36_008])
  expect(errorOf(await token(box, { ...(await good()), client_secret: 'wrong' }))).toEqual([400, 1, undefined])
  expect(errorOf(await token(box, { ...(await good()), client_id: '1' }))).toEqual([400, 101, undefined])
  const old = await good()
  await box.advance(601)
  expect(errorOf(await token(box, old))).toEqual([400, 100, 36_007])
  const posted = await box.ask('/facebook/oauth/access_token', { form: { ...client, ...(await good()) } })
  expect(posted.body['access_token']).toMatch(/^EAA/)
})

test('the dialog shows its own errors, and tells the app of a refusal', async () => {
  await using box = await practice()
  const wrong = { client_id: 'nobody', redirect_uri: 'https://elsewhere.example/', scope: 'publish_actions' }
  for (const [name, value] of Object.entries(wrong)) {
    const told = await box.ask(`${dialog}?${query({ ...asked, [name]: value })}`)
    expect([name, told.status, told.headers.get('location')]).toEqual([name, 400, null])
  }
  const no = await consent(box, { decision: 'refuse' })
  expect(Object.fromEntries(no.searchParams)).toEqual({
    error: 'access_denied',
    error_code: '200',
    error_description: 'Permissions error',
    error_reason: 'user_denied',
    state: 'abc',
  })
})

test('a saved configuration stands for its scopes', async () => {
  await using box = await practice()
  const { scope: _, ...rest } = asked
  const told = await box.ask(dialog, { form: { ...rest, config_id: '42', decision: 'allow' } })
  const code = new URL(told.headers.get('location') ?? '').searchParams.get('code') ?? ''
  const user = String((await token(box, { code, redirect_uri: back })).body['access_token'])
  expect(dataOf(await get(box, 'me/permissions', user))).toContainEqual({
    permission: 'pages_manage_posts',
    status: 'granted',
  })
})

test('scopes and Pages can be left unticked', async () => {
  await using box = await practice()
  const user = await longOf(box, { declined: 'read_insights', pages: books })
  expect(dataOf(await get(box, 'me/permissions', user))).toContainEqual({
    permission: 'read_insights',
    status: 'declined',
  })
  expect(dataOf(await get(box, 'me/accounts', user)).map((page) => page['id'])).toEqual([books])
  await box.settings('facebook', { declinedScopes: 'pages_show_list', untickedPages: cafe })
  expect(errorOf(await get(box, 'me/accounts', await longOf(box)))).toEqual([403, 200, undefined])
})

test('a Page of a portfolio shows only with business_management, and at the portfolio', async () => {
  await using box = await practice()
  const page = { platform: 'facebook', kind: 'page', name: 'Owned', handle: 'owned', owner: ann }
  const { id } = await box.control('/people', { ...page, entitlements: { business: 'Practice Holding' } })
  const plain = await longOf(box, { scope: 'pages_show_list' })
  expect(dataOf(await get(box, 'me/accounts', plain)).map((one) => one['id'])).toEqual([cafe, books])
  expect(errorOf(await get(box, 'me/businesses', plain))).toEqual([403, 200, undefined])
  const full = await longOf(box)
  expect(dataOf(await get(box, 'me/accounts', full)).map((one) => one['id'])).toContain(id)
  const [holding] = dataOf(await get(box, 'me/businesses', full))
  expect(holding).toMatchObject({ name: 'Practice Holding' })
  const owned = await get(box, `${String(holding?.['id'])}/owned_pages?fields=id,tasks`, full)
  expect(dataOf(owned)).toMatchObject([{ id, tasks: expect.arrayContaining(['MANAGE']) }])
  expect(dataOf(await get(box, `${String(holding?.['id'])}/client_pages`, full))).toEqual([])
})

test('the list of Pages has pages', async () => {
  await using box = await practice()
  const user = await box.mint('facebook', ann, scopes)
  const first = await get(box, 'me/accounts?limit=1&fields=id', user)
  const { next } = first.body['paging'] as { next: string }
  expect(new URL(next).host).toBe('graph.facebook.com')
  const second = await box.ask(`/facebook${new URL(next).pathname}${new URL(next).search}`, { token: user })
  expect(dataOf(second)).toEqual([{ id: books }])
  expect(second.body['paging']).not.toHaveProperty('next')
})

test('what a person may do on a Page is told', async () => {
  await using box = await practice()
  const user = await longOf(box, { person: ben })
  expect(dataOf(await get(box, 'me/accounts?fields=id,tasks', user))).toEqual([{ id: cafe, tasks: ['ANALYZE'] }])
})

test('revoking ends every token, revoking one permission takes it away', async () => {
  await using box = await practice()
  const user = await longOf(box)
  const own = String(dataOf(await get(box, 'me/accounts', user))[0]?.['access_token'])
  const gone = await box.ask(`${v}/${ann}/permissions/read_insights`, { method: 'DELETE', token: user })
  expect(gone.body).toEqual({ success: true })
  expect(errorOf(await get(box, 'me/insights?metric=page_media_view', own))).toEqual([403, 200, undefined])
  await box.ask(`${v}/${ann}/permissions`, { method: 'DELETE', token: user })
  for (const value of [user, own]) expect(errorOf(await get(box, 'me', value))).toEqual([400, 190, 458])
  const told = await get(box, `debug_token?input_token=${own}&access_token=${Object.values(client).join('|')}`, '')
  expect(told.body['data']).toMatchObject({ is_valid: false, error: { code: 190, subcode: 458 } })
})

test('a renewal whose answer is lost can be asked for again', async () => {
  await using box = await practice()
  const user = await short(box)
  await box.fault('facebook', 'refresh_lost')
  expect(await lost(long(box, user))).toBe('lost')
  expect((await long(box, user)).status).toBe(200)
})

test('the proof of the secret is checked when sent, and needed when the app says so', async () => {
  await using box = await practice()
  const user = await box.mint('facebook', ann, scopes)
  const proof = proofOf('sandbox-facebook-secret', user)
  expect((await get(box, `me?appsecret_proof=${proof}`, user)).status).toBe(200)
  const wrong = await get(box, 'me?appsecret_proof=00', user)
  expect([errorOf(wrong), messageOf(wrong)]).toEqual([
    [400, 100, undefined],
    'Invalid appsecret_proof provided in the API argument',
  ])
  await box.settings('facebook', { requireProof: true })
  expect(errorOf(await get(box, 'me', user))).toEqual([400, 100, undefined])
})
