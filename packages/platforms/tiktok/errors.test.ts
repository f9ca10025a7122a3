import { advice } from '@posthorn/domain/problems.ts'
import { describe, expect, test } from 'vitest'
import type { Failure, Wire } from '../interface.ts'
import { failure, reply } from '../testing/stored.ts'
import { classify, failedFor, reasons, see, table } from './adapter.errors.ts'
import { askStatus, failed } from './adapter.wire.ts'
import { enveloped, refusal, refusals, uploadUrl, type Example } from './fixtures/answers.ts'

const put: Wire = { method: 'PUT', url: uploadUrl, as: 'nobody' }
const wires: Readonly<Record<Example['on'], readonly [during: string, wire: Wire]>> = {
  api: ['init', askStatus('v_pub_file~v2-1.123')],
  chunk: ['upload', put],
  last: ['last', put],
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
      const known = { ...met(example), reply: reply(example.status, example.body, example.headers) }
      return table.find((row) => row.when(see(known.reply), known))?.row
    })
    expect(found).toEqual(refusals.map(({ row }) => row))
    expect(table.map(({ row }) => row).filter((row) => !found.includes(row))).toEqual([])
  })
  test('every example is a failure, whatever its status says', () => {
    expect(refusals.filter(({ status, body }) => !failed(reply(status, body)))).toEqual([])
  })
  test('TikTok’s words and its log id reach the person', () => {
    const said = classify(failure(...wires.api, reply(400, refusal('invalid_params', 'title is too long'))))
    expect(said).toMatchObject({ words: 'title is too long (20261123EXAMPLE)' })
    expect(classify(failure(...wires.chunk, reply(400, '')))).toMatchObject({ words: 'TikTok answered 400' })
  })
  test('a forgotten id does not say that nothing is out', () => {
    const forgot = (during: string) =>
      classify(failure(during, askStatus('v_pub_file~v2-1.123'), reply(400, refusal('invalid_publish_id'))))
    expect(forgot('status')).toMatchObject({ problem: 'network.never-done' })
    expect(forgot('last')).toMatchObject({ problem: 'network.never-done' })
    expect(forgot('link')).toMatchObject({ problem: 'network.no-link' })
  })
  test('without an answer the engine decides', () => {
    expect(classify(failure(...wires.api))).toBeUndefined()
  })
})

test('a success is an "ok", or an upload’s answer without a body', () => {
  expect(failed(reply(200, enveloped({})))).toBe(false)
  expect(failed(reply(201))).toBe(false)
  expect(failed(reply(206, ''))).toBe(false)
  expect(failed(reply(200, { data: {} }))).toBe(true)
})

describe('reasons of a publish that failed', () => {
  const from = { all: 'creator', media: 'urls' }
  test.each([
    ['file_format_check_failed', 'network.media-format'],
    ['duration_check_failed', 'network.media-length'],
    ['frame_rate_check_failed', 'network.media-frame-rate'],
    ['picture_size_check_failed', 'network.media-size'],
    ['video_bitrate_check_failed', 'network.media-bitrate'],
    ['publish_cancelled', 'network.cancelled'],
    ['spam_risk_text', 'network.spam-text'],
    ['spam_risk', 'network.spam'],
    ['spam_risk_user_banned_from_posting', 'network.account-restricted'],
    ['app_version_check_failed', 'network.app-version'],
    ['something_new', 'network.refused'],
  ])('%s is refused, with one thing to do', (reason, problem) => {
    expect(failedFor(reason, from)).toEqual({ is: 'refused', problem, words: reason })
    expect(advice(problem, {})).toBeTruthy()
  })
  test.each([
    ['video_pull_failed', 'urls'],
    ['photo_pull_failed', 'urls'],
    ['internal', 'urls'],
    ['auth_removed', 'creator'],
    ['spam_risk_too_many_posts', 'creator'],
  ])('%s: nothing is out, done over from %s', (reason, step) => {
    expect(failedFor(reason, from)).toEqual({ is: 'redo', from: step })
  })
  test('none is forgotten here', () => {
    expect(Object.keys(reasons)).toHaveLength(15)
    expect(failedFor('', from)).toMatchObject({ words: 'TikTok gave no reason' })
  })
})
