import { describe, expect, test } from 'vitest'
import { channel, reply, storedCall } from '../testing/stored.ts'
import { linkedin } from './adapter.ts'
import * as answers from './fixtures/answers.ts'

const member = channel({ remoteId: 'urn:li:person:xYz12AbCdE', via: 'member' })
const page = channel({
  remoteId: 'urn:li:organization:5515715',
  kind: 'organization',
  via: 'pages',
  facts: { scopes: ['w_organization_social', 'r_organization_social'] },
})
const rest = 'https://api.linkedin.com/rest'
const versioned = { 'LinkedIn-Version': '202609', 'X-Restli-Protocol-Version': '2.0.0' }

describe('identify', () => {
  test('a person by OpenID', async () => {
    const call = storedCall(reply(200, answers.userinfo))
    expect(await linkedin.identify(call, 'member')).toEqual([
      {
        remoteId: 'urn:li:person:xYz12AbCdE',
        kind: 'member',
        handle: 'Ada Example',
        facts: { name: 'Ada Example', avatar: answers.userinfo.picture },
      },
    ])
    expect(call.sent[0]?.url).toBe('https://api.linkedin.com/v2/userinfo')
  })
  test('a person and the pages they may publish for', async () => {
    const call = storedCall(
      reply(200, answers.me),
      reply(200, answers.roles),
      reply(200, answers.organization),
      reply(403),
    )
    expect(await linkedin.identify(call, 'pages')).toEqual([
      { remoteId: 'urn:li:person:xYz12AbCdE', kind: 'member', handle: 'ada', facts: { name: 'Ada Example' } },
      {
        remoteId: 'urn:li:organization:5515715',
        kind: 'organization',
        handle: 'acme',
        facts: { name: 'Acme', role: 'ADMINISTRATOR' },
      },
      {
        remoteId: 'urn:li:organization:2',
        kind: 'organization',
        handle: '2',
        facts: { name: 'Page 2', role: 'CONTENT_ADMIN' },
      },
    ])
    expect(call.sent[1]?.headers).toMatchObject({ 'X-RestLi-Method': 'FINDER' })
  })
  test('all pages of pages; without a list the person stays', async () => {
    const more = { paging: { links: [{ rel: 'next', href: '/x' }] }, elements: [] }
    const paged = storedCall(reply(200, answers.me), reply(200, more), reply(200, { elements: [] }))
    expect(await linkedin.identify(paged, 'pages')).toHaveLength(1)
    expect(paged.sent[2]?.url).toContain('start=100')
    expect(await linkedin.identify(storedCall(reply(200, answers.me), reply(403)), 'pages')).toHaveLength(1)
  })
})

describe('measures', () => {
  const remote = (id: string) => ({ id, at: 'public' as const })
  test('a page: one call, lists literal, absent means zero', async () => {
    const call = storedCall(reply(200, answers.statistics))
    const found = await linkedin.measure?.(call, page, [remote('urn:li:share:1'), remote('urn:li:ugcPost:2')])
    expect(call.sent.map((wire) => wire.url)).toEqual([
      `${rest}/organizationalEntityShareStatistics?q=organizationalEntity&organizationalEntity=urn%3Ali%3Aorganization%3A5515715&shares=List(urn%3Ali%3Ashare%3A1)&ugcPosts=List(urn%3Ali%3AugcPost%3A2)`,
    ])
    expect(found).toEqual([
      {
        remoteId: 'urn:li:share:1',
        values: { impressions: 120, reach: 90, clicks: 7, likes: 5, comments: 1, shares: 2 },
      },
      {
        remoteId: 'urn:li:ugcPost:2',
        values: { impressions: 0, reach: 0, clicks: 0, likes: 0, comments: 0, shares: 0 },
      },
    ])
  })
  test('a member without the scope has none, and nothing is asked', async () => {
    const call = storedCall()
    expect((await linkedin.measure?.(call, member, [remote('urn:li:share:1')]))?.[0]?.values).toMatchObject({
      impressions: 'unsupported',
      likes: 'unsupported',
    })
    expect(await linkedin.measureChannel?.(call, member)).toEqual({
      remoteId: member.remoteId,
      values: { followers: 'unsupported' },
    })
    expect(call.sent).toEqual([])
  })
  test('a member with the scopes: one call a measure; no answer is no zero', async () => {
    const granted = { ...member, facts: { scopes: ['r_member_postAnalytics', 'r_member_profileAnalytics'] } }
    const rows = [431, 300, 5, 2].map((count) => reply(200, { elements: [{ metricType: 'IMPRESSION', count }] }))
    const call = storedCall(...rows, reply(200, { elements: [] }))
    expect(await linkedin.measure?.(call, granted, [remote('urn:li:ugcPost:2')])).toEqual([
      {
        remoteId: 'urn:li:ugcPost:2',
        values: { impressions: 431, reach: 300, likes: 5, comments: 2, shares: 'not yet', clicks: 'unsupported' },
      },
    ])
    expect(call.sent[0]?.url).toBe(
      `${rest}/memberCreatorPostAnalytics?q=entity&entity=(ugc:urn%3Ali%3AugcPost%3A2)&queryType=IMPRESSION&aggregation=TOTAL`,
    )
    expect(
      await linkedin.measureChannel?.(storedCall(reply(200, { elements: [{ memberFollowersCount: 100 }] })), granted),
    ).toMatchObject({ values: { followers: 100 } })
  })
  test('followers of a page', async () => {
    expect(await linkedin.measureChannel?.(storedCall(reply(200, { firstDegreeSize: 1234 })), page)).toEqual({
      remoteId: page.remoteId,
      values: { followers: 1234 },
    })
  })
  test('removing what is gone is success', async () => {
    const call = storedCall(reply(204), reply(404))
    await linkedin.remove?.(call, page, [remote('urn:li:share:1'), remote('urn:li:share:2')])
    expect(call.sent[0]).toEqual({
      method: 'DELETE',
      url: `${rest}/posts/urn%3Ali%3Ashare%3A1`,
      as: 'channel',
      headers: { ...versioned, 'X-RestLi-Method': 'DELETE' },
    })
  })
})
