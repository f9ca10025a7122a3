import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Channel, Version, Violation } from '../interface.ts'
import { channel, image, version, video } from '../testing/stored.ts'
import { validate } from './compose.checks.ts'
import { form } from './compose.forms.ts'
import { settings } from './compose.settings.ts'
import { composer } from './compose.ts'
import type { Settings } from './compose.ts'
import * as answers from './fixtures/answers.ts'
import { samples } from './fixtures/samples.ts'
import { rules } from './rules.ts'
import { keptOf } from './server.ts'

const limits = (of: Channel) => composer.limits(of)
const preview = (of: Version<Settings>, where: Channel) => composer.preview(of, where)
const host = 'social.example'
const plain = channel({ remoteId: `1@${host}`, host })
const own = channel({ ...plain, facts: { server: keptOf(answers.instance), privacy: 'public' } })
const old = channel({ ...plain, facts: { server: { version: '4.2.1' } } })
const blocking = (found: readonly Violation[]) => found.filter(({ blocks }) => blocks)

describe('forms', () => {
  test.each(Object.entries(samples))('%s', (name, of) => {
    expect(form(of)).toBe(name)
    expect(blocking(validate(of, plain))).toEqual([])
  })
  test('every form has a sample', () => {
    expect(Object.keys(samples).sort()).toEqual(Object.keys(rules.forms).sort())
  })
  test('an address without its scheme is no link here', () => {
    expect(form(version('example.com', {}))).toBe('text')
  })
})

describe('limits of a server', () => {
  test('are those it tells', () => {
    const { forms } = limits(own)
    expect(forms['text']?.text).toEqual({ max: 1000, count: 'graphemes', linkCost: 30 })
    expect(forms['images']?.media.image).toMatchObject({
      count: [1, 8],
      bytes: 1_000_000,
      pixels: 4_000_000,
      types: ['image/jpeg', 'image/png'],
    })
    expect(forms['thread']?.media.video).toMatchObject({
      count: [0, 1],
      bytes: 2_000_000,
      pixels: 1_000_000,
      fps: [0, 60],
    })
    expect(forms['poll']?.media).toEqual({})
  })
  test('or else those of an unchanged one', () => {
    expect(limits(plain)).toEqual(rules)
    expect(limits(channel({ facts: { server: { version: '4.3.0' } } }))).toEqual(rules)
  })
  test('the form that is open knows them as they are now', () => {
    const options = { choices: {}, closed: {}, says: [], facts: { server: keptOf(answers.instance) } }
    expect(blocking(validate(version('a'.repeat(1001), {}), plain, options))).toMatchObject([
      { problem: 'post.text-too-long', values: { over: 1, max: 1000 } },
    ])
  })
})

describe('validate', () => {
  const poll = { options: ['a', 'b'], minutes: 60 }
  test.each([
    ['empty', version(' ', {}), [{ problem: 'post.text-empty', part: 0, field: 'text' }]],
    ['a warning alone', version('', { spoiler: 'Careful' }), [{ problem: 'post.text-empty' }]],
    [
      'the warning counts',
      version('b'.repeat(400), { spoiler: 'a'.repeat(101) }),
      [{ problem: 'post.text-too-long', values: { over: 1, max: 500 } }],
    ],
    ['in every part', version(['a', 'b'.repeat(500)], { spoiler: 'a' }), [{ problem: 'post.text-too-long', part: 1 }]],
    [
      'in the comment',
      version('a', {}, [], { firstComment: 'b'.repeat(501) }),
      [{ problem: 'post.text-too-long', field: 'firstComment' }],
    ],
    [
      'an empty comment',
      version('a', {}, [], { firstComment: '' }),
      [{ problem: 'post.text-empty', field: 'firstComment' }],
    ],
    [
      'five pictures',
      version(
        '',
        {},
        ['a', 'b', 'c', 'd', 'e'].map((id) => image(id)),
      ),
      [{ problem: 'post.media-count', values: { count: 5, max: 4 } }],
    ],
    ['a film beside a picture', version('', {}, [image('a'), video('b')]), [{ problem: 'post.media-mix' }]],
    ['two films', version('', {}, [video('a'), video('b')]), [{ problem: 'post.media-count' }]],
    [
      'a large animation',
      version('', {}, [image('a', { type: 'image/gif' })]),
      [{ problem: 'post.media-pixels', field: 'media.0', values: { max: 921_600 } }],
    ],
    ['a fast film', version('', {}, [video('a', { fps: 240 })]), [{ problem: 'post.media-fps' }]],
    [
      'a long description',
      version('', {}, [image('a', { alt: 'x'.repeat(1501) })]),
      [{ problem: 'post.alt-too-long', values: { over: 1, max: 1500 } }],
    ],
    [
      'too many parts',
      version(['a', ...Array.from({ length: 25 }, () => 'b')], {}),
      [{ problem: 'post.too-many-parts', values: { count: 26, max: 25 } }],
    ],
    [
      'one choice',
      version('a', { poll: { ...poll, options: ['a'] } }),
      [{ problem: 'post.setting', field: 'settings.poll.options' }],
    ],
    ['alike choices', version('a', { poll: { ...poll, options: ['a', ' a'] } }), [{ field: 'settings.poll.options' }]],
    [
      'an empty choice',
      version('a', { poll: { ...poll, options: ['a', ''] } }),
      [{ field: 'settings.poll.options.1' }],
    ],
    [
      'a long choice',
      version('a', { poll: { ...poll, options: ['a', 'b'.repeat(51)] } }),
      [{ field: 'settings.poll.options.1' }],
    ],
    ['a poll of months', version('a', { poll: { ...poll, minutes: 43_830 } }), [{ field: 'settings.poll.minutes' }]],
    ['a poll of moments', version('a', { poll: { ...poll, minutes: 4 } }), [{ field: 'settings.poll.minutes' }]],
    [
      'a poll beside media',
      version('a', { poll }, [image('a')]),
      [{ problem: 'post.exclusive', field: 'settings.poll' }],
    ],
    ['a language', version('a', { language: 'English' }), [{ field: 'settings.language' }]],
    ['a focus', version('', { focus: ['0.5,2'] }, [image('a')]), [{ field: 'settings.focus.0' }]],
    ['half a focus', version('', { focus: ['0.5,'] }, [image('a')]), [{ field: 'settings.focus.0' }]],
    ['a quote of elsewhere', version('a', { quote: 'https://other.example/@bob/5' }), [{ field: 'settings.quote' }]],
    ['an unknown setting', version('a', { colour: 'red' }), [{ problem: 'post.setting', field: 'settings.settings' }]],
  ])('%s', (_, of, found) => {
    expect(blocking(validate(of, plain))).toMatchObject(found)
    expect(blocking(validate(of, plain))).toHaveLength(found.length)
  })
  const told: readonly (readonly [string, Version<Settings>, Channel, Partial<Violation>])[] = [
    [
      'a name without its server',
      version('Thanks @ada', {}),
      plain,
      { problem: 'post.mention-local', values: { name: '@ada' } },
    ],
    ['nobody is named', version('Psst', { visibility: 'direct' }), plain, { field: 'settings.visibility' }],
    ['nothing to hide', version('a', { sensitive: true }), plain, { field: 'settings.sensitive' }],
    ['a focus for nothing', version('a', { focus: ['0,0'] }), plain, { field: 'settings.focus' }],
    ['no replies', version('a', { unlistedReplies: true }), plain, { field: 'settings.unlistedReplies' }],
    [
      'a narrow head',
      version(['a', 'b'], { unlistedReplies: true, visibility: 'private' }),
      plain,
      { field: 'settings.unlistedReplies' },
    ],
    ['limits to quotes on an old server', version('a', { quotes: 'nobody' }), old, { field: 'settings.quotes' }],
  ]
  test.each(told)('only told: %s', (_, of, where, found) => {
    expect(validate(of, where)).toEqual([expect.objectContaining({ blocks: false, ...found })])
  })
  test('a quote needs a server that knows quotes', () => {
    const of = version('a', { quote: `https://${host}/@bob@other.example/5` })
    expect(blocking(validate(of, plain))).toEqual([])
    expect(blocking(validate(of, old))).toMatchObject([{ field: 'settings.quote' }])
  })
  test('a server’s own numbers', () => {
    const wide = { poll: { options: ['a', 'b', 'c', 'd', 'e', 'f'.repeat(80)], minutes: 60 } }
    expect(blocking(validate(version('a'.repeat(1000), wide), own))).toEqual([])
    const short = { poll: { options: ['a', 'b'], minutes: 9 } }
    expect(blocking(validate(version('a', short), own))).toMatchObject([{ values: { why: '10 to 1440 minutes' } }])
  })
  test('a link costs the same whatever its length', () => {
    const link = `https://example.com/${'x'.repeat(900)}`
    expect(blocking(validate(version(`${'a'.repeat(476)} ${link}`, {}), plain))).toEqual([])
    expect(blocking(validate(version(`${'a'.repeat(477)} ${link}`, {}), plain))).toMatchObject([
      { values: { over: 1 } },
    ])
  })
})

describe('preview', () => {
  test('the warning stands above the text', () => {
    expect(preview(version('Text', { spoiler: 'Careful' }), plain).parts).toEqual([
      { text: 'Careful\nText', media: 'none' },
    ])
    expect(preview(version('', { spoiler: 'Careful' }, [image('a')]), plain).parts).toEqual([
      { text: 'Careful', media: 'one' },
    ])
  })
  test('a card of the first link, not beside media', () => {
    const text = 'Read https://example.org/1 and https://example.com'
    expect(preview(version(text, {}), plain).card).toEqual({ title: 'https://example.org/1', host: 'example.org' })
    expect(preview(version(text, {}, [image('a'), image('b')]), plain)).toMatchObject({ parts: [{ media: 'grid' }] })
    expect(preview(version(text, {}, [image('a')]), plain).card).toBeUndefined()
  })
  test('who will see it', () => {
    expect(preview(version('a', {}), own).notes).toEqual([])
    const quiet = channel({ ...own, facts: { privacy: 'unlisted' } })
    expect(preview(version('a', { quotes: 'nobody', sensitive: true }), quiet).notes).toEqual([
      'Not in public timelines',
      'Media hidden until a click',
      'Nobody can quote it',
    ])
  })
})

test.each([
  [{ server: { version: '4.5.4' } }, 'exact'],
  [{ server: { version: '4.3.0-beta.1+glitch' } }, 'exact'],
  [{}, 'exact'],
  [{ server: { version: '2.7.2 (compatible; Akkoma 3.13.2)' } }, 'searched'],
  [{ server: { version: '0.17.0+git-1' } }, 'searched'],
  [{ server: { version: '4.0.0 (not true; really snac/2.70)' } }, 'searched'],
  [{ server: { version: '3.5.3+gotosocial-0.17' } }, 'searched'],
  [{ server: { version: '' } }, 'searched'],
])('with %j, a lost answer is settled as %s', (facts, promised) => {
  expect(composer.promise(version('a', {}), channel({ facts }))).toBe(promised)
})

test('the form can be drawn: every setting has a title', () => {
  const { properties = {} } = z.toJSONSchema(settings) as { properties?: Record<string, { title?: string }> }
  expect(Object.keys(properties)).toHaveLength(9)
  for (const property of Object.values(properties)) expect(property.title).toMatch(/^[A-Z]/)
})
