import { expect, test } from 'vitest'
import { lost } from '../../sandbox/practice.testing.ts'
import { cafe, dataOf, errorOf, onFacebook, type OnFacebook } from './facebook.testing.ts'

const say = (fb: OnFacebook, message = 'Hi') => fb.graph(`${cafe}/feed`, { json: { message } })

test.each(['lose_answer', 'truncated_body'])('%s: committed, and no answer', async (fault) => {
  await using fb = await onFacebook()
  await fb.fault('facebook', fault)
  expect(await lost(say(fb))).toBe('lost')
  expect(await fb.ledger('facebook')).toHaveLength(1)
})

test('code 1 before a commit, code 2 after one, HTML from the gateway', async () => {
  await using fb = await onFacebook()
  await fb.fault('facebook', 'error_before')
  expect([errorOf(await say(fb)), (await fb.ledger('facebook')).length]).toEqual([[500, 1, undefined], 0])
  await fb.fault('facebook', 'error_after')
  const after = await say(fb)
  expect([errorOf(after), after.body['error']]).toMatchObject([[500, 2, undefined], { is_transient: true }])
  expect(await fb.ledger('facebook')).toHaveLength(1)
  await fb.fault('facebook', 'gateway_after')
  const html = await say(fb, 'Other')
  expect([html.status, html.text.slice(0, 15), (await fb.ledger('facebook')).length]).toEqual([
    502,
    '<!DOCTYPE html>',
    2,
  ])
  await fb.fault('facebook', 'error_before', { status: 503 })
  expect((await say(fb)).headers.get('content-type')).toContain('text/html')
})

test.each([
  ['app_limit', [403, 4, undefined]],
  ['user_limit', [400, 17, undefined]],
  ['page_limit', [400, 32, undefined]],
  ['odd_traffic', [400, 613, 1996]],
  ['permission_lapsed', [403, 10, undefined]],
  ['publishing_authorization', [403, 200, 1404078]],
  ['checkpoint', [400, 190, 459]],
  ['unconfirmed', [400, 190, 464]],
  ['logged_out', [400, 190, 467]],
  ['blocked', [400, 368, undefined]],
  ['too_fast', [400, 368, 1390008]],
  ['limited_for_days', [400, 368, 1404112]],
  ['identity_needed', [400, 368, 4854002]],
  ['duplicate', [400, 506, undefined]],
  ['service_unavailable', [400, 2, 1363047]],
  ['token_revoked', [400, 190, 458]],
  ['token_expired', [400, 190, 463]],
  ['password_changed', [400, 190, 460]],
  ['role_lost', [400, 190, 492]],
  ['rate_limit', [400, 80001, undefined]],
  ['rate_limit_bare', [400, 80001, undefined]],
])('%s is worded as Facebook does, and nothing is committed', async (fault, expected) => {
  await using fb = await onFacebook()
  await fb.fault('facebook', fault)
  expect(errorOf(await say(fb))).toEqual(expected)
  expect(await fb.ledger('facebook')).toEqual([])
})

test('a comment can need a check, a chunk can fail', async () => {
  await using fb = await onFacebook()
  const id = await fb.post({ message: 'Hi' })
  await fb.fault('facebook', 'comment_check')
  expect(errorOf(await fb.graph(`${id}/comments`, { json: { message: 'Hi' } }))).toEqual([400, 368, 1404006])
  await fb.fault('facebook', 'upload_problem')
  const start = { upload_phase: 'start', file_size: '10' }
  expect(errorOf(await fb.graph(`${cafe}/videos`, { form: start }))).toEqual([400, 6001, undefined])
})

test('a limit says in minutes when it is over, the bare one does not', async () => {
  await using fb = await onFacebook()
  const usage = async () => (await say(fb)).headers.get('x-business-use-case-usage')
  await fb.fault('facebook', 'rate_limit', { seconds: 150, times: 1 })
  expect(await usage()).toContain('"estimated_time_to_regain_access":3')
  await fb.fault('facebook', 'rate_limit_bare')
  expect(await usage()).toBeNull()
})

test('a changed password ends every token of the person', async () => {
  await using fb = await onFacebook()
  await fb.fault('facebook', 'password_changed')
  await say(fb)
  for (const token of [fb.user, fb.page]) expect(errorOf(await fb.graph('me', { token }))).toEqual([400, 190, 460])
})

test('a new post hides while replicas lag, in lists and by its id', async () => {
  await using fb = await onFacebook()
  await fb.fault('facebook', 'readback_lag', { seconds: 30 })
  const id = await fb.post({ message: 'Soon' })
  expect([errorOf(await fb.graph(id)), dataOf(await fb.graph(`${cafe}/published_posts`))]).toEqual([[400, 100, 33], []])
  await fb.advance(31)
  expect(dataOf(await fb.graph(`${cafe}/published_posts?fields=message`))).toEqual([{ id, message: 'Soon' }])
})

test('the first reads of what exists can fail', async () => {
  await using fb = await onFacebook()
  const { id } = await fb.start('video_reels')
  await fb.fault('facebook', 'fresh_missing', { times: 2 })
  const codes = [await fb.graph(id), await fb.graph(id), await fb.graph(id)].map(errorOf)
  expect(codes).toEqual([
    [400, 100, 33],
    [400, 100, 33],
    [200, undefined, undefined],
  ])
})

test.each([
  ['media_slow', { video_status: 'processing' }],
  ['processing_stuck', { video_status: 'processing' }],
  ['media_fails', { video_status: 'error', processing_phase: { errors: [{ code: 6000 }] } }],
  ['reel_ratio', { processing_phase: { errors: [{ code: 1363040 }] } }],
  ['reel_resolution', { processing_phase: { errors: [{ code: 1363127 }] } }],
  ['reel_duration', { processing_phase: { errors: [{ code: 1363128 }] } }],
  ['reel_frame_rate', { processing_phase: { errors: [{ code: 1363129 }] } }],
  ['copyright_stuck', { video_status: 'ready', copyright_check_status: { status: 'in_progress' } }],
])('%s while a reel is processed', async (fault, expected) => {
  await using fb = await onFacebook()
  const id = await fb.uploaded('video_reels')
  await fb.fault('facebook', fault, { seconds: 3600 })
  await fb.finish('video_reels', id, { video_state: 'PUBLISHED' })
  await fb.advance(60)
  expect(await fb.statusOf(id)).toMatchObject(expected)
  expect(await fb.ledger('facebook')).toHaveLength('processing_phase' in expected ? 0 : 1)
})

test('live answers say completed', async () => {
  await using fb = await onFacebook()
  await fb.settings('facebook', { completeWord: 'completed', storyIdsAreNumbers: false, mayReadVideos: false })
  const id = await fb.uploaded('video_stories')
  expect(await fb.statusOf(id)).toMatchObject({ uploading_phase: { status: 'completed' } })
  expect((await fb.finish('video_stories', id)).body['post_id']).toEqual(expect.any(String))
  expect(errorOf(await fb.graph(`${cafe}/videos`))).toEqual([400, 100, undefined])
})
