import { expect, test } from 'vitest'
import { picture } from '../../sandbox/practice.testing.ts'
import { bakery, codeOf, enc, onLinkedIn, page, pia, postOf, versioned } from './linkedin.testing.ts'

test('a post is 201, an empty body and an URN in the header', async () => {
  await using li = await onLinkedIn()
  const told = await li.create(postOf(pia, 'Hello \\(world\\)'), li.self)
  expect([told.status, told.text]).toEqual([201, ''])
  expect(told.headers.get('x-restli-id')).toMatch(/^urn:li:share:\d{19}$/)
  expect(told.headers.get('x-li-uuid')).toMatch(/\w+/)
  expect(await li.ledger('linkedin')).toMatchObject([{ kind: 'post', account: pia, text: 'Hello (world)' }])
})

test('first the token', async () => {
  await using li = await onLinkedIn()
  const json = postOf(pia, 'Hi')
  const without = await li.ask('/linkedin/rest/posts', { json, headers: versioned })
  expect([without.status, without.body]).toEqual([
    401,
    { status: 401, serviceErrorCode: 401, message: 'Empty oauth2_access_token' },
  ])
  expect(await li.create(json, 'none')).toMatchObject({
    status: 401,
    body: { code: 'INVALID_ACCESS_TOKEN', serviceErrorCode: 65600 },
  })
  await li.fault('linkedin', 'token_expired')
  expect(await li.create(json)).toMatchObject({ status: 401, body: { code: 'EXPIRED_ACCESS_TOKEN' } })
  await li.fault('linkedin', 'token_revoked')
  expect(await li.create(json, li.self)).toMatchObject({ status: 401, body: { code: 'REVOKED_ACCESS_TOKEN' } })
})

test('then the version and the protocol', async () => {
  await using li = await onLinkedIn()
  const send = (headers: Record<string, string>) =>
    li.ask('/linkedin/rest/posts', { json: postOf(pia, 'Hi'), token: li.token, headers })
  expect(await send({ 'x-restli-protocol-version': '2.0.0' })).toMatchObject({
    status: 400,
    body: { code: 'VERSION_MISSING' },
  })
  expect(await send({ ...versioned, 'linkedin-version': '202504' })).toMatchObject({
    status: 426,
    body: { code: 'NONEXISTENT_VERSION', message: 'Requested version 20250401 is not active' },
  })
  expect(await send({ 'linkedin-version': '202609' })).toMatchObject({ status: 400 })
})

test('then the day: member, application, and midnight', async () => {
  await using li = await onLinkedIn()
  await li.settings('linkedin', { memberDayQuota: 2 })
  await li.created(postOf(pia, 'one'))
  await li.created(postOf(pia, 'two'))
  expect(await li.create(postOf(pia, 'three'))).toMatchObject({
    status: 429,
    body: { serviceErrorCode: 101, message: expect.stringContaining('MEMBER DAY limit') },
  })
  await li.settings('linkedin', { appDayQuota: 2 })
  expect(await li.create(postOf(pia, 'three'))).toMatchObject({
    status: 429,
    body: { message: expect.stringContaining('APPLICATION DAY limit') },
  })
  await li.advance(86_400)
  expect((await li.create(postOf(pia, 'three'))).status).toBe(201)
})

test('then who may speak for whom', async () => {
  await using li = await onLinkedIn()
  const denied = {
    status: 403,
    body: {
      code: 'ACCESS_DENIED',
      serviceErrorCode: 100,
      message: 'Not enough permissions to access: partnerApiPostsExternal.CREATE.20260901',
    },
  }
  expect(await li.create(postOf(page, 'Hi'), li.self)).toMatchObject(denied)
  expect(await li.create(postOf('urn:li:person:undefined', 'Hi'))).toMatchObject(denied)
  expect(
    await li.create(postOf(page, 'Hi'), await li.mint('linkedin', 'pRaCtiCe01', ['r_basicprofile'])),
  ).toMatchObject(denied)
  const analyst = await li.control('/people', {
    platform: 'linkedin',
    kind: 'organization',
    name: 'Other',
    handle: 'other',
    owner: 'pRaCtiCe01',
    entitlements: { role: 'ANALYST' },
  })
  expect(await li.create(postOf(`urn:li:organization:${String(analyst['id'])}`, 'Hi'))).toMatchObject(denied)
  expect((await li.create(postOf(page, 'Hi'))).status).toBe(201)
})

const image = 'urn:li:image:A'
test.each([
  ['an unknown field', 403, undefined, { colour: 'red' }],
  ['null', 403, undefined, { content: null }],
  ['an unknown field inside', 403, undefined, { content: { media: { id: image, caption: 'x' } } }],
  ['no URN', 400, 'INVALID_URN_ID', { author: 'pia' }],
  ['an URN of another kind', 400, 'INVALID_URN_TYPE', { author: 'urn:li:share:1' }],
  ['no visibility', 400, 'MISSING_FIELD', { visibility: undefined }],
  ['no commentary', 400, 'MISSING_FIELD', { commentary: undefined }],
  ['an unknown audience', 400, 'INVALID_VALUE_FOR_FIELD', { visibility: 'FRIENDS' }],
  ['a draft', 400, 'INVALID_VALUE_FOR_FIELD', { lifecycleState: 'DRAFT' }],
  ['3001 characters', 400, 'FIELD_LENGTH_TOO_LONG', { commentary: 'a'.repeat(3001) }],
  ['3000 characters that need escaping', 400, 'FIELD_LENGTH_TOO_LONG', { commentary: '\\('.repeat(1501) }],
  ['blank text', 400, 'INVALID_VALUE_BLANK_FIELD', { commentary: '  ' }],
  ['a mention of nothing', 400, 'INVALID_VALUE_FOR_FIELD', { commentary: '@[A](urn)' }],
  ['an unknown image', 400, 'INVALID_IMAGE_ID', { content: { media: { id: image } } }],
  ['an unknown video', 400, 'INVALID_VIDEO_ID', { content: { media: { id: 'urn:li:video:V' } } }],
  ['one image as many', 400, 'INVALID_VALUE_FOR_FIELD', { content: { multiImage: { images: [{ id: image }] } } }],
  [
    'two kinds',
    400,
    'INVALID_VALUE_FOR_FIELD',
    { content: { media: { id: image }, article: { source: 'https://a.example' } } },
  ],
  ['no kind', 400, 'INVALID_VALUE_FOR_FIELD', { content: {} }],
  [
    'five options',
    400,
    'INVALID_VALUE_FOR_FIELD',
    {
      content: {
        poll: {
          question: 'Q',
          options: 'abcde'.split('').map((text) => ({ text })),
          settings: { duration: 'ONE_DAY' },
        },
      },
    },
  ],
  [
    'an option too long',
    400,
    'FIELD_LENGTH_TOO_LONG',
    {
      content: {
        poll: { question: 'Q', options: [{ text: 'a'.repeat(31) }, { text: 'b' }], settings: { duration: 'ONE_DAY' } },
      },
    },
  ],
])('%s is %i', async (_, status, code, more) => {
  await using li = await onLinkedIn()
  const told = await li.create(postOf(pia, 'Hi', more))
  expect([told.status, codeOf(told)]).toEqual([status, code])
  if (status === 403) expect(told.body['message']).toMatch(/^Unpermitted fields present in REQUEST_BODY: .*\[\/\w+/)
  else expect(told.headers.get('x-restli-error-response')).toBe('true')
  expect(await li.ledger('linkedin')).toEqual([])
})

test('the length may be counted without the backslashes', async () => {
  await using li = await onLinkedIn()
  await li.settings('linkedin', { countEscaped: false })
  expect((await li.create(postOf(pia, '\\('.repeat(3000)))).status).toBe(201)
  expect((await li.create(postOf(pia, '\\('.repeat(3001)))).status).toBe(400)
})

test('every kind of content, with the kind of URN it gets', async () => {
  await using li = await onLinkedIn()
  await li.settings('linkedin', { imageSeconds: 0, documentSeconds: 0 })
  const a = await li.upload('image', page, await picture())
  const b = await li.upload('image', page, await picture('png'))
  const document = await li.upload('document', page, new Uint8Array(Buffer.from('%PDF-1.4 /Type /Page ')))
  const urn = (content: object) => li.created(postOf(page, 'Hi', { content }))
  expect(await urn({ media: { id: a, altText: 'A field' } })).toMatch(/^urn:li:share:/)
  expect(await urn({ multiImage: { images: [{ id: a }, { id: b }] } })).toMatch(/^urn:li:ugcPost:/)
  expect(await urn({ article: { source: 'https://example.org', title: 'T', thumbnail: b } })).toMatch(/^urn:li:share:/)
  expect(
    await urn({
      poll: { question: 'Q', options: [{ text: 'a' }, { text: 'b' }], settings: { duration: 'THREE_DAYS' } },
    }),
  ).toMatch(/^urn:li:ugcPost:/)
  expect(await urn({ media: { id: document, title: 'Slides' } })).toMatch(/^urn:li:ugcPost:/)
  expect(codeOf(await li.create(postOf(page, 'Untitled', { content: { media: { id: document } } })))).toBe(
    'MISSING_FIELD',
  )
  expect((await li.create(postOf(bakery, 'Not ours', { content: { media: { id: a } } }))).body['message']).toMatch(
    /^Accessing this image resource is forbidden/,
  )
  expect((await li.create(postOf(page, '', { content: { media: { id: b } } }))).status).toBe(201)
})

test('a double within ten minutes names the first; deleting that one does not help', async () => {
  await using li = await onLinkedIn()
  const urn = await li.created(postOf(pia, 'Once'))
  const told = await li.create(postOf(pia, 'Once'))
  expect(told).toMatchObject({
    status: 422,
    body: {
      message: expect.stringMatching(new RegExp(`duplicate of ${urn}$`)),
      errorDetails: { inputErrors: [{ code: 'DUPLICATE_POST' }] },
    },
  })
  await li.api(`/rest/posts/${enc(urn)}`, { method: 'DELETE' })
  expect((await li.create(postOf(pia, 'Once'))).status).toBe(422)
  await li.advance(600)
  expect((await li.create(postOf(pia, 'Once'))).status).toBe(201)
})

test('deleting is idempotent, editing changes words only', async () => {
  await using li = await onLinkedIn()
  const urn = await li.created(postOf(page, 'Frist'))
  const edit = (set: object, method = 'PARTIAL_UPDATE') =>
    li.api(`/rest/posts/${enc(urn)}`, { json: { patch: { $set: set } }, headers: { 'x-restli-method': method } })
  expect((await edit({ commentary: 'First' })).status).toBe(204)
  expect(await edit({ visibility: 'PUBLIC' })).toMatchObject({
    status: 403,
    body: { message: expect.stringContaining('[/patch/$set/visibility]') },
  })
  expect((await edit({ commentary: 'First' }, 'UPDATE')).status).toBe(400)
  expect((await li.api(`/rest/posts/${enc(urn)}`)).body).toMatchObject({
    commentary: 'First',
    lifecycleStateInfo: { isEditedByAuthor: true },
  })
  const remove = () => li.api(`/rest/posts/${enc(urn)}`, { method: 'DELETE', headers: { 'x-restli-method': 'DELETE' } })
  expect([(await remove()).status, (await remove()).status]).toEqual([204, 204])
  expect((await li.api(`/rest/posts/${enc(urn)}`)).status).toBe(404)
  expect((await li.ledger('linkedin')).map((line) => line['kind'])).toEqual(['post', 'edit', 'delete'])
})

test.each([
  ['version_retired', 426, /NONEXISTENT_VERSION/],
  ['app_day_quota', 429, /APPLICATION DAY/],
  ['member_day_quota', 429, /MEMBER DAY/],
  ['fresh_token_refused', 401, /65601/],
  ['flaky_forbidden', 403, /resource is forbidden/],
  ['write_conflict', 409, /CONFLICT/],
  ['rate_limit', 429, /throttle limit/],
  ['error_before', 503, /SERVICE_UNAVAILABLE/],
])('on order, nothing committed: %s', async (fault, status, text) => {
  await using li = await onLinkedIn()
  await li.fault('linkedin', fault)
  const told = await li.create(postOf(pia, 'Hi'))
  expect([told.status, text.test(told.text), (await li.ledger('linkedin')).length]).toEqual([status, true, 0])
  expect((await li.create(postOf(pia, 'Hi'))).status).toBe(201)
})

test.each([
  ['created_without_id', 201],
  ['gateway_timeout', 504],
  ['error_after', 503],
])('on order, committed: %s', async (fault, status) => {
  await using li = await onLinkedIn()
  await li.fault('linkedin', fault)
  const told = await li.create(postOf(pia, 'Hi'))
  expect([told.status, told.headers.get('x-restli-id'), (await li.ledger('linkedin')).length]).toEqual([
    status,
    null,
    1,
  ])
})

test('on order: accepted, never visible', async () => {
  await using li = await onLinkedIn()
  await li.fault('linkedin', 'publish_failed')
  const urn = await li.created(postOf(page, 'Hi'))
  expect((await li.api(`/rest/posts/${enc(urn)}`)).body).toMatchObject({ lifecycleState: 'PUBLISH_FAILED' })
})
