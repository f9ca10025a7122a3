import { advice } from '@posthorn/domain/problems.ts'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Options, Version } from '../interface.ts'
import { channel, image, version, video } from '../testing/stored.ts'
import { composer } from './compose.ts'
import { samples } from './fixtures/samples.ts'
import { scopes } from './scopes.ts'
import { settings, type Settings } from './settings.ts'

const creator = channel({ kind: 'creator', via: 'direct', handle: 'kim.makes', facts: { scopes: scopes.direct } })
const drafts = channel({ kind: 'creator', via: 'drafts', handle: 'kim.makes', facts: { scopes: scopes.drafts } })
const photo = (more = {}) => image('p', { size: [810, 1080], ...more })
const film = (more = {}) => video('v', { size: [720, 1280], ...more })
const open = { privacy: 'PUBLIC_TO_EVERYONE' } as const
const live = (more: Partial<Options> = {}): Options => ({ choices: {}, closed: {}, says: [], facts: {}, ...more })

const sample = (name: string) => samples[name] ?? version('', {})
const found = (of: Version<Settings>, where = creator, options?: Options) =>
  composer.validate(of, where, options).map(({ problem, field, blocks }) => [problem, field, blocks])
const stops = (problem: string, field?: string) => [[problem, field, true]]
const tells = (problem: string, field?: string) => [[problem, field, false]]

describe('validate', () => {
  test.each(Object.keys(samples))('the sample %s is fine', (name) => {
    expect(found(sample(name))).toEqual([])
  })
  test.each<[string, Version<Settings>, unknown[][]]>([
    ['nothing at all', version('', open), stops('post.media-count', 'media')],
    ['two films', version('', open, [film(), film()]), stops('post.media-count', 'media')],
    ['a film among photos', version('', open, [photo(), film()]), stops('post.media-mix', 'media')],
    [
      '36 photos',
      version(
        '',
        open,
        Array.from({ length: 36 }, () => photo()),
      ),
      stops('post.media-count', 'media'),
    ],
    ['a PNG', version('', open, [photo({ type: 'image/png' })]), stops('post.media-type', 'media.0')],
    [
      'a photo of 1086 pixels',
      version('', open, [photo({ size: [1920, 1086] })]),
      stops('post.media-short-side', 'media.0'),
    ],
    ['a slow film', version('', open, [film({ fps: 12 })]), stops('post.media-fps', 'media.0')],
    ['a film of 2 s', version('', open, [film({ seconds: 2 })]), stops('post.media-seconds', 'media.0')],
    ['a caption of 2,201', version('🥐'.repeat(1100) + 'x', open, [film()]), stops('post.text-too-long', 'text')],
    ['a description of 4,001', version('x'.repeat(4001), open, [photo()]), stops('post.text-too-long', 'text')],
    [
      'a title of 91',
      version('', { ...open, title: 'x'.repeat(91) }, [photo()]),
      stops('post.setting', 'settings.title'),
    ],
    ['no audience', version('', {}, [film()]), stops('post.setting', 'settings.privacy')],
    ['a thread', version(['a', 'b'], open, [film()]), stops('post.too-many-parts', 'parts')],
    [
      'a first comment',
      version('a', open, [film()], { firstComment: 'b' }),
      stops('post.first-comment-unsupported', 'firstComment'),
    ],
    [
      'a description of the picture',
      version('', open, [photo({ alt: 'x' })]),
      tells('post.alt-dropped', 'media.0.alt'),
    ],
    ['words with a draft film', version('x', { mode: 'inbox' }, [film()]), tells('post.text-dropped', 'text')],
    [
      'a disclosure of nothing',
      version('', { ...open, disclose: true }, [film()]),
      stops('post.setting', 'settings.disclose'),
    ],
    [
      'a label without a disclosure',
      version('', { ...open, brandedContent: true }, [film()]),
      stops('post.setting', 'settings.disclose'),
    ],
    [
      'branded content for nobody',
      version('', { privacy: 'SELF_ONLY', disclose: true, brandedContent: true }, [film()]),
      stops('post.setting', 'settings.brandedContent'),
    ],
    [
      'a cover after the end',
      version('', { ...open, coverAt: 13 }, [film({ seconds: 12 })]),
      stops('post.setting', 'settings.coverAt'),
    ],
    [
      'a cover photo that is not there',
      version('', { ...open, coverPhoto: 2 }, [photo()]),
      stops('post.setting', 'settings.coverPhoto'),
    ],
    [
      'Duet of photos',
      version('', { ...open, allowDuet: true }, [photo()]),
      tells('post.setting', 'settings.allowDuet'),
    ],
    [
      'music for a film',
      version('', { ...open, addMusic: true }, [film()]),
      tells('post.setting', 'settings.addMusic'),
    ],
    ['four minutes', version('', open, [film({ seconds: 240 })]), tells('post.media-heavy', 'media.0')],
  ])('%s', (_, of, expected) => {
    expect(found(of)).toEqual(expected)
  })
  test('a title is counted in UTF-16 units', () => {
    expect(found(version('', { ...open, title: '🥐'.repeat(45) }, [photo()]))).toEqual([])
    expect(found(version('', { ...open, title: '🥐'.repeat(46) }, [photo()]))).toHaveLength(1)
  })
  test('values that TikTok does not know', () => {
    const wrong = { privacy: 'EVERYONE' } as unknown as Settings
    expect(found(version('', wrong, [film()]))).toEqual(stops('post.setting', 'settings.privacy'))
  })
  test('a connection for drafts sends drafts, and nothing else', () => {
    expect(found(sample('video'), drafts)).toEqual(stops('post.setting', 'settings.mode'))
    expect(found(sample('photosDraft'), drafts)).toEqual([])
    const noDrafts = channel({ facts: { scopes: ['video.publish'] } })
    expect(found(sample('photosDraft'), noDrafts)).toEqual(stops('post.setting', 'settings.mode'))
  })
  test('what TikTok says of the account now', () => {
    const some = live({ choices: { privacy: [{ value: 'SELF_ONLY', label: 'Only you' }] } })
    expect(found(sample('photos'), creator, some)).toEqual(stops('post.setting', 'settings.privacy'))
    const off = live({ closed: { allowComments: 'This account has turned comments off.' } })
    expect(found(sample('video'), creator, off)).toEqual(tells('post.setting', 'settings.allowComments'))
    const full = live({ facts: { cannotPost: 'the limit is reached' } })
    expect(found(sample('video'), creator, full)).toEqual(stops('post.account-closed'))
    expect(found(sample('videoDraft'), creator, full)).toEqual([])
    const long = version('', open, [film({ seconds: 240 })])
    expect(found(long, creator, live({ facts: { maxSeconds: 180 } }))).toEqual(stops('post.media-seconds', 'media.0'))
    expect(found(long, creator, live({ facts: { maxSeconds: 300 } }))).toEqual([])
  })
  test('each problem has a sentence and a thing to do', () => {
    for (const code of ['post.alt-dropped', 'post.text-dropped', 'post.account-closed'])
      expect(advice(code, {})).toBeTruthy()
  })
})

test('the form follows from the mode and the first file', () => {
  expect(composer.form(version('', open))).toBe('video')
  expect(composer.form(version('', { mode: 'inbox' }, [photo()]))).toBe('photosDraft')
  expect(composer.form(version('', { mode: 'publish', ...open }, [photo()]))).toBe('photos')
})

test('the promise is what can be known when an answer is lost', () => {
  const promises = (of: Version<Settings>, where = creator) => composer.promise(of, where)
  expect(promises(sample('video'))).toBe('exact')
  expect(promises(sample('videoDraft'))).toBe('exact')
  expect(promises(sample('photos'))).toBe('searched')
  expect(promises(sample('photosDraft'))).toBe('asks you')
  expect(promises(sample('photos'), channel({ facts: { scopes: ['video.publish'] } }))).toBe('asks you')
  expect(promises(version('Hi', { privacy: 'SELF_ONLY' }, [photo()]))).toBe('asks you')
  expect(promises(version(' ', open, [photo()]))).toBe('asks you')
})

test('a preview shows what followers see', () => {
  const see = (name: string) => composer.preview(sample(name), creator)
  expect(see('photos')).toEqual({
    parts: [{ text: 'Porto\nThree days in #porto with @kim.makes', media: 'carousel' }],
    notes: [],
  })
  expect(see('video')).toMatchObject({
    parts: [{ media: 'vertical' }],
    notes: ['Promotional content', 'Creator labeled as AI-generated'],
  })
  expect(see('videoDraft')).toEqual({
    parts: [{ text: '', media: 'vertical' }],
    notes: ['A draft in the TikTok inbox'],
  })
  const both = { privacy: 'MUTUAL_FOLLOW_FRIENDS', disclose: true, yourBrand: true, brandedContent: true } as const
  expect(composer.preview(version('x'.repeat(101), both, [film()]), creator)).toMatchObject({
    parts: [{ foldAt: 100 }],
    notes: ['Paid partnership', 'Friends'],
  })
})

test('the words beside the button are those of the audit', () => {
  const said = (of: Version<Settings>) =>
    composer.consent?.(of).map((part) => (typeof part === 'string' ? part : part.words))
  expect(said(sample('video'))?.join('')).toBe('By posting, you agree to TikTok’s Music Usage Confirmation.')
  expect(said(version('', { ...open, disclose: true, brandedContent: true }, [film()]))?.join('')).toBe(
    'By posting, you agree to TikTok’s Branded Content Policy and Music Usage Confirmation.',
  )
  expect(said(sample('videoDraft'))?.join('')).toContain('Nothing is public yet')
})

test('settings are printable as JSON Schema with words for a form, and nothing is chosen beforehand but how it goes out', () => {
  const schema = z.toJSONSchema(settings, { io: 'input' })
  for (const property of Object.values(schema.properties ?? {})) expect(property).toHaveProperty('title')
  expect(schema.required ?? []).toEqual([])
  expect(settings.parse({})).toEqual({ mode: 'publish' })
  expect(schema.properties?.['privacy']).toMatchObject({ widget: 'select', when: { setting: 'mode', is: ['publish'] } })
})
