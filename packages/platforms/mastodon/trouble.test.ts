/** Trouble only Mastodon makes; what every network makes is in the shared suite. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Channel, Version } from '../interface.ts'
import { startDirectWorld } from '../testing/direct-world.ts'
import { image, version, video } from '../testing/stored.ts'
import type { Exam, Fault, World } from '../testing/world.ts'
import { mastodon } from './adapter.ts'
import { exam } from './fixtures/exam.ts'

/** A world, its practice server's back door, and a hand on what leaves for it. */
async function start(of: Exam = exam) {
  let origin = ''
  /** Does something right before the next request to this address. */
  let ambush: { readonly url: RegExp; readonly act: () => Promise<unknown> } | undefined
  const world = await startDirectWorld(of, async (input, init) => {
    const url = input instanceof Request ? input.url : String(input)
    origin ||= new URL(url).origin
    if (init?.method === 'POST' && ambush?.url.test(url)) {
      const { act } = ambush
      ambush = undefined
      await act()
    }
    return fetch(input, init)
  })
  const control = async (path: string, body: object): Promise<void> => {
    const headers = { 'content-type': 'application/json' }
    const reply = await fetch(`${origin}/_sandbox/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!reply.ok) throw new Error(await reply.text())
  }
  return {
    world,
    set: (settings: object) => control('settings', { platform: 'mastodon', ...settings }),
    order: (fault: object) => control('faults', { platform: 'mastodon', ...fault }),
    advance: (advanceSeconds: number) => control('clock', { advanceSeconds }),
    before(url: RegExp, act: () => Promise<unknown>): void {
      ambush = { url, act }
    },
  }
}
type Started = Awaited<ReturnType<typeof start>>

const posting = /\/api\/v1\/statuses$/
const unclear: readonly Fault[] = ['lose_answer', 'error_after', 'truncated_body']
const day = 24 * 60 * 60

let told = 0
/** Words of its own for each telling. */
const words = (text: string): string => `${text} ${(told += 1)}x`
const texts = (): Version => version(words('Hello'), {})
const pictures = (): Version => version(words('A view'), {}, [image('view', { alt: 'A view' }), image('other')])
const film = (): Version => version(words('A film'), {}, [video('film', { bytes: 3_000_000 })])
const threads = (): Version => version([words('One'), words('Two'), words('Three')], {})

describe('trouble at Mastodon', () => {
  let server: Started
  let world: World
  let channel: Channel
  beforeAll(async () => {
    server = await start()
    world = server.world
    channel = await world.connect(exam.accounts[0])
  })
  afterAll(() => world[Symbol.asyncDispose]())
  const written = async (): Promise<number> => (await world.ledger(channel)).length

  test.each([
    ['a twin with the same key is waited for', texts, { step: 'part:0', fault: 'key_locked' }, 'published'],
    ['a server elsewhere that is away', texts, { step: 'part:0', fault: 'remote_unavailable' }, 'published'],
    ['a page of the proxy', texts, { step: 'part:0', fault: 'proxy_error' }, 'published'],
    ['slow processing is waited for', film, { step: 'media:0.0', fault: 'media_slow' }, 'published'],
    ['a file that fails once goes again', pictures, { step: 'media:0.1', fault: 'thumbnail_fails' }, 'published'],
    [
      'a picture that was called ready and is not goes again',
      pictures,
      { step: 'media:0.1', fault: 'media_fails' },
      'published',
    ],
    ['failed processing ends before anything is out', film, { step: 'media:0.0', fault: 'media_fails' }, 'failed'],
    ['so does a file too large for the proxy', film, { step: 'media:0.0', fault: 'file_too_large' }, 'failed'],
    ['what a server does not allow is told', texts, { step: 'part:0', fault: 'not_permitted' }, 'failed'],
    ['a disabled account is told', texts, { step: 'part:0', fault: 'login_disabled' }, 'failed'],
    ['a waiting account too', texts, { step: 'part:0', fault: 'login_pending' }, 'failed'],
    ['and one without an address', texts, { step: 'part:0', fault: 'login_unconfirmed' }, 'failed'],
  ])('%s', async (_, sample, trouble, state) => {
    const before = await written()
    const outcome = await world.publish(sample(), channel, trouble)
    expect(outcome).toMatchObject({ state, struck: true })
    expect((await written()) - before).toBe(state === 'published' ? 1 : 0)
  })

  test('a file that fails twice is told', async () => {
    await server.order({ fault: 'thumbnail_fails', times: 2 })
    expect(await world.publish(pictures(), channel)).toMatchObject({
      state: 'failed',
      problem: expect.stringContaining('network.media-processing') as string,
    })
  })
  test('processing that never ends is given up after a quarter of an hour', async () => {
    await server.set({ videoSeconds: day })
    const before = await written()
    const outcome = await world.publish(film(), channel)
    await server.set({ videoSeconds: 4 })
    expect(outcome).toMatchObject({
      state: 'failed',
      problem: expect.stringContaining('quarter of an hour') as string,
    })
    expect(await written()).toBe(before)
  })
  test('files that a day swept away are brought again', async () => {
    server.before(posting, () => server.advance(day + 60))
    const before = await written()
    expect(await world.publish(pictures(), channel)).toMatchObject({ state: 'published' })
    expect((await written()) - before).toBe(1)
  })
  test('a thread whose third part fails stops, and a person decides', async () => {
    const before = await written()
    const outcome = await world.publish(threads(), channel, { step: 'part:2', fault: 'not_permitted' })
    expect(outcome.state).toBe('needs_you')
    expect(outcome.remotes).toHaveLength(2)
    expect((await written()) - before).toBe(2)
  })
  test('a comment that fails leaves the post published, and says so', async () => {
    const of = version(words('Hello'), {}, [], { firstComment: words('And') })
    const outcome = await world.publish(of, channel, { step: 'comment', fault: 'not_permitted' })
    expect(outcome).toMatchObject({ state: 'published', notes: [expect.stringContaining('network.permission')] })
    expect(outcome.remotes).toHaveLength(1)
  })
  test('a list that lags is no reason for a second post: the key answers', async () => {
    await server.order({ fault: 'readback_lag', seconds: 1800, on: { method: 'POST', path: '/api/v1/statuses' } })
    const before = await written()
    const outcome = await world.publish(texts(), channel, { step: 'part:0', fault: 'lose_answer' })
    expect(outcome).toMatchObject({ state: 'published', struck: true })
    expect((await written()) - before).toBe(1)
  })
})

describe('a server that forgets the key', () => {
  let world: World
  let channel: Channel
  beforeAll(async () => {
    const server = await start()
    world = server.world
    channel = await world.connect(exam.accounts[0])
    await server.set({ idempotency: false })
  })
  afterAll(() => world[Symbol.asyncDispose]())
  test.each(
    unclear.flatMap(
      (fault) =>
        [
          [fault, texts, 1],
          [fault, pictures, 1],
          [fault, threads, 3],
        ] as const,
    ),
  )('gets no second post after %s', async (fault, sample, count) => {
    const before = (await world.ledger(channel)).length
    const step = count === 3 ? 'part:1' : 'part:0'
    const outcome = await world.publish(sample(), channel, { step, fault })
    expect(outcome).toMatchObject({ state: 'published', struck: true })
    expect((await world.ledger(channel)).length - before).toBe(count)
  })
})

describe.each([
  ['an old Mastodon', '3.5.3', true],
  ['another program', '2.7.2 (compatible; Akkoma 3.13.2)', false],
])('%s', (_, name, keepsKeys) => {
  const [way] = mastodon.connect
  // Such a server knows no `profile`; the shared world signs in with the scopes of the way, not of the server.
  const asked = { ...way, scopes: ['read:accounts', 'read:statuses', 'write:statuses', 'write:media'] } as typeof way
  const old: Exam = { ...exam, platform: { ...exam.platform, connect: [asked] } }
  let server: Started
  let channel: Channel
  beforeAll(async () => {
    server = await start(old)
    await server.set({ version: name, idempotency: keepsKeys })
    channel = await server.world.connect(exam.accounts[0])
  })
  beforeEach(() => expect(channel.facts['server']).toMatchObject({ version: name }))
  afterAll(() => server.world[Symbol.asyncDispose]())

  test('is promised what it can keep', () => {
    expect(mastodon.promise(version('a', {}), channel)).toBe(keepsKeys ? 'exact' : 'searched')
  })
  test('publishes and finds a post whose answer was lost', async () => {
    const outcome = await server.world.publish(pictures(), channel, { step: 'part:0', fault: 'lose_answer' })
    expect(outcome).toMatchObject({ state: 'published', struck: true })
    expect(await server.world.ledger(channel)).toHaveLength(1)
  })
  test('is not sent a request again without a key it keeps', async () => {
    const before = (await server.world.ledger(channel)).length
    const outcome = await server.world.publish(texts(), channel, { step: 'part:0', fault: 'error_before' })
    expect(outcome.state).toBe(keepsKeys ? 'published' : 'needs_you')
    expect((await server.world.ledger(channel)).length - before).toBe(keepsKeys ? 1 : 0)
  })
})

test('the numbers of a server are those of its channels', async () => {
  const server = await start()
  await using world = server.world
  await server.set({ maxCharacters: 5000, maxMediaAttachments: 6, pollOptions: 8 })
  const channel = await world.connect(exam.accounts[0])
  expect(mastodon.limits(channel).forms['text']?.text.max).toBe(5000)
  const long = version(
    'a'.repeat(4000),
    {},
    ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => image(id)),
  )
  expect(mastodon.validate(long, channel)).toEqual([])
  expect(await world.publish(long, channel)).toMatchObject({ state: 'published' })
})
