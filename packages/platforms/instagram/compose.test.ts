import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Channel, Version } from '../interface.ts'
import { channel, image, version, video } from '../testing/stored.ts'
import { composer, type Settings } from './compose.ts'
import { samples } from './fixtures/samples.ts'
import { rules } from './rules.ts'

const byInstagram = channel({ remoteId: '17841400000000001', kind: 'business', via: 'instagram' })
const byFacebook: Channel = { ...byInstagram, via: 'facebook' }
const without = (scopes: readonly string[], via = 'facebook'): Channel => ({ ...byInstagram, via, facts: { scopes } })
const post = (text: string, settings: Settings = {}, more: Partial<Version<Settings>> = {}) =>
  version(text, settings, [image('a')], more)
const reel = (settings: Settings, more: Parameters<typeof video>[1] = {}) => version('x', settings, [video('a', more)])
const story = (settings: Settings = {}, media = [image('a')]) => version('', { story: true, ...settings }, media)
const pictures = (count: number) => Array.from({ length: count }, (_, n) => image(`i${n}`))

describe('forms', () => {
  test.each(Object.entries(samples))('%s', (name, of) => {
    expect(composer.form(of)).toBe(name)
    for (const where of [byInstagram, byFacebook]) expect(composer.validate(of, where)).toEqual([])
  })
  test('every form has a sample', () => {
    expect(Object.keys(samples).sort()).toEqual(Object.keys(rules.forms).sort())
  })
  test('the files decide, unless it is a story', () => {
    expect([
      composer.form(version('x', {})),
      composer.form(version('x', {}, [video('a')])),
      composer.form(version('x', {}, [video('a'), image('b')])),
      composer.form(version('', { story: true }, [video('a')])),
    ]).toEqual(['image', 'reel', 'carousel', 'story'])
  })
})

describe('settings', () => {
  test('the form can be drawn', () => {
    const schema = z.toJSONSchema(composer.settings) as {
      properties: Record<string, { title?: string; default?: unknown }>
    }
    for (const property of Object.values(schema.properties)) expect(property.title).toBeTypeOf('string')
    expect(schema.properties['shareToFeed']?.default).toBe(true)
  })
})

describe('what an account may', () => {
  test('films are fetched from us only at the Instagram login, and posts removed only at the other', () => {
    const of = (where: Channel) => [composer.limits(where).fetchesMedia, composer.limits(where).can]
    expect(of(byInstagram)).toEqual(['always', { remove: false, firstComment: true }])
    expect(of(byFacebook)).toEqual(['images', { remove: true, firstComment: true }])
    expect(of(without(['instagram_content_publish']))).toEqual(['images', { remove: false, firstComment: false }])
  })
  test('the end is always certain', () => {
    for (const of of Object.values(samples)) expect(composer.promise(of, byInstagram)).toBe('exact')
  })
})

describe('preview', () => {
  const shown = (of: Version<Settings>) => composer.preview(of, byInstagram)
  test('words as they are kept, folded where Instagram folds', () => {
    expect(shown(post('  Hi\nthere '))).toEqual({ parts: [{ text: 'Hi\nthere', media: 'one' }], notes: [] })
    expect(shown(post('a'.repeat(126))).parts[0]?.foldAt).toBe(125)
    expect(shown(story()).parts).toEqual([{ text: '', media: 'vertical' }])
    expect(shown(version('x', {}, pictures(2))).parts[0]?.media).toBe('carousel')
    expect(shown(version('x', {})).parts[0]?.media).toBe('none')
  })
  test('what else people see', () => {
    const settings: Settings = {
      aiGenerated: true,
      collaborators: ['@ada', 'bob'],
      commentsOff: true,
      paidPartnership: true,
      shareToFeed: false,
      tags: [{ username: 'eve' }],
      trial: 'MANUAL',
    }
    expect(shown(reel(settings)).notes).toEqual([
      'Paid partnership',
      'AI info',
      'With @ada, @bob',
      'In it: @eve',
      'Trial reel',
      'Not in the feed',
      'Comments are off',
    ])
  })
})
