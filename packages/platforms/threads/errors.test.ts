import { describe, expect, test } from 'vitest'
import { get } from '../reply.ts'
import type { Wire } from '../interface.ts'
import { failure, reply } from '../testing/stored.ts'
import { classify, table } from './adapter.errors.ts'
import { refusals } from './fixtures/answers.ts'
import { see } from '../graph/answer.ts'

const wire = get('https://graph.threads.net/v1.0/me/threads')
const by = (method: Wire['method'] = 'GET'): Wire => ({ ...wire, method })

describe('section 11 of the sheet', () => {
  const examples = refusals.map(([row, status, body, during, verdict, method]) => ({
    row,
    status,
    body,
    during,
    verdict,
    asked: by(method),
  }))
  test.each(examples)('$row ($status)', ({ asked, status, body, during, verdict }) => {
    expect(classify(failure(during, asked, reply(status, body)))).toMatchObject(verdict)
  })
  test('Threads’ own words are passed on', () => {
    const body = { error: { code: 100, message: 'x', error_user_title: 'Zu lang', error_user_msg: 'Bitte kürzen.' } }
    expect(classify(failure('container:0', wire, reply(400, body)))).toMatchObject({ words: 'Zu lang: Bitte kürzen.' })
  })
  test('every row of Threads’ own has its example', () => {
    const own = table.slice(
      0,
      table.findIndex(({ row }) => row.endsWith(', extra')),
    )
    expect(own.length).toBeGreaterThan(8)
    const met = refusals.map(([, status, body, during, , method]) => {
      const known = { ...failure(during, by(method)), reply: reply(status, body) }
      return own.find(({ when }) => when(see(known.reply), known))?.row
    })
    expect(own.map(({ row }) => row).filter((row) => !met.includes(row))).toEqual([])
  })
  test('silence and what no row knows are the engine’s to judge', () => {
    expect(classify(failure('part:0', wire))).toBeUndefined()
    expect(classify(failure('part:0', wire, reply(418, {})))).toBeUndefined()
  })
})
