import { expect, test } from 'vitest'
import { film, picture } from '../../sandbox/practice.testing.ts'
import { codeOf, enc, onLinkedIn, page, pia, type OnLinkedIn } from './linkedin.testing.ts'

const restli = { 'x-restli-protocol-version': '2.0.0' }
const old = (author: string, text: string, more: object = {}, top: object = {}) => ({
  author,
  lifecycleState: 'PUBLISHED',
  specificContent: {
    'com.linkedin.ugc.ShareContent': { shareCommentary: { text }, shareMediaCategory: 'NONE', ...more },
  },
  visibility: { 'com.linkedin.ugc.MemberNetworkVisibility': 'PUBLIC' },
  ...top,
})
const create = (li: OnLinkedIn, json: object, token = li.self) =>
  li.api('/v2/ugcPosts', { json, token, headers: restli })

async function asset(li: OnLinkedIn, kind: 'image' | 'video', bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const registerUploadRequest = {
    owner: pia,
    recipes: [`urn:li:digitalmediaRecipe:feedshare-${kind}`],
    serviceRelationships: [{ relationshipType: 'OWNER', identifier: 'urn:li:userGeneratedContent' }],
  }
  const { body } = await li.api('/v2/assets?action=registerUpload', { json: { registerUploadRequest }, token: li.self })
  const value = body['value'] as { asset: string; uploadMechanism: Record<string, { uploadUrl: string }> }
  const [mechanism] = Object.values(value.uploadMechanism)
  const { pathname } = new URL(mechanism?.uploadUrl ?? '')
  const told = await li.ask(`/linkedin${pathname}`, {
    method: 'PUT',
    body: bytes,
    token: li.self,
    headers: { 'content-type': 'application/octet-stream' },
  })
  expect(told.status).toBe(201)
  return value.asset
}

test('text is plain here and is not cut', async () => {
  await using li = await onLinkedIn()
  const told = await create(li, old(pia, 'Launch (beta) #today'))
  expect([told.status, told.body['id']]).toEqual([201, told.headers.get('x-restli-id')])
  expect(await li.ledger('linkedin')).toMatchObject([{ text: 'Launch (beta) #today' }])
  const page2 = await create(li, old(page, 'Launch (beta)'), li.token)
  expect((await li.api(`/rest/posts/${enc(String(page2.body['id']))}`)).body).toMatchObject({
    commentary: 'Launch \\(beta\\)',
  })
})

test('assets become pictures and films', async () => {
  await using li = await onLinkedIn()
  const image = await asset(li, 'image', await picture())
  const video = await asset(li, 'video', film(3, 80_000))
  await li.advance(15)
  const medium = (media: string) => ({ status: 'READY', media })
  expect(
    (await create(li, old(pia, 'One', { shareMediaCategory: 'IMAGE', media: [medium(image)] }))).body['id'],
  ).toMatch(/^urn:li:share:/)
  expect(
    (await create(li, old(pia, 'Film', { shareMediaCategory: 'VIDEO', media: [medium(video)] }))).body['id'],
  ).toMatch(/^urn:li:ugcPost:/)
  const { text } = await li.ask('/linkedin')
  expect(text).toContain(`<video src="/linkedin/licdn/dms/${encodeURIComponent(video)}"`)
  expect(text).toContain(`<img src="/linkedin/licdn/dms/${encodeURIComponent(image)}"`)
})

test.each([
  ['a distribution', 403, undefined, old(pia, 'Hi', {}, { distribution: { feedDistribution: 'MAIN_FEED' } })],
  ['a stranger', 403, 'ACCESS_DENIED', old('urn:li:person:other', 'Hi')],
  ['a page without its scope', 403, 'ACCESS_DENIED', old(page, 'Hi')],
  ['nothing to say', 400, 'INVALID_VALUE_BLANK_FIELD', old(pia, ' ')],
  ['too much', 400, 'FIELD_LENGTH_TOO_LONG', old(pia, 'a'.repeat(3001))],
  ['a picture without one', 400, 'MISSING_FIELD', old(pia, 'Hi', { shareMediaCategory: 'IMAGE' })],
  [
    'an unknown picture',
    400,
    'INVALID_IMAGE_ID',
    old(pia, 'Hi', { shareMediaCategory: 'IMAGE', media: [{ status: 'READY', media: 'urn:li:digitalmediaAsset:x' }] }),
  ],
  ['no visibility', 400, 'MISSING_FIELD', old(pia, 'Hi', {}, { visibility: undefined })],
])('%s is refused', async (_, status, code, json) => {
  await using li = await onLinkedIn()
  const told = await create(li, json)
  expect([told.status, codeOf(told)]).toEqual([status, code])
})
