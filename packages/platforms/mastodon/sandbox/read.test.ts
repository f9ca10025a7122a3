import { expect, test } from 'vitest'
import { picture, type Told } from '../../sandbox/practice.testing.ts'
import { bakery, ida, onMastodon } from './mastodon.testing.ts'

const error = ({ status, body }: Told) => [status, body['error']]
const own = `/api/v1/accounts/${ida}/statuses`
const at = (id: string, rest = '') => `/api/v1/statuses/${id}${rest}`

test('the server tells its limits, to anyone, in two versions', async () => {
  await using m = await onMastodon()
  await m.settings('mastodon', { maxCharacters: 1500 })
  const configuration = {
    statuses: { max_characters: 1500, max_media_attachments: 4, characters_reserved_per_url: 23 },
    media_attachments: {
      description_limit: 1500,
      image_size_limit: 16_777_216,
      image_matrix_limit: 33_177_600,
      video_size_limit: 103_809_024,
      video_matrix_limit: 8_294_400,
      video_frame_rate_limit: 120,
      supported_mime_types: expect.arrayContaining(['image/avif', 'video/webm', 'audio/flac']),
    },
    polls: { max_options: 4, max_characters_per_option: 50, min_expiration: 300, max_expiration: 2_629_746 },
  }
  expect((await m.ask('/mastodon/api/v2/instance')).body).toMatchObject({
    domain: 'mastodon.social',
    version: '4.5.4',
    api_versions: { mastodon: 7 },
    configuration,
  })
  expect((await m.ask('/mastodon/api/v1/instance')).body).toMatchObject({ uri: 'mastodon.social', configuration })
  await m.settings('mastodon', { version: '3.5.3' })
  expect((await m.ask('/mastodon/api/v2/instance')).status).toBe(404)
  expect((await m.ask('/mastodon/api/v1/instance')).body).toMatchObject({ version: '3.5.3' })
})

test('posts of an account: newest first, in pages, with addresses of the others', async () => {
  await using m = await onMastodon()
  const ids: string[] = []
  for (let index = 0; index < 5; index++) ids.push(await m.posted({ status: `post ${index}` }))
  const idsOf = async (query: string) => (await m.list(`${own}?${query}`)).map(({ id }) => id)
  expect(await idsOf('limit=40&exclude_reblogs=true')).toEqual(ids.toReversed())
  expect(await idsOf('limit=2')).toEqual([ids[4], ids[3]])
  expect(await idsOf(`limit=2&max_id=${ids[3]}`)).toEqual([ids[2], ids[1]])
  expect(await idsOf(`limit=2&min_id=${ids[0]}`)).toEqual([ids[2], ids[1]])
  expect(await idsOf(`limit=2&since_id=${ids[0]}`)).toEqual([ids[4], ids[3]])
  const link = (await m.api(`${own}?limit=2`)).headers.get('link')
  expect(link).toBe(
    `<https://mastodon.social${own}?limit=2&max_id=${ids[3]}>; rel="next", <https://mastodon.social${own}?limit=2&min_id=${ids[4]}>; rel="prev"`,
  )
})

test('posts of an account can be narrowed', async () => {
  await using m = await onMastodon()
  const theirs = await m.posted({ status: 'Theirs' }, { token: m.other })
  const image = await m.sent(await picture())
  const plain = await m.posted({ status: 'Plain #Tag' })
  const withMedia = await m.posted({ status: 'x', media_ids: [image] })
  const thread = await m.posted({ status: 'Second', in_reply_to_id: plain })
  const answer = await m.posted({ status: 'Answer', in_reply_to_id: theirs })
  const idsOf = async (query: string) => (await m.list(`${own}?${query}`)).map(({ id }) => id)
  expect(await idsOf('exclude_replies=true')).toEqual([thread, withMedia, plain])
  expect(await idsOf('only_media=1')).toEqual([withMedia])
  expect(await idsOf('tagged=tag')).toEqual([plain])
  expect(await idsOf('pinned=true')).toEqual([])
  expect(await idsOf('')).toEqual([answer, thread, withMedia, plain])
})

test('who may see a post', async () => {
  await using m = await onMastodon()
  const open = await m.posted({ status: 'Open' })
  const followers = await m.posted({ status: 'Followers', visibility: 'private' })
  const named = await m.posted({ status: 'For @practice_bakery', visibility: 'direct' })
  const statuses = async (token?: string) =>
    (await Promise.all([open, followers, named].map((id) => m.ask(`/mastodon${at(id)}`, token ? { token } : {})))).map(
      ({ status }) => status,
    )
  expect(await statuses(m.token)).toEqual([200, 200, 200])
  expect(await statuses(m.other)).toEqual([200, 404, 200])
  expect(await statuses()).toEqual([200, 404, 404])
  expect((await m.list(own, { token: m.other })).map(({ id }) => id)).toEqual([named, open])
  const narrow = await m.mint('mastodon', ida, ['write:statuses'])
  expect(error(await m.api(own, { token: narrow }))).toEqual([403, 'This action is outside the authorized scopes'])
})

test('one, several, the source, and none', async () => {
  await using m = await onMastodon()
  const [one, two] = [await m.posted({ status: 'a & b\nc', spoiler_text: 'w' }), await m.posted({ status: 'two' })]
  expect((await m.list(`/api/v1/statuses?id[]=${two}&id[]=${one}&id[]=99`)).map(({ id }) => id)).toEqual([two, one])
  expect((await m.api(at(one, '/source'))).body).toEqual({ id: one, text: 'a & b\nc', spoiler_text: 'w' })
  expect(error(await m.api(at('99')))).toEqual([404, 'Record not found'])
  await m.settings('mastodon', { version: '4.2.0' })
  expect((await m.api(`/api/v1/statuses?id[]=${one}`)).status).toBe(404)
})

test('accounts by id and by name', async () => {
  await using m = await onMastodon()
  expect((await m.api(`/api/v1/accounts/${bakery}`)).body).toMatchObject({
    acct: 'practice_bakery',
    url: 'https://mastodon.social/@practice_bakery',
    followers_count: 2310,
  })
  for (const acct of ['ida_practice', '@ida_practice@mastodon.social'])
    expect((await m.api(`/api/v1/accounts/lookup?acct=${acct}`)).body).toMatchObject({ id: ida })
  expect((await m.api('/api/v1/accounts/lookup?acct=ida@elsewhere.example')).status).toBe(404)
  expect((await m.api('/api/v1/accounts/1')).status).toBe(404)
})

test('deleting gives the text back; the files may be posted again; answers lose their parent', async () => {
  await using m = await onMastodon()
  const image = await m.sent(await picture())
  const id = await m.posted({ status: 'Write me <anew>', media_ids: [image] })
  const answer = await m.posted({ status: 'Answer', in_reply_to_id: id })
  expect(error(await m.api(at(id), { method: 'DELETE', token: m.other }))).toEqual([404, 'Record not found'])
  const told = await m.api(at(id), { method: 'DELETE' })
  expect([told.status, told.body]).toMatchObject([
    200,
    { id, text: 'Write me <anew>', media_attachments: [{ id: image }] },
  ])
  expect(error(await m.api(at(id), { method: 'DELETE' }))).toEqual([404, 'Record not found'])
  expect((await m.api(at(answer))).body).toMatchObject({ in_reply_to_id: null, in_reply_to_account_id: ida })
  const anew = await m.posted({ status: 'Anew', media_ids: [image] })
  await m.api(at(anew, '?delete_media=true'), { method: 'DELETE' })
  expect((await m.api(`/api/v1/media/${image}`)).status).toBe(404)
  expect((await m.ledger('mastodon')).map(({ kind }) => kind)).toEqual(['post', 'reply', 'delete', 'post', 'delete'])
  expect((await m.api('/api/v1/accounts/verify_credentials')).body).toMatchObject({ statuses_count: 1 })
})

test('an edit says everything anew, keeps its audience, and leaves a history', async () => {
  await using m = await onMastodon()
  const image = await m.sent(await picture(), { description: 'Old' })
  const id = await m.posted({ status: 'First', media_ids: [image], visibility: 'unlisted' })
  await m.advance(60)
  const change = { status: 'Second', media_ids: [image], media_attributes: [{ id: image, description: 'New' }] }
  const told = await m.api(at(id), { method: 'PUT', json: { ...change, visibility: 'public' } })
  expect(told.body).toMatchObject({
    id,
    content: '<p>Second</p>',
    visibility: 'unlisted',
    edited_at: expect.any(String),
    media_attachments: [{ description: 'New' }],
  })
  expect(await m.list(at(id, '/history'))).toMatchObject([{ content: '<p>First</p>' }, { content: '<p>Second</p>' }])
  expect((await m.api(at(id), { method: 'PUT', json: { status: 'Third' } })).body).toMatchObject({
    media_attachments: [],
  })
  expect((await m.api(at(id), { method: 'PUT', json: { status: '' } })).status).toBe(422)
  expect((await m.api(at(id), { method: 'PUT', json: { status: 'x' }, token: m.other })).status).toBe(404)
  expect((await m.ledger('mastodon')).map(({ kind }) => kind)).toEqual(['post', 'edit', 'edit'])
})

test('other options of a poll begin its count anew, the same ones keep it', async () => {
  await using m = await onMastodon()
  const poll = { options: ['Tea', 'Coffee'], expires_in: 86_400 }
  const told = await m.post({ status: 'Which?', poll })
  const id = String(told.body['id'])
  const pollOf = async (options: string[]) =>
    (await m.api(at(id), { method: 'PUT', json: { status: 'Which?', poll: { ...poll, options } } })).body['poll']
  await m.advance(7200)
  const same = await pollOf(['Tea', 'Coffee'])
  expect(same).toMatchObject({ id: (told.body['poll'] as { id: string }).id })
  expect((same as { votes_count: number }).votes_count).toBeGreaterThan(0)
  expect(await pollOf(['Tea', 'Water'])).toMatchObject({ votes_count: 0 })
})

test('figures grow, and nobody meets what was sent to named people', async () => {
  await using m = await onMastodon()
  const open = await m.posted({ status: 'Open' })
  const named = await m.posted({ status: 'Named', visibility: 'direct' })
  expect((await m.api(at(open))).body).toMatchObject({ favourites_count: 0, reblogs_count: 0, replies_count: 0 })
  await m.advance(86_400)
  const { favourites_count: likes, reblogs_count: boosts } = (await m.api(at(open))).body
  expect(Number(likes)).toBeGreaterThan(0)
  expect(Number(boosts)).toBeGreaterThan(0)
  expect((await m.api(at(named))).body).toMatchObject({ favourites_count: 0, reblogs_count: 0 })
})

test('a link gets its card after a moment, and none beside media', async () => {
  await using m = await onMastodon()
  const id = await m.posted({ status: 'See https://example.com/a' })
  expect((await m.api(at(id))).body['card']).toBeNull()
  await m.advance(5)
  expect((await m.api(at(id))).body['card']).toMatchObject({ url: 'https://example.com/a', type: 'link' })
})
