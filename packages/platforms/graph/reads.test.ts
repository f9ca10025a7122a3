import { describe, expect, test } from 'vitest'
import type { Reply } from '../interface.ts'
import { address, get, str, at } from '../reply.ts'
import { memory, reply, storedCall } from '../testing/stored.ts'
import { readCount, readInsights } from './insights.ts'
import { readNode } from './node.ts'
import { readAll } from './paging.ts'
import { pollStep } from './poll.ts'

const base = 'https://graph.facebook.com/v26.0/555'
const row = (name: string, value: unknown) => ({ name, period: 'lifetime', values: [{ value }] })
const error = (code: number, message = 'x'): Reply => reply(400, { error: { code, message } })
const insights = {
  metrics: { views: 'post_media_view', reach: 'post_reach', clicks: 'post_clicks' },
  wire: (metric: string) => get(address(`${base}/insights`, { metric })),
}

describe('numbers', () => {
  test('what is left out is not zero', async () => {
    const call = storedCall(reply(200, { data: [row('post_media_view', 12), row('post_clicks', 0)] }))
    expect(await readInsights(call, insights)).toEqual({ views: 12, reach: 'not yet', clicks: 0 })
    expect(call.sent).toHaveLength(1)
  })
  test('one dead metric does not hide the others', async () => {
    const call = storedCall(
      error(100, '(#100) The value must be a valid insights metric'),
      reply(200, { data: [row('post_media_view', { like: 2, love: 3 })] }),
      error(100),
      reply(200, { data: [{ name: 'post_clicks', total_value: { value: 4 } }] }),
    )
    expect(await readInsights(call, insights)).toEqual({ views: 5, reach: 'unsupported', clicks: 4 })
  })
  test('an account that lacks a feature has no number for it', async () => {
    const none = reply(400, { error: { code: 'THREADS_API__FEATURE_NOT_AVAILABLE', message: 'x' } })
    const call = storedCall(none, none, none, none)
    expect(await readInsights(call, insights)).toMatchObject({ views: 'unsupported' })
  })
  test('too few viewers is no lack of a number', async () => {
    const few = error(10, '(#10) Not enough viewers for the media to show insights')
    expect(await readInsights(storedCall(few, few, few, few), insights)).toEqual({
      views: 'not yet',
      reach: 'not yet',
      clicks: 'not yet',
    })
  })
  test('trouble that is not about a metric is thrown to whoever judges it', async () => {
    await expect(readInsights(storedCall(error(190), error(190)), insights)).rejects.toThrow('refused: 400')
  })
  test('counts of edges', () => {
    expect(readCount({ data: [], summary: { total_count: 7 } })).toBe(7)
    expect(readCount(undefined)).toBeUndefined()
  })
})

describe('lists', () => {
  const page = (ids: readonly string[], after?: string) =>
    reply(200, {
      data: ids.map((id) => ({ id })),
      paging: { cursors: { after: after ?? 'end' }, ...(after === undefined ? {} : { next: 'https://x/?token=1' }) },
    })
  const wire = (after: string | undefined) => get(address(`${base}/accounts`, { after }))

  test('all pages, by the cursor and never by the address with the token in it', async () => {
    const call = storedCall(page(['1', '2'], 'abc'), page(['3']))
    expect((await readAll(call, wire)).map(({ id }) => id)).toEqual(['1', '2', '3'])
    expect(call.sent.map(({ url }) => url)).toEqual([`${base}/accounts`, `${base}/accounts?after=abc`])
  })
  test('a list that never ends does', async () => {
    const call = storedCall(page(['1'], 'a'), page(['2'], 'b'), page(['3'], 'c'))
    expect(await readAll(call, wire, { pages: 3 })).toHaveLength(3)
  })
})

describe('asking until it is ready', () => {
  const step = pollStep({
    name: 'ready',
    wire: () => get(`${base}?fields=status`),
    cadence: [2, 5],
    patience: 12,
    mayBeMissing: 2,
    judge: ({ body }) =>
      str(at(body, 'status')) === 'FINISHED' ? { is: 'done', value: 'yes' } : { is: 'working', words: 'still busy' },
    stuck: (words) => ({ is: 'refused', problem: 'network.media-processing', words }),
  })
  const busy = reply(200, { status: 'IN_PROGRESS' })
  const run = (answer: Reply, value?: { asked: number; waited: number }) =>
    step.run(storedCall(answer), memory(value ? { ready: value } : {}))

  test('waits longer and longer', async () => {
    expect(await run(busy)).toEqual({ is: 'wait', seconds: 2, value: { asked: 1, waited: 2 } })
    expect(await run(busy, { asked: 3, waited: 12 - 1 })).toEqual({
      is: 'wait',
      seconds: 5,
      value: { asked: 4, waited: 16 },
    })
  })
  test('ends when it is ready, however late', async () => {
    expect(await run(reply(200, { status: 'FINISHED' }), { asked: 99, waited: 999 })).toEqual({
      is: 'done',
      value: 'yes',
    })
  })
  test('does not wait for ever', async () => {
    expect(await run(busy, { asked: 9, waited: 12 })).toMatchObject({ is: 'refused', words: 'still busy' })
  })
  test('a fresh thing may not be there yet, an old one must', async () => {
    const missing = reply(400, { error: { code: 100, error_subcode: 33, message: 'does not exist' } })
    expect(await run(missing)).toMatchObject({ is: 'wait', seconds: 2 })
    const gone = step.run(storedCall(missing, missing), memory({ ready: { asked: 2, waited: 7 } }))
    await expect(gone).rejects.toThrow('refused: 400')
    const dead = error(190)
    await expect(step.run(storedCall(dead, dead), memory())).rejects.toThrow('refused: 400')
  })
  test('what one token does not see, another may', async () => {
    const missing = reply(400, { error: { code: 100, error_subcode: 33, message: 'does not exist' } })
    const [as, or] = [get(base), get(base, 'user')]
    const call = storedCall(missing, busy)
    expect(await readNode(call, as, or)).toBe(busy)
    expect(call.sent).toEqual([as, or])
    expect(await readNode(storedCall(missing, missing), as, or)).toBeUndefined()
    expect(await readNode(storedCall(missing), as)).toBeUndefined()
    const gone = reply(400, { error: { code: 190, message: 'over' } })
    await expect(readNode(storedCall(gone, gone), as, or)).rejects.toThrow('refused: 400')
  })
})
