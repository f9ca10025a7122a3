/** What is refused before anything is sent. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Channel, Version } from '../interface.ts'
import { channel, document, image, version, video } from '../testing/stored.ts'
import { composer, type Settings } from './compose.ts'

const byInstagram = channel({ remoteId: '17841400000000001', kind: 'business', via: 'instagram' })
const byFacebook: Channel = { ...byInstagram, via: 'facebook' }
const without = (scopes: readonly string[], via = 'facebook'): Channel => ({ ...byInstagram, via, facts: { scopes } })
const problems = (of: Version<Settings>, where = byInstagram) =>
  composer.validate(of, where).map(({ problem, field = '' }) => `${problem} ${field}`.trim())
const post = (text: string, settings: Settings = {}, more: Partial<Version<Settings>> = {}) =>
  version(text, settings, [image('a')], more)
const reel = (settings: Settings, more: Parameters<typeof video>[1] = {}) => version('x', settings, [video('a', more)])
const story = (settings: Settings = {}, media = [image('a')]) => version('', { story: true, ...settings }, media)
const pictures = (count: number) => Array.from({ length: count }, (_, n) => image(`i${n}`))
const tag = { username: 'ada', x: 0.5, y: 0.5 }

describe('validate: words', () => {
  test.each([
    ['2,200 characters', post('a'.repeat(2200)), []],
    ['one more', post('a'.repeat(2201)), ['post.text-too-long text']],
    ['30 hashtags', post('#a1 '.repeat(30)), []],
    ['31 hashtags', post('#a1 '.repeat(31)), ['post.too-many text']],
    ['20 mentions', post('@ada '.repeat(20)), []],
    ['21 mentions', post('@ada '.repeat(21)), ['post.too-many text']],
    ['addresses of mail mention nobody', post('ada@example.org '.repeat(21)), []],
    ['numbers behind & are no hashtags', post('&#39; '.repeat(31)), []],
    ['a story with words', version('Look', { story: true }, [image('a')]), ['post.exclusive text']],
    ['a thread', version(['x', 'y'], {}, [image('a')]), ['post.too-many-parts parts']],
  ])('%s', (_, of, expected) => expect(problems(of)).toEqual(expected))

  test('any caption is refused exactly if it is too long in UTF-16', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 2400 }), (text) => {
        const found = composer.validate(post(text.replaceAll(/[#@]/g, '')), byInstagram)
        expect(found.length > 0).toBe(text.replaceAll(/[#@]/g, '').length > 2200)
      }),
    )
  })
})

describe('validate: first comment', () => {
  const said = (firstComment: string, settings: Settings = {}) => problems(post('x', settings, { firstComment }))
  test.each([
    ['fits', 'See https://example.org #one', []],
    ['empty', ' ', ['post.text-empty firstComment']],
    ['too long', 'a'.repeat(301), ['post.text-too-long firstComment']],
    ['five hashtags', '#a #b #c #d #e', ['post.too-many firstComment']],
    ['two links', 'https://example.org and https://example.com', ['post.too-many firstComment']],
    ['shouted', 'BUY NOW', ['post.all-capitals firstComment']],
    ['one short word is no shouting', 'OK', []],
  ])('%s', (_, text, expected) => expect(said(text)).toEqual(expected))
  test('not where there are no comments', () => {
    expect(said('x', { commentsOff: true })).toEqual(['post.exclusive firstComment'])
    expect(problems({ ...story(), firstComment: 'x' })).toEqual(['post.exclusive firstComment'])
    const reading = without(['instagram_content_publish'])
    expect(problems(post('x', {}, { firstComment: 'x' }), reading)).toEqual(['network.permission firstComment'])
  })
})

describe('validate: files', () => {
  test.each([
    ['nothing', version('x', {}), ['post.media-count media']],
    ['a PNG', version('x', {}, [image('a', { type: 'image/png' })]), ['post.media-type media.0']],
    ['a document', version('x', {}, [document('a')]), ['post.media-mix media']],
    ['too wide', version('x', {}, [image('a', { size: [2000, 1000] })]), ['post.media-ratio media.0']],
    ['too large', version('x', {}, [image('a', { bytes: 8_000_001 })]), ['post.media-bytes media.0']],
    ['ten items', version('x', {}, pictures(10)), []],
    ['eleven items', version('x', {}, pictures(11)), ['post.media-count media']],
    ['both kinds', version('x', {}, [image('a'), video('b')]), []],
    [
      'the wrong one is named',
      version('x', {}, [video('b'), image('a', { type: 'image/gif' })]),
      ['post.media-type media.1'],
    ],
    ['a document among them', version('x', {}, [image('a'), document('b')]), ['post.media-mix media.1']],
    [
      'a long film in a carousel',
      version('x', {}, [image('a'), video('b', { seconds: 61 })]),
      ['post.media-seconds media.1'],
    ],
    ['a description', version('x', {}, [image('a', { alt: 'a'.repeat(1001) })]), ['post.alt-too-long media.0.alt']],
    ['a reel of two seconds', reel({}, { seconds: 2 }), ['post.media-seconds media.0']],
    ['a reel of fifteen minutes', reel({}, { seconds: 900 }), []],
    ['a story of any ratio', story({}, [image('a', { size: [500, 2000] })]), []],
    ['a story of two', story({}, pictures(2)), ['post.media-count media']],
    ['a story without', story({}, []), ['post.media-count media']],
    ['a long film as a story', story({}, [video('a', { seconds: 61 })]), ['post.media-seconds media.0']],
    [
      'a cover that is no JPEG',
      { ...reel({}), files: { cover: image('c', { type: 'image/png' }) } },
      ['post.media-type files.cover'],
    ],
  ])('%s', (_, of, expected) => expect(problems(of)).toEqual(expected))
})

describe('validate: settings', () => {
  test.each([
    ['a cover outside the film', reel({ coverSeconds: 12 }), byInstagram, ['post.setting settings.coverSeconds']],
    [
      'four collaborators',
      post('x', { collaborators: ['a', 'b', 'c', 'd'] }),
      byInstagram,
      ['post.too-many settings.collaborators'],
    ],
    ['collaborators on a story', story({ collaborators: ['a'] }), byInstagram, ['post.setting settings.collaborators']],
    [
      'a tag without a place',
      post('x', { tags: [{ username: 'ada' }] }),
      byInstagram,
      ['post.setting settings.tags.0'],
    ],
    ['a tag outside', post('x', { tags: [{ ...tag, x: 1.1 }] }), byInstagram, ['post.setting settings.tags.0']],
    ['a tag with a place in a reel', reel({ tags: [tag] }), byInstagram, ['post.setting settings.tags.0']],
    ['a tag without a place in a reel', reel({ tags: [{ username: 'ada' }] }), byInstagram, []],
    ['a tag without a place in a story', story({ tags: [{ username: 'ada' }] }), byInstagram, []],
    ['a tag in the second picture', version('x', { tags: [{ ...tag, item: 1 }] }, pictures(2)), byInstagram, []],
    [
      'a tag in no picture',
      version('x', { tags: [{ ...tag, item: 2 }] }, pictures(2)),
      byInstagram,
      ['post.setting settings.tags.0'],
    ],
    [
      'a tag in a film of a carousel',
      version('x', { tags: [tag] }, [video('a'), image('b')]),
      byInstagram,
      ['post.setting settings.tags.0'],
    ],
    [
      '21 tags',
      post('x', { tags: Array.from({ length: 21 }, () => tag) }),
      byInstagram,
      ['post.too-many settings.tags'],
    ],
    [
      'a username that is none',
      post('x', { collaborators: ['no spaces'] }),
      byInstagram,
      ['post.setting settings.collaborators.0'],
    ],
    [
      'a partnership by the Instagram login',
      post('x', { paidPartnership: true }),
      byInstagram,
      ['post.setting settings.paidPartnership'],
    ],
    ['music by the Instagram login', reel({ audio: { id: '1' } }), byInstagram, ['post.setting settings.audio']],
    [
      'both by the Facebook login',
      reel({ paidPartnership: true, sponsors: ['1'], audio: { id: '1', volume: 1 } }),
      byFacebook,
      [],
    ],
    [
      'music too loud',
      reel({ audio: { id: '1', videoVolume: 2 } }),
      byFacebook,
      ['post.setting settings.audio.videoVolume'],
    ],
    [
      'three brands',
      post('x', { paidPartnership: true, sponsors: ['1', '2', '3'] }),
      byFacebook,
      ['post.too-many settings.sponsors'],
    ],
    ['brands without a partnership', post('x', { sponsors: ['1'] }), byFacebook, ['post.setting settings.sponsors']],
    [
      'oneself as a brand',
      post('x', { paidPartnership: true, sponsors: [byFacebook.remoteId] }),
      byFacebook,
      ['post.setting settings.sponsors'],
    ],
    ['no permission to publish', post('x'), without(['instagram_basic']), ['network.permission']],
    [
      'permissions of the other login',
      post('x'),
      without(['instagram_content_publish'], 'instagram'),
      ['network.permission'],
    ],
  ])('%s', (_, of, where, expected) => expect(problems(of, where)).toEqual(expected))
  test('what does nothing is said and stops nothing', () => {
    expect(composer.validate(post('x', { trial: 'MANUAL' }), byInstagram)).toMatchObject([{ blocks: false }])
    const both = { ...reel({ coverSeconds: 1 }), files: { cover: image('c') } }
    expect(composer.validate(both, byInstagram)).toMatchObject([{ problem: 'post.exclusive', blocks: false }])
  })
})
