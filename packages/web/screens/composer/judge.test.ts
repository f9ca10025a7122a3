import { count } from '@posthorn/domain/text/count.ts'
import type { Composer, FormRules, PlatformRules, Violation } from '@posthorn/platforms/interface'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { Channel } from '../../app/api.ts'
import { judge } from './judge.ts'
import { overFrom, type Asset } from './verdict.ts'

const fact = { on: '2026-11-23', source: 'made up', sure: true }
const form = (max: number, unit: FormRules['text']['count']): FormRules => ({
  label: 'Post',
  text: { max, count: unit },
  parts: 1,
  media: {},
  fact,
})
const rules: PlatformRules = {
  id: 'chirp',
  label: 'Chirp',
  hosts: [],
  forms: { post: form(10, 'graphemes') },
  quotas: [],
  measures: { post: [], channel: [] },
  fetchesMedia: 'never',
  can: { remove: false, firstComment: true },
  lookCost: 0,
}
const lengthOf = (text: string): number => count(text.replaceAll('*', '**'), 'graphemes')
const badSetting = (setting: string, why: string): Violation => ({
  problem: 'post.setting',
  field: `settings.${setting}`,
  blocks: true,
  values: { setting, why },
})
/** A made-up network that counts every `*` twice, as one that escapes it does. */
const chirp: Composer = {
  rules,
  settings: z.strictObject({ mood: z.enum(['good', 'bad']).meta({ title: 'Its mood' }).optional() }),
  limits: () => rules,
  form: () => 'post',
  validate: ({ parts, settings }) => {
    const escaped = lengthOf(parts[0].text)
    return [
      ...(escaped > 10
        ? [{ problem: 'post.text-too-long', part: 0, blocks: true, values: { over: escaped - 10, max: 10 } }]
        : []),
      ...('mood' in settings && settings.mood === 'odd' ? [badSetting('mood', 'it is odd.')] : []),
      ...('mood' in settings && settings.mood === 5 ? [badSetting('mood', 'Invalid input: expected string')] : []),
      ...('mood' in settings && settings.mood === 'none' ? [badSetting('tune', 'there is none')] : []),
    ]
  },
  length: lengthOf,
  preview: ({ parts }) => ({ parts: parts.map(({ text }) => ({ text, media: 'none' as const })), notes: [] }),
  promise: () => 'searched',
  price: ({ parts }) => parts.length * 0.1,
}
const channel = { id: 'c', remoteId: 'r', kind: 'page', via: 'x', handle: 'h', host: null, facts: {} } as Channel
const say = (text: string, settings = {}) =>
  judge(
    chirp,
    channel,
    { parts: [{ text, media: [] }], firstComment: null, files: {} },
    settings,
    new Map<string, Asset>(),
  )

test('says what is left, and by how much a text is over in the network’s own counting', () => {
  expect(say('1234').left).toEqual([{ left: 6, max: 10 }])
  expect(say('********').left).toMatchObject([{ left: -6, max: 10 }])
  expect(say('********').findings[0]?.says).toBe('The text is 6 over the limit of 10.')
})
test('a wrong setting is a finding and hides neither preview nor price', () => {
  const verdict = say('text', { mood: 'odd' })
  expect(verdict.findings[0]?.field).toBe('settings.mood')
  expect(verdict.preview.parts[0]?.text).toBe('text')
  expect(verdict.price).toBe(0.1)
})

test('of a setting it is said what the form calls it; at its field, only what is wrong', () => {
  expect(say('text', { mood: 'odd' }).findings[0]).toMatchObject({
    says: 'Its mood: It is odd.',
    atField: 'It is odd.',
  })
  expect(say('text', { mood: 'none' }).findings[0]?.says).toBe('tune: There is none.')
  expect(say('text', { mood: 5 }).findings[0]?.says).not.toContain('expected string')
})

test('the mark begins at the first grapheme that no longer fits', () => {
  const family = '👩‍👩‍👧'
  expect(overFrom(0, [say(`123456789${family}${family}`)])).toBe(9 + family.length)
  expect(overFrom(0, [say('123')])).toBeUndefined()
})
