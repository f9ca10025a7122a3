import { describe, expect, test } from 'vitest'
import { failure, reply } from '../testing/stored.ts'
import type { Failure, Wire } from '../interface.ts'
import { classify, see, table } from './adapter.errors.ts'
import { refusals } from './fixtures/answers.ts'
import type { Example } from './fixtures/answers.ts'

const api = 'https://api.x.com/2'
const append: Wire = {
  method: 'POST',
  url: `${api}/media/upload/1/append`,
  as: 'channel',
  body: { is: 'multipart', fields: {}, fileField: 'media', file: { rendition: 'r', from: 0, to: 4 * 1024 * 1024 } },
}
const wires: Readonly<Record<string, Wire>> = {
  media: append,
  measure: { method: 'GET', url: `${api}/tweets?ids=1`, as: 'channel' },
  part: { method: 'POST', url: `${api}/tweets`, as: 'channel' },
}
const met = ([, status, body, headers = {}, during = 'part:0']: Example): Failure =>
  failure(during, wires[during.split(':')[0] ?? ''] ?? append, reply(status, body, headers))

/** What each row of the sheet's section 11 means for the engine. */
const verdicts: Readonly<Record<number, object | undefined>> = {
  1: { is: 'renew' },
  4: { is: 'reconnect' },
  5: { is: 'renew' },
  6: { is: 'reconnect' },
  7: { is: 'refused', problem: 'network.permission' },
  8: { is: 'refused', problem: 'network.permission' },
  9: { is: 'refused', problem: 'network.permission' },
  10: { is: 'refused', problem: 'network.account-restricted' },
  11: { is: 'closed', scope: 'app', afterSeconds: 1800, why: 'credits' },
  12: { is: 'exists', remote: { at: 'public' } },
  13: { is: 'refused', problem: 'network.refused', field: 'text' },
  14: { is: 'refused', problem: 'network.refused', field: 'text' },
  15: { is: 'refused', problem: 'network.refused', field: 'text' },
  16: { is: 'refused', problem: 'network.permission' },
  17: { is: 'refused', problem: 'network.permission' },
  19: { is: 'refused', problem: 'network.permission' },
  20: { is: 'refused', problem: 'network.refused' },
  21: { is: 'refused', problem: 'network.refused', field: 'media' },
  22: { is: 'refused', problem: 'network.account-restricted' },
  23: { is: 'refused', problem: 'network.account-restricted' },
  24: { is: 'refused', problem: 'network.account-restricted' },
  25: { is: 'refused', problem: 'network.account-restricted' },
  26: { is: 'refused', problem: 'network.permission' },
  28: { is: 'refused', problem: 'network.refused', field: 'media' },
  29: { is: 'refused', problem: 'network.refused' },
  30: { is: 'refused', problem: 'network.media-processing', field: 'media' },
  33: { is: 'redo', from: 'media:0.0', note: 'small' },
  34: { is: 'refused', problem: 'network.not-found' },
  36: { is: 'refused', problem: 'network.permission' },
  37: { is: 'refused', problem: 'network.not-found' },
  40: { is: 'closed', scope: 'app', afterSeconds: 1800, why: 'credits' },
  41: { is: 'closed', scope: 'app', afterSeconds: 1800, why: 'credits' },
  42: undefined,
}

describe('section 11 of the sheet', () => {
  const judged = refusals
    .filter(([row]) => row in verdicts)
    .map((example) => ({ row: example[0], status: example[1], example }))
  test.each(judged)('row $row, HTTP $status', ({ row, example }) => {
    const verdict = classify(met(example))
    const expected = verdicts[row]
    if (expected) expect(verdict).toMatchObject(expected)
    else expect(verdict).toBeUndefined()
  })
  test('every example is recognised by its own row', () => {
    for (const example of refusals) {
      const failure = met(example)
      if (!failure.reply) throw new Error('an example is an answer')
      const known = { ...failure, reply: failure.reply }
      const row = table.find((one) => one.when(see(known.reply), known))?.row
      expect(row ?? 42).toBe(example[0])
    }
  })
  test('every row has an example, or is not for the adapter to judge', () => {
    const elsewhere = new Map([
      [2, 'needs history: the engine renews once'],
      [3, 'needs a view over all channels'],
      [31, 'told in a 200: the step reads it'],
      [32, 'told in a 200: the step reads it'],
      [43, 'no answer at all'],
      [44, 'streams only'],
    ])
    const covered = new Set([...refusals.map(([row]) => row), ...elsewhere.keys()])
    expect(Array.from({ length: 44 }, (_, n) => n + 1).filter((row) => !covered.has(row))).toEqual([])
  })
})

describe('rows whose meaning depends on the moment', () => {
  const example = (row: number, n = 0): Failure => met(refusals.filter(([of]) => of === row)[n] ?? [0, 0, null])
  test('18: our own fresh parent is looked for again, a foreign one is gone', () => {
    expect(classify(example(18, 0))).toEqual({ is: 'retry', afterSeconds: 15 })
    expect(classify(example(18, 1))).toMatchObject({ is: 'refused', problem: 'network.not-found' })
  })
  test('27: the media of this very part are uploaded again', () => {
    expect(classify(example(27, 0))).toEqual({ is: 'redo', from: 'media:0.0' })
    expect(classify(example(27, 1))).toEqual({ is: 'redo', from: 'media:2.0' })
  })
  test('33: a refused small chunk is final', () => {
    const small: Wire = {
      ...append,
      body: { is: 'multipart', fields: {}, fileField: 'media', file: { rendition: 'r', from: 0, to: 1024 * 1024 } },
    }
    expect(classify(failure('media:0.0', small, reply(431, '')))).toMatchObject({ is: 'refused' })
  })
  test('35: a broken route says nothing about a post that was sent', () => {
    expect(classify(example(35, 0))).toEqual({ is: 'retry' })
    expect(classify(example(35, 1))).toEqual({ is: 'unknown' })
  })
  test('38: until the time X names, counted from its own clock', () => {
    expect(classify(example(38, 0))).toEqual({ is: 'closed', scope: 'channel', afterSeconds: 302, why: 'slow_down' })
    expect(classify(example(38, 1))).toMatchObject({ is: 'closed', scope: 'channel', afterSeconds: 60 })
  })
  test('39: until the day’s limit is reset', () => {
    expect(classify(example(39))).toMatchObject({ is: 'closed', scope: 'channel', afterSeconds: 14 * 3600 + 2 })
  })
  test('the words of X reach the person', () => {
    expect(classify(example(14))).toMatchObject({ words: 'Posts are limited to a maximum of one cashtag · Forbidden' })
  })
  test('without an answer the engine decides', () => {
    expect(classify({ during: 'part:0', wire: append, sent: true })).toBeUndefined()
  })
})
