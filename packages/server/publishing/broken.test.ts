import { expect, test } from 'vitest'
import { answers, ok } from './testing/chirp.ts'
import { setStage, settleNow } from './testing/stage.ts'

const mistake = () => {
  throw new TypeError('cannot read properties of undefined')
}

test('a publication that breaks its turn is set aside, and the others of its lane go out', async () => {
  await using stage = await setStage()
  stage.script.uploads = true
  const broken = await stage.plan(['x'], { lateSeconds: 5 })
  const fine = await stage.plan(['y'])
  stage.script.free.push(mistake, answers(200), answers(200))
  stage.script.once.push(ok('1'), ok('2'))
  await stage.settle()
  expect((await stage.row(fine)).state).toBe('published')
  expect(stage.sent).toEqual(['y'])
  await settleNow(stage)
  expect((await stage.row(broken)).state).toBe('published')
})

test('one that breaks again and again is handed to a person', async () => {
  await using stage = await setStage()
  stage.script.uploads = true
  const id = await stage.plan(['x'])
  for (let n = 0; n < 11; n++) stage.script.free.push(mistake)
  await settleNow(stage)
  expect(await stage.row(id)).toMatchObject({ state: 'needs_you', problem: { code: 'publishing.broke' } })
  expect(stage.sent).toEqual([])
})
