import { describe, expect, test } from 'vitest'
import { channel, reply, storedCall } from '../testing/stored.ts'
import { threads } from './adapter.ts'
import * as answers from './fixtures/answers.ts'

const me = channel({ kind: 'profile', handle: 'ann', remoteId: '17841405793187218', facts: { geoGating: true } })
const insight = (name: string, value: number) => ({ name, period: 'lifetime', values: [{ value }] })
const figures = (...names: readonly string[]) => reply(200, { data: names.map((name, n) => insight(name, n + 1)) })

describe('who it is', () => {
  test('the one profile of the token', async () => {
    expect(await threads.identify(storedCall(reply(200, answers.profile)), 'oauth')).toEqual([
      {
        remoteId: '17841405793187218',
        kind: 'profile',
        handle: 'ann',
        facts: { name: 'Ann', avatar: 'https://scontent.cdninstagram.com/a.jpg', verified: false, geoGating: true },
      },
    ])
  })
  test('without a name it goes by its username, without a picture it has none', async () => {
    const { name: _name, threads_profile_picture_url: _picture, ...bare } = answers.profile
    const [found] = await threads.identify(
      storedCall(reply(200, { ...bare, is_eligible_for_geo_gating: false })),
      'oauth',
    )
    expect(found?.facts).toEqual({ name: 'ann', verified: false, geoGating: false })
  })
  test('nobody', async () => {
    expect(await threads.identify(storedCall(reply(200, {})), 'oauth')).toEqual([])
  })
})

describe('what it may choose', () => {
  test('is told with what is left of the day', async () => {
    expect(await threads.options?.(storedCall(reply(200, answers.quota(240, 1001))), me)).toEqual({
      choices: {},
      closed: {},
      says: ['@ann has 10 of 250 posts left in 24 hours.'],
      facts: { posts: 10, replies: 0 },
    })
  })
  test('is not disturbed by plenty', async () => {
    const told = await threads.options?.(storedCall(reply(200, answers.quota(4, 1))), { ...me, facts: {} })
    expect(told).toMatchObject({ says: [], closed: { countries: '@ann may not limit where its posts are seen.' } })
  })
})

describe('numbers', () => {
  test('of posts, each once, and not of what is gone', async () => {
    const call = storedCall(
      reply(200, { id: '7' }),
      figures('views', 'likes', 'replies', 'reposts', 'quotes', 'shares'),
      reply(400, answers.missing),
    )
    const remotes = ['7', '7', '8'].map((id) => ({ id, at: 'public' as const }))
    expect(await threads.measure?.(call, me, remotes)).toEqual([
      { remoteId: '7', values: { views: 1, likes: 2, comments: 3, reposts: 4, quotes: 5, shares: 6 } },
    ])
  })
  test('of the profile; without an Instagram account it has no followers', async () => {
    expect(await threads.measureChannel?.(storedCall(figures('followers_count', 'views')), me)).toEqual({
      remoteId: me.remoteId,
      values: { followers: 1, views: 2 },
    })
    const none = reply(400, { error: { code: 100, message: 'THREADS_API__FEATURE_NOT_AVAILABLE: no Instagram' } })
    const alone = await threads.measureChannel?.(storedCall(none, none, figures('views')), me)
    expect(alone?.values).toEqual({ followers: 'unsupported', views: 1 })
  })
})

describe('taking down', () => {
  const remotes = ['7', '8', '8'].map((id) => ({ id, at: 'public' as const }))
  test('from the end, each once; what is gone is gone', async () => {
    const call = storedCall(reply(200, { success: true, deleted_id: '8' }), reply(400, answers.missing))
    await threads.remove?.(call, me, remotes)
    expect(call.sent.map(({ method, url }) => `${method} ${url.slice(-2)}`)).toEqual(['DELETE /8', 'DELETE /7'])
  })
  test('a refusal is no success', async () => {
    const refusal = reply(403, { error: { code: 10, message: 'no permission' } })
    await expect(threads.remove?.(storedCall(refusal, refusal), me, remotes)).rejects.toThrow('refused: 403')
  })
})
