import { expect, test } from 'vitest'
import type { FormRules, PlatformRules } from '@posthorn/platforms/interface'
import { acceptOf } from './accept.ts'

const fact = { on: '2026-11-01', source: 'a test', sure: true }
/** A network that takes these types in one form. */
const network = (kind: 'image' | 'video' | 'document', types: readonly string[]): PlatformRules => ({
  id: 'made-up',
  label: 'Made up',
  hosts: [],
  forms: {
    post: {
      label: 'Post',
      text: { max: 100, count: 'graphemes' },
      parts: 1,
      media: { [kind]: { count: [0, 1], bytes: 1, types, fact } } as FormRules['media'],
      fact,
    },
  },
  quotas: [],
  measures: { post: [], channel: [] },
  fetchesMedia: 'never',
  can: { remove: false, firstComment: false },
  lookCost: 0,
})
const accepted = (...networks: readonly PlatformRules[]) => acceptOf(networks).split(',')

test('what any of the networks takes is offered, by type and by ending', () => {
  const offered = accepted(network('video', ['video/mp4']), network('document', ['application/pdf']))
  expect(offered).toEqual(['video/mp4', 'application/pdf', '.mp4', '.pdf'])
})

test('pictures are offered as the library reads them, for it converts them', () => {
  expect(accepted(network('image', ['image/jpeg']))).toContain('image/avif')
  expect(accepted(network('image', ['image/heic', 'image/jpeg']))).not.toContain('image/heic')
})

test('without a network, all the library takes is offered', () => {
  expect(accepted()).toEqual(expect.arrayContaining(['image/png', 'video/quicktime', '.docx', '.mkv']))
})
