/** Films: what Instagram finds wrong with them stands in the container (sheet sections 5, 6.3, 11). */
import { describe, expect, test } from 'vitest'
import { filmed, type Filmed } from '../../sandbox/movie.testing.ts'
import { film } from '../../sandbox/practice.testing.ts'
import { codes, onInstagram, type OnInstagram } from './instagram.testing.ts'

const failed = (code: number) => ({
  status_code: 'ERROR',
  status: `Error: Media upload has failed with error code ${code}`,
})
const filmOf = (x: OnInstagram, wanted: Filmed) => x.put(filmed(wanted), 'video/mp4')

describe('a reel fails in its container that is', () => {
  test.each<[string, (x: OnInstagram) => object | Promise<object>, number]>([
    ['too short', (x) => ({ video_url: x.movie(2) }), 2207026],
    ['too long', (x) => ({ video_url: x.movie(901) }), 2207026],
    ['too wide', (x) => ({ video_url: filmOf(x, { width: 2048, height: 1080 }) }), 2207026],
    ['a strip', (x) => ({ video_url: filmOf(x, { width: 1920, height: 160 }) }), 2207026],
    ['too slow', (x) => ({ video_url: filmOf(x, { fps: 15 }) }), 2207026],
    ['too fast', (x) => ({ video_url: filmOf(x, { fps: 120 }) }), 2207026],
    ['of another codec', (x) => ({ video_url: filmOf(x, { codec: 'vp09' }) }), 2207026],
    ['in surround sound', (x) => ({ video_url: filmOf(x, { channels: 6 }) }), 2207026],
    ['a picture', async (x) => ({ video_url: await x.photo() }), 2207026],
    ['no film at all', (x) => ({ video_url: x.put(new Uint8Array(99), 'video/mp4') }), 2207026],
    ['declared as something else', (x) => ({ video_url: x.put(film(5), 'application/octet-stream') }), 2207026],
    ['not there', (x) => ({ video_url: `${x.origin}/gone` }), 2207076],
    ['shown at a moment it does not have', (x) => ({ video_url: x.movie(8), thumb_offset: 8000 }), 2207057],
  ])('%s', async (_, body, code) => {
    await using x = await onInstagram()
    const container = await x.made({ media_type: 'REELS', ...(await body(x)) })
    expect(await x.settled(container)).toMatchObject(failed(code))
    expect(codes(await x.publish(container))).toEqual([400, 9007, 2207027])
  })
})

test.each<Filmed>([{ width: 1080, height: 1920, fps: 60 }, { fps: 23.976 }, { codec: 'hvc1', channels: 0 }])(
  'a film of %o is taken',
  async (wanted) => {
    await using x = await onInstagram()
    const container = await x.made({ media_type: 'REELS', video_url: filmOf(x, wanted) })
    expect(await x.settled(container)).toMatchObject({ status_code: 'FINISHED' })
  },
)

test('stories and items are shorter than reels', async () => {
  await using x = await onInstagram()
  const video_url = x.movie(61)
  for (const kind of [{ media_type: 'STORIES' }, { media_type: 'VIDEO', is_carousel_item: true }])
    expect(await x.settled(await x.made({ ...kind, video_url }))).toMatchObject(failed(2207026))
  expect(await x.settled(await x.made({ media_type: 'REELS', video_url }))).toMatchObject({ status_code: 'FINISHED' })
})
