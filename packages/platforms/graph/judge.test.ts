import { describe, expect, test } from 'vitest'
import type { Verdict } from '../interface.ts'
import { get } from '../reply.ts'
import { failure, reply } from '../testing/stored.ts'
import { failed, idOf, isMissing, see } from './answer.ts'
import { always, coded, judgeBy } from './judge.ts'
import { slowDown } from './usage.ts'

const wire = get('https://graph.facebook.com/v26.0/555/feed')
const judging = {
  rows: [{ row: '7', when: coded(7), verdict: always({ is: 'retry', afterSeconds: 7 }) }],
  once: (step: string) => step === 'create',
  extra: (step: string) => step === 'comment',
  renewable: false,
} as const
const error = (code: number, subcode?: number, message = 'Sorry', more: object = {}, status = 400) =>
  reply(status, { error: { message, code, ...(subcode === undefined ? {} : { error_subcode: subcode }), ...more } })
const judge = (answer: ReturnType<typeof error>, step = 'create', renewable = false): Verdict | undefined =>
  judgeBy({ ...judging, renewable })(failure(step, wire, answer))

describe('what Graph answered', () => {
  test('words of people come before the message, numbers may be strings', () => {
    const seen = see(
      error(368, 1_390_008, '(#368) too fast', { error_user_title: 'Zu schnell', error_user_msg: 'Bitte warte.' }),
    )
    expect(seen).toMatchObject({ code: 368, subcode: 1_390_008, words: 'Zu schnell: Bitte warte.' })
    expect(see(reply(400, { error: { code: '190', message: 'x' } })).code).toBe(190)
  })
  test('an error may have a name instead of a number', () => {
    const name = 'THREADS_API__LINK_LIMIT_EXCEEDED'
    expect(see(reply(400, { error: { code: name, message: 'Too many' } }))).toMatchObject({ code: 0, name })
    expect(see(error(100, undefined, `${name}: Too many`)).name).toBe(name)
    expect(see(error(100)).name).toBe('')
  })
  test('the upload hosts and the token endpoints have envelopes of their own', () => {
    const upload = { debug_info: { retriable: true, type: 'ProcessingFailedError', message: 'unauthorized' } }
    expect(see(reply(400, upload))).toMatchObject({ type: 'ProcessingFailedError', transient: true })
    expect(see(reply(400, { error_type: 'OAuthException', code: 400, error_message: 'Invalid code' }))).toMatchObject({
      code: 400,
      type: 'OAuthException',
      words: 'Invalid code',
    })
  })
  test('a 200 can be a failure', () => {
    expect(failed(reply(200, { id: '1' }))).toBe(false)
    expect(failed(reply(200, { data: [] }))).toBe(false)
    expect(failed(reply(200, { error: { code: 2, message: 'x' } }))).toBe(true)
    expect(failed(reply(200, { success: false }))).toBe(true)
    expect(failed(reply(500, '<html>'))).toBe(true)
  })
  test('ids are read as strings, and their lack is told', () => {
    expect(idOf(reply(200, { post_id: 1234 }), 'post_id')).toBe('1234')
    expect(() => idOf(reply(200, { success: true }))).toThrow('has no id')
  })
  test('what does not exist', () => {
    expect(isMissing(error(100, 33))).toBe(true)
    expect(isMissing(error(100))).toBe(false)
  })
})

describe('verdicts that all Graph networks share', () => {
  test.each([
    [190, 458, { is: 'reconnect' }],
    [190, 459, { is: 'reconnect' }],
    [190, 463, { is: 'reconnect' }],
    [190, undefined, { is: 'reconnect' }],
    [102, undefined, { is: 'reconnect' }],
    [10, undefined, { is: 'reconnect' }],
    [200, undefined, { is: 'reconnect' }],
    [210, undefined, { is: 'reconnect' }],
    [1705, undefined, { is: 'reconnect' }],
    [200, 1_404_078, { is: 'refused', problem: 'network.authorization' }],
    [3, undefined, { is: 'refused', problem: 'network.permission' }],
    [104, undefined, { is: 'refused', problem: 'network.app-secret' }],
    [4, undefined, { is: 'closed', scope: 'app' }],
    [17, undefined, { is: 'closed', scope: 'channel' }],
    [613, 1996, { is: 'closed', scope: 'channel' }],
    [80_001, undefined, { is: 'closed', scope: 'channel' }],
    [368, undefined, { is: 'refused', problem: 'network.account-restricted' }],
    [100, 33, { is: 'refused', problem: 'network.not-found' }],
    [100, undefined, { is: 'refused', problem: 'network.refused' }],
    [7, undefined, { is: 'retry', afterSeconds: 7 }],
  ])('%s/%s', (code, subcode, verdict) => {
    expect(judge(error(code, subcode))).toMatchObject(verdict)
  })
  test('a proof that does not fit is the operator’s', () => {
    const answer = error(100, undefined, 'Invalid appsecret_proof provided in the API argument')
    expect(judge(answer)).toMatchObject({ is: 'refused', problem: 'network.app-secret' })
  })
  test('a token that can be renewed is', () => {
    expect(judge(error(190, 463), 'create', true)).toEqual({ is: 'renew' })
    expect(judge(error(190, 460), 'create', true)).toEqual({ is: 'reconnect' })
  })
  test('what is not allowed to an extra is a note', () => {
    expect(judge(error(200, undefined, 'x', {}, 403), 'comment')).toMatchObject({
      is: 'refused',
      problem: 'network.permission',
    })
  })
  test.each([
    ['1 as 400', error(1)],
    ['2 as 500', error(2, undefined, 'x', {}, 500)],
    ['transient', error(6001, undefined, 'x', { is_transient: true })],
    ['a page of the gateway', reply(502, '<html>')],
  ])('%s is unclear after sending once, else tried again', (_, answer) => {
    expect(judge(answer)).toEqual({ is: 'unknown' })
    expect(judge(answer, 'photo:0')).toEqual({ is: 'retry' })
  })
  test('a limit that Graph calls transient is a limit', () => {
    expect(judge(error(4, undefined, 'x', { is_transient: true }))).toMatchObject({ is: 'closed', scope: 'app' })
  })
  test('silence and unknown numbers are the engine’s to judge', () => {
    expect(judgeBy(judging)(failure('create', wire))).toBeUndefined()
    expect(judge(error(77_777))).toBeUndefined()
  })
})

describe('usage', () => {
  const business = (minutes: number) =>
    JSON.stringify({
      555: [{ type: 'pages', call_count: 97, total_time: 23, estimated_time_to_regain_access: minutes }],
    })
  test('waits as long as Graph says, and five minutes at least', () => {
    const after = (headers: Record<string, string>) => slowDown(reply(400, null, headers), 'channel')
    expect(after({ 'x-business-use-case-usage': business(17) })).toMatchObject({ afterSeconds: 17 * 60 })
    expect(after({ 'x-business-use-case-usage': business(0) })).toMatchObject({ afterSeconds: 300 })
    expect(after({ 'x-business-use-case-usage': '{broken' })).toMatchObject({ afterSeconds: 300 })
    expect(after({})).toMatchObject({ is: 'closed', scope: 'channel', afterSeconds: 300, why: 'slow_down' })
  })
})
