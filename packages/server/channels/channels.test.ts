import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Route } from '@posthorn/contract/route.ts'
import { channelRoutes } from '@posthorn/contract/routes.ts'
import { channelHandlers } from './channels.routes.ts'
import { harbour } from './harbour-platform.testing.ts'
import { platformInfos } from './platforms.ts'
import { addActor, press, setStage, type Actor, type Stage } from './testing.ts'
import type { ShownChannel } from './channels.ts'

type Key = keyof typeof channelRoutes
const ws = '/api/v1/workspaces/{workspaceId}'

let stage: Stage
let actor: Actor
beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage[Symbol.asyncDispose]())
beforeEach(async () => {
  await stage.tell('reset')
  actor = await addActor(stage)
})

/** Calls a handler as the server does once it has checked who asks: params, query and body read by the contract. */
async function ask(
  key: Key,
  {
    id,
    query = {},
    input,
    url = 'http://127.0.0.1:3000/',
    cookie,
    platform,
    as = actor,
  }: {
    id?: string
    query?: Record<string, string>
    input?: unknown
    url?: string
    cookie?: string
    platform?: string
    as?: Actor
  } = {},
): Promise<unknown> {
  const route: Route = channelRoutes[key]
  const call = {
    params: { workspaceId: as.workspaceId, id, platform },
    query: route.query?.parse(query) ?? {},
    input: route.body?.parse(input),
    person: { id: as.personId, sessionId: as.sessionId, name: 'A', email: 'a@test.invalid' },
    workspaceId: as.workspaceId,
    role: 'admin',
    revision: undefined,
    requestId: 'r1',
    source: '127.0.0.1',
    request: new Request(url, cookie === undefined ? {} : { headers: { cookie } }),
  }
  // The table pairs each handler with its own route, which a function over all of them cannot express.
  const handler = channelHandlers(stage.parts)[key] as unknown as (of: typeof call) => Promise<unknown>
  const answer = await handler(call)
  // Answers are held against the contract, as the server does.
  return answer instanceof Response ? answer : route.answer?.parse(answer)
}
const practised = async (platform = 'twitter'): Promise<ShownChannel> => {
  const answer = await ask(`POST ${ws}/channels/practice`, { input: { platforms: [platform] } })
  const [channel] = (answer as { channels: ShownChannel[] }).channels
  if (!channel) throw new Error('there is no channel')
  return channel
}

describe('through the browser', () => {
  const connect = async (input: object = {}) => {
    const answer = (await ask(`POST ${ws}/channels/connect`, {
      input: { platform: 'twitter', network: 'sandbox', ...input },
    })) as Response
    const { authorizeUrl } = (await answer.json()) as { authorizeUrl: string }
    const [cookie = ''] = (answer.headers.get('set-cookie') ?? '').split(';')
    return { authorizeUrl, cookie, whole: answer.headers.get('set-cookie') ?? '' }
  }
  const comeBack = async (url: URL, cookie: string): Promise<string> => {
    const answer = await ask('GET /api/v1/auth/social/callback/{platform}', {
      url: url.href,
      cookie,
      platform: 'twitter',
      query: Object.fromEntries(url.searchParams),
    })
    return (answer as Response).headers.get('location') ?? ''
  }

  test('there and back, with a cookie that scripts and other sites cannot use', async () => {
    const { authorizeUrl, cookie, whole } = await connect()
    expect(whole).toMatch(/^posthorn_connect=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/)
    const url = await press(stage, authorizeUrl)
    expect(url.pathname).toBe('/api/v1/auth/social/callback/twitter')
    expect(await comeBack(url, `other=1; ${cookie}`)).toBe(`/w/${actor.workspaceId}/channels`)
  })
  test('what the network says is shown as inert, bounded text', async () => {
    const { authorizeUrl, cookie } = await connect()
    const url = await press(stage, authorizeUrl, { decision: 'refuse' })
    url.searchParams.set('error_description', `<script>alert(1)</script>\r\nSet-Cookie: a=b\u202E${'x'.repeat(5_000)}`)
    const location = await comeBack(url, cookie)
    const place = new URL(location, 'http://own.invalid')
    expect(place.pathname).toBe(`/w/${actor.workspaceId}/channels`)
    expect(place.searchParams.get('problem')).toBe('channel.denied')
    expect(location.length).toBeLessThan(1_000)
    expect(location).not.toMatch(/[<>\r\n\u202E]/)
  })
  test('a return without an attempt leads to the start page, and tells no workspace', async () => {
    const url = new URL('http://127.0.0.1:3000/api/v1/auth/social/callback/twitter?code=a&state=b')
    const place = new URL(await comeBack(url, ''), 'http://own.invalid')
    expect([place.pathname, place.searchParams.get('problem')]).toEqual(['/', 'channel.state'])
  })
})

test('a list in pages', async () => {
  await practised('twitter')
  await practised('linkedin')
  const first = (await ask(`GET ${ws}/channels`, { query: { limit: '1' } })) as { items: object[]; next: string }
  expect(first.items).toHaveLength(1)
  const second = await ask(`GET ${ws}/channels`, { query: { limit: '1', cursor: first.next } })
  expect(second).toMatchObject({ items: [{}], next: null })
})

describe('threat 46: a channel of another workspace is as absent as one that never was', () => {
  const withId = (Object.keys(channelRoutes) as Key[]).filter((key) => key.includes('{id}'))
  const inputs: Partial<Record<Key, unknown>> = {
    [`PATCH ${ws}/channels/{id}`]: { paused: true },
    [`PUT ${ws}/channels/{id}/slots`]: { slots: [] },
    [`POST ${ws}/consents/{id}/choose`]: { remoteIds: ['1'] },
  }
  test.each(withId)('%s', async (key) => {
    const { id } = await practised()
    const stranger = await addActor(stage)
    for (const foreign of [id, '00000000-0000-4000-8000-000000000000']) {
      await expect(ask(key, { id: foreign, input: inputs[key], as: stranger })).rejects.toMatchObject({
        code: 'access.not-here',
      })
    }
    expect(await ask(`GET ${ws}/channels/{id}`, { id })).toMatchObject({ state: 'connected', pausedAt: null })
  })
})

/** A planned publication on a channel, by way of the tables. */
async function plan(channel: ShownChannel, at: string, state = 'scheduled'): Promise<string> {
  const { rows } = await stage.db.superuser.query<{ id: string }>(
    `with p as (insert into post (workspace_id, base) values ($1, '{}') returning id)
     insert into publication (workspace_id, post_id, channel_id, lane_id, state, due_at, wake_at, zone, wall_time)
     select $1, p.id, $2, (select lane_id from channel where id = $2), 'scheduled', $3, $3, 'UTC', 'x' from p returning id`,
    [actor.workspaceId, channel.id, at],
  )
  const id = rows[0]?.id ?? ''
  if (state === 'waiting') {
    await stage.db.superuser.query(`update publication set state = 'publishing' where id = $1`, [id])
    await stage.db.superuser.query(
      `update publication set state = 'waiting', reason = 'reconnect', wake_at = 'infinity' where id = $1`,
      [id],
    )
  }
  return id
}
const publication = async (id: string) => {
  const { rows } = await stage.db.superuser.query<Record<string, unknown>>(
    `select state, reason, wake_at = 'infinity' as asleep from publication where id = $1`,
    [id],
  )
  return rows[0]
}

describe('changing', () => {
  test('zone, late policy, hue, pause', async () => {
    const { id } = await practised()
    const change = { zone: 'Asia/Tokyo', latePolicy: 'ask', lateWindowSeconds: 60, hue: 3, paused: true }
    const changed = await ask(`PATCH ${ws}/channels/{id}`, { id, input: change })
    expect(changed).toMatchObject({ zone: 'Asia/Tokyo', latePolicy: 'ask', lateWindowSeconds: 60, hue: 3 })
    expect((changed as ShownChannel).pausedAt).not.toBeNull()
    const on = await ask(`PATCH ${ws}/channels/{id}`, { id, input: { paused: false, latePolicy: null } })
    expect(on).toMatchObject({ pausedAt: null, latePolicy: null, hue: 3 })
    const wrong = ask(`PATCH ${ws}/channels/{id}`, { id, input: { zone: 'Mars/Olympus' } })
    await expect(wrong).rejects.toMatchObject({ code: 'post.zone-unknown' })
  })
  test('disconnecting cancels what is planned and says who did it', async () => {
    const channel = await practised()
    const [planned, waits] = [
      await plan(channel, '2027-01-01T10:00:00Z'),
      await plan(channel, '2027-01-02T10:00:00Z', 'waiting'),
    ]
    expect(await ask(`GET ${ws}/channels/{id}`, { id: channel.id })).toMatchObject({ waiting: 2 })
    const gone = await ask(`POST ${ws}/channels/{id}/disconnect`, { id: channel.id })
    expect(gone).toMatchObject({ state: 'disconnected', waiting: 0 })
    for (const id of [planned, waits]) expect(await publication(id)).toMatchObject({ state: 'cancelled', asleep: true })
    const { rows } = await stage.db.superuser.query<{ actor: string }>(
      'select actor from publication_event where publication_id = $1',
      [planned],
    )
    expect(rows).toEqual([{ actor: `person:${actor.personId}` }])
  })
  test('what waited for a reconnection goes on when the channel is back', async () => {
    const channel = await practised()
    const id = await plan(channel, '2026-01-01T10:00:00Z', 'waiting')
    await stage.db.superuser.query(`update channel set state = 'reconnect' where id = $1`, [channel.id])
    await practised()
    expect(await publication(id)).toMatchObject({ reason: 'retry', asleep: false })
  })
})

describe('slots', () => {
  test('are kept in order, once each', async () => {
    const { id } = await practised()
    const slots = [
      { weekday: 5, time: '17:00' },
      { weekday: 1, time: '09:00' },
      { weekday: 5, time: '17:00' },
    ]
    const kept = [
      { weekday: 1, time: '09:00' },
      { weekday: 5, time: '17:00' },
    ]
    expect(await ask(`PUT ${ws}/channels/{id}/slots`, { id, input: { slots } })).toEqual({ slots: kept })
    expect(await ask(`GET ${ws}/channels/{id}/slots`, { id })).toEqual({ slots: kept })
    expect(await ask(`GET ${ws}/channels/{id}`, { id })).toMatchObject({ slots: 2 })
  })
  test('the free ones are those that nothing is planned for', async () => {
    const channel = await practised()
    const { id } = channel
    const slots = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, time: '09:00' }))
    await ask(`PUT ${ws}/channels/{id}/slots`, { id, input: { slots } })
    type Free = { slots: { at: string; wallTime: string; zone: string }[] }
    const before = ((await ask(`GET ${ws}/channels/{id}/free-slots`, { id, query: { count: '3' } })) as Free).slots
    expect(before.map((slot) => slot.wallTime.slice(11))).toEqual(['09:00', '09:00', '09:00'])
    await plan(channel, before[0]?.at ?? '')
    const after = ((await ask(`GET ${ws}/channels/{id}/free-slots`, { id, query: { count: '2' } })) as Free).slots
    expect(after).toEqual(before.slice(1))
  })
})

test('ways that begin at a server of one’s own say what they ask for, and need no app', () => {
  const parts = { ...stage.parts, platforms: { harbour } }
  const [info] = platformInfos(parts)
  const ask = { label: 'Server', example: 'home.example' }
  expect(info?.ways).toMatchObject([
    { via: 'bound', how: 'oauth-at-host', ask, ready: true, missing: [] },
    { via: 'registered', how: 'oauth-at-host', ask, ready: true, missing: [] },
    { via: 'password', how: 'app-password', ask, ready: true, missing: [], scopes: [] },
  ])
  const inside = { ...stage.parts.settings, backendUrl: 'http://192.168.1.5:3000' }
  const [lacking] = platformInfos({ ...parts, settings: inside })
  expect(lacking?.ways.map(({ ready, missing }) => [ready, ...missing])).toEqual([
    [false, 'BACKEND_URL'],
    [true],
    [true],
  ])
})

test('what the server could connect to', () => {
  const infos = platformInfos(stage.parts)
  const x = infos.find((one) => one.id === 'twitter')
  expect(x).toMatchObject({
    sandbox: true,
    ways: [
      {
        ready: false,
        missing: ['TWITTER_CLIENT_ID', 'TWITTER_CLIENT_SECRET'],
        callback: 'http://127.0.0.1:3000/api/v1/auth/social/callback/twitter',
      },
    ],
  })
  expect(x?.settings).toMatchObject({ type: 'object' })
  expect(platformInfos({ ...stage.parts, sandbox: undefined }).some((one) => one.sandbox)).toBe(false)
})
