/** The bad days that only TikTok has, over the imitation. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Channel, Version } from '../interface.ts'
import { startDirectWorld } from '../testing/direct-world.ts'
import { image, version, video } from '../testing/stored.ts'
import type { Outcome, Trouble, World, Written } from '../testing/world.ts'
import { exam } from './fixtures/exam.ts'
import { samples } from './fixtures/samples.ts'
import type { Settings } from './settings.ts'

const upright = { size: [720, 1280], seconds: 4 } as const
const everyone = { privacy: 'PUBLIC_TO_EVERYONE' } as const
const film = samples['video'] ?? version('', {})
const photos = samples['photos'] ?? version('', {})
const draft = samples['videoDraft'] ?? version('', {})
/** Two chunks and a little. */
const long = version('Long', everyone, [video('long', { ...upright, bytes: 12_000_001 })])

let world: World
let channel: Channel
beforeAll(async () => {
  world = await startDirectWorld(exam, fetch)
  channel = await world.connect(exam.accounts[0])
}, 60_000)
afterAll(() => world[Symbol.asyncDispose]())

interface Told {
  readonly outcome: Outcome
  readonly written: readonly Written[]
}
async function tell(of: Version<Settings>, trouble?: Trouble, where = channel): Promise<Told> {
  const before = (await world.ledger(where)).length
  const outcome = await world.publish(of, where, trouble)
  return { outcome, written: (await world.ledger(where)).slice(before) }
}
const out = (told: Told, state = 'published') => {
  expect(told.outcome.problem).toBeUndefined()
  expect(told.outcome).toMatchObject({ state, struck: true })
  expect(told.written).toHaveLength(1)
}

describe('uploads', () => {
  test('a long film goes in chunks, and once', async () => {
    const { outcome, written } = await tell(long)
    expect(outcome.remotes.map(({ id }) => id)).toEqual(written.map(({ id }) => id))
    expect(written).toHaveLength(1)
  })
  test.each<[string, Trouble]>([
    ['a chunk’s answer was lost with us', { step: 'upload', death: 'sent' }],
    ['the address expired between chunks', { step: 'upload', fault: 'upload_expired' }],
    ['the upload was gone between chunks', { step: 'upload', fault: 'upload_gone' }],
    ['the address expired before the last chunk', { step: 'last', fault: 'upload_expired' }],
    ['the upload was gone before the last chunk', { step: 'last', fault: 'upload_gone' }],
    ['the line was cut before the last chunk', { step: 'last', fault: 'reset' }],
    ['the answer to the last chunk was lost', { step: 'last', fault: 'lose_answer' }],
    ['200 instead of 201', { step: 'last', fault: 'upload_200' }],
  ])('%s', async (_, trouble) => {
    out(await tell(long, trouble))
  })
})

describe('processing', () => {
  test.each<[string, Version<Settings>, Trouble]>([
    ['ends late', film, { step: 'last', fault: 'media_slow' }],
    ['fails inside TikTok: done over', film, { step: 'last', fault: 'processing_failed' }],
    ['meets the daily cap after all: done over', film, { step: 'last', fault: 'cap_after_all' }],
    ['ends with access removed: done over', film, { step: 'last', fault: 'access_removed' }],
    ['cannot fetch the photos: offered again', photos, { step: 'init', fault: 'pull_failed' }],
    ['fails inside TikTok for photos', photos, { step: 'init', fault: 'processing_failed' }],
  ])('%s', async (_, of, trouble) => {
    out(await tell(of, trouble))
  })
  test.each<[string, Version<Settings>, string, string]>([
    ['spam_text', film, 'last', 'network.spam-text: spam_risk_text'],
    ['spam', photos, 'init', 'network.spam: spam_risk'],
    ['bitrate', film, 'last', 'network.media-bitrate: video_bitrate_check_failed'],
    ['media_fails', draft, 'last', 'network.media-format: file_format_check_failed'],
    ['banned_after_all', film, 'last', 'network.account-restricted: spam_risk_user_banned_from_posting'],
    ['old_app', draft, 'last', 'network.app-version: app_version_check_failed'],
  ])('%s ends in words', async (fault, of, step, problem) => {
    const { outcome, written } = await tell(of, { step, fault })
    expect(outcome).toMatchObject({ state: 'failed', problem, struck: true })
    expect(written).toEqual([])
  })
  test('a public id that never comes: published, and the address is told to be missing', async () => {
    const told = await tell(film, { step: 'last', fault: 'id_withheld' })
    out(told)
    expect(told.outcome.remotes).toMatchObject([{ url: `https://www.tiktok.com/@${channel.handle}`, at: 'public' }])
    expect(told.outcome.remotes[0]?.id).toBeUndefined()
    expect(told.outcome.notes).toEqual(['link: network.no-link: TikTok told no id for a day'])
  })
})

describe('what is not allowed now', () => {
  test.each<[string, Version<Settings>, string]>([
    ['too_many_posts', film, 'creator'],
    ['too_many_posts', photos, 'init'],
    ['active_user_cap', film, 'creator'],
    ['too_many_drafts', draft, 'init'],
  ])('%s is waited for', async (fault, of, step) => {
    out(await tell(of, { step, fault }), of === draft ? 'handed_over' : 'published')
  })
  test.each([
    ['user_banned', film, 'creator', 'network.account-restricted'],
    ['level_gone', photos, 'init', 'network.audience'],
    ['url_not_verified', photos, 'init', 'network.media-host'],
  ])('%s is refused', async (fault, of, step, problem) => {
    const { outcome, written } = await tell(of, { step, fault })
    expect(outcome).toMatchObject({ state: 'failed', problem: expect.stringContaining(problem) })
    expect(written).toEqual([])
  })
  test('a permission that was not given waits for a new sign-in', async () => {
    const { outcome, written } = await tell(film, { step: 'init', fault: 'scope_missed' })
    expect(outcome.state).toBe('waiting')
    expect(written).toEqual([])
    await world.reconnect(channel)
    expect(await world.outcome(outcome.publication)).toMatchObject({ state: 'published' })
  })
  test('an audience that the account does not offer is refused before anything is sent', async () => {
    const followers = version('', { privacy: 'FOLLOWER_OF_CREATOR' } as const, film.parts[0].media)
    expect((await tell(followers)).outcome).toMatchObject({
      state: 'failed',
      problem: expect.stringContaining('network.audience'),
    })
  })
})

describe('posts for few', () => {
  const few = version('For us', { privacy: 'SELF_ONLY' } as const, [image('few', { size: [810, 1080] })])
  test('are out without an id', async () => {
    const { outcome, written } = await tell(few)
    expect(outcome).toMatchObject({ state: 'published', remotes: [{ at: 'restricted' }], notes: [] })
    expect(written).toHaveLength(1)
  })
  test('cannot be looked for: a lost answer is asked about, and nothing is sent again', async () => {
    const { outcome, written } = await tell(few, { step: 'init', fault: 'lose_answer' })
    expect(outcome).toMatchObject({ state: 'needs_you', problem: 'network.cannot-tell' })
    expect(written).toHaveLength(1)
  })
})

test('an app without the audit posts to private accounts alone', async () => {
  await using unaudited = await startDirectWorld({ ...exam, settings: { ...exam.settings, audited: false } }, fetch)
  const [account] = exam.accounts
  const open = await unaudited.connect(account)
  const mine = version('Mine', { privacy: 'SELF_ONLY' } as const, film.parts[0].media)
  expect(await unaudited.publish(mine, open)).toMatchObject({
    state: 'failed',
    problem: expect.stringContaining('network.app-unaudited'),
  })
  const person = { ...account.person, handle: 'shy_creator', entitlements: { private: true } }
  const shy = await unaudited.connect({ ...account, person })
  expect(await unaudited.publish(mine, shy)).toMatchObject({ state: 'published' })
  expect(await unaudited.publish(draft, open)).toMatchObject({ state: 'handed_over' })
})
