import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { channel, image, version, video } from '../testing/stored.ts'
import { composer, form, limits, price, settings, validate } from './compose.ts'
import { samples } from './fixtures/samples.ts'
import { rules } from './rules.ts'

const plain = channel()
const paid = channel({ facts: { subscription: 'Premium' } })
const blocking = (of: Parameters<typeof validate>[0], where = plain) =>
  validate(of, where).filter((found) => found.blocks)

describe('forms', () => {
  test.each(Object.entries(samples))('%s', (name, of) => {
    expect(form(of)).toBe(name)
    expect(blocking(of)).toEqual([])
  })
  test('every form has a sample', () => {
    expect(Object.keys(samples).sort()).toEqual(Object.keys(rules.forms).sort())
  })
})

describe('validate', () => {
  test.each([
    [
      'too long by weight',
      version('漢'.repeat(147), {}),
      [{ problem: 'post.text-too-long', part: 0, field: 'text', values: { over: 14, max: 280 } }],
    ],
    [
      'the second part too long',
      version(['a', 'b'.repeat(281)], {}),
      [{ problem: 'post.text-too-long', part: 1, values: { over: 1, max: 280 } }],
    ],
    ['empty', version(' ', {}), [{ problem: 'post.text-empty' }]],
    ['hidden characters', version('a\uFEFFb', {}), [{ problem: 'post.forbidden-characters' }]],
    [
      'two tickers',
      version('$ABC and $DEF, not $25', {}),
      [{ problem: 'post.too-many-cashtags', values: { count: 2, max: 1 } }],
    ],
    [
      'five pictures',
      version(
        'x',
        {},
        ['a', 'b', 'c', 'd', 'e'].map((id) => image(id)),
      ),
      [{ problem: 'post.media-count', values: { count: 5, min: 1, max: 4 } }],
    ],
    ['picture and film', version('x', {}, [image('a'), video('b')]), [{ problem: 'post.media-mix' }]],
    [
      'wrong type',
      version('x', {}, [image('a', { type: 'image/tiff' })]),
      [{ problem: 'post.media-type', field: 'media.0' }],
    ],
    ['too heavy', version('x', {}, [image('a', { bytes: 5_000_001 })]), [{ problem: 'post.media-bytes' }]],
    ['too many pixels', version('x', {}, [image('a', { size: [9000, 9000] })]), [{ problem: 'post.media-pixels' }]],
    ['too wide', version('x', {}, [video('a', { size: [4000, 1000] })]), [{ problem: 'post.media-ratio' }]],
    ['too short', version('x', {}, [video('a', { seconds: 0.2 })]), [{ problem: 'post.media-seconds' }]],
    [
      'description too long',
      version('x', {}, [image('a', { alt: 'a'.repeat(1003) })]),
      [{ problem: 'post.alt-too-long', field: 'media.0.alt', values: { over: 3, max: 1000 } }],
    ],
    [
      'poll with one choice',
      version('x', { poll: { options: ['a'], minutes: 60 } }),
      [{ problem: 'post.setting', field: 'settings.poll.options' }],
    ],
    [
      'poll with a long choice',
      version('x', { poll: { options: ['a', 'b'.repeat(26)], minutes: 60 } }),
      [{ field: 'settings.poll.options.1' }],
    ],
    [
      'poll of a minute',
      version('x', { poll: { options: ['a', 'b'], minutes: 1 } }),
      [{ field: 'settings.poll.minutes' }],
    ],
    [
      'poll with media',
      version('x', { poll: { options: ['a', 'b'], minutes: 60 } }, [image('a')]),
      [{ problem: 'post.exclusive' }],
    ],
    [
      'comment too long',
      version('x', {}, [], { firstComment: 'a'.repeat(300) }),
      [{ problem: 'post.text-too-long', field: 'firstComment', values: { over: 20, max: 280 } }],
    ],
    ['unknown setting', version('x', { colour: 'red' }), [{ problem: 'post.setting' }]],
  ])('%s', (_, of, expected) => {
    expect(blocking(of)).toHaveLength(expected.length)
    expect(blocking(of)).toMatchObject(expected)
  })
  test('a paid account writes long texts and shows long films', () => {
    const long = version('a'.repeat(25_000), {})
    expect(blocking(long, paid)).toEqual([])
    expect(blocking(version('x', {}, [video('a', { seconds: 7000 })]), paid)).toEqual([])
    expect(blocking(version('x', {}, [video('a', { seconds: 7000 })]))).toMatchObject([
      { problem: 'post.media-seconds' },
    ])
    expect(limits(plain)).toBe(rules)
  })
  test('warnings never block', () => {
    const warned = [
      version('see example.com', {}),
      version('x', {}, [video('a', { seconds: 200 })]),
      version('x', {}, [image('a', { type: 'image/png', bytes: 3_000_000 })]),
      version('x', { madeWithAi: true }),
      version('x', { taggedUsers: ['1'] }),
      version('x', { shareWithFollowers: true }),
    ].map((of) => validate(of, plain))
    for (const found of warned) {
      expect(found).toHaveLength(1)
      expect(found[0]?.blocks).toBe(false)
    }
  })
})

test('prices: parts, links, descriptions, comment', () => {
  expect(price(version('a', {}))).toBe(0.015)
  expect(price(version('see https://example.com', {}))).toBe(0.2)
  expect(price(version(['a', 'b example.com'], {}, [image('i', { alt: 'x' })], { firstComment: 'c' }))).toBe(0.235)
})

test('the promise holds for every form', () => {
  for (const of of Object.values(samples)) expect(composer.promise(of, plain)).toBe('searched')
})

test('a preview shows what followers see', () => {
  expect(composer.preview(version('Read example.com/x', { paidPartnership: true }), plain)).toEqual({
    parts: [{ text: 'Read example.com/x', media: 'none' }],
    card: { title: 'example.com/x', host: 'example.com' },
    notes: ['Paid partnership'],
  })
  expect(composer.preview(samples['images'] ?? version('', {}), plain)).toMatchObject({
    parts: [{ media: 'grid' }],
    notes: ['Made with AI'],
  })
})

test('settings are printable as JSON Schema with words for a form', () => {
  const schema = z.toJSONSchema(settings)
  expect(schema).toMatchObject({
    type: 'object',
    additionalProperties: false,
    properties: { replies: { title: 'Who can reply', widget: 'select' } },
  })
  for (const property of Object.values(schema.properties ?? {})) expect(property).toHaveProperty('title')
})
