import { expect, test } from 'vitest'
import { bakery, enc, onLinkedIn, page, pia, postOf, type OnLinkedIn } from './linkedin.testing.ts'

const finder = (author: string, more = '') =>
  `/rest/posts?author=${enc(author)}&q=author&count=20&sortBy=LAST_MODIFIED${more}`

test('a page is read back, its posts in the stored form, after the lag', async () => {
  await using li = await onLinkedIn()
  await li.settings('linkedin', { readbackLagSeconds: 2 })
  const urn = await li.created(postOf(page, 'Hi \\(x\\) #launch'))
  expect((await li.api(finder(page))).body).toMatchObject({ elements: [] })
  await li.advance(2)
  const { body } = await li.api(finder(page), { headers: { 'x-restli-method': 'FINDER' } })
  expect(body).toMatchObject({
    elements: [
      {
        id: urn,
        author: page,
        commentary: 'Hi \\(x\\) {hashtag|\\#|launch}',
        visibility: 'PUBLIC',
        lifecycleState: 'PUBLISHED',
        createdAt: expect.any(Number),
      },
    ],
  })
  expect((await li.api(`/rest/posts/${enc(urn)}?viewContext=AUTHOR`)).body).toMatchObject({ id: urn })
  const batch = await li.api(`/rest/posts?ids=List(${enc(urn)},${enc('urn:li:share:1')})`, {
    headers: { 'x-restli-method': 'BATCH_GET' },
  })
  expect(batch.body).toMatchObject({ results: { [urn]: { id: urn } }, errors: { 'urn:li:share:1': { status: 404 } } })
  await li.settings('linkedin', { developmentTier: true })
  expect((await li.api(`/rest/posts?ids=List(${enc(urn)})`)).status).toBe(403)
})

test('a member cannot read anything back, not even their own post', async () => {
  await using li = await onLinkedIn()
  const urn = await li.created(postOf(pia, 'Hi'), li.self)
  for (const token of [li.self, li.token]) {
    expect(await li.api(finder(pia), { token })).toMatchObject({
      status: 403,
      body: {
        serviceErrorCode: 100,
        message: 'Not enough permissions to access: partnerApiPostsExternal.FINDER-author.20260901',
      },
    })
    expect(await li.api(`/rest/posts/${enc(urn)}`, { token })).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining('partnerApiPostsExternal.GET.') },
    })
  }
})

test('pages of the finder', async () => {
  await using li = await onLinkedIn()
  for (let index = 0; index < 3; index++) {
    await li.created(postOf(page, `post ${index}`))
    await li.advance(1)
  }
  const first = await li.api(`/rest/posts?author=${enc(page)}&q=author&count=2&sortBy=CREATED`)
  expect(first.body).toMatchObject({
    elements: [{ commentary: 'post 2' }, { commentary: 'post 1' }],
    paging: { links: [{ rel: 'next' }] },
  })
  expect((await li.api(`/rest/posts?author=${enc(page)}&q=author&count=2&start=2&sortBy=CREATED`)).body).toMatchObject({
    elements: [{ commentary: 'post 0' }],
    paging: { links: [] },
  })
})

test('encoding is exact: URNs whole, List( , ) never', async () => {
  await using li = await onLinkedIn()
  const urn = await li.created(postOf(page, 'Hi'))
  expect((await li.api(`/rest/posts/${urn}`)).body['message']).toBe('Syntax exception in path variables')
  expect((await li.api(`/rest/posts?ids=List%28${enc(urn)}%29`)).status).toBe(400)
  expect((await li.api(`/rest/posts?ids=List(${urn})`)).status).toBe(400)
  expect((await li.api(`/rest/posts?author=${page}&q=author`)).status).toBe(400)
  expect((await li.api(finder(page, '&colour=red'))).status).toBe(400)
})

test('identity depends on the kind of app', async () => {
  await using li = await onLinkedIn()
  expect((await li.api('/v2/userinfo', { token: li.self })).body).toMatchObject({
    sub: 'pRaCtiCe01',
    given_name: 'Pia',
    email_verified: true,
    picture: expect.stringMatching(/^https:\/\/media\.licdn\.com\/.*[?&]e=\d{10}/),
  })
  expect((await li.api('/v2/userinfo')).status).toBe(403)
  expect((await li.api('/v2/me')).body).toMatchObject({
    id: 'pRaCtiCe01',
    localizedFirstName: 'Pia',
    vanityName: 'pia-practice',
  })
  expect((await li.api('/v2/me', { token: li.self })).body['message']).toBe('Not enough permissions to access: GET /me')
})

test('the pages of a member, one by one and together', async () => {
  await using li = await onLinkedIn()
  const acls = (
    await li.api('/rest/organizationAcls?q=roleAssignee&state=APPROVED&start=0&count=100', {
      headers: { 'x-restli-method': 'FINDER' },
    })
  ).body
  expect(acls).toMatchObject({
    elements: [
      { role: 'ADMINISTRATOR', state: 'APPROVED', roleAssignee: pia, organization: page },
      { organization: bakery },
    ],
  })
  expect((await li.api('/rest/organizations/5515001')).body).toMatchObject({
    id: 5_515_001,
    localizedName: 'Practice & Co',
    vanityName: 'practice-and-co',
  })
  expect((await li.api('/rest/organizations?ids=List(5515001,5515002)')).body).toMatchObject({
    results: { 5515002: { localizedName: 'Practice Bakery' } },
  })
  expect((await li.api('/rest/organizationAcls?q=roleAssignee', { token: li.self })).status).toBe(403)
  const old = await li.api('/v2/organizationalEntityAcls?q=roleAssignee&state=APPROVED&projection=(elements*(role))')
  expect(old.body).toMatchObject({ elements: [{ 'organizationalTarget~': { localizedName: 'Practice & Co' } }, {}] })
})

const statistics = (li: OnLinkedIn, more: string) =>
  li.api(`/rest/organizationalEntityShareStatistics?q=organizationalEntity&organizationalEntity=${enc(page)}${more}`)

test('figures of a page grow; the parameter has to fit the kind of URN', async () => {
  await using li = await onLinkedIn()
  const urn = await li.created(postOf(page, 'Hi'))
  expect((await statistics(li, `&shares=List(${enc(urn)})`)).body).toMatchObject({ elements: [] }) // nobody saw it yet
  await li.advance(86_400)
  const one = (await statistics(li, `&shares=List(${enc(urn)})`)).body
  expect(one).toMatchObject({
    elements: [
      { share: urn, organizationalEntity: page, totalShareStatistics: { impressionCount: expect.any(Number) } },
    ],
  })
  expect((await statistics(li, '')).body).toMatchObject({
    elements: [
      { totalShareStatistics: (one['elements'] as { totalShareStatistics: object }[])[0]?.totalShareStatistics },
    ],
  })
  expect((await statistics(li, `&ugcPosts=List(${enc(urn)})`)).body).toMatchObject({ elements: [] })
  const start = Date.now() - 86_400_000
  const days = await statistics(
    li,
    `&timeIntervals=(timeRange:(start:${start},end:${start + 3 * 86_400_000}),timeGranularityType:DAY)`,
  )
  expect(days.body['elements']).toHaveLength(3)
  expect((await li.api(`/rest/networkSizes/${enc(page)}?edgeType=COMPANY_FOLLOWED_BY_MEMBER`)).body).toMatchObject({
    firstDegreeSize: expect.any(Number),
  })
  expect(
    (
      await li.api(
        `/rest/organizationalEntityShareStatistics?q=organizationalEntity&organizationalEntity=${enc(page)}`,
        { token: li.self },
      )
    ).status,
  ).toBe(403)
})

test('figures of a member, one metric a call', async () => {
  await using li = await onLinkedIn()
  const urn = await li.created(postOf(pia, 'Hi'))
  await li.advance(3600)
  const ask = (query: string, headers: Record<string, string> = {}) =>
    li.api(`/rest/memberCreatorPostAnalytics?${query}`, { headers })
  const entity = `q=entity&entity=(share:${enc(urn)})`
  const told = await ask(`${entity}&queryType=IMPRESSION&aggregation=TOTAL`)
  expect(told.body).toMatchObject({ elements: [{ metricType: 'IMPRESSION', count: expect.any(Number) }] })
  expect((await ask('q=me&queryType=IMPRESSION')).body['elements']).toEqual(told.body['elements'])
  expect((await ask(`${entity}&queryType=IMPRESSION&aggregation=DAILY`)).status).toBe(400)
  expect((await ask(`${entity}&queryType=POST_SAVE`, { 'linkedin-version': '202603' })).status).toBe(400)
  expect((await ask(`${entity}&queryType=REACTION`, { 'linkedin-version': '202603' })).body).toMatchObject({
    elements: [{ metricType: expect.any(Object) }],
  })
  expect((await li.api('/rest/memberFollowersCount?q=me')).body).toMatchObject({
    elements: [{ memberFollowersCount: expect.any(Number) }],
  })
})
