import { describe, expect, test } from 'vitest'
import { channel, freeStep, freeze, memory, reply, storedCall, version, video } from '../testing/stored.ts'
import { measure, measureChannel } from './adapter.reads.ts'
import { tiktok } from './adapter.ts'
import * as answers from './fixtures/answers.ts'
import { scopes } from './scopes.ts'

const creator = channel({ kind: 'creator', handle: 'kim.makes', facts: { scopes: scopes.direct } })
const drafts = channel({ kind: 'creator', handle: 'kim.makes', facts: { scopes: scopes.drafts } })

describe('identify', () => {
  test('one sign-in is one account', async () => {
    const call = storedCall(reply(200, answers.user))
    expect(await tiktok.identify(call, 'direct')).toEqual([
      {
        remoteId: '723f24d7-e717-40f8-a2b6-cb8464cd23b4',
        kind: 'creator',
        handle: 'kim.makes',
        facts: { name: 'Kim', avatar: 'https://p16-sign.tiktokcdn.com/a.jpg', verified: false },
      },
    ])
  })
  test('without the profile the name has to do', async () => {
    const { username: _, ...user } = answers.user.data.user
    const call = storedCall(
      reply(401, answers.refusal('scope_not_authorized')),
      reply(200, answers.enveloped({ user })),
    )
    expect(await tiktok.identify(call, 'direct')).toMatchObject([{ handle: 'Kim' }])
    expect(call.sent.map(({ url }) => url.includes('username'))).toEqual([true, false])
  })
  test('a token that is refused is no missing permission', async () => {
    const dead = reply(401, answers.refusal('access_token_invalid'))
    await expect(tiktok.identify(storedCall(dead, dead), 'direct')).rejects.toThrow('401')
  })
  test('nobody is nobody', async () => {
    expect(await tiktok.identify(storedCall(reply(200, answers.enveloped({}))), 'direct')).toEqual([])
  })
})

describe('options', () => {
  test('what the account may choose now', async () => {
    const call = storedCall(reply(200, answers.creator))
    expect(await tiktok.options?.(call, creator)).toEqual({
      choices: {
        privacy: [
          { value: 'PUBLIC_TO_EVERYONE', label: 'Everyone' },
          { value: 'MUTUAL_FOLLOW_FRIENDS', label: 'Friends' },
          { value: 'SELF_ONLY', label: 'Only you' },
        ],
      },
      closed: { allowStitch: 'This account has turned Stitch off.' },
      says: ['Posting to Kim (@kim.makes).'],
      facts: { maxSeconds: 300 },
    })
    expect(call.sent).toEqual([
      { method: 'POST', url: 'https://open.tiktokapis.com/v2/post/publish/creator_info/query/', as: 'channel' },
    ])
  })
  test.each(['spam_risk_too_many_posts', 'spam_risk_user_banned_from_posting', 'reached_active_user_cap', 'new_code'])(
    '%s in a 200 is an answer',
    async (code) => {
      const told = await tiktok.options?.(storedCall(reply(200, answers.refusal(code))), creator)
      expect(told?.facts['cannotPost']).toEqual(expect.any(String))
      expect(told?.says[0]).toContain('kim.makes cannot post now')
    },
  )
  test('a connection for drafts is not asked about', async () => {
    const call = storedCall()
    expect(await tiktok.options?.(call, drafts)).toMatchObject({ choices: { mode: [{ value: 'inbox' }] } })
    expect(call.sent).toEqual([])
  })
})

describe('just before publishing', () => {
  const ask = (
    privacy: 'PUBLIC_TO_EVERYONE' | 'FOLLOWER_OF_CREATOR',
    seconds: number,
    told: object = answers.creator,
  ) =>
    freeStep(tiktok.plan(freeze(version('', { privacy }, [video('v', { seconds })])), creator), 'creator').run(
      storedCall(reply(200, told)),
      memory(),
    )
  test('the choice is held against what is offered now', async () => {
    expect(await ask('PUBLIC_TO_EVERYONE', 300)).toEqual({ is: 'done', value: { username: 'kim.makes' } })
    expect(await ask('FOLLOWER_OF_CREATOR', 10)).toMatchObject({ is: 'refused', problem: 'network.audience' })
    expect(await ask('PUBLIC_TO_EVERYONE', 301)).toMatchObject({ is: 'refused', problem: 'network.media-length' })
    await expect(ask('PUBLIC_TO_EVERYONE', 1, answers.enveloped({}))).rejects.toThrow('who may see')
  })
})

describe('measures', () => {
  const row = { id: answers.postId, view_count: 9, like_count: 3, comment_count: 2, share_count: 1 }
  const unknown = { views: 'not yet', likes: 'not yet', comments: 'not yet', shares: 'not yet' }
  test('of posts with an id; one that is not told is not yet there', async () => {
    const call = storedCall(reply(200, answers.enveloped({ videos: [row] })))
    const remotes = [{ id: answers.postId, at: 'public' }, { id: '8', at: 'public' }, { at: 'restricted' }] as const
    expect(await measure(call, creator, remotes)).toEqual([
      { remoteId: answers.postId, values: { views: 9, likes: 3, comments: 2, shares: 1 } },
      { remoteId: '8', values: unknown },
    ])
    expect(call.sent[0]).toMatchObject({ body: { value: { filters: { video_ids: [answers.postId, '8'] } } } })
  })
  test('twenty in a call', async () => {
    const none = reply(200, answers.enveloped({ videos: [] }))
    const call = storedCall(none, none)
    const remotes = Array.from({ length: 21 }, (_, n) => ({ id: String(n + 1), at: 'public' as const }))
    expect(await measure(call, creator, remotes)).toHaveLength(21)
    expect(call.sent).toHaveLength(2)
  })
  test('never by a publish id', async () => {
    expect(await measure(storedCall(), creator, [{ id: answers.publishId, at: 'inbox' }])).toEqual([])
  })
  test('not without the permission', async () => {
    const few = channel({ facts: { scopes: ['user.info.basic'] } })
    expect(await measure(storedCall(), few, [{ id: '8', at: 'public' }])).toMatchObject([
      { values: { views: 'unsupported' } },
    ])
    expect(await measureChannel(storedCall(), few)).toMatchObject({ values: { followers: 'unsupported' } })
  })
  test('of the account', async () => {
    const user = { follower_count: 312, following_count: 41, likes_count: 9, video_count: 2 }
    const call = storedCall(reply(200, answers.enveloped({ user })))
    expect(await measureChannel(call, creator)).toEqual({
      remoteId: '1',
      values: { followers: 312, following: 41, likes: 9, posts: 2 },
    })
  })
})

test('ways to connect leave the standard where TikTok does', () => {
  expect(tiktok.connect.map(({ via }) => via)).toEqual(['direct', 'drafts'])
  for (const way of tiktok.connect) {
    expect(way).toMatchObject({ dialect: { clientId: 'client_key', separator: ',' }, renew: 'rotating', pkce: false })
    expect(way.how === 'oauth' && new URL(way.authorize).searchParams.get('disable_auto_auth')).toBe('1')
  }
})
