import { expect, test } from 'vitest'
import { enc, onLinkedIn, page, pia, postOf, type OnLinkedIn } from './linkedin.testing.ts'

const comment = (
  li: OnLinkedIn,
  base: '/rest' | '/v2',
  urn: string,
  actor: string,
  text: string,
  token = li.token,
  more: object = {},
) =>
  li.api(`${base}/socialActions/${enc(urn)}/comments`, {
    json: { actor, object: urn, message: { text }, ...more },
    token,
  })

test('a community app comments on /rest, plainly', async () => {
  await using li = await onLinkedIn()
  const urn = await li.created(postOf(page, 'Hi'))
  const told = await comment(li, '/rest', urn, page, 'Link: https://example.org/a_(b)')
  expect(told.status).toBe(201)
  const { body } = told
  expect(body).toMatchObject({
    commentUrn: expect.stringMatching(/^urn:li:comment:\(urn:li:activity:\d+,\d+\)$/),
    actor: page,
    agent: pia,
    message: { text: 'Link: https://example.org/a_(b)' },
  })
  expect(String(body['object']).split(':')[3]).not.toBe(urn.split(':')[3])
  expect(told.headers.get('x-restli-id')).toBe(body['id'])
  expect((await li.ledger('linkedin')).map((line) => [line['kind'], line['text']])).toEqual([
    ['post', 'Hi'],
    ['comment', 'Link: https://example.org/a_(b)'],
  ])
})

test('a self-serve app is refused on /rest and comments on /v2', async () => {
  await using li = await onLinkedIn()
  const urn = await li.created(postOf(pia, 'Hi'), li.self)
  expect(await comment(li, '/rest', urn, pia, 'First', li.self)).toMatchObject({
    status: 403,
    body: { message: 'Not enough permissions to access: partnerApiSocialActions.CREATE.20260901' },
  })
  expect(await comment(li, '/v2', urn, pia, 'First', li.self)).toMatchObject({
    status: 201,
    body: { $URN: expect.stringContaining('urn:li:comment:') },
  })
  expect((await comment(li, '/v2', urn, page, 'First', li.self)).status).toBe(403)
})

test('too early, unknown fields, another post, throttled', async () => {
  await using li = await onLinkedIn()
  await li.settings('linkedin', { activityLagSeconds: 3, commentsPerMinute: 2 })
  const urn = await li.created(postOf(page, 'Hi'))
  expect((await comment(li, '/rest', urn, page, 'now')).body['message']).toMatch(/^Unable to obtain activity/)
  await li.advance(3)
  expect((await comment(li, '/rest', urn, page, 'pic', li.token, { content: [] })).body['message']).toContain(
    '[/content]',
  )
  expect((await comment(li, '/rest', 'urn:li:share:1', page, 'gone')).status).toBe(404)
  expect((await comment(li, '/rest', urn, page, 'one')).status).toBe(201)
  expect((await comment(li, '/rest', urn, page, 'two')).status).toBe(201)
  expect(await comment(li, '/rest', urn, page, 'three')).toMatchObject({
    status: 429,
    body: { message: expect.stringContaining('Comment create throttled') },
  })
  await li.advance(61)
  expect((await comment(li, '/rest', urn, page, 'three')).status).toBe(201)
})

test('answers, edits, deletion, counts', async () => {
  await using li = await onLinkedIn()
  const urn = await li.created(postOf(page, 'Hi'))
  const { body } = await comment(li, '/rest', urn, page, 'First')
  const parent = String(body['commentUrn'])
  const answer = await li.api(`/rest/socialActions/${enc(parent)}/comments`, {
    json: { actor: page, object: urn, message: { text: 'Second' }, parentComment: parent },
  })
  expect([answer.status, answer.body['parentComment']]).toEqual([201, parent])
  const path = `/rest/socialActions/${enc(urn)}/comments/${String(body['id'])}`
  expect(
    (
      await li.api(path, {
        json: { patch: { message: { $set: { text: 'Better' } } } },
        headers: { 'x-restli-method': 'PARTIAL_UPDATE' },
      })
    ).status,
  ).toBe(204)
  expect((await li.api(`/rest/socialActions/${enc(urn)}/comments`)).body).toMatchObject({
    elements: [{ message: { text: 'Better' } }, { message: { text: 'Second' } }],
  })
  expect((await li.api(`/v2/socialActions/${enc(urn)}`)).body).toMatchObject({
    commentsSummary: { totalFirstLevelComments: 1 },
  })
  expect((await li.api(path, { method: 'DELETE' })).status).toBe(400)
  expect((await li.api(`${path}?actor=${enc(page)}`, { method: 'DELETE' })).status).toBe(204)
})

test.each([
  ['comment_throttle', 429],
  ['comment_forbidden', 403],
  ['activity_missing', 422],
])('on order: %s', async (fault, status) => {
  await using li = await onLinkedIn()
  const urn = await li.created(postOf(page, 'Hi'))
  await li.fault('linkedin', fault)
  expect((await comment(li, '/rest', urn, page, 'First')).status).toBe(status)
  expect((await comment(li, '/rest', urn, page, 'First')).status).toBe(201)
})

test('reactions need the feed scope and a known kind', async () => {
  await using li = await onLinkedIn()
  const urn = await li.created(postOf(pia, 'Hi'))
  const react = (reactionType: string, token = li.token) =>
    li.api(`/rest/reactions?actor=${enc(pia)}`, { json: { root: urn, reactionType }, token })
  expect((await react('LIKE')).status).toBe(201)
  expect((await react('MAYBE')).status).toBe(400)
  expect((await react('LIKE', li.self)).body['message']).toContain('partnerApiReactions.CREATE')
})
