import { expect, test } from 'vitest'
import { picture } from '../../sandbox/practice.testing.ts'
import { bakery, errorOf, onThreads, pia, scopes, type OnThreads } from './threads.testing.ts'

const notFound = [400, 24, 4279009]
const publish = async (at: OnThreads, id: string, as?: string) => errorOf(await at.publish(id, as))

test('whatever is the matter with a container, it is not found', async () => {
  await using at = await onThreads()
  const unknown = await at.publish('180002')
  expect(unknown.body['error']).toEqual({
    message: 'The requested resource does not exist',
    type: 'OAuthException',
    code: 24,
    error_subcode: 4279009,
    is_transient: false,
    error_user_title: 'Media Not Found',
    error_user_msg: 'The media with id 180002 cannot be found.',
    fbtrace_id: expect.any(String),
  })
  const foreign = await at.ready(at.text('Mine'))
  expect(await publish(at, foreign, at.other)).toEqual(notFound)

  const twice = await at.ready(at.text('Once'))
  expect((await at.publish(twice)).status).toBe(200)
  expect(await publish(at, twice)).toEqual(notFound)

  await at.settings('threads', { textSeconds: 30 })
  const early = at.id(await at.create(at.text('Early')))
  expect(await publish(at, early)).toEqual(notFound)
  await at.advance(30)
  expect((await at.publish(early)).status).toBe(200)

  const broken = await at.ready({ media_type: 'IMAGE', image_url: `${at.media.origin}/nothing.jpg` })
  expect(await publish(at, broken)).toEqual(notFound)
  expect((await at.ledger('threads')).map((line) => line['text'])).toEqual(['Once', 'Early'])
  expect(errorOf(await at.api('/me/threads_publish', { form: {} }))).toEqual([400, 100, undefined])
})

test('a container lives a day', async () => {
  await using at = await onThreads()
  const id = await at.ready(at.text('Late'))
  await at.advance(86_400)
  expect((await at.api(`/${id}?fields=status,error_message`)).body).toEqual({ id, status: 'EXPIRED' })
  expect(await publish(at, id)).toEqual(notFound)
})

test('a chain is published one after the other, each part a reply to the one before', async () => {
  await using at = await onThreads()
  const first = await at.post(at.text('1/3'))
  const second = await at.post(at.text('2/3', { reply_to_id: first }))
  const third = await at.post(at.text('3/3', { reply_to_id: second }))
  expect((await at.api(`/${third}?fields=replied_to,root_post,is_reply,is_reply_owned_by_me`)).body).toEqual({
    id: third,
    replied_to: { id: second },
    root_post: { id: first },
    is_reply: true,
    is_reply_owned_by_me: true,
  })
  expect((await at.ledger('threads')).map((line) => [line['kind'], line['text']])).toEqual([
    ['post', '1/3'],
    ['reply', '2/3'],
    ['reply', '3/3'],
  ])
})

test('a reply or a quote needs a post that is there', async () => {
  await using at = await onThreads()
  for (const name of ['reply_to_id', 'quote_post_id'])
    expect(errorOf(await at.create(at.text('a', { [name]: '1' })))).toEqual([400, 100, 33])
  const first = await at.post(at.text('First'))
  const container = await at.ready(at.text('Second', { reply_to_id: first }))
  await at.api(`/${first}`, { method: 'DELETE' })
  expect(await publish(at, container)).toEqual(notFound)
  expect(errorOf(await at.create(at.text('Third', { reply_to_id: first })))).toEqual([400, 100, 33])
})

test.each([
  ['everyone', 'Hello', 200],
  ['mentioned_only', 'Hello @practice.bakery.', 200],
  ['mentioned_only', 'Hello', 400],
  ['accounts_you_follow', 'Hello', 400],
  ['followers_only', 'Hello', 400],
  ['parent_post_author_only', 'Hello', 400],
])('reply control %s on "%s": a stranger gets %i, the author may', async (control, text, status) => {
  await using at = await onThreads()
  const id = await at.post(at.text(text, { reply_control: control }))
  const told = await at.create(at.text('Me too', { reply_to_id: id }), at.other)
  expect(told.status).toBe(status)
  if (status === 400) expect(errorOf(told)).toEqual([400, 10, undefined])
  expect((await at.create(at.text('More', { reply_to_id: id }))).status).toBe(200)
})

test('quotes and reposts', async () => {
  await using at = await onThreads()
  const id = await at.post(at.text('Original'))
  const quote = await at.post(at.text('Look', { quote_post_id: id }), at.other)
  const read = (post: string, fields: string) => at.api(`/${post}?fields=${fields}`, { token: at.other })
  expect((await read(quote, 'is_quote_post,quoted_post')).body).toEqual({
    id: quote,
    is_quote_post: true,
    quoted_post: { id },
  })
  const repost = at.id(await at.api(`/${id}/repost`, { method: 'POST', token: at.other }))
  expect((await read(repost, 'media_type')).body).toEqual({ id: repost, media_type: 'REPOST_FACADE' })
  expect(errorOf(await at.api('/1/repost', { method: 'POST' }))).toEqual([400, 100, 33])
  expect((await at.ledger('threads')).map((line) => line['kind'])).toEqual(['post', 'post', 'repost'])
})

test('a text may be published at once, without a container', async () => {
  await using at = await onThreads()
  const id = at.id(await at.create(at.text('Now', { auto_publish_text: 'true' })))
  expect((await at.api(`/${id}?fields=media_type`)).body).toEqual({ id, media_type: 'TEXT_POST' })
  expect(errorOf(await at.api(`/${id}?fields=status`))).toEqual([400, 100, undefined])
  expect(await at.ledger('threads')).toMatchObject([{ kind: 'post', id, text: 'Now' }])
})

test('polls, GIFs, links, long texts, places, ghosts', async () => {
  await using at = await onThreads()
  const fieldsOf = async (form: Record<string, string>, fields: string) =>
    (await at.api(`/${await at.post(form)}?fields=${fields}`)).body
  const poll = { option_a: 'Tea', option_b: 'Coffee' }
  expect(await fieldsOf(at.text('Which?', { poll_attachment: JSON.stringify(poll) }), 'poll_attachment')).toMatchObject(
    { poll_attachment: poll },
  )
  expect(
    await fieldsOf(at.text('', { gif_attachment: '{"gif_id":"abc","provider":"GIPHY"}' }), 'gif_url'),
  ).toMatchObject({ gif_url: expect.stringContaining('abc') })
  expect(
    await fieldsOf({ media_type: 'TEXT', link_attachment: 'https://example.com/a' }, 'link_attachment_url'),
  ).toMatchObject({ link_attachment_url: 'https://example.com/a' })
  const long = {
    plaintext: 'a'.repeat(10_000),
    text_with_styling_info: [{ offset: 0, length: 7, styling_info: ['bold'] }],
  }
  expect(await fieldsOf(at.text('Long', { text_attachment: JSON.stringify(long) }), 'text_attachment')).toMatchObject({
    text_attachment: { plaintext: long.plaintext },
  })
  expect(await fieldsOf(at.text('Here', { location_id: '110843418940484' }), 'location_id')).toMatchObject({
    location_id: '110843418940484',
  })
  const ghost = await at.post(at.text('Boo', { is_ghost_post: 'true' }))
  expect((await at.api(`/${ghost}`)).status).toBe(200)
  await at.advance(86_400)
  expect(errorOf(await at.api(`/${ghost}`))).toEqual([400, 100, 33])
})

test('two hundred and fifty posts a day, replies apart; a carousel is one of them', async () => {
  await using at = await onThreads()
  const image = {
    media_type: 'IMAGE',
    is_carousel_item: 'true',
    image_url: at.media.put('a.jpg', await picture(), 'image/jpeg'),
  }
  const children = `${await at.ready(image)},${await at.ready(image)}`
  await at.post({ media_type: 'CAROUSEL', children })
  let last = ''
  for (let count = 1; count < 250; count++)
    last = at.id(await at.create(at.text('post', { auto_publish_text: 'true' })))
  const container = await at.ready(at.text('one more'))
  expect(await publish(at, container)).toEqual([400, 9, 2207042])
  expect(errorOf(await at.create(at.text('at once', { auto_publish_text: 'true' })))).toEqual([400, 9, 2207042])
  await at.post(at.text('a reply', { reply_to_id: last }))
  const limit = await at.api(
    '/me/threads_publishing_limit?fields=quota_usage,config,reply_quota_usage,reply_config,delete_quota_usage,delete_config',
  )
  expect(limit.body).toEqual({
    data: [
      {
        quota_usage: 250,
        config: { quota_total: 250, quota_duration: 86_400 },
        reply_quota_usage: 1,
        reply_config: { quota_total: 1000, quota_duration: 86_400 },
        delete_quota_usage: 0,
        delete_config: { quota_total: 100, quota_duration: 86_400 },
      },
    ],
  })
  await at.advance(86_000)
  expect(await publish(at, container)).toEqual([400, 9, 2207042])
})

test('only own posts can be deleted, a hundred a day', async () => {
  await using at = await onThreads()
  const id = await at.post(at.text('Away'))
  const remove = (post: string, as = at.token) => at.api(`/${post}`, { method: 'DELETE', token: as })
  expect(errorOf(await remove(id, at.other))).toEqual([400, 100, 33])
  const reply = await at.post(at.text('Mine', { reply_to_id: id }), at.other)
  expect(errorOf(await remove(reply))).toEqual([400, 10, undefined])
  expect((await remove(id)).body).toEqual({ success: true, deleted_id: id })
  expect(errorOf(await remove(id))).toEqual([400, 100, 33])
  for (let count = 1; count < 100; count++)
    await remove(at.id(await at.create(at.text('x', { auto_publish_text: 'true' }))))
  const kept = await at.post(at.text('Kept'))
  expect(errorOf(await remove(kept))).toEqual([400, 613, undefined])
  const lines = (await at.ledger('threads')).filter((line) => line['kind'] === 'delete')
  expect([lines.length, lines[0]]).toEqual([100, expect.objectContaining({ account: pia, id })])
})

test('replies of others to own posts can be hidden', async () => {
  await using at = await onThreads()
  const id = await at.post(at.text('Mine'))
  const reply = await at.post(at.text('Spam', { reply_to_id: id }), at.other)
  const hide = (form: Record<string, string>, as = at.token) => at.api(`/${reply}/manage_reply`, { form, token: as })
  expect(errorOf(await hide({}))).toEqual([400, 100, undefined])
  expect(errorOf(await hide({ hide: 'true' }, at.other))).toEqual([400, 10, undefined])
  expect((await hide({ hide: 'true' })).body).toEqual({ success: true })
  expect((await at.api(`/${reply}?fields=hide_status`)).body['hide_status']).toBe('HIDDEN')
})

test('nobody acts for another profile', async () => {
  await using at = await onThreads()
  for (const path of [`/${bakery}/threads`, `/${bakery}/threads_publish`])
    expect(errorOf(await at.api(path, { form: at.text('a', { creation_id: '1' }) }))).toEqual([400, 100, 33])
  const extra = await at.control('/people', { platform: 'threads', kind: 'profile', name: 'New', handle: 'new.one' })
  const token = await at.mint('threads', String(extra['id']), scopes)
  expect((await at.api('/me?fields=username', { token })).body['username']).toBe('new.one')
})
