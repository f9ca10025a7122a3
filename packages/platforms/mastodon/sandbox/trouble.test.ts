import { expect, test } from 'vitest'
import { lost, picture, type Told } from '../../sandbox/practice.testing.ts'
import { ida, key, onMastodon } from './mastodon.testing.ts'

const error = ({ status, body }: Told) => [status, body['error']]
const left = (told: Told) => Number(told.headers.get('x-ratelimit-remaining'))
const own = `/api/v1/accounts/${ida}/statuses`

test('headers tell of the nearest limit, with a time of day', async () => {
  await using m = await onMastodon()
  const first = await m.api(own)
  expect([first.headers.get('x-ratelimit-limit'), left(first)]).toEqual(['300', 299])
  expect(first.headers.get('x-ratelimit-reset')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:00\.000000Z$/)
  const upload = await m.send(await picture())
  expect([upload.headers.get('x-ratelimit-limit'), left(upload)]).toEqual(['30', 29])
  const post = await m.post({ status: 'x' })
  expect([post.headers.get('x-ratelimit-limit'), left(post)]).toEqual(['300', 299])
  const nobody = await m.ask('/mastodon/api/v2/instance')
  expect([nobody.headers.get('x-ratelimit-limit'), left(nobody)]).toEqual(['300', 299])
})

test('thirty deletes in half an hour', async () => {
  await using m = await onMastodon()
  const gone = () => m.api('/api/v1/statuses/1', { method: 'DELETE' })
  for (let index = 0; index < 30; index++) expect((await gone()).status).toBe(404)
  const full = await gone()
  expect([...error(full), left(full)]).toEqual([429, 'Too many requests', 0])
  await m.advance(1800)
  expect((await gone()).status).toBe(404)
})

test('three hundred posts in three hours; a repeated key is no post', async () => {
  await using m = await onMastodon()
  const day = Math.ceil(Date.parse(String((await m.control('/health'))['now'])) / 10_800_000) * 10_800_000
  await m.advance((day - Date.parse(String((await m.control('/health'))['now']))) / 1000 + 1)
  for (let index = 0; index < 300; index++) {
    if (index % 250 === 249) await m.advance(300)
    await m.posted({ status: `n ${index}` }, key(`k${index}`))
  }
  expect((await m.post({ status: 'n 299' }, key('k299'))).status).toBe(200)
  const full = await m.post({ status: 'One too many' })
  expect([...error(full), left(full)]).toEqual([429, 'Too many requests', 0])
  await m.advance(10_800)
  expect((await m.post({ status: 'Again' })).status).toBe(200)
})

test('ordered: 429 with and without headers', async () => {
  await using m = await onMastodon()
  await m.fault('mastodon', 'rate_limit', { seconds: 120 })
  const told = await m.api(own)
  expect([...error(told), left(told)]).toEqual([429, 'Too many requests', 0])
  expect(Date.parse(told.headers.get('x-ratelimit-reset') ?? '')).toBeGreaterThan(0)
  await m.advance(121)
  await m.fault('mastodon', 'rate_limit_bare')
  const bare = await m.api(own)
  expect([bare.status, bare.headers.get('x-ratelimit-reset')]).toEqual([429, null])
})

test('tokens withdrawn and ended', async () => {
  await using m = await onMastodon()
  await m.fault('mastodon', 'token_revoked')
  expect(error(await m.post({ status: 'x' }))).toEqual([401, 'The access token was revoked'])
  expect((await m.api(own)).status).toBe(401)
  await m.fault('mastodon', 'token_expired')
  expect(error(await m.api(own, { token: m.other }))).toEqual([401, 'The access token expired'])
})

test('an answer lost, cut, late or turned into an error: the post is there, once', async () => {
  await using m = await onMastodon()
  for (const name of ['lose_answer', 'truncated_body']) {
    await m.fault('mastodon', name)
    expect(await lost(m.post({ status: name }, key(name)))).toBe('lost')
  }
  await m.fault('mastodon', 'error_after', { status: 502 })
  const told = await m.post({ status: 'error_after' }, key('error_after'))
  expect([told.status, told.headers.get('content-type')]).toEqual([502, 'text/html'])
  for (const name of ['lose_answer', 'truncated_body', 'error_after'])
    expect((await m.post({ status: name }, key(name))).body).toMatchObject({ content: `<p>${name}</p>` })
  expect((await m.ledger('mastodon')).map(({ text }) => text)).toEqual(['lose_answer', 'truncated_body', 'error_after'])
})

test('an error before: nothing is there', async () => {
  await using m = await onMastodon()
  await m.fault('mastodon', 'error_before')
  expect(error(await m.post({ status: 'x' }))).toEqual([
    503,
    'There was a temporary problem serving your request, please try again',
  ])
  await m.fault('mastodon', 'reset')
  expect(await lost(m.post({ status: 'x' }))).toBe('lost')
  expect(await m.ledger('mastodon')).toEqual([])
})

test('reading may lag; a thread and a repeated key do not wait for it', async () => {
  await using m = await onMastodon()
  await m.fault('mastodon', 'readback_lag', { seconds: 90 })
  const id = await m.posted({ status: 'Later' }, key('k'))
  expect((await m.api(`/api/v1/statuses/${id}`)).status).toBe(404)
  expect(await m.list(own)).toEqual([])
  expect(await m.posted({ status: 'Later' }, key('k'))).toBe(id)
  await m.posted({ status: 'Second', in_reply_to_id: id })
  await m.advance(91)
  expect((await m.api(`/api/v1/statuses/${id}`)).status).toBe(200)
})

test('faults of Mastodon alone', async () => {
  await using m = await onMastodon()
  const temporary = 'There was a temporary problem serving your request, please try again'
  for (const [name, status, says] of [
    ['login_disabled', 403, 'Your login is currently disabled'],
    ['login_pending', 403, 'Your login is currently pending approval'],
    ['login_unconfirmed', 403, 'Your login is missing a confirmed e-mail address'],
    ['not_permitted', 403, 'This action is not allowed'],
    ['key_locked', 503, temporary],
    ['remote_unavailable', 503, 'Remote data could not be fetched'],
    ['proxy_error', 502, undefined],
  ] as const) {
    await m.fault('mastodon', name)
    expect([name, ...error(await m.post({ status: 'x' }))]).toEqual([name, status, says])
  }
  await m.fault('mastodon', 'thumbnail_fails')
  expect(error(await m.send(await picture()))).toEqual([500, 'Error processing thumbnail for uploaded media'])
  expect(await m.ledger('mastodon')).toEqual([])
})

test('people: what can be made, and what cannot', async () => {
  await using m = await onMastodon()
  const person = { platform: 'mastodon', kind: 'account', name: 'New', handle: 'newcomer' }
  const made = await m.control('/people', { ...person, entitlements: { login: 'disabled' } })
  const token = await m.mint('mastodon', String(made['id']), ['read'])
  expect(error(await m.api('/api/v1/accounts/verify_credentials', { token }))).toEqual([
    403,
    'Your login is currently disabled',
  ])
  for (const wrong of [
    { handle: 'other', kind: 'page' },
    { handle: 'newcomer' },
    { handle: 'no-hyphens' },
    { handle: 'owned', owner: ida },
    { handle: 'other', entitlements: { premium: true } },
    { handle: 'other', entitlements: { privacy: 'secret' } },
  ])
    await expect(m.control('/people', { ...person, ...wrong })).rejects.toThrow()
  await expect(m.mint('mastodon', ida, ['everything'])).rejects.toThrow('Mastodon has no scope')
  await expect(m.mint('mastodon', '1', ['read'])).rejects.toThrow('Mastodon has no person')
})
