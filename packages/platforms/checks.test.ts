import { describe, expect, test } from 'vitest'
import { advice, sentence } from '@posthorn/domain/problems.ts'
import { checkMedia } from './checks.ts'
import type { MediaKind, MediaLimits, Rendition } from './interface.ts'
import { document, image, video } from './testing/stored.ts'

const limits = (more: Partial<MediaLimits>): MediaLimits => ({
  count: [1, 1],
  bytes: 100_000_000,
  types: ['image/jpeg', 'video/mp4', 'application/pdf'],
  fact: { on: '2026-11-01', source: 'a test', sure: true },
  ...more,
})
const film: Partial<MediaLimits> = { side: [360, 1920], fps: [23, 60], codecs: ['h264', 'hevc', 'aac'] }
const check = (file: Rendition, more: Partial<MediaLimits>) =>
  checkMedia([file], { [file.kind]: limits(more) } as Partial<Record<MediaKind, MediaLimits>>)

describe('a file beyond a limit is refused with the number and the limit', () => {
  test.each([
    [
      'too wide',
      video('v', { size: [3840, 1000] }),
      film,
      'The file is 3840 × 1000 pixels; 360 to 1920 on each side is accepted.',
    ],
    [
      'too low',
      video('v', { size: [640, 359] }),
      film,
      'The file is 640 × 359 pixels; 360 to 1920 on each side is accepted.',
    ],
    [
      'too few pictures a second',
      video('v', { fps: 15 }),
      film,
      'The video has 15 pictures a second; 23 to 60 is accepted.',
    ],
    ['too many', video('v', { fps: 119.88 }), film, 'The video has 119.88 pictures a second; 23 to 60 is accepted.'],
    [
      'another codec',
      video('v', { codecs: ['vp9', 'opus'] }),
      film,
      'The video is encoded as vp9, opus; h264, hevc, aac is accepted.',
    ],
    [
      'another sound',
      video('v', { codecs: ['h264', 'mp3'] }),
      film,
      'The video is encoded as mp3; h264, hevc, aac is accepted.',
    ],
    [
      'too long',
      video('v', { seconds: 61.5 }),
      { seconds: [3, 60] },
      'The video is 61.5 s long; 3 to 60 s is accepted.',
    ],
    [
      'too many pages',
      document('d', { pages: 301 }),
      { pages: 300 },
      'The document has 301 pages, and 300 is the limit.',
    ],
    ['another type', image('i', { type: 'image/webp' }), {}, 'Files of type WebP are not accepted here.'],
    ['too heavy', image('i', { bytes: 120_400_000 }), {}, 'The file has 120.4 MB, and 100 MB is the limit.'],
  ] as const)('%s', (_, file, more, says) => {
    const [found, ...others] = check(file, more)
    expect(others).toEqual([])
    expect(found).toMatchObject({ blocks: true, part: 0, field: 'media.0' })
    expect(sentence(found?.problem ?? '', found?.values)).toBe(says)
    expect(advice(found?.problem ?? '', found?.values)).not.toMatch(/[{}]/)
  })
})

describe('a file within its limits passes', () => {
  test.each([
    ['a film at the edges', video('v', { size: [360, 1920], fps: 23, codecs: ['hevc', 'aac'] }), film],
    ['a silent one', video('v', { codecs: ['h264'] }), film],
    ['a document of as many pages as allowed', document('d', { pages: 300 }), { pages: 300 }],
  ] as const)('%s', (_, file, more) => expect(check(file, more)).toEqual([]))
})

describe('what a file does not tell is said, and refuses nothing', () => {
  const { fps: _, codecs: __, ...silent } = video('v')
  const { pages: ___, ...unpaged } = document('d')
  test.each([
    ['a film', silent, film, ['frame rate', 'codecs']],
    ['a document', unpaged, { pages: 300 }, ['number of pages']],
    ['where no limit asks', silent, {}, []],
  ] as const)('%s', (_, file, more, what) => {
    const found = check(file, more)
    expect(found.map(({ values }) => values?.['what'])).toEqual(what)
    expect(found.every(({ problem, blocks }) => problem === 'post.media-unknown' && !blocks)).toBe(true)
  })
})
