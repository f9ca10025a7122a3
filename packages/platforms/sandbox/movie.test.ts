import { expect, test } from 'vitest'
import { look } from './files.ts'
import { filmed } from './movie.testing.ts'
import { film } from './practice.testing.ts'

test('a film says its sides, rate, codecs and channels', async () => {
  expect(await look(filmed({ seconds: 4, width: 1920, height: 1080, fps: 25, codec: 'hvc1', channels: 6 }))).toEqual({
    type: 'video/mp4',
    seconds: 4,
    width: 1920,
    height: 1080,
    fps: 25,
    codecs: ['hevc', 'aac'],
    channels: 6,
  })
})

test('a turned film is as it is shown', async () => {
  expect(await look(filmed({ width: 1280, height: 720, turned: true }))).toMatchObject({ width: 720, height: 1280 })
})

test('a silent film has one codec and no channels', async () => {
  const seen = await look(filmed({ channels: 0 }))
  expect([seen.codecs, seen.channels]).toEqual([['h264'], undefined])
})

test('what the boxes do not tell is left out, and broken boxes end the look', async () => {
  expect(await look(film(3))).toEqual({ type: 'video/mp4', seconds: 3 })
  const whole = filmed()
  for (let length = 0; length < whole.length; length += 7) {
    await expect(look(whole.subarray(0, length))).resolves.toHaveProperty('type')
  }
})
