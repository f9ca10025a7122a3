import { expect, test } from 'vitest'
import { cafe, dataOf, errorOf, messageOf, onFacebook, type OnFacebook } from './facebook.testing.ts'

const send = (fb: OnFacebook, json: unknown) => fb.graph(`${cafe}/feed`, { json })
const refused = async (fb: OnFacebook, json: unknown) => errorOf(await send(fb, json))
const minute = 60

test('a text goes out once, as followers read it', async () => {
  await using fb = await onFacebook()
  const id = await fb.post({ message: `Hello @[${cafe}]\nline two` })
  expect(await fb.ledger('facebook')).toMatchObject([
    { kind: 'post', account: cafe, id, text: 'Hello Practice Café\nline two', media: [], notes: [] },
  ])
  const told = await fb.graph(`${id}?fields=id,message,created_time,permalink_url,application{id},is_published`)
  expect(told.body).toEqual({
    id,
    message: `Hello @[${cafe}]\nline two`,
    created_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/),
    permalink_url: `https://www.facebook.com/${cafe}/posts/${id.split('_')[1] ?? ''}`,
    application: { id: 'sandbox-facebook' },
    is_published: true,
  })
})

test('fields on the post are answered at once', async () => {
  await using fb = await onFacebook()
  const told = await fb.graph(`${cafe}/feed?fields=id,permalink_url`, { json: { message: 'Hi' } })
  expect(told.body).toEqual({ id: expect.any(String), permalink_url: expect.stringContaining('/posts/') })
})

test('nothing at all and an empty text are refused, 63,206 code points are not', async () => {
  await using fb = await onFacebook()
  for (const json of [{}, { message: '' }, { message: null }, { message: ' ', link: 'https://example.org/' }])
    expect(await refused(fb, json)).toEqual([400, 197, undefined])
  const long = await send(fb, { message: '😀'.repeat(63_207) })
  expect([errorOf(long), messageOf(long)]).toEqual([[400, 100, undefined], '(#100) Name parameter too long'])
  expect((await send(fb, { message: '😀'.repeat(63_206) })).status).toBe(200)
})

test('a link has a card, unless nobody could follow it', async () => {
  await using fb = await onFacebook()
  const id = await fb.post({
    link: 'https://example.org/a',
    call_to_action: { type: 'LEARN_MORE', value: { link: 'https://example.org/a' } },
  })
  const told = await fb.graph(`${id}?fields=attachments{media_type,target{url}},call_to_action`)
  expect(told.body).toMatchObject({
    attachments: { data: [{ media_type: 'link', target: { url: 'https://example.org/a' } }] },
    call_to_action: { type: 'LEARN_MORE' },
  })
  const subcode = async (link: string) => (await refused(fb, { message: 'See', link }))[2]
  expect(await subcode('example.org')).toBe(2061006)
  expect(await subcode('https://www.facebook.com/practice')).toBe(1609008)
  for (const link of ['http://127.0.0.1:3000/', 'http://localhost/', 'http://192.168.1.2/', 'https://intranet/'])
    expect(await subcode(link)).toBe(1609005)
  expect(await refused(fb, { link: 'https://example.org/', picture: 'https://example.org/a.png' })).toEqual([
    400, 100, 1349178,
  ])
})

test('the same words right after themselves are refused, until something else or ten minutes came between', async () => {
  await using fb = await onFacebook()
  await fb.post({ message: 'Same' })
  expect(await refused(fb, { message: 'Same' })).toEqual([400, 506, undefined])
  await fb.post({ message: 'Other' })
  await fb.post({ message: 'Same' })
  await fb.advance(601)
  await fb.post({ message: 'Same' })
  await fb.settings('facebook', { refuseDuplicates: false })
  await fb.post({ message: 'Same' })
  expect(await fb.ledger('facebook')).toHaveLength(5)
})

test('staged photos become one post, once', async () => {
  await using fb = await onFacebook()
  const ids = [await fb.staged({ alt_text_custom: 'One' }), await fb.staged()]
  const media = ids.map((media_fbid) => ({ media_fbid }))
  const id = await fb.post({ message: 'Two', attached_media: media })
  expect(await fb.ledger('facebook')).toMatchObject([{ id, media: ids }])
  const told = await fb.graph(`${id}?fields=attachments{media_type,target{id},subattachments{target{id}}}`)
  expect(told.body['attachments']).toEqual({
    data: [
      {
        media_type: 'album',
        target: { id: ids[0] },
        subattachments: { data: ids.map((one) => ({ target: { id: one } })) },
      },
    ],
  })
  expect(await refused(fb, { message: 'Again', attached_media: media })).toEqual([400, 100, 1366051])
  expect(await refused(fb, { attached_media: [{ media_fbid: '1' }] })).toEqual([400, 100, undefined])
  expect(await refused(fb, { attached_media: ['1'] })).toEqual([400, 100, undefined])
})

test('forms pack the same photos in three ways', async () => {
  await using fb = await onFacebook()
  const ways = [
    (id: string) => ({ attached_media: `[{"media_fbid":"${id}"}]` }),
    (id: string) => ({ 'attached_media[0]': `{"media_fbid":"${id}"}` }),
    (id: string) => ({ 'attached_media[0][media_fbid]': id }),
  ]
  for (const way of ways) {
    const told = await fb.graph(`${cafe}/feed`, { form: way(await fb.staged()) })
    expect(told.body).toEqual({ id: expect.any(String) })
  }
})

test('a staged photo is gone after a day, and can be deleted before', async () => {
  await using fb = await onFacebook()
  const [old, deleted] = [await fb.staged(), await fb.staged()]
  expect((await fb.graph(deleted, { method: 'DELETE' })).body).toEqual({ success: true })
  await fb.advance(24 * 60 * minute + 1)
  for (const media_fbid of [old, deleted])
    expect(await refused(fb, { attached_media: [{ media_fbid }] })).toEqual([400, 100, undefined])
  expect(await fb.ledger('facebook')).toEqual([])
})

test('an unpublished post is seen by nobody until it is published', async () => {
  await using fb = await onFacebook()
  const id = await fb.post({ message: 'Later', published: false })
  expect([await fb.ledger('facebook'), (await fb.graph(`${id}?fields=is_published`)).body]).toMatchObject([
    [],
    { is_published: false },
  ])
  expect(dataOf(await fb.graph(`${cafe}/published_posts`))).toEqual([])
  expect((await fb.graph(id, { json: { is_published: true } })).body).toEqual({ success: true })
  expect(await fb.ledger('facebook')).toMatchObject([{ kind: 'post', id, text: 'Later' }])
  expect(dataOf(await fb.graph(`${cafe}/published_posts?fields=id`))).toEqual([{ id }])
})

test('Facebook publishes later itself, ten minutes to thirty days ahead', async () => {
  await using fb = await onFacebook()
  const now = Math.floor(Date.parse(String((await fb.control('/health'))['now'])) / 1000)
  const at = (seconds: number) => ({ message: 'Later', published: false, scheduled_publish_time: now + seconds })
  expect(await refused(fb, at(9 * minute))).toEqual([400, 100, 1363156])
  expect(await refused(fb, at(31 * 86_400))).toEqual([400, 100, 1363156])
  expect(await refused(fb, { ...at(3600), published: true })).toEqual([400, 100, undefined])
  const id = await fb.post({ ...at(3600), unpublished_content_type: 'SCHEDULED' })
  expect(dataOf(await fb.graph(`${cafe}/scheduled_posts?fields=id,scheduled_publish_time`))).toEqual([
    { id, scheduled_publish_time: now + 3600 },
  ])
  expect(await fb.ledger('facebook')).toMatchObject([{ id, notes: ['scheduled'] }])
  await fb.advance(3601)
  expect(dataOf(await fb.graph(`${cafe}/published_posts?fields=id`))).toEqual([{ id }])
  expect(dataOf(await fb.graph(`${cafe}/scheduled_posts`))).toEqual([])
})

test('a coloured background wants a short text alone, and one that still exists', async () => {
  await using fb = await onFacebook()
  const id = '106018623298955'
  await fb.post({ message: 'Short', text_format_preset_id: id })
  expect(await refused(fb, { message: 'x'.repeat(131), text_format_preset_id: id })).toEqual([400, 100, undefined])
  expect(await refused(fb, { link: 'https://example.org/', text_format_preset_id: id })).toEqual([400, 100, undefined])
  expect(await refused(fb, { message: 'Bad', text_format_preset_id: 'blue' })).toEqual([400, 100, undefined])
  expect(await refused(fb, { message: 'Retired', text_format_preset_id: '319468561816672' })).toEqual([
    500,
    1,
    undefined,
  ])
  expect(await fb.ledger('facebook')).toHaveLength(1)
})

test('an audience is checked', async () => {
  await using fb = await onFacebook()
  const to = (targeting: unknown) => send(fb, { message: `To ${JSON.stringify(targeting)}`, targeting })
  expect((await to({ geo_locations: { countries: ['DE'] }, age_min: 18, locales: [6] })).status).toBe(200)
  expect(errorOf(await to({ age_min: 16 }))).toEqual([400, 100, undefined])
  expect(errorOf(await to({ planets: ['Mars'] }))).toEqual([400, 100, undefined])
  const overlap = { geo_locations: { countries: ['US'], regions: [{ key: '3847', country: 'US' }] } }
  expect(messageOf(await to(overlap))).toContain('Some of your locations overlap')
})
