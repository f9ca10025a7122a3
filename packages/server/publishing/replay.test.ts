import { describe, expect, test } from 'vitest'
import { answers, lost, ok } from './testing/chirp.ts'
import { setStage, settleNow, type Stage } from './testing/stage.ts'

const hour = { fromSeconds: 0, toSeconds: 3600, ask: false } as const
const absent = () => ({ is: 'absent', sure: false, seen: 'looked' }) as const

describe('the same request once more', () => {
  test('its answer is the first one’s', async () => {
    await using stage = await setStage()
    stage.script.replay = hour
    const id = await stage.plan(['x'])
    stage.script.once.push(lost, ok('7'))
    await settleNow(stage)
    expect(await stage.row(id)).toMatchObject({
      state: 'published',
      remote_id: '7',
      evidence: { how: 'answer', seen: 'the same request, answered again' },
    })
    expect(stage.sent).toEqual(['x', 'x'])
  })

  test('lost again, or refused, tells nothing: it is looked for', async () => {
    await using stage = await setStage()
    stage.script.replay = hour
    const id = await stage.plan(['x'])
    stage.script.once.push(lost, lost, answers(422))
    stage.script.find.push(absent, () => ({ is: 'live', remote: { id: '8', at: 'public' }, seen: 'there' }))
    await settleNow(stage)
    expect(await stage.row(id)).toMatchObject({ state: 'published', remote_id: '8', evidence: { how: 'look' } })
  })

  test('a double that names the first one settles it', async () => {
    await using stage = await setStage()
    stage.script.replay = hour
    stage.script.classify = ({ reply }) =>
      reply?.status === 422 ? { is: 'exists', remote: { id: '9', at: 'public' } } : undefined
    const id = await stage.plan(['x'])
    stage.script.once.push(lost, answers(422))
    await settleNow(stage)
    expect(await stage.row(id)).toMatchObject({ state: 'published', remote_id: '9', evidence: { how: 'duplicate' } })
  })

  const age = async (stage: Stage, seconds: number): Promise<void> => {
    await stage.sql(`update publication set sent_at = sent_at - make_interval(secs => $1), unclear_since = null`, [
      seconds,
    ])
  }

  test('never outside the window', async () => {
    await using stage = await setStage()
    stage.script.replay = hour
    const id = await stage.plan(['x'])
    stage.script.once.push(lost)
    await stage.pull()
    await age(stage, 3601)
    stage.script.find.push(absent, absent)
    await settleNow(stage)
    expect((await stage.row(id)).state).toBe('needs_you')
    expect(stage.sent).toEqual(['x'])
  })

  const guarded = { fromSeconds: 0, toSeconds: 480, ask: true } as const

  test('where the network does not promise it: only with leave, and a single time', async () => {
    await using stage = await setStage()
    stage.script.replay = guarded
    const [without, withLeave] = [await stage.plan(['x']), await stage.plan(['y'])]
    stage.script.once.push(lost, lost)
    stage.script.find.push(absent, absent)
    await stage.pull()
    await stage.sql(`update publication set wake_at = 'infinity' where id = $1`, [withLeave])
    await settleNow(stage)
    expect((await stage.row(without)).state).toBe('needs_you')
    expect(stage.sent).toEqual(['x', 'y'])

    await stage.sql(`update workspace set repeats_unclear = true`)
    await stage.sql(`update publication set wake_at = now() where id = $1`, [withLeave])
    await stage.sql(`select wake_lane(id, now()) from lane`)
    stage.script.once.push(lost)
    stage.script.find.push(absent, absent)
    await settleNow(stage)
    expect((await stage.row(withLeave)).state).toBe('needs_you')
    expect(stage.sent).toEqual(['x', 'y', 'y'])
  })
})
