import { expect, test } from 'vitest'
import { lost, picture } from '../../sandbox/practice.testing.ts'
import { mediaFor } from '../../sandbox/media.testing.ts'
import { codeOf, dataOf, everyone, onTikTok, reel, wholePlan } from './tiktok.testing.ts'

test.each([
  ['user_banned', 403, 'spam_risk_user_banned_from_posting'],
  ['too_many_posts', 403, 'spam_risk_too_many_posts'],
  ['active_user_cap', 403, 'reached_active_user_cap'],
  ['level_gone', 403, 'privacy_level_option_mismatch'],
  ['scope_missed', 401, 'scope_permission_missed'],
  ['token_expired', 401, 'access_token_invalid'],
  ['rate_limit', 429, 'rate_limit_exceeded'],
  ['rate_limit_bare', 429, 'rate_limit_exceeded'],
  ['error_before', 500, 'internal_error'],
])('%s: an init is answered %i %s, once', async (fault, status, code) => {
  await using tt = await onTikTok()
  await tt.fault('tiktok', fault)
  expect(codeOf(await tt.videoInit())).toEqual([status, code])
  expect(await tt.ledger('tiktok')).toEqual([])
})

test.each(['user_banned', 'too_many_posts', 'active_user_cap'])('%s: creator_info says it with 200', async (fault) => {
  await using tt = await onTikTok()
  await tt.fault('tiktok', fault, { on: { path: '/v2/post/publish/creator_info/query/' } })
  const told = await tt.api('/post/publish/creator_info/query/', { method: 'POST' })
  expect([told.status, dataOf(told)]).toEqual([200, {}])
  expect(codeOf(told)[1]).not.toBe('ok')
  expect(codeOf(await tt.videoInit())).toEqual([200, 'ok'])
})

test.each([
  ['media_fails', 'file_format_check_failed'],
  ['processing_failed', 'internal'],
  ['pull_failed', 'video_pull_failed'],
  ['bitrate', 'video_bitrate_check_failed'],
  ['spam_text', 'spam_risk_text'],
  ['spam', 'spam_risk'],
  ['cap_after_all', 'spam_risk_too_many_posts'],
  ['banned_after_all', 'spam_risk_user_banned_from_posting'],
  ['access_removed', 'auth_removed'],
  ['old_app', 'app_version_check_failed'],
])('%s: taken, then FAILED with %s, and nobody sees it', async (fault, reason) => {
  await using tt = await onTikTok()
  await tt.fault('tiktok', fault)
  const id = await tt.posted()
  expect(await tt.status(id)).toMatchObject({ status: 'PROCESSING_UPLOAD' })
  await tt.advance(8)
  expect(await tt.status(id)).toMatchObject({ status: 'FAILED', fail_reason: reason })
  expect(await tt.ledger('tiktok')).toEqual([])
})

test('the upload host: too old, gone, down, cut, or content with 200', async () => {
  await using tt = await onTikTok()
  const begin = async () => String(dataOf(await tt.videoInit())['upload_url'])
  for (const [fault, status] of [
    ['upload_expired', 403],
    ['upload_gone', 404],
    ['upload_200', 200],
  ] as const) {
    await tt.fault('tiktok', fault)
    expect((await tt.putWhole(await begin(), reel)).status).toBe(status)
  }
  expect(await tt.ledger('tiktok')).toHaveLength(1)
  const url = await begin()
  await tt.fault('tiktok', 'error_before', { status: 502, on: { method: 'PUT' } })
  expect((await tt.putWhole(url, reel)).status).toBe(502)
  await tt.fault('tiktok', 'reset', { on: { method: 'PUT' } })
  expect(await lost(tt.putWhole(url, reel))).toBe('lost')
  expect((await tt.putWhole(url, reel)).status).toBe(201)
})

test('slow media, a lag of reading back, and an id that never comes', async () => {
  await using tt = await onTikTok()
  await tt.fault('tiktok', 'media_slow', { seconds: 600 })
  const slow = await tt.posted()
  await tt.advance(599)
  expect(await tt.status(slow)).toMatchObject({ status: 'PROCESSING_UPLOAD' })
  await tt.advance(1)
  expect(await tt.status(slow)).toMatchObject({ status: 'PUBLISH_COMPLETE' })

  await tt.advance(60)
  await tt.fault('tiktok', 'readback_lag', { seconds: 300 })
  await tt.posted({ ...everyone, title: 'late' })
  await tt.advance(327)
  expect((await tt.list())['videos']).toHaveLength(1)
  await tt.advance(1)
  expect((await tt.list())['videos']).toHaveLength(2)

  await tt.fault('tiktok', 'id_withheld')
  const hidden = await tt.posted({ ...everyone, title: 'withheld' })
  await tt.advance(3600)
  expect(await tt.status(hidden)).toEqual({ status: 'PUBLISH_COMPLETE', uploaded_bytes: reel.length })
})

test('a write that is answered with an error or with half of an answer has happened', async () => {
  await using tt = await onTikTok()
  await using media = await mediaFor(tt)
  const json = {
    media_type: 'PHOTO',
    post_mode: 'DIRECT_POST',
    post_info: everyone,
    source_info: {
      source: 'PULL_FROM_URL',
      photo_images: [media.put('a.jpg', await picture('jpeg'), 'image/jpeg')],
    },
  }
  await tt.fault('tiktok', 'error_after')
  expect(codeOf(await tt.photoInit(json))).toEqual([500, 'internal_error'])
  await tt.fault('tiktok', 'truncated_body')
  expect(await lost(tt.photoInit(json))).toBe('lost')
  expect(await tt.ledger('tiktok')).toHaveLength(2)
  await tt.fault('tiktok', 'url_not_verified')
  expect(codeOf(await tt.photoInit(json))).toEqual([403, 'url_ownership_unverified'])
  await tt.fault('tiktok', 'too_many_drafts')
  const draft = { json: { source_info: wholePlan(9) } }
  expect(codeOf(await tt.api('/post/publish/inbox/video/init/', draft))).toEqual([
    403,
    'spam_risk_too_many_pending_share',
  ])
})
