import { describe, expect, test } from 'vitest'
import { see } from '../graph/answer.ts'
import type { Failure, Wire } from '../interface.ts'
import { channel, failure, reply } from '../testing/stored.ts'
import { numberIn } from './adapter.codes.ts'
import { classify, failed, own, rows } from './adapter.errors.ts'
import { node, write } from './adapter.wire.ts'
import { account, limit, refusals } from './fixtures/answers.ts'
import * as answers from './fixtures/answers.ts'
import type { Example, On } from './fixtures/answers.ts'

const ours = channel({ remoteId: account, via: 'instagram' })
const wires: Readonly<Record<On, readonly [during: string, wire: Wire]>> = {
  limit: ['limit', node(ours, `${account}/content_publishing_limit`, {})],
  create: ['container', write(ours, `${account}/media`, { image_url: 'https://media.example/a' })],
  parent: ['container', write(ours, `${account}/media`, { media_type: 'CAROUSEL', children: '1,2' })],
  upload: ['upload:1', { method: 'POST', url: 'https://rupload.facebook.com/ig-api-upload/v25.0/9', as: 'channel' }],
  ready: ['ready:1', node(ours, '900', { fields: 'status_code' })],
  publish: ['publish', write(ours, `${account}/media_publish`, { creation_id: '900' })],
  comment: ['comment', write(ours, '800/comments', { message: 'x' })],
  nowhere: ['comment', write(ours, '0/comments', { message: 'x' })],
  off: ['comments-off', write(ours, '800', { comment_enabled: false })],
}
const met = ({ on, status = 400, body }: Example): Failure => failure(...wires[on], reply(status, body))
const rowOf = (of: Failure): string | undefined => {
  const known = { ...of, reply: of.reply ?? reply(0) }
  return rows.find((row) => row.when(see(known.reply), known))?.row
}

describe('section 11 of the sheet', () => {
  test.each(refusals.map((example) => ({ name: example.row ?? 'left to the engine', ...example })))(
    '$name on $on',
    (example) => {
      const verdict = classify(met(example))
      if (example.verdict) expect(verdict).toMatchObject(example.verdict)
      else expect(verdict).toBeUndefined()
    },
  )
  test('every example is recognised by its own row, and every row of ours has an example', () => {
    const found = refusals.map((example) => rowOf(met(example)))
    expect(found).toEqual(refusals.map(({ row }) => row))
    expect(own.map(({ row }) => row).filter((row) => !found.includes(row))).toEqual([])
  })
  test('a token of the Facebook login cannot be renewed', () => {
    const behind = channel({ remoteId: account, via: 'facebook' })
    const of = failure('publish', write(behind, `${account}/media_publish`, {}), reply(400, answers.error(190, 463)))
    expect(classify(of)).toEqual({ is: 'reconnect' })
  })
  test('the words for people come first', () => {
    const body = answers.error(36_003, 2_207_009, 'ratio', {
      error_user_title: 'Seitenverhältnis',
      error_user_msg: 'Schneide es zu.',
    })
    expect(classify(failure(...wires.create, reply(400, body)))).toMatchObject({
      words: 'Seitenverhältnis: Schneide es zu.',
    })
  })
})

describe('failures inside a 200', () => {
  test.each([
    ['a full day', limit(50, 50), true],
    ['a day with a place left', limit(49, 50), false],
    ['usage without a total', { data: [{ quota_usage: 5 }] }, false],
    ['half an answer', '{"id":', true],
    ['an error', answers.error(1), true],
    ['an id', { id: '1' }, false],
    ['an empty list', { data: [] }, false],
  ])('%s', (_, body, expected) => expect(failed(reply(200, body))).toBe(expected))
})

test('the number is read out of the text of a container', () => {
  expect(numberIn('Error: Media upload has failed with error code 2207026')).toBe(2_207_026)
  expect(numberIn('Error')).toBe(0)
})
