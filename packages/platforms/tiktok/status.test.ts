import { describe, expect, test } from 'vitest'
import type { Json } from '../interface.ts'
import { channel, freeStep, freeze, image, memory, reply, storedCall, version, video } from '../testing/stored.ts'
import { pauseAfter } from './adapter.status.ts'
import { tiktok } from './adapter.ts'
import { publicIds } from './adapter.wire.ts'
import * as answers from './fixtures/answers.ts'
import { scopes } from './scopes.ts'
import type { Settings } from './settings.ts'

const creator = channel({ kind: 'creator', handle: 'kim.then', facts: { scopes: scopes.direct } })
const everyone: Settings = { privacy: 'PUBLIC_TO_EVERYONE' }
const films = [video('v')]
const photos = [image('p')]
const begun = { init: { publishId: answers.publishId }, creator: { username: 'kim.makes' } }

async function watch(
  settings: Settings,
  told: object,
  {
    kept = {},
    media = films,
    step = 'status',
  }: { kept?: Record<string, Json>; media?: typeof films; step?: string } = {},
) {
  const steps = tiktok.plan(freeze(version('Hi', settings, media)), creator)
  const call = storedCall(reply(200, told), reply(200, answers.enveloped({})))
  return { progress: await freeStep(steps, step).run(call, memory({ ...begun, ...kept })), sent: call.sent }
}
const after = async (...of: Parameters<typeof watch>) => (await watch(...of)).progress

test('pauses grow, and end after a day', () => {
  const all: number[] = []
  for (let seconds = pauseAfter(0); seconds !== undefined; seconds = pauseAfter(all.length)) all.push(seconds)
  expect(all.slice(0, 7)).toEqual([5, 5, 5, 5, 5, 5, 15])
  expect(all).toEqual(all.toSorted((a, b) => a - b))
  const total = all.reduce((sum, seconds) => sum + seconds, 0)
  expect(Math.round(total / 3600)).toBe(24)
})

describe('status', () => {
  test.each(['PROCESSING_UPLOAD', 'PROCESSING_DOWNLOAD', 'SOMETHING_NEW'])('%s is waited for', async (name) => {
    expect(await after(everyone, answers.status(name))).toEqual({ is: 'wait', seconds: 5, value: { asked: 1 } })
    const later = await after(everyone, answers.status(name), { kept: { status: { asked: 23 } } })
    expect(later).toEqual({ is: 'wait', seconds: 60, value: { asked: 24 } })
  })
  test('a day of processing is told, not guessed about', async () => {
    const kept = { status: { asked: 189 } }
    expect(await after(everyone, answers.status('PROCESSING_UPLOAD'), { kept })).toMatchObject({
      is: 'refused',
      problem: 'network.never-done',
    })
  })
  test('a public post has its address once it is through moderation', async () => {
    const done = answers.status('PUBLISH_COMPLETE', { publicaly_available_post_id: [answers.postId] })
    const url = `https://www.tiktok.com/@kim.makes/video/${answers.postId}`
    expect(await after(everyone, done)).toEqual({
      is: 'live',
      remote: { id: answers.postId, url, at: 'public' },
      value: { id: answers.postId },
    })
    expect(await after(everyone, done, { media: photos })).toMatchObject({
      remote: { url: `https://www.tiktok.com/@kim.makes/photo/${answers.postId}` },
    })
  })
  test('until then it is waited for, a minute and a half', async () => {
    const done = answers.status('PUBLISH_COMPLETE')
    expect(await after(everyone, done)).toEqual({ is: 'wait', seconds: 5, value: { complete: 1 } })
    expect(await after(everyone, done, { kept: { status: { complete: 10 } } })).toEqual({
      is: 'live',
      remote: { url: 'https://www.tiktok.com/@kim.makes', at: 'public' },
      value: { id: '' },
    })
  })
  test.each(['SELF_ONLY', 'MUTUAL_FOLLOW_FRIENDS', 'FOLLOWER_OF_CREATOR'] as const)(
    'a post for %s never gets an id and is out at once',
    async (privacy) => {
      expect(await after({ privacy }, answers.status('PUBLISH_COMPLETE'))).toEqual({
        is: 'live',
        remote: { url: 'https://www.tiktok.com/@kim.makes', at: 'restricted' },
        value: { id: '' },
      })
    },
  )
  test('a draft is handed over', async () => {
    const draft = { mode: 'inbox' } as const
    expect(await after(draft, answers.status('SEND_TO_USER_INBOX'))).toMatchObject({
      is: 'live',
      remote: { id: answers.publishId, at: 'inbox' },
    })
    // Posted by the person before we asked; whether for everyone is not told.
    expect(await after(draft, answers.status('PUBLISH_COMPLETE'))).toMatchObject({ remote: { at: 'inbox' } })
    const ids = { publicaly_available_post_id: [answers.postId, '9'] }
    expect(await after(draft, answers.status('PUBLISH_COMPLETE', ids))).toMatchObject({
      remote: { id: answers.postId, at: 'public' },
    })
  })
  test('what a look has found is not asked about', async () => {
    const { progress, sent } = await watch(everyone, {}, { kept: { init: { postId: '7' } } })
    expect(progress).toEqual({ is: 'done', value: { id: '7' } })
    expect(sent).toEqual([])
  })
  test('what a person has seen is not asked about either, and has no address of ours', async () => {
    const seen = async (settings: Settings) => {
      const steps = tiktok.plan(freeze(version('Hi', settings, photos)), creator)
      const kept = memory({ creator: begun.creator, status: { id: '' } })
      const link = steps.find(({ name }) => name === 'link')
      return [
        await freeStep(steps, 'status').run(storedCall(), kept),
        link && (await freeStep(steps, 'link').run(storedCall(), kept)),
      ]
    }
    const url = 'https://www.tiktok.com/@kim.makes'
    const out = (at: string) => ({ is: 'live', remote: { url, at }, value: { id: '' } })
    expect(await seen(everyone)).toEqual([out('public'), { is: 'done', value: true }])
    expect(await seen({ privacy: 'SELF_ONLY' })).toEqual([out('restricted'), undefined])
    expect(await seen({ mode: 'inbox' })).toEqual([out('inbox'), undefined])
  })
  test('a failure has its reason, and is done over where that can help', async () => {
    const fails = (reason: string) => answers.status('FAILED', { fail_reason: reason })
    expect(await after(everyone, fails('spam_risk_text'))).toMatchObject({
      is: 'refused',
      problem: 'network.spam-text',
    })
    expect(await after(everyone, fails('internal'))).toEqual({ is: 'redo', from: 'init' })
    expect(await after(everyone, fails('photo_pull_failed'), { media: photos })).toEqual({ is: 'redo', from: 'urls' })
    expect(await after(everyone, fails('auth_removed'))).toEqual({ is: 'redo', from: 'creator' })
    expect(await after({ mode: 'inbox' }, fails('auth_removed'))).toEqual({ is: 'redo', from: 'init' })
  })
  test('photos that TikTok never fetches are called off and offered again', async () => {
    const kept = { status: { asked: 52 } }
    const { progress, sent } = await watch(everyone, answers.status('PROCESSING_DOWNLOAD'), { kept, media: photos })
    expect(progress).toEqual({ is: 'wait', seconds: 5, value: { asked: 53, cancelled: true } })
    expect(sent[1]?.url).toBe('https://open.tiktokapis.com/v2/post/publish/cancel/')
    const off = answers.status('FAILED', { fail_reason: 'publish_cancelled' })
    const ours = { status: { asked: 53, cancelled: true } }
    expect(await after(everyone, off, { kept: ours, media: photos })).toEqual({ is: 'redo', from: 'urls' })
    expect(await after(everyone, off, { media: photos })).toMatchObject({ problem: 'network.cancelled' })
  })
  test('who may not see usernames makes no addresses up', async () => {
    const shy = channel({ handle: 'Kim', facts: { scopes: ['video.publish'] } })
    const steps = tiktok.plan(freeze(version('', { privacy: 'SELF_ONLY' } as const, films)), shy)
    const call = storedCall(reply(200, answers.status('PUBLISH_COMPLETE')))
    expect(await freeStep(steps, 'status').run(call, memory({ init: begun.init }))).toMatchObject({
      remote: { at: 'restricted' },
    })
  })
})

describe('link', () => {
  const link = (told: object, kept: Record<string, Json>) => watch(everyone, told, { kept, step: 'link' })
  test('has nothing to do if the id is known', async () => {
    expect(await link({}, { status: { id: '7' } })).toEqual({ progress: { is: 'done', value: true }, sent: [] })
  })
  test('asks for a day, then says that there is none', async () => {
    const none = answers.status('PUBLISH_COMPLETE')
    expect((await link(none, { status: { id: '' } })).progress).toEqual({ is: 'wait', seconds: 60, value: 1 })
    const kept = { status: { id: '' }, link: 166 }
    expect((await link(none, kept)).progress).toMatchObject({ is: 'refused', problem: 'network.no-link' })
    const late = answers.status('PUBLISH_COMPLETE', { publicaly_available_post_id: [answers.postId] })
    expect((await link(late, kept)).progress).toMatchObject({ is: 'live', remote: { id: answers.postId } })
  })
})

test('public ids, however they are spelled; a rounded one is none', () => {
  const ids = (value: Json) => publicIds({ publicaly_available_post_id: value })
  expect(ids([answers.postId, '8'])).toEqual([answers.postId, '8'])
  expect(ids(answers.postId)).toEqual([answers.postId])
  expect(ids([42])).toEqual(['42'])
  expect(ids([7678907398077075000, 0, '', null])).toEqual([])
  expect(publicIds({ publicly_available_post_id: ['9'] })).toEqual(['9'])
  expect(publicIds({})).toEqual([])
})
