import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createSaver, type SaveFailure, type SaveRequest } from './saver.ts'

type Answer = { etag: string } | SaveFailure<string>

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A server that answers when told to. */
function setUp(etag: string | null = null) {
  const requests: SaveRequest<string>[] = []
  const open: ((answer: Answer) => void)[] = []
  const states: string[] = []
  let keys = 0
  const saver = createSaver<string, string>({
    send: (request) => {
      requests.push(request)
      return new Promise((resolve) => open.push(resolve))
    },
    onState: (state) => states.push(state.is),
    key: () => `key-${(keys += 1)}`,
    etag,
  })
  const answer = async (given: Answer) => {
    open.shift()?.(given)
    await vi.advanceTimersByTimeAsync(0)
  }
  return { saver, requests, states, answer }
}

test('waits for a pause of half a second, then saves the last text once', async () => {
  const { saver, requests, states, answer } = setUp()
  for (const text of ['a', 'ab', 'abc']) {
    saver.changed(text)
    await vi.advanceTimersByTimeAsync(300)
  }
  expect(requests).toEqual([])
  await vi.advanceTimersByTimeAsync(200)
  expect(requests).toEqual([{ body: 'abc', etag: null, idempotencyKey: 'key-1' }])
  await answer({ etag: '"r1"' })
  expect(states.at(-1)).toBe('saved')
  expect(saver.etag).toBe('"r1"')
})

test('one save at a time: what is typed meanwhile follows on the new revision', async () => {
  const { saver, requests, answer } = setUp('"r1"')
  saver.changed('a')
  await vi.advanceTimersByTimeAsync(500)
  saver.changed('ab')
  await vi.advanceTimersByTimeAsync(5000)
  expect(requests).toHaveLength(1)
  await answer({ etag: '"r2"' })
  expect(requests[1]).toEqual({ body: 'ab', etag: '"r2"', idempotencyKey: 'key-2' })
})

test('a lost answer is asked for again with the same key and the same body', async () => {
  const { saver, requests, states, answer } = setUp()
  saver.changed('a')
  await vi.advanceTimersByTimeAsync(500)
  await answer({ is: 'no-answer' })
  expect(states.at(-1)).toBe('offline')
  saver.changed('ab')
  await vi.advanceTimersByTimeAsync(3000)
  expect(requests[1]).toEqual(requests[0])
  await answer({ etag: '"r1"' })
  expect(requests[2]).toEqual({ body: 'ab', etag: '"r1"', idempotencyKey: 'key-2' })
})

describe('a conflict', () => {
  test('stops saving until a person decides, and keeps what is typed', async () => {
    const { saver, requests, states, answer } = setUp('"r1"')
    saver.changed('mine')
    await vi.advanceTimersByTimeAsync(500)
    await answer({ is: 'conflict' })
    saver.changed('mine, longer')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(requests).toHaveLength(1)
    expect(states.at(-1)).toBe('conflict')
    expect(await saver.flush()).toBe(false)
    saver.rebase('"r5"')
    expect(requests[1]).toEqual({ body: 'mine, longer', etag: '"r5"', idempotencyKey: 'key-2' })
  })
  test('ends by taking theirs', async () => {
    const { saver, requests, answer } = setUp('"r1"')
    saver.changed('mine')
    await vi.advanceTimersByTimeAsync(500)
    await answer({ is: 'conflict' })
    saver.settled('"r5"')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(requests).toHaveLength(1)
    saver.changed('theirs, then mine')
    await vi.advanceTimersByTimeAsync(500)
    expect(requests[1]?.etag).toBe('"r5"')
  })
})

test('a refusal is shown with its problem; the next change tries again', async () => {
  const { saver, requests, states, answer } = setUp('"r1"')
  saver.changed('bad')
  await vi.advanceTimersByTimeAsync(500)
  await answer({ is: 'refused', problem: 'too long' })
  expect(states.at(-1)).toBe('refused')
  saver.changed('good')
  await vi.advanceTimersByTimeAsync(500)
  expect(requests.map((request) => request.body)).toEqual(['bad', 'good'])
})

test('flush saves at once and waits for what was typed during it', async () => {
  const { saver, requests, answer } = setUp('"r1"')
  saver.changed('a')
  const done = saver.flush()
  saver.changed('ab')
  await answer({ etag: '"r2"' })
  await answer({ etag: '"r3"' })
  expect(await done).toBe(true)
  expect(requests.map((request) => request.body)).toEqual(['a', 'ab'])
})

test('flush with nothing to save is done', async () => {
  expect(await setUp('"r1"').saver.flush()).toBe(true)
})
