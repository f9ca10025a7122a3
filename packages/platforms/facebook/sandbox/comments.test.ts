import { expect, test } from 'vitest'
import { ann, cafe, dataOf, errorOf, onFacebook } from './facebook.testing.ts'

test('a Page comments its post, and finds the comment again', async () => {
  await using fb = await onFacebook()
  const post = await fb.post({ message: 'Hello' })
  const told = await fb.graph(`${post}/comments`, { json: { message: 'First https://example.org' } })
  const id = String(told.body['id'])
  expect(id).toMatch(`${post.split('_')[1] ?? ''}_`)
  expect((await fb.ledger('facebook'))[1]).toMatchObject({
    kind: 'comment',
    account: cafe,
    id,
    text: 'First https://example.org',
  })
  const reply = await fb.graph(`${id}/comments?fields=id,parent{id},permalink_url`, { json: { message: 'Second' } })
  expect(reply.body).toMatchObject({ parent: { id }, permalink_url: expect.stringContaining('comment_id=') })
  const fields = 'id,message,from,created_time&order=reverse_chronological&limit=50'
  const list = await fb.graph(`${post}/comments?fields=${fields}&filter=stream`)
  expect(dataOf(list)).toMatchObject([
    { message: 'Second', from: { id: cafe } },
    { id, message: 'First https://example.org', from: { id: cafe, name: 'Practice Café' } },
  ])
  expect(dataOf(await fb.graph(`${post}/comments`))).toHaveLength(1)
  const counted = await fb.graph(`${post}?fields=comments.limit(0).summary(true)`)
  expect(counted.body['comments']).toMatchObject({ data: [], summary: { total_count: 1 } })
})

test('with the token of a person the list is empty, without a word', async () => {
  await using fb = await onFacebook()
  const post = await fb.post({ message: 'Hello' })
  await fb.graph(`${post}/comments`, { json: { message: 'First' } })
  const told = await fb.graph(`${post}/comments`, { token: fb.user })
  expect([told.status, told.body]).toEqual([200, { data: [] }])
})

test('a comment says something, about something that is there', async () => {
  await using fb = await onFacebook()
  const post = await fb.post({ message: 'Hello' })
  const hidden = await fb.post({ message: 'Not yet', published: false })
  const say = (on: string, json: unknown) => fb.graph(`${on}/comments`, { json })
  expect(errorOf(await say(post, { message: ' ' }))).toEqual([400, 197, undefined])
  expect(errorOf(await say(post, { message: 'x'.repeat(8001) }))).toEqual([400, 100, undefined])
  expect(errorOf(await say(hidden, { message: 'Hi' }))).toEqual([400, 100, 33])
  expect(errorOf(await say('1_2', { message: 'Hi' }))).toEqual([400, 100, 33])
  expect(errorOf(await say(post, { attachment_url: 'https://example.org/a.jpg' }))).toEqual([400, 100, undefined])
  expect((await say(post, { message: '', attachment_id: await fb.staged() })).status).toBe(200)
})

test('comments are changed and deleted, and gone once', async () => {
  await using fb = await onFacebook()
  const post = await fb.post({ message: 'Hello' })
  const id = String((await fb.graph(`${post}/comments`, { json: { message: 'Frist' } })).body['id'])
  expect((await fb.graph(id, { json: { message: 'First' } })).body).toEqual({ success: true })
  expect(errorOf(await fb.graph(id, { json: { is_hidden: true } }))).toEqual([403, 200, undefined])
  expect((await fb.graph(`${id}?fields=message,can_remove`)).body).toMatchObject({ message: 'First', can_remove: true })
  expect((await fb.graph(id, { method: 'DELETE' })).body).toEqual({ success: true })
  expect(errorOf(await fb.graph(id, { method: 'DELETE' }))).toEqual([400, 100, 33])
  expect((await fb.ledger('facebook')).map((line) => line['kind'])).toEqual(['post', 'comment', 'edit', 'delete'])
})

test('a post is changed by the app that made it, and deleted once', async () => {
  await using fb = await onFacebook()
  const id = await fb.post({ message: 'Helo' })
  expect((await fb.graph(id, { json: { message: 'Hello' } })).body).toEqual({ success: true })
  expect(errorOf(await fb.graph(id, { json: { message: '' } }))).toEqual([400, 197, undefined])
  expect(errorOf(await fb.graph(id, { json: { is_published: false } }))).toEqual([400, 100, undefined])
  expect((await fb.graph(id.split('_')[1] ?? '', { method: 'DELETE' })).body).toEqual({ success: true })
  expect(errorOf(await fb.graph(id, { method: 'DELETE' }))).toEqual([400, 100, 33])
  expect(errorOf(await fb.graph(id))).toEqual([400, 100, 33])
  expect((await fb.ledger('facebook')).map(({ kind, text }) => [kind, text])).toEqual([
    ['post', 'Helo'],
    ['edit', 'Hello'],
    ['delete', 'Hello'],
  ])
})

test('another application may not change the post', async () => {
  await using fb = await onFacebook()
  const app = { clientId: '99', clientSecret: 'x', redirectUris: ['https://app.example/back'] }
  await fb.control('/apps', { platform: 'facebook', ...app })
  const fields = {
    client_id: '99',
    redirect_uri: 'https://app.example/back',
    scope: 'pages_show_list,pages_manage_posts',
  }
  const consent = await fb.ask('/facebook/web/dialog/oauth', { form: { ...fields, decision: 'allow', person: ann } })
  const code = new URL(consent.headers.get('location') ?? '').searchParams.get('code') ?? ''
  const form = { client_id: '99', client_secret: 'x', redirect_uri: fields.redirect_uri, code }
  const user = String((await fb.ask('/facebook/oauth/access_token', { form })).body['access_token'])
  const page = String(dataOf(await fb.graph('me/accounts', { token: user }))[0]?.['access_token'])
  const id = await fb.post({ message: 'Mine' })
  expect(errorOf(await fb.graph(id, { json: { message: 'Theirs' }, token: page }))).toEqual([403, 200, undefined])
})

test('an album loses a photo, the post goes with the last one; a film takes its post along', async () => {
  await using fb = await onFacebook()
  const [one, two] = [await fb.staged(), await fb.staged()]
  const album = await fb.post({ attached_media: [{ media_fbid: one }, { media_fbid: two }] })
  await fb.graph(one, { method: 'DELETE' })
  expect((await fb.graph(album)).status).toBe(200)
  await fb.graph(two, { method: 'DELETE' })
  expect(errorOf(await fb.graph(album))).toEqual([400, 100, 33])
  const reel = await fb.uploaded('video_reels')
  await fb.finish('video_reels', reel, { video_state: 'PUBLISHED' })
  await fb.advance(8)
  expect((await fb.graph(reel, { method: 'DELETE' })).body).toEqual({ success: true })
  expect(errorOf(await fb.graph(reel))).toEqual([400, 100, 33])
  expect((await fb.ledger('facebook')).map((line) => line['kind'])).toEqual(['post', 'delete', 'post', 'delete'])
})
