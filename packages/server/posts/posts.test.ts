/** The bad days of planning, told over the API: what is refused, where, and what the person can do. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  joinAs,
  setUpOwner,
  signUpStranger,
  startTestServer,
  type Asking,
  type Member,
  type TestServer,
} from '../http/testing.ts'

interface Publication {
  readonly id: string
  readonly channelId: string
  readonly state: string
  readonly dueAt: string
  readonly wallTime: string
}
interface Post {
  readonly id: string
  readonly revision: number
  readonly publications: readonly Publication[]
}

let server: TestServer
let owner: Member
let stranger: Member
let channelId: string
let remotes = 0
beforeAll(async () => {
  server = await startTestServer()
  owner = await setUpOwner(server)
  stranger = await signUpStranger(server)
})
afterAll(() => server[Symbol.asyncDispose]())
beforeEach(async () => {
  channelId = await addChannel(owner)
})

/** A channel as connecting leaves it. */
async function addChannel({ workspaceId }: Member): Promise<string> {
  const remote = String(++remotes)
  const { rows } = await server.db.superuser.query<{ id: string }>(
    `with lane as (insert into lane (platform, network, remote_id) values ('twitter', 'sandbox', $2) returning id)
     insert into channel (workspace_id, platform, network, kind, via, remote_id, handle, name, zone, lane_id)
     select $1, 'twitter', 'sandbox', 'user', 'oauth', $2, $2, $2, 'Europe/Rome', id from lane returning id`,
    [workspaceId, remote],
  )
  return rows[0]?.id ?? ''
}

const at = (method: string, path: string, { workspaceId }: Member = owner): string =>
  `${method} /api/v1/workspaces/${workspaceId}/${path}`
const ask = (key: string, asking: Asking = {}) => server.ask(key, { cookie: owner.cookie, ...asking })
const content = (text: string, channels: readonly string[] = [channelId]) => ({
  base: { parts: [{ text }] },
  versions: channels.map((id) => ({ channelId: id })),
})
async function draft(text = 'Hello', channels?: readonly string[]): Promise<Post> {
  const response = await ask(at('POST', 'posts'), { body: content(text, channels) })
  expect(response.status).toBe(201)
  return (await response.json()) as Post
}
const schedule = (post: Post, when: object, more: object = {}) =>
  ask(at('POST', `posts/${post.id}/schedule`), { body: { when, ...more } })
const rome = (wallTime: string, more: object = {}) => ({ is: 'at', wallTime, zone: 'Europe/Rome', ...more })
const nextYear = new Date().getUTCFullYear() + 1
const tomorrow = rome(`${nextYear}-01-15T09:00`)

async function planned(when: object = tomorrow): Promise<{ post: Post; publication: Publication }> {
  const response = await schedule(await draft(), when)
  expect(response.status).toBe(200)
  const post = (await response.json()) as Post
  const [publication] = post.publications
  if (!publication) throw new Error('nothing was planned')
  return { post, publication }
}
const press = (publication: Publication, act: string, body?: object) =>
  ask(at('POST', `publications/${publication.id}/${act}`), body ? { body } : {})
const statesOf = async (post: Post): Promise<string[]> =>
  ((await (await ask(at('GET', `posts/${post.id}`))).json()) as Post).publications.map(({ state }) => state)

/** What a worker has done to a publication meanwhile. */
const bring = ({ id }: Publication, set: string) =>
  server.db.superuser.query(`update publication set ${set} where id = $1`, [id])
const intent = `sending_step = 'part:0', intent = 'sealed', sent_at = now()`

/** The last Sunday of a month at an hour: when Europe's clocks change. */
function lastSunday(month: number, time: string): string {
  const last = new Date(Date.UTC(nextYear, month, 0))
  last.setUTCDate(last.getUTCDate() - last.getUTCDay())
  return `${last.toISOString().slice(0, 10)}T${time}`
}

describe('scheduling', () => {
  test('a text that is too long names by how much and where, and plans nothing', async () => {
    const post = await draft('x'.repeat(294))
    const response = await schedule(post, tomorrow)
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({
      code: 'post.violations',
      details: [
        { code: 'post.text-too-long', field: `versions.${channelId}.parts.0.text`, values: { over: 14, max: 280 } },
      ],
    })
    expect(await statesOf(post)).toEqual([])
  })

  test.each([
    ['a time that has passed', () => rome('2020-01-01T09:00'), 'post.time-past', {}],
    [
      'one further away than anybody plans',
      () => rome(`${nextYear + 9}-01-01T09:00`),
      'post.time-far',
      { values: { years: 5 } },
    ],
    ['an hour that the clock skips', () => rome(lastSunday(3, '02:30')), 'post.time-missing', {}],
    ['an hour that comes twice', () => rome(lastSunday(10, '02:30')), 'post.time-doubled', {}],
    ['a zone nobody knows', () => ({ ...tomorrow, zone: 'Europe/Atlantis' }), 'post.zone-unknown', {}],
    ['an offset for a zone', () => ({ ...tomorrow, zone: '+02:00' }), 'post.zone-unknown', {}],
    ['a slot where there is none', () => ({ is: 'next-slot' }), 'post.no-slot', { values: { weeks: 52 } }],
  ] as const)('%s is refused with a way out', async (_, when, code, values) => {
    const post = await draft()
    const response = await schedule(post, when())
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ code, ...values, todo: expect.stringMatching(/\S/) })
    expect(await statesOf(post)).toEqual([])
  })

  test('the skipped hour says which comes next', async () => {
    const response = await schedule(await draft(), rome(lastSunday(3, '02:30')))
    expect(await response.json()).toMatchObject({ values: { next: lastSunday(3, '03:00') } })
  })

  test('the doubled hour is planned once somebody says which', async () => {
    const due = async (fold: string) =>
      (await planned(rome(lastSunday(10, '02:30'), { fold }))).publication.dueAt.slice(11, 16)
    expect(await due('first')).toBe('00:30')
    expect(await due('second')).toBe('01:30')
  })

  test('a channel of others is as one that is not there', async () => {
    const foreign = await addChannel(stranger)
    const made = await ask(at('POST', 'posts'), { body: content('Hello', [foreign]) })
    expect([made.status, await made.json()]).toMatchObject([422, { code: 'post.channel-foreign' }])
    const scheduled = await schedule(await draft(), tomorrow, { channelIds: [foreign] })
    expect([scheduled.status, await scheduled.json()]).toMatchObject([422, { code: 'post.channel-foreign' }])
    const post = await draft()
    const theirs = await server.ask(at('POST', `posts/${post.id}/schedule`, stranger), {
      cookie: stranger.cookie,
      body: { when: tomorrow },
    })
    expect(theirs.status).toBe(404)
  })

  test('of two channels of which one cannot go, neither goes', async () => {
    const other = await addChannel(owner)
    await server.db.superuser.query(`update channel set state = 'disconnected' where id = $1`, [other])
    const post = await draft('Hello', [channelId, other])
    expect((await schedule(post, tomorrow)).status).toBe(409)
    expect(await statesOf(post)).toEqual([])
  })

  test('two posts that want the same slot at once get one each', async () => {
    const slots = [
      { weekday: 1, time: '09:00' },
      { weekday: 3, time: '09:00' },
    ]
    const set = await ask(at('PUT', `channels/${channelId}/slots`), { body: { slots } })
    expect(set.status).toBe(200)
    const posts = [await draft('one'), await draft('two'), await draft('three')]
    const responses = await Promise.all(posts.map((post) => schedule(post, { is: 'next-slot' })))
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200])
    const times = await Promise.all(
      responses.map(async (response) => ((await response.json()) as Post).publications[0]?.dueAt),
    )
    expect(new Set(times).size).toBe(3)
  })
})

describe('changing one’s mind', () => {
  test('cancelled before the request is recorded: it is, and again is no error', async () => {
    const { post, publication } = await planned()
    expect((await press(publication, 'cancel')).status).toBe(200)
    expect((await press(publication, 'cancel')).status).toBe(200)
    expect(await statesOf(post)).toEqual(['cancelled'])
  })

  test('cancelled while a worker prepares it: the wish is noted, and the worker ends it', async () => {
    const { publication } = await planned()
    await bring(publication, `state = 'publishing'`)
    const response = await press(publication, 'cancel')
    expect(response.status).toBe(200)
    const { rows } = await server.db.superuser.query(
      `select from publication where id = $1 and cancel_asked is not null`,
      [publication.id],
    )
    expect(rows).toHaveLength(1)
  })

  test.each([
    ['recorded', `state = 'publishing', ${intent}`],
    ['without a clear answer', `state = 'publishing', ${intent}`],
  ])('too late once the request is %s', async (name, set) => {
    const { publication } = await planned()
    await bring(publication, set)
    if (name !== 'recorded') await bring(publication, `state = 'unconfirmed'`)
    const response = await press(publication, 'cancel')
    expect([response.status, await response.json()]).toMatchObject([409, { code: 'post.too-late-to-cancel' }])
  })

  test('moved to another time, but never into the past, and not once it is on its way', async () => {
    const { post, publication } = await planned()
    const moved = await press(publication, 'reschedule', { when: rome(`${nextYear}-02-01T10:00`) })
    expect([moved.status, await moved.json()]).toMatchObject([200, { wallTime: `${nextYear}-02-01T10:00` }])
    const past = await press(publication, 'reschedule', { when: rome('2020-01-01T09:00') })
    expect([past.status, await past.json()]).toMatchObject([422, { code: 'post.time-past' }])
    expect(await statesOf(post)).toEqual(['scheduled'])
    await bring(publication, `state = 'publishing', ${intent}`)
    expect((await press(publication, 'reschedule', { when: tomorrow })).status).toBe(409)
  })

  test('what failed runs again as a new run; the old one stays in the log and runs once more only', async () => {
    const { post, publication } = await planned()
    await bring(publication, `state = 'publishing'`)
    await bring(publication, `state = 'failed', wake_at = 'infinity', ended_at = now()`)
    const again = await press(publication, 'retry', { when: tomorrow })
    const run = (await again.json()) as Publication & { run: number }
    expect([again.status, run.state, run.run]).toEqual([200, 'scheduled', 2])
    expect(run.id).not.toBe(publication.id)
    expect((await press(publication, 'retry', { when: tomorrow })).status).toBe(409)
    expect((await statesOf(post)).toSorted()).toEqual(['failed', 'scheduled'])
  })
})

describe('two people at one post', () => {
  const change = (post: Post, revision: number, text: string, who: Member = owner) =>
    ask(at('PUT', `posts/${post.id}`), {
      cookie: who.cookie,
      body: content(text),
      headers: { 'if-match': `"r${revision}"` },
    })

  test('whoever read an older revision is told, and changes nothing', async () => {
    const post = await draft()
    expect((await change(post, post.revision, 'first')).status).toBe(200)
    const late = await change(post, post.revision, 'second')
    expect([late.status, await late.json()]).toMatchObject([412, { code: 'request.revision-conflict' }])
    const now = await (await ask(at('GET', `posts/${post.id}`))).json()
    expect(now).toMatchObject({ revision: post.revision + 1, base: { parts: [{ text: 'first' }] } })
  })

  test('of two editors who save at the same moment, one does', async () => {
    const editor = await joinAs(server, owner, 'editor')
    const post = await draft()
    const both = await Promise.all([change(post, post.revision, 'mine'), change(post, post.revision, 'theirs', editor)])
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412])
  })

  test('a change that could not go out is refused while the post is planned', async () => {
    const { post } = await planned()
    const response = await change(post, post.revision, 'x'.repeat(281))
    expect([response.status, await response.json()]).toMatchObject([422, { code: 'post.violations' }])
  })

  test('what is on its way or out is not deleted; what is only planned is, and is cancelled', async () => {
    const remove = (post: Post) =>
      ask(at('DELETE', `posts/${post.id}`), { headers: { 'if-match': `"r${post.revision}"` } })
    const { post, publication } = await planned()
    await bring(publication, `state = 'publishing', ${intent}`)
    const busy = await remove(post)
    expect([busy.status, await busy.json()]).toMatchObject([409, { code: 'post.already-out' }])
    const other = await planned()
    expect((await remove(other.post)).status).toBe(204)
    const { rows } = await server.db.superuser.query('select state from publication where id = $1', [
      other.publication.id,
    ])
    expect(rows).toEqual([{ state: 'cancelled' }])
  })
})
