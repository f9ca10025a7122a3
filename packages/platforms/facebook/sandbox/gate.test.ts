import { expect, test } from 'vitest'
import { ann, ben, books, cafe, dataOf, errorOf, messageOf, onFacebook, scopes, v } from './facebook.testing.ts'

test('path, token, scope, object: the first that fails answers', async () => {
  await using fb = await onFacebook()
  expect(errorOf(await fb.ask(`${v}/${cafe}/walls`))).toEqual([400, 2500, undefined])
  expect(errorOf(await fb.ask(`${v}/a/b/c/d`))).toEqual([400, 2500, undefined])
  expect(errorOf(await fb.ask(`${v}/me`))).toEqual([400, 104, undefined])
  expect(errorOf(await fb.ask(`${v}/me`, { token: 'EAAnothing' }))).toEqual([400, 190, undefined])
  const bare = await fb.mint('facebook', cafe, ['pages_show_list'])
  expect(errorOf(await fb.graph('1/feed', { json: { message: 'Hi' }, token: bare }))).toEqual([403, 200, undefined])
  const none = await fb.graph('1/feed', { json: { message: 'Hi' } })
  expect([errorOf(none), messageOf(none)]).toEqual([[400, 100, 33], expect.stringContaining("Object with ID '1'")])
  expect(errorOf(await fb.graph(`${cafe}?fields=walls`))).toEqual([400, 100, undefined])
  expect(errorOf(await fb.graph(`${cafe}/video_reels`, { method: 'DELETE' }))).toEqual([400, 100, 33])
})

test('posting needs the Page itself and the task', async () => {
  await using fb = await onFacebook()
  const write = (page: string, token: string) => fb.graph(`${page}/feed`, { json: { message: 'Hi' }, token })
  expect(errorOf(await write(cafe, fb.user))).toEqual([400, 1705, undefined])
  expect(errorOf(await write(books, fb.page))).toEqual([400, 100, 33])
  const token = await fb.mint('facebook', ben, scopes)
  const analyst = String(dataOf(await fb.graph('me/accounts', { token }))[0]?.['access_token'])
  const told = await write(cafe, analyst)
  expect([errorOf(told), messageOf(told)]).toEqual([[403, 200, undefined], expect.stringContaining('CREATE_CONTENT')])
})

test('a token comes in five ways, parameters in four, and paths may be untidy', async () => {
  await using fb = await onFacebook()
  await fb.settings('facebook', { refuseDuplicates: false })
  const feed = `${v}/${cafe}/feed`
  const access_token = fb.page
  const multipart = new FormData()
  multipart.set('message', 'Hi')
  const ways = [
    fb.ask(`${feed}?access_token=${access_token}&message=Hi`, { method: 'POST' }),
    fb.ask(feed, { form: { access_token, message: 'Hi' } }),
    fb.ask(feed, { json: { access_token, message: 'Hi', id: cafe } }),
    fb.ask(feed, { token: access_token, body: multipart, method: 'POST' }),
    fb.ask(feed, { headers: { authorization: `OAuth ${access_token}` }, json: { message: 'Hi' } }),
    fb.ask(`//facebook//v26.0//${cafe}//feed/`.slice(1), { token: access_token, json: { message: 'Hi' } }),
    fb.ask('/facebook/practice.cafe/feed', { token: access_token, json: { message: 'Hi' } }),
    fb.ask(`/facebook/video/v25.0/${cafe}/feed`, { token: access_token, json: { message: 'Hi' } }),
  ]
  for (const told of await Promise.all(ways)) expect(told.body).toEqual({ id: expect.stringMatching(`^${cafe}_\\d+$`) })
  expect((await fb.ledger('facebook')).flatMap((line) => line['notes'])).toEqual([])
})

test('what nobody reads is ignored, and the ledger says so', async () => {
  await using fb = await onFacebook()
  await fb.post({ message: 'Hi', visibility: 'loud' })
  expect((await fb.ledger('facebook'))[0]).toMatchObject({ notes: ['ignored: visibility'] })
})

test('several nodes are read at once, each counted', async () => {
  await using fb = await onFacebook()
  await fb.settings('facebook', { pageCallsPerDay: 100 })
  const id = await fb.post({ message: 'Hi' })
  const told = await fb.graph(`?ids=${cafe},${id}&fields=id`)
  expect([told.body, told.headers.get('x-business-use-case-usage')]).toEqual([
    { [cafe]: { id: cafe }, [id]: { id } },
    expect.stringContaining('"call_count":3,'),
  ])
  expect(errorOf(await fb.graph(`?ids=${cafe},1`))).toEqual([400, 100, 33])
  expect(errorOf(await fb.graph('', { token: 'none' }))).toEqual([400, 190, undefined])
})

test('old versions are served by the oldest that lives', async () => {
  await using fb = await onFacebook()
  const served = async (version: string) =>
    (await fb.ask(`/facebook/${version}/me`, { token: fb.page })).headers.get('facebook-api-version')
  expect([await served('v26.0'), await served('v3.2')]).toEqual(['v26.0', expect.stringMatching(/^v2[1-4]\.0$/)])
})

test('calls are counted in percent, and refused above a hundred', async () => {
  await using fb = await onFacebook()
  await fb.settings('facebook', { pageCallsPerDay: 2, appCallsPerHour: 1 })
  const usage = async () => {
    const told = await fb.graph('me')
    const header = JSON.parse(told.headers.get('x-business-use-case-usage') ?? '{}') as Record<string, unknown[]>
    return [errorOf(told).slice(0, 2), header[cafe]?.[0]]
  }
  expect(await usage()).toMatchObject([
    [200, undefined],
    { type: 'pages', call_count: 50, estimated_time_to_regain_access: 0 },
  ])
  expect(await usage()).toMatchObject([[200, undefined], { call_count: 100 }])
  expect(await usage()).toMatchObject([[400, 80001], { call_count: 150, estimated_time_to_regain_access: 1440 }])
  const person = () => fb.graph('me', { token: fb.user })
  expect((await person()).headers.get('x-app-usage')).toContain('"call_count":100')
  expect(errorOf(await person())).toEqual([400, 4, undefined])
  await fb.advance(24 * 60 * 60 + 1)
  expect(await usage()).toMatchObject([[200, undefined], { call_count: 50 }])
})

test('people and Pages of one’s own can be added', async () => {
  await using fb = await onFacebook()
  const add = (more: object) => fb.control('/people', { platform: 'facebook', name: 'New', handle: 'new.one', ...more })
  const { id } = await add({ kind: 'page', owner: ann, entitlements: { tasks: 'ANALYZE', followers: 7 } })
  const told = await fb.graph(`${String(id)}?fields=followers_count`, { token: fb.user })
  expect(told.body).toEqual({ id, followers_count: 7 })
  await expect(add({ kind: 'group' })).rejects.toThrow('kinds of Facebook')
  await expect(add({ kind: 'page', owner: '1' })).rejects.toThrow('no person')
  await expect(add({ kind: 'page', entitlements: { tasks: 'FLY' } })).rejects.toThrow('CREATE_CONTENT')
  await expect(fb.mint('facebook', ann, ['fly'])).rejects.toThrow('no permission')
})
