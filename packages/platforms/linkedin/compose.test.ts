import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { channel, document, image, version, video } from '../testing/stored.ts'
import { composer, form, settings, validate } from './compose.ts'
import { samples } from './fixtures/samples.ts'
import { rules } from './rules.ts'

const member = channel()
const page = channel({ kind: 'organization', facts: { scopes: ['r_organization_social'] } })
const poll = (more: object = {}) => ({
  poll: { question: 'Q', options: ['a', 'b'], duration: 'ONE_DAY' as const, ...more },
})

describe('forms', () => {
  test.each(Object.entries(samples))('%s', (name, of) => {
    expect(form(of)).toBe(name)
    expect(validate(of, member)).toEqual([])
  })
  test('every form has a sample', () => {
    expect(Object.keys(samples).sort()).toEqual(Object.keys(rules.forms).sort())
  })
})

describe('validate', () => {
  test.each([
    ['too long', version('a'.repeat(3001), {}), [{ problem: 'post.text-too-long', values: { over: 1, max: 3000 } }]],
    [
      'too long once escaped',
      version('('.repeat(1501), {}),
      [{ problem: 'post.text-too-long', values: { over: 2, max: 3000 } }],
    ],
    ['empty', version(' ', {}), [{ problem: 'post.text-empty' }]],
    ['a thread', version(['a', 'b'], {}), [{ problem: 'post.too-many-parts', values: { count: 2, max: 1 } }]],
    [
      '21 pictures',
      version(
        'x',
        {},
        Array.from({ length: 21 }, (_, n) => image(`i${n}`)),
      ),
      [{ problem: 'post.media-count', values: { count: 21, min: 1, max: 20 } }],
    ],
    ['WebP', version('x', {}, [image('a', { type: 'image/webp' })]), [{ problem: 'post.media-type' }]],
    ['too many pixels', version('x', {}, [image('a', { size: [6016, 6016] })]), [{ problem: 'post.media-pixels' }]],
    [
      'description too long',
      version('x', {}, [image('a', { alt: 'a'.repeat(4087) })]),
      [{ problem: 'post.alt-too-long', values: { over: 1, max: 4086 } }],
    ],
    ['picture and film', version('x', {}, [image('a'), video('b')]), [{ problem: 'post.media-mix' }]],
    ['film of two seconds', version('x', {}, [video('a', { seconds: 2 })]), [{ problem: 'post.media-seconds' }]],
    ['tiny film', version('x', {}, [video('a', { bytes: 70_000 })]), [{ problem: 'post.media-small' }]],
    [
      'document without a title',
      version('x', {}, [document('a')]),
      [{ problem: 'post.setting', field: 'settings.title' }],
    ],
    [
      'link card and media',
      version('x', { link: { url: 'https://example.org' } }, [image('a')]),
      [{ problem: 'post.exclusive', values: { one: 'Media', other: 'a link card' } }],
    ],
    [
      'poll and link card',
      version('x', { ...poll(), link: { url: 'https://example.org' } }),
      [{ problem: 'post.exclusive' }],
    ],
    ['link that is none', version('x', { link: { url: 'example' } }), [{ field: 'settings.link.url' }]],
    [
      'card picture too big',
      version('x', { link: { url: 'https://example.org' } }, [], { files: { card: image('c', { bytes: 9_000_000 }) } }),
      [{ problem: 'post.media-bytes', field: 'files.card' }],
    ],
    ['poll of one', version('x', poll({ options: ['a'] })), [{ field: 'settings.poll.options' }]],
    ['long question', version('x', poll({ question: 'a'.repeat(141) })), [{ field: 'settings.poll.question' }]],
    ['long choice', version('x', poll({ options: ['a', 'b'.repeat(31)] })), [{ field: 'settings.poll.options.1' }]],
    [
      'comment too long',
      version('x', {}, [], { firstComment: 'a'.repeat(1251) }),
      [{ problem: 'post.text-too-long', field: 'firstComment' }],
    ],
  ])('%s', (_, of, expected) => {
    expect(validate(of, member)).toHaveLength(expected.length)
    expect(validate(of, member)).toMatchObject(expected)
  })
  test('pages publish to anyone', () => {
    expect(validate(version('x', { visibility: 'CONNECTIONS' }), page)).toMatchObject([
      { problem: 'post.setting', field: 'settings.visibility' },
    ])
    expect(validate(version('x', { visibility: 'CONNECTIONS' }), member)).toEqual([])
  })
  test('media need no words', () => {
    expect(validate(version('', {}, [image('a')]), member)).toEqual([])
  })
})

test('what is promised depends on who can read', () => {
  const of = version('x', {})
  expect(composer.promise(of, member)).toBe('asks you')
  expect(composer.promise(of, page)).toBe('searched')
  expect(composer.promise(of, channel({ kind: 'organization' }))).toBe('asks you')
  expect(composer.promise(of, channel({ facts: { scopes: ['r_organization_social'] } }))).toBe('asks you')
})

test('a preview shows what followers see', () => {
  const see = (name: string) => composer.preview(samples[name] ?? version('', {}), member)
  expect(see('link')).toEqual({
    parts: [{ text: 'Read this', media: 'none' }],
    card: { title: 'Post title', host: 'example.org' },
    notes: [],
  })
  expect(see('document')).toMatchObject({ parts: [{ media: 'carousel' }], notes: ['Slides'] })
  expect(see('images')).toMatchObject({ parts: [{ media: 'grid' }], notes: ['Reposts are off'] })
  expect(composer.preview(version('a'.repeat(300), {}), member)).toMatchObject({ parts: [{ foldAt: 210 }] })
})

test('settings are printable as JSON Schema with words for a form', () => {
  const schema = z.toJSONSchema(settings)
  expect(schema).toMatchObject({
    type: 'object',
    additionalProperties: false,
    properties: { visibility: { title: 'Who can see it', widget: 'select' } },
  })
  for (const property of Object.values(schema.properties ?? {})) expect(property).toHaveProperty('title')
})
