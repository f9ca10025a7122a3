import { describe, expect, test } from 'vitest'
import type { Reply } from '../interface.ts'
import { channel, freeze, intent, memory, onceStep, reply, sentAt, storedCall, version } from '../testing/stored.ts'
import { threads } from './adapter.ts'
import * as answers from './fixtures/answers.ts'

const me = channel({ kind: 'profile', handle: 'ann' })
const steps = threads.plan(freeze(version(['Hello #world', 'More'], {})), me)
const kept = memory({
  'container:0': { id: '180001' },
  'container:1': { id: '180002' },
  'part:0': { id: '7' },
})
function look(name: string, given: readonly Reply[], taken: readonly string[] = []) {
  const step = onceStep(steps, name)
  const call = storedCall(...given)
  return { call, found: step.find(call, kept, intent(step.request(kept), taken)) }
}
const published = reply(200, answers.status('PUBLISHED'))
/** A list, so many seconds after we sent. */
const list = (seconds: number, ...posts: readonly object[]): Reply =>
  reply(200, answers.list(...posts), { date: new Date(sentAt.getTime() + seconds * 1000).toUTCString() })
const read = answers.post('7', 'Hello world')

describe('looking for a post', () => {
  test.each(['FINISHED', 'EXPIRED', 'ERROR', 'IN_PROGRESS'])(
    'a container that is %s is surely not out',
    async (word) => {
      const { call, found } = look('part:0', [reply(200, answers.status(word))])
      expect(await found).toEqual({ is: 'absent', sure: true, seen: `the container is ${word}` })
      expect(call.sent.map(({ url }) => url)).toEqual([
        'https://graph.threads.net/v1.0/180001?fields=id%2Cstatus%2Cerror_message',
      ])
    },
  )
  test.each([
    ['PUBLISHED', published],
    ['without a status', reply(400, answers.vanished)],
  ])('a container that is %s is out, and its post is known by its words', async (_, status) => {
    const { call, found } = look('part:0', [status, list(5, read, answers.post('8', 'Other'))])
    expect(await found).toEqual({
      is: 'live',
      remote: { id: '7', url: 'https://www.threads.net/@ann/post/D7', at: 'public' },
      value: { id: '7' },
      seen: 'the container is PUBLISHED; its post is in the list',
    })
    const url = new URL(call.sent[1]?.url ?? '')
    expect(url.pathname).toBe('/v1.0/me/threads')
    expect(Number(url.searchParams.get('since'))).toBe(sentAt.getTime() / 1000 - 60)
  })
  test('replies are looked for among replies, by their parent', async () => {
    const of = (id: string, parent: string) => answers.post(id, 'More', { replied_to: { id: parent } })
    const { call, found } = look('part:1', [published, list(5, of('9', '7'), of('10', '6'))])
    expect(await found).toMatchObject({ is: 'live', remote: { id: '9' } })
    expect(new URL(call.sent[1]?.url ?? '').pathname).toBe('/v1.0/me/replies')
  })
  test('a list may lag: it is looked at again', async () => {
    expect(await look('part:0', [published, list(20)]).found).toEqual({
      is: 'unsure',
      why: 'it is published, and not yet in the list of posts',
    })
  })
  test.each([
    ['that stays without it', list(120)],
    ['with two that fit', list(120, read, answers.post('8', 'Hello #world'))],
    ['that may not be read', reply(403, { error: { code: 10, message: 'no permission' } })],
    ['that does not tell the time', reply(200, answers.list())],
  ])('a list %s does not unmake what is certain', async (_, answer) => {
    expect(await look('part:0', [published, answer]).found).toMatchObject({
      is: 'live',
      remote: { url: 'https://www.threads.com/@ann' },
      value: { id: '' },
      seen: expect.stringContaining('was not found'),
    })
  })
  test.each([
    ['another publication owns it', read, ['7']],
    ['it is older', { ...read, timestamp: '2026-11-23T09:00:00+0000' }, []],
    ['it is of another kind', { ...read, media_type: 'IMAGE' }, []],
    ['it has other words', answers.post('7', 'Hello'), []],
  ])('a post is not ours if %s', async (_, post, taken) => {
    expect(await look('part:0', [published, list(5, post)], taken).found).toMatchObject({ is: 'unsure' })
  })
  test('a kind that no document names is no reason against it', async () => {
    expect(await look('part:0', [published, list(5, { ...read, media_type: 'TEXT' })]).found).toMatchObject({
      is: 'live',
    })
  })
  test('a container nobody knows is a doubt', async () => {
    expect(await look('part:0', [reply(400, answers.missing)]).found).toMatchObject({ is: 'unsure' })
    expect(await look('part:0', [reply(200, { id: '180001' })]).found).toMatchObject({ is: 'absent', sure: false })
  })
  test('what is not about the container is thrown to whoever judges it', async () => {
    const dead = reply(400, { error: { code: 190, message: 'x' } })
    await expect(look('part:0', [dead, dead, dead]).found).rejects.toThrow('refused: 400')
  })
})
