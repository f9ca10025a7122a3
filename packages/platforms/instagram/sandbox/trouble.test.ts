/** Trouble on order: the shared faults in Instagram's words, and its own. */
import { expect, test } from 'vitest'
import { lost } from '../../sandbox/practice.testing.ts'
import { codes, onInstagram } from './instagram.testing.ts'

test('a lost answer of publishing has happened, and the container says so', async () => {
  await using x = await onInstagram()
  for (const fault of ['lose_answer', 'truncated_body']) {
    const container = await x.made({ image_url: await x.photo() })
    await x.fault('instagram', fault)
    expect(await lost(x.publish(container))).toBe('lost')
    expect(await x.status(container)).toMatchObject({ status_code: 'PUBLISHED' })
  }
  expect(await x.ledger('instagram')).toHaveLength(2)
})

test('an error after publishing has happened, one before has not', async () => {
  await using x = await onInstagram()
  const container = await x.made({ image_url: await x.photo() })
  await x.fault('instagram', 'error_before', { status: 500 })
  const before = await x.publish(container)
  expect([before.status, codes(before)[1]]).toEqual([500, 2])
  expect(await x.status(container)).toMatchObject({ status_code: 'FINISHED' })
  await x.fault('instagram', 'error_after', { status: 502 })
  const after = await x.publish(container)
  expect([after.status, after.headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8'])
  expect(await x.status(container)).toMatchObject({ status_code: 'PUBLISHED' })
  const again = await x.made({ image_url: await x.photo() })
  await x.fault('instagram', 'publish_error')
  expect(codes(await x.publish(again))).toEqual([400, -1, 2207001])
  expect(await x.status(again)).toMatchObject({ status_code: 'PUBLISHED' })
})

test('a token that is withdrawn or too old stays so', async () => {
  await using x = await onInstagram()
  await x.fault('instagram', 'token_expired')
  expect(codes(await x.ig('/me'))).toEqual([400, 190, 463])
  expect(codes(await x.ig('/me'))).toEqual([400, 190, 463])
  await x.fault('instagram', 'token_revoked')
  expect(codes(await x.fb('/me'))).toEqual([400, 190, 458])
  expect(codes(await x.fb('/me/accounts'))).toEqual([400, 190, 458])
})

test('media is slow', async () => {
  await using x = await onInstagram()
  await x.fault('instagram', 'media_slow', { seconds: 90 })
  const container = await x.made({ image_url: await x.photo() })
  await x.advance(89)
  expect(await x.status(container)).toMatchObject({ status_code: 'IN_PROGRESS' })
  await x.advance(1)
  expect(await x.status(container)).toMatchObject({ status_code: 'FINISHED' })
})

test('media fails, with the number that is set', async () => {
  await using x = await onInstagram()
  const failed = (code: number) => `Error: Media upload has failed with error code ${code}`
  await x.fault('instagram', 'media_fails')
  const reel = await x.made({ media_type: 'REELS', video_url: x.movie() })
  expect(await x.settled(reel)).toMatchObject({ status_code: 'ERROR', status: failed(2_207_053) })
  await x.settings('instagram', { failureCode: 2_207_085 })
  await x.fault('instagram', 'media_fails')
  const photo = await x.made({ image_url: await x.photo() })
  expect(await x.status(photo)).toMatchObject({ status_code: 'ERROR', status: failed(2_207_085) })
})

test('a new post is not seen for a while, but its container knows', async () => {
  await using x = await onInstagram()
  const container = await x.made({ image_url: await x.photo() })
  await x.fault('instagram', 'readback_lag', { seconds: 30, on: { method: 'POST', path: '*/media_publish' } })
  const id = x.idOf(await x.publish(container))
  expect(await x.status(container)).toMatchObject({ status_code: 'PUBLISHED' })
  expect(codes(await x.ig(`/${id}?fields=permalink`))).toEqual([400, 100, 33])
  expect(codes(await x.ig(`/${id}/comments`, { json: { message: 'Early' } }))).toEqual([400, 100, 33])
  expect((await x.ig('/me/media')).body).toEqual({ data: [] })
  await x.advance(30)
  expect((await x.ig('/me/media')).body).toMatchObject({ data: [{ id }] })
})

test('a rate limit says how many minutes, or nothing', async () => {
  await using x = await onInstagram()
  await x.fault('instagram', 'rate_limit', { times: 1, seconds: 300 })
  const told = await x.ig('/me')
  expect(codes(told)).toEqual([400, 80_002, undefined])
  expect(told.headers.get('x-business-use-case-usage')).toContain('"estimated_time_to_regain_access":5')
  await x.fault('instagram', 'rate_limit_bare')
  const bare = await x.ig('/me')
  expect([codes(bare)[1], bare.headers.get('x-business-use-case-usage')]).toEqual([80_002, null])
})

test.each([
  ['fetch_flaps', 9004, 2207052],
  ['fetch_timeout', -2, 2207003],
  ['container_failed', -1, 2207032],
])('%s hits the making of a container', async (fault, code, subcode) => {
  await using x = await onInstagram()
  const image_url = await x.photo()
  await x.fault('instagram', fault)
  expect(codes(await x.create({ image_url }))).toEqual([400, code, subcode])
  expect((await x.create({ image_url })).status).toBe(200)
})

test.each([
  ['server_error', -1, 2207001],
  ['media_expired', -2, 2207020],
  ['media_missing', 24, 2207006],
  ['container_gone', 24, 2207008],
  ['not_ready', 9007, 2207027],
  ['quota_reached', 9, 2207042],
  ['restricted', 25, 2207050],
  ['spam', 4, 2207051],
  ['policy_block', 368, undefined],
])('%s hits publishing, and nothing is published', async (fault, code, subcode) => {
  await using x = await onInstagram()
  const container = await x.made({ image_url: await x.photo() })
  await x.fault('instagram', fault)
  expect(codes(await x.publish(container))).toEqual([400, code, subcode])
  expect(await x.ledger('instagram')).toEqual([])
  expect((await x.publish(container)).status).toBe(200)
})

test.each([
  ['session_invalidated', 190, 460],
  ['checkpointed', 190, 459],
  ['permission_lapsed', 10, undefined],
  ['not_professional', 10, undefined],
  ['app_limit', 4, undefined],
])('%s hits any call', async (fault, code, subcode) => {
  await using x = await onInstagram()
  await x.fault('instagram', fault)
  expect(codes(await x.ig('/me'))).toEqual([400, code, subcode])
})

test('a container may be unseen although all is well, and insights may lack viewers', async () => {
  await using x = await onInstagram()
  const container = await x.made({ image_url: await x.photo() })
  await x.fault('instagram', 'container_unseen')
  expect(codes(await x.ig(`/${container}?fields=status_code`))).toEqual([400, 100, 33])
  expect(await x.status(container)).toMatchObject({ status_code: 'FINISHED' })
  const id = x.idOf(await x.publish(container))
  await x.fault('instagram', 'few_viewers')
  expect(codes(await x.ig(`/${id}/insights?metric=views`))).toEqual([400, 10, undefined])
})

test('every fault of the catalogue has words', async () => {
  await using x = await onInstagram()
  const { known } = (await x.control('/faults?platform=instagram')) as { known: Record<string, Record<string, string>> }
  expect(Object.values(known['instagram'] ?? {}).every((says) => says.length > 3)).toBe(true)
})
