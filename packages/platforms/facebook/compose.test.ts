import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Version } from '../interface.ts'
import { channel, document, image, version, video } from '../testing/stored.ts'
import { composer, form, settings, validate } from './compose.ts'
import type { Settings } from './compose.ts'
import { filmStory, samples } from './fixtures/samples.ts'
import { rules } from './rules.ts'

const page = channel({ remoteId: '555', kind: 'page', via: 'pages', facts: { missing: [] } })
const upright = { size: [1080, 1920], seconds: 5 } as const
const found = (of: Version<Settings>, where = page) => validate(of, where)

describe('forms', () => {
  test.each([...Object.entries(samples), ['story', filmStory] as const])('%s', (name, of) => {
    expect(form(of)).toBe(name)
    expect(found(of)).toEqual([])
  })
  test('every form has a sample', () => {
    expect(Object.keys(samples).sort()).toEqual(Object.keys(rules.forms).sort())
  })
  test('a wish without its media is the post that is there', () => {
    expect(form(version('x', { form: 'story' }))).toBe('text')
    expect(form(version('x', { form: 'reel' }, [image('a')]))).toBe('images')
  })
})

describe('validate', () => {
  test.each<[string, Version<Settings>, readonly object[]]>([
    ['empty', version(' ', {}), [{ problem: 'post.text-empty', part: 0, field: 'text' }]],
    ['a link alone is enough', version('', { link: 'https://example.org' }), []],
    ['photos alone are enough', version('', {}, [image('a')]), []],
    [
      'too long',
      version('a'.repeat(63_207), {}),
      [{ problem: 'post.text-too-long', values: { over: 1, max: 63_206 } }],
    ],
    ['a thread', version(['a', 'b'], {}), [{ problem: 'post.too-many-parts', values: { count: 2, max: 1 } }]],
    [
      'eleven photos',
      version(
        'x',
        {},
        Array.from({ length: 11 }, (_, n) => image(`i${n}`)),
      ),
      [{ problem: 'post.media-count', values: { count: 11, min: 1, max: 10 } }],
    ],
    ['a GIF', version('x', {}, [image('a', { type: 'image/gif' })]), [{ problem: 'post.media-type' }]],
    ['a large photo', version('x', {}, [image('a', { bytes: 4_100_000 })]), [{ problem: 'post.media-bytes' }]],
    ['photo and film', version('x', {}, [image('a'), video('b')]), [{ problem: 'post.media-mix' }]],
    ['a document', version('x', {}, [document('a')]), [{ problem: 'post.media-mix' }]],
    ['two films', version('x', {}, [video('a'), video('b')]), [{ problem: 'post.media-count' }]],
    ['a wide reel', version('x', { form: 'reel' }, [video('a')]), [{ problem: 'post.media-ratio' }]],
    [
      'a long reel',
      version('x', { form: 'reel' }, [video('a', { ...upright, seconds: 91 })]),
      [{ problem: 'post.media-seconds', values: { min: 3, max: 90 } }],
    ],
    [
      'a long story',
      version('', { form: 'story' }, [video('a', { ...upright, seconds: 61 })]),
      [{ problem: 'post.media-seconds', values: { min: 3, max: 60 } }],
    ],
    [
      'a small reel',
      version('x', { form: 'reel' }, [video('a', { ...upright, size: [450, 800] })]),
      [{ problem: 'post.media-side' }],
    ],
    [
      'a slow reel',
      version('x', { form: 'reel' }, [video('a', { ...upright, fps: 15 })]),
      [{ problem: 'post.media-fps' }],
    ],
    [
      'a story with words',
      version('Hello', { form: 'story' }, [image('a')]),
      [{ problem: 'post.exclusive', field: 'text', values: { one: 'A story', other: 'a text' } }],
    ],
    [
      'two pictures as one story',
      version('', { form: 'story' }, [image('a'), image('b')]),
      [{ problem: 'post.media-count', values: { count: 2, min: 1, max: 1 } }],
    ],
    [
      'a reel of a photo',
      version('x', { form: 'reel' }, [image('a')]),
      [{ problem: 'post.setting', field: 'settings.form' }],
    ],
    ['a story of nothing', version('x', { form: 'story' }), [{ problem: 'post.setting', field: 'settings.form' }]],
    [
      'link card and photo',
      version('x', { link: 'https://example.org' }, [image('a')]),
      [{ problem: 'post.exclusive', field: 'settings.link' }],
    ],
    ['no address', version('x', { link: 'example' }), [{ problem: 'post.setting', field: 'settings.link' }]],
    [
      'a link to Facebook',
      version('x', { link: 'https://m.facebook.com/x' }),
      [{ problem: 'post.setting', field: 'settings.link' }],
    ],
    ['a host that only ends alike', version('x', { link: 'https://notfacebook.com' }), []],
    [
      'a button without link',
      version('x', { button: 'SIGN_UP' }),
      [{ problem: 'post.setting', field: 'settings.button' }],
    ],
    [
      'a long title',
      version('x', { title: 'a'.repeat(256) }, [video('a')]),
      [{ problem: 'post.setting', field: 'settings.title', blocks: true }],
    ],
    ['a title of nothing', version('x', { title: 'Film' }), [{ field: 'settings.title', blocks: false }]],
    [
      'a country by name',
      version('x', { audience: { countries: ['FR', 'Italy'] } }),
      [{ problem: 'post.setting', field: 'settings.audience.countries.1' }],
    ],
    [
      'a story for some',
      version('', { form: 'story', audience: { countries: ['FR'] } }, [image('a')]),
      [{ problem: 'post.setting', field: 'settings.form' }],
    ],
    [
      'collaborators of a text',
      version('x', { collaborators: ['1'] }),
      [{ problem: 'post.setting', field: 'settings.collaborators' }],
    ],
    ['a place by name', version('x', { place: 'Rome' }), [{ problem: 'post.setting', field: 'settings.place' }]],
    [
      'a first comment of nothing',
      version('x', {}, [], { firstComment: ' ' }),
      [{ problem: 'post.text-empty', field: 'firstComment' }],
    ],
    [
      'a first comment too long',
      version('x', {}, [], { firstComment: 'a'.repeat(8001) }),
      [{ problem: 'post.text-too-long', field: 'firstComment', values: { over: 1, max: 8000 } }],
    ],
    [
      'a comment on a story',
      version('', { form: 'story' }, [image('a')], { firstComment: 'Hi' }),
      [{ problem: 'post.exclusive', field: 'firstComment' }],
    ],
    [
      'a cover that is no picture',
      version('x', {}, [video('a')], { files: { cover: image('c', { type: 'image/webp' }) } }),
      [{ problem: 'post.media-type', field: 'files.cover' }],
    ],
    [
      'a cover of nothing',
      version('x', {}, [], { files: { cover: image('c') } }),
      [{ field: 'files.cover', blocks: false }],
    ],
  ])('%s', (_, of, expected) => {
    expect(found(of)).toMatchObject(expected)
    expect(found(of)).toHaveLength(expected.length)
  })
  test('settings of another shape are refused by name', () => {
    expect(found(version('x', { privacy: 'SELF' } as Settings))).toMatchObject([{ problem: 'post.setting' }])
  })
  test('a person who may not comment is told before', () => {
    const silent = channel({ ...page, facts: { missing: ['pages_manage_engagement'] } })
    expect(found(version('x', {}, [], { firstComment: 'Hi' }), silent)).toMatchObject([
      { problem: 'network.permission', field: 'firstComment' },
    ])
  })
  test('the length that is taken is the length that is said', () => {
    const long = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).map((text) => text.repeat(2000))
    fc.assert(
      fc.property(long, (text) => {
        const over = text.length - 63_206
        const told = found(version(`x${text}`, {})).find(({ problem }) => problem === 'post.text-too-long')
        expect(told?.values?.['over']).toBe(over + 1 > 0 ? over + 1 : undefined)
      }),
    )
  })
})

describe('what is shown and promised', () => {
  test.each([
    ['text', 'none', 'searched'],
    ['link', 'none', 'searched'],
    ['images', 'grid', 'searched'],
    ['video', 'one', 'exact'],
    ['reel', 'vertical', 'exact'],
    ['story', 'vertical', 'searched'],
  ])('%s', (name, media, promise) => {
    const of = samples[name] ?? version('', {})
    expect(composer.preview(of, page).parts).toMatchObject([{ text: of.parts[0].text, media }])
    expect(composer.promise(of, page)).toBe(promise)
  })
  test('a film as a story is exact, a photo alone stands alone', () => {
    expect(composer.promise(filmStory, page)).toBe('exact')
    expect(composer.preview(version('x', {}, [image('a')]), page).parts).toMatchObject([{ media: 'one' }])
  })
  test('notes say what followers cannot see', () => {
    const of = version<Settings>('x', {
      link: 'https://example.org/a',
      button: 'SHOP_NOW',
      sponsor: '77',
      audience: { countries: ['FR'], minimumAge: '21' },
    })
    expect(composer.preview(of, page)).toMatchObject({
      card: { title: 'https://example.org/a', host: 'example.org' },
      notes: ['Button: shop now', 'Paid partnership', 'Only in FR', 'From 21 years on'],
    })
  })
  test('long texts fold', () => {
    expect(composer.preview(version('a'.repeat(481), {}), page).parts[0]?.foldAt).toBe(480)
    expect(composer.preview(version('a'.repeat(480), {}), page).parts[0]?.foldAt).toBeUndefined()
  })
  test('the settings can be printed as a schema, with titles for the form', () => {
    const printed = z.toJSONSchema(settings) as { properties: Record<string, { title?: string }> }
    for (const property of Object.values(printed.properties)) expect(property.title).toBeTruthy()
    expect(composer.limits(page)).toBe(rules)
  })
})
