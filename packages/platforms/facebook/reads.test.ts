import { describe, expect, test } from 'vitest'
import type { Reply } from '../interface.ts'
import { channel, reply, storedCall } from '../testing/stored.ts'
import { facebook } from './adapter.ts'
import { accountRow, permissions, stories } from './fixtures/answers.ts'

const page = channel({ remoteId: '555', kind: 'page', via: 'pages' })
const graph = 'https://graph.facebook.com/v26.0'
const missing = reply(400, { error: { code: 100, error_subcode: 33, message: 'does not exist' } })
const refused = (code: number): Reply => reply(400, { error: { code, message: 'x' } })
const [way] = facebook.connect
const scopes = 'scopes' in way ? way.scopes : []
const granted = (...declined: readonly string[]): Reply =>
  reply(
    200,
    permissions(
      declined,
      scopes.filter((scope) => !declined.includes(scope)),
    ),
  )
const pages = (...rows: readonly object[]): Reply => reply(200, { data: rows })

describe('who it is', () => {
  test('Pages with their own access, and what a picker shows', async () => {
    const call = storedCall(granted(), pages(accountRow), pages())
    expect(await facebook.identify(call, 'pages')).toEqual([
      {
        remoteId: '555',
        kind: 'page',
        handle: 'cafe.uno',
        secret: 'EAAG-page',
        facts: {
          name: 'Café Uno',
          category: 'Cafe',
          tasks: accountRow.tasks,
          missing: [],
          followers: 4210,
          avatar: 'https://scontent.example/p.jpg',
          link: 'https://www.facebook.com/cafe.uno',
        },
      },
    ])
    expect(call.sent.map(({ as }) => as)).toEqual(['user', 'user', 'user'])
  })
  test('Pages of portfolios are added, each once, with access if any list gives it', async () => {
    const { access_token: _, ...locked } = accountRow
    const call = storedCall(
      granted(),
      pages(locked),
      pages({ id: '900' }),
      pages(accountRow, { ...locked, id: '556' }),
      refused(200),
    )
    const found = await facebook.identify(call, 'pages')
    expect(found.map(({ remoteId, secret }) => [remoteId, secret])).toEqual([
      ['555', 'EAAG-page'],
      ['556', undefined],
    ])
    expect(found[1]?.facts['refused']).toContain('gives no access')
  })
  test('portfolios that nobody may list hide no other Page', async () => {
    const call = storedCall(granted('business_management'), pages(accountRow))
    expect(await facebook.identify(call, 'pages')).toHaveLength(1)
    expect(call.sent).toHaveLength(2)
    const barred = storedCall(granted(), pages(accountRow), refused(200))
    expect(await facebook.identify(barred, 'pages')).toHaveLength(1)
  })
  test('a person without the task is told whom to ask', async () => {
    const call = storedCall(granted(), pages({ ...accountRow, tasks: ['ANALYZE'] }), pages())
    expect((await facebook.identify(call, 'pages'))[0]?.facts['refused']).toContain('An admin of it can allow that')
  })
  test('a box that was unticked is named', async () => {
    const call = storedCall(granted('pages_manage_posts'), pages(accountRow), pages())
    expect((await facebook.identify(call, 'pages'))[0]?.facts['refused']).toContain('(pages_manage_posts)')
  })
  test('what is missing and not needed is kept', async () => {
    const call = storedCall(granted('read_insights', 'pages_manage_engagement'), pages(accountRow), pages())
    const [found] = await facebook.identify(call, 'pages')
    expect(found?.facts).toMatchObject({ missing: ['pages_manage_engagement', 'read_insights'] })
    expect(found?.facts['refused']).toBeUndefined()
  })
  test('no list, no Pages', async () => {
    expect(await facebook.identify(storedCall(granted('pages_show_list')), 'pages')).toEqual([])
  })
})

describe('numbers', () => {
  const count = (total: number) => ({ data: [], summary: { total_count: total } })
  const insight = (name: string, value: number) => ({ name, period: 'lifetime', values: [{ value }] })

  test('of a post', async () => {
    const call = storedCall(
      reply(200, { id: '555_901', reactions: count(7), comments: count(2), shares: { count: 1 } }),
      reply(200, { data: [insight('post_media_view', 100), insight('post_clicks', 5)] }),
    )
    expect(await facebook.measure?.(call, page, [{ id: '555_901', at: 'public' }])).toEqual([
      {
        remoteId: '555_901',
        values: { views: 100, reach: 'not yet', clicks: 5, likes: 7, comments: 2, shares: 1 },
      },
    ])
  })
  test('a person who may not read insights still gets what anybody sees', async () => {
    const call = storedCall(
      reply(200, { reactions: count(7), comments: count(2) }),
      ...[1, 2, 3, 4].map(() => refused(200)),
    )
    expect(await facebook.measure?.(call, page, [{ id: '555_901', at: 'public' }])).toMatchObject([
      { values: { views: 'unsupported', likes: 7, shares: 0 } },
    ])
  })
  test('of what is gone there are none, and of the others there are', async () => {
    const call = storedCall(missing, reply(200, { reactions: count(1), comments: count(0) }), reply(200, { data: [] }))
    const found = await facebook.measure?.(call, page, [
      { id: '555_1', at: 'public' },
      { at: 'public' },
      { id: '555_2', at: 'public' },
    ])
    expect(found?.map(({ remoteId }) => remoteId)).toEqual(['555_2'])
  })
  test('a story has what its insights tell', async () => {
    const noField = reply(400, {
      error: { code: 100, message: '(#100) Tried accessing nonexisting field (reactions)' },
    })
    const call = storedCall(noField, reply(200, { data: [insight('post_media_view', 3)] }))
    expect(await facebook.measure?.(call, page, [{ id: '1234', at: 'public' }])).toMatchObject([
      { values: { views: 3, likes: 'unsupported', comments: 'unsupported', shares: 'unsupported' } },
    ])
  })
  test('of the Page', async () => {
    const call = storedCall(
      reply(200, { followers_count: 4210, fan_count: 4000, id: '555' }),
      reply(200, { data: [{ name: 'page_media_view', values: [{ value: 1 }, { value: 9 }] }] }),
    )
    expect(await facebook.measureChannel?.(call, page)).toEqual({
      remoteId: '555',
      values: { followers: 4210, views: 9, reach: 'not yet' },
    })
  })
})

describe('taking down', () => {
  const remotes = (...ids: readonly string[]) => ids.map((id) => ({ id, at: 'public' }) as const)
  test('what is gone is deleted', async () => {
    const call = storedCall(reply(200, { success: true }), missing)
    await facebook.remove?.(call, page, remotes('555_1', '555_2'))
    expect(call.sent.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `DELETE ${graph}/555_1`,
      `DELETE ${graph}/555_2`,
    ])
  })
  test('a story that is still listed is not', async () => {
    await expect(
      facebook.remove?.(storedCall(missing, reply(200, stories), missing), page, remotes('1234')),
    ).rejects.toThrow('refused: 400')
    await facebook.remove?.(storedCall(missing, reply(200, { data: [] })), page, remotes('1234'))
  })
  test('other trouble is trouble', async () => {
    await expect(facebook.remove?.(storedCall(refused(190), refused(190)), page, remotes('555_1'))).rejects.toThrow(
      'refused: 400',
    )
  })
  test('access is given back by the person', async () => {
    const given = reply(200, { success: true })
    const call = storedCall(given, given, given, given)
    await facebook.revoke?.(call, page)
    expect(call.sent).toMatchObject(
      ['pages_manage_posts', 'pages_manage_engagement', 'pages_read_user_content', 'read_insights'].map((one) => ({
        method: 'DELETE',
        url: `${graph}/me/permissions/${one}`,
        as: 'user',
      })),
    )
  })
})
