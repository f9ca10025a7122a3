import { describe, expect, test } from 'vitest'
import type { Channel, Reply } from '../interface.ts'
import { channel, reply, storedCall } from '../testing/stored.ts'
import { instagram } from './adapter.ts'
import { account, error, insight, limit, me, missing, pages, permissions, portfolio } from './fixtures/answers.ts'

const ours = channel({ remoteId: account, kind: 'business', via: 'instagram', handle: 'ada.makes' })
const behind: Channel = { ...ours, via: 'facebook' }
const ok = (body: unknown): Reply => reply(200, body)
const none = reply(400, missing)

describe('who it is', () => {
  const profile = { name: 'Ada Makes', followers: 12 }
  test.each([
    ['bare', me],
    ['in a list', { data: [me] }],
  ])('by the Instagram login, %s', async (_, body) => {
    const call = storedCall(ok(body))
    expect(await instagram.identify(call, 'instagram')).toEqual([
      {
        remoteId: account,
        kind: 'creator',
        handle: 'ada.makes',
        facts: { ...profile, avatar: me.profile_picture_url, accountType: 'MEDIA_CREATOR' },
      },
    ])
    expect(call.sent[0]).toMatchObject({
      as: 'user',
      url: expect.stringContaining('https://graph.instagram.com/v25.0/me?'),
    })
  })
  test('a number that lost its digits is no id', async () => {
    expect(await instagram.identify(storedCall(ok({ ...me, user_id: Number(account) })), 'instagram')).toEqual([])
  })
  const viaPages = (...answers: readonly Reply[]) => instagram.identify(storedCall(...answers), 'facebook')
  const empty = ok({ data: [] })
  test('by the Facebook login: accounts behind Pages, each once, with the access of its Page', async () => {
    const found = await viaPages(ok(permissions()), ok(pages), ok({ data: [{ id: '70' }] }), ok(portfolio), empty)
    expect(found).toEqual([
      {
        remoteId: account,
        kind: 'business',
        handle: 'ada.makes',
        secret: 'PT-1',
        facts: { ...profile, page: 'Ada’s Page', missing: [] },
      },
      {
        remoteId: '17841400000000003',
        kind: 'business',
        handle: 'shop',
        secret: 'PT-3',
        facts: { ...profile, page: 'Shop', missing: [], refused: expect.stringContaining('may not create content') },
      },
    ])
  })
  test('a permission that was unticked is named', async () => {
    const declined = permissions('instagram_content_publish', 'business_management')
    expect(await viaPages(ok(declined), ok(pages))).toMatchObject([
      { facts: { refused: expect.stringContaining('instagram_content_publish') } },
    ])
    expect(await viaPages(ok(permissions('pages_show_list')))).toEqual([])
  })
  test('portfolios that may not be seen hide nothing else', async () => {
    const found = await viaPages(ok(permissions()), ok(pages), reply(403, error(200)))
    expect(found).toHaveLength(1)
  })
})

describe('numbers', () => {
  const feed = ok({ id: '800', media_product_type: 'FEED', like_count: 5, comments_count: 1 })
  const measured = async (where: Channel, ...answers: readonly Reply[]) => {
    const call = storedCall(...answers)
    const told = await instagram.measure?.(call, where, [{ id: '800', at: 'public' }])
    return { values: told?.[0]?.values, told, sent: call.sent }
  }
  test('of a post', async () => {
    const data = ['views', 'reach', 'likes', 'comments', 'saved', 'shares', 'total_interactions'].map(insight)
    const { values, sent } = await measured(ours, feed, ok({ data }))
    expect(values).toEqual({ views: 0, reach: 1, likes: 2, comments: 3, saves: 4, shares: 5, interactions: 6 })
    expect(sent).toHaveLength(2)
  })
  test('of a story: only what stories have is asked for', async () => {
    const story = ok({ id: '800', media_product_type: 'STORY' })
    const { values, sent } = await measured(ours, story, ok({ data: [insight('views', 9)] }))
    expect(values).toMatchObject({ views: 9, reach: 'not yet', likes: 'unsupported', saves: 'unsupported' })
    expect(sent[1]?.url).not.toContain('likes')
  })
  test('too few viewers are no zero', async () => {
    const few = reply(400, error(10, undefined, '(#10) Not enough viewers for the media to show insights'))
    const { values } = await measured(ours, ok({ media_product_type: 'STORY' }), few, few, few, few, few)
    expect(values).toMatchObject({ views: 'not yet', reach: 'not yet' })
  })
  test('without the permission: what stands with the post', async () => {
    const { values, sent } = await measured({ ...ours, facts: { scopes: ['instagram_business_basic'] } }, feed)
    expect(values).toMatchObject({ likes: 5, comments: 1, views: 'unsupported', saves: 'unsupported' })
    expect(sent).toHaveLength(1)
  })
  test('what is gone has none', async () => {
    expect((await measured(ours, none)).told).toEqual([])
  })
  test('of an account, through either login', async () => {
    const values = { followers: 12, following: 3, posts: 4 }
    for (const [where, place] of [
      [ours, 'https://graph.instagram.com/v25.0/me?'],
      [behind, `https://graph.facebook.com/v25.0/${account}?`],
    ] as const) {
      const call = storedCall(ok(me))
      expect(await instagram.measureChannel?.(call, where)).toEqual({ remoteId: account, values })
      expect(call.sent[0]?.url).toContain(place)
    }
  })
})

describe('what may be chosen', () => {
  const told = async (where: Channel, body: unknown) => instagram.options?.(storedCall(ok(body)), where)
  test('how much of the day is left', async () => {
    expect(await told(behind, limit(7))).toEqual({
      choices: {},
      closed: {},
      says: ['@ada.makes: 7 of 100 posts in the last 24 hours.'],
      facts: { used: 7, total: 100 },
    })
    expect((await told(behind, limit(100)))?.says).toHaveLength(2)
    expect(await told(behind, { data: [{ quota_usage: 7 }] })).toMatchObject({ says: [], facts: {} })
  })
  test('what this login does not have', async () => {
    expect(Object.keys((await told(ours, limit(7)))?.closed ?? {})).toEqual(['paidPartnership', 'sponsors', 'audio'])
  })
})

describe('taking down and giving back', () => {
  const removing = async (where: Channel, ...answers: readonly Reply[]) => {
    const call = storedCall(...answers)
    await instagram.remove?.(call, where, [{ id: '800', at: 'public' }, { at: 'public' }])
    return call.sent.map(({ method, url }) => `${method} ${url.split('?')[0]?.split('/').at(-1) ?? ''}`)
  }
  test('gone is gone', async () => {
    expect(await removing(behind, ok({ success: true }))).toEqual(['DELETE 800'])
    expect(await removing(behind, none, none, none)).toEqual(['DELETE 800', 'GET 800', 'GET 800'])
  })
  test('what can still be read was not deleted', async () => {
    await expect(removing(ours, none, ok({ id: '800' }), none)).rejects.toThrow('refused: 400')
  })
  test('access is given back for Instagram alone, and only where it can be', async () => {
    const call = storedCall(...Array.from({ length: 5 }, () => ok({ success: true })))
    await instagram.revoke?.(call, behind)
    for (const wire of call.sent) expect(wire).toMatchObject({ method: 'DELETE', as: 'user' })
    expect(call.sent.map(({ url }) => url.replace('https://graph.facebook.com/v25.0/me/permissions/', ''))).toEqual([
      'instagram_basic',
      'instagram_content_publish',
      'instagram_manage_comments',
      'instagram_manage_insights',
      'instagram_manage_contents',
    ])
    await instagram.revoke?.(storedCall(), ours)
  })
})
