import { describe, expect, test } from 'vitest'
import type { Failure, Wire } from '../interface.ts'
import { failure, reply } from '../testing/stored.ts'
import { classify, see, table } from './adapter.errors.ts'
import { refusals } from './fixtures/answers.ts'
import type { Example } from './fixtures/answers.ts'

const at = (path: string): Wire => ({ method: 'POST', url: `https://social.example/api/${path}`, as: 'channel' })
const met = ([, status, body, headers = {}, during = 'part:0', value]: Example): Failure => {
  const wire = at(during.startsWith('media') ? 'v2/media' : 'v1/statuses')
  const sent = value === undefined ? wire : { ...wire, body: { is: 'json', value } as const }
  return failure(during, sent, reply(status, body, headers))
}

const closed = (afterSeconds: number) => ({ is: 'closed', scope: 'channel', afterSeconds, why: 'slow_down' })
const refused = (problem: string, field?: string) => ({ is: 'refused', problem, ...(field ? { field } : {}) })
const reconnect = { is: 'reconnect' }

/** What every row of the sheet's section 11 means for the engine, in the order of the examples. */
const verdicts: Readonly<Record<string, readonly (object | undefined)[]>> = {
  token: [reconnect, reconnect, reconnect, reconnect, reconnect],
  invalid_client: [reconnect],
  invalid_grant: [reconnect],
  invalid_scope: [refused('network.permission')],
  scopes: [reconnect],
  account: Array.from({ length: 3 }, () => refused('network.account-restricted')),
  'not allowed': [refused('network.permission')],
  'parent gone': [refused('network.parent-gone')],
  'quoted gone': [refused('network.quote-missing', 'settings.quote')],
  gone: [refused('network.not-found'), refused('network.not-found')],
  'too large': [refused('network.media-refused', 'media')],
  processing: [{ is: 'redo', from: 'media:0.0', note: 'unfinished' }],
  attached: [{ is: 'redo', from: 'media:2.0' }, refused('network.media-lost')],
  file: Array.from({ length: 3 }, () => refused('network.media-refused', 'media')),
  files: [refused('network.refused', 'media'), refused('network.refused', 'media')],
  poll: [refused('network.refused', 'settings.poll')],
  text: [refused('network.refused', 'text'), refused('network.refused', 'text')],
  '422': [refused('network.refused'), refused('network.refused')],
  rate: [closed(300), closed(20), closed(300), closed(300)],
  thumbnail: [{ is: 'redo', from: 'media:0.1', note: 'again' }],
  '': Array.from({ length: 5 }, () => undefined),
}

describe('section 11 of the sheet', () => {
  const rows = Object.entries(verdicts).flatMap(([row, expected]) => {
    const examples = refusals.filter(([name]) => name === row)
    return expected.map((verdict, n) => ({ row, n, verdict, example: examples[n] }))
  })
  test.each(rows)('$row, example $n', ({ row, verdict, example }) => {
    if (!example) throw new Error(`${row} has no such example`)
    const judged = classify(met(example))
    if (verdict) expect(judged).toMatchObject(verdict)
    else expect(judged).toBeUndefined()
  })
  test('every example has its verdict', () => {
    expect(rows).toHaveLength(refusals.length)
  })
  test('every example is recognised by its own row, and every row has one', () => {
    for (const example of refusals) {
      const { reply: answer, ...rest } = met(example)
      if (!answer) throw new Error('an example is an answer')
      const known = { ...rest, reply: answer }
      expect(table.find(({ when }) => when(see(answer), known))?.row ?? '').toBe(example[0])
    }
    expect(table.map(({ row }) => row).filter((row) => !refusals.some(([name]) => name === row))).toEqual([])
  })
  test('silence is the engine’s to judge', () => {
    expect(classify(failure('part:0', at('v1/statuses')))).toBeUndefined()
  })
  test('no window is longer than three hours, whatever a server says', () => {
    const far = { date: 'Mon, 23 Nov 2026 10:00:00 GMT', 'x-ratelimit-reset': '2027-11-23T10:00:00.000Z' }
    expect(classify(met(['rate', 429, null, far]))).toEqual(closed(3 * 60 * 60))
    const past = { ...far, 'x-ratelimit-reset': '2025-11-23T10:00:00.000Z' }
    expect(classify(met(['rate', 429, null, past]))).toEqual(closed(1))
  })
})

test.each([
  [{ error: 'invalid_grant', error_description: 'Too old' }, 'invalid_grant: Too old'],
  ['<html>', 'the server answered 400'],
  [null, 'the server answered 400'],
  [{ error: 5 }, 'the server answered 400'],
])('words of %j', (body, words) => {
  expect(see(reply(400, body)).words).toBe(words)
})
