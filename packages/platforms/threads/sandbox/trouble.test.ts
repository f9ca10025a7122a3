import { expect, test } from 'vitest'
import { lost, picture } from '../../sandbox/practice.testing.ts'
import { errorOf, onThreads } from './threads.testing.ts'

test.each([
  ['publish_quota', 9, 2207042],
  ['restricted', 24, 4279013],
  ['spam', 4, 2207051],
  ['policy_block', 368, undefined],
])('on order at publishing: %s', async (fault, code, subcode) => {
  await using at = await onThreads()
  const container = await at.ready(at.text('Hello'))
  await at.fault('threads', fault)
  expect(errorOf(await at.publish(container))).toEqual([400, code, subcode])
  expect(await at.ledger('threads')).toEqual([])
  expect((await at.publish(container)).status).toBe(200)
})

test.each([
  ['session_gone', 102, undefined],
  ['password_changed', 190, 460],
  ['rate_limit', 4, undefined],
  ['rate_limit_bare', 613, undefined],
])('on order at any call: %s', async (fault, code, subcode) => {
  await using at = await onThreads()
  await at.fault('threads', fault)
  const told = await at.api('/me')
  expect(errorOf(told)).toEqual([400, code, subcode])
  expect(told.headers.get('x-app-usage') !== null).toBe(fault === 'rate_limit')
})

test('a finished container is not found for the first times', async () => {
  await using at = await onThreads()
  const container = await at.ready(at.text('Hello'))
  await at.fault('threads', 'container_not_found', { times: 2 })
  for (const _ of [1, 2]) {
    const told = await at.publish(container)
    expect(errorOf(told)).toEqual([400, 24, 4279009])
    expect(told.text).toContain(`The media with id ${container} cannot be found.`)
    expect((await at.settled(container)).body['status']).toBe('FINISHED')
  }
  expect((await at.publish(container)).status).toBe(200)
})

test('an answer that is lost after publishing: the container says so, the list has it once', async () => {
  await using at = await onThreads()
  const container = await at.ready(at.text('Hello'))
  await at.fault('threads', 'lose_answer')
  expect(await lost(at.publish(container))).toBe('lost')
  expect((await at.settled(container)).body['status']).toBe('PUBLISHED')
  const { body } = await at.api('/me/threads?fields=id,text')
  const [line, ...more] = await at.ledger('threads')
  expect([body['data'], more]).toEqual([[{ id: line?.['id'], text: 'Hello' }], []])
})

test.each([
  ['error_after', 1],
  ['error_before', 0],
])('%s: a 500 that says it is transient, %i in the ledger', async (fault, accepted) => {
  await using at = await onThreads()
  const container = await at.ready(at.text('Hello'))
  await at.fault('threads', fault, { on: { method: 'POST', path: '*/threads_publish' } })
  const told = await at.publish(container)
  expect([told.status, told.body['error']]).toEqual([500, expect.objectContaining({ code: 2, is_transient: true })])
  expect(await at.ledger('threads')).toHaveLength(accepted)
})

test('a reset commits nothing, half an answer commits everything', async () => {
  await using at = await onThreads()
  const container = await at.ready(at.text('Hello'))
  await at.fault('threads', 'reset')
  expect(await lost(at.publish(container))).toBe('lost')
  expect(await at.ledger('threads')).toHaveLength(0)
  await at.fault('threads', 'truncated_body')
  expect(await lost(at.publish(container))).toBe('lost')
  expect(await at.ledger('threads')).toHaveLength(1)
})

test('processing on order: slow, failing, failing without a reason; a slow parent', async () => {
  await using at = await onThreads()
  const image_url = at.media.put('a.jpg', await picture(), 'image/jpeg')
  const item = { media_type: 'IMAGE', image_url, is_carousel_item: 'true' }
  await at.fault('threads', 'media_slow', { seconds: 3600 })
  const slow = at.id(await at.create(item))
  const children = `${await at.ready(item)},${await at.ready(item)}`
  expect((await at.api(`/${slow}?fields=status`)).body['status']).toBe('IN_PROGRESS')
  await at.advance(3600)
  expect((await at.settled(slow)).body['status']).toBe('FINISHED')

  for (const fault of ['media_fails', 'media_unknown']) {
    await at.fault('threads', fault)
    const { body } = await at.settled(at.id(await at.create(item)))
    expect([body['status'], body['error_message']]).toEqual(['ERROR', 'UNKNOWN'])
  }
  await at.fault('threads', 'carousel_slow', { seconds: 600 })
  const parent = at.id(await at.create({ media_type: 'CAROUSEL', children }))
  expect((await at.api(`/${parent}?fields=status`)).body['status']).toBe('IN_PROGRESS')
  await at.advance(600)
  expect((await at.publish(parent)).status).toBe(200)
})

test('an address that cannot be fetched, told at once', async () => {
  await using at = await onThreads()
  await at.fault('threads', 'media_unreachable')
  const told = await at.create({ media_type: 'IMAGE', image_url: 'https://example.com/a.jpg' })
  expect(errorOf(told)).toEqual([400, 9004, undefined])
  expect(told.text).toContain('The media could not be fetched from this URI')
})

test('read-back lag on order hides the post from the lists and from its id', async () => {
  await using at = await onThreads()
  await at.fault('threads', 'readback_lag', { seconds: 90 })
  const container = await at.ready(at.text('Hidden'))
  const id = at.id(await at.publish(container))
  expect((await at.api('/me/threads')).body).toEqual({ data: [] })
  expect(errorOf(await at.api(`/${id}`))).toEqual([400, 100, 33])
  expect((await at.settled(container)).body['status']).toBe('PUBLISHED')
  await at.advance(90)
  expect((await at.api(`/${id}`)).status).toBe(200)
})
