import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { lost, practice, type Practice } from './practice.testing.ts'

const scopes = ['tweet.read', 'tweet.write', 'users.read']
const me = '2244994901'

async function ready() {
  const box = await practice()
  return { box, token: await box.mint('twitter', me, scopes) }
}
const post = (box: Practice, token: string, text: string) => box.ask('/twitter/2/tweets', { token, json: { text } })

test('says which networks it imitates, and where their hosts stand', async () => {
  await using box = await practice()
  expect(await box.control('/health')).toMatchObject({
    ok: true,
    platforms: expect.arrayContaining(['linkedin', 'twitter']),
  })
  expect(await box.control('/hosts')).toMatchObject({
    'api.x.com': '/twitter',
    'x.com': '/twitter/web',
    'www.linkedin.com': '/linkedin/www',
  })
})

test('an answer that is lost was accepted once', async () => {
  const { box, token } = await ready()
  await using _ = box
  await box.fault('twitter', 'lose_answer')
  expect(await lost(post(box, token, 'Hello'))).toBe('lost')
  const [line, ...more] = await box.ledger('twitter')
  expect(more).toEqual([])
  expect(line).toMatchObject({ platform: 'twitter', kind: 'post', account: me, text: 'Hello', media: [] })
  expect((await post(box, token, 'Hello')).status).toBe(403) // duplicate: it is really there
})

test.each([
  ['error_after', 1],
  ['error_before', 0],
] as const)('%s answers 5xx and leaves %i in the ledger', async (fault, accepted) => {
  const { box, token } = await ready()
  await using _ = box
  await box.fault('twitter', fault, { status: 500, on: { method: 'POST', path: '/2/tweets' } })
  expect((await post(box, token, 'Hello')).status).toBe(500)
  expect(await box.ledger('twitter')).toHaveLength(accepted)
  expect((await post(box, token, 'Again')).status).toBe(201)
})

test('a reset commits nothing, half an answer commits everything', async () => {
  const { box, token } = await ready()
  await using _ = box
  await box.fault('twitter', 'reset')
  expect(await lost(post(box, token, 'One'))).toBe('lost')
  expect(await box.ledger('twitter')).toHaveLength(0)
  await box.fault('twitter', 'truncated_body')
  expect(await lost(post(box, token, 'Two'))).toBe('lost')
  expect(await box.ledger('twitter')).toHaveLength(1)
})

test('half of an empty answer is lost too', async () => {
  await using box = await practice()
  const token = await box.mint('linkedin', 'pRaCtiCe01', ['w_member_social'])
  await box.fault('linkedin', 'truncated_body')
  const json = {
    author: 'urn:li:person:pRaCtiCe01',
    commentary: 'Hi',
    visibility: 'PUBLIC',
    distribution: { feedDistribution: 'MAIN_FEED' },
    lifecycleState: 'PUBLISHED',
  }
  const headers = { 'linkedin-version': '202609', 'x-restli-protocol-version': '2.0.0' }
  expect(await lost(box.ask('/linkedin/rest/posts', { token, json, headers }))).toBe('lost')
  expect(await box.ledger('linkedin')).toHaveLength(1)
})

test('a late answer comes after its time, its write before', async () => {
  const { box, token } = await ready()
  await using _ = box
  await box.fault('twitter', 'delay', { seconds: 0.3 })
  expect((await post(box, token, 'Slow')).status).toBe(201)
  const [line] = await box.ledger('twitter')
  expect(Number(line?.['endedAt']) - Number(line?.['startedAt'])).toBeGreaterThanOrEqual(290)
})

test('faults strike as often, as long and where they were ordered', async () => {
  const { box, token } = await ready()
  await using _ = box
  await box.fault('twitter', 'rate_limit', { times: 2, on: { method: 'post', path: '/2/tw*' } })
  expect((await box.ask('/twitter/2/users/me', { token })).status).toBe(200)
  expect([
    (await post(box, token, 'a')).status,
    (await post(box, token, 'b')).status,
    (await post(box, token, 'c')).status,
  ]).toEqual([429, 429, 201])
  await box.fault('twitter', 'error_before', { seconds: 60 })
  expect((await box.ask('/twitter/2/users/me', { token })).status).toBe(503)
  expect((await box.ask('/twitter/2/users/me', { token })).status).toBe(503)
  await box.advance(61)
  expect((await box.ask('/twitter/2/users/me', { token })).status).toBe(200)
  await box.fault('twitter', 'error_before', { times: 5 })
  expect((await box.ask('/_sandbox/faults', { method: 'DELETE' })).status).toBe(200)
  expect(await box.control('/faults')).toMatchObject({ active: [] })
})

test('rate limits carry the headers of the network, bare ones none', async () => {
  const { box, token } = await ready()
  await using _ = box
  await box.fault('twitter', 'rate_limit', { times: 1 })
  const told = await post(box, token, 'a')
  expect([told.headers.get('x-rate-limit-remaining'), told.headers.get('x-rate-limit-reset')]).toEqual([
    '0',
    expect.stringMatching(/^\d{10}$/),
  ])
  await box.fault('twitter', 'rate_limit_bare')
  const bare = await post(box, token, 'a')
  expect([bare.status, bare.headers.get('x-rate-limit-reset')]).toEqual([429, null])
})

test('the ledger can show that writes of one account did not overlap', async () => {
  const { box, token } = await ready()
  await using _ = box
  await box.settings('twitter', { latencyMs: 30 })
  await post(box, token, 'one')
  await post(box, token, 'two')
  const [one, two] = await box.ledger('twitter')
  expect(Number(one?.['endedAt'])).toBeLessThanOrEqual(Number(two?.['startedAt']))
  await Promise.all([post(box, token, 'three'), post(box, token, 'four')])
  const [, , three, four] = await box.ledger('twitter')
  expect(Number(three?.['endedAt'])).toBeGreaterThan(Number(four?.['startedAt']))
})

test('the log of requests has statuses and no secrets', async () => {
  const { box, token } = await ready()
  await using _ = box
  await post(box, token, 'Hello')
  const { text } = await box.ask('/_sandbox/requests?platform=twitter')
  expect(JSON.parse(text)).toMatchObject([{ method: 'POST', path: '/2/tweets', status: 201, account: me }])
  expect(text).not.toContain(token)
})

test('wrong orders are refused with a reason', async () => {
  await using box = await practice()
  const refused = async (path: string, json: object) => {
    const told = await box.ask(`/_sandbox${path}`, { json })
    expect(told.status).toBe(400)
    return told.body['error']
  }
  expect(await refused('/faults', { platform: 'twitter', fault: 'rain' })).toMatch(/no fault "rain"/)
  expect(await refused('/faults', { platform: 'myspace', fault: 'reset' })).toMatch(/no imitation "myspace"/)
  expect(await refused('/faults', { platform: 'twitter', fault: 'reset', often: 3 })).toMatch(/often/)
  expect(await refused('/settings', { platform: 'twitter', colour: 'red' })).toMatch(/no setting "colour"/)
  expect(await refused('/settings', { platform: 'twitter', latencyMs: 'much' })).toMatch(/is a number/)
  expect(await refused('/people', { platform: 'twitter', kind: 'page', name: 'P', handle: 'p' })).toMatch(/one kind/)
  expect(await refused('/tokens', { platform: 'twitter', person: me, scopes: ['everything'] })).toMatch(/no scope/)
})

test('people and their tokens are made on order, and a reset forgets them', async () => {
  await using box = await practice()
  const person = await box.control('/people', {
    platform: 'twitter',
    kind: 'user',
    name: 'Ann',
    handle: 'ann',
    entitlements: { subscription: 'PremiumPlus' },
  })
  const token = await box.mint('twitter', String(person['id']), scopes)
  const path = '/twitter/2/users/me?user.fields=subscription_type'
  expect((await box.ask(path, { token })).body).toMatchObject({
    data: { username: 'ann', subscription_type: 'PremiumPlus' },
  })
  await box.control('/reset', {})
  expect((await box.ask(path, { token })).status).toBe(401)
})

test('other web pages cannot steer it', async () => {
  await using box = await practice()
  const told = await box.ask('/_sandbox/reset', { json: {}, headers: { origin: 'https://evil.example' } })
  expect(told.status).toBe(403)
  // Its own pages can: without this policy the browser would say that their forms come from nowhere.
  expect((await box.ask('/twitter')).headers.get('referrer-policy')).toBe('same-origin')
  expect((await box.ask('/_sandbox/reset', { json: {}, headers: { origin: box.url } })).status).toBe(200)
})

async function startProcess(...more: string[]) {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('./main.ts', import.meta.url)), '--port', '0', ...more],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, url: (JSON.parse(line.toString()) as { url: string }).url }
}

test('as a process it says its address in one line and ends on SIGTERM', async () => {
  const { child, url } = await startProcess()
  expect((await fetch(`${url}/_sandbox/health`)).status).toBe(200)
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
})

test('as a child it ends with its parent', async () => {
  const { child } = await startProcess('--with-parent')
  child.stdin.end()
  expect(await once(child, 'exit')).toEqual([0, null])
})
