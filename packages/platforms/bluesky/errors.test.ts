import { describe, expect, test } from 'vitest'
import type { Failure, Wire } from '../interface.ts'
import { failure, reply } from '../testing/stored.ts'
import { classify, see, table } from './adapter.errors.ts'
import { refusals } from './fixtures/answers.ts'
import type { Example } from './fixtures/answers.ts'

const put: Wire = { method: 'POST', url: 'https://pds.example/xrpc/com.atproto.repo.putRecord', as: 'channel' }
const upload: Wire = { ...put, url: 'https://video.bsky.app/xrpc/app.bsky.video.uploadVideo' }
const met = ([, status, body, headers = {}, during = 'part:0']: Example): Failure =>
  failure(during, during.startsWith('media') ? upload : put, reply(status, body, headers))

const closed = (afterSeconds: number, scope = 'channel') => ({ is: 'closed', scope, afterSeconds, why: 'slow_down' })
const refused = (problem: string, field?: string) => ({ is: 'refused', problem, ...(field ? { field } : {}) })
const reconnect = { is: 'reconnect' }
const again = { is: 'redo', from: 'media:0.0', note: 'again' }

/** What every row of the sheet's section 11 means for the engine, in the order of the examples. */
const verdicts: Readonly<Record<string, readonly (object | undefined)[]>> = {
  profile: [refused('network.profile-missing')],
  email: [refused('network.email-unconfirmed')],
  'service token': [{ is: 'retry', afterSeconds: 30 }],
  upload: [again, again],
  factor: [refused('network.permission')],
  standing: [refused('network.account-restricted'), refused('network.account-restricted')],
  account: [reconnect, reconnect],
  token: Array.from({ length: 4 }, () => ({ is: 'renew' })),
  nonce: [{ is: 'retry', afterSeconds: 1 }],
  grant: [reconnect],
  scope: [reconnect],
  'blob gone': [{ is: 'redo', from: 'media:2.0', note: 'gone' }, refused('network.media-lost')],
  swap: [{ is: 'unknown' }],
  gone: [refused('network.not-found')],
  file: Array.from({ length: 5 }, () => refused('network.media-refused', 'media')),
  text: [refused('network.refused', 'text'), refused('network.refused', 'text')],
  images: [refused('network.refused', 'media')],
  languages: [refused('network.refused', 'settings.languages')],
  parent: [refused('network.parent-unknown')],
  invalid: [refused('network.refused')],
  rate: [closed(91), closed(300)],
  '': Array.from({ length: 4 }, () => undefined),
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
    for (const example of refusals.filter(([row]) => row !== '')) {
      const { reply: answer, ...rest } = met(example)
      if (!answer) throw new Error('an example is an answer')
      expect(table.find(({ when }) => when(see(answer), { ...rest, reply: answer }))?.row).toBe(example[0])
    }
    expect(table.map(({ row }) => row).filter((row) => !refusals.some(([name]) => name === row))).toEqual([])
  })
  test('silence is the engine’s to judge', () => {
    expect(classify(failure('part:0', put))).toBeUndefined()
  })
  test('the limit of an address holds for everybody here, and no window is longer than its policy', () => {
    const date = 'Mon, 23 Nov 2026 10:00:00 GMT'
    const far = { date, 'ratelimit-reset': '1895428090', 'ratelimit-policy': '3000;w=300' }
    expect(classify(met(['rate', 429, null, far]))).toEqual(closed(300, 'app'))
    expect(classify(met(['rate', 429, null, { ...far, 'ratelimit-policy': '' }]))).toEqual(closed(24 * 60 * 60))
    expect(classify(met(['rate', 429, null, { ...far, 'ratelimit-reset': '1' }]))).toEqual(closed(1, 'app'))
  })
})

test.each([
  [{ error: 'invalid_grant', error_description: 'Too old' }, 'Too old'],
  [{ error: 'ExpiredToken' }, 'ExpiredToken'],
  ['<html>', 'HTTP 400'],
  [null, 'HTTP 400'],
  [{ error: 5 }, 'HTTP 400'],
])('words of %j', (body, words) => {
  expect(see(reply(400, body)).words).toBe(words)
})
