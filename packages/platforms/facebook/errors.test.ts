import { describe, expect, test } from 'vitest'
import type { Failure } from '../interface.ts'
import { see } from '../graph/answer.ts'
import { rowsOf } from '../graph/judge.ts'
import { failure, reply } from '../testing/stored.ts'
import { classify, judging } from './adapter.errors.ts'
import { read, write } from './adapter.wire.ts'
import { refusals } from './fixtures/answers.ts'
import type { Example } from './fixtures/answers.ts'

const wire = write('555/feed', { message: 'Hi', attached_media: [{ media_fbid: '801' }, { media_fbid: '802' }] })
const met = ({ during = 'create', status = 400, asks, body }: Example): Failure =>
  failure(during, asks ? read('555_901') : wire, reply(status, body))

describe('section 11 of the sheet', () => {
  test.each(refusals.map((example) => ({ name: example.row ?? 'left to the engine', during: 'create', ...example })))(
    '$name during $during',
    (example) => {
      const verdict = classify(met(example))
      if (example.verdict) expect(verdict).toMatchObject(example.verdict)
      else expect(verdict).toBeUndefined()
    },
  )
  test('every example is recognised by its own row, and every row has an example', () => {
    const rows = rowsOf(judging)
    const found = refusals.map((example) => {
      const of = met(example)
      const known = { ...of, reply: of.reply ?? reply(0) }
      return rows.find((row) => row.when(see(known.reply), known))?.row
    })
    expect(found).toEqual(refusals.map(({ row }) => row))
    expect(rows.map(({ row }) => row).filter((row) => !found.includes(row))).toEqual([])
  })
  test('Facebook’s own sentence reaches the person', () => {
    const told = { code: 368, message: '(#368) x', error_user_title: 'Bloqué', error_user_msg: 'Attendez.' }
    expect(classify(failure('create', wire, reply(400, { error: told })))).toMatchObject({ words: 'Bloqué: Attendez.' })
  })
  test('a refused question about a film that was accepted does not make it fail', () => {
    const refusal = reply(400, { error: { code: 368, message: 'x' } })
    expect(classify(failure('finish', wire, refusal))).toMatchObject({ is: 'refused' })
    for (const step of ['seen', 'staged'])
      expect(classify(failure(step, read('4444'), refusal))).toEqual({ is: 'retry', afterSeconds: 60 })
  })
  test('silence is the engine’s to judge', () => {
    expect(classify(failure('create', wire))).toBeUndefined()
  })
})
