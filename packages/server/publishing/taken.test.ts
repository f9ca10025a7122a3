import { describe, expect, test } from 'vitest'
import { answers, ok } from './testing/chirp.ts'
import { setStage, settleNow, type Stage } from './testing/stage.ts'

/** A network that takes the request and shows its effect later, as TikTok does with films. */
async function taken(): Promise<{ stage: Stage; id: string }> {
  const stage = await setStage()
  stage.script.processes = true
  const id = await stage.plan(['x'])
  stage.script.once.push(ok('1'))
  stage.script.free.push(answers(202))
  await stage.pull()
  await stage.pull()
  return { stage, id }
}
const wake = async (stage: Stage): Promise<void> => {
  await stage.sql(`update publication set wake_at = now() where wake_at < 'infinity'`)
  await stage.sql(`select wake_lane(id, now()) from lane`)
}

describe('what the network has taken and not shown yet', () => {
  test('is never missed, however late', async () => {
    const { stage, id } = await taken()
    await using _ = stage
    expect((await stage.row(id)).state).toBe('waiting')
    await stage.sql(`update publication set due_at = due_at - interval '5 hours'`)
    stage.script.free.push(answers(200))
    await wake(stage)
    await stage.settle()
    expect(await stage.row(id)).toMatchObject({ state: 'published', remote_id: 'shown' })
  })

  test('is not cancelled: it goes on to its end', async () => {
    const { stage, id } = await taken()
    await using _ = stage
    await stage.sql(`update publication set cancel_asked = now()`)
    stage.script.free.push(answers(200))
    await wake(stage)
    await stage.settle()
    expect(await stage.row(id)).toMatchObject({ state: 'published' })
  })

  test('is not called failed because the network fell silent: a person is asked', async () => {
    const { stage, id } = await taken()
    await using _ = stage
    await settleNow(stage)
    expect(await stage.row(id)).toMatchObject({ state: 'needs_you', problem: { code: 'network.cannot-tell' } })
    expect(stage.sent).toEqual(['x'])
  })

  test('may be missed again once the network said that it has to be made anew', async () => {
    const { stage, id } = await taken()
    await using _ = stage
    stage.script.classify = ({ reply }) =>
      reply?.status === 410 ? { is: 'redo', from: 'part:0', note: 'again' } : undefined
    await stage.sql(`update publication set due_at = due_at - interval '5 hours'`)
    stage.script.free.push(answers(410))
    await wake(stage)
    await stage.settle()
    expect(await stage.row(id)).toMatchObject({ state: 'missed' })
    expect(stage.sent).toEqual(['x'])
  })
})
