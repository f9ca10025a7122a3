import { describe, expect, test } from 'vitest'
import { answers, lost, ok } from './testing/chirp.ts'
import { setStage, settleNow } from './testing/stage.ts'

describe('looking', () => {
  test('a double without an id after a resend is looked for, back to the first send', async () => {
    await using stage = await setStage()
    stage.script.resend = true
    stage.script.classify = ({ reply }) =>
      reply?.status === 403 ? { is: 'exists', remote: { at: 'public' } } : undefined
    const id = await stage.plan(['x'])
    stage.script.once.push(lost, answers(403))
    stage.script.find.push(absent(false), absent(false), () => ({
      is: 'live',
      remote: { id: '4', at: 'public' },
      seen: 'there after all',
    }))
    await settleNow(stage)
    expect(await stage.row(id)).toMatchObject({ state: 'published', remote_id: '4', evidence: { how: 'look' } })
  })

  const absent = (sure: boolean) => () => ({ is: 'absent', sure, seen: 'looked' }) as const

  test('surely absent at the last look: sent again; never before the last', async () => {
    await using stage = await setStage()
    const id = await stage.plan(['x'])
    stage.script.once.push(lost)
    stage.script.find.push(absent(true))
    await stage.pull()
    await stage.pull()
    expect((await stage.row(id)).state).toBe('unconfirmed')
    expect(stage.sent).toEqual(['x'])
    await stage.sql(`update publication set wake_at = now()`)
    await stage.sql(`select wake_lane(id, now()) from lane`)
    stage.script.find.push(absent(true))
    stage.script.once.push(ok('1'))
    await stage.settle()
    expect(await stage.row(id)).toMatchObject({ state: 'published', resent: true })
    expect(stage.sent).toEqual(['x', 'x'])
  })

  test('absent but not sure is never sent again where the network does not refuse doubles', async () => {
    await using stage = await setStage()
    const id = await stage.plan(['x'])
    stage.script.once.push(lost)
    stage.script.find.push(absent(false), absent(false))
    await settleNow(stage)
    expect(await stage.row(id)).toMatchObject({ state: 'needs_you', problem: { code: 'network.cannot-tell' } })
    expect(stage.sent).toEqual(['x'])
  })

  test('one automatic resend where it does, and a second unclear end asks', async () => {
    await using stage = await setStage()
    stage.script.resend = true
    const id = await stage.plan(['x'])
    stage.script.once.push(lost, lost)
    stage.script.find.push(absent(false), absent(false), absent(false), absent(false))
    await settleNow(stage)
    expect((await stage.row(id)).state).toBe('needs_you')
    expect(stage.sent).toEqual(['x', 'x'])
  })

  test('what can never become true any more is made anew from an earlier step', async () => {
    await using stage = await setStage()
    stage.script.uploads = true
    const id = await stage.plan(['x'])
    stage.script.free.push(ok('a'), ok('b'))
    stage.script.once.push(lost, ok('1'))
    stage.script.find.push(() => ({ is: 'redo', from: 'upload:0', seen: 'the container has expired' }))
    await settleNow(stage)
    expect(await stage.row(id)).toMatchObject({ state: 'published', remote_id: '1', redone: 1, resent: false })
    expect(stage.sent).toEqual(['x', 'x'])
    expect(stage.script.free).toEqual([])
  })

  test('a token that is too old by the words of its network is renewed, and the look made with the new one', async () => {
    await using stage = await setStage()
    stage.script.classify = ({ reply }) => (reply?.status === 400 ? { is: 'renew' } : undefined)
    const id = await stage.plan(['x'])
    stage.script.once.push(lost)
    stage.script.find.push(
      () => 'busy',
      () => ({ is: 'live', remote: { id: '6', at: 'public' }, seen: 'there after all' }),
    )
    stage.script.free.push(answers(400))
    stage.script.renew.push('renewed')
    await settleNow(stage)
    expect(await stage.row(id)).toMatchObject({ state: 'published', remote_id: '6' })
    expect(await stage.sql(`select from publication_event where kind = 'looked'`)).toHaveLength(1)
  })

  test('a network that cannot be asked is asked later, then a person is', async () => {
    await using stage = await setStage()
    const id = await stage.plan(['x'])
    stage.script.once.push(lost)
    await settleNow(stage)
    expect(await stage.row(id)).toMatchObject({ state: 'needs_you' })
    const looks = await stage.sql(`select from publication_event where kind = 'looked'`)
    expect(looks.length).toBeGreaterThan(2)
    expect(stage.sent).toEqual(['x'])
  })

  test('a network that takes no more questions is asked when it does again, and no look is used up', async () => {
    await using stage = await setStage()
    const id = await stage.plan(['x'])
    stage.script.once.push(lost)
    const busy = answers(429, {}, { 'retry-after': '900' })
    for (let n = 0; n < 9; n++) {
      stage.script.find.push(() => 'busy')
      stage.script.free.push(busy)
    }
    stage.script.find.push(() => ({ is: 'live', remote: { id: '5', at: 'public' }, seen: 'there after all' }))
    for (let turns = 0; turns < 11; turns++) {
      expect((await stage.row(id)).state).not.toBe('needs_you')
      await stage.pull()
      await stage.sql(`update publication set wake_at = now() where wake_at < 'infinity'`)
      await stage.sql(`update lane set closed_until = now()`)
      await stage.sql(`select wake_lane(id, now()) from lane`)
    }
    expect(await stage.row(id)).toMatchObject({ state: 'published', remote_id: '5' })
    expect(stage.sent).toEqual(['x'])
  })

  test('other posts of the lane go on meanwhile', async () => {
    await using stage = await setStage()
    stage.script.look = [600]
    const unclear = await stage.plan(['x'], { lateSeconds: 1 })
    const fine = await stage.plan(['y'])
    stage.script.once.push(lost, ok('2'))
    await stage.settle()
    expect((await stage.row(unclear)).state).toBe('unconfirmed')
    expect((await stage.row(fine)).state).toBe('published')
  })
})
