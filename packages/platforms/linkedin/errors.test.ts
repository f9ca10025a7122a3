import { describe, expect, test } from 'vitest'
import type { Failure, Wire } from '../interface.ts'
import { failure, reply } from '../testing/stored.ts'
import { classify, see, table } from './adapter.errors.ts'
import { read, rest, v2, write } from './adapter.wire.ts'
import { refusals } from './fixtures/answers.ts'
import type { Example, On } from './fixtures/answers.ts'

const comments = 'socialActions/urn%3Ali%3Ashare%3A1/comments'
const wires: Readonly<Record<On, readonly [during: string, wire: Wire]>> = {
  create: ['create', write(`${rest}/posts`, { author: 'urn:li:person:1' })],
  card: ['create', write(`${rest}/posts`, { content: { article: { source: 'https://example.org' } } })],
  upload: ['upload:3', write(`${rest}/images?action=initializeUpload`, {})],
  put: ['upload:3', { method: 'PUT', url: 'https://www.linkedin.com/dms-uploads/EXAMPLE', as: 'channel' }],
  comment: ['comment', write(`${rest}/${comments}`, {})],
  'comment v2': ['comment', write(`${v2}/${comments}`, {})],
  identify: ['identify', read(`${v2}/me`)],
  read: ['measure', read(`${rest}/posts`)],
}
const met = ({ on, status, body, headers }: Example): Failure => failure(...wires[on], reply(status, body, headers))

describe('section 11 of the sheet', () => {
  test.each(refusals.map((example) => ({ name: example.row ?? 'left to the engine', ...example })))(
    '$name, HTTP $status on $on',
    (example) => {
      const verdict = classify(met(example))
      if (example.verdict) expect(verdict).toMatchObject(example.verdict)
      else expect(verdict).toBeUndefined()
    },
  )
  test('every example is recognised by its own row, and every row has an example', () => {
    const found = refusals.map((example) => {
      const of = met(example)
      const known = { ...of, reply: of.reply ?? reply(0) }
      return table.find((row) => row.when(see(known.reply), known))?.row
    })
    expect(found).toEqual(refusals.map(({ row }) => row))
    expect(table.map(({ row }) => row).filter((row) => !found.includes(row))).toEqual([])
  })
  test('the words of LinkedIn reach the person', () => {
    expect(classify(failure(...wires.create, reply(400, { message: 'Something else' })))).toMatchObject({
      words: 'Something else',
    })
    expect(classify(failure(...wires.put, reply(415, '')))).toMatchObject({ words: 'LinkedIn answered 415' })
  })
  test('without an answer the engine decides', () => {
    expect(classify(failure(...wires.create))).toBeUndefined()
  })
})
